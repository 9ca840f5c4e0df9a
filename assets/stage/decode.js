// The bytes that Python sends, as typed arrays: a JSON header and float32 arrays behind it. No DOM here.
import { firstClasses } from "./answers.js";
import { bit, memories, patched } from "./changes.js";

export { outputName } from "./answers.js";

/** Read one window of a run. Returns the tape: header, layers with their offsets, one Float32Array per array. */
export function decode(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const start = bytes.byteOffset + 4 + length;
  // A typed array must begin at a multiple of four: copy where the transport did not align it.
  const aligned = start % 4 === 0;
  const buffer = aligned ? bytes.buffer : bytes.slice(4 + length).buffer;
  const base = aligned ? start : 0;
  const tape = { header, model: header.model, task: header.task, first: header.first, count: header.count };
  tape.last = header.first + header.count - 1;
  tape.total = header.total;
  for (const [name, [offset, rows, columns]] of Object.entries(header.arrays)) {
    // `hidden` names the layers below; the neurons' outputs go by the paper's letter.
    tape[name === "hidden" ? "x" : name] = new Float32Array(buffer, base + 4 * offset, rows * columns);
  }
  Object.assign(tape, measure(header.layers));
  const words = (name) => new Int32Array(tape[name].buffer, tape[name].byteOffset, tape[name].length);
  tape.found = new Int16Array(tape.count).fill(-1); // the row of `before`, where a step did not find what the one before left
  header.foundAt.forEach((t, row) => (tape.found[t] = row));
  tape.memory = memories(tape, words("changed"), tape.changes);
  tape.wrote = words("wrote");
  tape.stayed = patched(tape.memory, tape.M, tape.wrote, tape.stayed);
  tape.groups = header.groups;
  tape.rules = header.rules;
  tape.partNames = header.partNames;
  Object.assign(tape, firstClasses(tape));
  tape.recurrent = header.model === "rnn" || header.model === "lstm";
  tape.gated = header.model === "nmn" && header.parameters.gate === "learned";
  const rest = bytes.subarray(start - bytes.byteOffset + 4 * size(header));
  if (rest.length) tape.other = second(rest, header);
  return tape;
}

/** Numbers in all arrays of a window. */
const size = (header) => Object.values(header.arrays).reduce((sum, [, rows, columns]) => sum + rows * columns, 0);

/** The other future of a fork, packed behind the first one by the same rules; what belongs to the page is in the first. */
function second(bytes, header) {
  const tape = decode(bytes);
  tape.header = { ...header, ...tape.header };
  return tape;
}

/** Sizes and offsets: where each layer's neurons and memory components begin. */
export function measure(layers) {
  let neurons = 0;
  let components = 0;
  const hidden = [];
  for (const layer of layers) {
    if (layer.kind !== "hidden") continue;
    hidden.push({ ...layer, number: hidden.length + 1, neuron: neurons, memory: components });
    neurons += layer.size;
    components += layer.size * layer.axes;
  }
  const size = (kind) => layers.find((layer) => layer.kind === kind)?.size ?? 0;
  return { layers, hidden, H: neurons, M: components, nIn: size("input"), nOut: size("output") };
}

/** The layer of hidden neuron j (counted over all hidden layers) and its place in it. */
export function place(tape, j) {
  const layer = tape.hidden.find((each) => j < each.neuron + each.size) ?? tape.hidden[0];
  return { layer, local: j - layer.neuron };
}

/** Where the memory of hidden neuron j begins among the components of a step. */
export const componentOf = (layer, local) => layer.memory + local * layer.axes;

/** Number of the rules that were in effect in step t: a fork has those of the run before it, then its own. */
function ruleNumber({ rules, first }, t) {
  let n = rules.length - 1;
  while (n > 0 && rules[n].first > first + t) n--;
  return n;
}

/** The rules that were in effect in step t: what was learned, how memories faded, which outputs were forced. */
export const ruleAt = (tape, t) => tape.rules[ruleNumber(tape, t)];

/** Decay of hidden neuron j that was in effect in step t. */
export const gammaOf = (tape, t, j) => tape.gammas[ruleNumber(tape, t) * tape.H + j];

/** Number of the frame whose weights are the last ones known when step t began (see `frames` in nmn/view/replay.py). */
export const frameAt = (tape, t) => tape.header.frames.findLastIndex((step) => step < tape.first + t);

/** How many axes of a layer are written to: all, or the first of every plane of memories that turn (see `planes`). */
export const writable = (tape, layer) => (tape.angles.length ? layer.axes / 2 : layer.axes);

/** Whether neuron j writes in step t, in the sense of events: it fires, or its learned gate is more open than closed. */
export function active(tape, t, j) {
  const k = t * tape.H + j;
  if (tape.gated) return tape.gate[k] >= 0.5;
  return tape.recurrent ? Math.abs(tape.x[k]) >= 0.5 : tape.x[k] >= 0.5;
}

/** All M components as step t read them: what the step before stored, nothing at a start, what a fork left of it. */
export function memoriesBefore(tape, t) {
  if (tape.starts[t]) return new Float32Array(tape.M);
  const [from, at] = tape.found[t] < 0 ? [tape.memory, t - 1] : [tape.before, tape.found[t]];
  return from.subarray(at * tape.M, (at + 1) * tape.M);
}

/** Component i as step t read it. */
export function before(tape, t, i) {
  if (tape.found[t] >= 0) return tape.before[tape.found[t] * tape.M + i];
  return tape.starts[t] ? 0 : tape.memory[(t - 1) * tape.M + i];
}

/** Whether component i was wiped before step t: at a start, or by a fork. */
export function wiped(tape, t, i) {
  if (tape.starts[t]) return true;
  return t > 0 && tape.found[t] >= 0 && before(tape, t, i) === 0 && tape.memory[(t - 1) * tape.M + i] !== 0;
}

/** Whether step t wrote component i, be it to the same size again. */
export const wrote = (tape, t, i) => bit(tape.wrote, Math.ceil(tape.M / 32), t, i);

/** Neighbours j - tau/2 ... j + tau/2 of a neuron in its layer; the ends wrap. */
export function neighbours(local, size, tau) {
  const half = Math.floor(tau / 2);
  return Array.from({ length: 2 * half + 1 }, (_, n) => (((local + n - half) % size) + size) % size);
}

/** The axes that neuron j wrote in step t as [first, count], or null: one axis of a pattern, or the whole input. */
export function written(tape, t, j, layer) {
  const axis = tape.axis[t * tape.H + j];
  if (axis < 0 || !layer.axes || (tape.gated && !active(tape, t, j))) return null;
  return tape.header.parameters?.write === "input" ? [0, writable(tape, layer)] : [axis, 1];
}

/** Name of an axis: the pattern it stands for, or the input it holds. */
export function axisName(tape, layer, axis) {
  const { axes = [], inputs = [] } = tape.header.labels ?? {};
  if (axes.length === layer.axes) return axes[axis];
  if (tape.header.parameters?.write === "input") return inputs[axis] ?? String(axis + 1);
  const bits = Math.round(Math.log2(layer.axes));
  return 2 ** bits === layer.axes ? axis.toString(2).padStart(bits, "0") : String(axis + 1);
}

/** A hidden neuron as a link names it: "3", or "2.3" in the second of several layers. */
export function neuronText(tape, j) {
  const { layer, local } = place(tape, j);
  return tape.hidden.length > 1 ? `${layer.number}.${local + 1}` : String(local + 1);
}

/** "Neuron 3", or "Layer 2, neuron 3" where there is more than one hidden layer. */
export function neuronName(tape, j) {
  const { layer, local } = place(tape, j);
  return tape.hidden.length > 1 ? `Layer ${layer.number}, neuron ${local + 1}` : `Neuron ${local + 1}`;
}
