// "This step, in numbers": the phases of the step, each with its equation and the real values; the step in a sentence.
import { phasesOf } from "../model/phases.js";
import { whole as count } from "../model/scales.js";
import { announced, sentence } from "../model/sentence.js";
import { equationsOf } from "../model/step-equations.js";
import { everyTerm } from "../model/step-sums.js";
import { around, h, say, sayParts } from "../ui/dom.js";

/** @typedef {HTMLElement & { __terms?: () => string }} Line of numbers; an output's knows every term */

/** @param {Stage} stage */
export function numbers(stage) {
  const told = h("p.live", { "aria-hidden": "true", onpointerover: () => whole(told) }); // for the eye, at every step
  const live = h("p.unseen", { "aria-live": "polite" }); // for the ear, at a pace that can be followed
  const step = h("span.word", {});
  /** @param {number} by @param {string} label @param {string} text */
  const button = (by, label, text) =>
    h("button.quiet", { type: "button", "aria-label": label, title: label, onclick: () => stage.act({ type: "phase", by }) }, text);
  const list = h("ol.phases", { onpointerover: point, onpointerleave: () => stage.point(null) });
  const box = h("section.panel.numbers", { "aria-label": "This step, in numbers" },
    h("header", {}, h("h2", {}, "This step, in numbers"), button(-1, "Previous phase (,)", "‹"), button(1, "Next phase (.)", "›"), step),
    list, told, live);
  /** @type {ReturnType<typeof row>[]} */
  let rows = [];
  let spoken = 0;
  let timer = 0;

  /** Say in a tip what does not fit; of an output, every term.
   * @param {Line} words */
  function whole(words) {
    const cut = words.scrollWidth > words.clientWidth || words.scrollHeight > words.clientHeight + 1;
    words.title = [cut && words.textContent, words.__terms?.()].filter(Boolean).join("\n");
  }

  /** A glyph is pointed at: show what it stands for.
   * @param {PointerEvent} event */
  function point(event) {
    const line = around(event, ".say");
    if (line) whole(line);
    stage.point(around(event, "[data-place]")?.dataset.place ?? null);
  }

  /** @param {Phase} phase @param {number} k */
  function row({ name, about }, k) {
    /** @type {Line} */
    const line = h("span.say", {});
    const key = h("button.phase", { type: "button", tabindex: -1, title: about, onclick: () => stage.act({ type: "look", at: k }) }, name);
    return { line, key, box: h(`li.say-${name.replace("?", "")}`, {}, key, line) };
  }

  /** @param {Tape} tape */
  function data(tape) {
    const phases = phasesOf(tape);
    if (rows.map((each) => each.key.textContent).join() === phases.map((phase) => phase.name).join()) return;
    rows = phases.map((phase, k) => row(phase, k));
    list.replaceChildren(...rows.map((each) => each.box));
  }

  /** @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    const { focus, phase } = stage.state;
    say(step, `step ${count(tape.first + t)}`);
    equationsOf(tape, t, focus).forEach(({ parts }, k) => {
      const { line, box: item } = rows[k];
      sayParts(line, parts);
      if (stage.phases[k].name === "output") line.__terms = () => everyTerm(tape, t);
      const [now, later] = [k === phase, phase !== null && k > phase];
      if (item.classList.contains("now") !== now) item.classList.toggle("now", now);
      if (item.classList.contains("later") !== later) item.classList.toggle("later", later);
      if (now) item.setAttribute("aria-current", "step");
      else if (item.hasAttribute("aria-current")) item.removeAttribute("aria-current");
    });
    list.classList.toggle("walking", phase !== null);
    for (const glyph of list.querySelectorAll("[data-place]")) glyph.classList.toggle("lit", glyph.getAttribute("data-place") === stage.hint);
    say(told, sentence(tape, t, focus));
    speak(tape, t);
  }

  /** One sentence a step, or a phase; while playing, one every two seconds, so that a screen reader can follow.
   * @param {Tape} tape @param {number} t */
  function speak(tape, t) {
    clearTimeout(timer);
    const speakNow = () => {
      spoken = performance.now();
      const { focus, phase } = stage.state;
      say(live, phase === null ? announced(tape, t, focus) : `${stage.phases[phase].name}: ${rows[phase].line.textContent}`);
    };
    const rest = stage.state.playing ? 2000 : 150;
    if (performance.now() - spoken >= rest) speakNow();
    else timer = setTimeout(speakNow, rest);
  }

  return { box, close: () => clearTimeout(timer), data, tell };
}
