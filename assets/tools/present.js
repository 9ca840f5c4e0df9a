// Presentation: large type, nothing but what is shown. Key P, or present=1 in the address, which Python is told of.
import { pressedAt } from "../hand/keys.js";
import { h } from "./dom.js";

const BACK = ["PageUp", "ArrowLeft"], ON = ["PageDown", "ArrowRight"];

/** @param {Tools} tools */
export function presentation(tools) {
  const page = document.documentElement.classList;
  const end = h("button.nmn-end", { type: "button", title: "End the presentation (P)", onclick: () => turn(false) }, "✕");
  end.setAttribute("aria-label", end.title);

  /** @param {boolean} on */
  function show(on) {
    if (on === page.contains("nmn-present")) return;
    page.toggle("nmn-present", on);
    for (const name of ["nmn-present", "resize"]) dispatchEvent(new Event(name)); // the stage takes the room that there is now
  }

  /** @param {boolean} on */
  function turn(on) {
    const query = new URLSearchParams(location.search);
    if (on) query.set("present", "1");
    else query.delete("present");
    history.replaceState(history.state, "", `${location.pathname}${query.size ? `?${query}` : ""}${location.hash}`);
    show(on);
    tools.tell("present", { on });
  }

  /** P, and in a lesson arrows and Page keys, from scene to scene: before the stage, which would step. Arrows are also
   * what answers are given with: they are left to what has the focus.
   * @param {KeyboardEvent} event */
  function press(event) {
    const at = pressedAt(event), { key } = event, presenting = page.contains("nmn-present");
    if (!at) return;
    if (key.toLowerCase() === "p") turn(!presenting);
    else if (!presenting || (key.startsWith("Arrow") && at !== document.body) || !scene(key)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} key */
  function scene(key) {
    const [back, on] = /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll(".st-key-lesson-onward button"));
    const button = BACK.includes(key) ? back : ON.includes(key) ? on : null;
    button?.click();
    return button;
  }

  addEventListener("keydown", press, true);
  return {
    end,
    start: () => turn(true),
    /** Show what the address says. */
    follow: () => show(new URLSearchParams(location.search).get("present") === "1"),
    close: () => removeEventListener("keydown", press, true),
  };
}
