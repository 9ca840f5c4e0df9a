// Where the blocks of the memory heatmap lie, one block a layer with memory. Geometry only, no DOM.

/** Side-by-side blocks: whole device pixels a cell where there is room, so that cells are equal and edges sharp; columns
 * that do not fit are pooled (a bin shows its largest component). Sizes in CSS pixels, `scale` device pixels each.
 * Rows are numbered left of the first block, and of others that differ from it in size.
 * @param {HiddenLayer[]} layers @param {number} width @param {number} height
 * @param {{ left: number, top: number, gap: number, scale: number, most?: number }} room */
export function blocks(layers, width, height, { left, top, gap, scale, most = 64 }) {
  const rooms = layers.filter((layer) => layer.axes > 0);
  const total = rooms.reduce((sum, layer) => sum + Math.sqrt(layer.axes), 0);
  /** @param {HiddenLayer} layer @param {number} k */
  const margin = (layer, k) => (k === 0 || layer.size !== rooms[0].size ? left : 0);
  const free = width - rooms.reduce((sum, layer, k) => sum + margin(layer, k) + gap, 0) + gap - 4;
  /** @param {number} size */
  const whole = (size) => (size < 4 ? size : Math.floor(size));
  let x = 0;
  return rooms.map((layer, k) => {
    const numbered = margin(layer, k) > 0;
    const room = (free * Math.sqrt(layer.axes)) / total;
    const columns = Math.max(1, Math.min(layer.axes, Math.floor(room * scale)));
    const cellWidth = Math.min(most * scale, whole((room * scale) / columns));
    const cellHeight = Math.min(most * scale, whole(((height - top) * scale) / layer.size));
    const block = {
      layer, columns, cellWidth, cellHeight, numbered,
      x: Math.round((x + margin(layer, k)) * scale), y: Math.round(top * scale),
      width: cellWidth * columns, height: cellHeight * layer.size,
    };
    x += margin(layer, k) + room + gap;
    return block;
  });
}

/** The axis (first of its bin) of a column, and the column of an axis.
 * @param {Block} block @param {number} column */
export const axisAt = (block, column) => Math.ceil((column * block.layer.axes) / block.columns);
/** @param {Block} block @param {number} axis */
export const columnOf = (block, axis) => Math.floor((axis * block.columns) / block.layer.axes);

/** The neuron and axis under a point in device pixels, or null.
 * @param {Block[]} all @param {number} x @param {number} y */
export function cellAt(all, x, y) {
  for (const block of all) {
    const column = Math.floor((x - block.x) / block.cellWidth);
    const row = Math.floor((y - block.y) / block.cellHeight);
    if (column < 0 || column >= block.columns || row < 0 || row >= block.layer.size) continue;
    return { layer: block.layer, local: row, axis: axisAt(block, column) };
  }
  return null;
}
