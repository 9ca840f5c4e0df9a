// What the marks of the network picture mean, drawn where the inputs leave room for it.
import { write } from "./dom.js";

export function drawKey(pen, stage, tape, plan, height) {
  const { theme } = stage;
  const col = plan.columns[0];
  const line = theme.size * 1.4;
  const rows = [["plus", "positive weight"], ["minus", "negative weight"]];
  if (!tape.recurrent) rows.push(["ring", "fires (x ≥ ½)"]);
  if (tape.M && !tape.recurrent) rows.push(["near", "τ neighbours"]);
  let y = height - rows.length * line + line / 2 - 2;
  if (y - line < col.top + col.size * col.pitch || col.x < theme.size * 7) return;
  pen.lineWidth = 1.25;
  for (const [mark, text] of rows) {
    pen.strokeStyle = mark === "ring" ? theme.ink : theme.soft;
    pen.setLineDash(mark === "minus" ? [3, 3] : []);
    pen.beginPath();
    if (mark === "ring") pen.arc(6, y, 4, 0, 7);
    else if (mark !== "near") {
      pen.moveTo(0, y);
      pen.lineTo(12, y);
    }
    pen.stroke();
    pen.fillStyle = theme.blue;
    if (mark === "near") pen.fillRect(4, y - line / 2 + 2, 3, line / 2 - 2);
    pen.fillStyle = theme.line;
    if (mark === "near") pen.fillRect(4, y, 2, line / 2 - 2);
    write(pen, text, 17, y, theme.soft, "left", `${Math.max(11, theme.size - 1)}px ${theme.family}`);
    y += line;
  }
  pen.setLineDash([]);
}
