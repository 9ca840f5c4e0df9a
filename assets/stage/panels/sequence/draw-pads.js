// The pads to draw a sequence on: points in a plane, a curve of numbers, cells that are on or off. Painting and hits.
import { clamp, linear, typed } from "../../model/scales.js";
import { drawn, extent, inputOf, toggled, windowOf } from "../../model/sequence-text.js";
import { write } from "../../ui/dom.js";

const CURVE = 60; // steps across

/** A pad gives `draw(pen, theme, lines, now, width, height)` and `press(x, y, lines, drag)`, which gives new lines, or null.
 * @type {Record<string, (pad: PadData) => Pad>} */
export const DRAW_PADS = { points, curve, cells };

/** @type {(pad: PadData) => Pad} */
function points(pad) {
  const xs = extent(pad.samples.map(([x]) => x));
  const ys = extent(pad.samples.map(([, y]) => y));
  /** @type {Scale} */
  let px = Number;
  /** @type {Scale} */
  let py = Number;
  /** @param {number} width @param {number} height */
  function scales(width, height) {
    const size = Math.min(width, height);
    px = linear(xs[0], xs[1], 0, size);
    py = linear(ys[0], ys[1], size, 0);
    return size;
  }
  return {
    draw(pen, theme, lines, now, width, height) {
      const size = scales(width, height);
      pen.strokeStyle = theme.line;
      pen.strokeRect(0.5, 0.5, size - 1, size - 1);
      pad.samples.forEach(([x, y], k) => {
        pen.fillStyle = pad.of[k] < 0 ? theme.soft : theme.tint(pad.of[k]);
        pen.beginPath();
        pen.arc(px(x), py(y), 2.5, 0, 7);
        pen.fill();
      });
      centres(pad).forEach(([x, y], k) => write(pen, pad.classes[0][k] ?? "", px(x), py(y), theme.ink, "center", `600 ${theme.size}px ${theme.family}`));
      const own = lines.map((line) => inputOf(line, 2));
      pen.strokeStyle = theme.blue;
      pen.lineWidth = 1.25;
      pen.beginPath();
      own.forEach(([x, y], k) => x !== undefined && pen[k ? "lineTo" : "moveTo"](px(x), py(y)));
      pen.stroke();
      own.forEach(([x, y], k) => {
        if (x === undefined) return;
        pen.fillStyle = k === now ? theme.ink : theme.blue;
        pen.beginPath();
        pen.arc(px(x), py(y), k === now ? 5 : 3.5, 0, 7);
        pen.fill();
      });
    },
    press(x, y, lines, drag, width, height) {
      const size = scales(width, height);
      if (drag || x > size || y > size) return null;
      const at = [linear(0, size, xs[0], xs[1])(x), linear(size, 0, ys[0], ys[1])(y)];
      return [...lines, at.map((value) => typed(value)).join(" ")];
    },
  };
}

/** The middle of each class among the samples.
 * @param {PadData} pad */
function centres(pad) {
  const sums = (pad.classes[0] ?? []).map(() => [0, 0, 0]);
  pad.samples.forEach(([x, y], k) => {
    if (!sums[pad.of[k]]) return;
    sums[pad.of[k]][0] += x;
    sums[pad.of[k]][1] += y;
    sums[pad.of[k]][2] += 1;
  });
  return sums.map(([x, y, n]) => [x / n, y / n]);
}

/** @type {(pad: PadData) => Pad} */
function curve(pad) {
  const [low, high] = extent(pad.samples.map(([value]) => value));
  /** @type {{ k: number, value: number } | null} */
  let before = null;
  return {
    draw(pen, theme, lines, now, width, height) {
      const first = windowOf(lines.length, CURVE);
      /** @param {number} k */
      const x = (k) => ((k - first + 0.5) / CURVE) * width;
      const y = linear(low, high, height - 2, 2);
      pen.fillStyle = theme.faint;
      pen.fillRect(0, 0, width, height);
      /** @param {(number | undefined)[]} values @param {number} from */
      const trace = (values, from) => {
        pen.beginPath();
        values.forEach((value, k) => value !== undefined && pen[k ? "lineTo" : "moveTo"](x(from + k), y(value)));
        pen.stroke();
      };
      pen.lineWidth = 1.5;
      pen.strokeStyle = theme.line;
      trace(pad.samples.slice(0, CURVE).map(([value]) => value), first);
      pen.strokeStyle = theme.blue;
      pen.lineWidth = 2;
      trace(lines.slice(first).map((line) => inputOf(line, 1)[0]), first);
      pen.fillStyle = theme.ink;
      if (now >= first) pen.fillRect(x(now) - 1, 0, 1.5, height);
    },
    press(x, y, lines, drag, width, height) {
      const first = windowOf(lines.length, CURVE);
      const at = { k: first + clamp(Math.floor((x / width) * CURVE), 0, CURVE - 1), value: clamp(linear(height - 2, 2, low, high)(y), low, high) };
      if (!drag || !before) before = { k: Math.min(at.k, lines.length), value: at.value };
      const next = drawn(lines, before.k, at.k, before.value, at.value);
      before = at;
      return next;
    },
  };
}

/** @type {(pad: PadData) => Pad} */
function cells(pad) {
  const rows = pad.inputs.length;
  /** @param {number} width @param {number} height @param {Theme | null} theme */
  const grid = (width, height, theme) => {
    const left = Math.max(...pad.inputs.map((name) => name.length)) * 0.62 * (theme?.size ?? 12) + 8;
    const size = Math.max(8, Math.min(26, Math.floor(height / rows)));
    return { left, size, columns: Math.max(2, Math.floor((width - left) / size)) };
  };
  /** @type {Theme | null} */
  let kept = null;
  return {
    draw(pen, theme, lines, now, width, height) {
      kept = theme;
      const { left, size, columns } = grid(width, height, theme);
      const first = windowOf(lines.length, columns);
      pad.inputs.forEach((name, row) => write(pen, name, left - 6, (row + 0.5) * size, theme.soft, "right", `${theme.size}px ${theme.family}`));
      for (let column = 0; column < columns; column++) {
        const k = first + column;
        const values = k < lines.length ? inputOf(lines[k], rows) : null;
        for (let row = 0; row < rows; row++) {
          pen.fillStyle = values?.[row] ? theme.blue : values ? theme.shade : theme.faint;
          pen.fillRect(left + column * size, row * size, size - 2, size - 2);
        }
        pen.strokeStyle = theme.ink;
        pen.lineWidth = 1.5;
        if (k === now) pen.strokeRect(left + column * size - 1, 0, size, rows * size - 1);
      }
    },
    press(x, y, lines, drag, width, height) {
      const { left, size, columns } = grid(width, height, kept);
      const [column, row] = [Math.floor((x - left) / size), Math.floor(y / size)];
      if (drag || column < 0 || column >= columns || row < 0 || row >= rows) return null;
      return toggled(lines, Math.min(lines.length, windowOf(lines.length, columns) + column), row, rows, pad.on);
    },
  };
}
