// A figure between Python and Plotly.

/** What Python says of a figure, see nmn's chart(). */
interface ChartData {
  key: string;
  figure: string; // JSON: data, layout, narrow
  height: number;
  narrow: number;
  alt: string;
  summary: string;
  name: string;
  script: string;
  theme: "light" | "dark" | null;
  clicks: boolean;
  /** The sentence above the figure, "" for none. */
  heading: string;
  live: Live | null;
  /** What the figure is about, where figures follow a cross-hair. */
  place: string;
  cross: Crossed | null;
  table: { number: number; csv: string } | null;
}

/** Figures, and sentences above them, by the keys of their charts; a note; whether there is more to come. */
interface Followed {
  figures: Record<string, Figure>;
  headings: Record<string, string>;
  place: string;
  note: string;
  more: boolean;
}

/** Where to ask about a cell of a map, and how many there are along each axis. */
interface Crossed extends Asked {
  sizes: number[];
}

/** What Plotly draws. */
interface Figure {
  data: any[];
  layout: any;
  narrow?: any;
}

/** What outlives a call. Plotly brings no types: its node, `plot`, and what it makes of a figure are taken as they are. */
interface Chart {
  data: ChartData;
  plot: any;
  drawn: Promise<unknown>;
  given: number;
  near?: boolean;
  small?: boolean;
  drawnSmall?: boolean;
  height?: number;
  figure?: string | Figure | null;
  /** What is drawn in place of the page's figure. */
  over: Figure | null;
  /** What that is about. */
  there: string;
  cross?: ReturnType<typeof import("./cross.js").crossHair>;
  axes?: string;
  asked?: string;
  fitting?: boolean;
  hand?: ReturnType<typeof import("./follow.js").moves>;
  /** Says something below the figure, or above it. */
  say(words: string): void;
  head(words: string): void;
  tell(name: string, value: unknown): void;
  show(data: ChartData): void;
  draw(): Promise<unknown>;
  fit(): void;
  come(): Promise<unknown>;
  close(): void;
}

type ChartHost = HTMLElement & { __chart?: Chart };

interface Window {
  Plotly?: any;
  __nmnPlotly?: Promise<any>;
}
