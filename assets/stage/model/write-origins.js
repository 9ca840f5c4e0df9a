// What a component of a composite memory is made of: the writes of Eq. (11), unrolled over the window. No DOM here.
import { planeOf, sizeOf, turned } from "./planes.js";
import { before, gammaOf, ruleAt, wiped, wrote } from "./tape.js";

/** The factor by which step k shrank component i of neuron j before it wrote.
 * @param {Tape} tape @param {number} k @param {number} j @param {number} i */
export function factor(tape, k, j, i) {
  const was = before(tape, k, i);
  if (ruleAt(tape, k).decay !== "asymptotic" || was === 0) return tape.fade[k * tape.H + j];
  return tape.stayed[k * tape.M + i] / was;
}

/** What step k left of component i before it wrote: less, and turned where memories turn.
 * @param {Tape} tape @param {number} k @param {number} i */
export const staying = (tape, k, i) => tape.stayed[k * tape.M + i];

/** Step k on component i of neuron j: its size times `kept` (and turned), plus `gained`, is what is there after it.
 * @param {Tape} tape @param {number} k @param {number} j @param {number} i */
export function change(tape, k, j, i) {
  const [kept, is] = [factor(tape, k, j, i), tape.memory[k * tape.M + i]];
  if (!wrote(tape, k, i)) return { kept, gained: 0 };
  return ruleAt(tape, k).store === "refresh" ? { kept: 0, gained: is } : { kept, gained: is - staying(tape, k, i) };
}

/** The writes that component i of neuron j holds after step t, the latest first.
 *
 * Each has its place k in the window, what it `gained`, the factor that is `left` of it, the `size` that this makes, and
 * the neuron's `fires` since. `rest` is what comes from before the window (`open`), `wiped` the place of the last wipe.
 * All sizes and the rest add up to the component. `whole` is what tells an age: the component, or its plane's length, in
 * step `t`.
 * @param {Tape} tape @param {number} t @param {number} j @param {number} i */
export function origins(tape, t, j, i) {
  const writes = [];
  const plane = planeOf(tape, j, i);
  /** @param {number} c */
  const now = (c) => tape.memory[t * tape.M + c];
  const whole = plane ? sizeOf(plane, i, now) : now(i);
  let left = 1;
  let fires = 0;
  for (let k = t; k >= 0; k--) {
    const { kept, gained } = change(tape, k, j, plane?.along ?? i);
    if (gained !== 0) writes.push({ k, gained, left, size: left * (plane ? turned(plane, fires, gained, 0) : gained), fires });
    if (tape.gate[k * tape.H + j] > 0) fires += 1;
    left *= kept;
    if (wiped(tape, k, i)) return { t, writes, rest: 0, open: false, wiped: k, whole };
    if (left === 0) return { t, writes, rest: 0, open: false, wiped: -1, whole };
  }
  const rest = left * (plane ? turned(plane, fires, tape.before[plane.along], tape.before[plane.across]) : tape.before[i]);
  return { t, writes, rest, open: tape.first > 1, wiped: -1, whole };
}

/** What is left after step t of a write to component i in step s: a factor, and the fires since; 0 where it is gone,
 * with the place where it went and why: "wiped" or "renewed".
 * @param {Tape} tape @param {number} s @param {number} t @param {number} j @param {number} i */
export function remains(tape, s, t, j, i) {
  let left = 1;
  let fires = 0;
  for (let k = s + 1; k <= t; k++) {
    if (wiped(tape, k, i)) return { left: 0, fires, gone: k, why: "wiped" };
    if (!(tape.gate[k * tape.H + j] > 0)) continue;
    fires += 1;
    const { kept } = change(tape, k, j, i);
    if (kept === 0) return { left: 0, fires, gone: k, why: tape.memory[k * tape.M + i] === 0 ? "faded" : "renewed" };
    left *= kept;
  }
  return { left, fires, gone: -1, why: "" };
}

/** The age that a component's size tells: log(size / written) / log γ, in full fires of the neuron.
 * @param {number} size @param {number} gained @param {number} gamma */
export const ageOf = (size, gained, gamma) => Math.log(size / gained) / Math.log(gamma) + 0;

/** Whether the age of a write can be read back from the size of its component after step t, and what is read.
 *
 * `kind`: "read" (right to the nearest fire), "mixed" (other writes to the same axis are in the sum), "floor" (at the
 * asymptote), "kept" (nothing fades), "faded" (nothing is left), "changed" (other rules were in effect when it was written).
 * `age` is what the size tells, NaN where it tells none; `since` what it should tell: the neuron's fires since, or the full
 * writes that its gate's openings make together. In memories that turn `value` is the length of the plane.
 * @param {Tape} tape @param {number} t @param {number} j
 * @param {Pick<Write, "gained" | "left" | "fires" | "k"> & { value: number }} pick */
export function legible(tape, t, j, { value, gained, left, fires, k }) {
  const rule = ruleAt(tape, t);
  const gamma = gammaOf(tape, t, j);
  const since = tape.gated ? Math.log(left) / Math.log(gamma) : fires;
  /** @param {string} kind @param {number} [age] */
  const told = (kind, age = NaN) => ({ kind, age, since });
  if (rule.decay === "none" || gamma === 1) return told("kept");
  if (left === 0 || gamma === 0) return left === 1 ? told("read", 0) : told("faded");
  if (rule.decay === "asymptotic" && Math.abs(value) <= rule.floor * 1.001) return told("floor");
  const age = ageOf(value, tape.angles.length ? Math.abs(gained) : gained, gamma);
  if (Math.abs(age - since) < 0.5) return told("read", age);
  return told(rule === ruleAt(tape, k) ? "mixed" : "changed", age);
}

/** The writes of which most is left, in their order, and what the others add up to.
 * @param {Write[]} writes @param {number} most */
export function largest(writes, most) {
  const order = [...writes].sort((a, b) => Math.abs(b.size) - Math.abs(a.size) || b.k - a.k);
  const others = order.slice(most);
  return {
    shown: order.slice(0, most).sort((a, b) => b.k - a.k),
    others: others.length, size: others.reduce((sum, write) => sum + write.size, 0),
  };
}
