// The timeline: a tape of steps around the cursor, and under it the whole window to scrub in.
import { verdict } from "../../model/answers.js";
import { clamp, whole } from "../../model/scales.js";
import { canvas, draggable, h, mark, slider, wipe, write } from "../../ui/dom.js";
import { marksLegend } from "../../ui/marks-legend.js";
import { penOf } from "../../ui/vector.js";
import { cell } from "./step-cell.js";
import { marksOf, share, stepWords } from "./words.js";

/** @param {Stage} stage */
export function timeline(stage) {
  const surface = canvas("Step of the run", () => stage.redraw(), slider());
  surface.element.classList.add("scrub");
  const key = marksLegend();
  const still = document.createElement("canvas");
  /** @type {{ key?: string, tape?: Tape, theme?: Theme }} */
  const rested = {};
  let left = 0; // first step that the tape shows, as an index in the window
  const tapeHeight = () => Math.min(26, Math.round(surface.height * 0.44));
  const cells = () => Math.max(1, Math.floor(surface.width / Math.round(stage.theme.size * 1.34)));
  const wide = () => surface.width / cells(); // one step of the tape
  /** @param {number} k */
  const boxOf = (k) => ({ x: (k - left) * wide(), width: wide(), size: tapeHeight() });

  let onTape = false;
  let held = false;
  /** The step, as an index in the window, at x of the tape or of the window below it.
   * @param {number} x @param {Tape} tape @param {boolean} above */
  function stepAt(x, tape, above) {
    const index = above ? left + Math.floor(clamp(x, 0, surface.width - 1) / wide()) : (x / surface.width) * tape.count;
    return clamp(Math.floor(index), 0, tape.count - 1);
  }

  surface.element.addEventListener("pointermove", (event) => {
    const { tape, state } = stage;
    stage.tip(event, stepWords(tape, stepAt(event.offsetX, tape, event.offsetY < tapeHeight() + 3), state.focus));
  });
  surface.element.addEventListener("pointerleave", (event) => stage.tip(event, null));
  draggable(surface.element, (x, y, event) => {
    const { tape } = stage;
    if (event.type === "pointerdown") onTape = y < tapeHeight() + 3;
    held = onTape; // the tape holds still under the pointer: it turns its page only when the drag has ended
    const to = tape.first + stepAt(x, tape, onTape);
    if (!event.shiftKey) return stage.act({ type: "go", to });
    stage.act({ type: "pin", to: Math.min(to, stage.state.at) });
    stage.show("neuron", "X-ray");
  }, () => {
    held = false;
    stage.redraw();
  });

  /** Turn the tape's page where the cursor comes near its end. A lesson's question looks back, and stands at the end of its
   * window: the page is turned as late as can be, and back. @param {Tape} tape @param {number} t */
  function turn(tape, t) {
    const n = cells(), { lesson } = tape.header;
    const margin = lesson ? 0 : Math.min(3, Math.floor(n / 4));
    if (held) return;
    if (t < left + margin || t >= left + n - margin) left = t - (lesson || t < left + margin ? n - margin - 8 : margin + 4);
    left = clamp(left, 0, Math.max(0, tape.count - n));
  }

  /** What no step changes, on a canvas of its own until the tape turns its page.
   * @param {Tape} tape @param {Theme} theme @param {number} focus */
  function rest(tape, theme, focus) {
    const key = [tape.first, tape.count, left, focus, surface.width, surface.height, surface.scale].join();
    if (key === rested.key && rested.tape === tape && rested.theme === theme) return;
    Object.assign(rested, { key, tape, theme });
    still.width = surface.element.width;
    still.height = surface.element.height;
    const pen = penOf(still);
    pen.setTransform(surface.scale, 0, 0, surface.scale, 0, 0);
    drawTape(pen, tape, theme);
    drawWindow(pen, tape, theme, focus);
    drawFork(pen, tape, theme);
  }

  /** Where the futures of a fork part: a dashed line, on the tape before the first step that is another one.
   * @param {Pen} pen @param {Tape} tape @param {Theme} theme */
  function drawFork(pen, tape, theme) {
    const parts = (tape.header.fork?.step ?? -Infinity) + 1 - tape.first;
    if (parts < 0 || parts >= tape.count) return;
    const [size, x] = [tapeHeight(), (parts / tape.count) * surface.width];
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1.5;
    pen.setLineDash([3, 2]);
    pen.beginPath();
    if (parts >= left && parts < left + cells()) {
      pen.moveTo(boxOf(parts).x, 0);
      pen.lineTo(boxOf(parts).x, size + 6);
    }
    pen.moveTo(x, size + 4);
    pen.lineTo(x, surface.height);
    pen.stroke();
    pen.setLineDash([]);
    const word = "fork";
    pen.font = `600 ${theme.size - 1}px ${theme.family}`;
    const room = pen.measureText(word).width + 4;
    const from = x + 2 + room < surface.width ? x + 2 : x - 2 - room;
    pen.fillStyle = theme.paper;
    pen.fillRect(from, size + 3, room, theme.size);
    write(pen, word, from + 2, size + 4 + theme.size / 2, theme.ink);
  }

  /** @param {Pen} pen @param {Tape} tape @param {Theme} theme */
  function drawTape(pen, tape, theme) {
    const size = tapeHeight();
    const headline = tape.partNames.length > 1 ? tape.header.headline : null;
    pen.font = `600 ${theme.size}px ${theme.family}`;
    for (let k = left; k < Math.min(tape.count, left + cells()); k++) {
      const box = boxOf(k);
      cell(pen, tape, theme, k, box, false);
      pen.fillStyle = theme.ink;
      if (tape.starts[k]) pen.fillRect(box.x - 0.5, -1, 1.5, size + 6);
      if (headline !== null && tape.parts[k * tape.groups.length] === headline) pen.fillRect(box.x + 1, size - 2, box.width - 2, 2);
      if (tape.mistake[k]) cross(pen, theme, box.x + box.width / 2, size + 6, 3);
    }
  }

  /** The cursor on the tape and on the window, and under the tape a line where the X-ray looks.
   * @param {Pen} pen @param {Tape} tape @param {Theme} theme @param {number} t */
  function drawCursor(pen, tape, theme, t) {
    const size = tapeHeight();
    const pinned = stage.state.pin === null ? -1 : stage.state.pin - tape.first;
    if (pinned >= left && pinned < Math.min(tape.count, left + cells())) {
      pen.fillStyle = theme.blue;
      pen.fillRect((pinned - left) * wide() + 1, size + 1, wide() - 2, 3);
    }
    if (t >= left && t < left + cells()) {
      const box = boxOf(t);
      pen.font = `600 ${theme.size}px ${theme.family}`;
      cell(pen, tape, theme, t, box, true);
      pen.strokeStyle = theme.ink;
      pen.lineWidth = 2;
      pen.strokeRect(box.x, 1, box.width, size - 1);
    }
    pen.fillStyle = theme.ink;
    pen.fillRect(Math.round(((t + 0.5) / tape.count) * surface.width) - 1, size + 10, 2, surface.height - size - 10);
  }

  /** @param {Pen} pen @param {Theme} theme @param {number} x @param {number} y @param {number} r */
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

  /** The whole window: mistakes above, the chosen neuron below, its height how far it writes.
   * @param {Pen} pen @param {Tape} tape @param {Theme} theme @param {number} focus */
  function drawWindow(pen, tape, theme, focus) {
    const top = tapeHeight() + 13;
    const height = surface.height - top - 1;
    /** @param {number} k */
    const at = (k) => (k / tape.count) * surface.width;
    const step = Math.max(1, surface.width / tape.count - 0.5);
    const [floor, room] = [top + height, height * 0.45];
    pen.fillStyle = theme.faint;
    pen.fillRect(0, top, surface.width, height);
    pen.fillStyle = theme.shade;
    pen.fillRect(at(left), top, at(Math.min(cells(), tape.count)), height);
    for (let k = 0; k < tape.count; k++) {
      pen.fillStyle = theme.line;
      if (tape.starts[k]) pen.fillRect(at(k), top, 1, height);
      const high = room * share(tape, k, focus);
      pen.fillStyle = theme.blue;
      if (high > 0) pen.fillRect(at(k), floor - high, step, high);
      if (tape.mistake[k]) cross(pen, theme, at(k + 0.5), top + height * 0.27, 2.5);
    }
  }

  /** For the ear: which step of how many, and how it went.
   * @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    const at = tape.first + t;
    const text = `step ${whole(at)} of ${whole(tape.total)}, ${verdict(tape, t)}`;
    mark(surface.element, { "aria-valuemax": tape.total, "aria-valuenow": at, "aria-valuetext": text });
    key.show(marksOf(tape, stage.state.focus, stage.state.pin));
  }

  return {
    box: h("div.line", {}, surface.box, key.box),
    close: surface.close,
    tell,
    /** @param {Tape} tape @param {number} t */
    draw(tape, t) {
      if (!surface.width) return;
      const { theme, state } = stage;
      turn(tape, t);
      rest(tape, theme, state.focus);
      const pen = wipe(surface);
      pen.drawImage(still, 0, 0, surface.width, surface.height);
      drawCursor(pen, tape, theme, t);
    },
  };
}
