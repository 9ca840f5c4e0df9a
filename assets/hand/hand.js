// A control of the sidebar while it is moved, before it is let go: what its place comes to is asked for at once, and drawn
// over what the page shows.
import { controlOf, placeOf, same, textAt } from "./controls.js";
import { asking, questions } from "./question.js";

/** @param {HandHost} host */
export function hand(host) {
  /** @type {{ input: HTMLInputElement, live: Live, text: string, place: string, query: Record<string, string> } | null} what
   * is moved, what the page tells of it, to where, as an address has it, where it was, and where all is that was moved and
   * the page has not heard of yet */
  let held = null;
  /** @type {number | null} the pointer that is down */
  let pointer = null;
  const question = questions(
    () => (held ? asking(held.live, { ...held.query, ...host.more?.() }) : ""),
    (bytes, words) => (bytes.length ? host.draw(bytes) : (host.back(words), false)),
  );

  /** @param {EventTarget | null} target */
  function moved(target) {
    if (!(target instanceof HTMLInputElement) || target !== document.activeElement || !target.value) return;
    const live = held?.live ?? host.live();
    const control = controlOf(live, classes(target));
    if (!live || !control) return;
    const text = textAt(control, target.value);
    if (held?.input === target ? held.text === text : same(text, control.text)) return;
    if (!held) host.begin?.();
    held = { input: target, live, text, place: placeOf(control), query: { ...held?.query, [control.name]: text } };
    if (same(text, control.text)) leave();
    else question.ask();
  }

  /** What the page shows again. */
  function leave() {
    question.drop();
    held = null;
    host.back("");
  }

  /** What was moved is put back, and let go of.
   * @param {KeyboardEvent} event */
  function give(event) {
    if (event.key !== "Escape" || !held) return;
    const { input, place } = held;
    leave();
    if (pointer === null || input.type !== "range") return;
    event.stopPropagation();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(input, place); // as React hears it
    input.dispatchEvent(new Event("input", { bubbles: true }));
    document.dispatchEvent(new PointerEvent("pointerup", { pointerId: pointer, bubbles: true }));
  }

  /** @type {[string, (event: any) => void][]} */
  const heard = [
    ["input", (event) => moved(event.target)],
    ["keydown", give],
    ["focusout", () => host.forget?.()],
    ["pointerdown", ({ pointerId }) => {
      pointer = pointerId;
      if (!held) host.leaves?.(); // what is moved now leaves from here
    }],
    ["pointerup", () => (pointer = null)],
    ["pointercancel", () => (pointer = null)],
  ];
  for (const [name, listener] of heard) document.addEventListener(name, listener, true);
  // A slider that is dragged fires no event: what changes is its value.
  const watch = new MutationObserver((changes) => changes.forEach(({ target }) => moved(target)));
  watch.observe(document.body, { subtree: true, attributes: true, attributeFilter: ["value"] });

  return {
    /** The page shows what is next of it. Where that is of another place than the control has by now, it waits behind that
     * one's: true. */
    keeps() {
      const live = host.live(), control = held?.input.isConnected ? controlOf(live, classes(held.input)) : null;
      if (held && live && control && !same(textAt(control, held.input.value), control.text)) {
        held = { ...held, live, place: placeOf(control) };
        question.ask();
        return true;
      }
      question.drop();
      held = null;
      return false;
    },
    /** Whether a control is moved. */
    get holds() {
      return held !== null;
    },
    /** What has the focus, where that is not what is moved. */
    get elsewhere() {
      const { activeElement: focused } = document;
      return held ? held.input !== focused : !(focused instanceof HTMLInputElement);
    },
    close() {
      question.drop();
      watch.disconnect();
      for (const [name, listener] of heard) document.removeEventListener(name, listener, true);
    },
  };
}

/** @param {HTMLElement} input */
const classes = (input) => input.closest("[class*=st-key-_]")?.className ?? "";
