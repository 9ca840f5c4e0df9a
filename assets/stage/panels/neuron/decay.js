// The chosen neuron over the last steps: its strongest axes as lines that step up when written and fade when it fires.
import { hides, unless } from "../../model/hidden.js";
import { axisName } from "../../model/names.js";
import { fixed, linear, spread, strongest } from "../../model/scales.js";
import { componentOf, place } from "../../model/tape.js";
import { canvas, wipe, write } from "../../ui/dom.js";

const SPAN = 60;
const LINES = 5;
const LEFT = 30; // of the lines; beside it stand the numbers

/** @param {Stage} stage */
export function decay(stage) {
  const surface = canvas("The chosen neuron over the last sixty steps", () => stage.redraw());

  /** @param {Pen} pen @param {Theme} theme @param {number} low @param {number} high @param {Scale} y @param {number} right
   * @param {number} bottom @param {{ steps: number, x: number }} ago */
  function frame(pen, theme, low, high, y, right, bottom, ago) {
    const font = `${theme.size}px ${theme.family}`;
    for (const value of low < 0 ? [low, 0, high] : [0, high / 2, high]) {
      pen.fillStyle = value === 0 ? theme.line : theme.faint;
      pen.fillRect(LEFT, Math.round(y(value)), right - LEFT, 1);
      const text = high >= 1000 ? `${+(value / 1000).toPrecision(2)}k` : fixed(value, high >= 100 || Number.isInteger(value) ? 0 : 1);
      write(pen, text, LEFT - 4, y(value), theme.soft, "right", font);
    }
    // In a run's first steps there is no sixty steps ago.
    const words = `${ago.steps} steps ago`;
    pen.font = font;
    const fits = ago.x + pen.measureText(words).width + theme.size < right - pen.measureText("now").width;
    if (ago.steps > 4 && fits) write(pen, words, ago.x, bottom + theme.size * 1.6, theme.soft, "left", font);
    write(pen, "now", right, bottom + theme.size * 1.6, theme.soft, "right", font);
  }

  /** @param {Pen} pen @param {(number | null)[]} values @param {Scale} x @param {Scale} y @param {boolean} stepped */
  function line(pen, values, x, y, stepped) {
    pen.beginPath();
    let open = false;
    values.forEach((value, k) => {
      if (value === null) return;
      if (!open) pen.moveTo(x(k), y(value));
      else {
        if (stepped) pen.lineTo(x(k), y(values[k - 1] ?? value));
        pen.lineTo(x(k), y(value));
      }
      open = true;
    });
    pen.stroke();
  }

  /** @param {Tape} tape @param {number} t */
  function draw(tape, t) {
    if (!surface.width) return;
    const { theme, state, ceiling } = stage;
    const pen = wipe(surface);
    const { layer, local } = place(tape, state.focus);
    const [top, bottom] = [8, surface.height - theme.size * 2.2];
    pen.font = `700 ${theme.size}px ${theme.family}`;
    const widest = layer.axes ? axisName(tape, layer, layer.axes - 1) : "−0.00";
    const right = surface.width - pen.measureText(widest).width - 6;
    const x = linear(0, SPAN - 1, LEFT + 2, right - 4);
    const low = layer.axes ? (stage.signedMemory ? -ceiling : 0) : tape.recurrent ? -1 : 0;
    const high = layer.axes ? ceiling : 1;
    const y = linear(low, high, bottom, top);
    const steps = Math.min(t, SPAN - 1);
    frame(pen, theme, low, high, y, right, bottom, { steps, x: steps < SPAN - 1 ? x(SPAN - 1 - steps) : LEFT });
    pen.lineJoin = "round";
    /** @param {(k: number) => number} read */
    const series = (read) => Array.from({ length: SPAN }, (_, n) => (t - SPAN + 1 + n < 0 ? null : read(t - SPAN + 1 + n))).map((value) => (Number.isNaN(value) ? null : value));
    if (!layer.axes) {
      pen.strokeStyle = theme.model(tape.model);
      pen.lineWidth = 1.75;
      line(pen, series((k) => tape.x[k * tape.H + state.focus]), x, y, false);
      const now = tape.x[t * tape.H + state.focus];
      const hidden = hides(tape, t, "forward");
      write(pen, unless(hidden, () => fixed(now)), right + 3, hidden ? (top + bottom) / 2 : y(now), theme.ink, "left", `600 ${theme.size}px ${theme.family}`);
      return;
    }
    const base = componentOf(layer, local);
    const chosen = strongest(tape.memory, t * tape.M + base, layer.axes, LINES)
      .filter((axis) => tape.memory[t * tape.M + base + axis] !== 0)
      .sort((a, b) => tape.memory[t * tape.M + base + b] - tape.memory[t * tape.M + base + a])
      .slice(0, LINES);
    chosen.forEach((axis, rank) => {
      pen.strokeStyle = theme.blue;
      pen.globalAlpha = 1 - rank * 0.15;
      pen.lineWidth = rank === 0 ? 2 : 1.25;
      pen.setLineDash([[], [6, 2], [3, 2], [1.5, 2], [8, 2, 2, 2]][rank]);
      line(pen, series((k) => tape.memory[k * tape.M + base + axis]), x, y, true);
    });
    pen.setLineDash([]);
    pen.globalAlpha = 1;
    events(pen, tape, t, base, chosen, x, y, bottom);
    const places = chosen.map((axis) => y(tape.memory[t * tape.M + base + axis]));
    const apart = spread(places, theme.size + 1, top, bottom);
    chosen.forEach((axis, rank) => {
      const font = `${rank === 0 ? 700 : 400} ${theme.size}px ${theme.family}`;
      write(pen, axisName(tape, layer, axis), right + 2, apart[rank], theme.ink, "left", font);
    });
  }

  /** A dot where a shown axis was written; a tick below where the neuron fired.
   * @param {Pen} pen @param {Tape} tape @param {number} t @param {number} base @param {number[]} chosen @param {Scale} x
   * @param {Scale} y @param {number} bottom */
  function events(pen, tape, t, base, chosen, x, y, bottom) {
    const { theme, state } = stage;
    for (let n = 0; n < SPAN; n++) {
      const k = t - SPAN + 1 + n;
      if (k < 0) continue;
      const axis = tape.axis[k * tape.H + state.focus];
      if (axis < 0) continue;
      pen.fillStyle = theme.soft;
      pen.fillRect(x(n) - 0.5, bottom + 4, 1.5, 5);
      if (!chosen.includes(axis)) continue;
      pen.beginPath();
      pen.arc(x(n), y(tape.memory[k * tape.M + base + axis]), 2.25, 0, 7);
      pen.fillStyle = theme.blue;
      pen.fill();
    }
  }

  return { box: surface.box, close: surface.close, draw };
}
