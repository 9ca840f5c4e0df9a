// What draws: colours, canvases, and what a panel gets and gives.

type Pen = CanvasRenderingContext2D;
type Rgb = number[];

/** 256 colours: packed for ImageData, and as text for a pen. */
interface Ramp {
  packed: Uint32Array;
  text: string[];
}

/** Streamlit's theme as the panels draw with it, see ui/theme.js. */
interface Theme {
  dark: boolean;
  background: Rgb;
  text: Rgb;
  ink: string;
  soft: string;
  line: string;
  faint: string;
  shade: string;
  paper: string;
  blue: string;
  blueRgb: Rgb;
  ramp: Ramp;
  signed: Ramp;
  model(name: Model): string;
  ofClass(index: number): string;
  tint(index: number): string;
  family: string;
  size: number;
}

/** A canvas that follows its box, see canvas(); sizes in CSS pixels, `scale` device pixels each. */
interface Surface {
  box: HTMLElement;
  element: HTMLCanvasElement;
  pen: Pen;
  width: number;
  height: number;
  scale: number;
  close(): void;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A panel: its element, and whichever of the rest it needs, see panels/panels.js. */
interface Panel {
  box: HTMLElement;
  /** A new window of the run is here. */
  data?(tape: Tape): void;
  /** Paint canvases; at most once a frame; t counts the window's steps from 0, glow fades from 1 after a step. */
  draw?(tape: Tape, t: number, glow: number): void;
  /** Set texts; called after all canvases are painted. */
  tell?(tape: Tape, t: number): void;
  /** Colours or type size have changed. */
  themed?(): void;
  /** Leave: stop timers and observers. */
  close?(): void;
  /** Where the panel shows a thing that the glossary names, in its first canvas. */
  spot?(what: string): Box | null;
}

interface TitledPanel {
  title: string;
  panel: Panel;
}

/** What panels know of the stage, and ask of it. */
interface Stage {
  root: HTMLElement;
  state: Cursor;
  /** The window that is drawn: `base`, or the other future of its fork. */
  tape: Tape;
  base: Tape;
  /** The page's own window, also while that of a moved control is drawn. */
  page: Tape | null;
  /** The step that is drawn, as an index in the window. */
  t: number;
  theme: Theme;
  complaint: string;
  /** Ends of the scales of memories at this step, of memories in the whole run, and of inputs. */
  ceiling: number;
  most: number;
  signedMemory: boolean;
  reach: number;
  phases: Phase[];
  phase: Phase | null;
  /** [M] as the phase shows them. */
  memory: Float32Array;
  /** Curves of before, behind those of a control that is moved. */
  ghosts: Curve[];
  /** The place in the picture that is pointed at. */
  hint: Place | null;
  /** By slot the title of the tab that is open; null: the first. */
  tabs: Record<string, string | null>;
  /** Whether the other future of a fork is shown. */
  turned: boolean;
  /** Where the eye of the 3-D picture is, once it was there. */
  eye?: { turn: number; tilt: number };
  /** Whether a link has opened its tabs. */
  opened?: boolean;
  /** Takes a choice on another picture than its own, an axis of a neuron, for an answer; whether it did. */
  picked: ((neuron: number, axis: number) => boolean) | null;
  bytes: Uint8Array | null;
  draws: number[];
  /** Tell Python a value that lasts, or ask it for something once. */
  tell(name: string, value: unknown): void;
  trigger(name: string, value: unknown): void;
  /** What is said of a step, with the sequence that it is one of. */
  ofScreen(about: object): object;
  /** Tell Python, unless it knows. */
  say(name: string, value: unknown): void;
  act(action: Action): void;
  /** Jump to the next event of a kind, or to the one before it by -1. */
  seek(kind: string, by: number): void;
  redraw(): void;
  help(): void;
  panelOf(slot: string, title?: string): TitledPanel | null | undefined;
  show(slot: string, title: string | null): void;
  complain(text: string): void;
  dim(place: Place): number;
  point(place: Place | null): void;
  tip(event: MouseEvent, text: string | null): void;
  load(bytes: Uint8Array): void;
  ask(name: string, value: unknown): void;
  turn(turned: boolean): void;
  dress(): void;
  pageScrolls(): boolean;
  close(): void;
}

/** The element that a selector builds: "button.play" a button. */
type Built<S extends string> = S extends `${infer T}.${string}` ? Tagged<T> : Tagged<S>;
type Tagged<T extends string> = T extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[T] : HTMLElement;

/** Attributes and listeners ("onclick") of an element; false, null and undefined leave one out. */
type Attributes = Record<string, any>;

/** An element that keeps what it was told, see say(). */
type Saying = Element & { __said?: string };

type Scale = (value: number) => number;

/** What Streamlit calls a component with. */
interface Mounted<Data, Parent = HTMLElement> {
  parentElement: Parent;
  data: Data;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}

/** The element that keeps the stage between calls. */
type StageHost = HTMLElement & { __stage?: Stage };

/** What a key does: an action of the cursor, or something of the stage. */
type KeyAction = Action | { type: "event"; kind: string; by: number } | { type: "turn"; by: number } | { type: "help" };

/** The picture of an entry, which keeps what it shows. */
type Picture = HTMLElement & { __entry?: Pick<Entry, "slot" | "title" | "part" | "spot" | "place"> };
