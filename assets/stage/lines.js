// The equations of a step, phase by phase, with its numbers, as parts for `sayParts`. No DOM here.
//
// A part is a text, or [tag, text, place]: a glyph and the place in the picture that it stands for.
import { answersAt } from "./answers.js";
import { axisName, before, componentOf } from "./decode.js";
import { phasesOf } from "./phases.js";
import { event } from "./sentence.js";
import { brief, fixed, strongest, whole } from "./scales.js";
import { factor, staying } from "./xraypast.js";

const glyph = (letter, place, index = null) =>
  index === null ? [["i", letter, place]] : [["i", letter, place], ["sub", index, place]];

/** [{ name, parts }] for every phase of step t, about neuron j. */
export function linesOf(tape, t, j) {
  const happened = { t, j, ...event(tape, t, j) };
  return phasesOf(tape).map(({ name }) => ({ name, parts: LINES[name](tape, happened) }));
}

const LINES = {
  read(tape, { t, layer, local, number }) {
    const input = Array.from(tape.inputs.subarray(t * tape.nIn, (t + 1) * tape.nIn));
    const shown = input.length > 5 ? `of ${whole(input.length)} values` : `(${input.map((value) => brief(value)).join(", ")})`;
    const parts = ["input ", ["b", shown, "in"]];
    if (tape.starts[t]) return [...parts, layer.axes || tape.recurrent ? " · state and memory wiped" : ""];
    if (tape.model === "rnn") return [...parts, " and the state of one step ago"];
    if (!layer.axes) return parts;
    const was = Float32Array.from({ length: layer.axes }, (_, axis) => before(tape, t, componentOf(layer, local) + axis));
    if (tape.model === "lstm") return [...parts, " · ", ...glyph("c", "M", number), ` = ${fixed(was[0])}`];
    const M = [" · ", ...glyph("M", "M", number), " = "];
    if (tape.header.parameters?.write === "input" && layer.axes <= 5) return [...parts, ...M, `(${Array.from(was, (value) => brief(value)).join(", ")})`];
    const held = strongest(was, 0, layer.axes, 2).filter((axis) => was[axis] !== 0);
    const text = held.map((axis) => `${brief(was[axis])} on ${axisName(tape, layer, axis)}`).join(", ");
    const more = was.filter((value) => value !== 0).length > held.length ? ", …" : "";
    return [...parts, ...M, `${text || "empty"}${more}`];
  },

  forward(tape, { number, x }) {
    const X = glyph("x", "x", number);
    if (tape.model === "lstm") return [...X, " = output gate · tanh ", ...glyph("c", "M", number), ` = ${fixed(x)}`];
    const sum = tape.recurrent ? Math.atanh(x) : Math.log(x / (1 - x));
    const weighted = tape.recurrent ? [" + ", ["i", "U", "x"], ["i", "x", "x"]] : [];
    const inside = Number.isFinite(sum) ? `(${fixed(sum)})` : x > 0 ? "(large)" : "(very negative)";
    const squash = tape.recurrent ? "tanh" : "σ";
    return [...X, ` = ${squash}(`, ["i", "W", "W"], ["i", "a", "in"], ...weighted, " + ", ["i", "b", "W"], `) = ${squash}${inside} = ${fixed(x)}`];
  },

  error(tape, { t }) {
    const asked = answersAt(tape, t).filter((answer) => answer.asked);
    if (!asked.length) return ["nothing is asked: no error"];
    const cross = tape.header.parameters?.loss === "cross-entropy";
    const sum = cross ? ["−Σ ", ["i", "y", "out"], " ln ", ["i", "x", "out"]] : ["½ Σ (", ["i", "x", "out"], " − ", ["i", "y", "out"], ")²"];
    const { delta, name } = steepest(tape, t);
    const worst = name === null ? [] : [" · ", ...glyph("δ", "out", name), ` = ${fixed(delta, 3)}`];
    return [["i", "ε", "out"], " = ", ...sum, ` = ${fixed(tape.loss[t], 4)}`, ...worst];
  },

  back(tape, { t, j, number }) {
    if (!answersAt(tape, t).some((answer) => answer.asked)) return ["nothing flows back, no weight moves"];
    if (tape.recurrent) return ["back through time; Adam moves ", ["i", "W", "W"], ", ", ["i", "U", "x"], " and ", ["i", "b", "W"]];
    const delta = tape.delta ? tape.delta[t * (tape.H + tape.nOut) + j] : 0;
    const W = ["i", "W", "W"];
    const { optimiser = "sgd" } = tape.header.parameters ?? {};
    const rate = optimiser === "sgd" ? `, α = ${brief(rateAt(tape, t))}` : ` (${optimiser === "adagrad" ? "AdaGrad" : "line search"})`;
    return [...glyph("δ", "x", number), ` = ${tiny(delta)} · `, W, " ← ", W, " − ", ["i", "α"], ["i", "δ", "x"], ["i", "a", "in"], rate];
  },

  "fire?"(tape, { number, x, fires, near, bits, layer }) {
    const parts = [...glyph("x", "x", number), ` = ${fixed(x)} ${fires ? "≥" : "<"} ½: `, ["b", fires ? "fires" : "rests"]];
    if (!layer.axes || !near.length) return parts;
    const who = near.length > 5 ? "neighbours" : near.map(({ name }) => name).join(" ");
    return [...parts, ` · ${who} → ${tape.header.parameters?.read === "addressed" ? "slot" : "pattern"} ${bits.join("")}`];
  },

  gate(tape, { number, w, gamma, layer }) {
    if (!layer.axes) return ["this layer has no memory to write"];
    return [...glyph("w", "gate", number), ` = ${fixed(w)}: keeps 1 − ${brief(w)}·${brief(1 - gamma)} = `, ["b", fixed(1 - w * (1 - gamma))]];
  },

  decay(tape, { t, j, number, layer, local, writes, decay, gamma, angle, was, axis, label, w }) {
    const M = glyph("M", "M", number);
    if (!layer.axes) return ["no memory in this layer"];
    if (!writes) return [...M, " stays as it is"];
    if (angle) {
      const rule = [...M, " ← ", ...(decay === "none" ? [] : [["i", "γ"]]), ...M, ` turned by ${brief(angle)}`];
      return axis < 0 ? rule : [...rule, ` · on ${label}: ${fixed(was)} → ${fixed(staying(tape, t, j, componentOf(layer, local) + axis))}`];
    }
    if (decay === "none") return [...M, " keeps its size (no decay)"];
    const kept = tape.gated ? `(1 − ${brief(w)}·${brief(1 - gamma)})` : brief(gamma);
    const rule = [...M, " ← ", ...(tape.gated ? [kept] : [["i", "γ"]]), ...M];
    if (axis < 0) return rule;
    const left = factor(tape, j, w, was);
    return [...rule, ` · on ${label}: ${brief(left)} · ${fixed(was)} = ${fixed(left * was)}`];
  },

  write(tape, { t, j, number, layer, local, writes, was, is, axis, label, write, code, store }) {
    const M = glyph("M", "M", number);
    if (!layer.axes) return ["nothing is written"];
    if (!writes || axis < 0) return ["nothing is written to ", ...M];
    const vector = write === "input" ? ["input"] : code === "soft" ? [["i", "g", "x"]] : [["i", "e", "x"], ["sub", label, "x"]];
    const [kept, share] = [staying(tape, t, j, componentOf(layer, local) + axis), tape.gated ? [["i", "w", "gate"], "·"] : []];
    if (store === "refresh") return [...M, " ← larger of ", ...M, " and ", ...vector, ` · on ${label}: ${fixed(is)}`];
    const gained = is - kept;
    const amount = brief(Math.abs(gained));
    const sum = `${fixed(kept)} ${gained < 0 && amount !== "0" ? "−" : "+"} ${amount} = ${fixed(is)}`;
    return [...M, " ← ", ...M, " + ", ...share, ...vector, ` · on ${label}: ${sum}`];
  },

  state(tape, { number, was, is, w }) {
    return [...glyph("c", "M", number), ` = ${fixed(was)} → `, ["b", fixed(is)], " · input gate ", ["i", "w", "gate"], ` = ${fixed(w)}`];
  },
};

/** The output with the largest error: its name, and its delta. */
function steepest(tape, t) {
  let [delta, name] = [0, null];
  for (let k = 0; k < tape.nOut && tape.delta; k++) {
    const value = tape.delta[t * (tape.H + tape.nOut) + tape.H + k];
    if (Math.abs(value) > Math.abs(delta)) [delta, name] = [value, tape.header.labels?.outputs?.[k] ?? k + 1];
  }
  return { delta, name };
}

/** The learning rate of a step: lower in the last third. */
function rateAt(tape, t) {
  const { alpha = 0, cooldown = 1, steps = Infinity } = tape.header.parameters ?? {};
  return tape.first + t - 1 >= steps - Math.floor(steps / 3) ? alpha * cooldown : alpha;
}

const tiny = (value) => (value !== 0 && Math.abs(value) < 0.001 ? value.toExponential(1).replace("-", "−").replace("e-", "e−") : fixed(value, 3));
