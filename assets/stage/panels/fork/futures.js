// The tab "two futures": what a fork changed, the difference of both memories, and both futures' errors in lock-step.
import { account, common, compare, here, reachOf } from "../../model/fork.js";
import { axisName, neuronName } from "../../model/names.js";
import { clamp, fixed, nice } from "../../model/scales.js";
import { rampIndex } from "../../ui/colour.js";
import { canvas, draggable, h, say, wipe, write } from "../../ui/dom.js";
import { rampLegend } from "../../ui/ramp-legend.js";
import { penOf } from "../../ui/vector.js";
import { axisAt, blocks, cellAt } from "../blocks.js";
import { forkErrors } from "./errors.js";

/** @param {Stage} stage */
export function futures(stage) {
  const [words, now] = [h("p.account", {}), h("p.here", { "aria-live": "polite" })];
  const map = canvas("Difference of both futures: one row a hidden neuron, one column an axis", () => plan());
  const curves = canvas("Errors of both futures, summed up since the fork", () => stage.redraw(), { class: "scrub" });
  const key = rampLegend(stage, false);
  /** @param {string} label @param {boolean} turned */
  const view = (label, turned) => h("button", { type: "button", "aria-pressed": "false", onclick: () => stage.turn(turned) }, label);
  const [was, other] = [view("as it was", false), view("forked", true)];
  const switches = h("span.group", { role: "group", "aria-label": "The future that the stage shows" }, was, other);
  const body = h("div.both", {}, h("div.difference", {}, map.box, key.box), curves.box);
  const hint = h("p.hint", {}, "There is one future so far. Change something under “fork”, and both are compared here.");
  const strip = h("div.strip", {}, now, switches);
  const box = h("section.panel.futures", { "aria-label": "Two futures" }, words, strip, hint, body);
  /** @type {Apart | null} */
  let apart = null;
  let far = 1; // the largest difference in the window
  let reach = 1; // where its scale ends: no further than that of memories that grow
  /** @type {Block[]} */
  let all = [];
  const sheet = document.createElement("canvas");

  draggable(curves.element, (x) => {
    const { base } = stage;
    stage.act({ type: "go", to: base.first + clamp(Math.floor((x / curves.width) * base.count), 0, base.count - 1) });
  });
  map.element.addEventListener("pointermove", (event) => {
    const { base, t } = stage;
    const cell = cellAt(base.other ? all : [], event.offsetX * map.scale, event.offsetY * map.scale);
    if (!cell || !base.other || t >= common(base, base.other)) return stage.tip(event, null);
    const name = neuronName(base, cell.layer.neuron + cell.local);
    const what = base.M ? `, axis ${axisName(base, cell.layer, cell.axis)}` : "";
    stage.tip(event, `${name}${what}: ${fixed(difference(t, cell.layer, cell.local, cell.axis), 4)}`);
  });
  map.element.addEventListener("pointerleave", (event) => stage.tip(event, null));

  /** Forked minus as it was, of a memory component, or of an output where there is no memory.
   * @param {number} t @param {HiddenLayer} layer @param {number} local @param {number} axis */
  function difference(t, layer, local, axis) {
    const { base } = stage;
    const at = base.M ? t * base.M + layer.memory + local * layer.axes + axis : t * base.H + layer.neuron + local;
    if (!base.other) return 0;
    return base.M ? base.other.memory[at] - base.memory[at] : base.other.x[at] - base.x[at];
  }

  function plan() {
    const { base, theme } = stage;
    if (!base?.other || !map.width || !theme) return;
    const layers = base.hidden.map((layer) => ({ ...layer, axes: base.M ? layer.axes : 1 }));
    all = blocks(layers, map.width, map.height, { left: 0, top: 0, gap: 8, scale: map.scale });
    const grown = stage.ceiling * (stage.signedMemory ? 2 : 1);
    reach = base.M && stage.ceiling < stage.most ? Math.min(far, grown) : far;
    key.draw(reach, true);
    stage.redraw();
  }

  /** @param {Pen} pen @param {Block} block @param {number} t */
  function paint(pen, block, t) {
    const { layer, columns } = block;
    [sheet.width, sheet.height] = [columns, layer.size];
    const ink = penOf(sheet);
    const image = ink.createImageData(columns, layer.size);
    const cells = new Uint32Array(image.data.buffer);
    for (let row = 0, k = 0; row < layer.size; row++) {
      for (let column = 0; column < columns; column++, k++) {
        let most = 0;
        for (let axis = axisAt(block, column); axis < axisAt(block, column + 1); axis++) {
          const value = difference(t, layer, row, axis);
          if (Math.abs(value) > Math.abs(most)) most = value;
        }
        cells[k] = stage.theme.signed.packed[rampIndex(most, reach, true)];
      }
    }
    ink.putImageData(image, 0, 0);
    pen.drawImage(sheet, block.x, block.y, block.width, block.height);
  }

  /** @param {Tape} _ @param {number} t */
  function draw(_, t) {
    const { base } = stage;
    if (!apart || !map.width || !curves.width) return;
    const { theme } = stage;
    const pen = wipe(map);
    if (t < apart.steps) {
      pen.setTransform(1, 0, 0, 1, 0, 0); // blocks are laid out in pixels of the canvas
      pen.imageSmoothingEnabled = false;
      for (const block of all) paint(pen, block, t);
    } else {
      write(pen, "the other future has ended", 0, theme.size, theme.soft, "left", `${theme.size}px ${theme.family}`);
    }
    forkErrors(wipe(curves), theme, base, apart, stage.t, curves.width, curves.height);
  }

  function tell() {
    const { base } = stage;
    if (!base.header.fork) return;
    say(words, account(base));
    const beyond = base.first > base.header.fork.step ? "after the other future's end" : "before the fork";
    say(now, apart && base.other ? here(base, base.other, apart, stage.t) : `This part of the run lies ${beyond}.`);
    was.setAttribute("aria-pressed", String(!stage.turned));
    other.setAttribute("aria-pressed", String(stage.turned));
  }

  return {
    box,
    close() {
      map.close();
      curves.close();
      key.close();
    },
    data() {
      const { base } = stage;
      apart = base.other ? compare(base, base.other) : null;
      far = nice(base.other ? reachOf(base, base.other) : 1);
      for (const part of [words, strip]) part.hidden = !base.header.fork;
      body.hidden = switches.hidden = !apart;
      hint.hidden = Boolean(base.header.fork);
      plan();
    },
    themed: plan,
    draw,
    tell,
  };
}
