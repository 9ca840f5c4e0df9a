// Whose outputs make the pattern that a neuron writes: its neighbours in the layer, or in the column. No DOM here.
import { neighbours, place } from "./tape.js";

/** [{ name, hidden, value(t) }] of neuron j, its first bit first; `hidden` is the hidden neuron's number, or -1. Addressed,
 * they make the slot. Empty where a neuron writes no pattern.
 * @param {Tape} tape @param {number} j */
export function patternOf(tape, j) {
  const { layer, local } = place(tape, j);
  const { write, read, tau = 0, neighbourhood } = tape.header.parameters ?? {};
  const addressed = read === "addressed";
  if (!layer.axes || !tape.banks || (write === "input" && !addressed)) return [];
  if (neighbourhood === "column") return Array.from({ length: tau + 1 }, (_, k) => above(tape, layer, local, k - tau / 2));
  return neighbours(local, layer.size, tau).filter((n) => !addressed || n !== local).map((n) => one(tape, layer, n, `${n + 1}`));
}

/** @param {Tape} tape @param {HiddenLayer} layer @param {number} n @param {string} name */
const one = (tape, layer, n, name) =>
  ({ name, hidden: layer.neuron + n, value: (/** @type {number} */ t) => tape.x[t * tape.H + layer.neuron + n] });

/** The neighbour at the same height so many layers further; beyond input and output there is none, which counts as 0.
 * @type {(tape: Tape, layer: HiddenLayer, local: number, by: number) => Neighbour} */
function above(tape, layer, local, by) {
  const other = tape.layers[layer.number + by];
  if (!other) return { name: "–", hidden: -1, value: () => 0 };
  const n = Math.floor((local * other.size) / layer.size);
  if (other.kind === "hidden") return one(tape, tape.hidden[layer.number + by - 1], n, `${layer.number + by}.${n + 1}`);
  const values = other.kind === "input" ? tape.inputs : tape.outputs;
  const names = tape.header.labels?.[`${other.kind}s`] ?? [];
  return { name: `${names[n] ?? `${other.kind} ${n + 1}`}`, hidden: -1, value: (t) => values[t * other.size + n] };
}
