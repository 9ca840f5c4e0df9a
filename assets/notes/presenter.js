// The window that presents a lesson: it opens the notes, tells them where it is, and turns where they say.
import { pressedAt } from "../hand/keys.js";
import { button, channel } from "./channel.js";

const KEY = "s"; // for speaker: of the stage's own keys none is

/** @param {NotesHost} parent @returns {Notes} */
export function presenter(parent) {
  const opener = button("", open);
  opener.className = "nmn-notes-open"; // seen in a presentation alone
  parent.append(opener);
  const presents = () => document.documentElement.classList.contains("nmn-present");
  const { say, close } = channel((said) => {
    if (!presents()) return;
    if ("where" in said) tell();
    if ("turn" in said) turn(said.turn);
  });
  const notes = /** @type {Notes} Streamlit's next call brings the rest */ (/** @type {unknown} */ ({ show, close: end }));

  function open() {
    const { lesson, scene, lang } = notes.data.at;
    const query = new URLSearchParams({ lesson: `${lesson}`, scene: `${scene}`, lang, notes: "1", embed: "true" });
    window.open(`${location.pathname}?${query}`, "nmn-notes", "popup,width=560,height=760");
  }

  function show() {
    opener.textContent = notes.data.words.open;
    opener.title = `${notes.data.words.open} (${KEY.toUpperCase()})`;
    tell();
  }

  const tell = () => say(presents() ? { at: notes.data.at } : { over: true });

  /** As the lesson's own buttons do.
   * @param {number} by */
  function turn(by) {
    const [back, on] = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".st-key-lesson-onward button"));
    const { at, of } = notes.data;
    if (at.scene + by >= 1 && at.scene + by <= of) (by < 0 ? back : on)?.click(); // the last one's leads out of the lesson
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    if (!presents() || event.key.toLowerCase() !== KEY || !pressedAt(event)) return;
    event.preventDefault();
    event.stopPropagation();
    open();
  }

  const over = () => say({ over: true });
  function end() {
    over();
    close();
    for (const [name, act] of listeners) removeEventListener(name, act, true);
  }

  const listeners = /** @type {[string, (event: any) => void][]} */ ([["keydown", press], ["nmn-present", tell], ["pagehide", over]]);
  for (const [name, act] of listeners) addEventListener(name, act, true);
  return notes;
}
