// One figure or table at a time, in a presentation of a page that has several: Page up and down turn to the next.
import { pressedAt } from "../hand/keys.js";

const PAGES = ["race.py", "map.py"];
const PANELS = "[data-testid=stMainBlockContainer] .stElementContainer:has(.nmn-chart, table)";

/** @param {Tools} tools */
export function panels(tools) {
  const page = document.documentElement;
  let shown = 0; // which of them, of all
  const on = () => page.classList.contains("nmn-present") && PAGES.includes(tools.data.file);
  const all = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll(PANELS)]);

  function lay() {
    if (!on() && !page.classList.contains("nmn-single")) return;
    const there = on() ? all() : [], front = there[Math.min(shown, there.length - 1)];
    page.classList.toggle("nmn-single", !!front);
    for (const each of document.querySelectorAll("[data-front]")) if (each !== front) each.removeAttribute("data-front");
    front?.setAttribute("data-front", ""); // an attribute: the page writes its own classes anew
  }

  /** @param {KeyboardEvent} event */
  function press(event) {
    const by = event.key === "PageDown" ? 1 : event.key === "PageUp" ? -1 : 0;
    if (!by || !on() || !pressedAt(event)) return;
    event.preventDefault();
    const many = all().length;
    shown = (Math.min(shown, many - 1) + by + many) % Math.max(1, many);
    lay();
    dispatchEvent(new Event("resize"));
  }

  const watch = new MutationObserver(lay); // a figure may come later, and another take its place
  watch.observe(document.body, { childList: true, subtree: true });
  addEventListener("nmn-present", lay);
  addEventListener("keydown", press, true);
  return {
    close() {
      watch.disconnect();
      removeEventListener("nmn-present", lay);
      removeEventListener("keydown", press, true);
    },
  };
}
