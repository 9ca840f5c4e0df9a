// The chosen neuron: its composite memory projected on the axes, as bars with numbers, and over time below.
import { h, say } from "./dom.js";
import { axisName, componentOf, neuronName, place, written } from "./decode.js";
import { fixed, strongest } from "./scales.js";
import { firesSince } from "./sentence.js";
import { decay } from "./decay.js";

const ROWS = 8;

export function neuron(stage) {
  const lines = decay(stage);
  const name = h("span", {});
  const word = h("span.word.fixed", {});
  const turn = (by, label, glyph) =>
    h("button.quiet", { type: "button", "aria-label": label, title: label, onclick: () => stage.act({ type: "focus", to: stage.state.focus + by }) }, glyph);
  const bars = Array.from({ length: ROWS }, row);
  const rest = h("p.rest", {});
  const list = h("div.bars", { role: "img", "aria-label": "Projections of the composite memory on its axes" }, ...bars.map((bar) => bar.box), rest);
  const box = h("section.panel.neuron", { "aria-label": "Chosen neuron" },
    h("header", {}, h("h2", {}, name), turn(-1, "Previous neuron (↑)", "‹"), turn(1, "Next neuron (↓)", "›"), word),
    list, lines.box);

  function row() {
    const [label, fill, number, age] = [h("span.axis", {}), h("span.fill", {}), h("span.number", {}), h("span.age", {})];
    return { label, fill, number, age, box: h("div.bar", {}, label, h("span.track", {}, fill), number, age) };
  }

  function tell(tape, t) {
    const { state, ceiling } = stage;
    const { layer, local } = place(tape, state.focus);
    const x = tape.x[t * tape.H + state.focus];
    say(name, neuronName(tape, state.focus));
    say(word, tape.hidden.length > 1 && !tape.recurrent ? (x >= 0.5 ? "fires" : "rests") : tape.recurrent ? `x = ${fixed(x)}` : `${x >= 0.5 ? "fires" : "rests"}, x = ${fixed(x)}`);
    list.hidden = !layer.axes;
    if (!layer.axes) return;
    const from = t * tape.M + componentOf(layer, local);
    const shown = strongest(tape.memory, from, layer.axes, ROWS);
    list.classList.toggle("long", axisName(tape, layer, 0).length > 5);
    const ages = firesSince(tape, t, state.focus, layer.axes);
    const axes = written(tape, t, state.focus, layer);
    const whole = tape.header.parameters?.write === "input";
    bars.forEach((bar, k) => {
      const axis = shown[k];
      bar.box.hidden = axis === undefined;
      if (axis === undefined) return;
      const value = tape.memory[from + axis];
      const now = axes !== null && axis >= axes[0] && axis < axes[0] + axes[1];
      const age = ages[whole ? 0 : axis];
      say(bar.label, axisName(tape, layer, axis));
      say(bar.number, fixed(value));
      say(bar.age, now ? "written now" : age < 0 ? "–" : age === 0 ? "last fire" : `${age} ${age === 1 ? "fire" : "fires"} ago`);
      bar.box.classList.toggle("now", now);
      bar.fill.style.background = stage.signedMemory ? stage.theme.signed.text[value < 0 ? 0 : 255] : "";
      bar.fill.style.transform = `scaleX(${Math.min(1, Math.abs(value) / ceiling).toFixed(4)})`;
    });
    say(rest, layer.axes > ROWS ? `the ${ROWS} strongest of ${layer.axes} axes` : "");
  }

  return { box, close: lines.close, draw: lines.draw, tell };
}
