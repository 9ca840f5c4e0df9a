// X-ray of one input: every component that it was written to, what is left of it, and whether its age can be read there.
import { axisWord } from "../../model/axes.js";
import { hides } from "../../model/hidden.js";
import { homesOf, living, wrote } from "../../model/input-trail.js";
import { clamp, plural, whole } from "../../model/scales.js";
import { h, say } from "../../ui/dom.js";
import { fittingRows } from "./fitting-rows.js";
import { inputIcon, inputWord } from "./input-icon.js";
import { amount, briefly, standing, survey, whereabouts } from "./words.js";

/** @param {Stage} stage */
export function inputView(stage) {
  const pinned = () => stage.state.pin ?? stage.state.at;
  const picture = inputIcon(stage);
  const [step, told, rest] = [h("b", {}), h("p.verdict", {}), h("p.rest", {})];
  /** @param {number} by @param {string} label @param {string} glyphs */
  const turn = (by, label, glyphs) =>
    h("button.quiet", { type: "button", "aria-label": label, title: label, onclick: () => pin(pinned() + by) }, glyphs);
  const list = fittingRows(stage, "homes", row);
  const heads = h("p.row.heads", { "aria-hidden": "true" }, h("span", {}, "neuron · axis"), h("span", {}, "left of it"), h("span.number", {}), h("span", {}, "age by its size"));
  const box = h("div.through.by-input", {},
    h("p.pick", {}, turn(-1, "The input before", "‹"), picture.element, step, turn(1, "The input after", "›"),
      h("button.side", { type: "button", title: "What is the chosen axis made of?", onclick: () => stage.act({ type: "pin", to: null }) }, "this axis")),
    told, heads, list.box, rest);

  /** @param {number} to */
  function pin(to) {
    stage.act({ type: "pin", to: clamp(to, stage.tape.first, stage.state.at) });
  }

  function row() {
    const [place, fill, number, age] = [h("span.place", {}), h("span.fill", {}), h("span.number", {}), h("span.age", {})];
    /** @type {{ home: Home | null }} */
    const shown = { home: null };
    const line = h("button.row", { type: "button", title: "What is this component made of?", onclick: look },
      place, h("span.track", {}, fill), number, age);
    function look() {
      if (!shown.home) return;
      const { j, axis } = shown.home;
      stage.act({ type: "focus", to: j, axis: axisWord(stage.tape, j, axis) });
      stage.act({ type: "pin", to: null });
    }
    return { box: line, shown, place, fill, number, age };
  }

  /** @param {Tape} tape @returns {(line: ReturnType<typeof row>, home: Home) => void} */
  function fill(tape) {
    return (line, home) => {
      line.shown.home = home;
      say(line.place, briefly(tape, home));
      line.place.title = whereabouts(tape, home);
      say(line.number, amount(home.size));
      say(line.age, standing(tape, home));
      line.box.classList.toggle("gone", home.left === 0);
      line.fill.style.background = stage.signedMemory ? stage.theme.signed.text[home.size < 0 ? 0 : 255] : "";
      line.fill.style.transform = `scaleX(${Math.min(1, Math.abs(home.size) / stage.ceiling).toFixed(4)})`;
    };
  }

  /** @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    const s = pinned() - tape.first;
    say(step, `step ${whole(pinned())}`);
    if (s < 0 || s > t) return away(s > t);
    const found = wrote(homesOf(tape, s, t));
    const alive = living(found);
    picture.element.hidden = heads.hidden = false;
    picture.show(tape, s);
    const hidden = hides(tape, s, "write", "state");
    say(told, hidden ? "Where this input is written is still hidden." : `${since(tape, s, t)}: ${survey(tape, found, alive)}`);
    list.show(found, fill(tape));
    const more = found.length - list.room();
    say(rest, more > 0 ? `the ${list.room()} strongest of ${found.length} components` : "");
  }

  /** @param {Tape} tape @param {number} s @param {number} t */
  function since(tape, s, t) {
    const word = inputWord(tape, s);
    return `${word ? `${word}, ` : ""}${s === t ? "now" : `${plural(t - s, "step")} ago`}`;
  }

  /** An input that the window does not hold, or that is still to come.
   * @param {boolean} future */
  function away(future) {
    picture.element.hidden = heads.hidden = true;
    say(told, future ? "This input comes after the step that is shown." : "This input is older than the steps at hand.");
    list.show([], () => {});
    say(rest, "");
  }

  return { box, close: list.close, tell };
}
