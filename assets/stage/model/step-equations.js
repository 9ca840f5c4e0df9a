// The equations of a step, phase by phase, with its numbers, as parts for `sayParts`. No DOM here.
//
// A part is a text, or [tag, text, place]: a glyph and the place in the picture that it stands for.
import { answersAt, outputName } from "./answers.js";
import { hides } from "./hidden.js";
import { phasesOf } from "./phases.js";
import { brief, figure, fixed, glyph, whole } from "./scales.js";
import { event } from "./sentence.js";
import { handsOn, insideOf, largest, outputSum } from "./step-sums.js";
import { before, componentOf, ruleAt, wiped, wrote } from "./tape.js";
import { staying } from "./write-origins.js";

/** [{ name, parts }] for every phase of step t, about neuron j; "?" where it is hidden.
 * @param {Tape} tape @param {number} t @param {number} j */
export function equationsOf(tape, t, j) {
  const happened = { t, j, ...event(tape, t, j) };
  return phasesOf(tape).map(({ name }) => ({ name, parts: hides(tape, t, name) ? ["?"] : LINES[name](tape, happened) }));
}

/** @typedef {{ t: number, j: number } & ReturnType<typeof event>} Happened */

/** @type {Record<string, (tape: Tape, happened: Happened) => Part[]>} */
const LINES = {
  read(tape, { t, layer, local, number }) {
    const input = Array.from(tape.inputs.subarray(t * tape.nIn, (t + 1) * tape.nIn));
    const shown = input.length > 5 ? `of ${whole(input.length)} values` : `(${input.map((value) => brief(value)).join(", ")})`;
    const parts = ["input ", ["b", shown, "in"]];
    const base = componentOf(layer, local);
    const axes = Array.from({ length: layer.axes }, (_, axis) => axis);
    if (tape.starts[t]) return [...parts, layer.axes || tape.recurrent ? " · state and memory wiped" : ""];
    if (tape.model === "rnn") return [...parts, " and the state of one step ago"];
    if (axes.some((axis) => wiped(tape, t, base + axis))) return [...parts, " · ", ...glyph("M", "M", number), " wiped"];
    if (!layer.axes) return parts;
    const was = Float32Array.from(axes, (axis) => before(tape, t, base + axis));
    if (tape.model === "lstm") return [...parts, " · ", ...glyph("c", "M", number), ` = ${fixed(was[0])}`];
    const M = [" · ", ...glyph("M", "M", number), " = "];
    if (tape.header.parameters.write === "input" && layer.axes <= 5) return [...parts, ...M, `(${Array.from(was, (value) => brief(value)).join(", ")})`];
    return [...parts, ...M, largest(tape, layer, was) || "empty"];
  },

  forward(tape, { t, j, number, x, forced }) {
    const X = glyph("x", "x", number);
    if (forced) return [...X, ` = ${figure(x)}: forced`, ...handsOn(tape, t, j)];
    if (tape.model === "lstm") return [...X, " = output gate · tanh ", ...glyph("c", "M", number), ` = ${fixed(x)}`];
    return [...X, " = ", ...insideOf(tape, t, j), ...handsOn(tape, t, j)];
  },

  output: (tape, { t, j }) => outputSum(tape, t, j),

  error(tape, { t }) {
    if (!asked(tape, t)) return ["nothing is asked: no error"];
    const cross = tape.header.parameters.loss === "cross-entropy";
    const sum = cross ? ["−Σ ", ["i", "y", "out"], " ln ", ["i", "x", "out"]] : ["½ Σ (", ["i", "x", "out"], " − ", ["i", "y", "out"], ")²"];
    const { delta, name } = steepest(tape, t);
    const worst = name === null ? [] : [" · ", ...glyph("δ", "out", name), ` = ${figure(delta)}`];
    return [["i", "ε", "out"], " = ", ...sum, ` = ${fixed(tape.loss[t], 4)}`, ...worst];
  },

  back(tape, { t, j, number }) {
    const [rule, rate, usual] = [ruleAt(tape, t), tape.rates[t], tape.usual[t]];
    if (!rule.learn) return ["it does not learn here: no weight moves"];
    const W = ["i", "W", "W"];
    if (rule.optimiser === "adam") {
      if (rate === 0) return ["no weight moves: errors wait for their window to end"];
      return ["errors of the last steps go back; Adam moves ", W, ", ", ["i", "U", "x"], ", ", ["i", "b", "W"], ", ", ...rateOf(rule, rate, usual)];
    }
    if (!asked(tape, t)) return ["nothing flows back, no weight moves"];
    if (rate === 0) return [unmoved(tape, t, rule)];
    const delta = glyph("δ", "x", number);
    const step = [["i", "α"], ["i", "δ", "x"], ["i", "a", "in"]];
    const down = rule.optimiser === "adagrad" ? [...step, "/√Σ(", ["i", "δ", "x"], ["i", "a", "in"], ")²"] : step;
    return [...delta, ` = ${figure(tape.delta[t * (tape.H + tape.nOut) + j])} · `, W, " ← ", W, " − ", ...down, ", ", ...rateOf(rule, rate, usual)];
  },

  "fire?"(tape, { number, x, fires, near, bits, layer }) {
    const parts = [...glyph("x", "x", number), ` = ${fixed(x)} ${fires ? "≥" : "<"} ½: `, ["b", fires ? "fires" : "rests"]];
    if (!layer.axes || !near.length) return parts;
    const who = near.length > 5 ? "neighbours" : near.map(({ name }) => name).join(" ");
    return [...parts, ` · ${who} → ${tape.header.parameters.read === "addressed" ? "slot" : "pattern"} ${bits.join("")}`];
  },

  gate(tape, { number, w, gamma, fade, layer }) {
    if (!layer.axes) return ["this layer has no memory to write"];
    return [...glyph("w", "gate", number), ` = ${figure(w)}: keeps 1 − ${figure(w)}·${figure(1 - gamma)} = `, ["b", fixed(fade)]];
  },

  decay(tape, { t, number, layer, local, writes, decay, gamma, angle, was, axis, label, fade, floor }) {
    const M = glyph("M", "M", number);
    if (!layer.axes) return ["no memory in this layer"];
    if (!writes) return [...M, " stays as it is"];
    const stayed = axis < 0 ? 0 : staying(tape, t, componentOf(layer, local) + axis);
    if (angle) {
      const rule = [...M, " ← ", ...(decay === "none" ? [] : [["i", "γ"]]), ...M, ` turned by ${figure(angle)}`];
      return axis < 0 ? rule : [...rule, ` · on ${label}: ${fixed(was)} → ${fixed(stayed)}`];
    }
    if (decay === "none") return [...M, " keeps its size (no decay)"];
    const kept = tape.gated ? `(1 − ${figure(tape.gate[t * tape.H + layer.neuron + local])}·${figure(1 - gamma)})` : ["i", "γ"];
    const rule = [...M, " ← ", kept, ...M];
    if (axis < 0) return rule;
    const least = decay === "asymptotic" && Math.abs(stayed) > Math.abs(fade * was) * 1.00001;
    if (least) return [...rule, ` · on ${label}: ${figure(was)} → ${figure(stayed)}, not below `, ["i", "m∞"], ` = ${figure(floor)}`];
    return [...rule, ` · on ${label}: ${figure(fade)} · ${figure(was)} = ${figure(stayed)}`];
  },

  write(tape, { t, number, layer, local, writes, is, axis, label, write, code, store }) {
    const M = glyph("M", "M", number);
    if (!layer.axes) return ["nothing is written"];
    if (!writes || axis < 0) return ["nothing is written to ", ...M];
    const i = componentOf(layer, local) + axis;
    const vector = write === "input" ? ["input"] : code === "soft" ? [["i", "g", "x"]] : [["i", "e", "x"], ["sub", label, "x"]];
    const [stayed, share] = [staying(tape, t, i), tape.gated ? [["i", "w", "gate"], "·"] : []];
    if (store === "refresh") {
      const what = wrote(tape, t, i) ? ` takes the place of ${figure(stayed)}` : " stays, the new one is smaller";
      return [...M, " ← larger of ", ...M, " and ", ...vector, ` · on ${label}: ${figure(is)}${what}`];
    }
    const gained = is - stayed;
    const sum = `${figure(stayed)} ${gained < 0 ? "−" : "+"} ${figure(Math.abs(gained))} = ${figure(is)}`;
    return [...M, " ← ", ...M, " + ", ...share, ...vector, ` · on ${label}: ${sum}`];
  },

  state(tape, { number, was, is, w }) {
    return [...glyph("c", "M", number), ` = ${fixed(was)} → `, ["b", fixed(is)], " · input gate ", ["i", "w", "gate"], ` = ${fixed(w)}`];
  },
};

/** @param {Tape} tape @param {number} t */
const asked = (tape, t) => answersAt(tape, t).some((answer) => answer.asked);

/** The output with the largest error: its name, and its delta.
 * @param {Tape} tape @param {number} t */
function steepest(tape, t) {
  let delta = 0;
  /** @type {string | null} */
  let name = null;
  for (let k = 0; k < tape.nOut; k++) {
    const value = tape.delta[t * (tape.H + tape.nOut) + tape.H + k];
    if (Math.abs(value) > Math.abs(delta)) [delta, name] = [value, outputName(tape, k)];
  }
  return { delta, name };
}

/** Why an error moves no weight.
 * @param {Tape} tape @param {number} t @param {Rule} rule */
function unmoved(tape, t, { tolerance }) {
  const small = Math.abs(steepest(tape, t).delta) <= tolerance;
  return small && tolerance > 0 ? `no error is above the tolerated ${figure(tolerance)}: no weight moves` : "the error is too small: no weight moves";
}

/** @type {Record<string, string>} */
const OPTIMISERS = { adagrad: " (AdaGrad)", "line-search": " (line search)" };

/** The learning rate of a step, and why it is not the one of the controls; `usual` is what they give it.
 * @param {Rule} rule @param {number} rate @param {number} usual */
function rateOf({ alpha, cooldown, optimiser }, rate, usual) {
  /** @param {number} one @param {number} other */
  const near = (one, other) => Math.abs(one - other) <= 1e-6 * other;
  /** @param {number} value */
  const text = (value) => String(+value.toPrecision(4));
  const cooled = near(usual, alpha) ? "" : `${text(cooldown)} · ${text(alpha)}`;
  const why = !near(rate, usual) ? `, halved from ${cooled || text(alpha)}`
    : cooled && ` = ${cooled}: cooldown, the last third`;
  return [["i", "α"], ` = ${text(rate)}${why}${OPTIMISERS[optimiser] ?? ""}`];
}
