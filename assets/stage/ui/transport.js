// The transport row: step, play, speed, and the number field that goes to any step of the run.
import { rate, SPEEDS } from "../model/cursor.js";
import { EVENTS } from "../model/events.js";
import { counted, whole } from "../model/scales.js";
import { h, isTyping, say } from "./dom.js";

/** @type {Record<number, string>} */
const FRACTIONS = { 0.25: "¼", 0.5: "½" };
/** @type {Record<string, string>} */
const SHAPES = {
  first: "M3 3h2v10H3zM13 3v10L6 8z", back: "M12 3v10L5 8z", step: "M4 3v10l7-5z", last: "M3 3v10l7-5zM11 3h2v10h-2z",
  play: "M4 2.5v11l9-5.5z", pause: "M4 3h3v10H4zM9 3h3v10H9z",
};
/** @param {string} name */
const icon = (name) => {
  const holder = h("span.icon", { "aria-hidden": "true" });
  holder.innerHTML = `<svg viewBox="0 0 16 16" width="16" height="16"><path d="${SHAPES[name]}"/></svg>`;
  return holder;
};

/** @param {Stage} stage */
export function transport(stage) {
  /** @param {Action | (() => Action)} action */
  const act = (action) => () => stage.act(typeof action === "function" ? action() : action);
  /** @param {string} name @param {string} label @param {Action | (() => Action)} action
   * @param {Node | string} [text] */
  const button = (name, label, action, text = "") =>
    h("button", { type: "button", "aria-label": label, title: label, onclick: act(action) }, icon(name), text);
  const first = button("first", "First step of the run (Home)", () => ({ type: "go", to: stage.state.least }));
  const back = button("back", "Step back (←)", { type: "step", by: -1 });
  const next = button("step", "Step (→)", { type: "step", by: 1 }, h("span", {}, "step"));
  const last = button("last", "Last step of the run (End)", () => ({ type: "go", to: stage.state.total }));
  const [playIcon, pauseIcon, word] = [icon("play"), icon("pause"), h("span.playword", {})];
  const play = h("button.play", { type: "button", onclick: act({ type: "play" }) }, playIcon, pauseIcon, word);
  const speed = h("select", { "aria-label": "Speed of play", title: "Speed of play" },
    ...SPEEDS.map((times, k) => h("option", { value: k }, `${FRACTIONS[times] ?? times}× · ${Math.round(rate(k)) || 1}/s`)));
  speed.addEventListener("change", () => stage.act({ type: "speed", to: Number(speed.value) }));
  const field = h("input", { type: "text", inputmode: "numeric", "aria-label": "Step to go to", autocomplete: "off", spellcheck: "false" });
  const total = h("span.total", {});
  const help = h("button.quiet.help", { type: "button", "aria-label": "Keys, words, equations (?)", title: "Keys, words, equations (?)", onclick: () => stage.help() }, "?");
  const kinds = h("select", { "aria-label": "What to jump to", title: "What to jump to" });
  /** @param {number} by @param {string} label @param {string} glyph */
  const hop = (by, label, glyph) =>
    h("button", { type: "button", "aria-label": label, title: label, onclick: () => stage.seek(kinds.value, by) }, glyph);
  const jump = h("span.group.jump", {}, hop(-1, "Previous", "‹"), kinds, hop(1, "Next", "›"));
  const box = h("div.transport", { role: "toolbar", "aria-label": "Step and play" },
    h("span.group", {}, first, back, next, last), play, speed, h("label.go", {}, "step ", field, total), jump, help);

  const typing = () => isTyping(field);
  const reset = () => (field.value = whole(stage.state.at));
  function go() {
    const step = counted(field.value);
    const { least, total: most } = stage.state;
    const fits = step >= least && step <= most;
    stage.complain(fits ? "" : `Steps run from ${whole(least)} to ${whole(most)}.`);
    if (fits) stage.act({ type: "go", to: step });
    reset();
  }
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      go();
      field.select();
    }
    if (event.key === "Escape") {
      reset();
      field.blur();
    }
  });
  field.addEventListener("focus", () => field.select());
  field.addEventListener("blur", () => {
    if (field.value !== whole(stage.state.at)) go();
  });

  return {
    box,
    close() {},
    /** @param {Tape} tape */
    data(tape) {
      const offered = EVENTS.filter(({ has }) => has(tape)).map(({ kind, what, key }) => h("option", { value: kind, title: `Key ${key}` }, what));
      if (kinds.options.length !== offered.length) kinds.replaceChildren(...offered);
      say(total, ` of ${whole(tape.total)}`);
      field.style.width = `${whole(tape.total).length + 2}ch`;
    },
    tell() {
      const { state } = stage;
      if (!typing()) reset();
      if (Number(speed.value) !== state.speed) speed.value = String(state.speed);
      const label = state.playing ? "Pause (Space)" : "Play (Space)";
      if (play.title !== label) {
        play.title = label;
        play.setAttribute("aria-label", label);
        playIcon.hidden = state.playing;
        pauseIcon.hidden = !state.playing;
        say(word, state.playing ? "pause" : "play");
      }
      play.disabled = state.least === state.total; // one step is all there is
      first.disabled = back.disabled = state.at <= state.least;
      next.disabled = last.disabled = state.at >= state.total;
    },
  };
}
