// The reveal of a lesson's step: its phases are played once when its answer is here, from the last one that was seen before,
// and end in the step as a whole.
const PHASE = 900; // milliseconds that a phase is shown

/** @param {Stage} stage @param {MediaQueryList} calm whether motion is unwelcome */
export function lesson(stage, calm) {
  let timer = 0;
  let [played, asked, seen] = ["", "", 0];

  /** Show a phase, unless somebody has turned elsewhere meanwhile.
   * @param {number} k @param {Cursor} left what the phase before left */
  function play(k, left) {
    const { state } = stage;
    if (state.at !== left.at || state.phase !== left.phase || state.playing) return;
    const over = k === stage.phases.length;
    stage.act({ type: "look", at: over ? k - 1 : k }); // the same again: the step as a whole
    if (!over) timer = setTimeout(play, PHASE, k + 1, stage.state);
  }

  return {
    /** A window is here. */
    arrived() {
      const { lesson: told, at, scene = "" } = stage.base.header;
      if (told?.ask && told.ask.id !== asked) stage.act({ type: "focus", to: told.ask.neuron });
      asked = told?.ask?.id ?? "";
      const key = told?.reveal?.phases ? scene : "";
      const from = seen;
      seen = Math.max(0, (stage.base.veil?.open ?? 0) - 1);
      if (key === played) return;
      played = key;
      clearTimeout(timer);
      if (!key) return;
      stage.act({ type: "go", to: at });
      if (!calm.matches && from < stage.phases.length - 1) play(from, stage.state);
    },
    close: () => clearTimeout(timer),
  };
}
