import { initial, rate, reduce, shown, SPEEDS } from "/stage/model/cursor.js";
import { close, holds, same } from "./expect.js";

const WINDOW = { type: "data", first: 401, last: 800, total: 10000, neurons: 20, phases: 7, axes: 8, at: 501 };
const open = (more = {}) => reduce(initial, { ...WINDOW, ...more });
const after = (state, ...actions) => actions.reduce(reduce, state);

export const tests = {
  "a first window puts the cursor where Python says"() {
    const state = open();
    same([state.at, state.playing, state.report, shown(state)], [501, false, null, 100]);
  },
  "a step inside the window is told later, once the cursor rests"() {
    const state = after(open(), { type: "step", by: 1 });
    same([state.at, state.report], [502, "later"]);
  },
  "stepping back to where one was is the same place"() {
    same(after(open(), { type: "step", by: 1 }, { type: "step", by: -1 }).at, 501);
  },
  "a step stops play"() {
    same(after(open(), { type: "play" }, { type: "step", by: 1 }).playing, false);
  },
  "a jump out of the window is told at once and waits, drawn at the edge"() {
    const state = after(open(), { type: "go", to: 5000 });
    same([state.at, state.pending, state.report, shown(state)], [5000, true, "now", 399]);
    const there = after(state, { ...WINDOW, first: 4801, last: 5200, at: 5000 });
    same([there.at, there.pending, shown(there)], [5000, false, 199]);
  },
  "no step beyond the ends of the run"() {
    same(after(open(), { type: "go", to: -3 }).at, 1);
    same(after(open(), { type: "go", to: 1e9 }).at, 10000);
  },
  "near the edge ahead Python is asked at once, and once only"() {
    const near = after(open(), { type: "go", to: 702 });
    same(near.report, "now");
    same(after(near, { type: "step", by: 1 }).report, "later");
    same(after(near, { ...WINDOW, first: 601, last: 1000 }, { type: "go", to: 950 }).report, "now");
  },
  "nobody asks for more behind an edge where the run ends, or behind the back"() {
    const ends = open({ last: 800, total: 800 });
    same(after(ends, { type: "go", to: 750 }).report, "later");
    same(after(open({ first: 1, last: 400, at: 200 }), { type: "go", to: 20 }).report, "later");
    same(after(open({ at: 410 }), { type: "step", by: 1 }).report, "later");
  },
  "play moves as fast as it says, whatever the frame"() {
    let state = after(open({ first: 1, last: 9000, at: 1 }), { type: "speed", to: 6 }, { type: "play" });
    close(rate(6), 60);
    for (let k = 0; k < 600; k++) state = reduce(state, { type: "tick", seconds: 1 / 120 });
    close(state.at, 301, 1);
  },
  "at high speed several steps a frame"() {
    const state = after(open(), { type: "speed", to: 8 }, { type: "play" }, { type: "tick", seconds: 1 / 60 });
    same(state.at, 505);
  },
  "play holds at the edge until the next window is here, then goes on"() {
    let state = after(open({ at: 795 }), { type: "speed", to: 8 }, { type: "play" });
    const reports = [];
    for (let k = 0; k < 10; k++) {
      state = reduce(state, { type: "tick", seconds: 1 / 60 });
      reports.push(state.report);
    }
    same([state.at, state.playing], [800, true]);
    same(reports.filter((report) => report === "now").length, 1);
    state = after(state, { ...WINDOW, first: 601, last: 1000, at: 701 }, { type: "tick", seconds: 1 / 60 });
    holds(state.at > 800 && state.playing, "goes on");
  },
  "play ends at the end of the run"() {
    const state = after(open({ total: 800, at: 799 }), { type: "play" }, { type: "tick", seconds: 10 });
    same([state.at, state.playing, state.report], [800, false, "later"]);
    same(reduce(state, { type: "play" }).playing, false);
  },
  "the user's cursor wins in a new window, and play, speed and focus live on"() {
    const moved = after(open(), { type: "focus", to: 7 }, { type: "speed", to: 5 }, { type: "play" }, { type: "go", to: 777 });
    const state = reduce(moved, { ...WINDOW, first: 601, last: 1000, at: 701 });
    same([state.at, state.focus, state.speed, state.playing], [777, 7, 5, true]);
  },
  "Python's offer wins where the cursor is not in the window"() {
    same(reduce(open(), { ...WINDOW, first: 2001, last: 2400, at: 2101 }).at, 2101);
  },
  "a window that was asked for from elsewhere does not take the cursor back there"() {
    const asked = after(open(), { type: "go", to: 780 }); // near the edge: the next window is asked for
    const late = reduce(after(asked, { type: "go", to: 410 }), { ...WINDOW, first: 601, last: 1000, at: 780 });
    same([late.at, late.pending, late.report], [410, true, "now"]);
    const own = reduce(late, { ...WINDOW, at: 410 });
    same([own.at, own.pending], [410, false]);
    const shorter = reduce(after(asked, { type: "go", to: 410 }), { ...WINDOW, first: 201, last: 400, total: 400, at: 400 });
    same([shorter.at, shorter.pending], [400, false], "a run without such a step");
  },
  "a window that comes late does not take a waiting jump away"() {
    const jumped = after(open(), { type: "go", to: 9000 });
    const late = reduce(jumped, { ...WINDOW, first: 601, last: 1000, at: 501 });
    same([late.at, late.pending], [9000, true]);
  },
  "phases are walked over the ends of a step into the next one, and back"() {
    const state = after(open(), { type: "phase", by: 1 });
    same([state.at, state.phase, state.report], [501, 0, null], "from the step as a whole");
    let far = state;
    for (let k = 0; k < 7; k++) far = reduce(far, { type: "phase", by: 1 });
    same([far.at, far.phase, far.report], [502, 0, "later"]);
    same([after(far, { type: "phase", by: -1 }).at, after(far, { type: "phase", by: -1 }).phase], [501, 6]);
    same(after(open(), { type: "phase", by: -1 }).phase, 6);
  },
  "a whole step, a jump and play leave the phases"() {
    const walking = after(open(), { type: "phase", by: 1 }, { type: "phase", by: 1 });
    for (const action of [{ type: "step", by: 1 }, { type: "go", to: 600 }, { type: "play" }, { type: "whole" }]) {
      same(reduce(walking, action).phase, null, action.type);
    }
    same([after(walking, { type: "look", at: 4 }).phase, after(walking, { type: "look", at: 1 }).phase], [4, null]);
  },
  "a phase stays within the run, and a model with other phases begins with the whole step"() {
    const end = after(open({ last: 800, total: 800, at: 800 }), { type: "look", at: 6 });
    same([after(end, { type: "phase", by: 1 }).at, after(end, { type: "phase", by: 1 }).phase], [800, 6]);
    same(after(end, { ...WINDOW, phases: 4 }).phase, null);
    same(after(open({ loop: true }), { type: "phase", by: 1 }).phase, null);
  },
  "a search waits for its answer, and goes where the event is"() {
    const state = after(open(), { type: "seek", id: 9 });
    same([state.pending, state.seeking, after(state, { ...WINDOW }).pending], [true, 9, true], "other windows are no answer");
    const there = after(state, { ...WINDOW, first: 2001, last: 2400, at: 2111, sought: { id: 9, step: 2111 } });
    same([there.at, there.pending, there.seeking], [2111, false, null]);
    const none = after(state, { ...WINDOW, sought: { id: 9, step: null } });
    same([none.at, none.pending], [501, false]);
    const left = after(state, { type: "step", by: 1 }, { ...WINDOW, sought: { id: 9, step: 777 } });
    same([left.at, left.pending], [502, false], "who steps on meanwhile is left alone");
    const other = after(state, { ...WINDOW, screen: 5 });
    same([other.pending, other.seeking], [false, null], "nobody answers a search in a sequence that is left");
  },
  "an axis is chosen with its neuron, and stays chosen on the next one"() {
    const state = after(open(), { type: "focus", to: 3, axis: "101" }, { type: "focus", to: 4 });
    same([state.focus, state.axis], [4, "101"]);
    same(after(state, { type: "axis", to: null }).axis, null);
  },
  "the input that the X-ray looks at stays, but not in another scene"() {
    const state = after(open(), { type: "pin", to: 480 }, { type: "step", by: 1 }, { ...WINDOW, first: 301 });
    same(state.pin, 480);
    same(after(state, { ...WINDOW, scene: "own" }).pin, null);
  },
  "a smaller network keeps the chosen neuron in range"() {
    same(after(open(), { type: "focus", to: 19 }, { ...WINDOW, neurons: 4 }).focus, 3);
  },
  "the start page's loop starts over and tells nobody"() {
    let state = open({ loop: true, autoplay: true, at: 799 });
    same(state.playing, true);
    state = after(state, { type: "tick", seconds: 1 });
    same([state.at, state.report], [401 + ((398 + Math.floor(rate(state.speed))) % 400), null]);
  },
  "speeds double"() {
    SPEEDS.slice(1).forEach((speed, k) => same(speed, 2 * SPEEDS[k]));
  },
};
