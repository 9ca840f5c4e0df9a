// What Python is told of the stage, and when: everything once, the cursor where it rests. And the address, see address.js.
import { address } from "./address.js";

const REST = 300; // the cursor rests: Python may hear of it
const TURNS = /** @type {const} */ (["pointerdown", "focusin"]);
const PLAYING = 4000; // how often Python hears of the cursor while it plays

/** @param {Stage} stage @param {HTMLElement} frame */
export function bridge(stage, frame) {
  /** @type {Record<string, unknown>} */
  const said = {};
  const url = address(stage);
  let [timer, last] = [0, -Infinity];

  /** A step means something only in the sequence that it is one of: what is said of another one is dropped there. */
  stage.ofScreen = (about) => ({ screen: stage.base.header.screen ?? 0, ...about });

  /** The start page's loop and a scene of a lesson are looked at, and nothing is kept of that. */
  const quiet = () => stage.state.loop || Boolean(stage.page?.header.lesson);

  /** Tell Python, unless it knows. */
  stage.say = (name, value) => {
    const key = JSON.stringify(value);
    if (said[name] === key) return;
    said[name] = key;
    if (!quiet()) stage.tell(name, value);
  };

  /** The reader turns to something else, which may draw the page anew: it shall not forget where the cursor is.
   * @param {Event} event */
  function hurry(event) {
    if (timer && !event.composedPath().includes(frame)) rested();
  }
  for (const turn of TURNS) document.addEventListener(turn, hurry, true);

  function rested() {
    forget();
    if (stage.state.seeking === null) tellStep(); // what is sought moves the cursor: this step would lead back from there
  }

  function tellStep() {
    last = performance.now();
    stage.say("at", stage.ofScreen({ step: stage.state.at }));
  }

  function forget() {
    clearTimeout(timer);
    timer = 0;
  }

  return {
    /** Python has this from the address.
     * @param {string} name @param {unknown} value */
    knows: (name, value) => (said[name] = JSON.stringify(value)),
    /** The state was another one.
     * @param {Cursor} was */
    report(was) {
      const { state } = stage;
      if (state.report) forget();
      const due = state.playing && performance.now() - last > PLAYING;
      if (due || state.report === "now") tellStep();
      else if (state.report === "later") timer = setTimeout(rested, REST);
      if (state.focus !== was.focus) stage.say("focus", state.focus);
    },
    /** Something new is drawn. */
    drawn: () => quiet() || url.touch(),
    /** The cursor of this scene means nothing in the next one. */
    forget,
    close() {
      forget();
      for (const turn of TURNS) document.removeEventListener(turn, hurry, true);
      url.close();
    },
  };
}
