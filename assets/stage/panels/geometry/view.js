// A composite memory as a vector: which axes to show, where it was and is, and the projection to the screen. No DOM here.
import { before, componentOf, place } from "../../model/tape.js";
import { staying } from "../../model/write-origins.js";

/** The axes of hidden neuron j on which its memory varies most in the window (of equals, is largest), in their own order.
 * @param {Tape} tape @param {number} j @param {number} [most] */
export function varied(tape, j, most = 3) {
  const { layer, local } = place(tape, j);
  const base = componentOf(layer, local);
  const spread = Array.from({ length: layer.axes }, (_, axis) => moments(tape, base + axis));
  const order = spread.map((_, axis) => axis);
  order.sort((a, b) => spread[b].variance - spread[a].variance || spread[b].square - spread[a].square || a - b);
  return order.slice(0, most).sort((a, b) => a - b);
}

/** @param {Tape} tape @param {number} i */
function moments(tape, i) {
  let [sum, squares] = [0, 0];
  for (let k = 0; k < tape.count; k++) {
    const value = tape.memory[k * tape.M + i];
    sum += value;
    squares += value * value;
  }
  const square = squares / tape.count;
  const variance = square - (sum / tape.count) ** 2;
  return { square, variance: variance > 1e-9 * square ? variance : 0 };
}

/** The components of neuron j on these axes after step t; axes may hold a null for "none".
 * @param {Tape} tape @param {number} t @param {number} j @param {(number | null)[]} axes */
export function point(tape, t, j, axes) {
  const { layer, local } = place(tape, j);
  const base = t * tape.M + componentOf(layer, local);
  return axes.map((axis) => (axis === null ? 0 : tape.memory[base + axis]));
}

/** Step t as two moves: from where the vector was, to where decay left it, to where the write put it.
 * @param {Tape} tape @param {number} t @param {number} j @param {(number | null)[]} axes */
export function moves(tape, t, j, axes) {
  const { layer, local } = place(tape, j);
  const base = componentOf(layer, local);
  const was = axes.map((axis) => (axis === null ? 0 : before(tape, t, base + axis)));
  const faded = axes.map((axis) => (axis === null ? 0 : staying(tape, t, base + axis)));
  return { was, faded, is: point(tape, t, j, axes) };
}

/** Length of the whole vector of neuron j after step t, and the share of its square on each axis, largest first.
 * @param {Tape} tape @param {number} t @param {number} j */
export function direction(tape, t, j) {
  const { layer, local } = place(tape, j);
  const base = t * tape.M + componentOf(layer, local);
  const values = Array.from({ length: layer.axes }, (_, axis) => tape.memory[base + axis]);
  const square = values.reduce((sum, value) => sum + value * value, 0);
  const parts = values
    .map((value, axis) => ({ axis, value, share: square ? (value * value) / square : 0 }))
    .filter((part) => part.value !== 0)
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  return { length: Math.sqrt(square), parts };
}

/** A camera: turned about the upright axis, then tilted towards the eye; both in radians. Gives [right, up, near].
 * @param {number[]} p @param {number} turn @param {number} tilt */
export function project([x, y, z], turn, tilt) {
  const [right, away] = [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)];
  return [right, z * Math.cos(tilt) + away * Math.sin(tilt), z * Math.sin(tilt) - away * Math.cos(tilt)];
}

/** Where the projected corners of a box reach: { left, right, low, high }, so that the whole of it can be fitted.
 * @param {number} low @param {number} high @param {number} turn @param {number} tilt */
export function reach(low, high, turn, tilt) {
  const corners = [low, high].flatMap((x) => [low, high].flatMap((y) => [low, high].map((z) => project([x, y, z], turn, tilt))));
  const [across, upright] = [corners.map((c) => c[0]), corners.map((c) => c[1])];
  return { left: Math.min(...across), right: Math.max(...across), low: Math.min(...upright), high: Math.max(...upright) };
}
