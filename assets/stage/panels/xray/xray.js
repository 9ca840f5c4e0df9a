// Memory X-ray: what a component of the chosen neuron is made of, or where an input still is. One of the two is open.
import { h } from "../../ui/dom.js";
import { neuronHeading } from "../neuron-heading.js";
import { axisView } from "./axis.js";
import { inputView } from "./input.js";

/** @param {Stage} stage */
export function xray(stage) {
  const head = neuronHeading(stage);
  const axis = axisView(stage);
  const input = inputView(stage);
  const box = h("section.panel.xray", { "aria-label": "Memory X-ray" }, head.box, axis.box, input.box);

  function open() {
    const pinned = stage.state.pin !== null;
    axis.box.hidden = pinned;
    input.box.hidden = !pinned;
    return pinned ? input : axis;
  }

  return {
    box,
    close() {
      axis.close();
      input.close();
    },
    /** @param {Tape} tape @param {number} t */
    draw(tape, t) {
      if (open() === axis) axis.draw(tape, t);
    },
    /** @param {Tape} tape @param {number} t */
    tell(tape, t) {
      head.tell(tape);
      open().tell(tape, t);
    },
  };
}
