// The weights between standard neurons as curves: which are worth drawing, and which one is under a point. No DOM here.
import { clamp } from "../../model/scales.js";
import { yOf } from "./layout.js";

const MANY = 60; // edges between two layers that can still be told apart
const NEAR = 4; // px that a pointer may be beside an edge

/** All weights between two columns in a frame (see `frameAt`): flat, the receiver's row by row; null where the tape
 * has none.
 * @param {Tape} tape @param {Plan} plan @param {number} column @param {number} frame */
function weightsInto(tape, plan, column, frame) {
  const sizes = plan.columns.slice(1).map((to, k) => plan.columns[k].size * to.size);
  /** @param {number} count */
  const sum = (count) => sizes.slice(0, count).reduce((all, size) => all + size, 0);
  const begin = frame * sum(sizes.length) + sum(column - 1);
  const end = begin + sizes[column - 1];
  return end <= tape.weights.length ? tape.weights.subarray(begin, end) : null;
}

/** The edge into node `receiver` of a column, `share` (0 to 1) of the largest weight between the two layers.
 * @param {Plan} plan @param {ArrayLike<number>} weights @param {number} top @param {number} column @param {number} receiver
 * @param {number} sender */
function edge(plan, weights, top, column, receiver, sender) {
  const [from, to] = [plan.columns[column - 1], plan.columns[column]];
  const weight = weights[receiver * from.size + sender];
  return { column, receiver, sender, weight, share: Math.abs(weight) / top, x1: from.out, y1: yOf(from, sender), x2: to.in, y2: yOf(to, receiver) };
}

/** @param {Float32Array} weights */
const largest = (weights) => weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;

/** The edges that are drawn of all neurons: every one where there are few, else the strongest few into each.
 * @param {Tape} tape @param {Plan} plan @param {number} [frame] */
export function strongestEdges(tape, plan, frame = 0) {
  return plan.columns.slice(1).flatMap((to, k) => {
    const [from, column] = [plan.columns[k], k + 1];
    const weights = weightsInto(tape, plan, column, frame);
    if (!weights) return [];
    const top = largest(weights);
    const few = from.size * to.size <= MANY ? from.size : clamp(Math.floor(MANY / to.size), 1, from.size);
    return Array.from({ length: to.size }, (_, receiver) =>
      Array.from({ length: from.size }, (_, sender) => edge(plan, weights, top, column, receiver, sender))
        .sort((a, b) => b.share - a.share).slice(0, few)).flat();
  });
}

/** All edges of one node, into it and out of it.
 * @param {Tape} tape @param {Plan} plan @param {NodeAt} nodeAt @param {number} [frame] */
export function edgesOf(tape, plan, { column, n }, frame = 0) {
  const found = [];
  for (const into of [column, column + 1]) {
    if (into < 1 || into >= plan.columns.length) continue;
    const weights = weightsInto(tape, plan, into, frame);
    if (!weights) continue;
    const [top, others] = [largest(weights), plan.columns[into === column ? into - 1 : into].size];
    for (let k = 0; k < others; k++) {
      found.push(into === column ? edge(plan, weights, top, into, n, k) : edge(plan, weights, top, into, k, n));
    }
  }
  return found;
}

/** Trace an edge with a pen: it leaves and arrives level.
 * @param {Pen} pen @param {Edge} edge */
export function trace(pen, { x1, y1, x2, y2 }) {
  const bend = (x2 - x1) * 0.4;
  pen.moveTo(x1, y1);
  pen.bezierCurveTo(x1 + bend, y1, x2 - bend, y2, x2, y2);
}

/** Height of an edge above x.
 * @param {Edge} edge @param {number} x */
export function heightOf({ x1, y1, x2, y2 }, x) {
  /** @param {number} s */
  const along = (s) => 1.2 * s * (1 - s) ** 2 + 1.8 * s ** 2 * (1 - s) + s ** 3;
  const goal = (x - x1) / (x2 - x1);
  let [low, high] = [0, 1];
  for (let k = 0; k < 20; k++) [low, high] = along((low + high) / 2) < goal ? [(low + high) / 2, high] : [low, (low + high) / 2];
  return y1 + (y2 - y1) * (3 * low ** 2 - 2 * low ** 3);
}

/** The edge under a point, of those nearest the first in the list; null where there is none.
 * @param {Edge[]} all @param {number} x @param {number} y */
export function edgeAt(all, x, y) {
  /** @type {Edge | null} */
  let best = null;
  let least = NEAR;
  for (const each of all) {
    if (x < each.x1 || x > each.x2) continue;
    const away = Math.abs(heightOf(each, x) - y);
    if (away < least) [best, least] = [each, away];
  }
  return best;
}
