// The X-ray in words: a component as the sum of its writes, Eq. (11) with the numbers, and what its size tells. No DOM here.
import { neuronsOf } from "../../model/input-trail.js";
import { brief, figure, fixed, plural, whole } from "../../model/scales.js";
import { gammaOf, ruleAt } from "../../model/tape.js";
import { largest, legible } from "../../model/write-origins.js";

const TERMS = 4;
const NAMED = 3;
const LEAST = 0.005; // what is smaller shows in no sum

/** What is left, as short as a list needs it.
 * @param {number} value */
export const amount = (value) => (value !== 0 && Math.abs(value) < LEAST ? "<0.01" : fixed(value));

/** "M 11,110": the component's glyph, as parts for `sayParts`.
 * @param {number} number @param {string} name */
export const glyph = (number, name) => [["i", "M"], ["sub", `${number},${name}`]];

/** The rule that made the component, in symbols.
 * @param {Tape} tape @param {number} t @param {boolean} [second] */
export function rule(tape, t, second = false) {
  const { gate, turn } = tape.header.parameters;
  const { store, decay } = ruleAt(tape, t);
  if (gate === "learned") return [" = Σ Π(1 − ", ["i", "w"], "(1−", ["i", "γ"], ")) · ", ["i", "w g"]];
  if (turn) return [" = Σ ", ...(decay === "none" ? [] : [["i", "γ"], ["sup", "n"], " "]), second ? "sin " : "cos ", ["i", "nω"], " · ", ["i", "g"], ", ", ["i", "n"], " fires since"];
  if (decay === "none") return [store === "refresh" ? " = the largest " : " = Σ ", ["i", "g"]];
  const power = [["i", "γ"], ["sup", "fires since"], " ", ["i", "g"]];
  const least = decay === "asymptotic" ? ", never below m∞" : "";
  return [store === "refresh" ? " = " : " = Σ ", ...power, store === "refresh" ? ", the last alone" : "", least].filter(Boolean);
}

/** The same with the numbers of these origins (see `origins`): = 1 + 0.5^2·1 + ... = 1.25.
 * @param {Tape} tape @param {number} j @param {Origins} found @param {number} value */
export function sum(tape, j, found, value) {
  const powers = !tape.gated && tape.rules.length === 1 && ruleAt(tape, found.t).decay === "exponential";
  const turns = tape.angles.length > 0;
  const gamma = figure(gammaOf(tape, found.t, j));
  const parts = [];
  const seen = found.writes.filter(({ size }) => Math.abs(size) >= LEAST);
  const shown = seen.slice(0, tape.gated ? TERMS - 2 : TERMS);
  for (const { gained, left, fires, size } of shown) {
    const sign = (turns ? size : gained) < 0 ? "−" : "+";
    parts.push(parts.length ? ` ${sign} ` : ` = ${sign === "−" ? "−" : ""}`);
    if (turns) {
      parts.push(figure(Math.abs(size)));
      continue;
    }
    if (powers && fires > 0) parts.push(gamma, ["sup", String(fires)], "·");
    else if (left < 1) parts.push(`${figure(left)}·`);
    parts.push(figure(Math.abs(gained)));
  }
  if (found.writes.length > shown.length || Math.abs(found.rest) >= LEAST) parts.push(parts.length ? " + …" : " = …");
  parts.push(` = ${fixed(value)}`);
  return parts;
}

/** What the size of a component says about the write of which most is left, and whether that is so.
 * @param {Tape} tape @param {number} j @param {Origins} found @param {number} value */
export function verdict(tape, j, found, value) {
  const { shown: [strongest] } = largest(found.writes, 1);
  if (!strongest) {
    if (value !== 0) return `Written before step ${whole(tape.first)}, where the steps at hand begin.`;
    return found.wiped >= 0 ? "Empty: wiped at the start of the episode." : "Empty: nothing has been written here.";
  }
  const { whole: length = value } = found;
  const { kind, age, since } = legible(tape, found.t, j, { ...strongest, value: length });
  const turns = tape.angles.length > 0;
  if (kind === "kept" && turns) return "Nothing fades: only its direction tells when it came.";
  if (kind === "kept") return "Nothing fades: it is known for good, but not when it came.";
  if (kind === "floor") return `At the asymptote ${brief(ruleAt(tape, found.t).floor)}: still known, its age no longer.`;
  if (kind === "faded") return "Nothing is left of it.";
  if (Number.isNaN(age)) return "Its sign has turned: other writes are in the sum, the age can no longer be read.";
  const fresh = turns ? Math.abs(strongest.gained) : strongest.gained;
  const size = Math.abs(fresh - 1) < 1e-4 ? figure(length) : `(${figure(length)} / ${figure(fresh)})`;
  const unit = tape.gated ? "full write" : "fire";
  const read = `Its ${turns ? "length" : "size"} tells its age: log ${size} / log ${figure(gammaOf(tape, found.t, j))} = ${brief(age)}`;
  if (kind === "read" && age < -0.01) return `It is ${turns ? "longer" : "larger"} than one write: the last one came on top of what was left of older ones.`;
  if (kind === "read") return `${read}, about ${plural(Math.round(since), unit)} ago: right.`;
  if (kind === "changed") return `${read}, but it is ${plural(Math.round(since), unit)}: other rules were in effect when it was written.`;
  return `${read}, but it is ${plural(Math.round(since), unit)}: the writes add up, the age can no longer be read.`;
}

/** What is known of an input in one of its homes (see `homes` in model/input-trail.js), in a few words.
 * @param {Tape} tape @param {Home} home */
export function standing(tape, home) {
  switch (home.kind) {
    case "read": return home.fires === 0 ? "written last" : `${plural(Math.round(home.since), tape.gated ? "write" : "fire")} ago ✓`;
    case "changed":
    case "mixed": return Number.isNaN(home.age) ? "in a sum ✗" : `${fixed(home.age, 1)}, not ${Math.round(home.since)} ✗`;
    case "floor": return "age lost";
    case "kept": return "no age";
    case "renewed": return `renewed ${whole(tape.first + home.gone)}`;
    case "wiped": return `wiped ${whole(tape.first + home.gone)}`;
    default: return "faded";
  }
}

/** A home's neuron and axis, in short: 3 · 110, or 2.3 · 110 in the second layer.
 * @param {Tape} tape @param {Home} home */
export const whereabouts = (tape, { layer, j, name }) => `${tape.hidden.length > 1 ? `${layer.number}.` : ""}${j - layer.neuron + 1} · ${name}`;

/** The same in a column: of a long axis its two ends.
 * @param {Tape} tape @param {Home} home */
export const briefly = (tape, home) => whereabouts(tape, home.name.length > 8 ? { ...home, name: `${home.name.slice(0, 2)}…${home.name.slice(-3)}` } : home);

/** Where an input still is, in one sentence.
 * @param {Tape} tape @param {Home[]} found @param {Home[]} alive */
export function survey(tape, found, alive) {
  if (!found.length) return "no neuron fired, it was not written anywhere.";
  const [wrote, neurons] = [neuronsOf(found), neuronsOf(alive)];
  const readable = alive.filter((home) => home.kind === "read");
  const read = readable.length;
  if (!neurons) return `${plural(wrote, "neuron")} wrote it; nowhere is more than 5 % of it left.`;
  const ages = read === alive.length ? "everywhere" : read ? `in ${read} of ${alive.length} places` : "nowhere";
  const where = read && read < alive.length && read <= NAMED ? `: ${readable.map((home) => whereabouts(tape, home)).join(", ")}` : "";
  return `${plural(wrote, "neuron")} wrote it; it lives on in ${neurons}. Its age can be read ${ages}${where}.`;
}
