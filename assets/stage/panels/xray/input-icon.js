// One input as a small picture: its class as colour and letter, else a picture or its numbers as bars.
import { shortName } from "../../model/answers.js";
import { inkOn, rampIndex, rgb } from "../../ui/colour.js";
import { h, write } from "../../ui/dom.js";
import { penOf } from "../../ui/vector.js";

/** @param {Stage} stage */
export function inputIcon(stage) {
  const element = h("canvas.tile", { "aria-hidden": "true" });
  let drawn = "";
  /** @type {{ tape?: Tape, theme?: Theme }} */
  let painted = {};

  /** Show the input at place k of the window.
   * @param {Tape} tape @param {number} k */
  function show(tape, k) {
    const { theme } = stage;
    const scale = window.devicePixelRatio || 1;
    const size = Math.round(theme.size * 1.34);
    const key = [tape.first, tape.count, k, size, scale].join();
    if (key === drawn && painted.tape === tape && painted.theme === theme) return;
    drawn = key;
    painted = { tape, theme };
    element.width = element.height = Math.round(size * scale);
    element.style.width = element.style.height = `${size}px`;
    const pen = penOf(element);
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    paint(pen, tape, k, size);
  }

  /** @param {Pen} pen @param {Tape} tape @param {number} k @param {number} size */
  function paint(pen, tape, k, size) {
    const { theme } = stage;
    const side = Math.sqrt(tape.nIn);
    if (side >= 4 && Number.isInteger(side)) return picture(pen, tape, k, size, side);
    const wanted = tape.wanted[k];
    pen.fillStyle = wanted < 0 ? theme.faint : theme.ofClass(wanted);
    pen.fillRect(0, 0, size, size);
    if (wanted < 0) return bars(pen, tape, k, size);
    write(pen, shortName(tape, wanted), size / 2, size / 2 + 0.5, inkOn(rgb(theme.ofClass(wanted))), "center", `600 ${theme.size * 0.92}px ${theme.family}`);
  }

  /** @param {Pen} pen @param {Tape} tape @param {number} k @param {number} size @param {number} side */
  function picture(pen, tape, k, size, side) {
    const cell = size / side;
    for (let n = 0; n < tape.nIn; n++) {
      pen.fillStyle = stage.theme.ramp.text[rampIndex(tape.inputs[k * tape.nIn + n], stage.reach)];
      pen.fillRect((n % side) * cell, Math.floor(n / side) * cell, cell, cell);
    }
  }

  /** Numbers that are no classes: a bar for each, up or down from the middle where some are negative.
   * @param {Pen} pen @param {Tape} tape @param {number} k @param {number} size */
  function bars(pen, tape, k, size) {
    const values = tape.inputs.subarray(k * tape.nIn, (k + 1) * tape.nIn);
    const signed = values.some((value) => value < 0);
    const [wide, zero] = [size / tape.nIn, signed ? size / 2 : size - 1];
    pen.fillStyle = stage.theme.soft;
    values.forEach((value, n) => {
      const high = (value / stage.reach) * (signed ? size / 2 - 1 : size - 2);
      pen.fillRect(n * wide + 0.5, Math.min(zero, zero - high), Math.max(1, wide - 1), Math.abs(high));
    });
  }

  return { element, show };
}

/** The input at place k in a word: the name of its class, or its numbers.
 * @param {Tape} tape @param {number} k */
export function inputWord(tape, k) {
  if (tape.wanted[k] >= 0) return shortName(tape, tape.wanted[k]);
  if (tape.nIn > 8) return "";
  const values = [...tape.inputs.subarray(k * tape.nIn, (k + 1) * tape.nIn)];
  return values.every((value) => value === 0 || value === 1) ? values.join("") : values.map((value) => value.toFixed(2)).join(" ");
}
