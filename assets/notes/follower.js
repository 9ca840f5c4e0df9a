// The window with the notes: it goes where the presenting one goes, and says where that is to go. Where nothing is
// presented, it turns its own pages.
import { pressedAt } from "../hand/keys.js";
import { button, channel } from "./channel.js";

const TURNS = /** @type {Record<string, number>} */ ({ PageUp: -1, ArrowLeft: -1, PageDown: 1, ArrowRight: 1 });

/** @param {NotesHost} parent @returns {Notes} */
export function follower(parent) {
  const back = button("", () => turn(-1)), next = button("", () => turn(1));
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const box = document.createElement("div");
  box.className = "nmn-notes-turn";
  box.append(back, next, status);
  parent.append(box);
  let alone = true, greeted = false;
  const { say, close } = channel((said) => {
    if ("over" in said) alone = true;
    if ("at" in said) follow(said.at);
    label();
  });
  const notes = /** @type {Notes} Streamlit's next call brings the rest */ (/** @type {unknown} */ ({ show, close: end }));

  function label() {
    const words = alone ? notes.data.words.alone : notes.data.words.follows;
    if (status.textContent !== words) status.textContent = words;
  }

  /** @param {ScenePlace} at */
  function follow(at) {
    alone = false;
    const here = notes.data.at;
    if (at.lesson !== here.lesson || at.scene !== here.scene || at.lang !== here.lang) notes.tell("place", at);
  }

  /** @param {number} by */
  function turn(by) {
    const { at, of } = notes.data;
    if (!alone) say({ turn: by });
    else if (at.scene + by >= 1 && at.scene + by <= of) notes.tell("place", { ...at, scene: at.scene + by });
  }

  function show() {
    const { at, of, words } = notes.data;
    back.textContent = `← ${words.back}`;
    next.textContent = `${words.next} →`;
    back.disabled = at.scene <= 1;
    next.disabled = at.scene >= of;
    label();
    if (!greeted) say({ where: true });
    greeted = true;
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const by = TURNS[event.key];
    if (!by || !pressedAt(event)) return;
    event.preventDefault();
    turn(by);
  }

  function end() {
    removeEventListener("keydown", press, true);
    close();
  }

  addEventListener("keydown", press, true);
  return notes;
}
