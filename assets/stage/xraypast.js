// What a component of a composite memory is made of: the writes of Eq. (11), unrolled over the window. No DOM here.
import { before, componentOf, gammaOf, place } from "./decode.js";
import { planeOf, sizeOf, turned } from "./planes.js";

export { gammaOf } from "./decode.js";

const NOISE = 2e-5; // a difference of equal numbers, in the single precision that the window has

/** The factor by which a write of strength w shrinks a component that was this size. */
export function factor(tape, j, w, was) {
  const { decay, floor, gate } = tape.header.parameters ?? {};
  if (w === 0 || decay === "none") return 1;
  const gamma = gammaOf(tape, j);
  if (gate === "learned") return 1 - w * (1 - gamma);
  return decay === "asymptotic" && was !== 0 ? Math.max(gamma, Math.min(1, floor / Math.abs(was))) : gamma;
}

/** What step k leaves of component i of neuron j, before it writes: less, and turned where memories turn. */
export function staying(tape, k, j, i) {
  const [w, was] = [tape.gate[k * tape.H + j], before(tape, k, i)];
  const plane = w === 0 ? null : planeOf(tape, j, i);
  return factor(tape, j, w, was) * (plane ? turned(plane, 1, before(tape, k, plane.along), before(tape, k, plane.across)) : was);
}

/** Step k on component i of neuron j: its size times `kept` (and turned), plus `gained`, is what is there after it. */
export function change(tape, k, j, i) {
  const w = tape.gate[k * tape.H + j];
  if (w === 0) return { kept: 1, gained: 0 };
  const was = before(tape, k, i);
  const is = tape.memory[k * tape.M + i];
  const kept = factor(tape, j, w, was);
  const gained = is - staying(tape, k, j, i);
  const refresh = tape.header.parameters?.store === "refresh";
  if (Math.abs(gained) <= NOISE * Math.max(1, Math.abs(was))) return refresh && renewed(tape, k, j, i) ? { kept: 0, gained: is } : { kept, gained: 0 };
  return refresh ? { kept: 0, gained: is } : { kept, gained };
}

/** Whether step k wrote to the axis of component i, though its size did not change. */
function renewed(tape, k, j, i) {
  const { write, code } = tape.header.parameters;
  const { layer, local } = place(tape, j);
  return write !== "input" && code !== "soft" && tape.axis[k * tape.H + j] === i - componentOf(layer, local);
}

/** The writes that component i of neuron j holds after step t, the latest first.
 *
 * Each has its place k in the window, what it `gained`, the factor that is `left` of it, the `size` that this makes, and
 * the neuron's `fires` since. `rest` is what comes from before the window (`open`), `wiped` the place of the last wipe.
 * All sizes and the rest add up to the component. `whole` is what tells an age: the component, or its plane's length.
 */
export function origins(tape, t, j, i) {
  const writes = [];
  const plane = planeOf(tape, j, i);
  const now = (c) => tape.memory[t * tape.M + c];
  const whole = plane ? sizeOf(plane, i, now) : now(i);
  let left = 1;
  let fires = 0;
  for (let k = t; k >= 0; k--) {
    const { kept, gained } = change(tape, k, j, plane?.along ?? i);
    if (gained !== 0) writes.push({ k, gained, left, size: left * (plane ? turned(plane, fires, gained, 0) : gained), fires });
    if (tape.gate[k * tape.H + j] > 0) fires += 1;
    left *= kept;
    if (tape.starts[k]) return { writes, rest: 0, open: false, wiped: k, whole };
    if (left === 0) return { writes, rest: 0, open: false, wiped: -1, whole };
  }
  const rest = left * (plane ? turned(plane, fires, tape.before[plane.along], tape.before[plane.across]) : tape.before[i]);
  return { writes, rest, open: tape.first > 1, wiped: -1, whole };
}

/** What is left after step t of a write to component i in step s: a factor, and the fires since; 0 where it is gone,
 * with the place where it went and why: "wiped" or "renewed". */
export function remains(tape, s, t, j, i) {
  let left = 1;
  let fires = 0;
  for (let k = s + 1; k <= t; k++) {
    if (tape.starts[k]) return { left: 0, fires, gone: k, why: "wiped" };
    if (tape.gate[k * tape.H + j] === 0) continue;
    fires += 1;
    const { kept } = change(tape, k, j, i);
    if (kept === 0) return { left: 0, fires, gone: k, why: tape.memory[k * tape.M + i] === 0 ? "faded" : "renewed" };
    left *= kept;
  }
  return { left, fires, gone: -1, why: "" };
}

/** The age that a component's size tells: log(size / written) / log γ, in full fires of the neuron. */
export const ageOf = (size, gained, gamma) => Math.log(size / gained) / Math.log(gamma) + 0;

/** Whether the age of a write can be read back from the size of its component, and what is read.
 *
 * `kind`: "read" (right to the nearest fire), "mixed" (other writes to the same axis are in the sum), "floor" (at the
 * asymptote), "kept" (nothing fades), "faded" (nothing is left). `age` is what the size tells, NaN where it tells none;
 * `since` what it should tell: the neuron's fires since, or the full writes that its gate's openings make together. In
 * memories that turn `value` is the length of the plane.
 */
export function legible(tape, j, { value, gained, left, fires }) {
  const { decay, floor, gate } = tape.header.parameters ?? {};
  const gamma = gammaOf(tape, j);
  const since = gate === "learned" ? Math.log(left) / Math.log(gamma) : fires;
  const told = (kind, age = NaN) => ({ kind, age, since });
  if (decay === "none" || gamma === 1) return told("kept");
  if (left === 0 || gamma === 0) return left === 1 ? told("read", 0) : told("faded");
  if (decay === "asymptotic" && Math.abs(value) <= floor * 1.001) return told("floor");
  const age = ageOf(value, tape.angles?.length ? Math.abs(gained) : gained, gamma);
  return told(Math.abs(age - since) < 0.5 ? "read" : "mixed", age);
}

/** The writes of which most is left, in their order, and what the others add up to. */
export function largest(writes, most) {
  const order = [...writes].sort((a, b) => Math.abs(b.size) - Math.abs(a.size) || b.k - a.k);
  const others = order.slice(most);
  return {
    shown: order.slice(0, most).sort((a, b) => b.k - a.k),
    others: others.length, size: others.reduce((sum, write) => sum + write.size, 0),
  };
}
