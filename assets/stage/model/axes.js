// The axes of memories: which one is chosen, what its pattern means for a neuron, and which can never be written. No DOM here.
import { axisName } from "./names.js";
import { patternOf } from "./pattern.js";
import { whole } from "./scales.js";
import { place } from "./tape.js";

const FEW = 5; // neurons of a pattern that are named one by one
const known = new WeakMap(); // tape to the words of its axes

/** What an axis is called in links and in the cursor's state: its name, in small letters without spaces. Its number would
 * mean another pattern where τ is another one.
 * @param {string} name */
export const wordOf = (name) => name.toLowerCase().replace(/[^a-z0-9]+/g, "-") || "-";

/** The words of all axes of a layer.
 * @param {Tape} tape @param {HiddenLayer} layer */
function wordsOf(tape, layer) {
  if (!known.has(tape)) known.set(tape, new Map());
  const words = known.get(tape);
  if (!words.has(layer.axes)) words.set(layer.axes, Array.from({ length: layer.axes }, (_, axis) => wordOf(axisName(tape, layer, axis))));
  return words.get(layer.axes);
}

/** The word of an axis of hidden neuron j.
 * @param {Tape} tape @param {number} j @param {number} axis */
export const axisWord = (tape, j, axis) => wordsOf(tape, place(tape, j).layer)[axis];

/** The axis that the user chose, null where there is none or the chosen neuron has no such axis.
 * @param {Tape} tape @param {Cursor} state */
export function chosenAxis(tape, state) {
  const axis = state.axis === null ? -1 : wordsOf(tape, place(tape, state.focus).layer).indexOf(state.axis);
  return axis < 0 ? null : axis;
}

/** Whether none of a network's memories has the axis of that word; a network without memory keeps it for the next one.
 * @param {Tape} tape @param {string} word */
export const lacksAxis = (tape, word) => word !== null && tape.M > 0 && !tape.hidden.some((layer) => wordsOf(tape, layer).includes(word));

/** The word of the axis beside the chosen one; of the first where none is chosen.
 * @param {Tape} tape @param {Cursor} state @param {number} by */
export function nextAxis(tape, state, by) {
  const words = wordsOf(tape, place(tape, state.focus).layer);
  const chosen = chosenAxis(tape, state);
  return words[chosen === null ? 0 : Math.min(words.length - 1, Math.max(0, chosen + by))] ?? null;
}

/** How many axes there are beside those that are drawn, which are all that were ever written: in a word and in a sentence;
 * null where all are drawn.
 * @param {Tape} tape @returns {[word: string, sentence: string] | null} */
export function metWords(tape) {
  const { every = null } = tape.header.labels ?? {};
  const drawn = tape.hidden.find((layer) => layer.axes)?.axes;
  if (every === null || !drawn) return null;
  const count = `${whole(drawn)} of ${whole(every)} axes`;
  return [count, `${count} were ever written; the rest are empty`];
}

/** Why no neuron of a layer ever writes to an axis: [a word, a sentence]; null where it can be written.
 * @param {Tape} tape @param {HiddenLayer} layer @param {number} axis */
export function neverOf(tape, layer, axis) {
  const { never = [], why = [] } = tape.header.labels ?? {};
  return why[(never[layer.number - 1]?.[axis] ?? 0) - 1] ?? null;
}

/** The pattern of an axis for hidden neuron j: "2 on, itself off, 4 on"; "" where the axis is no pattern.
 * @param {Tape} tape @param {number} j @param {number} axis */
export function patternWords(tape, j, axis) {
  const near = patternOf(tape, j);
  const bits = axisName(tape, place(tape, j).layer, axis).replace("⊥", "").split(" ")[0];
  if (!near.length || bits.length !== near.length) return "";
  /** @param {Neighbour} neighbour */
  const name = ({ name: theirs, hidden }) => (hidden === j ? "itself" : theirs);
  if (near.length <= FEW) return near.map((each, k) => `${name(each)} ${bits[k] === "1" ? "on" : "off"}`).join(", ");
  const on = near.filter((_, k) => bits[k] === "1").map(name);
  return on.length ? `on: ${on.join(", ")}; the others off` : "all off";
}

/** All that there is to say of an axis for a neuron, behind its name: pattern, and why it is never written.
 * @param {Tape} tape @param {number} j @param {number} axis */
export function aboutAxis(tape, j, axis) {
  const parts = [patternWords(tape, j, axis), neverOf(tape, place(tape, j).layer, axis)?.[1]];
  return parts.filter(Boolean).map((part) => ` · ${part}`).join("");
}
