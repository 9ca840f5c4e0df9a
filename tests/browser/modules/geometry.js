import { direction, moves, point, project, reach, varied } from "/stage/panels/geometry/view.js";
import { order, which } from "/stage/panels/geometry/words.js";
import { close, holds, same } from "./expect.js";
import { tapeOf } from "./xray.js";

const size = (p) => Math.hypot(...p);

export const tests = {
  "turning and tilting change no length and no angle"() {
    const [a, b] = [[1, 2, 3], [-1, 0.5, 2]];
    const dot = (p, q) => p.reduce((sum, value, n) => sum + value * q[n], 0);
    for (const [turn, tilt] of [[0, 0], [1, 0.3], [-2.2, 1.1], [3, -0.7]]) {
      const [p, q] = [project(a, turn, tilt), project(b, turn, tilt)];
      close(size(p), size(a), 1e-9);
      close(dot(p, q), dot(a, b), 1e-9);
    }
  },
  "untouched, the first axis points right and the third up; tilted, what is near lies lower"() {
    const near = project([1, 2, 3], 0, 0);
    close(near[0], 1);
    close(near[1], 3);
    holds(project([0, -1, 0], 0, 0.5)[1] < project([0, 1, 0], 0, 0.5)[1], "near lies lower");
    holds(project([0, -1, 0], 0, 0.5)[2] > project([0, 1, 0], 0, 0.5)[2], "and is near");
  },
  "a box reaches as far as its corners, however it is turned"() {
    const box = reach(0, 2, 0, 0);
    same([box.left, box.right, box.low, box.high], [0, 2, 0, 2]);
    for (const turn of [0.3, 1.5, -2.2]) {
      const { left, right, low, high } = reach(-1, 1, turn, 0.4);
      for (const corner of [[1, 1, 1], [-1, 1, -1], [1, -1, -1]]) {
        const [x, y] = project(corner, turn, 0.4);
        holds(x >= left - 1e-9 && x <= right + 1e-9 && y >= low - 1e-9 && y <= high + 1e-9, "inside");
      }
    }
  },
  "the axes that vary most are shown first, in their own order"() {
    const it = tapeOf([[3, 0], [0, 1], [3, null], [0, null], [3, null]]);
    same(varied(it, 0), [0, 1, 3]);
    same(varied(it, 0, 2), [0, 3]);
    same(varied(it, 1, 2), [0, 1]);
    same(varied(tapeOf([[null, null], [null, null]], {}, { before: [0, 0, 0, 2, 0, 0, 0, 0] }), 0, 1), [3]);
  },
  "a step fades along the vector, then goes along the axis that is written"() {
    const it = tapeOf([[0, null], [1, null], [2, null]]);
    const { was, faded, is } = moves(it, 2, 0, [0, 1, 2]);
    same([was, faded, is], [[0.5, 1, 0], [0.25, 0.5, 0], [0.25, 0.5, 1]]);
    same(moves(it, 2, 1, [0, 1, null]).is, [0, 0, 0]);
    same(point(it, 2, 0, [2, null, 0]), [1, 0, 0.25]);
  },
  "the direction is the share of each axis, and they make the whole"() {
    const it = tapeOf([[0, null], [1, null], [2, null]]);
    const { length, parts } = direction(it, 2, 0);
    close(length, Math.hypot(1, 0.5, 0.25));
    close(parts.reduce((sum, part) => sum + part.share, 0), 1);
    same(parts.map(({ axis }) => axis), [2, 1, 0]);
    same(which(it, it.hidden[0], { length, parts }), "Direction, which memories: 10 76 %, 01 19 %, 00 4.8 %.");
    same(which(it, it.hidden[0], direction(it, 0, 1)), "The vector is 0: nothing is stored.");
  },
  "sizes tell the order of what was written once, and lie about what was written often"() {
    const told = (it, t) => order(it, t, 0, it.hidden[0], direction(it, t, 0));
    same(told(tapeOf([[0, null], [1, null], [2, null]]), 2), "Sizes, the order: 10, 01, 00, the latest first. Right.");
    const often = tapeOf([[1, null], [1, null], [1, null], [0, null]], { gamma: 0.9 });
    same(told(often, 3), "Sizes say 01, 00, but 00 came after 01: repeated writes added up.");
    same(told(tapeOf([[0, null], [1, null]], { decay: "none" }), 1), "Sizes: 00, 01; equal sizes tell no order.");
    same(told(tapeOf([[{ g: [1, 2, 0, 0] }, null]], { write: "input" }), 0), "");
  },
};
