// The notes of a lesson that is presented, in a window of their own.

/** Where a lesson is; kept under these names in the address, too. */
interface ScenePlace {
  lesson: number;
  scene: number;
  lang: string;
}

/** What one window says to the others of this browser: where it is, that it presents no more, where to go, or "where are you?". */
type Said = { at: ScenePlace } | { over: true } | { turn: number } | { where: true };

/** What Python says, see nmn/app/lessons/notes.py. */
interface NotesData {
  notes: boolean; // whether this window shows the notes, or the lesson
  at: ScenePlace;
  of: number; // scenes
  words: { open: string; back: string; next: string; follows: string; alone: string };
}

/** What outlives a call. */
interface Notes {
  data: NotesData;
  tell(name: string, value: unknown): void;
  show(): void;
  close(): void;
}

type NotesHost = HTMLElement & { __notes?: Notes };
