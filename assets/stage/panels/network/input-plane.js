// The plane of two-dimensional inputs: recent ones by class, the current one marked.
import { outputName } from "../../model/answers.js";
import { linear } from "../../model/scales.js";
import { inkOn, rgb } from "../../ui/colour.js";
import { write } from "../../ui/dom.js";

const RECENT = 60;

/** @param {Stage} stage */
export function inputPlane(stage) {
  /** @typedef {{ tape: Tape, extent: number[], centres: number[][] }} Studied extent and centres of the classes in a window */
  /** @type {Studied | null} */
  let known = null;
  /** @param {Tape} tape @returns {Studied} */
  function study(tape) {
    if (known?.tape === tape) return known;
    const extent = [Infinity, -Infinity, Infinity, -Infinity];
    const centres = Array.from({ length: tape.nOut }, () => [0, 0, 0]);
    for (let t = 0; t < tape.count; t++) {
      const [x, y] = [tape.inputs[2 * t], tape.inputs[2 * t + 1]];
      extent[0] = Math.min(extent[0], x);
      extent[1] = Math.max(extent[1], x);
      extent[2] = Math.min(extent[2], y);
      extent[3] = Math.max(extent[3], y);
      if (tape.wanted[t] < 0) continue;
      const centre = centres[tape.wanted[t]];
      centre[0] += x;
      centre[1] += y;
      centre[2] += 1;
    }
    known = { tape, extent, centres };
    return known;
  }

  /** @param {Pen} pen @param {Tape} tape @param {number} t @param {Square} square */
  function draw(pen, tape, t, { x: left, y: top, size }) {
    const { theme } = stage;
    const dim = stage.dim("in");
    const { extent, centres } = study(tape);
    const alone = tape.count > 1 ? 0 : 1; // a single point is in the middle
    const px = linear(extent[0] - alone, extent[1] + alone, left + 7, left + size - 7);
    const py = linear(extent[2] - alone, extent[3] + alone, top + size - 7, top + 7);
    pen.strokeStyle = theme.line;
    pen.lineWidth = 1;
    pen.strokeRect(left + 0.5, top + 0.5, size - 1, size - 1);
    for (let k = Math.max(0, t - RECENT); k < t; k++) {
      pen.globalAlpha = dim * (0.25 + (0.65 * (k - t + RECENT)) / RECENT);
      pen.fillStyle = tape.wanted[k] < 0 ? theme.soft : theme.ofClass(tape.wanted[k]);
      pen.beginPath();
      pen.arc(px(tape.inputs[2 * k]), py(tape.inputs[2 * k + 1]), 2, 0, 7);
      pen.fill();
    }
    pen.globalAlpha = dim;
    const spots = centres.flatMap(([x, y, n], k) => (n ? [{ k, x: px(x / n), y: py(y / n) }] : []));
    part(spots, theme.size);
    const [x, y] = [px(tape.inputs[2 * t]), py(tape.inputs[2 * t + 1])];
    // Which class the point is of may be asked for: it covers no name.
    const beside = spots.filter((spot) => tape.wanted[t] < 0 && Math.abs(spot.x - x) < theme.size && Math.abs(spot.y - y) < theme.size * 1.2);
    for (const spot of beside) spot.y = y + theme.size * (spot.y > y ? 1.2 : -1.2);
    for (const spot of spots) halo(pen, theme, outputName(tape, spot.k), spot.x, spot.y);
    pen.beginPath();
    pen.arc(x, y, theme.size * 0.62, 0, 7);
    const fill = tape.wanted[t] < 0 ? null : theme.ofClass(tape.wanted[t]);
    pen.fillStyle = fill ?? theme.soft;
    pen.fill();
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 2;
    pen.stroke();
    if (fill) write(pen, outputName(tape, tape.wanted[t]), x, y + 0.5, inkOn(rgb(fill)), "center", `700 ${theme.size * 0.92}px ${theme.family}`);
  }

  /** @param {Pen} pen @param {Theme} theme @param {string} text @param {number} x @param {number} y */
  function halo(pen, theme, text, x, y) {
    pen.font = `600 ${theme.size}px ${theme.family}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.strokeStyle = theme.paper;
    pen.lineWidth = 3;
    pen.strokeText(text, x, y);
    write(pen, text, x, y, theme.ink, "center");
  }

  return { draw };
}

/** Move names apart that lie over each other, up and down.
 * @param {{ x: number, y: number }[]} spots @param {number} size of the type */
function part(spots, size) {
  spots.forEach((one, k) => {
    for (const other of spots.slice(0, k)) {
      const [high, low] = one.y < other.y ? [one, other] : [other, one];
      const lack = size - (low.y - high.y);
      if (Math.abs(one.x - other.x) > size * 0.8 || lack <= 0) continue;
      high.y -= lack / 2;
      low.y += lack / 2;
    }
  });
}
