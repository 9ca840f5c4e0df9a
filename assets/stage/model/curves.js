// Curves of the convergence beside those of before. No DOM here.

/** The curves of before that are other ones now, as far as they have come, or not known: faint lines behind those of now.
 * @param {Curve[]} before @param {Curve[]} now */
export const unlike = (before, now) => before.filter((old) => {
  const next = now.find((each) => each.model === old.model)?.error ?? [];
  return !next.length || old.error.some((error, n) => n < next.length && error !== next[n]);
});
