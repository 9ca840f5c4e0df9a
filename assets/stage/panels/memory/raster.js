// For models without composite memory: the hidden neurons' outputs, or its cells, over the last steps, a row a neuron.
import { hides, unless } from "../../model/hidden.js";
import { neuronName } from "../../model/names.js";
import { fixed, labelEvery } from "../../model/scales.js";
import { rampIndex } from "../../ui/colour.js";
import { canvas, draggable, h, mark, say, slider, write } from "../../ui/dom.js";
import { rampLegend } from "../../ui/ramp-legend.js";
import { penOf } from "../../ui/vector.js";

const SPAN = 60;

/** @param {Stage} stage */
export function raster(stage) {
  const surface = canvas("Hidden neurons over the last steps", () => plan(), slider("vertical"));
  const key = rampLegend(stage, false);
  const title = h("h2", {});
  const words = h("p.words", {});
  const box = h("section.panel.memory.raster", { "aria-label": "State over time" },
    h("header", {}, title), words, surface.box, key.box);
  const sheet = document.createElement("canvas");
  /** @type {Box | null} */
  let cell = null;

  /** @param {Tape} tape */
  const values = (tape) => (tape.cells ? tape.memory : tape.x); // both have a column a neuron
  /** @param {Tape} tape @param {number} k */
  const hidden = (tape, k) => hides(tape, k, tape.cells ? "state" : "forward");
  /** @param {Tape} tape */
  const reach = (tape) => (tape.cells ? stage.ceiling : 1);
  /** @param {number} y */
  const rowAt = (y) => (cell ? Math.floor((y * surface.scale - cell.y) / cell.height) : -1);
  draggable(surface.element, (x, y, event) => {
    if (event.type !== "pointerdown" || !cell) return;
    const n = rowAt(y);
    if (n >= 0 && n < stage.tape.H) stage.act({ type: "focus", to: n });
  });
  surface.element.addEventListener("pointermove", (event) => {
    if (!cell) return;
    const { tape, t } = stage;
    const column = Math.floor((event.offsetX * surface.scale - cell.x) / cell.width);
    const [n, k] = [rowAt(event.offsetY), t - SPAN + 1 + column];
    const there = column >= 0 && column < SPAN && n >= 0 && n < tape.H && k >= 0;
    stage.tip(event, there ? `${neuronName(tape, n)}, step ${tape.first + k}: ${unless(hidden(tape, k), () => fixed(values(tape)[k * tape.H + n], 4))}` : null);
  });
  surface.element.addEventListener("pointerleave", (event) => stage.tip(event, null));

  function plan() {
    const { tape, theme } = stage;
    if (!tape || !surface.width) return;
    const scale = surface.scale;
    const [left, bottom] = [theme.size * 2, theme.size * 1.5];
    const width = Math.max(1, Math.floor(((surface.width - left) * scale) / SPAN));
    const height = Math.max(1, Math.min(40 * scale, Math.floor(((surface.height - bottom) * scale) / tape.H)));
    cell = { x: Math.round(left * scale), y: 0, width, height };
    sheet.width = SPAN;
    sheet.height = tape.H;
    const [name, sentence] = tape.header.network.caption;
    say(title, name);
    say(words, sentence);
    key.draw(reach(tape), tape.recurrent, "", null, null, tape.cells ? stage.most : 1);
    stage.redraw();
  }

  /** @param {Tape} tape @param {number} t */
  function draw(tape, t) {
    if (!cell || !surface.width) return;
    const { theme, state } = stage;
    const [shown, most] = [values(tape), reach(tape)];
    const image = new ImageData(SPAN, tape.H);
    const cells = new Uint32Array(image.data.buffer);
    const ramp = (tape.recurrent ? theme.signed : theme.ramp).packed;
    for (let column = 0; column < SPAN; column++) {
      const k = t - SPAN + 1 + column;
      if (k < 0) continue;
      for (let n = 0; n < tape.H; n++) {
        cells[n * SPAN + column] = ramp[rampIndex(shown[k * tape.H + n], most, tape.recurrent)];
      }
    }
    penOf(sheet).putImageData(image, 0, 0);
    const { pen, scale, element } = surface;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, element.width, element.height);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(sheet, cell.x, cell.y, cell.width * SPAN, cell.height * tape.H);
    /** @param {number} weight */
    const font = (weight) => `${weight} ${theme.size * scale}px ${theme.family}`;
    const skip = labelEvery(cell.height, (theme.size - 1) * scale);
    for (let n = 0; n < tape.H; n++) {
      const chosen = n === state.focus;
      if (!chosen && (n % skip || (skip > 1 && Math.abs(n - state.focus) < skip))) continue;
      write(pen, n + 1, cell.x - 6 * scale, cell.y + (n + 0.5) * cell.height, chosen ? theme.ink : theme.soft, "right", font(chosen ? 700 : 400));
    }
    pen.fillStyle = theme.blue;
    pen.fillRect(cell.x - 4 * scale, cell.y + state.focus * cell.height, 2 * scale, cell.height);
    const y = cell.y + cell.height * tape.H + theme.size * 0.9 * scale;
    const steps = Math.min(t, SPAN - 1); // in a run's first steps there is no sixty steps ago
    if (steps > 4) write(pen, `${steps} steps ago`, cell.x + cell.width * (SPAN - 1 - steps), y, theme.soft, "left", font(400));
    write(pen, "now", cell.x + cell.width * SPAN, y, theme.soft, "right", font(400));
  }

  /** For the ear: the chosen neuron and its value.
   * @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    const { focus } = stage.state;
    const text = `${neuronName(tape, focus)}: ${unless(hidden(tape, t), () => fixed(values(tape)[t * tape.H + focus]))}`;
    mark(surface.element, { "aria-valuemax": tape.H, "aria-valuenow": focus + 1, "aria-valuetext": text });
  }

  function close() {
    surface.close();
    key.close();
  }

  return { box, close, draw, tell, data: plan, themed: plan };
}
