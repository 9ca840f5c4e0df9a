// A figure between Python and Plotly.

/** What Python says of a figure, see nmn's chart(). */
interface ChartData {
  figure: string; // JSON: data, layout, narrow
  height: number;
  narrow: number;
  alt: string;
  summary: string;
  name: string;
  script: string;
  theme: "light" | "dark" | null;
  clicks: boolean;
  table: { number: number; csv: string } | null;
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
  figure?: string | null;
  axes?: string;
  asked?: string;
  fitting?: boolean;
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
