// Who reads a component: its weights into the layer above, as Python sent them. No DOM here.
import { outputName, shortName } from "./answers.js";
import { neuronName } from "./decode.js";

/** The layer above hidden layer `layer`: its size, and the name of its neuron r. */
export function above(tape, layer) {
  const next = tape.hidden[layer.number];
  if (!next) return { size: tape.nOut, title: "output", name: (r) => shortName(tape, r) || outputName(tape, r), long: (r) => `Output ${outputName(tape, r)}` };
  return { size: next.size, title: `layer ${next.number}`, name: (r) => String(r + 1), long: (r) => neuronName(tape, next.neuron + r) };
}

/** The weights that read component i, one for each neuron of the layer above; null where they were not sent. */
export function weightsOf(tape, i) {
  const total = tape.hidden.reduce((sum, layer) => sum + layer.size * layer.axes * above(tape, layer).size, 0);
  if (tape.reads?.length !== total || i < 0) return null;
  let start = 0;
  for (const layer of tape.hidden) {
    const [inside, size] = [i - layer.memory, above(tape, layer).size];
    if (inside < layer.size * layer.axes) return tape.reads.subarray(start + inside * size, start + (inside + 1) * size);
    start += layer.size * layer.axes * size;
  }
  return null;
}

/** The largest size among the weights that read the memory of one neuron: the scale that its axes share. */
export function largestRead(tape, layer, local) {
  const axes = Array.from({ length: layer.axes }, (_, axis) => weightsOf(tape, layer.memory + local * layer.axes + axis));
  return axes.reduce((most, weights) => weights.reduce((top, value) => Math.max(top, Math.abs(value)), most), 0) || 1;
}
