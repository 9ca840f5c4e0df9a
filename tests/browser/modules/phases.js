import { axisInView, EVENTS, find, happens } from "/stage/model/events.js";
import { memoriesAt, phasesOf } from "/stage/model/phases.js";
import { sentence } from "/stage/model/sentence.js";
import { equationsOf } from "/stage/model/step-equations.js";
import { everyTerm, largest } from "/stage/model/step-sums.js";
import { before, wiped } from "/stage/model/tape.js";
import { neighbourSet } from "/stage/panels/network/nodes.js";
import { holds, same } from "./expect.js";
import { answering, memories, ruleOf, tapeOf } from "./toy.js";

const words = (parts) => parts.map((part) => (typeof part === "string" ? part : part[1])).join("");
const line = (tape, t, j, name) => words(equationsOf(tape, t, j).find((each) => each.name === name).parts);
const named = (tape, name) => phasesOf(tape).find((phase) => phase.name === name);

export const tests = {
  "each model has its phases"() {
    const names = (tape) => phasesOf(tape).map((phase) => phase.name).join(" ");
    same(names(memories()), "read forward output error back fire? decay write");
    same(names(memories({ gate: "learned" })), "read forward output error back gate decay write");
    same(names(memories({}, { model: "lstm" })), "read state forward output error back");
    same(names(answering([2], { outputs: [1, 0], targets: [1, 0], parts: [0], errors: [0] })), "read forward output error back");
  },
  "memories before they are written, decayed, and written"() {
    const it = memories();
    same([...memoriesAt(it, 3, named(it, "read"))], [1, 0.75, 0, 0]);
    same([...memoriesAt(it, 3, named(it, "decay"))], [0.5, 0.375, 0, 0], "only the neuron that fires");
    same([...memoriesAt(it, 3, named(it, "write"))], [0.5, 1.375, 0, 0]);
    same([...memoriesAt(it, 3, null)], [0.5, 1.375, 0, 0], "the step as a whole");
    same([...memoriesAt(it, 0, named(it, "read"))], [0, 1, 0, 0], "the window's first step");
    same([...memoriesAt(it, 2, named(it, "decay"))], [1, 0.75, 0, 0], "nobody fires");
    it.starts[3] = 1;
    same([...memoriesAt(it, 3, named(it, "read"))], [0, 0, 0, 0], "wiped");
  },
  "memories that a fork wiped are read wiped"() {
    const it = memories({}, { foundAt: [0, 2] }, { before: [4, [0, 1, 0, 0, 1, 0, 0, 0]], memory: [4, [0, 1.5, 0, 0, 1, 0.75, 0, 0, 1, 0, 0, 0, 0.5, 1, 0, 0]] });
    same([...memoriesAt(it, 2, named(it, "read"))], [1, 0, 0, 0]);
    same([[0, 1].map((i) => before(it, 2, i)), [0, 1].map((i) => wiped(it, 2, i))], [[1, 0], [false, true]]);
    same(line(it, 2, 0, "read"), "input (1, 1) · M1 wiped");
  },
  "every phase says its equation with the step's numbers"() {
    const it = memories();
    same(line(it, 3, 0, "read"), "input (0, 0) · M1 = 1 on 0, 0.75 on 1");
    same(line(it, 3, 0, "forward"), "x1 = σ(b + Wa) = 0.9 · x1M1 = 0.9 on 0, 0.67 on 1");
    same(line(it, 3, 0, "output"), "xA = 0.3");
    same(line(it, 2, 0, "error"), "ε = ½ Σ (x − y)² = 0.5000 · δA = −0.15");
    same(line(it, 2, 0, "back"), "δ1 = 0.03 · W ← W − αδa, α = 0.5");
    same(line(it, 3, 0, "fire?"), "x1 = 0.90 ≥ ½: fires · 1 → pattern 1");
    same(line(it, 3, 0, "decay"), "M1 ← γM1 · on 1: 0.5 · 0.75 = 0.38");
    same(line(it, 3, 0, "write"), "M1 ← M1 + e1 · on 1: 0.38 + 1 = 1.38");
  },
  "of a memory the two largest components are told, and how many more there are"() {
    const [it, layer] = [memories(), { ...memories().hidden[0], axes: 8 }];
    const told = (...values) => largest(it, layer, Float32Array.of(...values), 0.5);
    same(told(0, 0, 0, 0, 0, 0, 0, 0), "");
    same(told(0, 0, 0, -3, 0, 0, 0, 0), "−1.5 on 011");
    same(told(0, 2, 0, -3, 0, 0, 0, 0), "1 on 001, −1.5 on 011");
    same(told(0, 2, 1, -3, 0, 0, 0, 0.5), "1 on 001, −1.5 on 011, 2 more");
  },
  "the neighbours in the column are named by layer, those beyond the network do not count"() {
    const layers = [
      { kind: "input", size: 2, axes: 0 }, { kind: "hidden", size: 4, axes: 0 }, { kind: "hidden", size: 2, axes: 32 }, { kind: "output", size: 2, axes: 0 },
    ];
    const it = tapeOf({ model: "nmn", count: 1, layers, groups: [2], labels: { inputs: ["x", "y"], outputs: ["A", "B"] }, parameters: { tau: 4, neighbourhood: "column" } }, {
      inputs: [2, [3, 0.2]], targets: [2, [1, 0]], outputs: [2, [0.1, 0.9]], parts: [1, [0]], errors: [1, [0]], loss: [1, [0]], starts: [1, [0]],
      hidden: [6, [0.1, 0.2, 0.9, 0.8, 0.7, 0.6]], gate: [6, [0, 0, 0, 0, 0, 1]], axis: [6, [-1, -1, -1, -1, -1, 14]], delta: [8, Array(8).fill(0)],
      before: [64, Array(64).fill(0)], memory: [64, Array.from({ length: 64 }, (_, k) => (k === 46 ? 1 : 0))], weights: [0, []],
    });
    same(line(it, 0, 5, "fire?"), "x2 = 0.60 ≥ ½: fires · y 1.3 2.2 B – → pattern 01110");
    same([...neighbourSet(it, 5)].sort(), [-1, 2, 5]);
  },
  "a neuron that rests, and a step that asks nothing, say so"() {
    const it = memories();
    same([line(it, 2, 0, "fire?"), line(it, 2, 0, "decay")], ["x1 = 0.30 < ½: rests · 1 → pattern 0", "M1 stays as it is"]);
    same([line(it, 3, 0, "error"), line(it, 3, 0, "back")], ["nothing is asked: no error", "nothing flows back, no weight moves"]);
    holds(sentence(it, 3, 0).endsWith("Nothing is asked."), "the sentence, too");
  },
  "an output is spelled out: bias, outputs and memories read with them, and what the chosen neuron adds"() {
    const sums = { bias: [4, Array(16).fill(0.1)], own: [4, Array(16).fill(0.7)], through: [4, Array(16).fill(-0.3)] };
    const it = memories({}, {}, { ...sums, speaks: [1, [0, 1, 1, 1]], told: [1, [0, 1, 1, 1]], share: [2, Array(8).fill(0.25)], read: [2, Array(8).fill(-0.004)] });
    same(line(it, 3, 0, "output"), "zB = b + Wx + WxM = 0.1 + 0.7 − 0.3 = 0.5 · xB = σ(0.5) = 0.8 · neuron 1 adds 0.25, xM −0.004");
    same(line(it, 3, 0, "forward"), "x1 = σ(b + Wa) = σ(0.5) = 0.9 · x1M1 = 0.9 on 0, 0.67 on 1");
    holds(everyTerm(it, 3).endsWith("bias: 0.1\nneuron 1: 0.25 − 0.004 from its memory\nneuron 2: 0.25 − 0.004 from its memory"), "all terms");
  },
  "the learning rate is the one of the step, and a cooldown is said"() {
    const rated = (rate, rule = {}, usual = rate) => {
      const arrays = { rates: [1, Array(4).fill(rate)], usual: [1, Array(4).fill(usual)] };
      return line(memories({ alpha: 0.2, cooldown: 0.05, ...rule }, {}, arrays), 0, 0, "back");
    };
    holds(rated(0.01).endsWith("α = 0.01 = 0.05 · 0.2: cooldown, the last third"), "cooled down");
    holds(rated(0.2, { optimiser: "adagrad" }).endsWith("− αδa/√Σ(δa)², α = 0.2 (AdaGrad)"), "AdaGrad's own");
    const search = { optimiser: "line-search" };
    holds(rated(0.05, search, 0.2).endsWith("α = 0.05, halved from 0.2 (line search)"), "a line search");
    holds(rated(0.0025, search, 0.01).endsWith("α = 0.0025, halved from 0.05 · 0.2 (line search)"), "after the cooldown");
    holds(rated(0.1, { ...search, cooldown: 0.5 }, 0.2).endsWith("α = 0.1, halved from 0.2 (line search)"), "or as if it were");
    same(rated(0), "the error is too small: no weight moves");
  },
  "where nothing is learned no weight moves, and a forced neuron is said to be"() {
    const rule = { ...ruleOf(11, {}), learn: false, forced: { 0: 1 } };
    const it = memories({}, { rules: [rule] });
    same(line(it, 0, 0, "back"), "it does not learn here: no weight moves");
    holds(line(it, 0, 0, "forward").startsWith("x1 = 0.8: forced"), "in numbers");
    holds(sentence(it, 0, 0).startsWith("Neuron 1 is forced to fire"), "in words");
  },
  "events are found in both directions"() {
    const it = memories({}, {}, { starts: [1, [0, 1, 0, 0]] });
    const state = { focus: 0, axis: 1 };
    same([find(it, 0, 1, "mistake", state), find(it, 3, -1, "mistake", state), find(it, 2, 1, "mistake", state)], [2, 2, -1]);
    same([find(it, 0, 1, "fire", state), find(it, 1, 1, "fire", state)], [1, 3]);
    same([find(it, 0, 1, "write", state), find(it, 0, 1, "write", { focus: 0, axis: 0 })], [3, 1]);
    same(find(it, 3, -1, "episode", state), 1);
    same(find(it, 0, 1, "write", { focus: 0, axis: null }), -1);
  },
  "an episode can be looked for where the run has some, though none begins in the window"() {
    const { has } = EVENTS.find(({ kind }) => kind === "episode");
    const beyond = (episodic) => has(memories({}, { ceilings: { episodic } }));
    same([has(memories({}, {}, { starts: [1, [0, 1, 0, 0]] })), beyond(true), beyond(false)], [true, true, false]);
  },
  "a memory fades where it falls below the limit, not where it is wiped"() {
    const it = memories({}, {}, { before: [4, [0, 0.08, 0, 0]], memory: [4, [0, 0.04, 0, 0, 0, 0.02, 0, 0, 0, 0.9, 0, 0, 0, 0, 0, 0]] });
    same([0, 1, 2, 3].map((t) => happens(it, t, "fade", { focus: 0, axis: 1 })), [true, false, false, true]);
    it.starts[3] = 1;
    same(happens(it, 3, "fade", { focus: 0, axis: 1 }), false);
  },
  "where no axis is chosen, events are about the one written last"() {
    same([axisInView(memories(), 2, { focus: 0, axis: null }), axisInView(memories(), 2, { focus: 0, axis: "1" })], [0, 1]);
    same(axisInView(memories(), 2, { focus: 1, axis: null }), null);
  },
};
