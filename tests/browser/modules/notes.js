import notes from "/notes/main.js";
import { same } from "./expect.js";

const WORDS = { open: "Notes", back: "Back", next: "Next", follows: "follows", alone: "alone" };
const page = document.documentElement.classList;
const at = (scene) => ({ lesson: 2, scene, lang: "en" });

/** A window with a lesson, or with its notes: what it told, and how to draw it at another scene. */
function window_with(shown, scene) {
  const parentElement = document.createElement("div"), told = [];
  document.body.append(parentElement);
  let done = () => {};
  const draw = (now) => {
    const data = { notes: shown === "notes", at: at(now), of: 3, words: WORDS };
    done = notes({ parentElement, data, setTriggerValue: (name, value) => told.push([name, value.scene]) });
  };
  draw(scene);
  return { parentElement, told, draw, press: (number) => parentElement.querySelectorAll("button")[number].click(),
    said: () => parentElement.querySelector("p").textContent, leave: () => (parentElement.remove(), done()) };
}

/** Until what was said by then is heard: a channel says all in its order. */
const heard = () => new Promise((done) => {
  const [one, other] = [new BroadcastChannel("test-of-notes"), new BroadcastChannel("test-of-notes")];
  other.addEventListener("message", () => setTimeout(() => (one.close(), other.close(), done()), 20));
  const say = one.postMessage.bind(one);
  say("");
});

/** The lesson's own buttons. */
function onward() {
  const box = Object.assign(document.createElement("div"), { className: "st-key-lesson-onward" }), pressed = [];
  for (const name of ["back", "next"]) box.append(Object.assign(document.createElement("button"), { onclick: () => pressed.push(name) }));
  document.body.append(box);
  return { box, pressed };
}
const key = (name, on = document.body) => on.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, composed: true }));

export const tests = {
  async "notes go where the presenting window goes, and turn it"() {
    page.add("nmn-present");
    const { box, pressed } = onward(), lesson = window_with("lesson", 2), beside = window_with("notes", 1);
    await heard();
    same([beside.told, beside.said()], [[["place", 2]], "follows"]);
    beside.draw(2);
    lesson.draw(3);
    await heard();
    same(beside.told.at(-1), ["place", 3]);
    beside.press(0); // the presenting window turns first
    await heard();
    same([pressed, beside.told.length], [["back"], 2]);
    beside.press(1); // what is on the last scene's second button leads out of the lesson
    await heard();
    same(pressed, ["back"]);
    lesson.leave();
    await heard();
    same(beside.said(), "alone");
    beside.leave();
    box.remove();
    page.remove("nmn-present");
  },
  async "notes turn alone where nothing is presented, by button and by key, within the lesson"() {
    const lesson = window_with("lesson", 2), beside = window_with("notes", 2);
    await heard();
    same([beside.said(), beside.told], ["alone", []]);
    beside.press(1);
    key("PageUp");
    same(beside.told, [["place", 3], ["place", 1]]);
    beside.draw(3);
    key("ArrowRight");
    same([beside.told.length, beside.parentElement.querySelectorAll("button")[1].disabled], [2, true]);
    lesson.leave();
    beside.leave();
    await heard();
  },
  async "S opens the notes of the scene that is presented, in a window without anything else, and types an s in a field"() {
    const opened = [], open = window.open, lesson = window_with("lesson", 2);
    window.open = (link) => opened.push(new URL(link, location.href).search);
    key("s");
    same(opened, []); // nothing is presented
    page.add("nmn-present");
    const field = document.createElement("input");
    document.body.append(field);
    key("s", field);
    key("s");
    lesson.press(0);
    same(opened, Array(2).fill("?lesson=2&scene=2&lang=en&notes=1&embed=true"));
    page.remove("nmn-present");
    window.open = open;
    field.remove();
    lesson.leave();
    await heard();
  },
};
