import { fitted } from "/tools/print.js";
import { holds, same } from "./expect.js";

const [SHORT, LONG] = [190, 277].map((mm) => (mm / 25.4) * 96);

export const tests = {
  "a wide screen lies and a high one stands, and each fits its page"() {
    for (const [width, height, landscape] of [[1000, 700, true], [1000, 1200, false], [360, 3000, false], [1240, 560, true]]) {
      const found = fitted(width, height);
      same(found.landscape, landscape, `${width} x ${height}`);
      holds(width * found.zoom <= (landscape ? LONG : SHORT) + 1e-9 && height * found.zoom <= (landscape ? SHORT : LONG) - 72 + 1e-9, `${width} x ${height} is cut`);
    }
  },
  "a page of text goes on over several, in the width of one"() {
    same(fitted(1000, 9000), { long: true, landscape: false, zoom: SHORT / 1000 });
  },
  "a sheet of its own stands and fits, however high it is"() {
    const { landscape, zoom } = fitted(1000, 9000, true);
    same(landscape, false);
    holds(9000 * zoom <= LONG - 72 + 1e-9, "it is cut");
  },
};
