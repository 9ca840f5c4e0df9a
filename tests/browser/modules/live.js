import { controlOf, placeOf, same as alike, textAt } from "/hand/controls.js";
import { initial, reduce } from "/stage/model/cursor.js";
import { ghostsOf } from "/stage/model/ghosts.js";
import { ends, frameAt, scaleAt } from "/stage/model/tape.js";
import { same } from "./expect.js";

const gamma = { name: "gamma", text: "0.5" };
const tau = { name: "tau", text: "4", values: ["0", "2", "4"] };
const size = { name: "hidden", text: "20,16", before: "20,", after: "" };
const live = { address: "nmn/live", query: {}, controls: { _gamma: gamma, _tau: tau, _hidden_1: size } };
const curve = (model, ...error) => ({ model, error });

export const tests = {
  "a control is known by its key, also when it took the place of another, and no other is"() {
    const found = (classes) => controlOf(live, `stElementContainer ${classes} st-emotion-cache-1`)?.name;
    same(["st-key-_gamma", "st-key-_gamma-12", "st-key-_hidden_1", "st-key-_hidden_1-3"].map(found), ["gamma", "gamma", "hidden", "hidden"]);
    same(["st-key-_hidden", "st-key-_hidden_2", "st-key-_seed", "st-key-gamma", ""].map(found), Array(5).fill(undefined));
    same(controlOf(null, "st-key-_gamma"), null);
    same(controlOf(undefined, "st-key-_gamma"), null);
  },
  "the text of a place is the number, the choice, or a part of a list"() {
    same([textAt(gamma, "0.75"), textAt(tau, "1"), textAt(size, "8")], ["0.75", "2", "20,8"]);
    same([placeOf(gamma), placeOf(tau)], ["0.5", "2"]);
  },
  "texts are alike where they mean the same number"() {
    same([alike("0.50", "0.5"), alike("20,16", "20,16"), alike("0.5", "0.55"), alike("20,16", "20,8"), alike("", "0")], [true, true, false, false, false]);
  },
  "curves that are other ones now, or not known, are those of before"() {
    const before = [curve("nmn", 0.5, 0.1), curve("ffnn", 0.5, 0.4), curve("rnn", null, 0)];
    same(ghostsOf(before, [curve("nmn", 0.5, 0.2), curve("rnn", null, 0)]).map((each) => each.model), ["nmn", "ffnn"]);
    same(ghostsOf(before, before), []);
  },
  "a curve that has come less far, or farther, is the same one"() {
    same(ghostsOf([curve("nmn", 0.5, 0.1)], [curve("nmn", 0.5)]), []);
    same(ghostsOf([curve("nmn", 0.5)], [curve("nmn", 0.5, 0.1)]), []);
    same(ghostsOf([curve("nmn", 0.5)], [curve("nmn")]).length, 1);
  },
  "the cursor stays where it is in the window of a moved control, though that may end before"() {
    const state = { ...initial, first: 101, last: 500, total: 1000, neurons: 20, phases: 8, at: 300, focus: 12, phase: 3, offered: 300 };
    const next = reduce(state, { type: "preview", first: 1, last: 200, total: 200, neurons: 10, phases: 8 });
    same([next.at, next.total, next.offered, next.focus, next.phase, next.pending, next.report], [300, 1000, 300, 9, 3, false, null]);
    same(reduce(state, { type: "preview", first: 1, last: 400, total: 1000, neurons: 20, phases: 7 }).phase, null);
    const back = reduce(next, { type: "data", first: 101, last: 500, total: 1000, neurons: 20, phases: 8, at: 40 });
    same([back.at, back.pending], [300, false]);
  },
  "a jump waits for its window, which another network's may bring"() {
    const waiting = { ...initial, first: 101, last: 500, total: 1000, at: 900, pending: true };
    const sent = (first, last) => reduce(waiting, { type: "preview", first, last, total: 1000, neurons: 20, phases: 1 });
    same([sent(101, 500).pending, sent(801, 1000).pending], [true, false]);
  },
  "a scale that does not grow ends where the run's does, to the bit"() {
    for (const gamma of [0.7, 0.55, 0.5]) {
      const memory = 1 / (1 - gamma);
      const tape = { first: 1, count: 1, scale: Float32Array.of(memory), header: { ceilings: { memory, signed: false, inputs: 1 } } };
      same(scaleAt(tape, 0) < ends(tape).most, false);
    }
  },
  "steps before the first weights that are known are drawn with those"() {
    const tape = { first: 101, header: { frames: [149, 200] } };
    same([0, 48, 49, 99, 100].map((t) => frameAt(tape, t)), [0, 0, 0, 0, 1]);
  },
};
