// Where the cursor is and what Python must be told: a reducer without DOM or clock.
//
// A state is plain data. `reduce(state, action)` gives the next one; its `report` says whether Python should hear
// of the cursor "now", "later" (once it rests) or not at all (null). `phase` counts the phases of the step from 0; null
// shows the step as a whole; of the last step only the first `open` can be looked at. `seeking` is the number of a search that Python has been asked for.
import { clamp } from "./scales.js";

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64];
const BASE = 3.75; // steps a second at 1x, so that 16x is one step a frame

/** Steps a second of a speed.
 * @param {number} speed */
export const rate = (speed) => BASE * SPEEDS[speed];

/** @type {Readonly<Cursor>} */
export const initial = Object.freeze({
  first: 1, last: 1, least: 1, total: 1, neurons: 1, offered: null,
  phases: 1, phase: null, open: null, seeking: null, at: 1, pending: false, asked: null, playing: false, speed: 2, carry: 0, focus: 0, axis: null, pin: null, loop: false, scene: "", screen: 0, report: null,
});

/** @param {Cursor} state @param {Action} action @returns {Cursor} */
export function reduce(state, action) {
  const next = follow(state, action);
  const { open, phase } = next;
  if (open === null || next.at !== next.total) return next;
  const last = open > 0 ? Math.min(phase ?? open - 1, open - 1) : null;
  return last === phase ? next : { ...next, phase: last };
}

/** @param {Cursor} state @param {Action} action @returns {Cursor} */
function follow(state, action) {
  /** @type {Cursor} */
  const quiet = { ...state, report: null };
  switch (action.type) {
    case "data": return arrive(quiet, action);
    case "preview": return preview(quiet, action);
    case "step": return move({ ...quiet, playing: false }, state.at + action.by);
    case "phase": return state.loop ? quiet : walk({ ...quiet, playing: false }, action.by);
    case "look": return state.loop ? quiet : { ...quiet, playing: false, phase: action.at === state.phase ? null : action.at };
    case "seek": return { ...quiet, playing: false, pending: true, seeking: action.id };
    case "go": return move(quiet, action.to);
    case "play": return begin(quiet, action.on ?? !state.playing);
    case "tick": return state.playing ? tick(quiet, action.seconds) : quiet;
    case "speed": return { ...quiet, speed: clamp(action.to, 0, SPEEDS.length - 1) };
    case "focus": return { ...quiet, focus: clamp(action.to, 0, state.neurons - 1), axis: action.axis ?? state.axis };
    case "axis": return { ...quiet, axis: action.to };
    case "whole": return { ...quiet, phase: null, axis: null };
    case "pin": return { ...quiet, pin: action.to };
    default: return quiet;
  }
}

/** @param {Cursor} state @param {number} step */
const inside = (state, step) => step >= state.first && step <= state.last;

/** A new window. In another scene (training, or one's own sequence) the cursor goes where Python offers. Else a cursor that
 * the user has moved stays where it is: a window that was asked for from elsewhere can come late, and the cursor's own is
 * asked for then. Python's offer counts where nobody has moved, or there is no such step.
 * @param {Cursor} state @param {Arrival} arrival @returns {Cursor} */
function arrive(state, { first, last, total, neurons, at, phases = 1, least = 1, open = null, focus = 0, sought = null, loop = false, autoplay = false, scene = "", screen = 0 }) {
  const fresh = state.offered === null || scene !== state.scene;
  const next = { ...state, first, last, least, total, neurons, phases, open, loop, scene, screen, offered: at, asked: null };
  if (screen !== state.screen) next.seeking = null; // nobody answers a search in another sequence
  if (phases !== state.phases) next.phase = null;
  next.focus = clamp(fresh ? focus : state.focus, 0, Math.max(0, neurons - 1));
  if (fresh) return { ...next, pin: null, at: clamp(at, first, last), pending: false, seeking: null, playing: autoplay, speed: loop ? 1 : next.speed };
  if (sought && sought.id === state.seeking) {
    const there = clamp(sought.step ?? state.at, first, last);
    return { ...next, at: there, phase: null, pending: false, seeking: null };
  }
  if (inside(next, state.at)) return { ...next, pending: next.seeking !== null };
  const stays = screen === state.screen && state.at <= total && state.at !== state.offered;
  return stays ? { ...next, pending: true, report: "now" } : { ...next, at: clamp(at, first, last), pending: false };
}

/** The window of another network in place of the page's: the cursor stays, though such a run may not have come so far.
 * @param {Cursor} state @param {Preview} window @returns {Cursor} */
function preview(state, { first, last, neurons, phases = 1 }) {
  const next = { ...state, first, last, neurons, phases, focus: clamp(state.focus, 0, Math.max(0, neurons - 1)) };
  return { ...next, phase: phases === state.phases ? state.phase : null, pending: state.pending && !inside(next, state.at) };
}

/** One phase on or back, over the ends of a step into the next one. A step that is seen as a whole is walked from its first
 * phase, or back from its last.
 * @param {Cursor} state @param {number} by @returns {Cursor} */
function walk(state, by) {
  const { phase, phases, open, total } = state;
  const most = state.at === total ? (open ?? phases) : phases;
  const next = phase === null ? (by > 0 ? 0 : most - 1) : phase + by;
  if (next >= 0 && next < most) return { ...state, phase: next };
  const step = state.at + by;
  if (step < state.least || step > total) return state;
  return { ...move(state, step), phase: by > 0 ? 0 : phases - 1 };
}

/** Go to a step, seen as a whole. Outside the window the cursor waits there for Python's next window.
 * @param {Cursor} before @param {number} asked @returns {Cursor} */
function move(before, asked) {
  /** @type {Cursor} */
  const state = { ...before, phase: null, seeking: null };
  const at = clamp(Math.round(asked), state.least, state.total);
  if (state.loop) return { ...state, at: clamp(at, state.first, state.last), carry: 0 };
  if (!inside(state, at)) return { ...state, at, carry: 0, pending: true, report: "now" };
  const edge = at === state.at ? null : nearEdge(state, at, at - state.at);
  const ask = edge !== null && edge !== state.asked;
  return { ...state, at, carry: 0, pending: false, asked: ask ? edge : state.asked, report: ask ? "now" : "later" };
}

/** The edge that the cursor runs into: within a quarter of the window, ahead, and not the end of the run.
 * @param {Cursor} state @param {number} at @param {number} direction */
function nearEdge(state, at, direction) {
  const quarter = (state.last - state.first + 1) / 4;
  if (direction > 0 && state.last < state.total && state.last - at < quarter) return `${state.first}>`;
  if (direction < 0 && state.first > state.least && at - state.first < quarter) return `${state.first}<`;
  return null;
}

/** @param {Cursor} state @param {boolean} on @returns {Cursor} */
function begin(state, on) {
  if (!on) return { ...state, playing: false, carry: 0, report: state.loop ? null : "later" };
  const atEnd = !state.loop && state.at >= state.total;
  return atEnd ? state : { ...state, playing: true, phase: null, carry: 0 };
}

/** Time passes while playing. At the edge of the window the tape holds until the next window is here.
 * @param {Cursor} state @param {number} seconds @returns {Cursor} */
function tick(state, seconds) {
  if (state.pending) return state;
  const carry = state.carry + seconds * rate(state.speed);
  const steps = Math.floor(carry);
  if (steps === 0) return { ...state, carry };
  if (state.loop) {
    const span = state.last - state.first + 1;
    return { ...state, carry: carry - steps, at: state.first + ((state.at - state.first + steps) % span) };
  }
  const at = Math.min(state.at + steps, state.last);
  const moved = { ...state, at, carry: Math.min(carry - steps, 1) };
  if (at >= state.total) return { ...moved, playing: false, report: "later" };
  const edge = nearEdge(state, at, 1);
  return edge !== null && edge !== state.asked ? { ...moved, asked: edge, report: "now" } : moved;
}

/** What a window says of itself. A lesson stays in its window.
 * @param {Tape} tape @param {number} phases @returns {Pick<Arrival, Sized>} */
export function sized({ first, last, total, H: neurons, header: { lesson }, veil }, phases) {
  const open = veil && veil.open < phases ? veil.open : null;
  return { first, last, neurons, phases, open, ...(lesson ? { least: first, total: last } : { least: 1, total }) };
}

/** Index in the window of what is drawn: the cursor, held at the edge while a jump waits.
 * @param {Cursor} state */
export const shown = (state) => clamp(state.at, state.first, state.last) - state.first;
