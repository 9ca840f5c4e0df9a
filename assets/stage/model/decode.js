// The bytes that Python sends, as typed arrays: a JSON header and float32 arrays behind it. No DOM here.
import { firstClasses } from "./answers.js";
import { memories, patched } from "./changes.js";
import { veiled } from "./veil.js";

const SUMS = ["bias", "own", "through", "told", "share", "read"]; // see nmn/app/step/sums.py

/** Read one window of a run, without what a lesson's question hides of it. Returns the tape: header, layers with their offsets,
 * one Float32Array per array.
 * @type {(bytes: Uint8Array) => Tape} */
export const decode = (bytes) => veiled(read(bytes));

/** @type {(bytes: Uint8Array) => Tape} */
function read(bytes) {
  const { header, arrays, rest } = unpack(bytes);
  /** @type {any} a tape, as far as it is read */
  const tape = { header, model: header.model, task: header.task, first: header.first, count: header.count };
  tape.last = header.first + header.count - 1;
  tape.total = header.total;
  // `hidden` names the layers below; the neurons' outputs go by the paper's letter.
  for (const [name, array] of Object.entries(arrays)) tape[name === "hidden" ? "x" : name] = array;
  for (const name of SUMS) if (tape[name]) tape[name] = summed(tape[name], header, name);
  Object.assign(tape, measure(header.layers));
  /** @param {string} name */
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
  tape.recurrent = header.network.recurrent;
  tape.banks = header.network.banks && tape.M > 0;
  tape.cells = !header.network.banks && tape.M > 0;
  tape.gated = header.network.banks && header.parameters.gate === "learned";
  if (rest.length) tape.other = second(rest, header);
  return tape;
}

/** The weights and sums of all steps of a window that came with those of one step (nmn/app/step/rest.py).
 * @param {Tape} tape @param {Uint8Array} bytes */
export function complete(tape, bytes) {
  const { header: { frames, summed: first, arrays: places }, arrays, rest } = unpack(bytes);
  Object.assign(tape.header, { frames, summed: first, arrays: { ...tape.header.arrays, ...places } });
  Object.assign(tape, arrays);
  if (tape.other && rest.length) complete(tape.other, rest);
}

/** Header and arrays of what Python packs, and the bytes behind them.
 * @param {Uint8Array} bytes */
function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  /** @type {Header} */
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const start = bytes.byteOffset + 4 + length;
  // A typed array must begin at a multiple of four: copy where the transport did not align it.
  const aligned = start % 4 === 0;
  const buffer = aligned ? bytes.buffer : bytes.slice(4 + length).buffer;
  const base = aligned ? start : 0;
  const arrays = Object.fromEntries(Object.entries(header.arrays).map(([name, [offset, rows, columns]]) =>
    [name, new Float32Array(buffer, base + 4 * offset, rows * columns)]));
  return { header, arrays, rest: bytes.subarray(start - bytes.byteOffset + 4 * size(header)) };
}

/** The sums of all steps of a window: NaN where Python sent none.
 * @param {Float32Array} sent @param {Header} header @param {string} name */
function summed(sent, { arrays, count, summed: first }, name) {
  const [, rows, columns] = arrays[name];
  if (rows === count) return sent;
  const all = new Float32Array(count * columns).fill(NaN);
  all.set(sent, first * columns);
  return all;
}

/** Numbers in all arrays of a window.
 * @param {Header} header */
const size = (header) => Object.values(header.arrays).reduce((sum, [, rows, columns]) => sum + rows * columns, 0);

/** The other future of a fork, packed behind the first one by the same rules; what belongs to the page is in the first.
 * @param {Uint8Array} bytes @param {Header} header */
function second(bytes, header) {
  const tape = read(bytes);
  tape.header = { ...header, ...tape.header };
  tape.total = header.total; // it goes on as the reader comes to it
  return tape;
}

/** Sizes and offsets: where each layer's neurons and memory components begin.
 * @param {Layer[]} layers */
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
  /** @param {string} kind */
  const size = (kind) => layers.find((layer) => layer.kind === kind)?.size ?? 0;
  return { layers, hidden, H: neurons, M: components, nIn: size("input"), nOut: size("output") };
}
