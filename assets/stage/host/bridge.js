// What Python is told of the stage, and when: everything once, the cursor where it rests. And the address, see address.js.
import { address } from "./address.js";

const REST = 300; // the cursor rests: Python may hear of it
const TURNS = ["pointerdown", "focusin"];
const PLAYING = 4000; // how often Python hears of the cursor while it plays

export function bridge(stage, frame) {
  const said = {};
  const url = address(stage);
  let [timer, last] = [0, -Infinity];

  /** Tell Python, unless it knows. */
  stage.say = (name, value) => {
    if (said[name] === value) return;
    said[name] = value;
    if (name === "at") last = performance.now();
    if (!stage.state.loop) stage.tell(name, value);
  };

  /** The reader turns to something else, which may draw the page anew: it shall not forget where the cursor is. */
  function hurry(event) {
    if (timer && !event.composedPath().includes(frame)) rested();
  }
  for (const turn of TURNS) document.addEventListener(turn, hurry, true);

  function rested() {
    forget();
    stage.say("at", stage.state.at);
  }

  function forget() {
    clearTimeout(timer);
    timer = 0;
  }

  return {
    /** Python has this from the address. */
    knows: (name, value) => (said[name] = value),
    /** The state was another one. */
    report(was) {
      const { state } = stage;
      if (state.report) forget();
      const due = state.playing && performance.now() - last > PLAYING;
      if (due || state.report === "now") stage.say("at", state.at);
      else if (state.report === "later") timer = setTimeout(rested, REST);
      if (state.focus !== was.focus) stage.say("focus", state.focus);
    },
    /** Something new is drawn. */
    drawn: () => stage.state.loop || url.touch(),
    /** The cursor of this scene means nothing in the next one. */
    forget,
    close() {
      forget();
      for (const turn of TURNS) document.removeEventListener(turn, hurry, true);
      url.close();
    },
  };
}
