// What the marks of the network picture mean, in a line under it.
import { h, svg } from "./dom.js";

const SIGNS = {
  plus: [16, () => svg("path", { d: "M0 5H16", class: "plus" })],
  minus: [16, () => svg("path", { d: "M0 5H16", class: "minus" })],
  ring: [10, () => svg("circle", { cx: 5, cy: 5, r: 4, class: "ring" })],
  arc: [10, () => svg("path", { d: "M5 1A4 4 0 1 1 1 5", class: "arc" })],
  near: [4, () => svg("path", { d: "M2 0V10", class: "near" })],
  frame: [16, () => svg("path", { d: "M1 2H15V8H1Z", class: "ring" })],
  tick: [4, () => svg("path", { d: "M2 0V10", class: "ring" })],
};

/** Sign and words of each mark that the picture of this network has. */
export function marksOf(tape) {
  const target = { class: ["frame", "wanted"], bit: ["frame", "wanted"], number: ["tick", "target"] }[tape.groups[0].kind];
  return [
    ["plus", "weight +"], ["minus", "−"],
    ...(tape.recurrent ? [] : [["ring", "fires"]]),
    ...(tape.model === "lstm" || tape.gated ? [["arc", "gate"]] : []),
    ...(tape.M && !tape.recurrent && tape.header.parameters?.tau && tape.header.parameters.write !== "input" ? [["near", "neighbours"]] : []),
    target,
  ];
}

const image = (width, draw) => svg("svg", { width, height: 10, viewBox: `0 0 ${width} 10`, "aria-hidden": "true" }, draw());

export function networkKey() {
  const box = h("div.legend.marks", {});
  let known = "";
  return {
    box,
    show(tape) {
      const marks = marksOf(tape);
      if (known === marks.join()) return;
      known = marks.join();
      box.replaceChildren(...marks.map(([sign, words]) =>
        h("span.mark", {}, image(...SIGNS[sign]), words)));
    },
  };
}
