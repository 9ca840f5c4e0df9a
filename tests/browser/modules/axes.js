import { aboutAxis, axisWord, chosenAxis, lacksAxis, neverOf, nextAxis, patternWords, wordOf } from "/stage/model/axes.js";
import { measure } from "/stage/model/decode.js";
import { same } from "./expect.js";
import { memories } from "./toy.js";

/** A tape whose neurons have these axes. */
function tapeWith(axes, size = 4, parameters = {}, more = {}) {
  const it = memories();
  const layers = [{ kind: "input", size: 2, axes: 0 }, { kind: "hidden", size, axes: axes.length }, { kind: "output", size: 2, axes: 0 }];
  const header = { ...it.header, parameters: { ...it.header.parameters, tau: 2, ...parameters }, labels: { ...it.header.labels, axes, ...more } };
  return { ...it, layers, ...measure(layers), header };
}
const patterns = (bits) => Array.from({ length: 2 ** bits }, (_, k) => k.toString(2).padStart(bits, "0"));

export const tests = {
  "an axis is called by its pattern, so that it means the same whatever τ is"() {
    const [two, four] = [tapeWith(patterns(3)), tapeWith(patterns(5), 6)];
    const state = { focus: 1, axis: axisWord(two, 1, 5) };
    same([state.axis, chosenAxis(two, state), lacksAxis(two, state.axis)], ["101", 5, false]);
    same([chosenAxis(four, state), lacksAxis(four, state.axis)], [null, true], "of five neurons there is no pattern 101");
  },
  "every name has a word of its own that a link can hold"() {
    const names = ["101", "101⊥", "bit 1", "window 1", "A", "", "10 x"];
    same(names.map(wordOf), ["101", "101-", "bit-1", "window-1", "a", "-", "10-x"]);
  },
  "axes are turned one by one, and stay at the ends"() {
    const it = tapeWith(patterns(3));
    const at = (axis, by) => nextAxis(it, { focus: 0, axis }, by);
    same([at(null, 1), at("000", 1), at("000", -1), at("111", 1), at("101", -1)], ["000", "001", "000", "111", "100"]);
  },
  "a pattern is told by its neurons"() {
    same(patternWords(tapeWith(patterns(3)), 0, 5), "4 on, itself off, 2 on");
    same(patternWords(tapeWith([...patterns(3), ...patterns(3).map((name) => `${name}⊥`)], 4), 1, 14), "1 on, itself on, 3 off");
    same(patternWords(tapeWith(patterns(7), 9, { tau: 6 }), 4, 73), "on: 2, itself, 8; the others off");
    same(patternWords(tapeWith(["x", "y"], 4, { write: "input" }), 0, 1), "");
    same(patternWords(tapeWith(patterns(2), 4, { read: "addressed" }), 1, 2), "1 on, 3 off");
  },
  "why an axis is never written is told where it is so"() {
    const it = tapeWith(patterns(3), 4, {}, { never: [[1, 1, 0, 0, 1, 1, 0, 0]], why: [["own bit 0", "never written: it rests"]] });
    const [layer] = it.hidden;
    same([neverOf(it, layer, 5), neverOf(it, layer, 6)], [["own bit 0", "never written: it rests"], null]);
    same(aboutAxis(it, 0, 5), " · 4 on, itself off, 2 on · never written: it rests");
    same(neverOf(tapeWith(patterns(3), 4, {}, { never: [[]], why: [] }), layer, 0), null);
  },
};
