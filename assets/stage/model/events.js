// Events that one can jump to, found in the window. No DOM here; beyond the window Python looks for the same.
import { chosenAxis } from "./axes.js";
import { planeOf, sizeOf } from "./planes.js";
import { active, before, componentOf, place, writable } from "./tape.js";

export const LOW = 0.05; // a memory below this share of a fresh write is as good as gone

/** What can be jumped to, in words: name, key, what, and whether this tape and state have it.
 * @type {{ kind: string, key: string, what: string, has: (tape: Tape) => boolean }[]} */
export const EVENTS = [
  { kind: "mistake", key: "m", what: "mistake", has: () => true },
  { kind: "fire", key: "n", what: "activity of this neuron", has: () => true },
  { kind: "write", key: "w", what: "write to this axis", has: (tape) => tape.banks },
  { kind: "fade", key: "f", what: "fading below 5 %", has: (tape) => tape.banks },
  { kind: "episode", key: "e", what: "start of an episode", has: (tape) => tape.starts.some((start) => start > 0) || tape.header.ceilings?.episodic === true },
];

/** The size of a fresh write: 1 for a pattern, the largest input where inputs are written.
 * @param {Tape} tape @param {number} reach */
const unitOf = (tape, reach) => (tape.header.parameters?.write === "input" ? reach : 1);

/** Whether an event of a kind happens at place t of the window.
 * @param {Tape} tape @param {number} t @param {string} kind @param {About} about @param {number} [reach] */
export function happens(tape, t, kind, { focus, axis }, reach = 1) {
  const { layer, local } = place(tape, focus);
  switch (kind) {
    case "mistake": return tape.mistake[t] > 0;
    case "fire": return active(tape, t, focus);
    case "episode": return tape.starts[t] > 0;
    case "write": {
      if (axis === null) return false;
      if (tape.header.parameters?.write === "input") return active(tape, t, focus);
      return tape.axis[t * tape.H + focus] === axis % writable(tape, layer) && active(tape, t, focus);
    }
    case "fade": {
      if (axis === null) return false;
      const [i, low] = [componentOf(layer, local) + axis, LOW * unitOf(tape, reach)];
      const plane = planeOf(tape, focus, i);
      return sizeOf(plane, i, (c) => before(tape, t, c)) >= low && sizeOf(plane, i, (c) => tape.memory[t * tape.M + c]) < low;
    }
    default: return false;
  }
}

/** The place of the next event after t (or the one before it, by -1) about { focus, axis }, or -1 where the window has none.
 * @param {Tape} tape @param {number} t @param {number} by @param {string} kind @param {About} about @param {number} [reach] */
export function find(tape, t, by, kind, about, reach = 1) {
  for (let k = t + by; k >= 0 && k < tape.count; k += by) if (happens(tape, k, kind, about, reach)) return k;
  return -1;
}

/** The axis that events are about: the chosen one, else the one that the neuron wrote last.
 * @param {Tape} tape @param {number} t @param {Cursor} state */
export function axisInView(tape, t, state) {
  const chosen = chosenAxis(tape, state);
  if (chosen !== null) return chosen;
  for (let k = t; k >= 0; k--) if (tape.axis[k * tape.H + state.focus] >= 0) return tape.axis[k * tape.H + state.focus];
  return null;
}
