// X-ray of one component: the inputs that wrote it, what is left of each, Eq. (11) with the numbers, and who reads it.
import { axisWord, chosenAxis } from "../../model/axes.js";
import { axisName } from "../../model/names.js";
import { plural, strongest, whole } from "../../model/scales.js";
import { componentOf, place, writable } from "../../model/tape.js";
import { largest, origins } from "../../model/write-origins.js";
import { h, say, sayParts } from "../../ui/dom.js";
import { fittingRows } from "./fitting-rows.js";
import { inputIcon, inputWord } from "./input-icon.js";
import { readers } from "./readers.js";
import { amount, glyph, rule, sum, verdict } from "./words.js";

/** The axis to look at: the chosen one, else the one with the largest component.
 * @param {Tape} tape @param {number} t @param {Cursor} state */
function axisOf(tape, t, state) {
  const { layer, local } = place(tape, state.focus);
  return chosenAxis(tape, state) ?? strongest(tape.memory, t * tape.M + componentOf(layer, local), layer.axes, 1)[0];
}

/** @param {Stage} stage */
export function axisView(stage) {
  const name = h("b", {});
  /** @param {number} by @param {string} label @param {string} glyphs */
  const turn = (by, label, glyphs) =>
    h("button.quiet", { type: "button", "aria-label": label, title: label, onclick: () => next(by) }, glyphs);
  const [symbols, numbers] = [h("p.equation", {}), h("p.equation", {})];
  const list = fittingRows(stage, "writes", row);
  const [told, rest] = [h("span.word", {}), h("p.verdict", {})];
  const earlier = h("button.side", { type: "button", title: "Go to the write before the steps at hand", onclick: seek }, "go there");
  const read = readers(stage);
  const box = h("div.through.by-axis", {},
    h("p.pick", {}, "axis ", turn(-1, "Previous axis", "‹"), name, turn(1, "Next axis", "›"),
      h("button.side", { type: "button", title: "Where does the input of this step live?", onclick: () => stage.act({ type: "pin", to: stage.state.at }) }, "this input")),
    symbols, numbers, list.box, h("p.before", {}, told, earlier), rest, read.box);

  /** @param {number} by */
  function next(by) {
    const { tape, t, state } = stage;
    const { axes } = place(tape, state.focus).layer;
    stage.act({ type: "axis", to: axisWord(tape, state.focus, (axisOf(tape, t, state) + by + axes) % axes) });
  }

  /** The write that made what came from before the window: further back than the steps at hand, so Python looks for it. */
  function seek() {
    const { tape, t, state } = stage;
    stage.act({ type: "axis", to: axisWord(tape, state.focus, axisOf(tape, t, state)) });
    stage.act({ type: "go", to: tape.first });
    stage.seek("write", -1);
  }

  function row() {
    const picture = inputIcon(stage);
    const [step, when, fill, number] = [h("span.step", {}), h("span.when", {}), h("span.fill", {}), h("span.number", {})];
    const line = h("button.row", { type: "button", onclick: () => stage.act({ type: "pin", to: Number(line.dataset.step) }) },
      picture.element, step, when, h("span.track", {}, fill), number);
    return { box: line, picture, step, when, fill, number };
  }

  /** @param {Tape} tape @param {number} t @param {number} top @returns {(line: ReturnType<typeof row>, write: Write) => void} */
  function fill(tape, t, top) {
    return (line, write) => {
      const step = tape.first + write.k;
      line.box.dataset.step = String(step);
      line.picture.show(tape, write.k);
      say(line.step, whole(step));
      say(line.when, write.k === t ? "now" : ago(tape, t, write));
      say(line.number, amount(write.size));
      line.fill.style.background = stage.signedMemory ? stage.theme.signed.text[write.size < 0 ? 0 : 255] : "";
      line.fill.style.transform = `scaleX(${Math.min(1, Math.abs(write.size) / top).toFixed(4)})`;
      const title = `Input ${inputWord(tape, write.k)} of step ${whole(step)}: where else does it live?`;
      if (line.box.title !== title) line.box.title = title;
    };
  }

  /** @param {Tape} tape @param {number} t @param {Write} write */
  function ago(tape, t, { k, fires }) {
    if (tape.gated) return `${plural(t - k, "step")} ago`;
    return fires === 0 ? "last fire" : `${plural(fires, "fire")} ago`;
  }

  /** @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    const { state } = stage;
    const { layer, local } = place(tape, state.focus);
    if (!layer.axes) return nothing();
    const axis = axisOf(tape, t, state);
    const i = componentOf(layer, local) + axis;
    const value = tape.memory[t * tape.M + i];
    const found = origins(tape, t, state.focus, i);
    const { shown, others, size } = largest(found.writes, list.room());
    const label = axisName(tape, layer, axis);
    say(name, label);
    sayParts(symbols, [...glyph(local + 1, label), ...rule(tape, t, axis >= writable(tape, layer))]);
    sayParts(numbers, sum(tape, state.focus, found, value));
    list.show(shown, fill(tape, t, stage.ceiling));
    say(told, left(tape, found, others, size));
    earlier.hidden = !found.open || Math.abs(found.rest) < 0.005;
    say(rest, verdict(tape, state.focus, found, value));
    read.tell(tape, t, i);
  }

  function nothing() {
    say(name, "–");
    for (const each of [symbols, numbers]) sayParts(each, []);
    list.show([], () => {});
    earlier.hidden = true;
    say(told, "");
    say(rest, "This neuron has no memory.");
  }

  /** What the rows leave out.
   * @param {Tape} tape @param {Origins} found @param {number} others @param {number} size */
  function left(tape, found, others, size) {
    const words = [];
    if (others) words.push(`${plural(others, "more write")}: ${amount(size)}`);
    if (found.open) words.push(`before step ${whole(tape.first)}: ${amount(found.rest)}`);
    if (found.wiped >= 0) words.push(`wiped before step ${whole(tape.first + found.wiped)}`);
    return words.join(" · ");
  }

  return {
    box,
    close() {
      list.close();
      read.close();
    },
    /** @param {Tape} tape @param {number} t */
    draw(tape, t) {
      const { layer, local } = place(tape, stage.state.focus);
      read.draw(tape, t, layer.axes ? componentOf(layer, local) + axisOf(tape, t, stage.state) : -1);
    },
    tell,
  };
}
