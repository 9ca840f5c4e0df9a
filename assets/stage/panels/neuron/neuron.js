// The chosen neuron: its composite memory projected on the axes, as bars with numbers, and over time below.
import { aboutAxis, axisWord, chosenAxis, metWords, neverOf } from "../../model/axes.js";
import { hides, hidesAct, unless } from "../../model/hidden.js";
import { axisName } from "../../model/names.js";
import { fixed, plural, strongest } from "../../model/scales.js";
import { agesIn } from "../../model/sentence.js";
import { componentOf, place, writable, written } from "../../model/tape.js";
import { h, say } from "../../ui/dom.js";
import { neuronHeading } from "../neuron-heading.js";
import { decay } from "./decay.js";

const [FEWEST, ROWS] = [3, 8];
const PLOT = 88; // px that the lines below the bars need to be read

/** How long ago an axis was written, as `agesIn` counts.
 * @param {Tape} tape @param {number} age */
function ageWord(tape, age) {
  const what = tape.gated ? "write" : "fire";
  return age < 0 ? "–" : age === 0 ? `last ${what}` : `${plural(age, what)} ago`;
}

/** @param {Stage} stage */
export function neuron(stage) {
  const lines = decay(stage);
  const word = h("span.word.fixed", {});
  const head = neuronHeading(stage, word);
  const bars = Array.from({ length: ROWS }, row);
  const rest = h("p.rest", {});
  const list = h("div.bars", { role: "img", "aria-label": "Projections of the composite memory on its axes" }, ...bars.map((bar) => bar.box), rest);
  const box = h("section.panel.neuron", { "aria-label": "Chosen neuron" },
    head.box, list, lines.box);
  let most = ROWS; // bars that there is room for, with the lines below them
  const watch = new ResizeObserver(() => {
    const tall = bars[0].box.offsetHeight;
    const room = Math.floor((box.clientHeight - head.box.offsetHeight - tall - PLOT) / tall);
    const next = tall ? Math.min(ROWS, Math.max(FEWEST, room)) : most;
    if (next === most) return;
    most = next;
    stage.redraw();
  });
  for (const part of [box, list]) watch.observe(part);

  function row() {
    const [label, fill, number, age] = [h("span.axis", {}), h("span.fill", {}), h("span.number", {}), h("span.age", {})];
    const box = h("div.bar", {}, label, h("span.track", {}, fill), number, age);
    const bar = { box, label, fill, number, age, axis: 0 };
    const word = () => axisWord(stage.tape, stage.state.focus, bar.axis);
    const choose = () => stage.act({ type: "axis", to: word() === stage.state.axis ? null : word() });
    /** @param {PointerEvent} event */
    const tip = (event) => stage.tip(event, `Axis ${label.textContent}${aboutAxis(stage.tape, stage.state.focus, bar.axis)}`);
    box.addEventListener("click", choose);
    box.addEventListener("pointermove", tip);
    box.addEventListener("pointerleave", (event) => stage.tip(event, null));
    return bar;
  }

  /** What the neuron does, in a word and its number.
   * @param {Tape} tape @param {number} t */
  function status(tape, t) {
    const k = t * tape.H + stage.state.focus;
    const x = tape.x[k];
    if (hides(tape, t, "forward")) return "x = ?";
    if (tape.recurrent || hides(tape, t, "fire?")) return `x = ${fixed(x)}`;
    const word = x >= 0.5 ? "fires" : "rests";
    if (tape.gated && place(tape, stage.state.focus).layer.axes) return `gate ${unless(hidesAct(tape, t), () => fixed(tape.gate[k]))}, x = ${fixed(x)}`;
    return tape.hidden.length > 1 ? word : `${word}, x = ${fixed(x)}`;
  }

  /** @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    const { state, ceiling } = stage;
    const { layer, local } = place(tape, state.focus);
    head.tell(tape);
    say(word, status(tape, t));
    list.hidden = !layer.axes;
    if (!layer.axes) return;
    const { memory, signedMemory: signed } = stage;
    const from = componentOf(layer, local);
    const all = layer.axes <= most;
    const shown = strongest(memory, from, layer.axes, most, (axis) => all || neverOf(tape, layer, axis) === null);
    list.classList.toggle("long", axisName(tape, layer, 0).length > 5);
    list.classList.toggle("signed", signed);
    const holds = stage.phase?.holds ?? "after";
    const ages = agesIn(tape, t, state.focus, layer.axes, holds);
    const axes = holds === "after" ? written(tape, t, state.focus, layer) : null;
    const whole = tape.header.parameters?.write === "input";
    const chosen = chosenAxis(tape, state);
    bars.forEach((bar, k) => {
      const axis = shown[k];
      bar.box.hidden = axis === undefined;
      if (axis === undefined) return;
      const value = memory[from + axis];
      const now = axes !== null && axis >= axes[0] && axis < axes[0] + axes[1];
      const age = ages[whole ? 0 : axis % writable(tape, layer)];
      say(bar.label, axisName(tape, layer, axis));
      say(bar.number, fixed(value));
      const never = neverOf(tape, layer, axis) !== null;
      say(bar.age, tape.cells ? "" : never ? "never" : now ? "written now" : unless(hides(tape, t, "read"), () => ageWord(tape, age)));
      bar.box.classList.toggle("now", now);
      bar.box.classList.toggle("chosen", axis === chosen);
      bar.box.classList.toggle("never", never);
      bar.axis = axis;
      bar.fill.style.background = signed ? stage.theme.signed.text[value < 0 ? 0 : 255] : "";
      const share = Math.max(-1, Math.min(1, value / ceiling));
      bar.fill.style.transform = `scaleX(${(signed ? share : Math.abs(share)).toFixed(4)})`;
    });
    const [met] = metWords(tape) ?? [];
    say(rest, met ? `${met} were ever written` : all ? "" : shown.length < most ? "all others are never written" : `the ${shown.length} strongest of ${layer.axes} axes`);
  }

  function close() {
    watch.disconnect();
    lines.close();
  }

  return { box, close, draw: lines.draw, tell };
}
