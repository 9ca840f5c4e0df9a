// The network: inputs, hidden neurons with their memory banks, outputs; what is active lights up.
import { canvas, draggable, h, say, wipe, write } from "./dom.js";
import { neuronName, outputName } from "./decode.js";
import { fixed } from "./scales.js";
import { neuronAt, places } from "./places.js";
import { drawKey } from "./networkkey.js";
import { nodes } from "./nodes.js";
import { scatter } from "./scatter.js";
import { wires } from "./wires.js";

export function network(stage) {
  const label = "Network: inputs, hidden neurons with memory banks, outputs. Up and down arrows choose a neuron";
  const surface = canvas(label, () => plan(), { tabindex: 0 });
  const word = h("span.word", {});
  const box = h("section.panel.network", { "aria-label": "Network" },
    h("header", {}, h("h2", {}, "Network"), word), surface.box);
  const cloud = scatter(stage);
  const edges = wires(stage);
  const parts = nodes(stage);
  const still = document.createElement("canvas");
  let resting = -1; // the chosen neuron that `still` shows
  let drawn = null; // the geometry of the tape at this size

  draggable(surface.element, (x, y, event) => {
    const j = drawn ? neuronAt(drawn, x, y) : -1;
    if (j >= 0 && event.type === "pointerdown") stage.act({ type: "focus", to: j });
  });
  surface.element.addEventListener("pointermove", (event) => {
    const j = drawn ? neuronAt(drawn, event.offsetX, event.offsetY) : -1;
    surface.element.style.cursor = j >= 0 ? "pointer" : "default";
    stage.tip(event, j < 0 ? null : `${neuronName(stage.tape, j)}: x = ${fixed(stage.tape.x[stage.t * stage.tape.H + j])}`);
  });
  surface.element.addEventListener("pointerleave", (event) => stage.tip(event, null));

  function plan() {
    if (!stage.tape || !surface.width) return;
    drawn = places(stage.tape, surface.width, surface.height, stage.theme.size);
    edges.lay(stage.tape, drawn);
    rest();
    stage.redraw();
  }

  /** What no step changes, on a canvas of its own. */
  function rest() {
    const { tape, theme } = stage;
    resting = stage.state.focus;
    still.width = surface.element.width;
    still.height = surface.element.height;
    const pen = still.getContext("2d");
    pen.setTransform(surface.scale, 0, 0, surface.scale, 0, 0);
    edges.rest(pen);
    for (const col of drawn.columns) {
      const text = col.kind === "hidden" && tape.hidden.length > 1 ? `layer ${col.number}` : `${col.kind} · ${col.size}`;
      const x = col.kind === "input" ? 0 : col.kind === "output" ? col.x - col.r : col.name;
      write(pen, text, x, 7, theme.soft, "left", `${theme.size}px ${theme.family}`);
      parts.rest[col.kind](pen, tape, col);
    }
    drawKey(pen, stage, tape, drawn, surface.height);
  }

  function draw(tape, t, glow) {
    if (!drawn) plan();
    if (!drawn) return;
    if (resting !== stage.state.focus) rest();
    const pen = wipe(surface);
    pen.drawImage(still, 0, 0, surface.width, surface.height);
    edges.draw(pen, tape, t);
    for (const col of drawn.columns) parts.live[col.kind](pen, tape, t, col, glow);
    if (drawn.scatter) cloud.draw(pen, tape, t, drawn.scatter);
  }

  const tell = (tape, t) => say(word, verdict(tape, t));

  return { box, close: surface.close, draw, tell, data: plan, themed: plan };
}

/** Right or wrong, in words. */
export function verdict(tape, t) {
  if (!tape.scored[t]) return "not scored";
  const answer = outputName(tape, tape.answers[t]);
  if (tape.wanted[t] < 0) return tape.wrong[t] ? "✗ wrong" : "✓ right";
  const target = outputName(tape, tape.wanted[t]);
  return tape.wrong[t] ? `✗ answers ${answer}, wrong: it is ${target}` : `✓ answers ${answer}, right`;
}
