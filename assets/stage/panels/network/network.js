// The network: inputs, hidden neurons with their memory banks, outputs; what is active lights up.
import { verdict } from "../../model/answers.js";
import { canvas, draggable, h, mark, say, slider, wipe, write } from "../../ui/dom.js";
import { marksLegend } from "../../ui/marks-legend.js";
import { penOf } from "../../ui/vector.js";
import { edges } from "./edges.js";
import { drawInputImage } from "./input-image.js";
import { inputPlane } from "./input-plane.js";
import { EDGE, layout, neuronAt, nodeAt, placeAt, yOf } from "./layout.js";
import { nodes } from "./nodes.js";
import { edgeWords, marksOf, neuronWords, wordsAt } from "./words.js";

/** @param {Stage} stage */
export function network(stage) {
  const surface = canvas("Network", () => plan(), slider("vertical"));
  const word = h("span.word", {});
  const key = marksLegend();
  const box = h("section.panel.network", { "aria-label": "Network" },
    h("header", {}, h("h2", {}, "Network"), word), surface.box, key.box);
  const cloud = inputPlane(stage);
  const weights = edges(stage);
  const parts = nodes(stage);
  const still = document.createElement("canvas");
  let resting = -1; // the chosen neuron that `still` shows
  /** @type {Plan | null} the geometry of the tape at this size */
  let drawn = null;
  /** @type {NodeAt | null} the node that is pointed at */
  let over = null;

  draggable(surface.element, (x, y, event) => {
    const j = drawn ? neuronAt(drawn, x, y) : -1;
    if (j >= 0 && event.type === "pointerdown") stage.act({ type: "focus", to: j });
  });
  surface.element.addEventListener("pointermove", (event) => {
    if (!drawn) return;
    const [x, y] = [event.offsetX, event.offsetY];
    surface.element.style.cursor = neuronAt(drawn, x, y) >= 0 ? "pointer" : "default";
    stage.point(placeAt(drawn, x, y));
    look(nodeAt(drawn, x, y));
    stage.tip(event, words(x, y));
  });
  surface.element.addEventListener("pointerleave", (event) => {
    stage.point(null);
    look(null);
    stage.tip(event, null);
  });

  /** The edges of the node that is pointed at are all shown.
   * @param {NodeAt | null} node */
  function look(node) {
    if (node?.column === over?.column && node?.n === over?.n) return;
    over = node;
    stage.redraw();
  }

  /** What is under a point: a node, a part of it, or an edge.
   * @param {number} x @param {number} y */
  function words(x, y) {
    const { tape, t, memory } = stage;
    if (!drawn) return null;
    const found = wordsAt(tape, t, memory, drawn, x, y);
    const edge = found ? null : weights.at(x, y, over);
    return edge ? edgeWords(tape, t, drawn.columns, edge) : found;
  }

  function plan() {
    if (!stage.tape || !surface.width) return;
    drawn = layout(stage.tape, surface.width, surface.height, stage.theme.size);
    weights.lay(stage.tape, drawn);
    rest(drawn);
    stage.redraw();
  }

  /** What no step changes, on a canvas of its own.
   * @param {Plan} plan */
  function rest(plan) {
    const { tape, theme } = stage;
    resting = stage.state.focus;
    still.width = surface.element.width;
    still.height = surface.element.height;
    const pen = penOf(still);
    pen.setTransform(surface.scale, 0, 0, surface.scale, 0, 0);
    for (const col of plan.columns) {
      const text = col.kind === "hidden" && tape.hidden.length > 1 ? `layer ${col.number}` : `${col.kind} · ${col.size}`;
      const x = col.kind === "input" ? 0 : col.kind === "output" ? col.x - col.r : col.name;
      write(pen, text, x, 7, theme.soft, "left", `${theme.size}px ${theme.family}`);
      parts.rest[col.kind](pen, tape, col);
    }
  }

  /** @param {Tape} tape @param {number} t @param {number} glow */
  function draw(tape, t, glow) {
    if (!drawn) plan();
    if (!drawn) return;
    if (resting !== stage.state.focus) rest(drawn);
    const pen = wipe(surface);
    pen.globalAlpha = stage.phase ? 0.6 : 1;
    pen.drawImage(still, 0, 0, surface.width, surface.height);
    weights.draw(pen, tape, t, over);
    for (const col of drawn.columns) parts.live[col.kind](pen, tape, t, col, glow);
    pen.globalAlpha = stage.dim("in");
    if (drawn.picture) drawInputImage(pen, stage, tape, t, drawn.picture);
    if (drawn.scatter) cloud.draw(pen, tape, t, drawn.scatter);
    pen.globalAlpha = 1;
    if (stage.hint) outline(pen, drawn, stage.hint);
  }

  /** What the glyph under the pointer stands for.
   * @param {Pen} pen @param {Plan} plan @param {Place} hint */
  function outline(pen, plan, hint) {
    const { state, theme } = stage;
    pen.strokeStyle = theme.blue;
    pen.lineWidth = 2.5;
    /** @param {number} x @param {number} y @param {number} width @param {number} height */
    const ring = (x, y, width, height) => pen.strokeRect(x, y, width, height);
    for (const col of plan.columns) {
      const [top, high] = [yOf(col, 0) - col.pitch / 2, yOf(col, col.size - 1) - yOf(col, 0) + col.pitch];
      if (hint === "in" && col.kind === "input") ring(1, top, col.out, high);
      if (hint === "out" && col.kind === "output") ring(col.in, top, col.right - col.in - 1, high);
      const row = state.focus - col.neuron;
      if (col.kind !== "hidden" || !(row >= 0 && row < col.size)) continue;
      const y = yOf(col, row) - col.pitch / 2;
      if (hint === "x" || hint === "gate") ring(col.x - col.r - 4, y - 2, 2 * col.r + 8, col.pitch + 4);
      if (hint === "M" && col.bank) ring(col.bank.x - 2, y - 1, col.bank.width + 4, col.pitch + 2);
    }
  }

  /** @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    say(word, verdict(tape, t));
    const { focus } = stage.state;
    mark(surface.element, { "aria-valuemax": tape.H, "aria-valuenow": stage.state.focus + 1, "aria-valuetext": neuronWords(tape, t, focus) });
  }

  /** @param {Tape} tape */
  function data(tape) {
    key.show(marksOf(tape));
    over = null;
    plan();
  }

  /** Where an output is, of that number: "output 3".
   * @param {string} what */
  function spot(what) {
    const col = drawn?.columns.find(({ kind }) => kind === "output");
    const n = Number(what.match(/^output (\d+)$/)?.[1] ?? -1);
    return col && n >= 0 && n < col.size ? { x: col.in - 2, y: yOf(col, n) - col.pitch / 2, width: col.right + EDGE - col.in + 2, height: col.pitch } : null;
  }

  return { box, close: surface.close, spot, draw, tell, data, themed: plan };
}
