// What holds for the stage's pictures of any network on any task: `claims(bytes)` gives what is wrong with a real window.
import { axisWord, chosenAxis, neverOf, patternWords } from "/stage/model/axes.js";
import { decode } from "/stage/model/decode.js";
import { axisName } from "/stage/model/names.js";
import { fixed } from "/stage/model/scales.js";
import { componentOf } from "/stage/model/tape.js";
import { edgeAt, edgesOf, heightOf, strongestEdges } from "/stage/panels/network/edge-curves.js";
import { layout, nodeOf, yOf } from "/stage/panels/network/layout.js";
import { edgeWords, marksOf, wordsAt } from "/stage/panels/network/words.js";
import { marksOf as marksOfSteps, stepWords } from "/stage/panels/timeline/words.js";
import { holds, run, same } from "./expect.js";

const [WIDTH, HEIGHT] = [420, 280];
const READABLE = 70; // edges between two layers, but of the chosen neuron
const sound = (text, where) => holds(typeof text === "string" && text.length > 3 && !/undefined|NaN|null|\[object|∞|not a number/.test(text), `${where}: ${text}`);

function everyPlaceSaysItsNumber(tape) {
  const plan = layout(tape, WIDTH, HEIGHT);
  const t = tape.count - 1;
  const memory = tape.memory.subarray(t * tape.M, (t + 1) * tape.M);
  const at = (x, y) => wordsAt(tape, t, memory, plan, x, y);
  for (let x = 1; x < WIDTH; x += 7) for (let y = 1; y < HEIGHT; y += 7) if (at(x, y) !== null) sound(at(x, y), `at ${x}, ${y}`);
  for (const col of plan.columns) {
    for (let n = 0; n < col.size; n++) {
      const value = col.kind === "input" ? tape.inputs[t * tape.nIn + n] : col.kind === "output" ? tape.outputs[t * tape.nOut + n] : tape.x[t * tape.H + col.neuron + n];
      const words = at(col.x, yOf(col, n));
      holds(words?.includes(fixed(value, col.kind === "hidden" ? 2 : 4)), `${col.kind} ${n}: ${words}, not ${value}`);
    }
  }
}

function edgesCanBeReadAndAreTheWeights(tape) {
  const plan = layout(tape, WIDTH, HEIGHT);
  const frame = tape.header.frames.length - 1;
  const all = strongestEdges(tape, plan, frame);
  let offset = (tape.weights.length / (frame + 1)) * frame;
  for (let column = 1; column < plan.columns.length; column++) {
    const [from, to] = [plan.columns[column - 1], plan.columns[column]];
    const here = all.filter((each) => each.column === column);
    holds(here.length >= to.size && here.length <= Math.max(READABLE, to.size), `${here.length} edges into column ${column}`);
    for (const { receiver, sender, weight } of here) same(weight, tape.weights[offset + receiver * from.size + sender]);
    offset += from.size * to.size;
  }
  for (const j of [0, tape.H - 1]) {
    const node = nodeOf(plan, j);
    const own = edgesOf(tape, plan, node, frame);
    same(own.length, plan.columns[node.column - 1].size + plan.columns[node.column + 1].size, "all of one neuron");
    for (const edge of own) {
      const x = (edge.x1 + edge.x2) / 2;
      holds(edgeAt(own, x, heightOf(edge, x)), "found under the pointer");
      sound(edgeWords(tape, tape.count - 1, plan.columns, edge), "edge");
    }
  }
}

function legendsListTheirMarks(tape) {
  const [network, steps] = [marksOf(tape), marksOfSteps(tape, 0, 5)];
  for (const [sign, words] of [...network, ...steps]) holds(sign && words && !/undefined/.test(words), `${sign}: ${words}`);
  same([network[0][0], network[1][0]], ["plus", "minus"]);
  same(steps.some(([sign]) => sign === "tick"), tape.starts.some(Boolean), "episodes");
  for (let k = 0; k < tape.count; k++) sound(stepWords(tape, k, tape.H - 1), `step ${k}`);
}

function axesHaveWordsOfTheirOwn(tape) {
  for (const layer of tape.hidden) {
    const words = Array.from({ length: layer.axes }, (_, axis) => axisWord(tape, layer.neuron, axis));
    same(new Set(words).size, words.length, "each its own");
    words.forEach((word, axis) => {
      holds(/^[a-z0-9-]{1,70}$/.test(word), `a link holds ${word}`);
      same(chosenAxis(tape, { focus: layer.neuron, axis: word }), axis);
      const meant = patternWords(tape, layer.neuron, axis);
      if (tape.model === "nmn" && /^[01]{1,5}⊥?$/.test(axisName(tape, layer, axis))) same(meant.match(/ on\b/g)?.length ?? 0, axisName(tape, layer, axis).replace(/[^1]/g, "").length, meant);
    });
  }
}

function whatIsNeverWrittenStaysEmpty(tape) {
  for (const layer of tape.hidden) {
    for (let axis = 0; axis < layer.axes; axis++) {
      if (!neverOf(tape, layer, axis)) continue;
      for (let t = 0; t < tape.count; t++) for (let n = 0; n < layer.size; n++) same(tape.memory[t * tape.M + componentOf(layer, n) + axis], 0, `axis ${axis}`);
    }
  }
}

export function claims(bytes) {
  const tape = decode(bytes);
  const all = { everyPlaceSaysItsNumber, edgesCanBeReadAndAreTheWeights, legendsListTheirMarks, axesHaveWordsOfTheirOwn, whatIsNeverWrittenStaysEmpty };
  return run(Object.fromEntries(Object.entries(all).map(([name, claim]) => [name, () => claim(tape)]))).failed;
}
