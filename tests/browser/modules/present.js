import { presentation } from "/tools/present.js";
import { same } from "./expect.js";

function begin() {
  const told = [];
  const slides = presentation({ tell: (name, value) => told.push([name, value.on]) });
  return { slides, told };
}
const press = (key, on = document.body, more = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, composed: true, ...more });
  on.dispatchEvent(event);
  return event.defaultPrevented;
};
const on = () => document.documentElement.classList.contains("nmn-present");

/** What a test puts on the page is gone after it. */
function on_page(element, then) {
  document.body.append(element);
  try {
    return then(element);
  } finally {
    element.remove();
  }
}

export const tests = {
  "P begins and ends a presentation, which the address and Python hear of"() {
    const { slides, told } = begin();
    press("p");
    same([on(), new URLSearchParams(location.search).get("present")], [true, "1"]);
    press("P");
    same([on(), location.search], [false, ""]);
    same(told, [["present", true], ["present", false]]);
    slides.close();
  },
  "who types a p types it"() {
    const { slides, told } = begin();
    same(on_page(document.createElement("input"), (field) => press("p", field)), false);
    same(press("p", document.body, { ctrlKey: true }), false);
    same(told, []);
    slides.close();
  },
  "in a presentation keys turn to the next scene; without one they do what they did"() {
    const { slides } = begin();
    const pressed = [];
    const onward = Object.assign(document.createElement("div"), { className: "st-key-lesson-onward" });
    for (const name of ["back", "next"]) onward.append(Object.assign(document.createElement("button"), { onclick: () => pressed.push(name) }));
    on_page(onward, () => {
      press("PageDown");
      slides.start();
      for (const key of ["PageDown", "ArrowRight", "ArrowLeft", "PageUp", "x"]) press(key);
      const bar = Object.assign(document.createElement("div"), { tabIndex: 0 });
      onward.append(bar);
      press("ArrowRight", bar); // it is an answer's
      press("PageDown", bar);
      press("p");
    });
    same(pressed, ["next", "next", "back", "back", "next"]);
    slides.close();
  },
};
