// Memories as Python sends them (nmn/view/changes.py): what each step changed. No DOM here.

/** All memories [count, M] of a window, from those before its first step, a bit for each component of each step, and the
 * new values of those whose bit is set. */
export function memories({ count, M, before, starts }, bits, values) {
  const memory = new Float32Array(count * M);
  const words = Math.ceil(M / 32);
  let next = 0;
  for (let t = 0; t < count; t++) {
    const from = t * M;
    if (t === 0) memory.set(before);
    else if (!starts[t]) memory.copyWithin(from, from - M, from);
    for (let w = 0; w < words; w++) {
      for (let word = bits[t * words + w]; word !== 0; word &= word - 1) {
        memory[from + 32 * w + 31 - Math.clz32(word & -word)] = values[next++];
      }
    }
  }
  return memory;
}
