// Which output will be the largest: chosen on the picture of the network.
import { outputName } from "../../model/answers.js";
import { h, mark, say } from "../../ui/dom.js";
import { question, roving } from "./question.js";

/** @param {Stage} stage @param {(stage: Stage) => Panel} network @returns {Panel} */
export function askOutput(stage, network) {
  const asked = question(stage);
  const picture = network(stage);
  const list = h("div.choices", { role: "radiogroup" });
  picture.box.querySelector(".canvas")?.append(list);
  /** @type {{ output: number, box: HTMLElement, badge: HTMLElement }[]} */
  let choices = [];
  const stops = roving(list, () => choices.map(({ box }) => box), (k) => asked.give(choices[k].output));

  /** @param {number} output */
  function choice(output) {
    const badge = h("span.badge", {});
    return { output, badge, box: h("div.choice", { role: "radio" }, badge) };
  }

  return {
    ...picture,
    data(tape) {
      picture.data?.(tape);
      const { axes, words } = asked.ask();
      const all = axes.length ? axes : Array.from({ length: tape.nOut }, (_, k) => k);
      if (choices.map(({ output }) => output).join() !== all.join()) {
        choices = all.map(choice);
        list.replaceChildren(...choices.map(({ box }) => box));
      }
      list.setAttribute("aria-label", words);
      list.classList.toggle("open", asked.open());
      stops.stop(Math.max(0, all.indexOf(Number(asked.given() ?? 0))), false);
      asked.arrived(() => list);
    },
    tell(tape, t) {
      picture.tell?.(tape, t);
      for (const { output, box, badge } of choices) {
        const at = picture.spot?.(`output ${output}`);
        if (at) Object.assign(box.style, { left: `${at.x}px`, top: `${at.y}px`, width: `${at.width}px`, height: `${at.height}px` });
        const [chosen, right] = [output === asked.given(), output === asked.truth()];
        const words = asked.badge(chosen, right);
        say(badge, words);
        box.classList.toggle("given", chosen);
        box.classList.toggle("true", right);
        mark(box, { "aria-checked": String(chosen), "aria-label": [`output ${outputName(tape, output)}`, words].filter(Boolean).join(", ") });
      }
    },
  };
}
