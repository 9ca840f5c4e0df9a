// Both futures over the window: errors summed up since the fork, and where their answers differ. Painting only.
import { fixed, linear, percent, spread } from "../../model/scales.js";
import { write } from "../../ui/dom.js";

/** @param {Pen} pen @param {Theme} theme @param {Tape} tape @param {Apart} apart @param {number} t @param {number} width
 * @param {number} height */
export function forkErrors(pen, theme, tape, { steps, differ, sums }, t, width, height) {
  const bar = 10; // the lane of differing answers
  const [bottom, right] = [height - bar - theme.size - 8, width - theme.size * 8];
  const titled = bottom > 5 * theme.size;
  const top = theme.size * (titled ? 1.8 : 1);
  const x = linear(0, tape.count, 0, right);
  const most = Math.max(1, sums[0][steps - 1] ?? 0, sums[1][steps - 1] ?? 0);
  const y = linear(0, most, bottom, top);
  pen.fillStyle = theme.line;
  pen.fillRect(0, Math.round(bottom), right, 1);
  pen.fillStyle = theme.faint;
  pen.fillRect(0, bottom + 5, right, bar);
  pen.fillStyle = theme.ink;
  for (let k = 0; k < steps; k++) if (differ[k]) pen.fillRect(x(k), bottom + 5, Math.max(1, x(1) - x(0)), bar);
  const small = `${theme.size}px ${theme.family}`;
  write(pen, tape.header.unit > 0 ? `> ${percent(tape.header.far)} apart` : "answers differ", right + 6, bottom + 5 + bar / 2, theme.soft, "left", small);
  if (titled) write(pen, tape.header.unit > 0 ? `${tape.header.errors}, summed` : "errors since the fork", 0, theme.size * 0.6, theme.soft, "left", small);
  const begun = (tape.header.fork?.step ?? 0) - tape.first + 1;
  if (begun > 0 && begun < tape.count) {
    pen.fillStyle = theme.soft;
    for (let at = top; at < bottom + 5 + bar; at += 6) pen.fillRect(x(begun), at, 1, 3);
    write(pen, "fork", x(begun) + 3, height - theme.size * 0.6, theme.soft, "left", small);
  }
  const ends = sums.map((sum) => y(sum[steps - 1] ?? 0));
  const apart = spread(ends, theme.size + 1, top, bottom - theme.size * 0.6);
  ["as it was", "forked"].forEach((name, k) => {
    pen.strokeStyle = k ? theme.model(tape.model) : theme.soft;
    pen.lineWidth = k ? 2.25 : 1.5;
    pen.setLineDash(k ? [] : [5, 3]);
    pen.beginPath();
    for (let n = 0; n < steps; n++) pen[n ? "lineTo" : "moveTo"](x(n + 0.5), y(sums[k][n]));
    pen.stroke();
    write(pen, name, right + 6, apart[k], theme.ink, "left", `${k ? 600 : 400} ${theme.size}px ${theme.family}`);
  });
  pen.setLineDash([]);
  pen.fillStyle = theme.ink;
  pen.fillRect(Math.round(x(t + 0.5)) - 1, top, 1.5, bottom + 5 + bar - top);
  const now = Math.min(t, steps - 1);
  const text = sums.map((sum) => fixed(sum[now], Number.isInteger(sum[now]) ? 0 : 1)).join(" : ");
  const aside = x(t) > right - theme.size * 5;
  write(pen, text, x(t + 0.5) + (aside ? -5 : 5), top + theme.size * 0.6, theme.ink, aside ? "right" : "left", `600 ${theme.size}px ${theme.family}`);
}
