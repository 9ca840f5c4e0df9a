// The edges of the network picture: all at rest, faint; the ones that carry something, lit.
import { edges } from "./places.js";

export function wires(stage) {
  let all = [];
  let plan = null;

  function lay(tape, drawn) {
    plan = drawn;
    all = edges(tape, drawn);
  }

  function rest(pen) {
    pen.strokeStyle = stage.theme.line;
    pen.globalAlpha = 0.45;
    pen.lineWidth = 0.5;
    pen.beginPath();
    for (const wire of all) trace(pen, wire);
    pen.stroke();
    pen.globalAlpha = 1;
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
  function draw(pen, tape, t) {
    const { theme, state } = stage;
    const dim = stage.dim("W");
    const hinted = stage.hint === "W";
    const paths = Array.from({ length: 16 }, () => null);
    for (const wire of all) {
      if (!active(tape, t, wire)) continue;
      const from = plan.columns[wire.l - 1];
      const to = plan.columns[wire.l];
      const mine = (to.kind === "hidden" && to.neuron + wire.receiver === state.focus) ||
        (from.kind === "hidden" && from.neuron + wire.sender === state.focus);
      const key = (mine ? 8 : 0) + (wire.negative ? 4 : 0) + wire.level;
      (paths[key] ??= []).push(wire);
    }
    for (let key = 0; key < 16; key++) {
      if (!paths[key]) continue;
      const level = key & 3;
      pen.strokeStyle = key & 8 ? theme.blue : theme.soft;
      pen.globalAlpha = (key & 8 ? 0.9 : [0.16, 0.28, 0.45][level]) * dim;
      pen.lineWidth = [0.6, 1, 1.5][level] * (key & 8 ? (hinted ? 2 : 1.2) : 1);
      pen.setLineDash(key & 4 ? [3, 3] : []);
      pen.beginPath();
      for (const wire of paths[key]) trace(pen, wire);
      pen.stroke();
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  return { lay, rest, draw };
}
