// The names of axes, neurons and components. No DOM here.
import { fixed } from "./scales.js";
import { componentOf, place } from "./tape.js";

/** Name of an axis: the pattern it stands for, or the input it holds.
 * @param {Tape} tape @param {HiddenLayer} layer @param {number} axis */
export function axisName(tape, layer, axis) {
  const { axes = [], inputs = [] } = tape.header.labels ?? {};
  if (axes.length === layer.axes) return axes[axis];
  if (tape.header.parameters?.write === "input") return inputs[axis] ?? String(axis + 1);
  const bits = Math.round(Math.log2(layer.axes));
  return 2 ** bits === layer.axes ? axis.toString(2).padStart(bits, "0") : String(axis + 1);
}

/** A hidden neuron as a link names it: "3", or "2.3" in the second of several layers.
 * @param {Tape} tape @param {number} j */
export function neuronText(tape, j) {
  const { layer, local } = place(tape, j);
  return tape.hidden.length > 1 ? `${layer.number}.${local + 1}` : String(local + 1);
}

/** "Neuron 3", or "Layer 2, neuron 3" where there is more than one hidden layer.
 * @param {Tape} tape @param {number} j */
export function neuronName(tape, j) {
  const { layer, local } = place(tape, j);
  return tape.hidden.length > 1 ? `Layer ${layer.number}, neuron ${local + 1}` : `Neuron ${local + 1}`;
}

/** A component of a neuron's memory.
 * @param {Tape} tape @param {Float32Array} memory @param {HiddenLayer} layer @param {number} local @param {number} axis */
export function componentWords(tape, memory, layer, local, axis) {
  return `${neuronName(tape, layer.neuron + local)}, axis ${axisName(tape, layer, axis)}: ${fixed(memory[componentOf(layer, local) + axis], 4)}`;
}
