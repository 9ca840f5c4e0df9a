// What the browser makes of the bytes of a window: numbers to hold against Python's, and every sentence that it would say.
import { answersAt, spoken, verdict as answered } from "/stage/model/answers.js";
import { decode } from "/stage/model/decode.js";
import { EVENTS, happens } from "/stage/model/events.js";
import { homes, living, wrote } from "/stage/model/input-trail.js";
import { memoriesAt, phasesOf } from "/stage/model/phases.js";
import { weightsOf, whose } from "/stage/model/read-weights.js";
import { announced } from "/stage/model/sentence.js";
import { equationsOf } from "/stage/model/step-equations.js";
import { everyTerm } from "/stage/model/step-sums.js";
import { componentOf, gammaOf, place } from "/stage/model/tape.js";
import { change, origins } from "/stage/model/write-origins.js";
import { direction, moves, varied } from "/stage/panels/geometry/view.js";
import { rule, standing, sum, survey, verdict } from "/stage/panels/xray/words.js";

/** A line as text; an index is no number of its own. */
const MARKS = { sup: "^", sub: "_" };
const words = (parts) => parts.map((part) => (typeof part === "string" ? part : part[0] in MARKS ? MARKS[part[0]] + String(part[1]).replaceAll(" ", "_") : part[1])).join("");
const numbers = (values) => Array.from(values, Number);

/** Decode a window, and its other future behind it, and tell of these of its steps. */
export function told(text, picked) {
  const tape = decode(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
  return [tape, tape.other].filter(Boolean).map((each) => report(each, picked.filter((t) => t < each.count)));
}

function report(tape, picked) {
  const { model, first, count, groups, H, M } = tape;
  const steps = picked.map((t) => step(tape, t));
  return { model, first, count, groups, H, M, mistakes: numbers(tape.mistake), rates: numbers(tape.rates), usual: numbers(tape.usual), wanted: numbers(tape.wanted), steps, events: events(tape) };
}

/** All events of the first hidden neuron and the last one, about the axis that it wrote last: [kind, neuron, axis, steps]. */
function events(tape) {
  const all = Array.from({ length: tape.count }, (_, t) => t);
  return [0, tape.H - 1].flatMap((focus) => {
    const { layer } = place(tape, focus);
    const axis = layer.axes ? Math.max(0, tape.axis[all.findLast((t) => tape.axis[t * tape.H + focus] >= 0) * tape.H + focus] || 0) : null;
    return EVENTS.filter(({ has }) => has(tape)).map(({ kind }) => [kind, focus, axis, all.filter((t) => happens(tape, t, kind, { focus, axis }))]);
  });
}

function step(tape, t) {
  const neurons = [...new Set([0, tape.H - 1, t % tape.H])];
  const phases = phasesOf(tape);
  const holds = (name) => numbers(memoriesAt(tape, t, phases.find(({ holds: which }) => which === name) ?? null));
  return {
    t, answers: answersAt(tape, t).map(({ is, wanted, asked, error }) => ({ is, wanted, asked, error })),
    x: numbers(tape.x.subarray(t * tape.H, (t + 1) * tape.H)), gammas: neurons.map((j) => gammaOf(tape, t, j) ?? null),
    before: holds("before"), after: holds("after"), stayed: numbers(tape.stayed.subarray(t * tape.M, (t + 1) * tape.M)),
    gained: tape.hidden.flatMap((layer) => Array.from({ length: layer.size * layer.axes }, (_, n) => change(tape, t, layer.neuron + Math.floor(n / layer.axes), layer.memory + n).gained)),
    said: [answered(tape, t), spoken(tape, t), everyTerm(tape, t), ...neurons.map((j) => announced(tape, t, j))],
    lines: neurons.flatMap((j) => equationsOf(tape, t, j).map(({ name, parts }) => [name, words(parts)])),
    xray: tape.model === "nmn" && tape.M ? neurons.flatMap((j) => component(tape, t, j)) : [],
  };
}

/** What the X-ray and the picture in three dimensions say of the largest component of a neuron. */
function component(tape, t, j) {
  const layer = tape.hidden.find((each) => j < each.neuron + each.size);
  if (!layer.axes) return [];
  const axis = direction(tape, t, j).parts[0]?.axis ?? 0;
  const i = componentOf(layer, j - layer.neuron) + axis;
  const value = tape.memory[t * tape.M + i];
  const found = origins(tape, t, j, i);
  const all = wrote(homes(tape, Math.max(0, t - 2), t));
  const { was, faded, is } = moves(tape, t, j, varied(tape, j));
  return [{
    value, total: found.writes.reduce((total, { size }) => total + size, found.rest), vectors: [was, faded, is].map(numbers),
    words: [words(rule(tape, t)), words(sum(tape, j, found, value)), verdict(tape, j, found, value), survey(tape, all, living(all)), whose(tape, t), ...all.map((home) => standing(tape, home))],
    reads: weightsOf(tape, t, i)?.length ?? 0,
  }];
}
