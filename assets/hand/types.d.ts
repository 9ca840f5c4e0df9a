// What a page tells of what can be asked without a run of it.

/** A control of the sidebar, see nmn/app/shared/live_controls.py. */
interface LiveControl {
  name: string;
  text: string;
  values?: string[];
  before?: string;
  after?: string;
}

/** Where to ask, with which query. */
interface Asked {
  address: string;
  query: Record<string, string>;
}

/** Where to ask for what a moved control comes to, and for which controls, by key. */
interface Live extends Asked {
  controls: Record<string, LiveControl>;
}

/** Who draws what a moved control comes to. */
interface HandHost {
  /** What the page tells by now of where to ask. */
  live(): Live | null | undefined;
  /** What is asked beside the controls. */
  more?(): Record<string, string>;
  /** A control begins to be moved. */
  begin?(): void;
  /** Draws an answer; gives whether there is more to come of the same. */
  draw(bytes: Uint8Array): boolean;
  /** Draws what the page shows again, and says why, if there is a reason. */
  back(words: string): void;
  /** The control has lost the focus. */
  forget?(): void;
  /** The pointer presses something new. */
  leaves?(): void;
}
