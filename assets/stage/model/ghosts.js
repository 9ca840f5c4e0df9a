// The curves that stay behind those of a moved control.

/** The curves of before that are other ones now, as far as they have come, or not known: faint lines behind those of now.
 * @param {Curve[]} before @param {Curve[]} now */
export const ghostsOf = (before, now) => before.filter((old) => {
  const next = now.find((each) => each.model === old.model)?.error ?? [];
  return !next.length || old.error.some((error, n) => n < next.length && error !== next[n]);
});
