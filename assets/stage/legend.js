// The legend of a ramp: its colours with their numbers, and what an outline means.
import { canvas, h, say } from "./dom.js";
import { rampIndex } from "./colour.js";
import { fixed } from "./scales.js";

export function legend(stage, hasNote = true) {
  const surface = canvas("Colour scale", () => paint());
  const [low, high, note] = [h("span.number", {}), h("span.number", {}), h("span", {})];
  const box = h("div.legend", {}, low, surface.box, high, hasNote ? h("span.note", {}, h("span.swatch"), note) : "");
  let now = null;

  function paint() {
    if (!now || !surface.width) return;
    const { ceiling, signed } = now;
    const ramp = (signed ? stage.theme.signed : stage.theme.ramp).text;
    const { pen, element } = surface;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    for (let x = 0; x < element.width; x++) {
      const share = (x + 0.5) / element.width;
      pen.fillStyle = ramp[rampIndex(signed ? (2 * share - 1) * ceiling : share * ceiling, ceiling, signed)];
      pen.fillRect(x, 0, 1, element.height);
    }
  }

  return {
    box,
    close: surface.close,
    draw(ceiling, signed, words = "") {
      say(note, words);
      now = { ceiling, signed };
      const text = (value) => fixed(value, Number.isInteger(value) ? 0 : value < 0.1 ? 3 : 2);
      say(low, signed ? text(-ceiling) : "0");
      say(high, text(ceiling));
      paint();
    },
  };
}
