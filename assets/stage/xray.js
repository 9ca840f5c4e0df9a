// Memory X-ray: what a component of the chosen neuron is made of, or where an input still is. One of the two is open.
import { h } from "./dom.js";
import { heading } from "./heading.js";
import { xrayaxis } from "./xrayaxis.js";
import { xrayinput } from "./xrayinput.js";

export function xray(stage) {
  const head = heading(stage);
  const axis = xrayaxis(stage);
  const input = xrayinput(stage);
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
    draw: (tape, t) => open().draw?.(tape, t),
    tell(tape, t) {
      head.tell(tape);
      open().tell(tape, t);
    },
  };
}
