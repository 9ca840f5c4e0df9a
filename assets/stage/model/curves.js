// Curves of the convergence beside those of before. No DOM here.

/** The curves of before that are other ones now, or not known: faint lines behind those of now.
 * @param {Curve[]} before @param {Curve[]} now */
export const unlike = (before, now) => before.filter((old) => {
  const next = now.find((each) => each.model === old.model);
  return !next || next.error.length !== old.error.length || next.error.some((error, n) => error !== old.error[n]);
});
