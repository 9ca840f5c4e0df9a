// What a tape says of a step: rules, weights, memories before and after it, what was written. No DOM here.
import { bit } from "./changes.js";
import { hidesAct } from "./hidden.js";
import { clamp } from "./scales.js";

/** The layer of hidden neuron j (counted over all hidden layers) and its place in it.
 * @param {Tape} tape @param {number} j */
export function place(tape, j) {
  const layer = tape.hidden.find((each) => j < each.neuron + each.size) ?? tape.hidden[0];
  return { layer, local: j - layer.neuron };
}

/** Where the memory of hidden neuron j begins among the components of a step.
 * @param {HiddenLayer} layer @param {number} local */
export const componentOf = (layer, local) => layer.memory + local * layer.axes;

/** Number of the rules that were in effect in step t: a fork has those of the run before it, then its own.
 * @param {Tape} tape @param {number} t */
function ruleNumber({ rules, first }, t) {
  let n = rules.length - 1;
  while (n > 0 && rules[n].first > first + t) n--;
  return n;
}

/** The rules that were in effect in step t: what was learned, how memories faded, which outputs were forced.
 * @param {Tape} tape @param {number} t */
export const ruleAt = (tape, t) => tape.rules[ruleNumber(tape, t)];

/** Decay of hidden neuron j that was in effect in step t.
 * @param {Tape} tape @param {number} t @param {number} j */
export const gammaOf = (tape, t, j) => tape.gammas[ruleNumber(tape, t) * tape.H + j];

/** Number of the frame whose weights are the last ones known when step t began, or the first ones (see `frames` in
 * nmn/app/step/replay.py).
 * @param {Tape} tape @param {number} t */
export const frameAt = (tape, t) => Math.max(0, tape.header.frames.findLastIndex((step) => step < tape.first + t));

/** Where the scale of memories ends at step t: two futures of a fork share theirs.
 * @param {Tape} tape @param {number} t */
export const scaleAt = (tape, t) => Math.max(...[tape, tape.other ?? tape].map((each) => each.scale[clamp(tape.first + t - each.first, 0, each.count - 1)]));

/** Ends of the scales of a run: of memories, as exact as `scaleAt`, whether they have a sign, and of inputs; two futures of a
 * fork share theirs.
 * @param {Tape} tape */
export function ends(tape) {
  const all = [tape, tape.other ?? tape].map((each) => each.header.ceilings);
  /** @param {"memory" | "inputs"} name */
  const most = (name) => Math.max(...all.map((each) => each[name]));
  return { most: Math.fround(most("memory")), signedMemory: all.some((each) => each.signed), reach: most("inputs") };
}

/** How many axes of a layer are written to: all, or the first of every plane of memories that turn (see `planes`).
 * @param {Tape} tape @param {HiddenLayer} layer */
export const writable = (tape, layer) => (tape.angles.length ? layer.axes / 2 : layer.axes);

/** Whether neuron j writes in step t, in the sense of events: it fires, or its learned gate is more open than closed.
 * @param {Tape} tape @param {number} t @param {number} j */
export function active(tape, t, j) {
  const k = t * tape.H + j;
  if (hidesAct(tape, t)) return false; // as far as one may know
  if (tape.gated) return tape.gate[k] >= 0.5;
  return tape.recurrent ? Math.abs(tape.x[k]) >= 0.5 : tape.x[k] >= 0.5;
}

/** All M components as step t read them: what the step before stored, nothing at a start, what a fork left of it.
 * @param {Tape} tape @param {number} t */
export function memoriesBefore(tape, t) {
  if (tape.starts[t]) return new Float32Array(tape.M);
  const [from, at] = tape.found[t] < 0 ? [tape.memory, t - 1] : [tape.before, tape.found[t]];
  return from.subarray(at * tape.M, (at + 1) * tape.M);
}

/** Component i as step t read it.
 * @param {Tape} tape @param {number} t @param {number} i */
export function before(tape, t, i) {
  if (tape.found[t] >= 0) return tape.before[tape.found[t] * tape.M + i];
  return tape.starts[t] ? 0 : tape.memory[(t - 1) * tape.M + i];
}

/** Whether component i was wiped before step t: at a start, or by a fork.
 * @param {Tape} tape @param {number} t @param {number} i */
export function wiped(tape, t, i) {
  if (tape.starts[t]) return true;
  return t > 0 && tape.found[t] >= 0 && before(tape, t, i) === 0 && tape.memory[(t - 1) * tape.M + i] !== 0;
}

/** Whether step t wrote component i, be it to the same size again.
 * @param {Tape} tape @param {number} t @param {number} i */
export const wrote = (tape, t, i) => bit(tape.wrote, Math.ceil(tape.M / 32), t, i);

/** Neighbours j - tau/2 ... j + tau/2 of a neuron in its layer; the ends wrap.
 * @param {number} local @param {number} size @param {number} tau */
export function neighbours(local, size, tau) {
  const half = Math.floor(tau / 2);
  return Array.from({ length: 2 * half + 1 }, (_, n) => (((local + n - half) % size) + size) % size);
}

/** The axes that neuron j wrote in step t as [first, count], or null: one axis of a pattern, or the whole input.
 * @param {Tape} tape @param {number} t @param {number} j @param {HiddenLayer} layer */
export function written(tape, t, j, layer) {
  const axis = tape.axis[t * tape.H + j];
  if (axis < 0 || !layer.axes || (tape.gated && !active(tape, t, j))) return null;
  return tape.header.parameters?.write === "input" ? [0, writable(tape, layer)] : [axis, 1];
}
