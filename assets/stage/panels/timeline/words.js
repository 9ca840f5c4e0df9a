// The words of the timeline: what a step says when it is pointed at, and what the timeline's marks mean. No DOM here.
import { verdict } from "../../model/answers.js";
import { hidesAct } from "../../model/hidden.js";
import { neuronName } from "../../model/names.js";
import { fixed, whole } from "../../model/scales.js";
import { active } from "../../model/tape.js";

/** Whether a neuron writes by a gate between 0 and 1.
 * @param {Tape} tape */
const graded = (tape) => tape.gated || tape.model === "lstm";

/** How far the chosen neuron acts in step k, as the marks under the timeline have it: 0 to 1.
 * @param {Tape} tape @param {number} k @param {number} j */
export const share = (tape, k, j) => (graded(tape) ? tape.gate[k * tape.H + j] : Number(tape.H > 0 && active(tape, k, j)));

/** "Step 41 · ✗ answers E, wrong: it is J · neuron 11 fires".
 * @param {Tape} tape @param {number} k @param {number} j */
export function stepWords(tape, k, j) {
  const name = neuronName(tape, j).toLowerCase();
  const does = hidesAct(tape, k) ? `${name} ?` : graded(tape) ? `gate of ${name} ${fixed(tape.gate[k * tape.H + j])}`
    : tape.recurrent ? `${name} at ${fixed(tape.x[k * tape.H + j])}` : `${name} ${active(tape, k, j) ? "fires" : "rests"}`;
  const begins = tape.starts[k] ? ["an episode begins"] : [];
  return [`Step ${whole(tape.first + k)}`, ...begins, verdict(tape, k), does].join(" · ");
}

/** Sign and words of each mark that the timeline of this window has, for its legend.
 * @param {Tape} tape @param {number} j @param {number | null} pin
 * @returns {string[][]} [sign, words] */
export function marksOf(tape, j, pin) {
  const kind = tape.groups[0].kind;
  const several = tape.groups.length > 1;
  const answers = {
    class: [["tile", "class"], ...(several ? [["stripes", tape.partNames.slice(1).join(", ")]] : [])],
    bit: [["tile", "bits that should be on"], ["dash", "a wrong one"]],
    number: [["tile", "answer"], ["dash", "target"]],
  }[kind];
  const part = tape.partNames.length > 1 && !several && tape.header.headline !== null ? tape.partNames[tape.header.headline] : "";
  const headline = part ? [["under", part]] : [];
  const does = graded(tape) ? "gate" : tape.recurrent ? "beyond ½" : "fires";
  return [
    ...answers, ...headline, ["here", "this step"], ["cross", "mistake"],
    ["near", `${neuronName(tape, j)}: ${does}`],
    ...(tape.starts.some(Boolean) ? [["tick", "an episode begins"]] : []),
    ...(tape.header.fork ? [["fork", "fork"]] : []),
    ...(pin === null ? [] : [["look", "X-rayed input"]]),
  ];
}
