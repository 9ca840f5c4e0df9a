// The address: step, chosen neuron and what is looked at, kept there by the stage itself, without asking Python.
import { lookOf, phaseText, searchOf } from "../model/look.js";
import { neuronText } from "../model/names.js";

const [REST, PLAYING] = [300, 1000]; // how far the address may be behind, in milliseconds

/** @param {Stage} stage */
export function address(stage) {
  let timer = 0;

  function write() {
    timer = 0;
    if (stage.base !== stage.page) return; // a moved control's network is on screen, which the address does not name yet
    const { state } = stage;
    const look = lookOf(stage);
    const phase = phaseText(state.phase === null ? null : stage.phases[state.phase]);
    stage.say("look", look);
    stage.say("phase", phase);
    if (!new URLSearchParams(location.search).has("v")) return touch(); // Python writes an address of this version first
    const search = searchOf(location.search, { at: state.at, neuron: neuronText(stage.base, state.focus), look, phase });
    if (search !== location.search) history.replaceState(history.state, "", search + location.hash);
  }
  const touch = () => (timer ||= setTimeout(write, stage.state.playing ? PLAYING : REST));

  return {
    /** Something may have changed. */
    touch,
    close: () => clearTimeout(timer),
  };
}
