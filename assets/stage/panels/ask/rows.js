// The memory of the neuron that is asked about, a row an axis: what it is called, how large it is, and a badge.
import { axisName, neuronName } from "../../model/names.js";
import { fixed, linear } from "../../model/scales.js";
import { componentOf, place } from "../../model/tape.js";
import { h, say } from "../../ui/dom.js";

/** @typedef {ReturnType<typeof row>} Row */

/** @param {number} axis */
function row(axis) {
  const [label, fill, number, badge] = [h("span.axis", {}), h("span.fill", {}), h("span.number", {}), h("span.badge", {})];
  const track = h("span.track", {}, fill);
  return { axis, box: h("div.bar", {}, label, track, number, badge), label, track, fill, number, badge, shown: 0, name: "" };
}

/** Rows in a panel; `axes(layer)`: which, `ends()`: where their bars begin and end.
 * @param {Stage} stage @param {string} title @param {string} role
 * @param {{ ask: () => Ask }} asked @param {(axes: number[]) => number[]} axes @param {() => [low: number, high: number]} ends */
export function axisRows(stage, title, role, { ask }, axes, ends) {
  const [name, word] = [h("h2", {}), h("span.word", {})];
  const list = h("div.bars", { role });
  const box = h("section.panel.neuron.asked", { "aria-label": title }, h("header", {}, name, word), list);
  /** @type {Row[]} */
  let rows = [];

  /** @param {Tape} tape */
  function data(tape) {
    const { neuron, axes: wanted, words } = ask();
    const { layer } = place(tape, neuron);
    const all = axes(wanted.length ? wanted : Array.from({ length: layer.axes }, (_, axis) => axis));
    list.setAttribute("aria-label", words);
    say(name, neuronName(tape, neuron));
    if (rows.map(({ axis }) => axis).join() === all.join()) return;
    rows = all.map(row);
    list.replaceChildren(...rows.map((each) => each.box));
  }

  /** @param {Tape} tape */
  function tell(tape) {
    const { layer, local } = place(tape, ask().neuron);
    const across = linear(...ends(), 0, 100);
    for (const each of rows) {
      each.shown = stage.memory[componentOf(layer, local) + each.axis];
      each.name = axisName(tape, layer, each.axis);
      say(each.label, each.name);
      say(each.number, fixed(each.shown));
      span(each.fill, across(0), across(each.shown));
    }
  }

  return { box, list, word, rows: () => rows, data, tell };
}

/** Lay an element between two places of its track, in per cent.
 * @param {HTMLElement} element @param {number} from @param {number} to */
export function span(element, from, to) {
  const [left, right] = [Math.max(0, Math.min(from, to)), Math.min(100, Math.max(from, to))];
  Object.assign(element.style, { left: `${left.toFixed(2)}%`, width: `${Math.max(0, right - left).toFixed(2)}%` });
}

/** Where the bars of memories end, in both directions.
 * @param {Stage} stage @returns {[low: number, high: number]} */
export const reachOf = (stage) => [stage.signedMemory ? -stage.ceiling : 0, stage.ceiling];
