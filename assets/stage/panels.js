// Which panels a model gets, and their order in the stage.
import { h, say } from "./dom.js";
import { convergence } from "./convergence.js";
import { heatmap } from "./heatmap.js";
import { network } from "./network.js";
import { neuron } from "./neuron.js";
import { numbers } from "./numbers.js";
import { raster } from "./raster.js";
import { timeline } from "./timeline.js";
import { transport } from "./transport.js";

export function panels(stage, root, kind) {
  const [form, memory] = kind.split(" ");
  const makers = [transport, timeline, network, memory === "memory" ? heatmap : raster];
  if (form === "full") makers.push(neuron, convergence, numbers);
  const all = makers.map((make) => make(stage, stage.help));
  const [bar, line, ...rest] = all;
  const note = h("p.note-line", { role: "status", hidden: true });
  
  root.replaceChildren(bar.box, note, h("div.line", {}, line.box), ...rest.map((panel) => panel.box));
  const each = (name) => (...args) => all.forEach((panel) => panel[name]?.(...args));
  return {
    kind,
    close: each("close"),
    // Canvases first, text after them: a canvas that sets its font makes the browser settle changed text at once.
    draw(...args) {
      each("draw")(...args);
      each("tell")(...args);
    },
    themed: each("themed"),
    data(tape) {
      say(note, tape.header.note ?? "");
      root.className = `stage ${form}${tape.hidden.length > 1 ? " many" : ""}`;
      note.hidden = !tape.header.note;
      each("data")(tape);
    },
  };
}
