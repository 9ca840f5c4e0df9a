// Where the input that the X-ray looks at still lives: dots on the heatmap, the larger the more is left of it.
import { homesOf, living, share } from "../../model/input-trail.js";
import { columnOf } from "../blocks.js";

/** @param {Stage} stage @param {Pen} pen @param {Block} block @param {number} scale @param {Tape} tape @param {number} t */
export function inputDots(stage, pen, block, scale, tape, t) {
  const s = stage.state.pin === null ? -1 : stage.state.pin - tape.first;
  if (s < 0 || s > t) return;
  const [w, h] = [block.cellWidth, block.cellHeight];
  pen.fillStyle = stage.theme.paper;
  pen.strokeStyle = stage.theme.ink;
  pen.lineWidth = Math.max(1, scale);
  const found = homesOf(tape, s, t);
  for (const home of living(found)) {
    if (home.layer !== block.layer) continue;
    const x = block.x + (columnOf(block, home.axis) + 0.5) * w;
    const y = block.y + (home.j - block.layer.neuron + 0.5) * h;
    pen.beginPath();
    pen.arc(x, y, Math.max(1.5, Math.min(w, h) * 0.35 * Math.sqrt(share(found, home))), 0, 7);
    pen.fill();
    pen.stroke();
  }
}
