// Figures that follow what is moved: what it comes to is drawn over what the page shows, until it is let go. Who asks tells
// all figures of the page, as each is a component of its own.
import { hand } from "../hand/hand.js";

const TOLD = "nmn-follow";

/** Let the figures of the page show an answer, or again what the page does.
 * @param {Followed | null} answer */
export function spread(answer) {
  document.dispatchEvent(new CustomEvent(TOLD, { detail: answer }));
}

/** Let a figure hear of answers; gives what ends that.
 * @param {Chart} chart */
export function follow(chart) {
  /** @param {any} event */
  const heard = ({ detail }) => {
    const over = detail?.figures[chart.data.key] ?? null;
    if (over === chart.over) return;
    [chart.over, chart.there] = [over, detail?.place ?? ""];
    chart.head(detail?.headings[chart.data.key] ?? chart.data.heading);
    if (chart.near) chart.draw();
  };
  document.addEventListener(TOLD, heard);
  return () => document.removeEventListener(TOLD, heard);
}

/** The answer in bytes.
 * @param {Uint8Array} bytes @returns {Followed} */
export const read = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** A figure whose controls are followed while they are moved.
 * @param {Chart} chart */
export function moves(chart) {
  return hand({
    live: () => chart.data.live,
    draw(bytes) {
      const answer = read(bytes);
      spread(answer);
      chart.say(answer.note);
      return answer.more;
    },
    back(words) {
      spread(null);
      chart.say(words);
    },
  });
}
