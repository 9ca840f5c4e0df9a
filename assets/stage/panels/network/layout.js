// Where the parts of the network picture lie. Geometry only, no DOM.
import { clamp } from "../../model/scales.js";
import { sideOf } from "./input-image.js";

const HEAD = 20; // the layers' names
export const EDGE = 6; // free beside the outputs' numbers
const LOOP = 12; // what a recurrent network feeds back goes over its hidden layer

/** Columns of the picture: input, hidden layers with their memory banks, output; each with its nodes.
 * @param {Tape} tape @param {number} width @param {number} height @param {number} [size]
 * @returns {Plan} */
export function layout(tape, width, height, size = 12) {
  const many = tape.hidden.length > 1;
  const small = Math.min(width * (many ? 0.2 : 0.26), height * 0.42, 190);
  const scatter = tape.nIn === 2 ? { x: 0, y: HEAD, size: Math.max(64, Math.round(small)) } : null;
  const picture = sideOf(tape.nIn) ? { x: 0, y: HEAD, size: Math.max(64, Math.round(small)) } : null;
  const longest = picture ? 0 : Math.max(0, ...(tape.header.labels?.inputs ?? []).map((name) => name.length));
  const leftWidth = Math.max((scatter ?? picture)?.size ?? 0, size * clamp(4.6 + longest * 0.55, 6, 12));
  const rightWidth = clamp(width * (many ? 0.22 : 0.29), size * (many ? 8.5 : 10), 260);
  const gap = many ? 28 : 40;
  const from = leftWidth + gap;
  const to = width - rightWidth - gap;
  const each = (to - from) / Math.max(1, tape.hidden.length);
  const columns = tape.layers.map((layer, l) => {
    if (layer.kind === "input") return inputs(layer, leftWidth, scatter ?? picture, height, size);
    if (layer.kind === "output") return outputs(tape, layer, width - rightWidth, rightWidth, height, size);
    const h = tape.layers.slice(0, l).filter(({ kind }) => kind === "hidden").length;
    return hiddenColumn(tape, tape.hidden[h], from + each * h, each, height, size);
  });
  return { scatter, picture, columns };
}

/** What all columns have; the rest is 0 or nothing until a kind of layer gives it.
 * @param {Layer} layer @param {number} top @param {number} height @param {number} most @returns {Column} */
function column(layer, top, height, most) {
  const pitch = Math.min(most, (height - top) / Math.max(1, layer.size));
  const used = pitch * layer.size;
  const rest = { number: 0, neuron: 0, memory: 0, x: 0, in: 0, out: 0, left: 0, right: 0, bar: 0, name: 0, apart: 0, bank: null };
  return { ...rest, ...layer, pitch, top: top + (height - top - used) / 2, r: clamp(pitch * 0.42, 1.5, 9) };
}

/** Height of node n of a column.
 * @param {Column} col @param {number} n */
export const yOf = (col, n) => col.top + col.pitch * (n + 0.5) + (col.lifts ? col.lifts[n] : 0);

/** @param {Layer} layer @param {number} width @param {Square | null} above @param {number} height @param {number} size */
function inputs(layer, width, above, height, size) {
  const top = above ? above.y + above.size + size : HEAD;
  const col = column(layer, top, height, Math.max(26, size * 2.2));
  if (above) col.top = top + 4;
  return { ...col, x: width - 8, out: width - 8 + col.r + 2, left: 0 };
}

/** Several answers stand apart, each under its name.
 * @param {Tape} tape @param {Layer} layer @param {number} x @param {number} width @param {number} height
 * @param {number} size */
function outputs(tape, layer, x, width, height, size) {
  const apart = tape.groups.some((group) => group.size > 1) && tape.groups.length > 1 ? size * 1.5 : 0;
  const col = column(layer, HEAD, height - apart * tape.groups.length, 34);
  col.lifts = tape.groups.flatMap((group, g) => Array(group.size).fill(apart * (g + 1)));
  return { ...col, apart, x: x + 10, in: x + 10 - col.r - 2, right: x + width - EDGE, bar: x + 10 + col.r + 8 };
}

/** @param {Tape} tape @param {HiddenLayer} layer @param {number} x @param {number} width @param {number} height
 * @param {number} size */
function hiddenColumn(tape, layer, x, width, height, size) {
  const count = tape.hidden.length;
  const col = column(layer, HEAD + (tape.recurrent ? LOOP : 0), height, 30);
  const room = count > 1 ? width - 26 : width * 0.86;
  const name = size * 1.7; // the neuron's number
  const start = count > 1 ? x : x + (width - room) / 2;
  const cx = start + name + col.r + 4;
  const bankX = cx + col.r + 4;
  const bankRoom = Math.max(0, start + room - bankX);
  // A bank with few axes shows each as a cell; one with many shows a strip.
  const cell = layer.axes ? Math.min(bankRoom / layer.axes, col.pitch * 0.9, 14) : 0;
  const bank = layer.axes ? { x: bankX, width: cell * layer.axes, cell, height: clamp(col.pitch * 0.62, 2, 14) } : null;
  return { ...col, x: cx, name: start, in: start - 1, out: bank ? bankX + bank.width + 2 : cx + col.r + 2, bank };
}

/** The place of the picture under a point, as phases and glyphs name them: in, x, M, out; null between them.
 * @param {Plan} plan @param {number} x @param {number} y */
export function placeAt(plan, x, y) {
  const square = plan.scatter ?? plan.picture;
  if (square && x < square.size && y > square.y && y < square.y + square.size) return "in";
  for (const col of plan.columns) {
    if (y < col.top || y > yOf(col, col.size - 1) + col.pitch) continue;
    if (col.kind === "input" && x < col.x + col.r + 4) return "in";
    if (col.kind === "output" && x > col.in - 4) return "out";
    if (col.kind === "hidden" && x > col.name - 6 && x < col.out + 6) return col.bank && x >= col.bank.x - 2 ? "M" : "x";
  }
  return null;
}

/** The node under a point of the picture, with its name and what stands beside it: { column, n }; null between nodes.
 * @param {Plan} plan @param {number} x @param {number} y */
export function nodeAt(plan, x, y) {
  for (const [column, col] of plan.columns.entries()) {
    const [from, to] = col.kind === "hidden" ? [col.name - 6, col.out + 6] : col.kind === "input" ? [0, col.out] : [col.in, col.right];
    if (x < from || x > to) continue;
    const n = Array.from({ length: col.size }, (_, k) => k).findIndex((k) => Math.abs(y - yOf(col, k)) <= col.pitch / 2);
    if (n >= 0) return { column, n };
  }
  return null;
}

/** The hidden neuron under a point of the picture, or -1.
 * @param {Plan} plan @param {number} x @param {number} y */
export function neuronAt(plan, x, y) {
  const node = nodeAt(plan, x, y);
  const col = node && plan.columns[node.column];
  return node && col?.kind === "hidden" ? col.neuron + node.n : -1;
}

/** The node of hidden neuron j.
 * @param {Plan} plan @param {number} j */
export function nodeOf(plan, j) {
  const column = plan.columns.findIndex((col) => col.kind === "hidden" && j >= col.neuron && j < col.neuron + col.size);
  return { column, n: j - plan.columns[column]?.neuron };
}
