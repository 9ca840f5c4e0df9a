// What the modules hand each other, said once for the checker (`make types`): a window of a run as it is decoded, and the
// cursor on it. Of arrays the size is told; T counts the window's steps, H hidden neurons, M components of memories.

type Model = string; // "nmn", or what a kind of network is registered as

/** A kind of network, as far as pictures and sentences differ by that: see network() in nmn/app/step/pack.py. */
interface NetworkKind {
  title: string;
  banks: boolean;
  state: boolean;
  recurrent: boolean;
  caption: [title: string, sentence: string];
}

/** A layer as Python names it; `axes` of each neuron's memory, 0 without. */
interface Layer {
  kind: "input" | "hidden" | "output";
  size: number;
  axes: number;
}

/** A hidden layer: its number from 1, and where its neurons and their memories begin among all. */
interface HiddenLayer extends Layer {
  number: number;
  neuron: number;
  memory: number;
}

/** What measure() makes of the layers: sizes and offsets. */
interface Sizes {
  layers: Layer[];
  hidden: HiddenLayer[];
  H: number;
  M: number;
  nIn: number;
  nOut: number;
}

/** The outputs of one answer. */
interface Group {
  first: number;
  size: number;
  kind: "class" | "bit" | "number";
}

/** One answer of a step, see answersAt(). */
interface Answer {
  kind: Group["kind"];
  first: number;
  size: number;
  part: string;
  asked: boolean;
  is: number;
  wanted: number;
  error: number;
}

/** What is in effect from step `first` on. */
interface Rule {
  first: number;
  learn: boolean;
  store: "add" | "refresh";
  decay: "none" | "exponential" | "asymptotic";
  code: "hard" | "soft";
  floor: number;
  alpha: number;
  cooldown: number;
  tolerance: number;
  optimiser: string;
  forced: Record<number, number>;
}

interface Labels {
  every?: number | null;
  inputs?: string[];
  outputs?: string[];
  axes?: string[];
  never?: number[][];
  why?: [word: string, sentence: string][];
}

/** Ends of scales, the same in every window of a run. */
interface Ceilings {
  memory: number;
  signed: boolean;
  inputs: number;
  targets: [low: number, high: number];
  episodic: boolean;
}

/** A model's error over the run, block after block. */
interface Curve {
  model: Model;
  label: string;
  steps: number[];
  error: (number | null)[];
}

/** A parameter that a fork can change. */
interface Forkable {
  name: string;
  title: string;
  kind: "choice" | "number";
  low: number;
  high: number;
  step: number;
  choices: string[];
  value: string | number;
}

/** What it takes to draw a sequence of one's own. */
interface PadData {
  kind: "points" | "curve" | "cells" | "lines";
  inputs: string[];
  answers: string[];
  classes: string[][];
  samples: number[][];
  of: number[];
  on: number;
  example: string;
  most: number;
}

/** A fork as data: what its other future has otherwise. */
interface Fork {
  step: number;
  changes: [name: string, value: string | number][];
  clamp: [neuron: number, output: number][];
  wipes: number[];
  wipe_all: boolean;
  inputs: [step: number, values: number[]][];
  swaps: [one: number, other: number][];
}

/** One change to a fork. */
interface ForkChange {
  parameter?: string;
  value?: string | number;
  usual?: string | number;
  clamp?: number;
  output?: number;
  wipe?: number | "all";
  input?: number;
  values?: number[] | null;
  swap?: [number, number];
}

/** A fork as Python tells of it. */
interface ForkTold {
  step: number;
  items: Fork;
  text: string;
  words: string[];
  differs: number | null;
  searched: number;
  trouble: string;
}

/** What two futures have apart, see compare(). */
interface Apart {
  steps: number;
  differ: Uint8Array;
  apart: Float32Array;
  sums: Float32Array[];
}

/** A sequence of one's own as Python tells of it. */
interface OwnTold {
  rows: string;
  steps: number;
  after: number;
  learn: boolean;
  keep: boolean;
  problems: string[];
}

/** The answer to a search beyond the window. */
interface Sought {
  id: number;
  step: number | null;
  /** Where the search ended. */
  until: number | null;
}

type Equation = [number: number, tex: string, about: string];

/** What the bytes say in words and single numbers; what belongs to the page may be missing. */
interface Header {
  model: Model;
  network: NetworkKind;
  task: string;
  first: number;
  count: number;
  total: number;
  layers: Layer[];
  labels?: Labels;
  groups: Group[];
  /** The size of what a distance of numbers is measured in, 0 where answers are none; its name; what an error is. */
  unit: number;
  measure: string;
  errors: string;
  /** The share of the unit from which on a number is another answer. */
  far: number;
  partNames: string[];
  headline: number | null;
  ceilings: Ceilings;
  parameters: Settings;
  arrays: Record<string, [offset: number, rows: number, columns: number]>;
  foundAt: number[];
  frames: number[];
  /** The first step, as an index in the window, whose sums are there. */
  summed: number;
  rules: Rule[];
  curves: Curve[];
  curvesKey?: number;
  optimum: number;
  at: number;
  focus?: number;
  sought?: Sought | null;
  look?: string;
  phase?: string;
  scene?: string;
  screen?: number;
  compact?: boolean;
  note?: string;
  about?: [name: string, words: string][];
  equations?: Equation[];
  forkable?: Forkable[];
  pad?: PadData;
  fork?: ForkTold;
  own?: OwnTold;
  live?: Live;
  /** Of a moved control's network: whether it is still to be trained on, and how long that has taken. */
  more?: boolean;
  seconds?: number;
  beside?: Beside;
  /** Where to ask for the weights and sums of all steps, where one step's are there. */
  rest?: Asked;
  lesson?: Lesson;
}

/** What a lesson's scene shows and asks, see nmn/app/lessons/pictures.py; the stage of the other pages has none. */
interface Lesson {
  /** Titles of the panels (panels/panels.js) that are shown, in reading order. */
  panels: string[];
  /** Whether a question waits for an answer: the window ends with its step. */
  open: boolean;
  /** The last phase of that step that may be seen while it waits; null: all of them. What comes later, or would answer the
   * question, is hidden: model/veil.js. */
  until: string | null;
  /** What is answered on the picture; it stays when the answer is shown. */
  ask: Ask | null;
  /** Whether it is asked of what the step left, without how that came: what happened in it and before it is hidden. */
  alone?: boolean;
  /** An answer, null where there was none, and what is right. */
  given: Given | null;
  truth: Given | null;
  /** What plays by itself where the scene is revealed. */
  reveal: { phases: boolean } | null;
  /** In the lesson's language: what the two answers are called, and what gives an answer that was made ready. */
  words: { yours: string; runs: string; check: string };
}

/** A question that is answered on the picture (panels/ask); what the reader chooses comes as the trigger `answer`:
 * { id, value }. Neurons, axes and outputs are counted from 0, neurons over all hidden layers.
 *
 * kind    value           what it is about
 * axis    an axis         `axes` of `neuron`; none: all
 * value   a number        the size of `axis` of `neuron`, from `low` to `high`
 * order   axes            `axes` of `neuron`, the latest written first; none: all
 * output  an output       `axes`: the outputs of the answer; none: all
 * curve   errors          the error at the steps `axes`, as shares of 1 */
interface Ask {
  id: string;
  kind: "axis" | "value" | "order" | "output" | "curve";
  neuron: number;
  axis: number;
  axes: number[];
  low: number;
  high: number;
  /** What a screen reader hears. */
  words: string;
}

type Given = number | number[];

/** What is hidden of the window's last step while a question is open, see veilOf(). */
interface Veil {
  /** Names of the phases that are hidden, in that step and in those before it. */
  phases: Set<string>;
  run: Set<string>;
  /** How many phases of that step may be looked at one by one; 0: it is shown as a whole. */
  open: number;
  /** Which memories of that step are shown. */
  holds: Phase["holds"];
}

/** Where to ask for the curves that are still to be trained, whose they are, and the share of all that is done. */
interface Beside extends Asked {
  left: string[];
  share: number;
}

/** What is answered. */
type Grown = Pick<Header, "curves" | "curvesKey"> & Pick<Beside, "left" | "share">;

/** The parameters that pictures and sentences ask for. */
interface Settings {
  tau: number;
  gamma: number;
  store: string;
  decay: string;
  write: string;
  code: string;
  gate: string;
  read: string;
  neighbourhood: string;
  turn: number;
  loss: string;
}

/** A window of a run, decoded. */
interface Tape extends Sizes {
  header: Header;
  model: Model;
  task: string;
  first: number;
  count: number;
  last: number;
  total: number;
  /** Whether neurons read their own outputs of one step ago, from -1 to 1. */
  recurrent: boolean;
  /** Whether there are memories: in banks that neurons write to, or in cells that every step renews. */
  banks: boolean;
  cells: boolean;
  gated: boolean;
  groups: Group[];
  rules: Rule[];
  partNames: string[];
  /** The other future of a fork. */
  other?: Tape;
  inputs: Float32Array; // [T, nIn]
  outputs: Float32Array; // [T, nOut]
  targets: Float32Array; // [T, nOut]
  x: Float32Array; // [T, H] outputs of hidden neurons
  gate: Float32Array; // [T, H]
  axis: Float32Array; // [T, H]
  delta: Float32Array; // [T, H + nOut]
  memory: Float32Array; // [T, M] as the step left them
  stayed: Float32Array; // [T, M] before the step wrote
  before: Float32Array; // [rows, M], see `found`
  found: Int16Array; // [T] the row of `before`, -1 where a step found what the one before left
  wrote: Int32Array; // bits [T, M]
  fade: Float32Array; // [T, H]
  scale: Float32Array; // [T] where the scale of memories ends
  gammas: Float32Array; // [rules, H]
  angles: Float32Array; // [H], empty where nothing turns
  starts: Float32Array; // [T]
  parts: Float32Array; // [T, groups]
  said: Float32Array; // [T, groups]
  meant: Float32Array; // [T, groups]
  errors: Float32Array; // [T, groups]
  wrong: Float32Array; // [T]
  mistake: Float32Array; // [T]
  loss: Float32Array; // [T]
  usual: Float32Array; // [T]
  rates: Float32Array; // [T]
  speaks: Float32Array; // [T]
  weights: Float32Array; // [frames, weights]
  reads: Float32Array; // [frames, reads]
  changed: Float32Array; // bits, as they were sent
  changes: Float32Array;
  wanted: Int16Array; // [T]
  answers: Int16Array; // [T]
  bias?: Float32Array; // [T, H + nOut] what a sum is made of; missing where a window has none
  own?: Float32Array;
  through?: Float32Array;
  share: Float32Array; // [T, H]
  read: Float32Array; // [T, H]
  told: Float32Array; // [T, hidden layers]
  /** What is hidden of the last step. */
  veil?: Veil;
}

/** A part of a picture, as phases and glyphs name it. */
type Place = string;

/** A text, or [tag, text, place]: see sayParts(). */
type Part = string | (string | number)[];

/** A phase of a step, see model/phases.js. */
interface Phase {
  name: string;
  parts: Place[];
  holds: "before" | "decayed" | "after";
  about: string;
}

/** A neuron whose output makes a bit of a pattern. */
interface Neighbour {
  name: string;
  hidden: number;
  value(t: number): number;
}

/** A plane in which memories turn, see planeOf(). */
interface Plane {
  along: number;
  across: number;
  angle: number;
  second: boolean;
}

/** The layer that reads a memory, see above(): names of its neurons, short and long. */
interface Above {
  size: number;
  title: string;
  name(r: number): string;
  long(r: number): string;
}

/** A write that a component holds, see origins(). */
interface Write {
  k: number;
  gained: number;
  left: number;
  size: number;
  fires: number;
}

interface Origins {
  t: number;
  writes: Write[];
  rest: number;
  open: boolean;
  wiped: number;
  whole: number;
}

/** What the size of a component tells of an age, see legible(). */
interface Told {
  kind: string;
  age: number;
  since: number;
}

/** A component that an input was written to, see homes(). */
interface Home extends Told {
  layer: HiddenLayer;
  axis: number;
  name: string;
  j: number;
  i: number;
  gained: number;
  value: number;
  left: number;
  size: number;
  fires: number;
  gone: number;
  why: string;
}

/** Where the cursor is, see model/cursor.js. */
interface Cursor {
  first: number;
  last: number;
  /** The steps that the cursor can go to: to the end of the run, but in a lesson those of the window. */
  least: number;
  total: number;
  neurons: number;
  offered: number | null;
  phases: number;
  phase: number | null;
  /** How many phases of the last step can be looked at, 0: none but the whole; null: all. */
  open: number | null;
  seeking: number | null;
  at: number;
  pending: boolean;
  asked: string | null;
  playing: boolean;
  speed: number;
  carry: number;
  focus: number;
  axis: string | null;
  pin: number | null;
  loop: boolean;
  scene: string;
  /** Number of the sequence on the screen. */
  screen: number;
  report: "now" | "later" | null;
}

/** A new window for the cursor. */
interface Arrival {
  type: "data";
  first: number;
  last: number;
  total: number;
  neurons: number;
  at: number;
  phases?: number;
  least?: number;
  open?: number | null;
  focus?: number;
  sought?: Sought | null;
  loop?: boolean;
  autoplay?: boolean;
  scene?: string;
  screen?: number;
}

/** A window in place of the page's. */
type Preview = { type: "preview" } & Pick<Arrival, Sized>;

/** What a window says of itself. */
type Sized = "first" | "last" | "least" | "total" | "neurons" | "phases" | "open";
type Arriving = Omit<Arrival, Sized> | Omit<Preview, Sized>;

type Action =
  | Arrival
  | Preview
  | { type: "step" | "phase"; by: number }
  | { type: "look"; at: number }
  | { type: "seek"; id: number }
  | { type: "go" | "speed"; to: number }
  | { type: "play"; on?: boolean }
  | { type: "tick"; seconds: number }
  | { type: "focus"; to: number; axis?: string }
  | { type: "axis"; to: string | null }
  | { type: "whole" }
  | { type: "pin"; to: number | null };

/** What events are about: a neuron, and an axis of its memory. */
interface About {
  focus: number;
  axis: number | null;
}

/** A word of the explorer, see model/glossary.js. */
interface Entry {
  word: string;
  also?: string;
  say: string;
  slot: string;
  title?: string;
  place?: Place;
  part?: string;
  spot?: string;
  has?: (tape: Tape) => unknown;
  any?: boolean;
  lacks?: string;
  equation?: number;
}
