// Presentation: one panel at a time, large; Page up and down turn to the next. The page says when, by a class and an event.

/** @param {Stage} stage @param {HTMLElement} frame */
export function present(stage, frame) {
  const { root } = stage;
  let shown = 0; // which panel, of all
  const on = () => document.documentElement.classList.contains("nmn-present") && root.classList.contains("full");

  /** Every panel: its place, and its tab where it has one. */
  const all = () => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(":scope > :is(.panel, .slot)")]).flatMap((box) => {
    const tabs = /** @type {(HTMLElement | null)[]} */ ([...box.querySelectorAll(":scope > .tabs > .tab")]);
    return (tabs.length ? tabs : [null]).map((tab) => ({ box, tab }));
  });

  function lay() {
    frame.classList.toggle("presenting", on());
    if (!on()) return;
    const panels = all(), front = panels[Math.min(shown, panels.length - 1)];
    for (const { box } of panels) box.classList.toggle("front", box === front?.box);
  }

  /** @param {number} by */
  function turn(by) {
    const panels = all();
    shown = (Math.min(shown, panels.length - 1) + by + panels.length) % panels.length;
    panels[shown].tab?.click();
    lay();
  }

  /** Before the keys that step.
   * @param {KeyboardEvent} event */
  function press(event) {
    const by = event.key === "PageDown" ? 1 : event.key === "PageUp" ? -1 : 0;
    if (!by || !on() || event.composedPath().some((each) => each instanceof HTMLDialogElement)) return;
    event.preventDefault();
    event.stopPropagation();
    turn(by);
  }

  addEventListener("nmn-present", lay);
  addEventListener("keydown", press, true);
  const watch = new MutationObserver(lay); // another network has other panels
  watch.observe(root, { childList: true, attributeFilter: ["class"] });
  return {
    close() {
      removeEventListener("nmn-present", lay);
      removeEventListener("keydown", press, true);
      watch.disconnect();
    },
  };
}
