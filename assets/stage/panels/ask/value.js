// How large a component will be: its bar is dragged there, or moved by keys, and given with Enter or a button; left where it
// is, it stays.
import { clamp, fixed, linear } from "../../model/scales.js";
import { draggable, h, mark, say } from "../../ui/dom.js";
import { giver, question } from "./question.js";
import { axisRows, span } from "./rows.js";

const STEPS = 100; // that a key moves it along the whole bar
/** @type {Record<string, number>} */
const BY = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };

/** @param {Stage} stage @returns {Panel} */
export function askValue(stage) {
  const asked = question(stage);
  const ends = () => /** @type {[number, number]} */ ([asked.ask().low, asked.ask().high]);
  const first = (/** @type {number[]} */ axes) => [asked.ask().axis, ...axes.filter((axis) => axis !== asked.ask().axis)];
  const view = axisRows(stage, "How large", "group", asked, first, ends);
  const [yours, runs] = [h("span.guess", {}), h("span.guess.truth", {})];
  const handle = h("span.handle", { role: "slider", tabindex: 0 }, yours);
  const [mine, theirs] = [h("b", {}), h("b", {})];
  const check = giver(asked, () => at ?? view.rows()[0].shown);
  const told = h("p.both", { role: "status" }, mine, theirs);
  view.box.append(h("div.strip", {}, told, check.box));
  /** @type {number | null} where the bar is, not yet given */
  let at = null;

  const now = () => at ?? (typeof asked.given() === "number" ? Number(asked.given()) : null);
  /** @param {number} value */
  function move(value) {
    const [low, high] = ends();
    const unit = (high - low) / STEPS;
    at = clamp(Number((low + Math.round((value - low) / unit) * unit).toFixed(6)), low, high);
    stage.redraw();
  }
  handle.addEventListener("keydown", (event) => {
    if (!asked.open() || event.ctrlKey || event.metaKey || event.altKey) return;
    const [low, high] = ends();
    if (BY[event.key]) move((now() ?? view.rows()[0].shown) + (BY[event.key] * (high - low)) / STEPS);
    else if (event.key === "Home" || event.key === "End") move(event.key === "Home" ? low : high);
    else if (event.key === "Enter") check.give();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  draggable(handle, (x) => asked.open() && move(linear(0, handle.clientWidth, ...ends())(x)));

  return {
    box: view.box,
    data(tape) {
      at = null;
      view.data(tape);
      view.rows()[0].track.append(handle, runs);
      view.rows()[0].box.classList.add("target");
      view.list.classList.add("level");
      say(view.word, ends().map((end) => fixed(end)).join(" … ")); // the bar's two ends
      view.list.classList.toggle("open", asked.open());
      asked.arrived(() => handle);
    },
    tell(tape) {
      view.tell(tape);
      const [{ shown, name, number }] = view.rows();
      const across = linear(...ends(), 0, 100);
      const [guess, truth] = [now(), asked.truth()];
      const value = guess ?? shown;
      yours.hidden = guess === null && !asked.open();
      yours.style.left = `${across(clamp(value, ...ends())).toFixed(2)}%`;
      runs.hidden = typeof truth !== "number";
      if (typeof truth === "number") runs.style.left = `${across(clamp(truth, ...ends())).toFixed(2)}%`;
      const { yours: one, runs: other } = asked.words();
      check.tell();
      say(mine, guess === null ? "" : `◇ ${one} ${fixed(guess)}`);
      say(theirs, typeof truth === "number" ? `◆ ${other} ${fixed(truth)}` : "");
      say(number, asked.open() && guess !== null ? fixed(guess) : fixed(shown));
      const [low, high] = ends();
      mark(handle, {
        "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": value, "aria-label": `${asked.ask().words} Axis ${name}`,
        "aria-valuetext": fixed(value), "aria-disabled": String(!asked.open()),
      });
      span(view.rows()[0].fill, across(0), across(shown));
    },
  };
}
