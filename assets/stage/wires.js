// The edges of the network picture: all at rest, faint; the ones that carry something, lit.
import { edges } from "./places.js";

export function wires(stage) {
  const still = document.createElement("canvas"); // edges at rest: drawn once for a window, not every step
  let all = [];
  let plan = null;

  function lay(tape, drawn, surface) {
    plan = drawn;
    all = edges(tape, drawn);
    still.width = surface.element.width;
    still.height = surface.element.height;
    const pen = still.getContext("2d");
    pen.setTransform(surface.scale, 0, 0, surface.scale, 0, 0);
    pen.strokeStyle = stage.theme.line;
    pen.globalAlpha = 0.45;
    pen.lineWidth = 0.5;
    pen.beginPath();
    for (const wire of all) trace(pen, wire);
    pen.stroke();
  }

  const trace = (pen, wire) => {
    const bend = (wire.x2 - wire.x1) * 0.4;
    pen.moveTo(wire.x1, wire.y1);
    pen.bezierCurveTo(wire.x1 + bend, wire.y1, wire.x2 - bend, wire.y2, wire.x2, wire.y2);
  };

  /** Whether the sender is on: inputs always are. */
  function active(tape, t, wire) {
    const from = plan.columns[wire.l - 1];
    return from.kind === "input" || Math.abs(tape.x[t * tape.H + from.neuron + wire.sender]) >= 0.5;
  }

  /** Edges that carry something: from active neurons, those of the chosen neuron in blue. Few strokes: one a style. */
  function draw(pen, tape, t, surface) {
    pen.drawImage(still, 0, 0, surface.width, surface.height);
    const { theme, state } = stage;
    const paths = new Map();
    for (const wire of all) {
      if (!active(tape, t, wire)) continue;
      const from = plan.columns[wire.l - 1];
      const to = plan.columns[wire.l];
      const mine = (to.kind === "hidden" && to.neuron + wire.receiver === state.focus) ||
        (from.kind === "hidden" && from.neuron + wire.sender === state.focus);
      const key = (mine ? 8 : 0) + (wire.negative ? 4 : 0) + wire.level;
      if (!paths.has(key)) paths.set(key, []);
      paths.get(key).push(wire);
    }
    for (const key of [...paths.keys()].sort((a, b) => a - b)) {
      const level = key & 3;
      pen.strokeStyle = key & 8 ? theme.blue : theme.soft;
      pen.globalAlpha = key & 8 ? 0.9 : [0.16, 0.28, 0.45][level];
      pen.lineWidth = [0.6, 1, 1.5][level] * (key & 8 ? 1.2 : 1);
      pen.setLineDash(key & 4 ? [3, 3] : []);
      pen.beginPath();
      for (const wire of paths.get(key)) trace(pen, wire);
      pen.stroke();
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  return { lay, draw };
}
