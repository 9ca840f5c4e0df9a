import { labels } from "/stage/panels/memory/block-labels.js";
import { measure } from "/stage/model/decode.js";
import { edgeAt, edgesOf, heightOf, strongestEdges } from "/stage/panels/network/edge-curves.js";
import { layout, neuronAt, nodeOf, yOf } from "/stage/panels/network/layout.js";
import { edgeWords, wordsAt } from "/stage/panels/network/words.js";
import { marksOf as stepsMarks, stepWords } from "/stage/panels/timeline/words.js";
import { close, holds, same } from "./expect.js";
import { memories } from "./toy.js";

/** Two inputs, two layers of two neurons of which the first has memory, three outputs. */
function layered() {
  const layers = [
    { kind: "input", size: 2, axes: 0 }, { kind: "hidden", size: 2, axes: 2 }, { kind: "hidden", size: 2, axes: 0 }, { kind: "output", size: 3, axes: 0 },
  ];
  const weights = Float32Array.from({ length: 14 }, (_, k) => k - 7);
  return { ...memories(), layers, ...measure(layers), groups: [{ first: 0, size: 3, kind: "class" }], weights };
}

export const tests = {
  "no name over the columns of a memory lies over another, however long and many they are"() {
    for (const axes of [8, 64, 300, 1446, 8192]) {
      const names = Array.from({ length: axes }, (_, k) => k.toString(2).padStart(13, "0"));
      const layer = { number: 1, neuron: 0, size: 4, axes, memory: 0 };
      const tape = { header: { labels: { axes: names }, parameters: {} }, hidden: [layer], angles: [] };
      const block = { layer, columns: axes, x: 24, y: 20, width: 256, height: 40, cellWidth: 256 / axes, cellHeight: 10, numbered: false };
      const [written, pen] = [[], { fillRect() {}, fillText(text, x) { written.push([text, x - (this.textAlign === "center" ? 50 : this.textAlign === "right" ? 100 : 0)]); } }];
      labels({ theme: { size: 12 }, state: { focus: 9, axis: null } }, pen, block, { width: 284, scale: 1 }, tape);
      holds(written.length > 0, `${axes} axes are named`);
      written.forEach(([, x], k) => holds(k === 0 || x >= written[k - 1][1] + 90, `${axes} axes: ${written.map(([, at]) => Math.round(at)).join(" ")}`));
    }
  },
  "a point on a neuron finds it, and the picture stays in its frame"() {
    const it = layered();
    const plan = layout(it, 400, 300);
    for (const col of plan.columns.filter((each) => each.kind === "hidden")) {
      for (let n = 0; n < col.size; n++) same(neuronAt(plan, col.x, yOf(col, n)), col.neuron + n);
      holds(col.in > 0 && col.out < 400 && yOf(col, col.size - 1) < 300, "inside");
    }
    same(neuronAt(plan, 1, 1), -1);
  },
  "few edges are all drawn, of many the strongest into each neuron, and of one neuron all"() {
    const it = layered();
    const plan = layout(it, 400, 300);
    const all = strongestEdges(it, plan);
    same([all.length, all.filter(({ weight }) => weight < 0).length], [14, 7]);
    const layers = [{ kind: "input", size: 2, axes: 0 }, { kind: "hidden", size: 32, axes: 0 }, { kind: "hidden", size: 32, axes: 0 }, { kind: "output", size: 3, axes: 0 }];
    const weights = Float32Array.from({ length: 64 + 1024 + 96 }, (_, k) => Math.sin(k) * (k % 7));
    const wide = { ...it, layers, ...measure(layers), weights, groups: [{ first: 0, size: 3, kind: "class" }] };
    const laid = layout(wide, 400, 300);
    const between = strongestEdges(wide, laid).filter(({ column }) => column === 2);
    same(between.length, 32, "one of thirty-two into each");
    for (const { receiver, weight } of between) {
      const row = [...weights.subarray(64 + receiver * 32, 64 + receiver * 32 + 32)].map(Math.abs).sort((a, b) => b - a);
      holds(Math.abs(weight) === row[0], "a stronger one is left out");
    }
    const own = edgesOf(wide, laid, nodeOf(laid, 40));
    same([own.length, own.filter(({ column }) => column === 2).length], [32 + 3, 32]);
    same(own.map(({ weight }) => weight).slice(0, 32), [...weights.subarray(64 + 8 * 32, 64 + 9 * 32)]);
  },
  "a point on an edge finds it"() {
    const it = layered();
    const plan = layout(it, 400, 300);
    for (const edge of strongestEdges(it, plan)) {
      const x = edge.x1 + 0.3 * (edge.x2 - edge.x1);
      const found = edgeAt(strongestEdges(it, plan), x, heightOf(edge, x));
      same([found.sender, found.receiver, found.column], [edge.sender, edge.receiver, edge.column]);
      close(heightOf(edge, edge.x1), edge.y1, 1e-3);
      close(heightOf(edge, edge.x2), edge.y2, 1e-3);
    }
    same(edgeAt(strongestEdges(it, plan), 1, 1), null);
  },
  "each place of the picture says its name and its number"() {
    const it = memories({}, { labels: { inputs: ["x", "y"], outputs: ["A", "B"], axes: ["0", "1"] } }, { weights: [8, [1, -2, 0.5, 3, 1, 1, -1, 0.25]] });
    const plan = layout({ ...it, nIn: 3 }, 400, 300);
    plan.scatter = null;
    const at = (column, n, aside = 0) => wordsAt(it, 1, it.memory.subarray(4), plan, plan.columns[column].x + aside, yOf(plan.columns[column], n));
    same(at(0, 1), "Input y: 1.0000");
    same(at(1, 0), "Neuron 1: x = 0.70, fires");
    same(at(2, 1), "Output B: 0.7000, target 1.00, δ = −0.2000");
    same(at(1, 0, plan.columns[1].bank.x + plan.columns[1].bank.cell * 1.5 - plan.columns[1].x), "Neuron 1, axis 1: 0.7500");
    same(edgeWords(it, 1, plan.columns, edgesOf(it, plan, { column: 1, n: 1 })[0]), `Weight from x to neuron 2: 0.500, after step ${it.header.frames[0]}`);
    const rules = it.rules.map((rule) => ({ ...rule, learn: false }));
    same(edgeWords({ ...it, rules }, 1, plan.columns, edgesOf(it, plan, { column: 1, n: 1 })[0]), "Weight from x to neuron 2: 0.500");
    same(wordsAt(it, 1, it.memory, plan, 399, 1), null);
  },
  "a step of the timeline says how it went, and the legend what its marks mean"() {
    const it = memories();
    same(stepWords(it, 2, 0), "Step 13 · ✗ answers B, wrong: it is A · neuron 1 rests");
    same(stepWords(it, 3, 0), "Step 14 · nothing asked · neuron 1 fires");
    same(stepsMarks(it, 0, null).map(([, words]) => words), ["class", "this step", "mistake", "Neuron 1: fires"]);
    const forked = { ...it, starts: [0, 1, 0, 0], header: { ...it.header, fork: { step: 2 } } };
    same(stepsMarks(forked, 0, 3).map(([, words]) => words).slice(4), ["an episode begins", "fork", "X-rayed input"]);
  },
};
