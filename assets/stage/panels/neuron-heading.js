// The heading that the views of the chosen neuron share: its name, buttons to its neighbours, and what a view adds.
import { neuronName } from "../model/names.js";
import { h, say } from "../ui/dom.js";

/** @param {Stage} stage @param {...(Node | string)} more */
export function neuronHeading(stage, ...more) {
  const name = h("span", {});
  /** @param {number} by @param {string} label @param {string} glyph */
  const turn = (by, label, glyph) =>
    h("button.quiet", { type: "button", "aria-label": label, title: label, onclick: () => stage.act({ type: "focus", to: stage.state.focus + by }) }, glyph);
  const box = h("header", {}, h("h2", {}, name), turn(-1, "Previous neuron (↑)", "‹"), turn(1, "Next neuron (↓)", "›"), ...more);
  return { box, tell: (/** @type {Tape} */ tape) => say(name, neuronName(tape, stage.state.focus)) };
}
