// Marks on the heatmap's cells that tell without colour what a step wrote and what has reached the asymptote.
import { ruleAt, written } from "../../model/tape.js";
import { axisAt, columnOf } from "../blocks.js";

const [SLIM, EDGE] = [5, 4]; // px: of rows less high, an outline would hide the values: their ends are marked instead

/** A frame around each cell that is written in this step.
 * @param {Pen} pen @param {Block} block @param {Tape} tape @param {number} t @param {Theme} theme @param {number} scale
 * @param {number} glow */
export function outline(pen, block, tape, t, theme, scale, glow) {
  const line = Math.max(1, Math.round((block.cellHeight < 8 ? 1 : 1.5 + glow) * scale));
  pen.strokeStyle = pen.fillStyle = theme.ink;
  pen.lineWidth = line;
  for (let n = 0; n < block.layer.size; n++) {
    const axes = written(tape, t, block.layer.neuron + n, block.layer);
    if (!axes) continue;
    const x = block.x + columnOf(block, axes[0]) * block.cellWidth;
    const width = axes[1] > 1 ? block.width : block.cellWidth;
    const y = block.y + n * block.cellHeight;
    if (axes[1] > 1 && block.cellHeight < SLIM * scale) {
      for (const end of [x, x + width - EDGE * scale]) pen.fillRect(end, y, EDGE * scale, block.cellHeight);
    } else pen.strokeRect(x, y, Math.max(2, width - 1), Math.max(2, block.cellHeight - 1));
  }
}

/** A value at the asymptote is hatched: still known, its age no longer.
 * @param {Pen} pen @param {Block} block @param {Tape} tape @param {Stage} stage @param {number} scale */
export function hatch(pen, block, tape, stage, scale) {
  const { decay, floor } = ruleAt(tape, stage.t);
  if (decay !== "asymptotic" || !(floor > 0) || block.columns < block.layer.axes || block.cellWidth < 5) return;
  const base = block.layer.memory;
  const { cellWidth: w, cellHeight: h } = block;
  pen.strokeStyle = stage.theme.soft;
  pen.lineWidth = Math.max(1, scale * 0.75);
  pen.beginPath();
  for (let k = 0; k < block.layer.size * block.layer.axes; k++) {
    const value = Math.abs(stage.memory[base + k]);
    if (value === 0 || value > floor * 1.001) continue;
    const x = block.x + (k % block.layer.axes) * w;
    const y = block.y + Math.floor(k / block.layer.axes) * h;
    for (let d = h / 2; d < w - 1; d += h / 2) {
      pen.moveTo(x + d - h / 2 + 1, y + h - 2);
      pen.lineTo(x + d, y + h / 2 - 1);
    }
  }
  pen.stroke();
}

/** Columns that can never be written: hatched from top to bottom, in one piece where they stand side by side.
 * @param {Pen} pen @param {Block} block @param {(axis: number) => boolean} never @param {Theme} theme @param {number} scale */
export function bar(pen, block, never, theme, scale) {
  /** @param {number} column */
  const shut = (column) => {
    for (let axis = axisAt(block, column); axis < axisAt(block, column + 1); axis++) if (!never(axis)) return false;
    return true;
  };
  for (let column = 0; column < block.columns; column++) {
    const from = column;
    while (column < block.columns && shut(column)) column += 1;
    if (column > from) strike(pen, block, block.x + from * block.cellWidth, (column - from) * block.cellWidth, theme, scale);
  }
}

/** @param {Pen} pen @param {Block} block @param {number} x @param {number} width @param {Theme} theme @param {number} scale */
function strike(pen, { y, height }, x, width, theme, scale) {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.fillStyle = theme.paper;
  pen.fillRect(x, y, width, height);
  pen.strokeStyle = theme.line;
  pen.lineWidth = scale;
  pen.beginPath();
  for (let d = -height; d < width; d += 6 * scale) {
    pen.moveTo(x + d, y + height);
    pen.lineTo(x + d + height, y);
  }
  pen.stroke();
  pen.restore();
}

/** Hairlines between cells that are large enough for them.
 * @param {Pen} pen @param {Block} block @param {Theme} theme @param {number} scale */
export function grid(pen, block, theme, scale) {
  pen.fillStyle = theme.paper;
  const line = Math.max(1, Math.round(scale));
  if (block.cellWidth >= 6 * scale) {
    for (let c = 1; c < block.columns; c++) pen.fillRect(block.x + c * block.cellWidth - line, block.y, line, block.height);
  }
  if (block.cellHeight >= 5 * scale) {
    for (let r = 1; r < block.layer.size; r++) pen.fillRect(block.x, block.y + r * block.cellHeight - line, block.width, line);
  }
}
