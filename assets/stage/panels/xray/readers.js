// The weights that read a component, as bars up and down: one for each neuron of the layer above.
import { above, largestRead, weightsOf, whose } from "../../model/read-weights.js";
import { fixed, labelEvery } from "../../model/scales.js";
import { frameAt, place } from "../../model/tape.js";
import { canvas, h, say, wipe, write } from "../../ui/dom.js";

/** @param {Stage} stage */
export function readers(stage) {
  const surface = canvas("Weights that read this component", () => stage.redraw());
  const title = h("p.title", {});
  const box = h("div.readers", {}, title, surface.box);
  /** @type {{ weights: Float32Array, next: Above, left: number, wide: number } | null} what a pointer can be over */
  let shown = null;
  /** @type {{ tape: Tape | null, frame: number, focus: number, top: number }} */
  let scale = { tape: null, frame: -1, focus: -1, top: 1 };

  surface.element.addEventListener("pointermove", (event) => {
    const r = shown ? Math.floor((event.offsetX - shown.left) / shown.wide) : -1;
    stage.tip(event, shown && r >= 0 && r < shown.weights.length ? `${shown.next.long(r)} reads it with weight ${fixed(shown.weights[r], 3)}` : null);
  });
  surface.element.addEventListener("pointerleave", (event) => stage.tip(event, null));

  /** @param {Tape} tape @param {number} t @param {number} i */
  function draw(tape, t, i) {
    if (!surface.width) return;
    const pen = wipe(surface);
    const weights = weightsOf(tape, t, i);
    shown = null;
    if (!weights) return;
    const { theme, state: { focus } } = stage;
    const { layer, local } = place(tape, focus);
    const frame = frameAt(tape, t);
    if (scale.tape !== tape || scale.frame !== frame || scale.focus !== focus) scale = { tape, frame, focus, top: largestRead(tape, t, layer, local) };
    const next = above(tape, layer);
    const font = `${theme.size}px ${theme.family}`;
    const [left, bottom] = [theme.size * 2.6, surface.height - theme.size * 1.4];
    const wide = (surface.width - left) / weights.length;
    const [middle, half] = [bottom / 2, bottom / 2 - 3];
    write(pen, fixed(scale.top, 1), left - 6, 6, theme.soft, "right", font);
    write(pen, fixed(-scale.top, 1), left - 6, bottom - 6, theme.soft, "right", font);
    pen.fillStyle = theme.line;
    pen.fillRect(left, Math.round(middle), surface.width - left, 1);
    const every = labelEvery(wide, theme.size * (0.6 * next.name(next.size - 1).length + 0.3));
    weights.forEach((weight, r) => {
      const high = Math.max(1, (Math.abs(weight) / scale.top) * half);
      pen.fillStyle = theme.signed.text[weight < 0 ? 0 : 255];
      pen.fillRect(left + r * wide + wide * 0.15, weight < 0 ? middle : middle - high, Math.max(1, wide * 0.7), high);
      if (r % every === 0) write(pen, next.name(r), left + (r + 0.5) * wide, bottom + theme.size * 0.8, theme.soft, "center", font);
    });
    shown = { weights, next, left, wide };
  }

  /** @param {Tape} tape @param {number} t @param {number} i */
  function tell(tape, t, i) {
    const weights = weightsOf(tape, t, i);
    const next = above(tape, place(tape, stage.state.focus).layer);
    say(title, weights ? `read by ${next.title}: ${whose(tape, t)}` : "its weights are too many to be shown");
    surface.box.hidden = !weights;
    if (!weights) return;
    const order = [...weights.keys()].sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a])).slice(0, 3);
    const label = `Weights that read this component, the largest: ${order.map((r) => `${next.long(r)} ${fixed(weights[r])}`).join(", ")}`;
    if (surface.element.getAttribute("aria-label") !== label) surface.element.setAttribute("aria-label", label);
  }

  return { box, close: surface.close, draw, tell };
}
