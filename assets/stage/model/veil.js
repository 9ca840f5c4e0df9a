// What of a step is hidden while a question about it is open. The asked step is the last one of its window; a window that is
// veiled does not hold what is hidden of it, so no picture can show it; `hides` (hidden.js) says so. No DOM here.
import { phasesOf } from "./phases.js";
import { memoriesBefore } from "./tape.js";

/** The first phase that would answer a question, by its kind. The order of writes is asked of what a step left, as ages are:
 * nothing that happened is shown, neither in that step nor before it.
 * @type {Record<string, string[]>} */
const ANSWERS = { axis: ["fire?", "gate"], value: ["decay", "gate", "state"], order: ["read"], output: ["output"], curve: ["output"] };
/** Phases that are hidden in every step where they are in the asked one: how other steps were answered tells of this one. */
const ANSWERED = ["output", "error"];

/** What a lesson's open question hides of the last step; undefined where none is open.
 * @param {Tape} tape @returns {Veil | undefined} */
function veilOf(tape) {
  const { lesson } = tape.header;
  if (!lesson?.open) return undefined;
  const phases = phasesOf(tape);
  const until = !lesson.until ? phases.length : Math.max(1, phases.findIndex(({ name }) => name === lesson.until) + 1);
  const telling = phases.findIndex(({ name }) => ANSWERS[lesson.ask?.kind ?? ""]?.includes(name));
  const from = lesson.alone ? 0 : telling < 0 ? until : Math.min(until, telling);
  const hidden = new Set(phases.slice(from).map(({ name }) => name));
  return { phases: hidden, run: new Set(hidden.has("output") ? ANSWERED : []), open: from, holds: phases[from - 1]?.holds ?? "after" };
}

/** The window as it may be shown: without what an open question hides, in both futures of a fork.
 * @param {Tape} tape @returns {Tape} */
export function veiled(tape) {
  const veil = veilOf(tape);
  if (!veil) return tape;
  const header = headerOf(tape, veil);
  const other = tape.other && { ...covered(tape.other, veil), header: { ...tape.other.header, ...header } };
  return { ...covered(tape, veil), header, ...(other && { other }) };
}

/** What is not said of the run: its errors where they are asked for, and after the asked step; where two futures part; which
 * axes can never be written; how large memories become.
 * @param {Tape} tape @param {Veil} veil @returns {Header} */
function headerOf({ header, total, scale, count }, { holds }) {
  const kind = header.lesson?.ask?.kind;
  const curves = kind === "curve" ? [] : (header.curves ?? []).map((curve) => {
    const past = curve.steps.filter((step) => step <= total).length;
    return { ...curve, steps: curve.steps.slice(0, past), error: curve.error.slice(0, past) };
  });
  const labels = { ...header.labels, never: [], why: [] };
  const ceilings = holds === "after" || count < 2 ? header.ceilings : { ...header.ceilings, memory: scale[count - 2] };
  const fork = header.fork && { ...header.fork, differs: null, searched: 0 };
  return { ...header, curves, labels, ceilings, fork, curvesKey: undefined, beside: undefined, rest: undefined };
}

/** A window without what is hidden of its last step. What is not known is no number; what has not happened yet has not.
 * @param {Tape} tape @param {Veil} veil @returns {Tape} */
function covered(tape, veil) {
  const { phases } = veil;
  const cut = phases.has("read") ? alone(tape) : tape;
  const t = cut.count - 1;
  /** @type {any} the arrays that are covered */
  const other = {};
  /** @param {string} name @param {number} value @param {number} [from] @param {number} [to] columns of the last row
   * @param {number} [first] row from which on */
  const cover = (name, value, from = 0, to = Infinity, first = t) => {
    const all = /** @type {any} */ (cut)[name];
    if (!all?.length) return;
    const columns = all.length / cut.count;
    other[name] ??= all.slice();
    for (let k = first; k <= t; k++) other[name].fill(value, k * columns + from, k * columns + Math.min(to, columns));
  };
  const all = [0, Infinity, 0]; // columns and rows
  if (phases.has("forward")) for (const name of ["x", "bias", "own", "through"]) cover(name, NaN, 0, cut.H);
  if (phases.has("output")) {
    for (const name of ["outputs", "said", "told", "share", "read", "loss"]) cover(name, NaN, ...all);
    for (const name of ["bias", "own", "through", "delta"]) cover(name, NaN, cut.H, Infinity, 0);
    for (const name of ["answers", "speaks", "errors", "wrong", "mistake"]) cover(name, 0, ...all);
  }
  if (phases.has("error")) {
    for (const name of ["targets", "meant", "loss"]) cover(name, NaN);
    for (const name of ["errors", "wrong", "mistake"]) cover(name, 0);
    cover("wanted", -1);
    cover("delta", NaN, cut.H);
  }
  if (phases.has("back")) {
    cover("delta", NaN, 0, cut.H);
    for (const name of ["rates", "usual"]) cover(name, NaN);
  }
  const gate = phases.has("gate") || phases.has("state");
  if (gate || phases.has("fire?")) {
    cover("axis", -1);
    cover("gate", gate ? NaN : 0);
  }
  if (phases.has("gate") || phases.has("decay")) cover("fade", 1);
  if (phases.has("write") || phases.has("state")) cover("wrote", 0);
  return { ...cut, ...other, ...stored(cut, veil), veil };
}

/** The memories of the last step as they are shown.
 * @param {Tape} tape @param {Veil} veil @returns {Partial<Tape>} */
function stored(tape, { holds, phases }) {
  const [t, M] = [tape.count - 1, tape.M];
  if (!M) return {};
  const last = holds === "before" ? memoriesBefore(tape, t) : (holds === "decayed" ? tape.stayed : tape.memory).subarray(t * M);
  /** @param {Float32Array} values */
  const ending = (values) => {
    const all = values.slice();
    all.set(last, t * M);
    return all;
  };
  if (holds !== "after") {
    const scale = tape.scale.slice();
    if (t > 0) scale[t] = scale[t - 1];
    return { memory: ending(tape.memory), stayed: ending(tape.stayed), scale };
  }
  return phases.has("read") ? { stayed: tape.memory, before: tape.memory, found: new Int16Array([0]) } : {};
}

/** The last step without those before it.
 * @param {Tape} tape @returns {Tape} */
function alone(tape) {
  const t = tape.count - 1;
  /** @type {any} */
  const rest = {};
  for (const [name, all] of Object.entries(tape)) {
    if (!ArrayBuffer.isView(all) || ["before", "found", "gammas", "angles", "weights", "reads", "changed", "changes"].includes(name)) continue;
    const values = /** @type {Float32Array} */ (all);
    rest[name] = values.slice((values.length / tape.count) * t);
  }
  const header = { ...tape.header, first: tape.last, count: 1 };
  return { ...tape, ...rest, header, first: tape.last, count: 1, starts: new Float32Array([0]) };
}
