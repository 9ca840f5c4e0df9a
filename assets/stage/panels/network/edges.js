// The edges of the network picture: of the chosen neuron, or the node that is pointed at, all; of the others the strongest.
// Thickness and strength tell the size, colour and dashes the sign; edges that carry nothing in a step step back.
import { hidesAct } from "../../model/hidden.js";
import { frameAt } from "../../model/tape.js";
import { edgeAt, edgesOf, strongestEdges, trace } from "./edge-curves.js";
import { nodeOf } from "./layout.js";

const LEVELS = 4; // of size that can be told apart

/** @param {Stage} stage */
export function edges(stage) {
  /** @type {Edge[][]} those of all neurons, and those of one */
  let [strong, full] = [[], []];
  let [whose, frame] = ["", -1];
  /** @type {Plan} */
  let plan;
  /** @type {Tape} */
  let known;

  /** @param {Tape} tape @param {Plan} drawn */
  function lay(tape, drawn) {
    [plan, known, frame] = [drawn, tape, -1];
  }

  /** The weights as they are known when step t begins.
   * @param {number} t */
  function turn(t) {
    const next = frameAt(known, t);
    if (next === frame) return;
    [frame, whose] = [next, ""];
    strong = strongestEdges(known, plan, frame);
  }

  /** All edges of the node that is looked at.
   * @param {NodeAt | null} over */
  function mine(over) {
    const node = over ?? nodeOf(plan, stage.state.focus);
    const key = `${node.column}.${node.n}`;
    if (key !== whose) full = edgesOf(known, plan, node, frame);
    whose = key;
    return full;
  }

  /** Whether the sender is on: inputs always are.
   * @param {Tape} tape @param {number} t @param {Edge} edge */
  function active(tape, t, { column, sender }) {
    const from = plan.columns[column - 1];
    return from.kind === "input" || (!hidesAct(tape, t) && Math.abs(tape.x[t * tape.H + from.neuron + sender]) >= 0.5);
  }

  /** Few strokes: one for all edges of a style.
   * @param {Pen} pen @param {Tape} tape @param {number} t @param {Edge[]} all @param {number[]} strengths
   * @param {number[]} widths */
  function stroke(pen, tape, t, all, [faint, dark], [thin, thick]) {
    const styles = new Map();
    for (const each of all) {
      const level = Math.min(LEVELS - 1, Math.floor(each.share * LEVELS));
      const key = `${each.weight < 0 ? 1 : 0}${active(tape, t, each) ? 1 : 0}${level}`;
      if (!styles.has(key)) styles.set(key, []);
      styles.get(key).push(each);
    }
    for (const [key, group] of styles) {
      const [negative, on, level] = [key[0] === "1", key[1] === "1", Number(key[2]) / (LEVELS - 1)];
      pen.strokeStyle = stage.theme.signed.text[negative ? 0 : 255];
      pen.globalAlpha = (faint + (dark - faint) * level) * (on ? 1 : 0.4) * stage.dim("W");
      pen.lineWidth = thin + (thick - thin) * level;
      pen.setLineDash(negative ? [3, 2.5] : []);
      pen.beginPath();
      for (const each of group) trace(pen, each);
      pen.stroke();
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  /** @param {Pen} pen @param {Tape} tape @param {number} t @param {NodeAt | null} over */
  function draw(pen, tape, t, over) {
    turn(t);
    stroke(pen, tape, t, strong, [0.1, 0.3], [0.5, 1]);
    stroke(pen, tape, t, mine(over), [0.3, 1], stage.hint === "W" ? [1.5, 3.5] : [0.75, 2.5]);
  }

  /** The edge under a point of the picture, of the node that is looked at before others.
   * @param {number} x @param {number} y @param {NodeAt | null} over */
  const at = (x, y, over) => edgeAt(mine(over), x, y) ?? edgeAt(strong, x, y);

  return { lay, draw, at };
}
