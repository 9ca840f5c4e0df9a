// What happens in a step, in words and as Eq. (11) with its numbers. No DOM here.
import { axisName, before, componentOf, neighbours, neuronName, outputName, place } from "./decode.js";
import { fixed, whole } from "./scales.js";

/** For each axis of neuron j: how often it has fired since it last wrote this axis; -1 if not in this window. */
export function firesSince(tape, t, j, axes) {
  const since = new Int16Array(axes).fill(-1);
  let fires = 0;
  for (let k = t; k >= 0; k--) {
    const axis = tape.axis[k * tape.H + j];
    if (axis >= 0) {
      if (since[axis] < 0) since[axis] = fires;
      fires += 1;
    }
    if (tape.starts[k]) break;
  }
  return since;
}

/** What the chosen neuron did: numbers that the equation, the sentence and the panel share. */
export function event(tape, t, j) {
  const { layer, local } = place(tape, j);
  const x = tape.x[t * tape.H + j];
  const axis = tape.axis[t * tape.H + j];
  const parameters = tape.header.parameters ?? {};
  const base = componentOf(layer, local);
  const near = layer.axes && parameters.write !== "input" ? neighbours(local, layer.size, parameters.tau ?? 0) : [];
  return {
    layer, local, x, axis, near,
    number: local + 1,
    name: neuronName(tape, j),
    fires: !tape.recurrent && x >= 0.5,
    bits: near.map((n) => (tape.x[t * tape.H + layer.neuron + n] >= 0.5 ? 1 : 0)),
    label: axis >= 0 ? axisName(tape, layer, axis) : "",
    was: axis >= 0 ? before(tape, t, base + axis) : 0,
    is: axis >= 0 ? tape.memory[t * tape.M + base + axis] : 0,
    gamma: parameters.gamma ?? 1,
    store: parameters.store ?? "add",
    decay: parameters.decay ?? "exponential",
    write: parameters.write ?? "neighbour",
    code: parameters.code ?? "hard",
  };
}

const plain = (value) => fixed(value, 2).replace(/\.?0+$/, "");

/** Eq. (11) of the chosen neuron, symbols then numbers, as parts for `sayParts`. */
export function equation(happened) {
  const M = [["i", "M"], ["sub", happened.number]];
  if (!happened.layer.axes) return [];
  if (!happened.fires || happened.axis < 0) return [...M, " unchanged"];
  const factor = happened.decay === "none" ? "" : `${plain(happened.gamma)}·`;
  const rule = [...M, " ← ", ...(happened.decay === "none" ? [] : [["i", "γ"], "·"]), ...M, " + ", ["i", "g"]];
  if (happened.code === "soft" && happened.write !== "input") return rule;
  const gained = happened.write === "input" ? ["input"] : [["i", "e"], ["sub", happened.label]];
  return [...rule, ` = ${factor}`, ...M, " + ", ...gained];
}

/** The component that was written, worked out: "on 101: 0.5 · 1.50 + 1 = 1.75". */
export function worked(happened) {
  const { fires, axis, label, was, is, gamma, store, decay } = happened;
  if (!fires || axis < 0) return "";
  const on = `axis ${label}: `;
  if (store === "refresh") return `${on}${fixed(was)} refreshed to ${fixed(is)}`;
  if (decay === "asymptotic") return `${on}${fixed(was)} → ${fixed(is)}`;
  const kept = decay === "none" ? 1 : gamma;
  const gained = is - kept * was;
  return `${on}${plain(kept)} · ${fixed(was)} ${gained < 0 ? "−" : "+"} ${plain(Math.abs(gained))} = ${fixed(is)}`;
}

/** One sentence about the step, for the screen and for screen readers. */
export function sentence(tape, t, j) {
  const happened = event(tape, t, j);
  const words = [`Step ${whole(tape.first + t)}.`];
  if (tape.starts[t]) words.push("Memory and state are wiped.");
  if (tape.wanted[t] >= 0) words.push(`Target ${outputName(tape, tape.wanted[t])}.`);
  words.push(...acts(tape, happened));
  if (!tape.scored[t]) words.push("The answer is not scored.");
  else if (tape.wanted[t] < 0) words.push(tape.wrong[t] ? "The answer is wrong." : "The answer is right.");
  else words.push(`Answer ${outputName(tape, tape.answers[t])}: ${tape.wrong[t] ? "wrong" : "right"}.`);
  return words.join(" ");
}

function acts(tape, { name, fires, x, layer, label, axis, gamma, decay, write }) {
  if (tape.recurrent) return [`${name} is at ${fixed(x)}.`];
  if (!fires) return [layer.axes ? `${name} rests: its memory stays as it is.` : `${name} rests.`];
  if (!layer.axes || axis < 0) return [`${name} fires; it has no memory.`];
  const fades = decay === "none" ? "its memory keeps its size" : `its memory fades to ${plain(gamma)} of itself`;
  return [`${name} fires: ${fades} and ${write === "input" ? "the input" : `pattern ${label}`} is written.`];
}
