// Shortcuts. They act when the focus is in the stage or nowhere, never while a field or slider has it.
import { nextAxis } from "../model/axes.js";
import { EVENTS } from "../model/events.js";

/** The action of a key, or null; `inside`: the focus is in the stage; `scrolls`: the page is longer than the window.
 * @param {string} key @param {Cursor} state @param {boolean} inside @param {boolean} [scrolls] @param {boolean} [shift]
 * @returns {KeyAction | null} */
export function actionOf(key, state, inside, scrolls = true, shift = false) {
  const event = EVENTS.find((each) => each.key === key.toLowerCase());
  if (event) return { type: "event", kind: event.kind, by: key === event.key ? 1 : -1 };
  const free = inside || !scrolls;
  switch (key) {
    case "ArrowLeft": return shift ? { type: "turn", by: -1 } : { type: "step", by: -1 };
    case "ArrowRight": return shift ? { type: "turn", by: 1 } : { type: "step", by: 1 };
    case ",": return { type: "phase", by: -1 };
    case ".": return { type: "phase", by: 1 };
    case "PageUp": return { type: "step", by: -10 };
    case "PageDown": return { type: "step", by: 10 };
    case "Home": return { type: "go", to: 1 };
    case "End": return { type: "go", to: state.total };
    case " ": return { type: "play" };
    case "ArrowUp": return free ? { type: "focus", to: state.focus - 1 } : null;
    case "ArrowDown": return free ? { type: "focus", to: state.focus + 1 } : null;
    case "Escape": return inside && (state.phase !== null || state.axis !== null) ? { type: "whole" } : null;
    case "?": return { type: "help" };
    default: return null;
  }
}

const TYPES = /^(input|textarea|select)$/i;

/** Whether a key pressed at this element belongs to the element.
 * @param {EventTarget | null} element @param {string} key */
export function taken(element, key) {
  if (!(element instanceof Element)) return false;
  const { isContentEditable, dataset } = /** @type {HTMLElement} */ (element);
  if (TYPES.test(element.tagName) || isContentEditable) return true;
  if (dataset?.keys === "stage") return false; // a slider of ours: the stage's keys are its keys
  const role = element.getAttribute("role");
  if (role === "slider" || role === "combobox" || role === "listbox" || role === "textbox") return true;
  return key === " " && /^(button|a|summary)$/i.test(element.tagName);
}

const SCROLLS = /^(Page(Up|Down)|Home|End)$/;

/** @param {HTMLElement} host @param {Stage} stage */
export function listen(host, stage) {
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
    const path = event.composedPath();
    const inside = path.includes(host);
    const nowhere = path[0] === document.body || path[0] === document.documentElement;
    // Where the page is too long for the window, the keys that scroll it go on scrolling it.
    if (!inside && SCROLLS.test(event.key) && stage.pageScrolls()) return;
    if (!(inside || nowhere) || taken(path[0], event.key) || path.some((each) => each instanceof HTMLDialogElement)) return;
    const action = actionOf(event.key, stage.state, inside, stage.pageScrolls(), event.shiftKey);
    if (!action) return;
    event.preventDefault();
    if (action.type === "help") stage.help();
    else if (action.type === "event") stage.seek(action.kind, action.by);
    else if (action.type === "turn") stage.act({ type: "axis", to: nextAxis(stage.tape, stage.state, action.by) });
    else stage.act(action);
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
