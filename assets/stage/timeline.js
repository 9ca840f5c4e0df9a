// The timeline: a tape of inputs by class around the cursor, and under it the whole window to scrub in.
import { canvas, draggable, h, wipe, write } from "./dom.js";
import { inkOn, parse } from "./colour.js";
import { clamp } from "./scales.js";
import { outputName } from "./decode.js";

export function timeline(stage) {
  const surface = canvas("Timeline of the window: inputs by class, mistakes marked with a cross", () => stage.redraw());
  surface.element.classList.add("scrub");
  const still = document.createElement("canvas");
  const rested = {};
  let left = 0; // first step that the tape shows, as an index in the window
  const tapeHeight = () => Math.min(26, Math.round(surface.height * 0.44));
  const cells = () => Math.max(1, Math.floor(surface.width / Math.round(stage.theme.size * 1.34)));
  const wide = () => surface.width / cells(); // one step of the tape

  let onTape = false;
  let held = false;
  draggable(surface.element, (x, y, event) => {
    const { tape } = stage;
    if (event.type === "pointerdown") onTape = y < tapeHeight() + 3;
    held = onTape; // the tape holds still under the pointer: it turns its page only when the drag has ended
    const index = onTape ? left + Math.floor(clamp(x, 0, surface.width - 1) / wide()) : (x / surface.width) * tape.count;
    stage.act({ type: "go", to: tape.first + clamp(Math.floor(index), 0, tape.count - 1) });
  }, () => {
    held = false;
    stage.redraw();
  });

  function turn(tape, t) {
    const n = cells();
    const margin = Math.min(3, Math.floor(n / 4));
    if (held) return;
    if (t < left + margin || t >= left + n - margin) left = t - (t < left + margin ? n - margin - 8 : margin + 4);
    left = clamp(left, 0, Math.max(0, tape.count - n));
  }

  /** What no step changes, on a canvas of its own until the tape turns its page. */
  function rest(tape, theme, focus) {
    const key = [tape.first, tape.count, left, focus, surface.width, surface.height, surface.scale].join();
    if (key === rested.key && rested.tape === tape && rested.theme === theme) return;
    Object.assign(rested, { key, tape, theme });
    still.width = surface.element.width;
    still.height = surface.element.height;
    const pen = still.getContext("2d");
    pen.setTransform(surface.scale, 0, 0, surface.scale, 0, 0);
    drawTape(pen, tape, theme);
    drawWindow(pen, tape, theme, focus);
  }

  function drawTape(pen, tape, theme) {
    const size = tapeHeight();
    const n = cells();
    pen.font = `600 ${theme.size}px ${theme.family}`;
    const width = wide();
    for (let k = left; k < Math.min(tape.count, left + n); k++) {
      const x = (k - left) * width;
      cell(pen, tape, theme, k, x, size, false);
      if (tape.starts[k]) {
        pen.fillStyle = theme.ink;
        pen.fillRect(x - 0.5, -1, 1.5, size + 6);
      }
      if (tape.wrong[k]) cross(pen, theme, x + width / 2, size + 6, 3);
    }
  }

  /** One step of the tape: its class as colour and letter, in full colour where the cursor is. */
  function cell(pen, tape, theme, k, x, size, current) {
    const wanted = tape.wanted[k];
    const full = wanted < 0 ? null : theme.ofClass(wanted);
    pen.fillStyle = full === null ? theme.faint : current ? full : theme.tint(wanted);
    pen.fillRect(x + 1, 0, wide() - 2, size);
    if (full === null) return bits(pen, tape, theme, k, x, size);
    const ink = current ? inkOn(parse(full)) : theme.ink;
    write(pen, outputName(tape, wanted), x + wide() / 2, size / 2 + 0.5, ink, "center");
  }

  /** Inputs that are no classes: a mark for each that is on. */
  function bits(pen, tape, theme, k, x, size) {
    const high = size / tape.nIn;
    pen.fillStyle = theme.soft;
    for (let n = 0; n < tape.nIn && high >= 2; n++) {
      if (tape.inputs[k * tape.nIn + n] >= 0.5) pen.fillRect(x + 3, n * high + 0.5, wide() - 6, high - 1);
    }
  }

  /** The cursor on the tape and on the window. */
  function mark(pen, tape, theme, t) {
    const size = tapeHeight();
    if (t >= left && t < left + cells()) {
      pen.font = `600 ${theme.size}px ${theme.family}`;
      cell(pen, tape, theme, t, (t - left) * wide(), size, true);
      pen.strokeStyle = theme.ink;
      pen.lineWidth = 2;
      pen.strokeRect((t - left) * wide(), 1, wide(), size - 1);
    }
    pen.fillStyle = theme.ink;
    pen.fillRect(Math.round(((t + 0.5) / tape.count) * surface.width) - 1, size + 10, 2, surface.height - size - 10);
  }

  function cross(pen, theme, x, y, r) {
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1.75;
    pen.beginPath();
    pen.moveTo(x - r, y - r);
    pen.lineTo(x + r, y + r);
    pen.moveTo(x - r, y + r);
    pen.lineTo(x + r, y - r);
    pen.stroke();
  }

  function drawWindow(pen, tape, theme, focus) {
    const top = tapeHeight() + 13;
    const height = surface.height - top - 1;
    const at = (k) => (k / tape.count) * surface.width;
    const step = surface.width / tape.count;
    pen.fillStyle = theme.faint;
    pen.fillRect(0, top, surface.width, height);
    pen.fillStyle = theme.shade;
    pen.fillRect(at(left), top, at(Math.min(cells(), tape.count)), height);
    pen.fillStyle = theme.blue;
    if (tape.H) {
      for (let k = 0; k < tape.count; k++) {
        if (tape.x[k * tape.H + focus] >= 0.5) pen.fillRect(at(k), top + height * 0.55, Math.max(1, step - 0.5), height * 0.45);
      }
    }
    for (let k = 0; k < tape.count; k++) if (tape.wrong[k]) cross(pen, theme, at(k + 0.5), top + height * 0.27, 2.5);
  }

  return {
    box: h("div.line", {}, surface.box),
    close: surface.close,
    draw(tape, t) {
      if (!surface.width) return;
      const { theme, state } = stage;
      turn(tape, t);
      rest(tape, theme, state.focus);
      const pen = wipe(surface);
      pen.drawImage(still, 0, 0, surface.width, surface.height);
      mark(pen, tape, theme, t);
    },
  };
}
