// Where an input still is: every component that it was written to, and what is left of it there. No DOM here.
import { axisName } from "./names.js";
import { planeOf, sizeOf } from "./planes.js";
import { componentOf, writable, wrote as wroteAt } from "./tape.js";
import { change, legible, remains } from "./write-origins.js";

/** From this share on a write counts as there. */
const LIVES = 0.05;

/** The components that step s wrote, as they are after step t, what is left of most first.
 *
 * Each has its layer, neuron j, axis and component i, what it `gained`, the factor `left`, the `size` that this makes of
 * the component's `value`, the neuron's `fires` since, `gone` and `why` (see `remains`) and `kind`, `age` and `since`
 * (see `legible`). In memories that turn, sizes are lengths in a plane.
 * @param {Tape} tape @param {number} s @param {number} t */
export function homes(tape, s, t) {
  const found = [];
  for (const layer of tape.hidden) {
    for (let n = 0; n < layer.size && layer.axes; n++) {
      const j = layer.neuron + n;
      if (tape.gate[s * tape.H + j] === 0) continue;
      const base = componentOf(layer, n);
      for (let axis = 0; axis < writable(tape, layer); axis++) {
        const home = at(tape, s, t, j, base + axis);
        if (home) found.push({ layer, axis, name: axisName(tape, layer, axis), ...home });
      }
    }
  }
  return found.sort((a, b) => Math.abs(b.size) - Math.abs(a.size) || a.i - b.i);
}

/** @param {Tape} tape @param {number} s @param {number} t @param {number} j @param {number} i */
function at(tape, s, t, j, i) {
  if (!wroteAt(tape, s, i)) return null;
  const { gained } = change(tape, s, j, i);
  const rest = remains(tape, s, t, j, i);
  const plane = planeOf(tape, j, i);
  const now = (/** @type {number} */ c) => tape.memory[t * tape.M + c];
  const value = plane ? sizeOf(plane, i, now) : now(i);
  const state = rest.why ? { kind: rest.why, age: NaN, since: NaN } : legible(tape, t, j, { value, gained, k: s, ...rest });
  return { j, i, gained, value, ...rest, size: gained * rest.left, ...state };
}

/** @type {{ tape: Tape | null, s: number, t: number, found: Home[] }} */
let last = { tape: null, s: 0, t: 0, found: [] };

/** The same, remembered: several pictures ask for the same input in the same step.
 * @param {Tape} tape @param {number} s @param {number} t */
export function homesOf(tape, s, t) {
  if (last.tape !== tape || last.s !== s || last.t !== t) last = { tape, s, t, found: homes(tape, s, t) };
  return last.found;
}

/** @param {Home[]} found */
const strongest = (found) => found.reduce((most, home) => Math.max(most, Math.abs(home.gained)), 0);

/** Those of them that got a visible share of the input: of its largest entry, wherever that was written.
 * @param {Home[]} found */
export const wrote = (found) => found.filter((home) => Math.abs(home.gained) >= LIVES * strongest(found));

/** Those of them that still hold such a share.
 * @param {Home[]} found */
export const living = (found) => found.filter((home) => Math.abs(home.size) >= LIVES * strongest(found));

/** What is left in a home, as a share of the largest entry of the input.
 * @param {Home[]} found @param {Home} home */
export const share = (found, home) => Math.abs(home.size) / (strongest(found) || 1);

/** How many neurons have a home among these.
 * @param {Home[]} found */
export const neuronsOf = (found) => new Set(found.map((home) => home.j)).size;
