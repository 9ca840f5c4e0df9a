// One's own sequence as lines of text, and what a pad does to them. No DOM here.
import { clamp, typed } from "./scales.js";

/** The lines of a text that are steps.
 * @param {string} text */
export const stepLines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** The numbers of a line's input, [] where they are names or nothing.
 * @param {string} line @param {number} width */
export function inputOf(line, width) {
  const numbers = line.split("=")[0].trim().split(/[\s,;]+/).map(Number);
  return numbers.length === width && numbers.every(Number.isFinite) ? numbers : [];
}

/** The line with another input and the same answer.
 * @param {string} line @param {(string | number)[]} values */
function withInput(line, values) {
  const answer = line.includes("=") ? ` =${line.slice(line.indexOf("=") + 1)}` : "";
  return values.join(" ") + answer;
}

/** Lines with input `row` turned on or off in step `k`; behind the end there are steps with nothing on.
 * @param {string[]} lines @param {number} k @param {number} row @param {number} width @param {number} on */
export function toggled(lines, k, row, width, on) {
  const grown = lines.slice();
  while (grown.length <= k) grown.push(Array(width).fill("0").join(" "));
  const now = inputOf(grown[k], width);
  const values = Array.from({ length: width }, (_, n) => (n === row ? (now[n] ? 0 : on) : now[n] ?? 0));
  grown[k] = withInput(grown[k], values);
  return grown;
}

/** Lines with the numbers of the steps from `from` to `to` on a straight line between two values, as a pen draws it.
 * @param {string[]} lines @param {number} from @param {number} to @param {number} start @param {number} end */
export function drawn(lines, from, to, start, end) {
  const grown = lines.slice();
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  for (let k = grown.length; k < low; k++) grown.push(typed(start));
  for (let k = low; k <= high; k++) {
    const value = from === to ? end : start + ((end - start) * (k - from)) / (to - from);
    grown[k] = withInput(grown[k] ?? "", [typed(value)]);
  }
  return grown;
}

/** Extent of numbers with a tenth to spare on each side.
 * @param {number[]} values */
export function extent(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const spare = (high - low || 1) * 0.1;
  return [low - spare, high + spare];
}

/** The steps that a pad of so many columns shows: the last ones, and a free one behind them.
 * @param {number} count @param {number} columns */
export const windowOf = (count, columns) => Math.max(0, clamp(count + 1 - columns, 0, count));
