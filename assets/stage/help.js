// The sheet of shortcuts.
import { h } from "./dom.js";

const KEYS = [
  ["←  →", "one step back, one step on"],
  [",  .", "one phase of the step back, on"],
  ["Page up, Page down", "ten steps back, ten steps on"],
  ["Home, End", "first and last step of the run"],
  ["Space", "play and pause"],
  ["↑  ↓", "previous and next neuron"],
  ["Shift ←  →", "previous and next axis of its memory"],
  ["m  n  w  f  e", "next mistake, activity of the neuron, write to the axis, fading of the axis below 5 %, episode"],
  ["Shift m  n  w  f  e", "the one before"],
  ["Esc", "the step as a whole, no axis chosen"],
  ["?", "this sheet"],
];

export function help() {
  const rows = KEYS.map(([key, what]) => h("tr", {}, h("th", { scope: "row" }, key), h("td", {}, what)));
  const close = h("button", { type: "button", onclick: () => sheet.close() }, "Close");
  const sheet = h("dialog.sheet", { "aria-label": "Keyboard shortcuts" },
    h("h2", {}, "Keyboard"), h("table", {}, ...rows),
    h("p", {}, "Drag the timeline to scrub. Click a neuron, or a cell of the memory, to look inside. Click the curves to go to that step of the training."),
    close);
  return { box: sheet, open: () => sheet.showModal() };
}
