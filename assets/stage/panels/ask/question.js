// What the ways to answer share: the question that is open, the reader's answer, and who has the focus.
import { h, say } from "../../ui/dom.js";

/** @param {Stage} stage */
export function question(stage) {
  /** @type {string | null} the question that has had the focus */
  let known = null;
  /** @type {Given | null} given, and Python has not heard of it yet */
  let mine = null;
  const lesson = () => /** @type {Lesson} panels.js asks for these panels only where there is one */ (stage.base.header.lesson);
  const ask = () => /** @type {Ask} */ (lesson().ask);

  /** A window is here: of a new question, the thing that is asked for takes the focus, if nothing else has it.
   * @param {() => HTMLElement | null} target */
  function arrived(target) {
    mine = null;
    if (known === ask().id) return;
    known = ask().id;
    requestAnimationFrame(() => {
      if (open() && (document.activeElement === null || document.activeElement === document.body)) target()?.focus({ preventScroll: true });
    });
  }

  /** The reader's answer.
   * @returns {Given | null} */
  const given = () => mine ?? lesson().given;
  const open = () => lesson().open;

  /** @param {Given} value */
  function give(value) {
    if (!open()) return;
    mine = value;
    stage.trigger("answer", { id: ask().id, value });
    stage.redraw();
  }

  const words = () => lesson().words;

  /** What stands beside a thing that can be chosen.
   * @param {boolean} chosen @param {boolean} right */
  function badge(chosen, right) {
    const { yours, runs } = words();
    if (open()) return chosen ? yours : "";
    return chosen ? `${right ? "✓" : "✗"} ${yours}` : right ? `→ ${runs}` : "";
  }

  return { ask, arrived, given, open, give, words, badge, truth: () => lesson().truth };
}

/** A button that gives what was made ready: a bar that was dragged, a curve that was drawn.
 * @param {ReturnType<typeof question>} asked @param {() => Given | null} ready */
export function giver(asked, ready) {
  const box = h("button.play", { type: "button", onclick: () => give() });
  function give() {
    const value = ready();
    if (value !== null) asked.give(value);
  }
  function tell() {
    box.hidden = !asked.open();
    box.disabled = ready() === null;
    say(box, asked.words().check);
  }
  return { box, give, tell };
}

/** The direction of an arrow key along a list that runs down: -1, 1, or 0 for any other key.
 * @param {string} key */
export const along = (key) => (key === "ArrowUp" || key === "ArrowLeft" ? -1 : key === "ArrowDown" || key === "ArrowRight" ? 1 : 0);

/** Make one of several elements the Tab stop, moved by arrow keys, Home and End; Enter and Space choose it. The list itself can
 * take the focus before a hand has chosen: a ring around one of them would look like an answer.
 * @param {HTMLElement} list @param {() => HTMLElement[]} items @param {(k: number) => void} choose */
export function roving(list, items, choose) {
  let now = 0;
  list.tabIndex = -1;
  /** @param {number} k @param {boolean} [focus] */
  function stop(k, focus = true) {
    const all = items();
    now = Math.max(0, Math.min(all.length - 1, k));
    all.forEach((item, n) => (item.tabIndex = n === now ? 0 : -1));
    if (focus) all[now]?.focus();
  }
  list.addEventListener("keydown", (event) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const within = event.target !== list;
    if (along(key)) stop(within ? now + along(key) : now);
    else if (key === "Home" || key === "End") stop(key === "Home" ? 0 : Infinity);
    else if (key !== "Enter" && key !== " ") return;
    else if (within) choose(now);
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("click", (event) => {
    const k = items().findIndex((item) => event.composedPath().includes(item));
    if (k < 0) return;
    stop(k);
    choose(k);
  });
  return { stop };
}
