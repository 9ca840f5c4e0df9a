import { brief, clearest, counted, errorScale, fixed, labelEvery, nice, percent, short, spread, strongest, ticks, typed, whole } from "/stage/model/scales.js";
import { drawn, toggled } from "/stage/model/sequence-text.js";
import { axisAt, blocks, cellAt, columnOf } from "/stage/panels/blocks.js";
import { classColour, contrast, diverging, inkOn, modelColour, parse, rampIndex, sequential } from "/stage/ui/colour.js";
import { actionOf, taken } from "/stage/ui/keys.js";
import { close, holds, same } from "./expect.js";

const PAPER = { light: [255, 255, 255], dark: [20, 25, 30] };

export const tests = {
  "a step is read with its thousands in groups or without, and nothing else is one"() {
    same(["12101", " 12,101 ", "12.101", "1 234 567", "7"].map(counted), [12101, 12101, 12101, 1234567, 7]);
    same(["0.3", "1,5", "1e3", "-2", "", "12,1011", "1 2", "three"].filter((text) => !Number.isNaN(counted(text))), []);
  },
  "numbers read well"() {
    same([whole(1234567), whole(999), fixed(-1.234), fixed(-0.001), fixed(NaN)], ["1,234,567", "999", "−1.23", "0.00", "not a number"]);
    same([percent(0), percent(0.31), percent(0.045), percent(0.0002)], ["0 %", "31 %", "4.5 %", "0.02 %"]);
    same([typed(0.208871), typed(-0.001), typed(-1.25), typed(3), typed("0.5")], ["0.21", "0", "-1.25", "3", "0.5"], "in a field");
    same([short(500), short(20000), short(1500000)], ["500", "20k", "1.5M"]);
  },
  "what is drawn is as fine as the picture, and what was typed keeps its digits"() {
    same(drawn(["0.12345 = 0.5"], 1, 2, 1 / 3, 2 / 3), ["0.12345 = 0.5", "0.33", "0.67"]);
    same(toggled(["0.12345 0 = A"], 0, 1, 2, 1), ["0.12345 1 = A"]);
  },
  "round numbers"() {
    same([nice(0.8), nice(2), nice(2.1), nice(37)], [1, 2, 2.5, 50]);
    same(ticks(6000, 5), [0, 2000, 4000, 6000]);
    same(ticks(1000, 4), [0, 250, 500, 750, 1000]);
  },
  "an error of 0 has a place of its own, below every positive error"() {
    const { y, ticks: marks } = errorScale([0.3, 0, 0.002], 0, 100);
    same(y(0), 100);
    holds(y(0.001) < 100 && y(0.001) > y(0.01) && y(0.1) > y(1), "lower errors lie lower");
    close(y(1), 0);
    same(marks, [0, 0.001, 0.01, 0.1, 1]);
  },
  "a label goes where the fewest points are"() {
    same(clearest([[0, 0, 10, 10], [20, 0, 10, 10], [40, 0, 10, 10]], [[5, 5], [22, 3], [23, 4]]), 2);
    same(clearest([[0, 0, 10, 10], [20, 0, 10, 10]], []), 0);
  },
  "numbers without needless zeros"() {
    same([brief(0.5), brief(-1.25), brief(3), brief(10), brief(0)], ["0.5", "−1.25", "3", "10", "0"]);
  },
  "labels keep apart and in order"() {
    const places = spread([10, 11, 12, 50], 12, 0, 100);
    same(places, [10, 22, 34, 50]);
    same(spread([99, 98], 12, 0, 100), [100, 88]);
  },
  "the strongest axes, in their own order"() {
    same(strongest(new Float32Array([0, 3, 1, 2]), 0, 4, 2), [1, 3]);
    same(strongest(new Float32Array([9, 0, 0]), 1, 2, 8), [0, 1]);
  },
  "colours are read however the theme writes them"() {
    same([parse("#fff"), parse("#0072B2"), parse("rgb(1, 2, 3)"), parse("rgba(1,2,3,.5)"), parse("")],
      [[255, 255, 255], [0, 114, 178], [1, 2, 3], [1, 2, 3], null]);
  },
  "ramps run from the background to the full colour and never turn back"() {
    for (const paper of Object.values(PAPER)) {
      const blue = parse(modelColour("nmn", paper[0] < 100));
      const ramp = sequential(paper, blue).text.map(parse);
      same(ramp[0], paper);
      same(ramp[255], blue);
      for (let k = 1; k < 256; k++) holds(contrast(ramp[k], paper) >= contrast(ramp[k - 1], paper) - 0.02, `turns at ${k}`);
    }
    const both = diverging([0, 0, 0], [255, 255, 255], [0, 0, 255]).text.map(parse);
    same([both[0], both[255]], [[0, 0, 0], [0, 0, 255]]);
  },
  "values find their place on a ramp, also outside it"() {
    same([rampIndex(0, 2), rampIndex(2, 2), rampIndex(9, 2), rampIndex(-1, 2), rampIndex(NaN, 2)], [0, 255, 255, 0, 0]);
    same([rampIndex(-1, 1, true), rampIndex(0, 1, true), rampIndex(1, 1, true)], [0, 128, 255]);
  },
  "letters stand out on every class's colour, curves on both backgrounds"() {
    for (const dark of [false, true]) {
      for (let k = 0; k < 10; k++) {
        const fill = parse(classColour(k, dark));
        holds(contrast(fill, parse(inkOn(fill))) >= 4.5, `class ${k}`);
      }
      for (const model of ["nmn", "rnn", "lstm", "ffnn"]) {
        holds(contrast(parse(modelColour(model, dark)), PAPER[dark ? "dark" : "light"]) >= 3, model);
      }
    }
  },
  "ten classes are ten colours, none of them a model's"() {
    const all = [...Array(10).keys()].map((k) => classColour(k, false));
    same(new Set([...all, ...["nmn", "rnn", "lstm", "ffnn"].map((m) => modelColour(m, false))]).size, 14);
  },
  "every cell of the heatmap finds its neuron and axis again"() {
    const layers = [{ size: 32, axes: 512, neuron: 0 }, { size: 20, axes: 8, neuron: 32 }, { size: 4, axes: 0, neuron: 52 }];
    const all = blocks(layers, 300, 260, { left: 24, top: 24, gap: 12, scale: 2 });
    same(all.length, 2);
    for (const block of all) {
      for (let column = 0; column < block.columns; column++) {
        const x = block.x + (column + 0.5) * block.cellWidth;
        const cell = cellAt(all, x, block.y + 3.5 * block.cellHeight);
        same([cell.local, columnOf(block, cell.axis)], [3, column]);
        same(cell.axis, axisAt(block, column));
      }
      holds(block.x + block.width <= 600 && block.y + block.height <= 520, "inside");
    }
    same(cellAt(all, 1, 1), null);
  },
  "labels are thinned until they fit"() {
    same([labelEvery(14, 13), labelEvery(9, 13), labelEvery(3, 13)], [1, 2, 5]);
  },
  "keys act on the stage, and leave fields, sliders and buttons their own"() {
    const state = { first: 101, last: 400, total: 900, focus: 3, axis: null, phase: null };
    same(actionOf("ArrowLeft", state, false), { type: "step", by: -1 });
    same([actionOf("Home", state, false).to, actionOf("End", state, false).to], [1, 900], "the ends of the run");
    same([actionOf(".", state, false), actionOf(",", state, false)], [{ type: "phase", by: 1 }, { type: "phase", by: -1 }]);
    same(actionOf("m", state, false), { type: "event", kind: "mistake", by: 1 });
    same(actionOf("M", state, false), { type: "event", kind: "mistake", by: -1 });
    same([actionOf("ArrowRight", state, true, true, true), actionOf("ArrowLeft", { ...state, axis: 4 }, true, true, true)],
      [{ type: "turn", by: 1 }, { type: "turn", by: -1 }]);
    same([actionOf("Escape", state, true), actionOf("Escape", { ...state, phase: 2 }, true)], [null, { type: "whole" }]);
    same([actionOf("ArrowUp", state, false), actionOf("ArrowUp", state, true)], [null, { type: "focus", to: 2 }]);
    same(actionOf("x", state, true), null);
    const make = (tag, role) => Object.assign(document.createElement(tag), role ? { role } : {});
    same([taken(make("input"), "ArrowLeft"), taken(make("select"), "x"), taken(make("button"), " "), taken(make("button"), "ArrowLeft"),
      taken(make("div"), " ")], [true, true, true, false, false]);
    same(taken(make("div", "slider"), "Home"), true, "a slider of the page");
    const ours = make("canvas", "slider");
    ours.dataset.keys = "stage";
    same(taken(ours, "Home"), false, "a slider of the stage");
  },
};
