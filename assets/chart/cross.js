// A cross-hair over a map: dragged with the pointer, or moved with the arrow keys. What the page shows of its cell follows
// (nmn/app/map/cross.py); the map itself stays as it is. Letting go tells Python once.
import { asking, questions } from "../hand/question.js";
import { h } from "./dom.js";
import { read, spread } from "./follow.js";
import { pointAt } from "./hit.js";

/** By key: along which axis of the map, and which way. @type {Record<string, [axis: number, by: number]>} */
const WAYS = {
  ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowDown: [1, -1], ArrowUp: [1, 1], PageUp: [2, -1], PageDown: [2, 1],
};

/** @param {Chart} chart */
export function crossHair(chart) {
  const lines = h("div.nmn-cross-lines", {}, h("i.nmn-cross-across"), h("i.nmn-cross-up"), h("i.nmn-cross-cell"));
  const root = h("div.nmn-cross", { role: "slider", tabindex: "0", "aria-valuemin": "1", hidden: "" }, lines);
  /** @type {string | null} the cell that it is moved to; null where it is the page's */
  let moved = null;
  /** @type {AbortController | null} what ends the drag */
  let drag = null;

  const question = questions(
    () => (moved !== null && chart.data.cross ? asking(chart.data.cross, { cell: moved }) : ""),
    (bytes, words) => {
      const answer = bytes.length ? read(bytes) : null;
      if (answer) spread(answer);
      chart.say(answer ? answer.note : words);
      return Boolean(answer?.more);
    },
  );

  /** The panels, as Plotly draws them: each with the cells' names and words, row by row. */
  const sheets = () => (chart.plot.data ?? []).filter((/** @type {any} */ { type, customdata }) => type === "heatmap" && customdata);

  /** @param {string} cell */
  const place = (cell) => cell.split(".").map(Number);

  /** Where it stands. */
  const now = () => place(moved ?? chart.data.place);

  /** Put the lines where the cell is. */
  function draw() {
    const [x, y, k = 0] = now(), sheet = sheets()[k], { sizes = [] } = chart.data.cross ?? {};
    const { xaxis, yaxis } = (sheet && chart.plot._fullLayout?._plots[`${sheet.xaxis ?? "x"}${sheet.yaxis ?? "y"}`]) ?? {};
    if (!xaxis || sheet.hovertext[y]?.[x] === undefined) return; // another map is on its way
    const [left, right] = [x - 0.5, x + 0.5].map((at) => xaxis.c2p(at)), [low, high] = [y - 0.5, y + 0.5].map((at) => yaxis.c2p(at));
    const box = { left: xaxis._offset, top: yaxis._offset, width: xaxis._length, height: yaxis._length };
    for (const [side, size] of Object.entries(box)) root.style.setProperty(side, `${size}px`);
    for (const [name, size] of Object.entries({ x: (left + right) / 2, y: (low + high) / 2, left, top: high, width: right - left, height: low - high })) {
      lines.style.setProperty(`--${name}`, `${size}px`);
    }
    root.setAttribute("aria-label", `Cell of the map: arrow keys${sizes.length > 2 ? ", Page Up and Page Down" : ""} move through it`);
    root.setAttribute("aria-valuemax", String(sizes.reduce((all, size) => all * size, 1)));
    root.setAttribute("aria-valuenow", String(1 + now().reduce((all, at, axis) => all * sizes[axis] + at, 0)));
    root.setAttribute("aria-valuetext", String(sheet.hovertext[y][x]).replaceAll("<br>", "; "));
    root.classList.toggle("nmn-moved", moved !== null);
    root.hidden = false;
  }

  /** @param {number[]} cell */
  function move(cell) {
    const to = cell.join(".");
    if (to === (moved ?? chart.data.place)) return;
    moved = to;
    draw();
    question.ask();
  }

  /** What the page shows again. */
  function back() {
    question.drop();
    moved = null;
    spread(null);
    chart.say("");
    draw();
  }

  /** Tell Python, which shows the cell. */
  function letGo() {
    if (moved === null) return;
    if (moved === chart.data.place) return back();
    const [x, y, k = 0] = now();
    chart.tell("point", { customdata: sheets()[k].customdata[y][x], x, y });
  }

  /** @param {PointerEvent} event */
  function under({ clientX, clientY }) {
    const point = pointAt(chart.plot, clientX, clientY);
    const x = Number(point?.x), y = Number(point?.y);
    const k = sheets().findIndex((/** @type {any} */ { customdata }) => point && customdata[y]?.[x] === point.customdata);
    return k < 0 ? null : [x, y, k].slice(0, chart.data.cross?.sizes.length);
  }

  /** The pointer is pressed on the map.
   * @param {PointerEvent} event */
  function press(event) {
    const cell = under(event);
    if (!cell) return;
    drag?.abort();
    drag = new AbortController();
    const { signal } = drag;
    root.focus({ preventScroll: true });
    move(cell);
    addEventListener("pointermove", (event) => {
      const next = under(event);
      if (next) move(next);
    }, { capture: true, signal });
    for (const [type, end] of /** @type {const} */ ([["pointerup", letGo], ["pointercancel", back]])) {
      addEventListener(type, () => {
        drag?.abort();
        end();
      }, { capture: true, signal });
    }
    addEventListener("keydown", give, { capture: true, signal });
  }

  /** @param {KeyboardEvent} event */
  function give(event) {
    if (event.key !== "Escape" || moved === null) return;
    event.stopPropagation();
    drag?.abort();
    back();
  }

  root.addEventListener("keydown", (event) => {
    const way = WAYS[event.key], { sizes = [] } = chart.data.cross ?? {};
    if (event.key === "Escape") return give(event);
    if (!way || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const [axis, by] = way;
    move(now().map((at, n) => (n === axis ? Math.min(Math.max(at + by, 0), sizes[n] - 1) : at)));
  });
  root.addEventListener("keyup", ({ key }) => WAYS[key] && letGo());

  return {
    root,
    draw,
    press,
    /** The page's next map is here. Where it shows the cell, that is its own from now on. */
    arrives() {
      const { place: shown, cross } = chart.data;
      if (moved !== null && cross && place(moved).some((at, axis) => !(at < cross.sizes[axis]))) back(); // of another map
      else if (moved === shown) {
        question.drop();
        moved = null;
        chart.say("");
      } else question.ask();
    },
    close() {
      question.drop();
      drag?.abort();
    },
  };
}
