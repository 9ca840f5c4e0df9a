// Whether something of a step is hidden, while a lesson's question about it is open (see veil.js): asked wherever a picture
// has words or marks for it. No DOM here.

/** Whether a phase of step t is hidden, or one of several.
 * @param {Pick<Tape, "veil" | "count">} tape @param {number} t @param {...string} names */
export const hides = ({ veil, count }, t, ...names) => veil !== undefined && names.some((name) => (t === count - 1 ? veil.phases : veil.run).has(name));

/** Whether what is wanted in step t is hidden.
 * @param {Pick<Tape, "veil" | "count">} tape @param {number} t */
export const hidesTarget = (tape, t) => t === tape.count - 1 && hides(tape, t, "error");

/** The same for what a neuron does: whether it fires, or how far its gate is open.
 * @param {Tape} tape @param {number} t */
export const hidesAct = (tape, t) => hides(tape, t, "forward", "fire?", "gate", "state");

/** A text, or "?" where it is hidden.
 * @param {boolean} hidden @param {() => string} text */
export const unless = (hidden, text) => (hidden ? "?" : text());
