// Which axis is written: a row of the asked neuron, or its column in the picture of all memories. Above the rows stand the
// outputs that make the pattern, as far as they are told.
import { hides } from "../../model/hidden.js";
import { patternOf } from "../../model/pattern.js";
import { fixed } from "../../model/scales.js";
import { h, mark, say } from "../../ui/dom.js";
import { question, roving } from "./question.js";
import { axisRows, reachOf } from "./rows.js";

/** @param {Stage} stage @returns {Panel} */
export function askAxis(stage) {
  const asked = question(stage);
  const view = axisRows(stage, "Which axis", "radiogroup", asked, (axes) => axes, () => reachOf(stage));
  const near = h("p.near", {});
  view.list.before(near);
  const stops = roving(view.list, () => view.rows().map(({ box }) => box), (k) => asked.give(view.rows()[k].axis));
  stage.picked = (neuron, axis) => {
    const found = asked.open() && neuron === asked.ask().neuron && view.rows().some((row) => row.axis === axis);
    if (found) asked.give(axis);
    return found;
  };

  return {
    box: view.box,
    close: () => (stage.picked = null),
    data(tape) {
      view.data(tape);
      stops.stop(Math.max(0, view.rows().findIndex(({ axis }) => axis === asked.given())), false);
      for (const { box } of view.rows()) box.setAttribute("role", "radio");
      view.list.classList.toggle("open", asked.open());
      asked.arrived(() => view.list);
    },
    tell(tape, t) {
      view.tell(tape);
      const outputs = hides(tape, t, "forward") ? [] : patternOf(tape, asked.ask().neuron);
      say(near, outputs.length ? `x of ${outputs.map(({ name, value }) => `${name}: ${fixed(value(t))}`).join(", ")}` : "");
      for (const { axis, box, badge, name, shown } of view.rows()) {
        const [chosen, right] = [axis === asked.given(), axis === asked.truth()];
        const words = asked.badge(chosen, right);
        say(badge, words);
        box.classList.toggle("given", chosen);
        box.classList.toggle("true", right);
        mark(box, { "aria-checked": String(chosen), "aria-label": [`axis ${name}, ${fixed(shown)}`, words].filter(Boolean).join(", ") });
      }
    },
  };
}
