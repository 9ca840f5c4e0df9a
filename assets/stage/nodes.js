// The neurons of the network picture: inputs with their values, hidden ones with their memory banks, outputs as bars.
import { rampIndex } from "./colour.js";
import { neighbours, outputName, place } from "./decode.js";
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
  function dot(pen, x, y, r, fill, fires, glow) {
    pen.beginPath();
    pen.arc(x, y, r, 0, 7);
    pen.fillStyle = fill;
    pen.fill();
    pen.strokeStyle = fires ? stage.theme.ink : stage.theme.line;
    pen.lineWidth = fires ? 1.75 + glow : 1;
    pen.stroke();
  }

  function drawHidden(pen, tape, t, col, glow) {
    const { theme, state } = stage;
    const every = Math.max(1, Math.ceil((theme.size + 1) / col.pitch));
    const near = neighbourSet(tape, state.focus);
    const ramp = tape.recurrent ? theme.signed : theme.ramp;
    for (let n = 0; n < col.size; n++) {
      const j = col.neuron + n;
      const y = yOf(col, n);
      const x = tape.x[t * tape.H + j];
      const chosen = j === state.focus;
      if (near.has(j)) {
        pen.fillStyle = chosen ? theme.blue : theme.line;
        pen.fillRect(col.name - 4, y - col.pitch / 2 + 0.5, chosen ? 3 : 2, col.pitch - 1);
      }
      if (chosen || (n % every === 0 && !(every > 1 && Math.abs(j - state.focus) < every))) {
        const font = `${chosen ? 700 : 400} ${Math.min(theme.size, Math.max(11, col.pitch))}px ${theme.family}`;
        write(pen, n + 1, col.x - col.r - 4, y + 0.5, chosen ? theme.ink : theme.soft, "right", font);
      }
      const shade = ramp.text[rampIndex(x, 1, tape.recurrent)];
      dot(pen, col.x, y, col.r, shade, !tape.recurrent && x >= 0.5, glow);
      if (col.bank) bank(pen, tape, t, col, n, y);
    }
  }

  function bank(pen, tape, t, col, n, y) {
    const { theme, ceiling } = stage;
    const { x, cell, height } = col.bank;
    const base = t * tape.M + col.memory + n * col.axes;
    const gap = cell > 3 ? 0.75 : 0;
    for (let d = 0; d < col.axes; d++) {
      const k = rampIndex(tape.memory[base + d], ceiling, stage.signedMemory);
      if (k === 0 && cell < 3) continue;
      pen.fillStyle = (stage.signedMemory ? theme.signed : theme.ramp).text[k];
      pen.fillRect(x + d * cell, y - height / 2, Math.max(1, cell - gap), height);
    }
    const axis = tape.axis[t * tape.H + col.neuron + n];
    if (axis >= 0 && cell >= 3) {
      pen.strokeStyle = theme.ink;
      pen.lineWidth = 1;
      pen.strokeRect(x + axis * cell, y - height / 2, cell - gap, height);
    }
  }

  function drawInputs(pen, tape, t, col) {
    const { theme } = stage;
    const names = tape.header.labels?.inputs ?? [];
    for (let n = 0; n < col.size; n++) {
      const value = tape.inputs[t * tape.nIn + n];
      const size = Math.max(11, Math.min(theme.size, col.pitch));
      dot(pen, col.x, yOf(col, n), col.r, theme.signed.text[rampIndex(value, stage.reach, true)], false, 0);
      if (col.pitch < 10) continue;
      write(pen, fixed(value), col.x - col.r - 5, yOf(col, n), theme.ink, "right", `${size}px ${theme.family}`);
      write(pen, names[n] ?? n + 1, 0, yOf(col, n), theme.soft, "left", `italic ${size}px ${theme.family}`);
    }
  }

  function drawOutputs(pen, tape, t, col, glow) {
    const { theme } = stage;
    const size = Math.max(11, Math.min(theme.size, col.pitch));
    const room = col.right - col.bar - size * 4.4;
    for (let k = 0; k < col.size; k++) {
      const y = yOf(col, k);
      const value = tape.outputs[t * tape.nOut + k];
      const target = tape.targets[t * tape.nOut + k] >= 0.5;
      const shade = rampIndex(value, 1);
      dot(pen, col.x, y, col.r, theme.ramp.text[shade], value >= 0.5, glow);
      write(pen, outputName(tape, k), col.bar, y, theme.ink, "left", `${target ? 700 : 400} ${size}px ${theme.family}`);
      const x = col.bar + size * 1.4;
      const high = Math.max(3, Math.min(10, col.pitch * 0.5));
      pen.fillStyle = theme.faint;
      pen.fillRect(x, y - high / 2, room, high);
      pen.fillStyle = theme.blue;
      pen.fillRect(x, y - high / 2, room * Math.min(1, Math.max(0, value)), high);
      if (target) {
        pen.strokeStyle = theme.ink;
        pen.lineWidth = 1.5;
        pen.strokeRect(x - 1.5, y - high / 2 - 2.5, room + 3, high + 5);
      }
      write(pen, fixed(value), col.right, y, target ? theme.ink : theme.soft, "right", `${size}px ${theme.family}`);
    }
  }

  return { input: drawInputs, hidden: drawHidden, output: drawOutputs };
}
