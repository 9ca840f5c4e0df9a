// What a step is asked and what it answers: classes, bits or numbers, one answer or several. No DOM here.
import { fixed, percent } from "./scales.js";

export const FAR = 0.25; // a number that is off by more than this share of its unit counts as a mistake

/** The answers among the outputs: where each begins, its size, and whether it is a class, a bit or a number. */
export function groupsOf(header, outputs) {
  let first = 0;
  return (header.groups ?? [outputs]).map((size) => {
    const kind = header.unit > 0 ? "number" : size > 1 ? "class" : "bit";
    const group = { first, size, kind };
    first += size;
    return group;
  });
}

/** Index of the largest of values[from .. from + count), the first of equals, counted from `from`. */
export function largest(values, from, count) {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[from + k] > values[from + best]) best = k;
  return best;
}

/** For each step the class that its first answer is asked for, -1 where it is no class or not asked; and the class that it
 * answers. */
export function firstClasses(tape) {
  const wanted = new Int16Array(tape.count).fill(-1);
  const answers = new Int16Array(tape.count);
  const [{ first, size, kind }] = tape.groups;
  for (let t = 0; t < tape.count && kind === "class"; t++) {
    answers[t] = largest(tape.outputs, t * tape.nOut + first, size);
    if (tape.parts[t * tape.groups.length] >= 0) wanted[t] = largest(tape.targets, t * tape.nOut + first, size);
  }
  return { wanted, answers };
}

/** For each step, whether it made a mistake: a wrong class or bit, or a number far off. */
export function mistakes(tape) {
  const count = tape.groups.length;
  const least = tape.groups[0].kind === "number" ? FAR : 0;
  const found = new Uint8Array(tape.count);
  for (let k = 0; k < tape.errors.length; k++) if (tape.errors[k] > least) found[Math.floor(k / count)] = 1;
  return found;
}

/** The answers of a step: kind, asked, part (its name, "" where the task has one part only), what it is and what is wanted
 * (class or bit number, or value), error. */
export function answersAt(tape, t) {
  return tape.groups.map(({ first, size, kind }, g) => {
    const from = t * tape.nOut + first;
    const part = tape.parts[t * tape.groups.length + g];
    const read = (values) =>
      kind === "class" ? largest(values, from, size) : kind === "bit" ? Number(values[from] >= 0.5) : values[from];
    const name = tape.partNames.length > 1 && part >= 0 ? tape.partNames[part] : "";
    return {
      kind, first, size, part: name, asked: part >= 0, is: read(tape.outputs), wanted: read(tape.targets),
      error: tape.errors[t * tape.groups.length + g],
    };
  });
}

/** Name of an output, or of the class that it stands for. */
export const outputName = (tape, k) => tape.header.labels?.outputs?.[k] ?? String(k + 1);

/** The name as far as it fits beside a node: a class's letter, a bit's number. */
export function shortName(tape, k) {
  const name = outputName(tape, k);
  const group = tape.groups.find(({ first, size }) => k < first + size);
  if (group.kind === "number") return "";
  return group.kind === "bit" ? name.split(" ").at(-1) : name.split(" ")[0];
}

const className = (tape, answer, k) => shortName(tape, answer.first + k);
const bits = (asked, which) => asked.map((answer) => answer[which]).join("");

/** Right or wrong, in words, for the picture: "✗ answers A, wrong: it is B". */
export function verdict(tape, t) {
  const asked = answersAt(tape, t).filter((answer) => answer.asked);
  if (!asked.length) return tape.header.scene === "own" ? outright(tape, t) : "nothing asked";
  const mark = (answer) => (answer.error > 0 ? "✗" : "✓");
  if (asked[0].kind === "number") return asked.map((answer) => number(answer)).join(" · ");
  if (asked[0].kind === "bit") {
    const right = asked.filter((answer) => answer.error === 0).length;
    if (right === asked.length) return `✓ answers ${bits(asked, "is")}, right`;
    return `✗ answers ${bits(asked, "is")}: it is ${bits(asked, "wanted")}`;
  }
  if (asked.length === 1) {
    const [{ part, is, wanted, error }] = asked;
    const [answer, target] = [className(tape, asked[0], is), className(tape, asked[0], wanted)];
    const what = part ? `${part}: ` : "";
    return error > 0 ? `✗ ${what}answers ${answer}, wrong: it is ${target}` : `✓ ${what}answers ${answer}, right`;
  }
  return asked.map((answer) => {
    const [is, wanted] = [className(tape, answer, answer.is), className(tape, answer, answer.wanted)];
    return `${mark(answer)} ${answer.part} ${is}${answer.error > 0 ? `, is ${wanted}` : ""}`;
  }).join(" · ");
}

/** The answers of a step where nobody says what is right. */
function outright(tape, t) {
  const all = answersAt(tape, t);
  if (all[0].kind === "bit") return `answers ${bits(all, "is")}`;
  return `answers ${all.map((each) => (each.kind === "number" ? fixed(each.is) : className(tape, each, each.is))).join(", ")}`;
}

const number = ({ is, wanted, error }) => `answers ${fixed(is)}, it is ${fixed(wanted)}: off by ${percent(error)}`;

/** The same as sentences, for the ear. */
export function spoken(tape, t) {
  const asked = answersAt(tape, t).filter((answer) => answer.asked);
  if (!asked.length) return tape.header.scene === "own" ? `The network ${outright(tape, t)}.` : "Nothing is asked.";
  if (asked[0].kind === "number") return asked.map((answer) => `The network ${number(answer)}.`).join(" ");
  if (asked[0].kind === "bit") {
    const wrong = asked.filter((answer) => answer.error > 0).length;
    const is = `Answer ${bits(asked, "is")}`;
    return wrong ? `${is}, target ${bits(asked, "wanted")}: ${wrong} of ${asked.length} bits wrong.` : `${is}: right.`;
  }
  return asked.map((answer) => {
    const [is, wanted] = [className(tape, answer, answer.is), className(tape, answer, answer.wanted)];
    const what = answer.part ? `, ${answer.part}` : "";
    return answer.error > 0 ? `Answer ${is}${what}: wrong, it is ${wanted}.` : `Answer ${is}${what}: right.`;
  }).join(" ");
}
