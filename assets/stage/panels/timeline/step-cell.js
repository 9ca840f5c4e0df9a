// One step on the timeline: a class as colour and letter, several as stripes, bits as squares, a number as a bar.
import { answersAt, shortName } from "../../model/answers.js";
import { hidesTarget } from "../../model/hidden.js";
import { clamp, linear } from "../../model/scales.js";
import { inkOn, rgb } from "../../ui/colour.js";
import { write } from "../../ui/dom.js";

/** Draw step k of the tape into the box; `current`: the cursor is there.
 * @param {Pen} pen @param {Tape} tape @param {Theme} theme @param {number} k @param {Cell} cell @param {boolean} current */
export function cell(pen, tape, theme, k, { x, width, size }, current) {
  const asked = answersAt(tape, k).filter((answer) => answer.asked);
  const inner = { x: x + 1, width: width - 2, size };
  pen.fillStyle = theme.faint;
  pen.fillRect(inner.x, 0, inner.width, size);
  if (hidesTarget(tape, k)) return write(pen, "?", x + width / 2, size / 2 + 0.5, theme.ink, "center");
  if (!asked.length) return marks(pen, theme, tape.inputs, k * tape.nIn, tape.nIn, inner);
  if (asked[0].kind === "class") return classes(pen, tape, theme, asked, inner, current);
  if (asked[0].kind === "bit") return bits(pen, theme, asked, inner);
  return numbers(pen, tape, theme, asked, inner);
}

/** The first class large, with its letter; those of earlier steps as stripes below.
 * @param {Pen} pen @param {Tape} tape @param {Theme} theme @param {Answer[]} asked @param {Cell} cell
 * @param {boolean} current */
function classes(pen, tape, theme, asked, { x, width, size }, current) {
  const rest = asked.length - 1;
  const stripe = rest ? Math.max(2, Math.floor((size * 0.4) / rest)) : 0;
  const high = size - rest * stripe;
  asked.forEach((answer, n) => {
    const full = theme.ofClass(answer.wanted);
    pen.fillStyle = current ? full : theme.tint(answer.wanted);
    pen.fillRect(x, n === 0 ? 0 : high + (n - 1) * stripe + 1, width, n === 0 ? high : stripe - 1);
    if (n > 0) return;
    write(pen, shortName(tape, answer.first + answer.wanted), x + width / 2, high / 2 + 0.5, current ? inkOn(rgb(full)) : theme.ink, "center");
  });
}

/** Inputs that are no classes: a mark for each that is on.
 * @param {Pen} pen @param {Theme} theme @param {ArrayLike<number>} values @param {number} from @param {number} count
 * @param {Cell} cell */
function marks(pen, theme, values, from, count, { x, width, size }) {
  const high = size / count;
  if (high < 2) return;
  pen.fillStyle = theme.soft;
  for (let n = 0; n < count; n++) {
    if (values[from + n] >= 0.5) pen.fillRect(x + 2, n * high + 0.5, width - 4, high - 1);
  }
}

/** Bits that are asked: framed; filled where the target is on, crossed where the answer is wrong.
 * @param {Pen} pen @param {Theme} theme @param {Answer[]} asked @param {Cell} cell */
function bits(pen, theme, asked, { x, width, size }) {
  const high = size / asked.length;
  pen.strokeStyle = theme.ink;
  pen.lineWidth = 1;
  asked.forEach(({ wanted, error }, n) => {
    const y = n * high;
    pen.fillStyle = error > 0 ? theme.ink : theme.blue;
    if (wanted) pen.fillRect(x + 2, y + 0.5, width - 4, high - 1);
    if (error > 0) {
      pen.fillRect(x, y + high / 2 - 0.5, width, 1);
    }
  });
  pen.strokeRect(x + 0.5, 0.5, width - 1, size - 1);
}

/** A number: a bar to the answer, a line at the target.
 * @param {Pen} pen @param {Tape} tape @param {Theme} theme @param {Answer[]} asked @param {Cell} cell */
function numbers(pen, tape, theme, asked, { x, width, size }) {
  const [low, high] = tape.header.ceilings?.targets ?? [0, 1];
  const y = linear(low, high, size - 1, 1);
  const each = width / asked.length;
  asked.forEach(({ is, wanted }, n) => {
    const top = y(clamp(is, low, high));
    pen.fillStyle = theme.blue;
    pen.globalAlpha = 0.45;
    pen.fillRect(x + n * each, top, each - 1, size - top);
    pen.globalAlpha = 1;
    pen.fillStyle = theme.ink;
    pen.fillRect(x + n * each, y(clamp(wanted, low, high)) - 1, each - 1, 2);
  });
}
