// What stands around a block of the heatmap: axes above it, neurons beside it, and the chosen neuron and axis marked.
import { chosenAxis } from "../../model/axes.js";
import { axisName } from "../../model/names.js";
import { clamp, labelEvery } from "../../model/scales.js";
import { write } from "../../ui/dom.js";
import { columnOf } from "../blocks.js";

/** @param {Stage} stage @param {Pen} pen @param {Block} block @param {Surface} surface @param {Tape} tape */
export function labels(stage, pen, block, surface, tape) {
  const { theme, state } = stage;
  const { layer } = block;
  /** @param {number} weight @param {number} size */
  const font = (weight, size) => `${weight} ${size * surface.scale}px ${theme.family}`;
  const wide = (axisName(tape, layer, 0).length * 0.6 + 0.7) * theme.size * surface.scale;
  const every = labelEvery(block.cellWidth * (block.columns / layer.axes), wide);
  const [from, to, high] = [block.x, block.x + block.width, block.y - theme.size * 0.8 * surface.scale];
  if (every >= layer.axes / 2) {
    write(pen, axisName(tape, layer, 0), from, high, theme.soft, "left", font(400, theme.size));
    if (to - from > 2 * wide) write(pen, axisName(tape, layer, layer.axes - 1), to, high, theme.soft, "right");
  } else for (let axis = 0, free = -Infinity; axis < layer.axes; axis += every) {
    const x = block.x + (columnOf(block, axis) + 0.5) * block.cellWidth;
    const inside = clamp(x, wide / 2, Math.max(wide, surface.width * surface.scale) - wide / 2);
    if (inside - wide / 2 < free) continue; // the one at the edge was moved inwards
    free = inside + wide / 2;
    write(pen, axisName(tape, layer, axis), inside, high, theme.soft, "center", font(400, theme.size));
  }
  if (tape.hidden.length > 1) {
    write(pen, `layer ${layer.number}`, block.x, theme.size * 0.7 * surface.scale, theme.ink, "left", font(400, theme.size));
  }
  const skip = labelEvery(block.cellHeight, (theme.size - 1) * surface.scale);
  for (let n = 0; n < layer.size && block.numbered; n++) {
    const chosen = layer.neuron + n === state.focus;
    const near = Math.abs(layer.neuron + n - state.focus);
    if (!chosen && (n % skip || (skip > 1 && near < skip))) continue;
    const y = block.y + (n + 0.5) * block.cellHeight;
    write(pen, n + 1, block.x - 6 * surface.scale, y, chosen ? theme.ink : theme.soft, "right", font(chosen ? 700 : 400, theme.size));
  }
  const row = state.focus - layer.neuron;
  if (row < 0 || row >= layer.size) return;
  pen.fillStyle = theme.blue;
  const line = 2 * surface.scale;
  pen.fillRect(block.x - line - 1, block.y + row * block.cellHeight, line, block.cellHeight);
  pen.fillRect(block.x + block.width + 1, block.y + row * block.cellHeight, line, block.cellHeight);
  const axis = chosenAxis(tape, state);
  if (axis === null) return;
  pen.strokeStyle = theme.blue;
  pen.lineWidth = line;
  const [x, y] = [block.x + columnOf(block, axis) * block.cellWidth, block.y + row * block.cellHeight];
  pen.strokeRect(x - line / 2, y - line / 2, block.cellWidth + line / 2, block.cellHeight + line / 2);
}
