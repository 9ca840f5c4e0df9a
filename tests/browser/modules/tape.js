import { measure } from "/stage/model/decode.js";
import { axisName, neuronName } from "/stage/model/names.js";
import { agesIn, announced, firesSince, sentence } from "/stage/model/sentence.js";
import { before, neighbours, place, written } from "/stage/model/tape.js";
import { holds, same } from "./expect.js";
import { tapeOf } from "./toy.js";

/** A tape of three steps and two neurons in each of two layers: neuron 0 fires in steps 0 and 2, neuron 1 never. */
function tape(parameters = {}) {
  const layers = [
    { kind: "input", size: 2, axes: 0 }, { kind: "hidden", size: 2, axes: 2 },
    { kind: "hidden", size: 2, axes: 0 }, { kind: "output", size: 3, axes: 0 },
  ];
  const arrays = {
    inputs: [2, [1, 0, 0, 1, 1, 1]], targets: [3, [1, 0, 0, 0, 1, 0, 0, 0, 1]], outputs: [3, [0.9, 0, 0, 0.8, 0.1, 0, 0, 0, 0.7]],
    errors: [1, [0, 1, 0]], parts: [1, [0, 0, 0]], loss: [1, [0.01, 0.5, 0.02]], starts: [1, [0, 0, 0]], scored: [1, [1, 1, 1]],
    hidden: [4, [0.9, 0.1, 0.6, 0.2, 0.2, 0.1, 0.6, 0.2, 0.8, 0.1, 0.6, 0.2]],
    memory: [4, [0, 1.5, 0, 0, 0, 1.5, 0, 0, 0, 1.75, 0, 0]], before: [4, [0, 1, 0, 0]],
    gate: [4, [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]], axis: [4, [1, -1, -1, -1, -1, -1, -1, -1, 1, -1, -1, -1]], weights: [14, Array.from({ length: 14 }, (_, k) => k - 7)],
  };
  const header = { model: "nmn", count: 3, layers, labels: { inputs: ["x", "y"], outputs: ["A", "B", "C"], axes: ["0", "1"] },
    parameters: { tau: 0, gamma: 0.5, store: "add", decay: "exponential", write: "neighbour", code: "hard", ...parameters } };
  return tapeOf(header, arrays);
}

export const tests = {
  "a window is read as it was packed, aligned or not"() {
    const it = tape();
    same([it.first, it.last, it.H, it.M, it.nIn, it.nOut], [11, 13, 4, 4, 2, 3]);
    same([...it.loss].map((v) => +v.toFixed(3)), [0.01, 0.5, 0.02]);
    same([[...it.wanted], [...it.answers]], [[0, 1, 2], [0, 0, 2]]);
  },
  "layers know where their neurons and memories begin"() {
    const { hidden, H, M } = measure([{ kind: "hidden", size: 3, axes: 8 }, { kind: "hidden", size: 2, axes: 0 }, { kind: "hidden", size: 1, axes: 4 }]);
    same([H, M, hidden.map((l) => l.neuron), hidden.map((l) => l.memory)], [6, 28, [0, 3, 5], [0, 24, 24]]);
  },
  "neighbours wrap around the ends of their layer"() {
    same([neighbours(0, 5, 2), neighbours(4, 5, 4), neighbours(2, 5, 0)], [[4, 0, 1], [2, 3, 4, 0, 1], [2]]);
  },
  "names of neurons and axes"() {
    const it = tape();
    same([neuronName(it, 3), place(it, 3).local, axisName(it, it.hidden[0], 1)], ["Layer 2, neuron 2", 1, "1"]);
    same(axisName(it, { axes: 8 }, 5), "101");
  },
  "memories are put together from what each step changed, after a wipe from nothing"() {
    const memory = [0.5, ...Array(39).fill(0), 0.5, ...Array(38).fill(0), -2, ...Array(39).fill(0), 3];
    const layers = [{ kind: "input", size: 1, axes: 0 }, { kind: "hidden", size: 1, axes: 40 }, { kind: "output", size: 1, axes: 0 }];
    const it = tapeOf({ model: "nmn", count: 3, layers }, {
      inputs: [1, [0, 0, 0]], targets: [1, [0, 0, 0]], outputs: [1, [0, 0, 0]], errors: [1, [0, 0, 0]], parts: [1, [0, 0, 0]],
      starts: [1, [0, 0, 1]], before: [40, Array(40).fill(0)], memory: [40, memory],
    });
    same([it.changes.length, [...it.memory]], [3, memory]);
  },
  "what a step read is what the step before left"() {
    const it = tape();
    same([before(it, 0, 1), before(it, 1, 1), before(it, 2, 1)], [1, 1.5, 1.5]);
    it.starts[2] = 1;
    same(before(it, 2, 1), 0);
  },
  "one sentence a step"() {
    const it = tape();
    same(announced(it, 2, 0), "Step 13. Layer 1, neuron 1 fires: its memory decays to 0.5 of itself and pattern 1 is written. Answer C: right.");
    same(sentence(it, 1, 0), "Layer 1, neuron 1 rests: its memory stays as it is. Answer A: wrong, it is B.");
    holds(sentence(it, 0, 2).includes("has no memory"), "a layer without memory");
  },
  "age is counted in fires of the neuron"() {
    const it = tape();
    same([...firesSince(it, 2, 0, 2)], [-1, 0]);
    same([...firesSince(it, 2, 1, 2)], [-1, -1]);
  },
  "before its write a step tells the ages that its memories had then"() {
    const it = tape();
    same([...agesIn(it, 2, 0, 2)], [-1, 0]);
    same([...agesIn(it, 2, 0, 2, "before")], [...firesSince(it, 1, 0, 2)]);
    same([...agesIn(it, 2, 0, 2, "decayed")], [...firesSince(it, 1, 0, 2)].map((age) => (age < 0 ? age : age + 1)));
    same([...agesIn({ ...it, starts: [0, 0, 1] }, 2, 0, 2, "before")], [-1, -1]);
  },
  "and in openings of its learned gate, which writes a little all the time"() {
    const it = tape();
    const gate = Float32Array.from(it.gate, () => 0.2);
    same([...firesSince({ ...it, gated: true, gate }, 2, 0, 2)], [-1, -1]);
    same([...firesSince({ ...it, gated: true, gate: gate.fill(0.8) }, 2, 0, 2)], [-1, 0]);
  },
  "an input write fills the whole bank"() {
    same(written(tape({ write: "input" }), 0, 0, tape().hidden[0]), [0, 2]);
    same([written(tape(), 0, 0, tape().hidden[0]), written(tape(), 1, 0, tape().hidden[0])], [[1, 1], null]);
  },
};
