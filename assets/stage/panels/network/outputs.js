// The outputs of the network picture: a bar each, with what is wanted of it. Classes and bits: an outline around the ones that
// should be on. Numbers: a tick where the value should be. Answers stand apart, each under the name of its part.
import { answersAt } from "../../model/answers.js";
import { hides, hidesTarget } from "../../model/hidden.js";
import { fixed, linear } from "../../model/scales.js";
import { rampIndex } from "../../ui/colour.js";
import { write } from "../../ui/dom.js";
import { yOf } from "./layout.js";

/** @typedef {(pen: Pen, x: number, y: number, r: number, fill: string, fires: boolean, glow: number) => void} Dot */

/** @param {Stage} stage @param {Column} col */
const letter = (stage, col) => Math.max(11, Math.min(stage.theme.size, col.pitch));

/** Where the bars of a column lie, and the scale along them: outputs that are not squashed may leave 0 to 1.
 * @param {Stage} stage @param {Tape} tape @param {Column} col */
function track(stage, tape, col) {
  const size = letter(stage, col);
  const widest = tape.groups[0].kind === "number" ? 0.4 : 1.4;
  const x = col.bar + size * widest;
  const room = Math.max(8, col.right - x - size * 3);
  const open = tape.recurrent && tape.header.parameters?.loss !== "cross-entropy";
  const place = open ? linear(-0.25, 1.25, x, x + room) : linear(0, 1, x, x + room);
  return { x, room, high: Math.max(3, Math.min(10, col.pitch * 0.5)), place };
}

/** @param {Pen} pen @param {Stage} stage @param {Tape} tape @param {Column} col @param {(tape: Tape, k: number) => string} shortName */
export function outputsRest(pen, stage, tape, col, shortName) {
  const { theme } = stage;
  const { x, room, high, place } = track(stage, tape, col);
  const font = `${letter(stage, col)}px ${theme.family}`;
  for (let k = 0; k < col.size; k++) {
    write(pen, shortName(tape, k), col.bar, yOf(col, k), theme.ink, "left", font);
    pen.fillStyle = theme.faint;
    pen.fillRect(x, yOf(col, k) - high / 2, room, high);
    if (place(0) > x) {
      pen.fillStyle = theme.line;
      pen.fillRect(place(0) - 0.5, yOf(col, k) - high / 2 - 1, 1, high + 2);
    }
  }
}

/** @param {Pen} pen @param {Stage} stage @param {Tape} tape @param {number} t @param {Column} col
 * @param {{ glow: number, dot: Dot, font: string }} how */
export function outputsLive(pen, stage, tape, t, col, { glow, dot, font }) {
  const { theme } = stage;
  const { x, room, high, place } = track(stage, tape, col);
  pen.font = font;
  const hidden = hides(tape, t, "output");
  for (const answer of answersAt(tape, t)) {
    if (col.apart) {
      const colour = answer.asked ? theme.ink : theme.soft;
      write(pen, answer.asked ? answer.part : "not asked", col.x - col.r, yOf(col, answer.first) - col.pitch / 2 - col.apart * 0.45, colour);
    }
    for (let k = answer.first; k < answer.first + answer.size; k++) {
      const y = yOf(col, k);
      const value = tape.outputs[t * tape.nOut + k];
      const target = tape.targets[t * tape.nOut + k];
      const wanted = answer.asked && answer.kind !== "number" && target >= 0.5;
      dot(pen, col.x, y, col.r, theme.ramp.text[rampIndex(value, 1)], value >= 0.5, glow);
      if (!hidden) {
        const [from, to] = [place(0), Math.min(x + room, Math.max(x, place(value)))];
        pen.fillStyle = value < 0 ? theme.signed.text[0] : theme.blue;
        pen.fillRect(Math.min(from, to), y - high / 2, Math.abs(to - from), high);
      }
      if (wanted) {
        pen.strokeStyle = theme.ink;
        pen.lineWidth = 1.5;
        pen.strokeRect(x - 1.5, y - high / 2 - 2.5, room + 3, high + 5);
      }
      if (answer.asked && answer.kind === "number" && !hidesTarget(tape, t)) {
        pen.fillStyle = theme.ink;
        pen.fillRect(place(Math.min(1, Math.max(0, target))) - 1, y - high / 2 - 4, 2.5, high + 8);
      }
      write(pen, hidden ? "?" : fixed(value), col.right, y, wanted ? theme.ink : theme.soft, "right");
    }
  }
}
