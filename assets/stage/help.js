// The sheet of shortcuts.
import { h } from "./dom.js";

const KEYS = [
  ["←  →", "one step back, one step on"],
  ["Page up, Page down", "ten steps back, ten steps on"],
  ["Home, End", "first and last step of the window"],
  ["Space", "play and pause"],
  ["↑  ↓", "previous and next neuron (when the stage has the focus)"],
  ["?", "this sheet"],
];

export function help() {
  const rows = KEYS.map(([key, what]) => h("tr", {}, h("th", { scope: "row" }, key), h("td", {}, what)));
  const close = h("button", { type: "button", onclick: () => sheet.close() }, "Close");
  const sheet = h("dialog.sheet", { "aria-label": "Keyboard shortcuts" },
    h("h2", {}, "Keyboard"), h("table", {}, ...rows),
    h("p", {}, "Drag the timeline to scrub. Click a neuron, or a row of the memory, to look inside. Click the curves to go to that step of the training."),
    close);
  return { box: sheet, open: () => sheet.showModal() };
}
