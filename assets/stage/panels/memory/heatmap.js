// The composite memories as a heatmap: rows are hidden neurons, columns the axes of their memory.
import { aboutAxis, axisWord, chosenAxis, metWords, neverOf } from "../../model/axes.js";
import { axisName, componentWords, neuronName } from "../../model/names.js";
import { fixed, strongest } from "../../model/scales.js";
import { componentOf, place } from "../../model/tape.js";
import { rampIndex } from "../../ui/colour.js";
import { canvas, draggable, h, mark, slider } from "../../ui/dom.js";
import { rampLegend } from "../../ui/ramp-legend.js";
import { terms } from "../../ui/terms.js";
import { penOf } from "../../ui/vector.js";
import { axisAt, blocks, cellAt, columnOf } from "../blocks.js";
import { labels } from "./block-labels.js";
import { bar, grid, hatch, outline } from "./cell-marks.js";
import { inputDots } from "./input-dots.js";

/** @param {Stage} stage */
export function heatmap(stage) {
  const surface = canvas("Composite memory: a row for each hidden neuron, a column for each axis", () => plan(), slider("vertical"));
  const key = rampLegend(stage);
  const sub = h("span.word", {}, "neuron × ", ...terms("axis"));
  const box = h("section.panel.memory", { "aria-label": "Composite memory" },
    h("header", {}, h("h2", {}, ...terms("Composite memory"), " ", h("i", {}, "M")), sub), surface.box, key.box);
  /** @type {Block[]} */
  let all = [];
  /** @type {Map<Block, { sheet: HTMLCanvasElement, pen: Pen, image: ImageData, cells: Uint32Array }>} */
  const sheets = new Map(); // one image a block, a pixel a cell, stretched when drawn

  draggable(surface.element, (x, y, event) => {
    const cell = cellAt(all, x * surface.scale, y * surface.scale);
    if (!cell || event.type !== "pointerdown" || stage.picked?.(cell.layer.neuron + cell.local, cell.axis)) return;
    stage.act({ type: "focus", to: cell.layer.neuron + cell.local, axis: axisWord(stage.tape, cell.layer.neuron + cell.local, cell.axis) });
  });
  surface.element.addEventListener("pointermove", (event) => {
    const { tape, memory } = stage;
    const [x, y] = [event.offsetX * surface.scale, event.offsetY * surface.scale];
    const cell = cellAt(all, x, y);
    stage.point(cell ? "M" : null);
    if (!cell) return stage.tip(event, labelAt(x, y));
    const j = cell.layer.neuron + cell.local;
    stage.tip(event, componentWords(tape, memory, cell.layer, cell.local, cell.axis) + aboutAxis(tape, j, cell.axis));
  });

  /** The label of an axis under a point, in words: what it is for the chosen neuron, or for the first of another layer.
   * @param {number} x @param {number} y */
  function labelAt(x, y) {
    const block = all.find((each) => y < each.y && x >= each.x && x < each.x + each.width);
    if (!block) return null;
    const { tape, state } = stage;
    const { layer } = block;
    const j = place(tape, state.focus).layer.number === layer.number ? state.focus : layer.neuron;
    const axis = axisAt(block, Math.floor((x - block.x) / block.cellWidth));
    return `Axis ${axisName(tape, layer, axis)} of ${neuronName(tape, j).toLowerCase()}${aboutAxis(tape, j, axis)}`;
  }

  surface.element.addEventListener("pointerleave", (event) => {
    stage.point(null);
    stage.tip(event, null);
  });

  function plan() {
    if (!stage.tape || !surface.width) return;
    const [size, many] = [stage.theme.size, stage.tape.hidden.length > 1];
    const digits = Math.max(2, ...stage.tape.hidden.map((layer) => String(layer.size).length));
    const place = { left: size * (0.7 + 0.65 * digits), top: size * (many ? 3 : 1.8), gap: 12, scale: surface.scale };
    all = blocks(stage.tape.hidden, surface.width, surface.height, place);
    sheets.clear();
    const floor = stage.tape.rules.some(({ decay }) => decay === "asymptotic") ? ", //// floor" : "";
    const never = all.flatMap(({ layer }) => [neverOf(stage.tape, layer, 0)]).find(Boolean) ?? null;
    const met = metWords(stage.tape);
    key.draw(stage.ceiling, stage.signedMemory, `${floor && (never ?? met) ? "now" : never ? "written" : "written now"}${floor}`, never, met, stage.most);
    stage.redraw();
  }

  /** @param {Block} block */
  function sheetOf(block) {
    const sheet = document.createElement("canvas");
    sheet.width = block.columns;
    sheet.height = block.layer.size;
    const pen = penOf(sheet);
    const image = pen.createImageData(sheet.width, sheet.height);
    const made = { sheet, pen, image, cells: new Uint32Array(image.data.buffer) };
    sheets.set(block, made);
    return made;
  }

  /** The block's components as a picture, a pixel a cell.
   * @param {Block} block */
  function paint(block) {
    const { memory } = stage;
    const { cells, image, pen, sheet } = sheets.get(block) ?? sheetOf(block);
    const { layer, columns } = block;
    const ramp = (stage.signedMemory ? stage.theme.signed : stage.theme.ramp).packed;
    const base = layer.memory;
    for (let row = 0, k = 0; row < layer.size; row++) {
      for (let column = 0; column < columns; column++, k++) {
        const end = axisAt(block, column + 1);
        let axis = axisAt(block, column);
        let value = memory[base + row * layer.axes + axis];
        while (++axis < end) {
          const other = memory[base + row * layer.axes + axis];
          if (Math.abs(other) > Math.abs(value)) value = other;
        }
        cells[k] = ramp[rampIndex(value, stage.ceiling, stage.signedMemory)];
      }
    }
    pen.putImageData(image, 0, 0);
    return sheet;
  }

  /** Where the axis (a column), the row or the cell is that the chosen neuron has written last or holds most of.
   * @param {string} what */
  function spot(what) {
    const { tape, t, state, memory } = stage;
    const { layer, local } = place(tape, state.focus);
    const block = all.find((each) => each.layer.number === layer.number);
    if (!block) return null;
    const wrote = tape.axis[t * tape.H + state.focus];
    const axis = chosenAxis(tape, state) ?? (wrote >= 0 ? wrote : (strongest(memory, componentOf(layer, local), layer.axes, 1)[0] ?? 0));
    const column = { x: block.x + columnOf(block, axis) * block.cellWidth, y: block.y, width: block.cellWidth, height: block.height };
    const row = { x: block.x, y: block.y + local * block.cellHeight, width: block.width, height: block.cellHeight };
    const { x, y, width, height } = what === "axis" ? column : what === "row" ? row : { ...row, x: column.x, width: column.width };
    const { scale } = surface;
    return { x: x / scale, y: y / scale, width: width / scale, height: height / scale };
  }

  function close() {
    surface.close();
    key.close();
  }

  /** @param {Tape} tape @param {number} t @param {number} glow */
  function draw(tape, t, glow) {
    if (!surface.width) return;
    const { pen } = surface;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, surface.element.width, surface.element.height);
    pen.imageSmoothingEnabled = false;
    pen.globalAlpha = stage.dim("M");
    for (const block of all) {
      pen.drawImage(paint(block), block.x, block.y, block.width, block.height);
      grid(pen, block, stage.theme, surface.scale);
      bar(pen, block, (axis) => neverOf(tape, block.layer, axis) !== null, stage.theme, surface.scale);
      hatch(pen, block, tape, stage, surface.scale);
      if (!stage.phase || stage.phase.holds === "after") outline(pen, block, tape, t, stage.theme, surface.scale, glow);
      inputDots(stage, pen, block, surface.scale, tape, t);
      labels(stage, pen, block, surface, tape);
    }
    pen.globalAlpha = 1;
  }

  /** For the ear: the chosen neuron and what it holds.
   * @param {Tape} tape */
  function tell(tape) {
    const { layer, local } = place(tape, stage.state.focus);
    const base = componentOf(layer, local);
    const held = strongest(stage.memory, base, layer.axes, 3).filter((axis) => stage.memory[base + axis] !== 0);
    const words = held.map((axis) => `${axisName(tape, layer, axis)} at ${fixed(stage.memory[base + axis])}`);
    const axis = chosenAxis(tape, stage.state);
    const about = axis === null ? "" : `; axis ${axisName(tape, layer, axis)}${aboutAxis(tape, stage.state.focus, axis)}`.replaceAll(" · ", ": ");
    mark(surface.element, { "aria-valuemax": tape.H, "aria-valuenow": stage.state.focus + 1, "aria-valuetext": `${neuronName(tape, stage.state.focus)}: ${words.join(", ") || "empty"}${about}` });
  }

  return { box, close, draw, tell, spot, data: plan, themed: plan };
}
