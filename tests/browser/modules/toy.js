// Small tapes for the claims: the bytes that Python would send, decoded.
import { decode, measure } from "/stage/model/decode.js";

const largest = (values) => values.indexOf(Math.max(...values));

/** What outputs answer, [groups, values]. */
function answersOf(groups, nOut, [, values]) {
  const steps = Array.from({ length: values.length / nOut }, (_, t) => t * nOut);
  const read = (at, { first, size, kind }) =>
    kind === "class" ? largest(values.slice(at + first, at + first + size)) : kind === "bit" ? Number(values[at + first] >= 0.5) : values[at + first];
  return [groups.length, steps.flatMap((at) => groups.map((group) => read(at, group)))];
}

/** For each step whether one of its errors counts as a mistake. */
function wrongOf([columns, values], count, unit) {
  return Array.from({ length: count }, (_, t) => Number(values.slice(t * columns, (t + 1) * columns).some((value) => value > (unit > 0 ? 0.25 : 0))));
}

/** Memories [columns, values] as Python sends them: what each step changed. */
function changesOf([columns, all], before, starts) {
  const words = Math.ceil(columns / 32);
  const bits = new Int32Array((words * all.length) / (columns || 1));
  const values = all.filter((value, k) => {
    const t = Math.floor(k / columns);
    const was = t === 0 ? before[k] : starts[t] ? 0 : all[k - columns];
    if (value !== was) bits[t * words + Math.floor((k % columns) / 32)] |= 1 << (k % columns % 32);
    return value !== was;
  });
  return { changed: [words, bits], changes: [values.length, values] };
}

/** What stayed where something was written, as Python sends it. */
function storedOf(columns, marks, stayed) {
  const words = Math.ceil(columns / 32);
  const bits = new Int32Array((words * marks.length) / (columns || 1));
  marks.forEach((mark, k) => {
    if (mark) bits[Math.floor(k / columns) * words + Math.floor((k % columns) / 32)] |= 1 << (k % columns % 32);
  });
  const values = stayed.filter((_, k) => marks[k]);
  return { wrote: [words, bits], stayed: [values.length, values] };
}

/** The rules of a tape from the parameters. */
export const ruleOf = (first, { decay = "exponential", store = "add", code = "hard", alpha = 0.5, cooldown = 1, optimiser = "sgd", floor = 0.05 } = {}) =>
  ({ first, learn: true, decay, store, code, alpha, cooldown, optimiser, floor, tolerance: 0, forced: {} });

/** What Python says of a kind of network. */
export const networkOf = (model) => ({ title: model.toUpperCase(), banks: model === "nmn", state: ["rnn", "lstm"].includes(model), recurrent: ["rnn", "lstm"].includes(model), caption: ["", ""] });

/** A tape from a header and { name: [columns, values] }; where it is not said what was written, nothing was. */
export function tapeOf(header, { memory = [0, []], marks = [], stayed = [], ...others }) {
  const before = others.before ?? [0, []];
  const { layers, count, groups, first = 11 } = header;
  const { H, M, nOut } = measure(layers);
  const filled = (columns, value) => [columns, Array(columns * count).fill(value)];
  const kinds = groups ?? [nOut];
  const begins = kinds.map((_, g) => kinds.slice(0, g).reduce((sum, size) => sum + size, 0));
  const told = kinds.map((size, g) => ({ first: begins[g], size, kind: header.unit > 0 ? "number" : size > 1 ? "class" : "bit" }));
  const parts = others.parts ?? filled(kinds.length, 0);
  const arrays = {
    before, fade: filled(H, 1), gammas: [H, Array(H).fill(header.parameters?.gamma ?? 1)], angles: [0, []], reads: [0, []], rates: filled(1, header.parameters?.alpha ?? 0.5), usual: others.rates ?? filled(1, header.parameters?.alpha ?? 0.5),
    scale: filled(1, 1), speaks: filled(1, 0), mistake: [1, wrongOf(others.errors, count, header.unit)], said: answersOf(told, nOut, others.outputs), meant: answersOf(told, nOut, others.targets),
    ...others, parts, ...changesOf(memory, before[1], others.starts[1]), ...storedOf(memory[0], marks, stayed),
  };
  const about = {
    task: "toy", network: networkOf(header.model), first, total: 100, at: 12, labels: {}, partNames: [], unit: 0, parameters: {}, frames: [first - 1], foundAt: M || before[1].length ? [0] : [],
    rules: [ruleOf(first, header.parameters)], ...header, groups: told, arrays: {},
  };
  const values = [];
  for (const [name, [columns, all]] of Object.entries(arrays)) {
    about.arrays[name] = [values.length, columns ? all.length / columns : 0, columns];
    values.push(...(all instanceof Int32Array ? new Float32Array(all.buffer) : all));
  }
  let text = new TextEncoder().encode(JSON.stringify(about));
  text = new Uint8Array([...text, ...Array((4 - (text.length % 4)) % 4).fill(32)]);
  const bytes = new Uint8Array(1 + 4 + text.length + 4 * values.length); // one byte off: not aligned
  new DataView(bytes.buffer).setUint32(1, text.length, true);
  bytes.set(text, 5);
  bytes.set(new Uint8Array(new Float32Array(values).buffer), 5 + text.length);
  return decode(bytes.subarray(1));
}

const LAYERS = [{ kind: "input", size: 2, axes: 0 }, { kind: "hidden", size: 2, axes: 2 }];

/** Two neurons over four steps with memories of two axes; neuron 0 fires in steps 0, 1 and 3 and writes axes 1, 0 and 1. */
export function memories(parameters = {}, more = {}, arrays = {}) {
  const layers = [...LAYERS, { kind: "output", size: 2, axes: 0 }];
  return tapeOf({
    model: "nmn", count: 4, layers, groups: [2], labels: { outputs: ["A", "B"] },
    parameters: { tau: 0, gamma: 0.5, store: "add", decay: "exponential", write: "neighbour", code: "hard", alpha: 0.5, ...parameters },
    ...more,
  }, {
    inputs: [2, [1, 0, 0, 1, 1, 1, 0, 0]], targets: [2, [1, 0, 0, 1, 1, 0, 0, 1]], outputs: [2, [0.9, 0.2, 0.1, 0.7, 0.4, 0.6, 0.3, 0.8]],
    parts: [1, [0, 0, 0, -1]], errors: [1, [0, 0, 1, 0]], loss: [1, [0.01, 0.02, 0.5, 0]], starts: [1, [0, 0, 0, 0]],
    hidden: [2, [0.8, 0.1, 0.7, 0.2, 0.3, 0.2, 0.9, 0.1]], gate: [2, [1, 0, 1, 0, 0, 0, 1, 0]], axis: [2, [1, -1, 0, -1, -1, -1, 1, -1]],
    before: [4, [0, 1, 0, 0]], memory: [4, [0, 1.5, 0, 0, 1, 0.75, 0, 0, 1, 0.75, 0, 0, 0.5, 1.375, 0, 0]],
    marks: [0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0], stayed: [0, 0.5, 0, 0, 0, 0.75, 0, 0, 1, 0.75, 0, 0, 0.5, 0.375, 0, 0],
    fade: [2, [0.5, 1, 0.5, 1, 1, 1, 0.5, 1]],
    delta: [4, [0.02, 0, -0.1, 0.05, 0.01, 0, 0, -0.2, 0.03, 0, -0.15, 0.14, 0, 0, 0, 0]], weights: [0, []],
    ...arrays,
  });
}

/** A tape without memory whose answers are of the given groups; outputs, targets and parts by step. */
export function answering(groups, { outputs, targets, parts, errors, ...header }) {
  const size = groups.reduce((sum, each) => sum + each, 0);
  const count = outputs.length / size;
  const zeros = (columns) => [columns, Array(count * columns).fill(0)];
  const layers = [{ kind: "input", size: 1, axes: 0 }, { kind: "hidden", size: 1, axes: 0 }, { kind: "output", size, axes: 0 }];
  return tapeOf({ model: "ffnn", count, layers, groups, ...header }, {
    inputs: zeros(1), targets: [size, targets], outputs: [size, outputs], parts: [groups.length, parts], errors: [groups.length, errors],
    loss: zeros(1), starts: zeros(1), hidden: zeros(1), gate: zeros(1), axis: [1, Array(count).fill(-1)], delta: zeros(1 + size),
  });
}
