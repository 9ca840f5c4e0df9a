import { account, changed, compare, here, idle, leave, reachOf, text } from "/stage/model/fork.js";
import { same } from "./expect.js";

/** Two steps of two neurons with one axis each and two classes; `shift` is added to the memories of the second step. */
const tape = (shift, outputs, wrong, kinds = ["class"], unit = 0) => {
  const size = 2 / kinds.length;
  const groups = kinds.map((kind, g) => ({ first: g * size, size, kind }));
  const read = (t, { first, kind }) => (kind === "class" ? Number(outputs[2 * t + 1] > outputs[2 * t]) : kind === "bit" ? Number(outputs[2 * t + first] >= 0.5) : outputs[2 * t + first]);
  return {
    groups, partNames: [], parts: [0, 0, 0, 0], meant: [0, 0, 0, 0], errors: [0, 0, 0, 0], count: 2, first: 120, H: 2, M: 2, nOut: 2,
    said: [0, 1].flatMap((t) => groups.map((group) => read(t, group))), memory: new Float32Array([1, 2, 1 + shift, 2 - shift]), x: new Float32Array(4),
    outputs: new Float32Array(outputs), wrong: new Float32Array(wrong), header: { fork: { step: 120 }, unit, measure: "amplitude", far: 0.25 },
  };
};

export const tests = {
  "every change has its place in the text"() {
    const all = [
      { parameter: "gamma", value: 0.9, usual: 0.5 }, { clamp: 3, output: 0 }, { clamp: 4, output: 1 }, { wipe: 5 }, { wipe: "all" },
      { input: 130, values: [0.2, -0.4] }, { swap: [140, 131] },
    ].reduce(changed, leave(120));
    same(text(all), "step:120,gamma:0.9,silence:3,force:4:1,wipe:all,wipe:5,input:130:0.2;-0.4,swap:131:140");
  },
  "the same change again, or the usual value, takes it back"() {
    const twice = [
      { parameter: "gamma", value: 0.9, usual: 0.5 }, { parameter: "gamma", value: 0.5, usual: 0.5 }, { clamp: 3, output: 0 },
      { clamp: 3, output: 0 }, { wipe: 5 }, { wipe: 5 }, { wipe: "all" }, { wipe: "all" }, { input: 130, values: [1, 2] },
      { input: 130, values: null }, { swap: [1, 2] }, { swap: [2, 1] },
    ].reduce(changed, leave(120));
    same([idle(twice), idle(leave(7))], [true, true]);
  },
  "a neuron that is silenced can be forced instead"() {
    same(text([{ clamp: 3, output: 0 }, { clamp: 3, output: 1 }].reduce(changed, leave(1))), "step:1,force:3:1");
  },
  "what two futures have apart begins after the fork"() {
    const [was, other] = [tape(0, [1, 0, 1, 0], [1, 0]), tape(3, [1, 0, 0, 1], [1, 1])];
    const apart = compare(was, other);
    same([[...apart.differ], apart.apart[0], +apart.apart[1].toFixed(4)], [[0, 1], 0, 4.2426]);
    same(apart.sums.map((sum) => [...sum]), [[0, 0], [0, 1]], "the mistake at step 120 lies before the fork");
    same(reachOf(was, other), 3);
    same(here(was, other, apart, 0), "Here both are one: the fork is still ahead.");
    same(here(was, other, apart, 1), "Here they answer differently, their memories 4.24 apart.");
  },
  "answers of several groups are compared one by one"() {
    const bits = (outputs) => tape(0, outputs, [0, 0], ["bit", "bit"]);
    same([...compare(bits([0.6, 0.4, 0.6, 0.4]), bits([0.9, 0.1, 0.6, 0.5])).differ], [0, 1]);
    const numbers = (outputs) => tape(0, outputs, [0, 0], ["number", "number"], 2);
    const [was, other] = [numbers([0.6, 0.4, 0.6, 0.4]), numbers([0.9, 0.1, 0.6, 1])];
    same([...compare(was, other).differ], [0, 1], "more than a quarter of a unit is far");
    const told = [was, other].map((each) => ({ ...each, header: { ...each.header, fork: { step: 119 } } }));
    const apart = { ...compare(...told), apart: [0.5, 0.5] };
    same([0, 1].map((t) => here(...told, apart, t)), [
      "Here answers are 15 % of the amplitude apart, memories 0.5 apart.", "Here answers are 30 % of the amplitude apart, memories 0.5 apart.",
    ], "however near they are, it is said how far apart");
    same(here(...told, { ...apart, apart: [0, 0] }, 0), "Here answers are 15 % of the amplitude apart, memories the same.");
    same(here(told[0], told[0], { ...apart, apart: [0, 0] }, 0), "Here both futures are the same.");
  },
  "a future that ends early is compared as far as it goes"() {
    const short = { ...tape(0, [1, 0, 1, 0], [0, 0]), count: 1 };
    const apart = compare(tape(0, [1, 0, 1, 0], [0, 0]), short);
    same([apart.steps, here(tape(0, [], []), short, apart, 1)], [1, "The other future ends before this step."]);
  },
  "one sentence for the fork"() {
    const fork = { step: 120, words: ["γ 0.9 instead of 0.5", "neuron 3 silenced"], differs: 1132, searched: 2000, trouble: null };
    const said = (more, unit = 0) => account({ header: { fork: { ...fork, ...more }, unit, measure: "mean number", far: 0.25 } });
    same(said({}), "After step 120: γ 0.9 instead of 0.5, neuron 3 silenced. The futures first answer differently at step 1,132.");
    same(said({ words: [], differs: null }), "After step 120: nothing is changed yet. In the 2,000 steps after it they answer alike.");
    same(said({ words: [] }, 2), "After step 120: nothing is changed yet. The futures first are more than 25 % of the mean number apart at step 1,132.");
    same(said({ words: [], differs: null }, 2), "After step 120: nothing is changed yet. In the 2,000 steps after it answers are within 25 % of the mean number.");
  },
};
