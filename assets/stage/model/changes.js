// Memories as Python sends them (nmn/app/step/changes.py): what each step changed. No DOM here.

/** Call `each(t, i)` for all bits that are set, step after step, component after component.
 * @param {Int32Array} bits @param {number} count @param {number} M @param {(t: number, i: number) => void} each */
function overBits(bits, count, M, each) {
  const words = Math.ceil(M / 32);
  for (let t = 0; t < count; t++) {
    for (let w = 0; w < words; w++) {
      for (let word = bits[t * words + w]; word !== 0; word &= word - 1) each(t, 32 * w + 31 - Math.clz32(word & -word));
    }
  }
}

/** Whether bit i of step t is set, in rows of so many words.
 * @param {Int32Array} bits @param {number} words @param {number} t @param {number} i */
export const bit = (bits, words, t, i) => ((bits[t * words + (i >> 5)] >>> (i & 31)) & 1) === 1;

/** All memories [count, M] of a window: those that a step found, a bit for each component of each step, and the new values of
 * those whose bit is set. `before` has the rows that were not found as the step before left them, `found` their numbers.
 * @param {Pick<Tape, "count" | "M" | "before" | "found" | "starts">} window @param {Int32Array} bits
 * @param {ArrayLike<number>} values */
export function memories({ count, M, before, found, starts }, bits, values) {
  const memory = new Float32Array(count * M);
  let [next, ready] = [0, 0];
  /** @param {number} t */
  const until = (t) => {
    for (; ready <= t; ready++) {
      const from = ready * M;
      if (found[ready] >= 0) memory.set(before.subarray(found[ready] * M, (found[ready] + 1) * M), from);
      else if (!starts[ready]) memory.copyWithin(from, from - M, from);
    }
  };
  overBits(bits, count, M, (t, i) => {
    until(t);
    memory[t * M + i] = values[next++];
  });
  until(count - 1);
  return memory;
}

/** The memories with other values where a bit is set.
 * @param {Float32Array} memory @param {number} M @param {Int32Array} bits @param {ArrayLike<number>} values */
export function patched(memory, M, bits, values) {
  const other = memory.slice();
  let next = 0;
  overBits(bits, M ? memory.length / M : 0, M, (t, i) => (other[t * M + i] = values[next++]));
  return other;
}
