// The words of the network picture: what a place says when it is pointed at, and what its marks mean. No DOM here.
import { answersAt, outputName } from "../../model/answers.js";
import { hides, hidesAct, hidesTarget, unless } from "../../model/hidden.js";
import { componentWords, neuronName } from "../../model/names.js";
import { fixed, whole } from "../../model/scales.js";
import { frameAt, place, ruleAt } from "../../model/tape.js";
import { sideOf } from "./input-image.js";
import { nodeAt } from "./layout.js";

/** @param {Tape} tape @param {number} n */
const inputName = (tape, n) => tape.header.labels?.inputs?.[n] ?? `input ${n + 1}`;

/** A hidden neuron: its output, whether it fires, and how far its gate is open.
 * @param {Tape} tape @param {number} t @param {number} j */
export function neuronWords(tape, t, j) {
  const k = t * tape.H + j;
  const gate = tape.model === "lstm" || (tape.gated && place(tape, j).layer.axes) ? `, gate ${unless(hidesAct(tape, t), () => fixed(tape.gate[k]))}` : "";
  if (hides(tape, t, "forward")) return `${neuronName(tape, j)}: x = ?${gate}`;
  const fires = tape.recurrent || hides(tape, t, "fire?") ? "" : tape.x[k] >= 0.5 ? ", fires" : ", rests";
  return `${neuronName(tape, j)}: x = ${fixed(tape.x[k])}${fires}${gate}`;
}

/** An output: what it is, what it should be, and the error that goes back from it.
 * @param {Tape} tape @param {number} t @param {number} k */
function outputWords(tape, t, k) {
  const asked = answersAt(tape, t).some((answer) => answer.asked && k >= answer.first && k < answer.first + answer.size);
  const at = t * tape.nOut + k;
  const delta = tape.delta[t * (tape.H + tape.nOut) + tape.H + k];
  const wanted = !asked ? "not asked" : hidesTarget(tape, t) ? "target ?" : `target ${fixed(tape.targets[at])}, δ = ${unless(hides(tape, t, "error"), () => fixed(delta, 4))}`;
  return `Output ${outputName(tape, k)}: ${unless(hides(tape, t, "output"), () => fixed(tape.outputs[at], 4))}, ${wanted}`;
}

/** @param {Tape} tape @param {number} t @param {number} n */
const inputWords = (tape, t, n) => `Input ${inputName(tape, n)}: ${fixed(tape.inputs[t * tape.nIn + n], 4)}`;

/** What lies under a point of the picture, in words: the input's plane or image, a node, or a component of a memory; null
 * between them.
 * @param {Tape} tape @param {number} t @param {Float32Array} memory @param {Plan} plan @param {number} x @param {number} y */
export function wordsAt(tape, t, memory, plan, x, y) {
  const square = plan.scatter ?? plan.picture;
  if (square && x >= square.x && x < square.x + square.size && y >= square.y && y < square.y + square.size) {
    return plan.scatter ? pointWords(tape, t) : pixelWords(tape, t, square, x, y);
  }
  const node = nodeAt(plan, x, y);
  if (!node) return null;
  const [col, n] = [plan.columns[node.column], node.n];
  if (col.kind === "input") return inputWords(tape, t, n);
  if (col.kind === "output") return outputWords(tape, t, n);
  const axis = col.bank && x >= col.bank.x ? Math.floor((x - col.bank.x) / col.bank.cell) : -1;
  return axis >= 0 && axis < col.axes ? componentWords(tape, memory, tape.hidden[col.number - 1], n, axis) : neuronWords(tape, t, col.neuron + n);
}

/** @param {Tape} tape @param {number} t */
function pointWords(tape, t) {
  const is = tape.wanted[t] < 0 ? "Input" : `Class ${outputName(tape, tape.wanted[t])}`;
  return `${is} at ${[0, 1].map((n) => `${inputName(tape, n)} = ${fixed(tape.inputs[2 * t + n])}`).join(", ")}`;
}

/** @param {Tape} tape @param {number} t @param {Square} square @param {number} x @param {number} y */
function pixelWords(tape, t, { x: left, y: top, size }, x, y) {
  const side = sideOf(tape.nIn);
  const cell = Math.floor(size / side);
  const [column, row] = [Math.floor((x - left) / cell), Math.floor((y - top) / cell)];
  if (column >= side || row >= side) return null;
  return `Pixel in row ${row + 1}, column ${column + 1}: ${fixed(tape.inputs[t * tape.nIn + row * side + column])}`;
}

/** An edge: from where to where, and its weight as it is known when step t begins; which step's it is where it learns.
 * @param {Tape} tape @param {number} t @param {Column[]} columns @param {Edge} edge */
export function edgeWords(tape, t, columns, { column, receiver, sender, weight }) {
  /** @param {Column} col @param {number} n */
  const name = (col, n) =>
    col.kind === "input" ? inputName(tape, n) : col.kind === "output" ? `output ${outputName(tape, n)}` : neuronName(tape, col.neuron + n).toLowerCase();
  const since = ruleAt(tape, t).learn ? `, after step ${whole(tape.header.frames[frameAt(tape, t)])}` : "";
  return `Weight from ${name(columns[column - 1], sender)} to ${name(columns[column], receiver)}: ${fixed(weight, 3)}${since}`;
}

/** Sign and words of each mark that the picture of this network has, for its legend.
 * @param {Tape} tape
 * @returns {string[][]} [sign, words] */
export function marksOf(tape) {
  const target = { class: ["frame", "wanted"], bit: ["frame", "wanted"], number: ["tick", "target"] }[tape.groups[0].kind];
  const { tau, write } = tape.header.parameters ?? {};
  return [
    ["plus", "weight +"], ["minus", "−"],
    ...(tape.recurrent ? [] : [["ring", "fires"]]),
    ...(tape.model === "lstm" || tape.gated ? [["arc", "gate"]] : []),
    ...(tape.banks && tau && write !== "input" ? [["near", "neighbours"]] : []),
    target,
  ];
}
