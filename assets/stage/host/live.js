// The stage under a moved control: the network of its place is trained at once (nmn/app/step/live.py) and drawn over the
// page's.
import { hand } from "../../hand/hand.js";
import { decode } from "../model/decode.js";
import { ghostsOf } from "../model/ghosts.js";

/** @param {Stage} stage @param {HTMLElement} frame @param {(tape: Tape, arrival: Arriving) => void} show
 * @param {(tape: Tape) => void} arrive */
export function live(stage, frame, show, arrive) {
  /** @type {Curve[] | null} the curves of before, as long as the control has the focus */
  let before = null;
  let chosen = { focus: 0, axis: /** @type {string | null} */ (null) }; // in the page's own window

  const held = hand({
    live: () => stage.page?.header.live,
    more: () => ({ at: String(stage.state.at) }),
    begin: () => (chosen = { focus: stage.state.focus, axis: stage.state.axis }),
    draw,
    back,
    forget() {
      before = null;
      if (!stage.ghosts.length) return;
      stage.ghosts = [];
      stage.turn(stage.turned);
    },
    leaves: () => (before = null),
  });

  /** @param {Uint8Array} bytes */
  function draw(bytes) {
    const { page } = stage;
    if (!page) return false;
    const tape = decode(bytes);
    const { note } = tape.header;
    tape.header = { ...page.header, ...tape.header, note: page.header.note, beside: undefined }; // the note's place is kept
    tape.total = page.total;
    before ??= page.header.curves;
    stage.ghosts = ghostsOf(before, tape.header.curves);
    if (stage.state.playing) stage.act({ type: "play", on: false });
    show(tape, { type: "preview" });
    frame.classList.add("live");
    stage.complain(note ?? "");
    return Boolean(tape.header.more);
  }

  /** The page's own window again.
   * @param {string} words why */
  function back(words) {
    const { page } = stage;
    if (!page) return;
    stage.ghosts = ghostsOf(before ?? [], page.header.curves);
    stage.act({ type: "axis", to: chosen.axis });
    arrive(page);
    stage.act({ type: "focus", to: chosen.focus });
    frame.classList.remove("live");
    stage.complain(words);
  }

  return {
    /** The page's next window is here. Where it is of another place than the control has by now, it waits behind that one's.
     * @param {Tape} tape */
    keeps(tape) {
      const { holds, elsewhere } = held;
      if (held.keeps()) {
        if (stage.state.pending) arrive(tape);
        return true;
      }
      if (holds) stage.complaint = "";
      if (elsewhere) before = null; // it may be gone unheard
      frame.classList.remove("live");
      stage.ghosts = ghostsOf(before ?? [], tape.header.curves ?? []);
      return false;
    },
    close: held.close,
  };
}
