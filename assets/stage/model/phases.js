// The phases of a step: what each lights up, and what the memories are while it lasts. No DOM here.
import { memoriesBefore } from "./tape.js";

/** Parts of the picture: in, W, x, M, out. A phase lights its `parts`; `holds` says which memories it shows.
 * @type {Record<string, Omit<Phase, "name">>} */
const PHASES = {
  read: { parts: ["in", "M"], holds: "before", about: "the input, and the memories as the step before left them" },
  forward: { parts: ["in", "W", "x", "M", "out"], holds: "before", about: "Eq. (1) and (2), layer by layer" },
  output: { parts: ["W", "x", "M", "out"], holds: "before", about: "Eq. (1) and (2) at an output: what adds up to it" },
  error: { parts: ["out"], holds: "before", about: "Eq. (3) and (6): how far the answer is from the target" },
  back: { parts: ["W", "x", "out"], holds: "before", about: "Eq. (5) and (7)-(10): errors flow back, weights move" },
  "fire?": { parts: ["x"], holds: "before", about: "Eq. (11): a neuron fires where its output rounds to 1" },
  "gate": { parts: ["x", "gate"], holds: "before", about: "the learned gate says how far the neuron writes" },
  decay: { parts: ["M"], holds: "decayed", about: "Eq. (11): what is there fades" },
  write: { parts: ["M"], holds: "after", about: "Eq. (11): what is new is added" },
  state: { parts: ["x", "M"], holds: "after", about: "the cell forgets, and takes in what its input gate lets in" },
};
const ORDER = {
  tied: ["read", "forward", "output", "error", "back", "fire?", "decay", "write"],
  learned: ["read", "forward", "output", "error", "back", "gate", "decay", "write"],
  plain: ["read", "forward", "output", "error", "back"],
  lstm: ["read", "state", "forward", "output", "error", "back"],
};

/** The phases of this model, in order.
 * @type {(tape: Tape) => Phase[]} */
export function phasesOf(tape) {
  const kind = tape.model === "lstm" ? "lstm" : !tape.banks ? "plain" : tape.gated ? "learned" : "tied";
  // An LSTM's cell is renewed before it is read out.
  const later = kind === "lstm" ? { holds: /** @type {const} */ ("after") } : {};
  return ORDER[kind].map((name, k) => ({ name, ...PHASES[name], ...(k > 0 && later) }));
}

/** All M components as a phase of step t shows them; null: as the step leaves them.
 * @param {Tape} tape @param {number} t @param {Phase | null} phase */
export function memoriesAt(tape, t, phase) {
  if (phase?.holds === "before") return memoriesBefore(tape, t);
  const from = phase?.holds === "decayed" ? tape.stayed : tape.memory;
  return from.subarray(t * tape.M, (t + 1) * tape.M);
}
