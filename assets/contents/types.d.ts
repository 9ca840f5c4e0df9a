// The contents of a page.

interface Section {
  anchor: string;
  name: string;
}

interface ContentsData {
  sections: Section[];
  start: string;
}

/** What outlives a call: `current` is in sight, `goal` is where the reader wants to be. */
interface Contents {
  text: string;
  sections: Section[];
  current: string | null;
  goal: string | null;
  moved: boolean;
  show(data: ContentsData): void;
  close(): void;
}

type ContentsHost = HTMLElement & { __contents?: Contents };
