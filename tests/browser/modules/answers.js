import { answersAt, shortName, spoken, verdict } from "/stage/model/answers.js";
import { same } from "./expect.js";
import { answering } from "./toy.js";

const recall = answering([2, 2], {
  partNames: ["this class", "one before"], labels: { outputs: ["A", "B", "A t−1", "B t−1"] },
  outputs: [0.9, 0.1, 0.2, 0.8, 0.9, 0.1, 0.2, 0.8], targets: [1, 0, 1, 0, 1, 0, 0, 1], parts: [0, 1, 0, -1], errors: [0, 1, 0, 0],
});
const bits = answering([1, 1, 1], {
  partNames: ["bits"], labels: { outputs: ["bit 1", "bit 2", "bit 3"] },
  outputs: [0.9, 0.4, 0.6, 0, 0, 0], targets: [1, 0, 0, 0, 0, 0], parts: [0, 0, 0, -1, -1, -1], errors: [0, 0, 1, 0, 0, 0],
});
const numbers = answering([1], {
  unit: 0.5, measure: "amplitude", far: 0.25, partNames: ["next value"], labels: { outputs: ["next value"] },
  outputs: [0.5, 0.9], targets: [0.52, 0.6], parts: [0, 0], errors: [0.04, 0.6],
});

export const tests = {
  "several classes in a step, each with its part, and some not asked"() {
    const [now, before] = answersAt(recall, 0);
    same([now.is, now.wanted, now.error, now.part], [0, 0, 0, "this class"]);
    same([before.is, before.wanted, before.error, before.part], [1, 0, 1, "one before"]);
    same(answersAt(recall, 1).map((answer) => answer.asked), [true, false]);
    same(verdict(recall, 0), "✓ this class A · ✗ one before B, is A");
    same(verdict(recall, 1), "✓ this class: answers A, right");
    same(spoken(recall, 0), "Answer A, this class: right. Answer B, one before: wrong, it is A.");
    same([[...recall.wanted], [...recall.mistake]], [[0, 0], [1, 0]]);
  },
  "bits are answered together, and a step may ask nothing"() {
    same([verdict(bits, 0), verdict(bits, 1)], ["✗ answers 101: it is 100", "nothing asked"]);
    same(spoken(bits, 0), "Answer 101, target 100: 1 of 3 bits wrong.");
    same([...bits.wanted], [-1, -1], "bits are no classes");
  },
  "a number is a mistake where it is far off"() {
    same([...numbers.mistake], [0, 1]);
    same(verdict(numbers, 1), "says 0.90 for 0.60: 60 % of the amplitude off");
  },
  "names beside the nodes are short"() {
    same([shortName(recall, 2), shortName(bits, 1), shortName(numbers, 0)], ["A", "2", ""]);
  },
};
