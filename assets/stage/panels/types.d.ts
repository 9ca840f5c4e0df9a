// What panels of several files hand each other.

/** A block of the memory heatmap, in device pixels, see blocks(). */
interface Block {
  layer: HiddenLayer;
  columns: number;
  cellWidth: number;
  cellHeight: number;
  numbered: boolean;
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Square {
  x: number;
  y: number;
  size: number;
}

/** A column of the network picture, see panels/network/layout.js; what only one kind of layer has is 0 or null elsewhere. */
interface Column extends HiddenLayer {
  pitch: number;
  top: number;
  r: number;
  x: number;
  in: number;
  out: number;
  left: number;
  right: number;
  bar: number;
  name: number;
  apart: number;
  lifts?: number[];
  bank: { x: number; width: number; cell: number; height: number } | null;
}

/** The geometry of the network picture. */
interface Plan {
  scatter: Square | null;
  picture: Square | null;
  columns: Column[];
}

/** A node of the picture: node n of a column. */
interface NodeAt {
  column: number;
  n: number;
}

/** An edge as a curve, see edge-curves.js; `share` of the largest weight between its layers. */
interface Edge {
  column: number;
  receiver: number;
  sender: number;
  weight: number;
  share: number;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** A neuron's memory as a vector, see direction(). */
interface Direction {
  length: number;
  parts: { axis: number; value: number; share: number }[];
}

/** A pad to draw a sequence on; lines are the steps, `now` the step that is shown. */
interface Pad {
  draw(pen: Pen, theme: Theme, lines: string[], now: number, width: number, height: number): void;
  /** New lines, or null where nothing was hit. */
  press(x: number, y: number, lines: string[], drag: boolean, width: number, height: number): string[] | null;
}

/** Where a step of the timeline is drawn. */
interface Cell {
  x: number;
  width: number;
  size: number;
}

/** A control of the fork. */
type Field = HTMLInputElement | HTMLSelectElement;
