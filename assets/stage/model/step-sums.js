// The sums of a step with their numbers: what makes a neuron's output, what it hands on of its memory, and how memories enter
// an output. Python made them with the weights of the step (nmn/app/step/sums.py). No DOM here.
import { groupOf, outputName } from "./answers.js";
import { axisName } from "./names.js";
import { figure, glyph, strongest, whole } from "./scales.js";
import { before, componentOf, place } from "./tape.js";

/** The sum of unit u (hidden neurons, then outputs): bias, outputs of the layer below, memories read with them; null where
 * Python sent none.
 * @param {Tape} tape @param {number} t @param {number} u */
function sumOf(tape, t, u) {
  const k = t * (tape.H + tape.nOut) + u;
  if (!tape.bias || Number.isNaN(tape.bias[k])) return null;
  const [bias, own, through] = [tape.bias[k], tape.own?.[k] ?? 0, tape.through?.[k] ?? 0];
  return { bias, own, through, sum: bias + own + through };
}

/** A number as the next term of a sum.
 * @param {number} value */
const plus = (value) => ` ${value < 0 ? "−" : "+"} ${figure(Math.abs(value))}`;

/** σ(b + Wx + WxM) of neuron j with its numbers: the terms one by one where memories or a state are among them.
 * @param {Tape} tape @param {number} t @param {number} j */
export function insideOf(tape, t, j) {
  const { layer } = place(tape, j);
  const [x, found] = [tape.x[t * tape.H + j], sumOf(tape, t, j)];
  const squash = tape.recurrent ? "tanh" : "σ";
  const memories = tape.recurrent ? [["i", "U", "x"], ["i", "x", "x"]] : reads(tape, layer) ? [["i", "W", "W"], ["i", "xM", "M"]] : [];
  const terms = [["i", "b", "W"], " + ", ["i", "W", "W"], ["i", layer.number > 1 ? "x" : "a", "in"], ...(memories.length ? [" + ", ...memories] : [])];
  const rule = [`${squash}(`, ...terms, ") = "];
  if (!found) return [...rule, figure(x)];
  const { bias, own, through, sum } = found;
  const numbers = memories.length ? `${figure(bias)}${plus(own)}${plus(through)}` : figure(sum);
  return [...rule, `${squash}(${numbers}) = ${figure(x)}`];
}

/** Whether the neurons of a layer (numbered from 1; outputs come last) read memories of the layer below.
 * @param {Tape} tape @param {{ number: number }} layer */
const reads = (tape, { number }) => tape.banks && tape.hidden[number - 2]?.axes > 0;

/** What a neuron hands on of its composite memory: x M, Eq. (2).
 * @param {Tape} tape @param {number} t @param {number} j */
export function handsOn(tape, t, j) {
  const { layer, local } = place(tape, j);
  if (!layer.axes || !tape.banks || tape.header.parameters.read === "addressed") return [];
  const x = tape.x[t * tape.H + j];
  const was = Float32Array.from({ length: layer.axes }, (_, axis) => before(tape, t, componentOf(layer, local) + axis));
  return [" · ", ...glyph("x", "x", local + 1), ...glyph("M", "M", local + 1), " = ", largest(tape, layer, was, x) || "0"];
}

/** The largest components of a memory, each times a factor, with their axes, and how many more there are; "" where it is empty.
 * @param {Tape} tape @param {HiddenLayer} layer @param {Float32Array} memory */
export function largest(tape, layer, memory, factor = 1) {
  const held = memory.filter((value) => value !== 0).length;
  const terms = strongest(memory, 0, layer.axes, Math.min(2, held))
    .map((axis) => `${figure(factor * memory[axis])} on ${axisName(tape, layer, axis)}`);
  return [...terms, ...(held > terms.length ? [`${whole(held - terms.length)} more`] : [])].join(", ");
}

/** The output that the step is told by, spelled out, and what neuron j adds to it or to the neuron that it is read by.
 * @param {Tape} tape @param {number} t @param {number} j */
export function outputSum(tape, t, j) {
  const k = tape.speaks[t];
  const found = sumOf(tape, t, tape.H + k);
  const [name, x] = [outputName(tape, k), tape.outputs[t * tape.nOut + k]];
  if (!found) return [...glyph("x", "out", name), ` = ${figure(x)}`];
  const { bias, own, through, sum } = found;
  const last = reads(tape, { number: tape.hidden.length + 1 });
  const symbols = [["i", "b", "W"], " + ", ["i", "W", "W"], ["i", "x", "x"], ...(last ? [" + ", ["i", "W", "W"], ["i", "xM", "M"]] : [])];
  const numbers = ` = ${figure(bias)}${plus(own)}${last ? plus(through) : ""} = ${figure(sum)}`;
  return [...glyph(letter(tape), "out", name), " = ", ...symbols, numbers, ...bent(tape, t, k, sum, x), ...share(tape, t, j)];
}

/** Whether outputs are sums, bent by nothing.
 * @param {Tape} tape */
const linear = (tape) => tape.recurrent && tape.header.parameters.loss !== "cross-entropy";

/** What the sum of an output is called.
 * @param {Tape} tape */
const letter = (tape) => (linear(tape) ? "x" : "z");

/** From the sum to the output: nothing where it is linear, a softmax over the answer's sums, or σ.
 * @param {Tape} tape @param {number} t @param {number} k @param {number} sum @param {number} x */
function bent(tape, t, k, sum, x) {
  const cross = tape.header.parameters.loss === "cross-entropy";
  const { first, size } = groupOf(tape, k);
  const X = [" · ", ...glyph("x", "out", outputName(tape, k))];
  if (linear(tape)) return [];
  if (!cross || size === 1) return [...X, ` = σ(${figure(sum)}) = ${figure(x)}`];
  const sums = Array.from({ length: size }, (_, n) => sumOf(tape, t, tape.H + first + n)?.sum ?? NaN);
  const top = Math.max(...sums);
  const all = sums.reduce((total, each) => total + Math.exp(each - top), 0);
  return [...X, ` = e^(${figure(sum - top)}) / ${figure(all)} = ${figure(x)}`];
}

/** What neuron j adds to the told neuron of the layer above: its output, and its memory read with it.
 * @param {Tape} tape @param {number} t @param {number} j */
function share(tape, t, j) {
  const { layer, local } = place(tape, j);
  const above = tape.hidden[layer.number];
  const [own, read] = [tape.share[t * tape.H + j], tape.read[t * tape.H + j]];
  const numbers = layer.axes && tape.banks ? `${figure(own)}, xM ${figure(read)}` : figure(own);
  const to = above ? ` (to ${above.number}.${tape.told[t * tape.hidden.length + layer.number - 1] + 1})` : "";
  return [` · neuron ${tape.hidden.length > 1 ? `${layer.number}.` : ""}${local + 1} adds ${numbers}${to}`];
}

/** Every term of that sum, for those who want all of it: bias, then each neuron's output and its memory read with it.
 * @param {Tape} tape @param {number} t */
export function everyTerm(tape, t) {
  const k = tape.speaks[t];
  const found = sumOf(tape, t, tape.H + k);
  if (!found) return "";
  const layer = tape.hidden[tape.hidden.length - 1];
  const memory = layer.axes > 0 && tape.banks;
  const terms = Array.from({ length: layer.size }, (_, n) => {
    const at = t * tape.H + layer.neuron + n;
    return `neuron ${n + 1}: ${figure(tape.share[at])}${memory ? `${plus(tape.read[at])} from its memory` : ""}`;
  });
  return `${letter(tape)} of ${outputName(tape, k)} = ${figure(found.sum)}\nbias: ${figure(found.bias)}\n${terms.join("\n")}`;
}
