// The legend of a ramp: its colours with their numbers, what an outline means, and what a hatched column.
import { fixed } from "../model/scales.js";
import { rampIndex } from "./colour.js";
import { canvas, h, say } from "./dom.js";

/** @param {Stage} stage @param {boolean} [hasNote] */
export function rampLegend(stage, hasNote = true) {
  const surface = canvas("Colour scale", () => paint());
  const [low, high, note, other] = [h("span.number", {}), h("span.number", {}), h("span", {}), h("span", {})];
  const hatched = h("span.note", { hidden: true }, h("span.swatch.hatched"), other);
  const last = h("span.note", { hidden: true });
  const box = h("div.legend", {}, low, surface.box, high, hasNote ? h("span.note", {}, h("span.swatch"), note) : "", hatched, last);
  /** @type {{ ceiling: number, signed: boolean } | null} */
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
    /** `never`: what a hatched column means, `met`: which columns there are; [a word, a sentence] or null where all is plain.
     * `most`: where the scale ends in the whole run, if it grows.
     * @param {number} ceiling @param {boolean} signed @param {string} [words]
     * @param {[word: string, sentence: string] | null} [never] @param {[word: string, sentence: string] | null} [met]
     * @param {number} [most] */
    draw(ceiling, signed, words = "", never = null, met = null, most = ceiling) {
      say(note, words);
      hatched.hidden = !never;
      box.classList.toggle("crowded", Boolean(never ?? met));
      last.hidden = !met;
      say(last, met?.[0] ?? "");
      last.title = met?.[1] ?? "";
      if (never) say(other, `never: ${never[0]}`);
      if (never && hatched.title !== never[1]) hatched.title = never[1];
      now = { ceiling, signed };
      /** @param {number} value */
      const text = (value) => fixed(value, Number.isInteger(value) ? 0 : Math.abs(value) < 0.1 ? 3 : 2);
      say(low, signed ? text(-ceiling) : "0");
      const grows = ceiling < most;
      say(high, grows && !never ? `${text(ceiling)} of ${text(most)}` : text(ceiling)); // with hatched columns there is no room
      high.title = grows ? `Memories grow, and this scale with them: in this run up to ${text(most)}` : "";
      paint();
    },
  };
}
