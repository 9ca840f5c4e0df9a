// Convergence: the error of each model over the run on a log scale, with a cursor; a click goes to that step.
import { clamp, clearest, errorScale, linear, percent, short, spread, ticks, whole } from "../model/scales.js";
import { modelDash } from "../ui/colour.js";
import { arrow, h, mark, say, slider, svg } from "../ui/dom.js";

/** @param {Stage} stage */
export function convergence(stage) {
  const hint = h("span.word", {});
  const plot = svg("svg", { "aria-hidden": "true" });
  const place = h("div.canvas.scrub", { "aria-label": "Training", ...slider(), onkeydown: travel }, plot);
  const box = h("section.panel.convergence", { "aria-label": "Convergence" },
    h("header", {}, h("h2", {}, "Convergence"), hint), place);
  const still = svg("g");
  const cursor = svg("line", { class: "cursor" });
  const hair = svg("line", { class: "hair" });
  plot.append(still, hair, cursor);
  let size = [0, 0];
  /** @type {{ x: Scale, back: Scale, top: number, bottom: number } | null} */
  let scale = null;

  const watch = new ResizeObserver(() => {
    const next = [Math.floor(place.clientWidth), Math.floor(place.clientHeight)];
    if (next[0] === size[0] && next[1] === size[1]) return;
    size = next;
    plan();
  });
  watch.observe(place);

  /** @param {MouseEvent} event */
  const stepAt = (event) => {
    const x = event.clientX - plot.getBoundingClientRect().left;
    return clamp(Math.round(scale?.back(x) ?? 1), 1, stage.tape.total);
  };
  place.addEventListener("click", (event) => scale && stage.act({ type: "go", to: stepAt(event) }));
  place.addEventListener("pointermove", (event) => {
    if (!scale) return;
    const step = stepAt(event);
    for (const end of ["x1", "x2"]) hair.setAttribute(end, String(scale.x(step)));
    hair.style.display = "";
    stage.tip(event, [`Step ${whole(step)}`, ...errorsAt(step)].join(" · "));
  });
  place.addEventListener("pointerleave", (event) => {
    hair.style.display = "none";
    stage.tip(event, null);
  });

  /** The errors of all models in the block that holds a step.
   * @param {number} step */
  function errorsAt(step) {
    return stage.tape.header.curves.map((curve) => {
      const k = curve.steps.findIndex((end) => end >= step);
      return k < 0 || curve.error[k] === null ? null : `${curve.label} ${percent(curve.error[k])}`;
    }).filter(Boolean);
  }

  /** Left and right go from point to point of the stepped model's curve.
   * @param {KeyboardEvent} event */
  function travel(event) {
    const by = arrow(event, "ArrowLeft", "ArrowRight");
    const { tape, state } = stage;
    const steps = tape?.header.curves?.find((curve) => curve.model === tape.model)?.steps;
    if (!by || !steps?.length || event.shiftKey) return;
    event.preventDefault();
    const to = by > 0 ? steps.find((step) => step > state.at) : steps.findLast((step) => step < state.at);
    stage.act({ type: "go", to: Math.min(to ?? (by > 0 ? tape.total : 1), tape.total) });
  }

  let known = ""; // what the still part of the plot shows

  /** @param {Tape} tape */
  const keyOf = ({ header, total, model }) => [header.curvesKey, header.beside?.share, total, model, ...stage.ghosts.flatMap((ghost) => [ghost.model, ghost.error.join(" ")])].join();

  /** @param {Tape} tape */
  function data(tape) {
    if (tape.header.curvesKey === undefined || known !== keyOf(tape)) plan();
    else draw(tape, stage.t);
  }

  function plan() {
    const { tape, theme } = stage;
    if (!tape || !size[0]) return;
    known = keyOf(tape);
    const [width, height] = size;
    const { curves = [], optimum } = tape.header;
    const names = theme.size * Math.max(5.2, 2.8 + 0.64 * Math.max(0, ...curves.map((curve) => curve.label.length)));
    const [top, bottom] = [theme.size * 0.7, height - theme.size * 1.8];
    const { y, ticks: marks } = errorScale([...[...curves, ...stage.ghosts].flatMap((curve) => curve.error), optimum], top, bottom);
    /** @param {number} mark */
    const word = (mark) => (mark ? `${+(mark * 100).toPrecision(1)} %` : "0");
    const [left, right] = [theme.size * (0.5 + 0.62 * Math.max(...marks.map((mark) => word(mark).length))), width - names];
    const longest = Math.max(tape.total, ...[...curves, ...stage.ghosts].map((curve) => curve.steps.at(-1) ?? 0)); // a run can have stopped early
    const x = linear(0, longest, left, right);
    scale = { x, back: linear(left, right, 0, longest), top, bottom };
    plot.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const parts = [];
    /** @param {string} content @param {Attributes} attributes */
    const text = (content, attributes) => parts.push(svg("text", { "dominant-baseline": "middle", ...attributes }, content));
    let shown = Infinity;
    for (const mark of marks) {
      parts.push(svg("line", { x1: left, x2: right, y1: y(mark), y2: y(mark), class: mark ? "grid" : "base" }));
      if (Math.abs(shown - y(mark)) < theme.size) continue;
      shown = y(mark);
      text(word(mark), { x: left - 6, y: y(mark), "text-anchor": "end" });
    }
    const steps = ticks(longest, width / 110);
    steps.forEach((step) => text(short(step), { x: x(step), y: bottom + theme.size * 1.1, "text-anchor": "middle" }));
    let named = () => {}; // over the curves, which it must not hide behind
    if (optimum > 0) {
      parts.push(svg("line", { x1: left, x2: right, y1: y(optimum), y2: y(optimum), class: "optimum" }));
      const points = curves.flatMap((curve) => along(curve.steps.map((step, n) => [x(step), y(curve.error[n] ?? 0)])));
      named = () => label(text, `best without memory ${percent(optimum)}`, y(optimum), { left, right, size: theme.size, points });
    }
    const ends = curves.map((curve) => y(curve.error.at(-1) ?? 1));
    const apart = spread(ends, theme.size + 2, top, bottom);
    /** @param {Curve} curve */
    const pathOf = (curve) => {
      let d = "";
      curve.steps.forEach((step, n) => {
        if (curve.error[n] !== null) d += `${d ? "L" : "M"}${x(step).toFixed(1)} ${y(curve.error[n]).toFixed(1)}`;
      });
      return d.includes("L") ? d : d + d.replace("M", "L"); // a single block: a dot
    };
    for (const ghost of stage.ghosts) parts.push(svg("path", { d: pathOf(ghost), class: "curve ghost", stroke: theme.model(ghost.model) }));
    curves.forEach((curve, k) => {
      if (!curve.steps.length) return;
      const d = pathOf(curve);
      const mine = curve.model === tape.model;
      parts.push(svg("path", { d, class: mine ? "curve mine" : "curve", stroke: theme.model(curve.model), "stroke-dasharray": modelDash(curve.model).join(" ") }));
      const from = x(curve.steps[curve.steps.length - 1]);
      parts.push(svg("line", { x1: from + 2, x2: right + 12, y1: ends[k], y2: apart[k], stroke: theme.model(curve.model), "stroke-width": 1 }));
      text(curve.label, { x: right + 15, y: apart[k], class: mine ? "name mine" : "name" });
    });
    named();
    still.replaceChildren(...parts);
    for (const line of [cursor, hair]) {
      line.setAttribute("y1", String(top));
      line.setAttribute("y2", String(bottom));
    }
    hair.style.display = "none";
    const what = tape.header.errors;
    const { headline, partNames = [], beside } = tape.header;
    const part = partNames.length > 1 && headline !== null && headline >= 0 ? `${partNames[headline]}: ` : "";
    const now = beside ? `training ${beside.left.join(", ")}: ${Math.floor(beside.share * 100)} %` : stage.ghosts.length ? "faint: before" : "click to go there";
    say(hint, `${part}${what} per block of steps · ${now}`);
    draw(tape, stage.t);
  }

  /** Points along a line, close enough that none passes a label unseen.
   * @param {number[][]} points */
  const along = (points) => points.flatMap(([x, y], k) => {
    const [nextX, nextY] = points[k + 1] ?? [x, y];
    const count = Math.max(1, Math.ceil(Math.hypot(nextX - x, nextY - y) / 6));
    return Array.from({ length: count }, (_, n) => [x + ((nextX - x) * n) / count, y + ((nextY - y) * n) / count]);
  });

  /** The line's name, above or below it, at either end or in the middle: where the fewest curves run through it.
   * @param {(content: string, attributes: Attributes) => void} text @param {string} words @param {number} height
   * @param {{ left: number, right: number, size: number, points: number[][] }} room */
  function label(text, words, height, { left, right, size, points }) {
    const width = words.length * size * 0.52;
    const places = [right - 4 - width, left + 4, (left + right - width) / 2].flatMap((x) => [-1, 1].map((side) => [x, height + side * size * 0.7]));
    const [x, y] = places[clearest(places.map(([px, py]) => [px, py - size * 0.6, width, size * 1.2]), points)];
    text(words, { x, y, "text-anchor": "start", class: "halo" });
  }

  /** @param {Tape} tape @param {number} t */
  function draw(tape, t) {
    if (!scale) return;
    const at = stage.state.pending ? stage.state.at : tape.first + t;
    const x = scale.x(at).toFixed(1);
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
  }

  /** For the ear: the step and the errors there.
   * @param {Tape} tape @param {number} t */
  function tell(tape, t) {
    const at = stage.state.pending ? stage.state.at : tape.first + t;
    const text = [`Step ${whole(at)} of ${whole(tape.total)}`, ...errorsAt(at)].join(", ");
    mark(place, { "aria-valuemax": tape.total, "aria-valuenow": at, "aria-valuetext": text });
  }

  return { box, close: () => watch.disconnect(), draw, tell, data, themed: plan };
}
