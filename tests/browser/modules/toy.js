// Small tapes for the claims: the bytes that Python would send, decoded.
import { decode } from "/stage/decode.js";

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

/** A tape from a header and { name: [columns, values] }. */
export function tapeOf(header, { memory = [0, []], ...others }) {
  const before = others.before ?? [0, []];
  const arrays = { before, ...others, ...changesOf(memory, before[1], others.starts[1]) };
  const about = { task: "toy", first: 11, total: 100, at: 12, ...header, arrays: {} };
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
