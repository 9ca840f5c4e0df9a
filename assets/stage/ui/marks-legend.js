// A legend: the marks of a picture and what each means, always in sight. What it lists is decided beside the picture.
import { h, svg } from "./dom.js";
import { terms } from "./terms.js";

/** @type {Record<string, [width: number, draw: () => SVGElement]>} */
const SIGNS = {
  plus: [16, () => svg("path", { d: "M0 5H16", class: "plus" })],
  minus: [16, () => svg("path", { d: "M0 5H16", class: "minus" })],
  ring: [10, () => svg("circle", { cx: 5, cy: 5, r: 4, class: "ring" })],
  arc: [10, () => svg("path", { d: "M5 1A4 4 0 1 1 1 5", class: "arc" })],
  near: [4, () => svg("path", { d: "M2 0V10", class: "near" })],
  frame: [16, () => svg("path", { d: "M1 2H15V8H1Z", class: "ring" })],
  tick: [4, () => svg("path", { d: "M2 0V10", class: "ring" })],
  tile: [10, () => svg("rect", { width: 10, height: 10, class: "tile" })],
  stripes: [10, () => svg("path", { d: "M0 2H10M0 6H10", class: "stripes" })],
  dash: [10, () => svg("path", { d: "M0 5H10", class: "ring" })],
  here: [10, () => svg("rect", { x: 1, y: 1, width: 8, height: 8, class: "ring" })],
  cross: [8, () => svg("path", { d: "M1 2L7 8M1 8L7 2", class: "ring" })],
  under: [10, () => svg("path", { d: "M0 9H10", class: "ring" })],
  fork: [4, () => svg("path", { d: "M2 0V10", class: "ring broken" })],
  look: [10, () => svg("path", { d: "M0 8H10", class: "near" })],
};

/** @param {[width: number, draw: () => SVGElement]} sign */
const image = ([width, draw]) => svg("svg", { width, height: 10, viewBox: `0 0 ${width} 10`, "aria-hidden": "true" }, draw());

/** A legend whose `show` takes [[sign, words], ...]. */
export function marksLegend() {
  const box = h("div.legend.marks", {});
  let known = "";
  return {
    box,
    /** @param {string[][]} all */
    show(all) {
      if (known === all.join()) return;
      known = all.join();
      box.replaceChildren(...all.map(([sign, words]) => h("span.mark", {}, image(SIGNS[sign]), ...terms(words))));
    },
  };
}
