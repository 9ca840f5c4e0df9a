// Who reads a component: its weights into the layer above, as Python sent them. No DOM here.
import { outputName, shortName } from "./answers.js";
import { neuronName } from "./names.js";
import { whole } from "./scales.js";
import { frameAt, ruleAt } from "./tape.js";

/** The layer above hidden layer `layer`: its size, and the name of its neuron r.
 * @type {(tape: Tape, layer: HiddenLayer) => Above} */
export function above(tape, layer) {
  const next = tape.hidden[layer.number];
  if (!next) return { size: tape.nOut, title: "output", name: (r) => shortName(tape, r) || outputName(tape, r), long: (r) => `Output ${outputName(tape, r)}` };
  return { size: next.size, title: `layer ${next.number}`, name: (r) => String(r + 1), long: (r) => neuronName(tape, next.neuron + r) };
}

/** The weights that read component i in step t, one for each neuron of the layer above, as they were sent last; null where
 * there are too many.
 * @param {Tape} tape @param {number} t @param {number} i */
export function weightsOf(tape, t, i) {
  const total = tape.hidden.reduce((sum, layer) => sum + layer.size * layer.axes * above(tape, layer).size, 0);
  if (tape.reads.length !== total * tape.header.frames.length || i < 0) return null;
  let start = frameAt(tape, t) * total;
  for (const layer of tape.hidden) {
    const [inside, size] = [i - layer.memory, above(tape, layer).size];
    if (inside < layer.size * layer.axes) return tape.reads.subarray(start + inside * size, start + (inside + 1) * size);
    start += layer.size * layer.axes * size;
  }
  return null;
}

/** Which step's weights these are, and why.
 * @param {Tape} tape @param {number} t */
export function whose(tape, t) {
  const { frames } = tape.header;
  const every = frames.length > 1 ? `every ${frames[1] - frames[0]} steps` : `once in ${whole(tape.count)} steps`;
  const rule = ruleAt(tape, t);
  return rule.learn ? `weights after step ${whole(frames[frameAt(tape, t)])} (sent ${every})` : "weights that do not change";
}

/** The largest size among the weights that read the memory of one neuron: the scale that its axes share.
 * @param {Tape} tape @param {number} t @param {HiddenLayer} layer @param {number} local */
export function largestRead(tape, t, layer, local) {
  const axes = Array.from({ length: layer.axes }, (_, axis) => weightsOf(tape, t, layer.memory + local * layer.axes + axis));
  return axes.reduce((most, weights) => Math.max(most, ...(weights ?? []).map(Math.abs)), 0) || 1;
}
