// Shortcuts. They act when the focus is in the stage or nowhere, never while a field or slider has it.

/** The action of a key, or null; `inside`: the focus is in the stage; `scrolls`: the page is longer than the window. */
export function actionOf(key, state, inside, scrolls = true) {
  switch (key) {
    case "ArrowLeft": return { type: "step", by: -1 };
    case "ArrowRight": return { type: "step", by: 1 };
    case "PageUp": return { type: "step", by: -10 };
    case "PageDown": return { type: "step", by: 10 };
    case "Home": return { type: "go", to: state.first };
    case "End": return { type: "go", to: state.last };
    case " ": return { type: "play" };
    case "ArrowUp": return inside || !scrolls ? { type: "focus", to: state.focus - 1 } : null;
    case "ArrowDown": return inside || !scrolls ? { type: "focus", to: state.focus + 1 } : null;
    case "?": return { type: "help" };
    default: return null;
  }
}

const TYPES = /^(input|textarea|select)$/i;

/** Whether a key pressed at this element belongs to the element. */
export function taken(element, key) {
  if (!element?.tagName) return false;
  if (TYPES.test(element.tagName) || element.isContentEditable) return true;
  const role = element.getAttribute?.("role");
  if (role === "slider" || role === "combobox" || role === "listbox" || role === "textbox") return true;
  return key === " " && /^(button|a|summary)$/i.test(element.tagName);
}

const SCROLLS = /^(Page(Up|Down)|Home|End)$/;

export function listen(host, stage) {
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const path = event.composedPath();
    const inside = path.includes(host);
    const nowhere = path[0] === document.body || path[0] === document.documentElement;
    // Where the page is too long for the window, the keys that scroll it go on scrolling it.
    if (!inside && SCROLLS.test(event.key) && stage.pageScrolls()) return;
    if (!(inside || nowhere) || taken(path[0], event.key)) return;
    const action = actionOf(event.key, stage.state, inside, stage.pageScrolls());
    if (!action) return;
    event.preventDefault();
    if (action.type === "help") stage.help();
    else stage.act(action);
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
