import { penOf, recorded } from "/stage/ui/vector.js";
import { holds, same } from "./expect.js";

function sheet(width = 20, height = 10) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

/** What a canvas holds after a drawing, as SVG. */
function drawn(draw, canvas = sheet()) {
  return recorded(() => draw(penOf(canvas))).get(canvas);
}

/** All pixels of an SVG drawn by the browser's own parser: elements by name with an attribute each. */
const parsed = (text) => new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg">${text}</svg>`, "image/svg+xml");

export const tests = {
  "while it is recorded, nothing is painted, and afterwards pens paint again"() {
    const canvas = sheet();
    const text = drawn((pen) => pen.fillRect(1, 2, 3, 4), canvas);
    same(text, '<rect x="1" y="2" width="3" height="4" fill="#000"/>');
    same([...penOf(canvas).getImageData(1, 2, 1, 1).data], [0, 0, 0, 0]);
    penOf(canvas).fillRect(1, 2, 3, 4);
    same([...penOf(canvas).getImageData(1, 2, 1, 1).data], [0, 0, 0, 255]);
  },
  "after a drawing that fails, pens paint again"() {
    const canvas = sheet();
    try {
      recorded(() => { throw new Error("no"); });
    } catch { /* as it must */ }
    holds(penOf(canvas) instanceof CanvasRenderingContext2D, "a recorder was left");
  },
  "a path, a dash, a scale and a faint pen are said as SVG says them"() {
    const text = drawn((pen) => {
      pen.setTransform(2, 0, 0, 2, 0, 0);
      pen.globalAlpha = 0.5;
      pen.strokeStyle = "red";
      pen.setLineDash([3, 2]);
      pen.beginPath();
      pen.moveTo(1, 1);
      pen.lineTo(2, 3.333);
      pen.stroke();
    });
    same(text, '<path d="M1 1L2 3.33" fill="none" stroke="red" stroke-width="1" stroke-dasharray="3 2" opacity="0.5" transform="matrix(2 0 0 2 0 0)"/>');
  },
  "a circle is closed and an arc ends where it ends"() {
    const circle = drawn((pen) => {
      pen.beginPath();
      pen.arc(5, 5, 2, 0, 7);
      pen.fill();
    });
    const path = parsed(circle).querySelector("path").getAttribute("d");
    same(path, "M7 5A2 2 0 0 1 3 5A2 2 0 0 1 7 5");
    const arc = drawn((pen) => {
      pen.beginPath();
      pen.arc(0, 0, 1, -Math.PI / 2, Math.PI);
      pen.stroke();
    });
    holds(arc.includes('d="M0 -1A1 1 0 1 1 -1 0"'), arc);
  },
  "a text cannot become a mark"() {
    const text = parsed(drawn((pen) => {
      pen.font = '12px "A & B"';
      pen.fillText("<b>&\"", 1, 2);
    })).querySelector("text");
    same(text.textContent, "<b>&\"");
    same(text.getAttribute("style"), 'font:12px "A & B"');
  },
  "a clip ends where its pen is restored"() {
    const found = parsed(drawn((pen) => {
      pen.save();
      pen.beginPath();
      pen.rect(0, 0, 5, 5);
      pen.clip();
      pen.fillRect(0, 0, 9, 9);
      pen.restore();
      pen.fillRect(1, 1, 1, 1);
    }));
    same([...found.querySelectorAll("svg > rect, g[clip-path] > rect")].map((each) => each.parentNode.nodeName), ["g", "svg"]);
  },
  "a canvas drawn on another is drawn as it was recorded; one of pixels by stretches of a colour"() {
    const [still, pixels, canvas] = [sheet(4, 2), sheet(3, 1), sheet(8, 4)];
    const painted = penOf(pixels);
    painted.fillStyle = "rgb(10,20,30)";
    painted.fillRect(0, 0, 2, 1);
    const all = recorded(() => {
      penOf(still).fillRect(0, 0, 4, 2);
      penOf(canvas).drawImage(still, 0, 0, 8, 4);
      penOf(canvas).drawImage(pixels, 1, 1, 6, 2);
    });
    same(all.get(canvas), '<g><g transform="translate(0 0) scale(2 2)"><rect x="0" y="0" width="4" height="2" fill="#000"/></g></g>'
      + '<g><g transform="translate(1 1) scale(2 2)"><rect x="0" y="0" width="2" height="1" fill="rgb(10,20,30)"/></g></g>');
  },
};
