// The neurons of the network picture: inputs with their values, hidden ones with their memory banks, outputs as bars.
// What no step changes (names, tracks, empty banks) is `rest`, drawn once; the remainder is drawn with every step.
import { shortName } from "../../model/answers.js";
import { neverOf } from "../../model/axes.js";
import { hides } from "../../model/hidden.js";
import { patternOf } from "../../model/pattern.js";
import { brief, fixed } from "../../model/scales.js";
import { written } from "../../model/tape.js";
import { rampIndex } from "../../ui/colour.js";
import { write } from "../../ui/dom.js";
import { sideOf } from "./input-image.js";
import { yOf } from "./layout.js";
import { outputsLive, outputsRest } from "./outputs.js";

/** The chosen neuron and the hidden neurons whose outputs make its pattern.
 * @param {Tape} tape @param {number} focus */
export const neighbourSet = (tape, focus) => new Set([focus, ...patternOf(tape, focus).map(({ hidden }) => hidden)]);

/** @param {Stage} stage */
export function nodes(stage) {
  /** @param {number} size @param {number} [weight] */
  const font = (size, weight = 400) => `${weight} ${size}px ${stage.theme.family}`;
  /** @param {Column} col */
  const letter = (col) => Math.max(11, Math.min(stage.theme.size, col.pitch));

  const rest = {
    /** @param {Pen} pen @param {Tape} tape @param {Column} col */
    input(pen, tape, col) {
      const names = tape.header.labels?.inputs ?? [];
      const every = Math.max(1, Math.ceil(stage.theme.size / col.pitch));
      if (sideOf(tape.nIn)) return; // the picture says more than sixty names
      for (let n = 0; n < col.size; n += every) {
        write(pen, names[n] ?? n + 1, 0, yOf(col, n), stage.theme.soft, "left", `italic ${font(letter(col))}`);
      }
    },

    /** @param {Pen} pen @param {Tape} tape @param {Column} col */
    hidden(pen, tape, col) {
      const { theme, state } = stage;
      const every = Math.max(1, Math.ceil((theme.size - 1) / col.pitch));
      const near = neighbourSet(tape, state.focus);
      for (let n = 0; n < col.size; n++) {
        const j = col.neuron + n;
        const y = yOf(col, n);
        const chosen = j === state.focus;
        if (near.has(j)) {
          pen.fillStyle = chosen ? theme.blue : theme.line;
          pen.fillRect(col.name - 4, y - col.pitch / 2 + 0.5, chosen ? 3 : 2, col.pitch - 1);
        }
        if (col.bank) {
          pen.fillStyle = theme.faint;
          for (const [from, count] of open(tape, col)) pen.fillRect(col.bank.x + from * col.bank.cell, y - col.bank.height / 2, count * col.bank.cell, col.bank.height);
        }
        if (!chosen && (n % every || (every > 1 && Math.abs(j - state.focus) < every))) continue;
        const size = Math.min(theme.size, Math.max(11, col.pitch));
        write(pen, n + 1, col.x - col.r - 4, y + 0.5, chosen ? theme.ink : theme.soft, "right", font(size, chosen ? 700 : 400));
      }
      if (tape.recurrent) feedback(pen, col);
    },

    /** @param {Pen} pen @param {Tape} tape @param {Column} col */
    output: (pen, tape, col) => outputsRest(pen, stage, tape, col, shortName),
  };

  /** The stretches of a bank that can be written: the others stay blank.
   * @param {Tape} tape @param {Column} col */
  function open(tape, col) {
    const layer = tape.hidden[col.number - 1];
    /** @type {[from: number, count: number][]} */
    const found = [];
    for (let axis = 0; axis < col.axes; axis++) {
      if (neverOf(tape, layer, axis)) continue;
      const last = found.at(-1);
      if (last && last[0] + last[1] === axis) last[1] += 1;
      else found.push([axis, 1]);
    }
    return found;
  }

  /** A loop over the column: what comes out goes in again one step later.
   * @param {Pen} pen @param {Column} col */
  function feedback(pen, col) {
    const [right, left, top, low] = [col.out + 6, col.name - 6, col.top - 2, yOf(col, 0)];
    pen.strokeStyle = stage.theme.soft;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(col.x + col.r + 3, low);
    pen.bezierCurveTo(right + 16, low, right + 16, top - 4, (left + right) / 2, top - 2);
    pen.bezierCurveTo(left - 14, top - 2, left - 14, low, left + 3, low);
    pen.moveTo(left - 1, low - 4);
    pen.lineTo(left + 3, low);
    pen.lineTo(left - 1, low + 4);
    pen.stroke();
  }

  /** @param {Pen} pen @param {number} x @param {number} y @param {number} r @param {string} fill
   * @param {boolean} fires @param {number} glow */
  function dot(pen, x, y, r, fill, fires, glow) {
    pen.beginPath();
    pen.arc(x, y, r, 0, 7);
    pen.fillStyle = fill;
    pen.fill();
    pen.strokeStyle = fires ? stage.theme.ink : stage.theme.line;
    pen.lineWidth = fires ? 1.75 + glow : 1;
    pen.stroke();
  }

  /** How far a gate is open: an arc around the neuron, from the top clockwise.
   * @param {Pen} pen @param {number} x @param {number} y @param {number} r @param {number} open */
  function gate(pen, x, y, r, open) {
    if (r < 3 || !(open > 0.02)) return;
    pen.strokeStyle = stage.theme.blue;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.arc(x, y, r + 2.5, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * open);
    pen.stroke();
  }

  /** @param {Pen} pen @param {Tape} tape @param {number} t @param {Column} col @param {number} n @param {number} y */
  function bank(pen, tape, t, col, n, y) {
    const { theme, ceiling, memory } = stage;
    if (!col.bank) return;
    const { x, cell, height } = col.bank;
    const base = col.memory + n * col.axes;
    const gap = cell > 3 ? 0.75 : 0;
    const ramp = (stage.signedMemory ? theme.signed : theme.ramp).text;
    for (let d = 0; d < col.axes; d++) {
      const value = memory[base + d];
      if (value === 0) continue;
      pen.fillStyle = ramp[rampIndex(value, ceiling, stage.signedMemory)];
      pen.fillRect(x + d * cell, y - height / 2, Math.max(1, cell - gap), height);
    }
    const axes = cell < 3 || (stage.phase && stage.phase.holds !== "after") ? null : written(tape, t, col.neuron + n, col);
    if (!axes) return;
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1;
    pen.strokeRect(x + axes[0] * cell, y - height / 2, cell * axes[1] - gap, height);
  }

  const live = {
    /** @param {Pen} pen @param {Tape} tape @param {number} t @param {Column} col */
    input(pen, tape, t, col) {
      const { theme } = stage;
      pen.globalAlpha = stage.dim("in");
      for (let n = 0; n < col.size; n++) {
        const value = tape.inputs[t * tape.nIn + n];
        dot(pen, col.x, yOf(col, n), col.r, theme.signed.text[rampIndex(value, stage.reach, true)], false, 0);
        if (col.pitch >= 10) write(pen, tape.nIn > 2 ? brief(value) : fixed(value), col.x - col.r - 5, yOf(col, n), theme.ink, "right", font(letter(col)));
      }
    },

    /** @param {Pen} pen @param {Tape} tape @param {number} t @param {Column} col @param {number} glow */
    hidden(pen, tape, t, col, glow) {
      const back = stage.phase?.name === "back" && !tape.recurrent; // the errors take the place of the outputs
      const ramp = (tape.recurrent || back ? stage.theme.signed : stage.theme.ramp).text;
      const [steep, hidden] = [back ? steepest(tape, t) : 1, hides(tape, t, "forward")];
      for (let n = 0; n < col.size; n++) {
        const [j, y] = [col.neuron + n, yOf(col, n)];
        const x = tape.x[t * tape.H + j];
        const value = back ? tape.delta[t * (tape.H + tape.nOut) + j] : x;
        pen.globalAlpha = stage.dim("x");
        dot(pen, col.x, y, col.r, ramp[rampIndex(value, steep, tape.recurrent || back)], !tape.recurrent && x >= 0.5 && !hides(tape, t, "fire?"), glow);
        if (hidden && col.r >= 5) write(pen, "?", col.x, y + 0.5, stage.theme.soft, "center", font(letter(col)));
        pen.globalAlpha = Math.max(stage.dim("x"), stage.dim("gate"));
        if (tape.model === "lstm" || (tape.gated && col.axes)) gate(pen, col.x, y, col.r, tape.gate[t * tape.H + j]);
        pen.globalAlpha = stage.dim("M");
        if (col.bank) bank(pen, tape, t, col, n, y);
        else if (tape.recurrent && !hidden) signed(pen, col, y, x);
      }
    },

    /** @param {Pen} pen @param {Tape} tape @param {number} t @param {Column} col @param {number} glow */
    output(pen, tape, t, col, glow) {
      pen.globalAlpha = stage.dim("out");
      outputsLive(pen, stage, tape, t, col, { glow, dot, font: font(letter(col)) });
    },
  };

  /** A state between -1 and 1 as a bar to the left or right.
   * @param {Pen} pen @param {Column} col @param {number} y @param {number} value */
  function signed(pen, col, y, value) {
    const [room, high] = [18, Math.max(2, Math.min(8, col.pitch * 0.4))];
    const middle = col.x + col.r + 6 + room;
    pen.fillStyle = stage.theme.line;
    pen.fillRect(middle - 0.5, y - high / 2 - 1, 1, high + 2);
    pen.fillStyle = stage.theme.signed.text[value < 0 ? 0 : 255];
    pen.fillRect(Math.min(middle, middle + value * room), y - high / 2, Math.abs(value) * room, high);
  }

  /** @param {Tape} tape @param {number} t */
  const steepest = (tape, t) => {
    const from = t * (tape.H + tape.nOut);
    let most = 1e-9;
    for (let k = from; k < from + tape.H; k++) most = Math.max(most, Math.abs(tape.delta[k]));
    return most;
  };

  return { rest, live };
}
