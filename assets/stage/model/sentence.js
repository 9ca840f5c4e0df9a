// What happens in a step, in words. No DOM here.
import { spoken, verdict } from "./answers.js";
import { hides } from "./hidden.js";
import { axisName, neuronName } from "./names.js";
import { patternOf } from "./pattern.js";
import { figure, fixed, strongest, whole } from "./scales.js";
import { active, before, componentOf, gammaOf, place, ruleAt, writable } from "./tape.js";

/** For each axis of neuron j: how often it has fired, or opened its learned gate, since it last wrote this axis; -1 if not
 * in this window.
 * @param {Tape} tape @param {number} t @param {number} j @param {number} axes */
export function firesSince(tape, t, j, axes) {
  const since = new Int16Array(axes).fill(-1);
  let fires = 0;
  for (let k = t; k >= 0; k--) {
    const axis = tape.axis[k * tape.H + j];
    if (axis >= 0 && (!tape.gated || active(tape, k, j))) {
      if (since[axis] < 0) since[axis] = fires;
      fires += 1;
    }
    if (tape.starts[k]) break;
  }
  return since;
}

/** The same as a phase of step t sees it, which `holds` memories "before" the step, "decayed" or "after" it.
 * @param {Tape} tape @param {number} t @param {number} j @param {number} axes @param {Phase["holds"]} [holds] */
export function agesIn(tape, t, j, axes, holds = "after") {
  if (holds === "after") return firesSince(tape, t, j, axes);
  const ages = tape.starts[t] ? new Int16Array(axes).fill(-1) : firesSince(tape, t - 1, j, axes);
  const fires = tape.axis[t * tape.H + j] >= 0 && (!tape.gated || active(tape, t, j));
  return holds === "decayed" && fires ? ages.map((age) => (age < 0 ? age : age + 1)) : ages;
}

/** What the chosen neuron did: numbers that the equations, the sentence and the panel share.
 * @param {Tape} tape @param {number} t @param {number} j */
export function event(tape, t, j) {
  const { layer, local } = place(tape, j);
  const x = tape.x[t * tape.H + j];
  const w = tape.gate[t * tape.H + j];
  const { store, decay, code, floor, forced } = ruleAt(tape, t);
  const { write } = tape.header.parameters;
  const base = componentOf(layer, local);
  const near = patternOf(tape, j);
  const bits = near.map(({ value }) => (value(t) >= 0.5 ? 1 : 0));
  const axis = layer.axes ? worthSaying(tape, t, j, layer, base, bits) : -1;
  return {
    layer, local, x, w, axis, near, bits, store, decay, write, code, floor,
    forced: forced[j] !== undefined,
    number: local + 1,
    name: neuronName(tape, j),
    fires: !tape.recurrent && x >= 0.5,
    writes: layer.axes > 0 && w > 0,
    label: axis >= 0 ? axisName(tape, layer, axis) : "",
    was: axis >= 0 ? before(tape, t, base + axis) : 0,
    is: axis >= 0 ? tape.memory[t * tape.M + base + axis] : 0,
    gamma: gammaOf(tape, t, j),
    fade: tape.fade[t * tape.H + j],
    angle: tape.angles[j] ?? 0,
  };
}

/** The axis to work out in numbers: the one that was written, or of an input vector the largest. A learned gate writes even
 * where it is hardly open.
 * @param {Tape} tape @param {number} t @param {number} j @param {HiddenLayer} layer @param {number} base
 * @param {number[]} bits */
function worthSaying(tape, t, j, layer, base, bits) {
  if (tape.cells) return 0;
  const wrote = tape.axis[t * tape.H + j];
  const axis = wrote < 0 && tape.gated ? parseInt(bits.join("") || "0", 2) : wrote;
  const { write, read } = tape.header.parameters;
  if (axis < 0 || write !== "input" || read === "addressed") return axis;
  const inputs = writable(tape, layer) === tape.nIn ? tape.inputs.subarray(t * tape.nIn, (t + 1) * tape.nIn) : null;
  return inputs ? strongest(inputs, 0, tape.nIn, 1)[0] : strongest(tape.memory, t * tape.M + base, layer.axes, 1)[0];
}

/** The same for the ear.
 * @param {Tape} tape @param {number} t @param {number} j */
export const announced = (tape, t, j) => `Step ${whole(tape.first + t)}. ${account(tape, t, j, spoken(tape, t))}`;

/** What the step and its answer were, for the screen, where its number stands beside.
 * @param {Tape} tape @param {number} t @param {number} j */
export const sentence = (tape, t, j) => account(tape, t, j, tape.groups.length > 1 ? `${verdict(tape, t)}.` : spoken(tape, t));

/** @param {Tape} tape @param {number} t @param {number} j @param {string} answer */
function account(tape, t, j, answer) {
  if (tape.veil && hides(tape, t, ...tape.veil.phases)) return `What it does is still hidden. ${answer}`;
  const words = [];
  if (tape.starts[t]) words.push(tape.M || tape.header.network.state ? "An episode begins: memory and state are wiped." : "An episode begins.");
  words.push(acts(tape, event(tape, t, j)), answer);
  return words.join(" ");
}

/** @param {Tape} tape @param {ReturnType<typeof event>} happened */
function acts(tape, { name, fires, writes, x, w, layer, label, gamma, fade, angle, decay, write, was, is, forced }) {
  const { state } = tape.header.network;
  if (tape.model === "rnn") return `${name} is at ${fixed(x)}: its state of one step ago is overwritten.`;
  if (tape.model === "lstm") {
    return `${name}'s cell goes from ${fixed(was)} to ${fixed(is)}: its input gate is at ${fixed(w)}, its output at ${fixed(x)}.`;
  }
  if (state) return `${name} is at ${fixed(x)}.`;
  const what = write === "input" ? "the input" : `pattern ${label}`;
  if (tape.gated && layer.axes) {
    if (w < 0.02) return `${name}'s gate is closed (${fixed(w)}): its memory stays as good as it is.`;
    const moved = w >= 0.5 ? "opens to" : "stays at";
    return `${name}'s gate ${moved} ${fixed(w)}: its memory fades to ${figure(fade)} of itself, and ${figure(w)} of ${what} is written.`;
  }
  const does = forced ? "is forced to fire" : "fires";
  if (!fires) return layer.axes ? `${name} ${forced ? "is silenced" : "rests"}: its memory stays as it is.` : `${name} ${forced ? "is silenced" : "rests"}.`;
  if (!writes) return `${name} ${does}; it has no memory.`;
  const fades = decay === "none" ? "its memory keeps its size" : `its memory decays to ${figure(gamma)} of itself`;
  const turns = angle ? `, turns by ${figure(angle)}` : "";
  return `${name} ${does}: ${fades}${turns} and ${what} is written.`;
}
