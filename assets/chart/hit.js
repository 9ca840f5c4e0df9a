// Which point of a figure is under the pointer. It is worked out anew at every click: what Plotly calls clicked is what
// the pointer has hovered over last, up to 50 ms ago and, where the browser is busy, long before.
const REACH = 20; // pixels from a point that still are on it

/** The point with customdata at a place of the window, as { customdata, x, y }; null where there is none.
 * @param {any} plot @param {number} clientX @param {number} clientY */
export function pointAt(plot, clientX, clientY) {
  const { left, top, width } = plot.getBoundingClientRect(), zoom = width / plot.offsetWidth; // in a presentation
  /** @type {{ customdata: unknown, x: unknown, y: unknown } | null} */
  let nearest = null;
  let reach = REACH;
  for (const cells of plot.calcdata ?? []) {
    const { trace } = cells[0];
    const { xaxis, yaxis } = plot._fullLayout._plots[`${trace.xaxis}${trace.yaxis}`] ?? {};
    const x = (clientX - left) / zoom - xaxis?._offset, y = (clientY - top) / zoom - yaxis?._offset;
    const inside = x >= 0 && y >= 0 && x <= xaxis?._length && y <= yaxis?._length;
    if (!inside || trace.visible !== true || !trace.customdata) continue;
    if (trace.type === "heatmap") nearest ??= cellAt(trace, cells[0], xaxis.p2c(x), yaxis.p2c(y));
    else for (const [i, point] of cells.entries()) {
      const distance = Math.hypot(xaxis.c2p(point.x) - x, yaxis.c2p(point.y) - y);
      if (distance > reach || !trace.customdata[i]) continue; // not a number either: a gap is nowhere
      [nearest, reach] = [{ customdata: trace.customdata[i], x: trace.x[i], y: trace.y[i] }, distance];
    }
  }
  return nearest;
}

/** A heatmap's cell at a place in the coordinates of its axes.
 * @param {any} trace @param {{ x: number[], y: number[] }} edges @param {number} x @param {number} y */
function cellAt(trace, { x: across, y: up }, x, y) {
  const i = brick(across, x), j = brick(up, y);
  const customdata = trace.customdata[j]?.[i];
  return customdata === undefined ? null : { customdata, x: i, y: j };
}

/** Number of the brick between whose edges a coordinate lies, -1 for none.
 * @param {number[]} edges @param {number} at */
const brick = (edges, at) => edges.findIndex((edge, i) => (edge <= at && at < edges[i + 1]) || (edges[i + 1] < at && at <= edge));
