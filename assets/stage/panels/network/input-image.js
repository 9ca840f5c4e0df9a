// Inputs that are an image, drawn as one: a square of as many cells as there are inputs.
import { rampIndex } from "../../ui/colour.js";

/** Cells along a side of the image, 0 where the inputs are none.
 * @param {number} inputs */
export const sideOf = (inputs) => (inputs >= 16 && Number.isInteger(Math.sqrt(inputs)) ? Math.sqrt(inputs) : 0);

/** @param {Pen} pen @param {Stage} stage @param {Tape} tape @param {number} t @param {Square} square */
export function drawInputImage(pen, stage, tape, t, { x, y, size }) {
  const side = sideOf(tape.nIn);
  const cell = Math.floor(size / side);
  for (let n = 0; n < tape.nIn; n++) {
    const value = tape.inputs[t * tape.nIn + n];
    pen.fillStyle = stage.theme.ramp.text[rampIndex(value, stage.reach)];
    pen.fillRect(x + (n % side) * cell, y + Math.floor(n / side) * cell, cell, cell);
  }
  pen.strokeStyle = stage.theme.line;
  pen.lineWidth = 1;
  pen.strokeRect(x + 0.5, y + 0.5, cell * side, cell * side);
}
