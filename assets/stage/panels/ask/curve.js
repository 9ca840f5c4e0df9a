// How the error will go over the run: five handles are drawn with the pointer, or moved by keys and given with Enter.
import { clamp, linear, percent, short, spread, whole } from "../../model/scales.js";
import { draggable, h, mark, svg } from "../../ui/dom.js";
import { giver, question } from "./question.js";

const HANDLES = 5;
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const [FINE, COARSE] = [0.01, 0.1]; // how far a key moves a handle
const START = 0.5;
/** @type {Record<string, number>} */
const BY = { ArrowUp: FINE, ArrowDown: -FINE, PageUp: COARSE, PageDown: -COARSE };

/** @param {Stage} stage @returns {Panel} */
export function askCurve(stage) {
  const asked = question(stage);
  const plot = svg("svg", { "aria-hidden": "true" });
  const handles = Array.from({ length: HANDLES }, (_, k) => h("span.knob", { role: "slider", tabindex: 0, "aria-orientation": "vertical", onkeydown: (/** @type {KeyboardEvent} */ event) => key(event, k) }));
  const place = h("div.canvas.draws", {}, plot, ...handles);
  /** @type {number[] | null} the errors as they are drawn, not yet given */
  let drawn = null;
  const check = giver(asked, () => drawn);
  const box = h("section.panel.convergence.asked", { "aria-label": "Convergence" }, h("header", {}, h("h2", {}, "Convergence"), check.box), place);
  let size = [0, 0];
  const watch = new ResizeObserver(() => {
    const next = [place.clientWidth, place.clientHeight];
    if (next.join() === size.join()) return;
    size = next;
    stage.redraw();
  });
  watch.observe(place);

  /** Steps of the handles, and of the marks below them: they stand side by side, though steps lie ever further apart. */
  const steps = () => asked.ask().axes;
  /** @returns {number[]} */
  const now = () => drawn ?? (Array.isArray(asked.given()) ? /** @type {number[]} */ (asked.given()) : Array(HANDLES).fill(START));
  function scales() {
    const { theme } = stage;
    const [top, bottom] = [theme.size * 0.9, size[1] - theme.size * 2.4];
    return { x: linear(0, HANDLES - 1, theme.size * 5, size[0] - theme.size * 8), y: linear(0, 1, bottom, top), bottom };
  }
  /** @param {number} k @param {number} error */
  function put(k, error) {
    drawn = now().map((value, n) => (n === k ? clamp(Number(error.toFixed(2)), 0, 1) : value));
    stage.redraw();
  }
  /** @param {KeyboardEvent} event @param {number} k */
  function key(event, k) {
    const by = BY[event.key];
    if (!asked.open() || event.ctrlKey || event.metaKey || event.altKey) return;
    const turn = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by) put(k, now()[k] + by);
    else if (turn) handles[clamp(k + turn, 0, HANDLES - 1)].focus();
    else if (event.key === "Enter") check.give();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  draggable(place, (px, py) => {
    if (!asked.open()) return;
    const { x, y } = scales();
    const k = clamp(Math.round(((px - x(0)) / (x(1) - x(0)))), 0, HANDLES - 1);
    put(k, linear(y(0), y(1), 0, 1)(py));
  });

  /** @param {number[]} errors @param {string} kind @param {string} name @param {number} at height of the name */
  function line(errors, kind, name, at) {
    const { x, y } = scales();
    const points = errors.map((error, k) => [x(k), y(clamp(error, 0, 1))]);
    const marks = points.map(([px, py]) => (kind === "truth" ? svg("circle", { cx: px, cy: py, r: 4, class: kind }) : svg("rect", { x: px - 4, y: py - 4, width: 8, height: 8, class: kind })));
    return [svg("path", { d: `M${points.map((point) => point.map((value) => value.toFixed(1)).join(" ")).join("L")}`, class: `curve ${kind}` }), ...marks,
      svg("text", { x: points[HANDLES - 1][0] + 10, y: at, "dominant-baseline": "middle", class: "name" }, name)];
  }

  function draw() {
    if (!size[0] || !size[1]) return;
    const { x, y, bottom } = scales();
    const [left, right] = [x(0) - stage.theme.size, x(HANDLES - 1)];
    plot.setAttribute("viewBox", `0 0 ${size[0]} ${size[1]}`);
    const truth = asked.truth();
    const { yours, runs } = asked.words();
    const ends = spread([now(), ...(Array.isArray(truth) ? [truth] : [])].map((errors) => y(clamp(errors[HANDLES - 1], 0, 1))), stage.theme.size + 4, 0, bottom);
    plot.replaceChildren(
      ...TICKS.flatMap((mark) => [svg("line", { x1: left, x2: right, y1: y(mark), y2: y(mark), class: mark ? "grid" : "base" }),
        svg("text", { x: left - 6, y: y(mark), "text-anchor": "end", "dominant-baseline": "middle" }, percent(mark))]),
      ...steps().map((step, k) => svg("text", { x: x(k), y: bottom + stage.theme.size * 1.4, "text-anchor": "middle" }, short(step))),
      ...(asked.open() || asked.given() !== null ? line(now(), "drawn", yours, ends[0]) : []),
      ...(Array.isArray(truth) ? line(truth, "truth", runs, ends[1]) : []),
    );
    handles.forEach((handle, k) => Object.assign(handle.style, { left: `${x(k).toFixed(1)}px`, top: `${y(now()[k]).toFixed(1)}px` }));
  }

  function tell() {
    const truth = asked.truth();
    check.tell();
    handles.forEach((handle, k) => {
      const is = Array.isArray(truth) ? `, ${asked.words().runs} ${percent(truth[k])}` : "";
      const at = `step ${whole(steps()[k])}`;
      mark(handle, {
        "aria-label": `${asked.ask().words} At ${at}`, "aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": now()[k],
        "aria-valuetext": `${percent(now()[k])}${is}`, "aria-disabled": String(!asked.open()),
      });
    });
  }

  return {
    box,
    close: () => watch.disconnect(),
    data() {
      drawn = null;
      place.classList.toggle("open", asked.open());
      asked.arrived(() => handles[0]);
    },
    draw,
    tell,
  };
}
