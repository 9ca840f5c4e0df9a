// Just enough to claim something about a module.

const show = (value) => JSON.stringify(value, (_, v) => (ArrayBuffer.isView(v) ? [...v] : v === undefined ? "undefined" : v));

export function same(got, wanted, what = "") {
  if (show(got) !== show(wanted)) throw new Error(`${what} got ${show(got)}, wanted ${show(wanted)}`);
}
export function close(got, wanted, tolerance = 1e-6, what = "") {
  if (!(Math.abs(got - wanted) <= tolerance)) throw new Error(`${what} got ${got}, wanted ${wanted}`);
}
export function holds(claim, what) {
  if (!claim) throw new Error(what);
}

/** Run all tests of a module; gives the names that hold, and what is wrong with the others. */
export async function run(tests) {
  const [held, failed] = [[], []];
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test();
      held.push(name);
    } catch (error) {
      failed.push(`${name}: ${error.message}`);
    }
  }
  return { held, failed };
}
