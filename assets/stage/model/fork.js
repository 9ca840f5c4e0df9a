// A fork as data: its items, their text for Python and the address, and what two futures have apart. No DOM here.
import { answersAt, distance } from "./answers.js";
import { hides } from "./hidden.js";
import { figure, whole } from "./scales.js";

/** A fork that changes nothing yet.
 * @type {(step: number) => Fork} */
export const leave = (step) => ({ step, changes: [], clamp: [], wipes: [], wipe_all: false, inputs: [], swaps: [] });

/** @template K, V @param {[K, V][]} pairs @param {K} key @param {V} value @returns {[K, V][]} */
const put = (pairs, key, value) => [...pairs.filter(([k]) => k !== key), [key, value]];
/** @template K, V @param {[K, V][]} pairs @param {K} key */
const drop = (pairs, key) => pairs.filter(([k]) => k !== key);

/** The fork with one thing changed: { parameter, value, usual }, { clamp, output }, { wipe }, { input, values } or { swap }.
 * The same again, or the usual value, takes the change back.
 * @param {Fork} fork @param {ForkChange} change @returns {Fork} */
export function changed(fork, { parameter, value, usual, clamp, output, wipe, input, values, swap }) {
  if (parameter !== undefined) {
    return { ...fork, changes: value === undefined || value === usual ? drop(fork.changes, parameter) : put(fork.changes, parameter, value) };
  }
  if (clamp !== undefined) {
    const now = fork.clamp.find(([n]) => n === clamp)?.[1];
    return { ...fork, clamp: output === undefined || now === output ? drop(fork.clamp, clamp) : put(fork.clamp, clamp, output) };
  }
  if (wipe === "all") return { ...fork, wipe_all: !fork.wipe_all };
  if (wipe !== undefined) {
    return { ...fork, wipes: fork.wipes.includes(wipe) ? fork.wipes.filter((n) => n !== wipe) : [...fork.wipes, wipe] };
  }
  if (input !== undefined) return { ...fork, inputs: values ? put(fork.inputs, input, values) : drop(fork.inputs, input) };
  if (swap === undefined) return fork;
  const [one, other] = [Math.min(...swap), Math.max(...swap)];
  const others = fork.swaps.filter(([a, b]) => a !== one || b !== other);
  return { ...fork, swaps: others.length < fork.swaps.length ? others : [...others, [one, other]] };
}

/** The text that Python reads, as the address holds it.
 * @param {Fork} fork */
export function text(fork) {
  return [
    `step:${fork.step}`,
    ...fork.changes.map(([name, value]) => `${name}:${value}`),
    ...fork.clamp.map(([n, x]) => (x === 0 ? `silence:${n}` : `force:${n}:${x}`)),
    ...(fork.wipe_all ? ["wipe:all"] : []),
    ...fork.wipes.map((n) => `wipe:${n}`),
    ...fork.inputs.map(([step, values]) => `input:${step}:${values.join(";")}`),
    ...fork.swaps.map(([one, other]) => `swap:${one}:${other}`),
  ].join(",");
}

/** Whether the fork changes anything.
 * @param {Fork} fork */
export const idle = (fork) => text(fork) === `step:${fork.step}`;

/** Whether both futures answer step t differently: another class or bit, or a number that is far off the other.
 * @param {Tape} one @param {Tape} other @param {number} t */
export function unlike(one, other, t) {
  if (hides(one, t, "output")) return false;
  const { unit, far } = one.header;
  if (unit > 0) return between(one, other, t) > far;
  const theirs = answersAt(other, t);
  return answersAt(one, t).some(({ is }, g) => is !== theirs[g].is);
}

/** How far two futures' answers are apart in step t where they are numbers, in the task's unit.
 * @param {Tape} one @param {Tape} other @param {number} t */
function between(one, other, t) {
  const theirs = answersAt(other, t);
  return Math.max(...answersAt(one, t).map(({ is }, g) => Math.abs(is - theirs[g].is))) / one.header.unit;
}

/** The last step that both futures have in common.
 * @param {Tape} tape */
const stepOf = (tape) => tape.header.fork?.step ?? Infinity;

/** Steps of the window at which both futures are known.
 * @param {Tape} one @param {Tape} other */
export const common = (one, other) => Math.min(one.count, other?.count ?? 0);

/** What two futures have apart, step by step: `differ` (1 where an answer differs), `apart` (length of the difference of
 * their memories, or of their neurons' outputs where there is no memory), and errors summed up from the fork on.
 * @param {Tape} one @param {Tape} other */
export function compare(one, other) {
  const steps = common(one, other);
  const [values, others, width] = one.M ? [one.memory, other.memory, one.M] : [one.x, other.x, one.H];
  const differ = new Uint8Array(steps);
  const apart = new Float32Array(steps);
  const sums = [new Float32Array(steps), new Float32Array(steps)];
  const totals = [0, 0];
  for (let t = 0; t < steps; t++) {
    differ[t] = unlike(one, other, t) ? 1 : 0;
    let square = 0;
    for (let k = t * width; k < (t + 1) * width; k++) square += (others[k] - values[k]) ** 2;
    apart[t] = Math.sqrt(square);
    const forked = one.first + t > stepOf(one);
    [one, other].forEach((tape, k) => {
      if (forked) totals[k] += tape.wrong[t];
      sums[k][t] = totals[k];
    });
  }
  return { steps, differ, apart, sums };
}

/** The largest difference of a component in the window: the ends of the diverging ramp.
 * @param {Tape} one @param {Tape} other */
export function reachOf(one, other) {
  const [values, others, width] = one.M ? [one.memory, other.memory, one.M] : [one.x, other.x, one.H];
  let most = 0;
  for (let k = common(one, other) * width - 1; k >= 0; k--) {
    const size = Math.abs(others[k] - values[k]);
    if (size > most) most = size;
  }
  return most;
}

/** "After step 120: γ 0.9 instead of 0.5. The futures first answer differently at step 132."
 * @param {Tape} tape */
export function account(tape) {
  const { fork, unit, far } = tape.header;
  if (!fork) return "";
  const { step, words, differs, searched, trouble } = fork;
  const changes = words.length ? words.join(", ") : "nothing is changed yet";
  const [apart, together] = unit > 0
    ? [`are more than ${distance(tape, far)} apart`, `answers are within ${distance(tape, far)}`]
    : ["answer differently", "they answer alike"];
  const answers = tape.veil ? "" : differs
    ? `The futures first ${apart} at step ${whole(differs)}.`
    : `In the ${whole(searched)} steps after it ${together}.`;
  return [`After step ${whole(step)}: ${changes}.`, answers, trouble].filter(Boolean).join(" ");
}

/** What the futures have apart at one step of the window.
 * @param {Tape} one @param {Tape} other @param {Apart} apart @param {number} t */
export function here(one, other, apart, t) {
  if (one.first + t <= stepOf(one)) return "Here both are one: the fork is still ahead.";
  if (hides(one, t, "output")) return "What they answer here is still hidden.";
  if (t >= common(one, other)) return "The other future ends before this step.";
  const same = !(apart.apart[t] > 0);
  if (same && alike(one, other, t)) return "Here both futures are the same.";
  const what = one.M ? "memories" : "outputs";
  const held = same ? `${what} the same` : `${what} ${figure(apart.apart[t])} apart`;
  if (one.header.unit > 0) return `Here answers are ${distance(one, between(one, other, t))} apart, ${held}.`;
  return `Here they answer ${apart.differ[t] ? "differently" : "alike"}, their ${held}.`;
}

/** Whether two futures' outputs are the same in step t.
 * @param {Tape} one @param {Tape} other @param {number} t */
const alike = (one, other, t) => !one.outputs.subarray(t * one.nOut, (t + 1) * one.nOut).some((value, n) => value !== other.outputs[t * one.nOut + n]);
