// The reveal of a lesson's step: the phases that its open question hid are played once when its answer is here, and end in the
// step as a whole. Where nothing was hidden but how it came about, or no question stood open, the step is whole at once.
const PHASE = 600; // milliseconds that a phase is shown

/** @param {Stage} stage @param {MediaQueryList} calm whether motion is unwelcome */
export function lesson(stage, calm) {
  let timer = 0;
  let [played, asked, waited] = ["", "", ""];
  let seen = 0; // the last phase that the open question left to be seen

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
      if (told?.open) {
        waited = scene;
        seen = (stage.base.veil?.open || stage.phases.length) - 1;
      }
      if (key === played) return;
      played = key;
      clearTimeout(timer);
      if (!key) return;
      stage.act({ type: "go", to: at });
      if (!calm.matches && waited === key && seen < stage.phases.length - 1) play(seen, stage.state);
    },
    close: () => clearTimeout(timer),
  };
}
