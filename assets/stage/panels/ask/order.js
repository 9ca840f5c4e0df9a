// Which axis was written last, which before it, and so on: rows are numbered as they are chosen, the latest first. Chosen
// again, a row gives its number back; a button gives the answer once all have one.
import { fixed } from "../../model/scales.js";
import { h, mark, say } from "../../ui/dom.js";
import { giver, question, roving } from "./question.js";
import { axisRows, reachOf } from "./rows.js";

/** @param {Stage} stage @returns {Panel} */
export function askOrder(stage) {
  const asked = question(stage);
  const view = axisRows(stage, "In which order", "group", asked, (axes) => axes, () => reachOf(stage));
  const stops = roving(view.list, () => view.rows().map(({ box }) => box), choose);
  /** @type {number[]} axes as they are numbered */
  let order = [];
  const check = giver(asked, () => (order.length === view.rows().length ? order : null));
  view.box.append(h("div.strip", {}, check.box));

  /** @param {number} k */
  function choose(k) {
    if (!asked.open()) return;
    const { axis } = view.rows()[k];
    order = order.includes(axis) ? order.filter((each) => each !== axis) : [...order, axis];
    check.tell();
    stage.redraw();
  }

  return {
    box: view.box,
    data(tape) {
      view.data(tape);
      const told = asked.given();
      order = Array.isArray(told) ? told : [];
      stops.stop(0, false);
      for (const { box } of view.rows()) box.setAttribute("role", asked.open() ? "button" : "img");
      view.list.classList.add("order");
      view.list.classList.toggle("open", asked.open());
      const { yours, runs } = asked.words();
      say(view.word, asked.open() ? "" : told === null ? runs : `${yours} · ${runs}`);
      asked.arrived(() => view.list);
    },
    tell(tape) {
      view.tell(tape);
      check.tell();
      const truth = asked.truth();
      const { yours, runs } = asked.words();
      for (const { axis, box, badge, name, shown } of view.rows()) {
        const [place, right] = [order.indexOf(axis) + 1, Array.isArray(truth) ? truth.indexOf(axis) + 1 : 0];
        const mine = place ? `${place}` : "–";
        const both = asked.given() === null ? `→ ${right}` : `${place === right ? "✓" : "✗"} ${mine} · ${right}`;
        say(badge, right ? both : place ? mine : "");
        box.classList.toggle("given", place > 0);
        const words = right ? [`${yours}: ${mine}`, `${runs}: ${right}`] : place ? [`number ${place} of ${view.rows().length}`] : ["no number yet"];
        mark(box, { "aria-label": [`axis ${name}, ${fixed(shown)}`, ...words].join(", ") });
        if (asked.open()) mark(box, { "aria-pressed": String(place > 0) });
        else box.removeAttribute("aria-pressed");
      }
    },
  };
}
