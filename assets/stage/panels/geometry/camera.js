// Where the eye of the 3-D picture is: drag turns it, arrow keys turn it, 0 puts it back.
import { clamp } from "../../model/scales.js";

const HOME = { turn: -2.25, tilt: 0.4 };
const BY = Math.PI / 24;
/** @type {Record<string, [across: number, upright: number]>} */
const KEYS = { ArrowLeft: [-BY, 0], ArrowRight: [BY, 0], ArrowUp: [0, BY], ArrowDown: [0, -BY] };
const STEEPEST = Math.PI / 2;

/** @param {Stage} stage @param {HTMLElement} element */
export function camera(stage, element) {
  const eye = (stage.eye ??= { ...HOME }); // outlives a new set of panels
  /** @type {[x: number, y: number] | null} */
  let last = null;

  /** @param {number} across @param {number} upright */
  function turn(across, upright) {
    eye.turn += across;
    eye.tilt = clamp(eye.tilt + upright, -STEEPEST, STEEPEST);
    stage.redraw();
  }

  /** @param {number} x @param {number} y @param {PointerEvent} event */
  function drag(x, y, event) {
    if (event.type !== "pointerdown" && last) turn((x - last[0]) * 0.01, (y - last[1]) * 0.01);
    last = [x, y];
  }

  // The stage would step with the same keys: here they turn the picture and go no further.
  element.addEventListener("keydown", (event) => {
    if (event.key === "0") {
      Object.assign(eye, HOME);
      stage.redraw();
    } else if (KEYS[event.key]) turn(...KEYS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  element.classList.add("turns");

  return { get turn() { return eye.turn; }, get tilt() { return eye.tilt; }, drag };
}
