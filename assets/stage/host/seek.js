// Jumps to events: in the window at once, beyond it by asking Python.
import { axisInView, EVENTS, find } from "../model/events.js";
import { hides } from "../model/hidden.js";
import { whole } from "../model/scales.js";

/** @param {string} kind */
const eventOf = (kind) => EVENTS.find((each) => each.kind === kind) ?? EVENTS[0];

/** @param {Stage} stage */
export function seeker(stage) {
  /** @type {{ kind: string, by: number } | null} what was asked last */
  let asked = null;
  let number = Date.now() % 1e6; // tells an answer from that to an earlier question, also of an earlier page

  /** Go to the next (by 1) or previous (-1) event of a kind; say so where there is none.
   * @param {string} kind @param {number} by */
  function seek(kind, by) {
    const { tape, state } = stage;
    const { what, has } = eventOf(kind);
    if (!has(tape)) return stage.complain(`There is no ${what} here.`);
    if (kind === "mistake" && hides(tape, stage.t, "output")) return stage.complain("Mistakes are hidden while the question is open.");
    const t = state.at - tape.first;
    const axis = axisInView(tape, stage.t, state);
    const about = { focus: state.focus, axis };
    if ((kind === "write" || kind === "fade") && axis === null) return stage.complain("Choose an axis of the memory first.");
    const inside = t >= 0 && t < tape.count;
    const found = inside ? find(tape, t, by, kind, about, stage.reach) : -1;
    if (found >= 0) return stage.act({ type: "go", to: tape.first + found });
    const ends = inside && (by > 0 ? tape.last >= state.total : tape.first <= state.least);
    if (ends || state.loop) return none(kind, by);
    number += 1;
    asked = { kind, by };
    stage.act({ type: "seek", id: number });
    const from = !inside ? state.at : by > 0 ? tape.last : tape.first;
    stage.tell("seek", stage.ofScreen({ id: number, kind, by, from, neuron: state.focus, axis }));
  }

  /** Python's answer has come: `step` is null where it found nothing.
   * @param {Sought} sought */
  function answered(sought) {
    if (sought.step === null && asked) none(asked.kind, asked.by, sought.until);
  }

  /** @param {string} kind @param {number} by @param {number | null} [until] */
  function none(kind, by, until = null) {
    const { what } = eventOf(kind);
    const here = stage.tape.header.lesson ? "among these steps" : "in this run";
    const where = until === null ? here : `${by > 0 ? "up" : "down"} to step ${whole(until)}`;
    stage.complain(`No ${by > 0 ? "further" : "earlier"} ${what} ${where}.`);
  }

  return { seek, answered };
}
