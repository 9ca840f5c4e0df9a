// Paints the memory vector: axes, the trail of its tip with its shadow, the last step as fading and writing, projections.
import { clamp, fixed } from "../../model/scales.js";
import { wipe, write } from "../../ui/dom.js";
import { moves, point, project, reach } from "./view.js";

const TRAIL = 60;
const STRENGTHS = [0.05, 0.09, 0.14, 0.2, 0.3, 0.5]; // of the trail's pieces, the last the latest
const GROUPS = STRENGTHS.length;

/** Three slots of a picture for as many axes as there are: two lie flat.
 * @param {(number | null)[]} axes */
export const slots = (axes) => (axes.length >= 3 ? axes.slice(0, 3) : axes.length === 2 ? [axes[0], null, axes[1]] : [null, null, axes[0] ?? null]);

/** @param {Stage} stage @param {Surface} surface @param {{ turn: number, tilt: number }} eye */
export function scene(stage, surface, eye) {
  /** @type {(p: number[]) => [number, number]} from [x, y, z] to [px, py] */
  let put = () => [0, 0];
  /** @type {number[][]} */
  let words = []; // where the picture has some: [px, py, half a width]

  /** @param {boolean} flat */
  function aim(flat) {
    const { ceiling, theme, signedMemory } = stage;
    const [turn, tilt] = flat ? [0, 0] : [eye.turn, eye.tilt];
    const low = signedMemory ? -ceiling : 0;
    const box = reach(low, ceiling, turn, tilt);
    const pad = theme.size * 2.4;
    const scale = Math.min((surface.width - 2 * pad) / (box.right - box.left), (surface.height - 2 * pad * 0.7) / (box.high - box.low));
    const [cx, cy] = [(box.left + box.right) / 2, (box.low + box.high) / 2];
    put = (p) => {
      const [x, y] = project(p, turn, tilt);
      return [surface.width / 2 + (x - cx) * scale, surface.height / 2 - (y - cy) * scale];
    };
    return { low, high: ceiling };
  }

  /** @param {Pen} pen @param {number[][]} points */
  function line(pen, points) {
    pen.beginPath();
    points.forEach((p, n) => (n ? pen.lineTo(...put(p)) : pen.moveTo(...put(p))));
    pen.stroke();
  }

  /** @param {Pen} pen @param {string} colour @param {number} width @param {number[]} [dash] @param {number} [alpha] */
  function style(pen, colour, width, dash = [], alpha = 1) {
    pen.strokeStyle = pen.fillStyle = colour;
    pen.lineWidth = width;
    pen.globalAlpha = alpha;
    pen.setLineDash(dash);
  }

  /** @param {number} n @param {number} value */
  const unit = (n, value) => [0, 1, 2].map((m) => (m === n ? value : 0));

  /** @param {Pen} pen @param {(number | null)[]} axes @param {string[]} names @param {{ low: number, high: number }} range */
  function frame(pen, axes, names, { low, high }) {
    const { theme } = stage;
    style(pen, theme.faint, 1);
    if (!axes.includes(null)) {
      for (let k = 1; k <= 4; k++) {
        const at = low + ((high - low) * k) / 4;
        line(pen, [[at, low, 0], [at, high, 0]]);
        line(pen, [[low, at, 0], [high, at, 0]]);
      }
    }
    let named = 0;
    axes.forEach((axis, n) => {
      if (axis === null) return;
      style(pen, theme.soft, 1.25);
      line(pen, [unit(n, low), unit(n, high)]);
      label(pen, names[named++], unit(n, high), 1.1, theme.ink, 600);
    });
  }

  /** A word a little beyond a point, away from the origin, inside the picture and beside the words that are there.
   * @param {Pen} pen @param {string} text @param {number[]} p @param {number} far @param {string} colour
   * @param {number} weight @param {number} [below] */
  function label(pen, text, p, far, colour, weight, below = 0) {
    const { theme } = stage;
    const [x, y] = put(p.map((value) => value * far));
    pen.font = `${weight} ${theme.size}px ${theme.family}`;
    const half = pen.measureText(text).width / 2 + 2;
    const high = theme.size * 1.05;
    const places = [0, 1, -1, 2, -2].map((lines) => [
      clamp(x, half, surface.width - half), clamp(y + below + lines * high, theme.size * 0.6, surface.height - theme.size * 0.6), half]);
    /** @param {number[]} p */
    const free = ([px, py]) => words.every(([qx, qy, wide]) => Math.abs(px - qx) >= half + wide || Math.abs(py - qy) >= high * 0.95);
    const place = places.find(free) ?? places[0];
    words.push(place);
    const [atX, atY] = place;
    pen.globalAlpha = 1;
    pen.setLineDash([]);
    pen.strokeStyle = theme.paper;
    pen.lineWidth = 3;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.strokeText(text, atX, atY);
    write(pen, text, atX, atY, colour, "center");
  }

  /** @param {number[]} p */
  const ground = ([x, y]) => [x, y, 0];

  /** Where the tip has been: the fainter, the longer ago.
   * @param {Pen} pen @param {Tape} tape @param {number} t @param {number} j @param {(number | null)[]} axes */
  function trail(pen, tape, t, j, axes) {
    const { theme } = stage;
    const from = Math.max(0, t - TRAIL);
    const path = Array.from({ length: t - from + 1 }, (_, n) => point(tape, from + n, j, axes));
    /** @param {number} g */
    const cut = (g) => Math.round((g * (path.length - 1)) / GROUPS);
    for (let g = 0; g < GROUPS; g++) {
      const part = path.slice(cut(g), cut(g + 1) + 1);
      style(pen, theme.blue, 1, [], STRENGTHS[g]);
      line(pen, part);
      for (const p of part.slice(1)) dot(pen, p, 1.75);
    }
  }

  /** @param {Pen} pen @param {number[]} p @param {number} radius */
  function dot(pen, p, radius) {
    pen.beginPath();
    pen.arc(...put(p), radius, 0, 7);
    pen.fill();
  }

  /** The step itself: along the vector while it fades, then along the axes that were written.
   * @param {Pen} pen @param {ReturnType<typeof moves>} moved */
  function step(pen, { was, faded, is }) {
    const { theme } = stage;
    style(pen, theme.ink, 1.5, [3, 3]);
    line(pen, [was, faded]);
    style(pen, theme.ink, 1.75);
    if (faded.some((value, n) => Math.abs(value - is[n]) > 1e-4)) arrow(pen, faded, is, 5);
  }

  /** @param {Pen} pen @param {number[]} from @param {number[]} to @param {number} size */
  function arrow(pen, from, to, size) {
    const [[ax, ay], [bx, by]] = [put(from), put(to)];
    const angle = Math.atan2(by - ay, bx - ax);
    line(pen, [from, to]);
    if (Math.hypot(bx - ax, by - ay) < 2) return;
    pen.setLineDash([]);
    pen.beginPath();
    pen.moveTo(bx, by);
    for (const side of [-0.42, 0.42]) pen.lineTo(bx - size * 1.6 * Math.cos(angle + side), by - size * 1.6 * Math.sin(angle + side));
    pen.fill();
  }

  /** From the tip to each axis: what the vector is on it.
   * @param {Pen} pen @param {(number | null)[]} axes @param {number[]} is */
  function projections(pen, axes, is) {
    const { theme } = stage;
    const flat = axes.includes(null);
    style(pen, theme.soft, 1, [2, 3]);
    if (!flat) line(pen, [is, ground(is)]);
    axes.forEach((axis, n) => {
      if (axis === null || Math.abs(is[n]) < 0.005) return;
      style(pen, theme.soft, 1, [2, 3]);
      line(pen, [flat || n === 2 ? is : ground(is), unit(n, is[n])]);
      style(pen, theme.blue, 1);
      dot(pen, unit(n, is[n]), 3);
    });
  }

  /** @param {Pen} pen @param {(number | null)[]} axes @param {number[]} is */
  function values(pen, axes, is) {
    axes.forEach((axis, n) => {
      if (axis !== null && Math.abs(is[n]) >= 0.005) label(pen, fixed(is[n]), unit(n, is[n]), 1, stage.theme.ink, 400, stage.theme.size * 0.95);
    });
  }

  /** @param {Tape} tape @param {number} t @param {number} j @param {number[]} shown @param {string[]} names */
  function draw(tape, t, j, shown, names) {
    const axes = slots(shown);
    const pen = wipe(surface);
    words = [];
    pen.lineJoin = pen.lineCap = "round";
    const range = aim(axes.includes(null));
    const moved = moves(tape, t, j, axes);
    frame(pen, axes, names, range);
    trail(pen, tape, t, j, axes);
    projections(pen, axes, moved.is);
    style(pen, stage.theme.paper, 7, [], 0.8);
    line(pen, [[0, 0, 0], moved.is]);
    style(pen, stage.theme.blue, 3);
    arrow(pen, [0, 0, 0], moved.is, 6);
    step(pen, moved);
    values(pen, axes, moved.is);
    style(pen, stage.theme.ink, 1);
  }

  return { draw, clear: () => surface.width && wipe(surface) };
}
