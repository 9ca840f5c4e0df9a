// The neurons of the network picture: inputs with their values, hidden ones with their memory banks, outputs as bars.
// What no step changes (names, tracks, empty banks) is `rest`, drawn once; the remainder is drawn with every step.
import { rampIndex } from "./colour.js";
import { neighbours, outputName, place, written } from "./decode.js";
import { write } from "./dom.js";
import { yOf } from "./places.js";
import { fixed } from "./scales.js";

/** The hidden neurons whose outputs make the chosen neuron's pattern. */
export function neighbourSet(tape, focus) {
  const { layer, local } = place(tape, focus);
  if (!layer?.axes || tape.header.parameters?.write === "input") return new Set([focus]);
  return new Set(neighbours(local, layer.size, tape.header.parameters?.tau ?? 0).map((n) => layer.neuron + n));
}

export function nodes(stage) {
  const font = (size, weight = 400) => `${weight} ${size}px ${stage.theme.family}`;
  const letter = (col) => Math.max(11, Math.min(stage.theme.size, col.pitch));
  const track = (col) => ({ x: col.bar + letter(col) * 1.4, room: col.right - col.bar - letter(col) * 4.4, high: Math.max(3, Math.min(10, col.pitch * 0.5)) });

  const rest = {
    input(pen, tape, col) {
      const names = tape.header.labels?.inputs ?? [];
      for (let n = 0; n < col.size && col.pitch >= 10; n++) {
        write(pen, names[n] ?? n + 1, 0, yOf(col, n), stage.theme.soft, "left", `italic ${font(letter(col))}`);
      }
    },

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
          pen.fillRect(col.bank.x, y - col.bank.height / 2, col.bank.width, col.bank.height);
        }
        if (!chosen && (n % every || (every > 1 && Math.abs(j - state.focus) < every))) continue;
        const size = Math.min(theme.size, Math.max(11, col.pitch));
        write(pen, n + 1, col.x - col.r - 4, y + 0.5, chosen ? theme.ink : theme.soft, "right", font(size, chosen ? 700 : 400));
      }
    },

    output(pen, tape, col) {
      const { x, room, high } = track(col);
      for (let k = 0; k < col.size; k++) {
        write(pen, outputName(tape, k), col.bar, yOf(col, k), stage.theme.ink, "left", font(letter(col)));
        pen.fillStyle = stage.theme.faint;
        pen.fillRect(x, yOf(col, k) - high / 2, room, high);
      }
    },
  };

  function dot(pen, x, y, r, fill, fires, glow) {
    pen.beginPath();
    pen.arc(x, y, r, 0, 7);
    pen.fillStyle = fill;
    pen.fill();
    pen.strokeStyle = fires ? stage.theme.ink : stage.theme.line;
    pen.lineWidth = fires ? 1.75 + glow : 1;
    pen.stroke();
  }

  function bank(pen, tape, t, col, n, y) {
    const { theme, ceiling } = stage;
    const { x, cell, height } = col.bank;
    const base = t * tape.M + col.memory + n * col.axes;
    const gap = cell > 3 ? 0.75 : 0;
    const ramp = (stage.signedMemory ? theme.signed : theme.ramp).text;
    for (let d = 0; d < col.axes; d++) {
      const value = tape.memory[base + d];
      if (value === 0) continue;
      pen.fillStyle = ramp[rampIndex(value, ceiling, stage.signedMemory)];
      pen.fillRect(x + d * cell, y - height / 2, Math.max(1, cell - gap), height);
    }
    const axes = cell < 3 ? null : written(tape, t, col.neuron + n, col);
    if (!axes) return;
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1;
    pen.strokeRect(x + axes[0] * cell, y - height / 2, cell * axes[1] - gap, height);
  }

  const live = {
    input(pen, tape, t, col) {
      const { theme } = stage;
      for (let n = 0; n < col.size; n++) {
        const value = tape.inputs[t * tape.nIn + n];
        dot(pen, col.x, yOf(col, n), col.r, theme.signed.text[rampIndex(value, stage.reach, true)], false, 0);
        if (col.pitch >= 10) write(pen, fixed(value), col.x - col.r - 5, yOf(col, n), theme.ink, "right", font(letter(col)));
      }
    },

    hidden(pen, tape, t, col, glow) {
      const ramp = (tape.recurrent ? stage.theme.signed : stage.theme.ramp).text;
      for (let n = 0; n < col.size; n++) {
        const x = tape.x[t * tape.H + col.neuron + n];
        dot(pen, col.x, yOf(col, n), col.r, ramp[rampIndex(x, 1, tape.recurrent)], !tape.recurrent && x >= 0.5, glow);
        if (col.bank) bank(pen, tape, t, col, n, yOf(col, n));
      }
    },

    output(pen, tape, t, col, glow) {
      const { theme } = stage;
      const { x, room, high } = track(col);
      pen.font = font(letter(col));
      for (let k = 0; k < col.size; k++) {
        const y = yOf(col, k);
        const value = tape.outputs[t * tape.nOut + k];
        const target = tape.targets[t * tape.nOut + k] >= 0.5;
        dot(pen, col.x, y, col.r, theme.ramp.text[rampIndex(value, 1)], value >= 0.5, glow);
        pen.fillStyle = theme.blue;
        pen.fillRect(x, y - high / 2, room * Math.min(1, Math.max(0, value)), high);
        if (target) {
          pen.strokeStyle = theme.ink;
          pen.lineWidth = 1.5;
          pen.strokeRect(x - 1.5, y - high / 2 - 2.5, room + 3, high + 5);
        }
        write(pen, fixed(value), col.right, y, target ? theme.ink : theme.soft, "right");
      }
    },
  };

  return { rest, live };
}
