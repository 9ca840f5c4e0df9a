import { lesson } from "/stage/host/lesson.js";
import { verdict } from "/stage/model/answers.js";
import { initial, reduce, sized } from "/stage/model/cursor.js";
import { memoriesAt, phasesOf } from "/stage/model/phases.js";
import { active } from "/stage/model/tape.js";
import { veiled } from "/stage/model/veil.js";
import { neuronWords } from "/stage/panels/network/words.js";
import { stepWords } from "/stage/panels/timeline/words.js";
import { holds, same } from "./expect.js";
import { memories } from "./toy.js";

const LESSON = { panels: [], open: true, until: null, ask: null, given: null, truth: null, reveal: null };
const ask = (kind) => ({ id: "1", kind, neuron: 0, axis: 1, axes: [], low: 0, high: 2, words: "" });
const asked = (lesson, parameters = {}) => veiled(memories(parameters, { total: 14, at: 14, lesson: { ...LESSON, ...lesson } }));
const ANSWERED = { open: false, reveal: { phases: true } };
const state = (it, was = initial) => reduce(was, { type: "data", at: it.last, ...sized(it, phasesOf(it).length) });

export const tests = {
  "what comes after the phase is not in the window, what was before it is"() {
    const it = asked({ until: "forward" });
    same([...it.x.subarray(6)].map((x) => x.toFixed(1)), ["0.9", "0.1"]);
    same([...it.outputs.subarray(6), ...it.targets.subarray(6), it.said[3]].filter((value) => !Number.isNaN(value)), []);
    same([it.wanted[3], it.axis[6], it.gate[6], it.mistake[3]], [-1, -1, 0, 0]);
    same([...memoriesAt(it, 3, null)], [1, 0.75, 0, 0], "the step found this");
    same([...it.memory.subarray(8, 12)], [1, 0.75, 0, 0], "earlier steps are whole");
    same([it.wanted[2], it.axis[2]], [0, 0]);
  },
  "memories fade before they are written"() {
    same([...memoriesAt(asked({ until: "decay" }), 3, null)], [0.5, 0.375, 0, 0]);
    same([...memoriesAt(asked({ until: "write" }), 3, null)], [0.5, 1.375, 0, 0]);
  },
  "a question hides what would answer it, whatever may be seen else"() {
    same([asked({ ask: ask("axis") }).axis[6], asked({ ask: ask("axis") }).outputs[6] > 0], [-1, true]);
    same([...memoriesAt(asked({ ask: ask("value") }), 3, null)], [1, 0.75, 0, 0]);
    same(Number.isNaN(asked({ ask: ask("output") }).outputs[6]), true);
    same([asked({ ask: ask("curve") }).header.curves, [...asked({ ask: ask("curve") }).mistake]], [[], [0, 0, 0, 0]]);
  },
  "of an order only what is left is there, and nothing of how it came"() {
    const it = asked({ ask: ask("order") });
    same([it.count, it.first, it.last], [1, 14, 14]);
    same([...it.memory], [0.5, 1.375, 0, 0]);
    same([...it.axis], [-1, -1]);
  },
  "how earlier steps were answered is not told before this one is, what was wanted there is"() {
    const it = asked({ until: "forward" });
    same([it.mistake[2], it.meant[2], verdict(it, 2), verdict(it, 3)], [0, 0, "answers ?", "answers ?"]);
    holds(it.outputs.every(Number.isNaN), "no output");
    same([asked({ until: "error" }).mistake[2], verdict(asked({ until: "error" }), 2)], [1, "✗ answers B, wrong: it is A"]);
  },
  "ages are asked of what a step left alone"() {
    same([asked({ alone: true }).count, asked({ alone: true, open: false }).count], [1, 4]);
  },
  "an answered question hides nothing"() {
    const it = asked({ open: false, ask: ask("value"), truth: 1 });
    same([it.veil, [...it.memory.subarray(12)]], [undefined, [0.5, 1.375, 0, 0]]);
  },
  "a neuron's output is told before whether it fires is"() {
    same(neuronWords(asked({ until: "forward" }), 3, 0), "Neuron 1: x = 0.90");
    same(neuronWords(asked({ until: "fire?" }), 3, 0), "Neuron 1: x = 0.90, fires");
    same(neuronWords(asked({ until: "read" }), 3, 0), "Neuron 1: x = ?");
    holds(stepWords(asked({ until: "forward" }), 3, 0).endsWith("answers ? · neuron 1 ?"), "on the timeline");
    same([active(asked({ until: "forward" }), 3, 0), active(asked({ until: "forward" }), 1, 0)], [false, true]);
  },
  "the reveal plays the phases that were hidden, once, and not where motion is unwelcome or somebody turns elsewhere"() {
    const seen = (calm, turn = Infinity, windows = [{ until: "error" }, ANSWERED, ANSWERED]) => {
      const [shown, due, later] = [[], [], window.setTimeout];
      window.setTimeout = (each, _, ...all) => due.push(() => each(...all));
      const stage = { phases: phasesOf(memories()), state: initial };
      stage.act = (action) => shown.push((stage.state = reduce(stage.state, action)).phase);
      const reveal = lesson(stage, { matches: calm });
      for (const it of windows.map((told) => asked(told))) {
        Object.assign(stage, { base: { ...it, header: { ...it.header, scene: "1" } }, state: state(it, stage.state) });
        reveal.arrived();
      }
      for (let n = 0; due.length; n++) {
        if (n === turn) stage.state = reduce(stage.state, { type: "step", by: -1 });
        due.shift()();
      }
      window.setTimeout = later;
      return shown;
    };
    same(seen(false), [null, 3, 4, 5, 6, 7, null]);
    same(seen(true), [null]);
    same(seen(false, 2), [null, 3, 4, 5]);
    same(seen(false, Infinity, [{ ask: ask("order") }, ANSWERED]), [null, null], "what the step left was shown already");
    same(seen(false, Infinity, [{ alone: true }, ANSWERED]), [null], "as it was of an age");
    same(seen(false, Infinity, [ANSWERED]), [null], "answered before");
  },
  "the cursor stays in a lesson's window, and in its last step before what is hidden"() {
    const it = asked({ until: "forward" });
    const there = state(it);
    same([there.at, there.phase, there.total, there.least], [14, 1, 14, 11]);
    same([reduce(there, { type: "phase", by: 1 }).phase, reduce(there, { type: "phase", by: -1 }).phase], [1, 0]);
    same([reduce(there, { type: "whole" }).phase, reduce(there, { type: "look", at: 5 }).phase], [1, 1]);
    same(["step", "go"].map((type) => reduce(there, { type, by: 1, to: 99 }).at), [14, 14]);
    same(reduce(there, { type: "go", to: 1 }).at, 11);
    const back = reduce(there, { type: "step", by: -1 });
    same([back.at, back.phase, reduce(back, { type: "phase", by: -1 }).phase], [13, null, 7]);
    same(state(asked({ ask: ask("order") })).phase, null);
    const shown = state(asked({ open: false }), there);
    same([shown.phase, reduce({ ...shown, phase: null }, { type: "phase", by: -1 }).phase], [1, 7]);
  },
};
