// What a step is asked and what it answers: classes, bits or numbers, one answer or several. No DOM here.
import { hides } from "./hidden.js";
import { fixed, percent } from "./scales.js";

/** For each step the class that its first answer is asked for, -1 where it is no class or not asked; and the class that it
 * answers.
 * @param {Pick<Tape, "count" | "groups" | "parts" | "said" | "meant">} window */
export function firstClasses({ count, groups, parts, said, meant }) {
  const wanted = new Int16Array(count).fill(-1);
  const answers = new Int16Array(count);
  for (let t = 0; t < count && groups[0].kind === "class"; t++) {
    answers[t] = said[t * groups.length];
    if (parts[t * groups.length] >= 0) wanted[t] = meant[t * groups.length];
  }
  return { wanted, answers };
}

/** The answers of a step: kind, asked, part (its name, "" where the task has one part only), what it is and what is wanted
 * (class or bit number, or value), error.
 * @param {Tape} tape @param {number} t */
export function answersAt(tape, t) {
  return tape.groups.map(({ first, size, kind }, g) => {
    const k = t * tape.groups.length + g;
    const part = tape.parts[k];
    const name = tape.partNames.length > 1 && part >= 0 ? tape.partNames[part] : "";
    return { kind, first, size, part: name, asked: part >= 0, is: tape.said[k], wanted: tape.meant[k], error: tape.errors[k] };
  });
}

/** Name of an output, or of the class that it stands for.
 * @param {Tape} tape @param {number} k */
export const outputName = (tape, k) => tape.header.labels?.outputs?.[k] ?? String(k + 1);

/** The answer that output k belongs to.
 * @param {Tape} tape @param {number} k */
export const groupOf = (tape, k) => tape.groups.find(({ first, size }) => k < first + size) ?? tape.groups[0];

/** The name as far as it fits beside a node: a class's letter, a bit's number.
 * @param {Tape} tape @param {number} k */
export function shortName(tape, k) {
  const name = outputName(tape, k);
  const group = groupOf(tape, k);
  if (group.kind === "number") return "";
  const words = name.split(" ");
  return group.kind === "bit" ? words[words.length - 1] : words[0];
}

/** @param {Tape} tape @param {Answer} answer @param {number} k */
const className = (tape, answer, k) => shortName(tape, answer.first + k);
/** @param {Answer[]} asked @param {"is" | "wanted"} which */
const bits = (asked, which) => asked.map((answer) => answer[which]).join("");

/** Right or wrong, in words, for the picture: "✗ answers A, wrong: it is B".
 * @param {Tape} tape @param {number} t */
export function verdict(tape, t) {
  if (hides(tape, t, "output")) return "answers ?";
  if (hides(tape, t, "error")) return outright(tape, t);
  const asked = answersAt(tape, t).filter((answer) => answer.asked);
  if (!asked.length) return tape.header.scene === "own" ? outright(tape, t) : "nothing asked";
  /** @param {Answer} answer */
  const mark = (answer) => (answer.error > 0 ? "✗" : "✓");
  if (asked[0].kind === "number") return asked.map(({ is, wanted, error }) => `says ${fixed(is)} for ${fixed(wanted)}: ${distance(tape, error)} off`).join(" · ");
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

/** The answers of a step where nobody says what is right.
 * @param {Tape} tape @param {number} t */
function outright(tape, t) {
  const all = answersAt(tape, t);
  if (all[0].kind === "bit") return `answers ${bits(all, "is")}`;
  return `answers ${all.map((each) => (each.kind === "number" ? fixed(each.is) : className(tape, each, each.is))).join(", ")}`;
}

/** A distance of numbers, as a share of what the task measures it in.
 * @param {Tape} tape @param {number} share */
export const distance = (tape, share) => `${percent(share)} of the ${tape.header.measure}`;

/** @param {Tape} tape @param {Answer} answer */
const number = (tape, { is, wanted, error }) => `answers ${fixed(is)}, it is ${fixed(wanted)}: off by ${distance(tape, error)}`;

/** The same as sentences, for the ear.
 * @param {Tape} tape @param {number} t */
export function spoken(tape, t) {
  if (hides(tape, t, "output")) return "Its answer is still hidden.";
  if (hides(tape, t, "error")) return `The network ${outright(tape, t)}.`;
  const asked = answersAt(tape, t).filter((answer) => answer.asked);
  if (!asked.length) return tape.header.scene === "own" ? `The network ${outright(tape, t)}.` : "Nothing is asked.";
  if (asked[0].kind === "number") return asked.map((answer) => `The network ${number(tape, answer)}.`).join(" ");
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
