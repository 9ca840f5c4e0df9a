// The composite memory of the chosen neuron as a vector in three of its axes, with the way that its tip came.
import { axisName, neuronName } from "../../model/names.js";
import { fixed } from "../../model/scales.js";
import { place } from "../../model/tape.js";
import { canvas, draggable, h, say } from "../../ui/dom.js";
import { neuronHeading } from "../neuron-heading.js";
import { camera } from "./camera.js";
import { scene } from "./scene.js";
import { direction, point, varied } from "./view.js";
import { described, order, which } from "./words.js";

const NAMES = ["first", "second", "third"];

/** @param {Stage} stage */
export function geometry(stage) {
  const length = h("span.length", {});
  const head = neuronHeading(stage, length);
  const surface = canvas("Memory as a vector", () => stage.redraw(), { tabindex: 0 });
  const eye = camera(stage, surface.element);
  const painted = scene(stage, surface, eye);
  const selects = NAMES.map((name, n) =>
    h("select", { "aria-label": `${name[0].toUpperCase()}${name.slice(1)} axis of the picture`, onchange: (/** @type {{ target: HTMLSelectElement }} */ event) => choose(n, Number(event.target.value)) }));
  const [told, ordered] = [h("p", {}), h("p", {})];
  const box = h("section.panel.geometry", { "aria-label": "Memory as a vector" },
    head.box, surface.box, h("div.picks", {}, "axes", ...selects, h("span.word", {}, "drag to turn")), h("div.said-of-it", {}, told, ordered));
  /** @type {{ key: string, axes: number[] }} */
  let held = { key: "", axes: [] }; // axes stay while the neuron does: the picture does not jump with a new window

  /** @param {Tape} tape */
  function axesOf(tape) {
    const { layer } = place(tape, stage.state.focus);
    const key = [tape.model, tape.task, stage.state.focus, layer.axes].join();
    if (key !== held.key) held = { key, axes: varied(tape, stage.state.focus) };
    return held.axes;
  }

  /** Show another axis; where it is shown already, the two change places.
   * @param {number} n @param {number} axis */
  function choose(n, axis) {
    const twin = held.axes.indexOf(axis);
    if (twin >= 0) held.axes[twin] = held.axes[n];
    held.axes[n] = axis;
    stage.redraw();
  }

  /** @param {Tape} tape @param {HiddenLayer} layer @param {number[]} axes */
  function offer(tape, layer, axes) {
    selects.forEach((select, n) => {
      select.hidden = n >= axes.length;
      const key = `${stage.tape.task} ${layer.number} ${layer.axes} ${axisName(tape, layer, layer.axes - 1)}`;
      if (select.dataset.key !== key) {
        select.dataset.key = key;
        select.replaceChildren(...Array.from({ length: layer.axes }, (_, axis) => h("option", { value: axis }, axisName(tape, layer, axis))));
      }
      if (n < axes.length && Number(select.value) !== axes[n]) select.value = String(axes[n]);
    });
  }

  /** @param {Tape} tape @param {number} t */
  function draw(tape, t) {
    const { layer } = place(tape, stage.state.focus);
    if (!surface.width || !layer.axes) return painted.clear();
    const axes = axesOf(tape);
    painted.draw(tape, t, stage.state.focus, axes, axes.map((axis) => axisName(tape, layer, axis)));
  }

  /** @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    const { focus } = stage.state;
    const { layer } = place(tape, focus);
    head.tell(tape);
    if (!layer.axes) {
      selects.forEach((select) => (select.hidden = true));
      say(told, "This neuron has no memory.");
      for (const each of [ordered, length]) say(each, "");
      return;
    }
    const axes = axesOf(tape);
    const vector = direction(tape, t, focus);
    offer(tape, layer, axes);
    say(length, `length ${fixed(vector.length)}`);
    say(told, which(tape, layer, vector));
    say(ordered, order(tape, t, focus, layer, vector));
    const values = point(tape, t, focus, axes);
    const label = described(neuronName(tape, focus), axes.map((axis, n) => ({ label: axisName(tape, layer, axis), value: values[n] })), vector);
    if (surface.element.getAttribute("aria-label") !== label) surface.element.setAttribute("aria-label", label);
  }

  draggable(surface.element, eye.drag);
  return { box, close: surface.close, draw, tell };
}
