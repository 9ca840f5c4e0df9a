// A composite memory as a vector, in words: its direction tells which memories it holds, its components' sizes in what
// order they came. No DOM here.
import { axisName } from "../../model/names.js";
import { brief, fixed, percent } from "../../model/scales.js";
import { firesSince } from "../../model/sentence.js";
import { ruleAt } from "../../model/tape.js";

const NAMED = 3;
const LEAST = 0.005; // of the squared length
const SAME = 0.01; // sizes as close as this tell no order

/** Which axes the vector points along, by their share of its squared length.
 * @param {Tape} tape @param {HiddenLayer} layer @param {Direction} direction */
export function which(tape, layer, { parts }) {
  if (!parts.length) return "The vector is 0: nothing is stored.";
  const named = parts.slice(0, NAMED).filter(({ share }) => share >= LEAST).map(({ axis, share }) => `${axisName(tape, layer, axis)} ${percent(share)}`);
  return `Direction, which memories: ${named.join(", ")}.`;
}

/** In what order its components were written, as their sizes tell it; "" where every write goes to all axes.
 * @param {Tape} tape @param {number} t @param {number} j @param {HiddenLayer} layer @param {Direction} direction */
export function order(tape, t, j, layer, { parts }) {
  if (tape.header.parameters.write === "input" || ruleAt(tape, t).code === "soft" || tape.gated || tape.angles.length || parts.length < 2) return "";
  const since = firesSince(tape, t, j, layer.axes);
  const known = parts.filter(({ axis }) => since[axis] >= 0).slice(0, NAMED);
  if (known.length < 2) return "";
  const names = known.map(({ axis }) => axisName(tape, layer, axis)).join(", ");
  const turned = known.findIndex((part, n) => n > 0 && !(since[part.axis] > since[known[n - 1].axis]));
  const equal = known.some((part, n) => n > 0 && known[n - 1].value - part.value < SAME * known[n - 1].value);
  if (equal) return `Sizes: ${names}; equal sizes tell no order.`;
  if (turned < 0) return `Sizes, the order: ${names}, the latest first. Right.`;
  const [early, late] = [known[turned - 1], known[turned]].map(({ axis }) => axisName(tape, layer, axis));
  return `Sizes say ${names}, but ${late} came after ${early}: repeated writes added up.`;
}

/** All of it for those who do not see the picture.
 * @param {string} name @param {{ label: string, value: number }[]} shown @param {Direction} direction */
export function described(name, shown, { length, parts }) {
  const at = shown.map(({ label, value }) => `${label} ${fixed(value)}`).join(", ");
  return `${name}: memory vector of length ${brief(length)}${parts.length ? `; on the axes shown: ${at}` : ""}. Arrow keys turn the picture, 0 puts it back.`;
}
