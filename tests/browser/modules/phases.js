import { happens, find, axisInView } from "/stage/events.js";
import { linesOf } from "/stage/lines.js";
import { neighbourSet } from "/stage/nodes.js";
import { memoriesAt, phasesOf } from "/stage/phases.js";
import { sentence } from "/stage/sentence.js";
import { close, holds, same } from "./expect.js";
import { answering, memories, tapeOf } from "./toy.js";

const words = (parts) => parts.map((part) => (typeof part === "string" ? part : part[1])).join("");
const line = (tape, t, j, name) => words(linesOf(tape, t, j).find((each) => each.name === name).parts);
const named = (tape, name) => phasesOf(tape).find((phase) => phase.name === name);

export const tests = {
  "each model has its phases"() {
    const names = (tape) => phasesOf(tape).map((phase) => phase.name).join(" ");
    same(names(memories()), "read forward error back fire? decay write");
    same(names(memories({ gate: "learned" })), "read forward error back gate decay write");
    same(names(memories({}, { model: "lstm" })), "read state forward error back");
    same(names(answering([2], { outputs: [1, 0], targets: [1, 0], parts: [0], errors: [0] })), "read forward error back");
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
  "a learned gate decays by as much as it opens, an asymptote holds"() {
    const gated = memories({ gate: "learned" }, {}, { gate: [2, [1, 0, 1, 0, 0, 0, 0.5, 0]] });
    close(memoriesAt(gated, 3, named(gated, "decay"))[0], 0.75);
    const floor = memories({ decay: "asymptotic", floor: 0.9, gamma: 0.5 });
    close(memoriesAt(floor, 3, named(floor, "decay"))[0], 0.9);
    close(memoriesAt(floor, 3, named(floor, "decay"))[1], 0.75, 1e-6, "what is below stays");
  },
  "every phase says its equation with the step's numbers"() {
    const it = memories();
    same(line(it, 3, 0, "read"), "input (0, 0) · M1 = 1 on 0, 0.75 on 1");
    same(line(it, 3, 0, "forward"), "x1 = σ(Wa + b) = σ(2.20) = 0.90");
    same(line(it, 2, 0, "error"), "ε = ½ Σ (x − y)² = 0.5000 · δA = −0.150");
    same(line(it, 2, 0, "back"), "δ1 = 0.030 · W ← W − αδa, α = 0.5");
    same(line(it, 3, 0, "fire?"), "x1 = 0.90 ≥ ½: fires · 1 → pattern 1");
    same(line(it, 3, 0, "decay"), "M1 ← γM1 · on 1: 0.5 · 0.75 = 0.38");
    same(line(it, 3, 0, "write"), "M1 ← M1 + e1 · on 1: 0.38 + 1 = 1.38");
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
  "refresh, input writes and gates have their own rules"() {
    const gated = memories({ gate: "learned", write: "input" }, {}, { gate: [2, [1, 0, 1, 0, 0, 0, 0.83, 0]] });
    same(line(gated, 3, 0, "gate"), "w1 = 0.83: keeps 1 − 0.83·0.5 = 0.59");
    holds(sentence(gated, 3, 0).includes("Neuron 1's gate opens to 0.83: its memory fades to 0.59 of itself, and 0.83 of the input is written."), "in words");
    holds(line(memories({ store: "refresh" }), 3, 0, "write").startsWith("M1 ← larger of M1 and e1"), "refresh");
    holds(line(memories({ write: "input" }), 1, 0, "write").includes("+ input"), "input");
  },
  "memories that turn are shown turned before they are written, and it is said by how much"() {
    const it = memories({ write: "input", turn: 3 }, {}, { angles: [1, [0.5, 2]] });
    const [p, q] = [0.5 * Math.cos(0.5) - 0.375 * Math.sin(0.5), 0.5 * Math.sin(0.5) + 0.375 * Math.cos(0.5)];
    const shown = memoriesAt(it, 3, named(it, "decay"));
    close(shown[0], p, 1e-6);
    close(shown[1], q, 1e-6);
    same(line(it, 3, 0, "decay"), `M1 ← γM1 turned by 0.5 · on 2: 0.75 → ${q.toFixed(2)}`);
    holds(sentence(it, 3, 0).includes("its memory decays to 0.5 of itself, turns by 0.5 and the input is written."), "in words");
    same([0, 1].map((axis) => find(memories({ turn: 3 }, {}, { angles: [1, [0.5, 2]], axis: [2, [0, -1, 0, -1, -1, -1, 0, -1]] }), 0, 1, "write", { focus: 0, axis })), [1, 1]);
  },
  "the learning rate is the one of the step"() {
    const late = memories({ steps: 12, cooldown: 0.2 });
    holds(line(late, 0, 0, "back").endsWith("α = 0.1"), "in the last third");
    holds(line(memories({ optimiser: "adagrad" }), 0, 0, "back").endsWith("(AdaGrad)"), "AdaGrad's own");
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
