// A figure that Plotly draws in a node that stays. Streamlit calls the default export for every new version of it, on
// the same parent element; all that must outlive a call is kept there.
import { files, save } from "./files.js";
import { crossHair } from "./cross.js";
import { h } from "./dom.js";
import { follow, moves, spread } from "./follow.js";
import { pointAt } from "./hit.js";
import { plotly } from "./plotly.js";

const SMALL = 480; // px: a figure that has less room takes its layout for small screens
const NEAR = "60%"; // of what is seen, above and below it: a figure that comes so near is drawn
const DRAG = 5; // pixels that a pointer may move in a click
const PRINTED = ["nmn-print", "beforeprint"]; // the page's own button says so first, and waits
const CONFIG = { displayModeBar: false, displaylogo: false, doubleClick: "reset+autosize", showTips: false };

/** @param {Mounted<ChartData, ChartHost>} call */
export default function ({ parentElement, data, setTriggerValue }) {
  const chart = (parentElement.__chart ??= build(parentElement));
  chart.tell = setTriggerValue;
  chart.show(data);
  return chart.close;
}

/** @param {ChartHost} parent */
function build(parent) {
  /** @type {any} */
  const plot = h("div.nmn-plot", { role: "img" });
  const summary = h("p.nmn-hidden", { id: `summary-${Math.random().toString(36).slice(2)}` });
  const words = h("p.nmn-wait", { role: "status" });
  const chart = /** @type {Chart} the rest is there before anybody asks */ (/** @type {unknown} */ ({ tell: () => {}, drawn: Promise.resolve(), plot, given: 0, over: null, there: "" }));
  const buttons = h("div.nmn-buttons", { role: "group" }, ...files.map(([name, what, make]) =>
    h("button", { type: "button", title: what, onclick: () => chart.come().then(() => make(chart)).catch(complain) }, name)));
  plot.setAttribute("aria-describedby", summary.id);
  const note = h("p.nmn-note", { role: "status" }), heading = h("p.nmn-heading");
  const middle = h("div.nmn-frame", {}, plot, words);
  const root = h("div.nmn-chart", {}, heading, middle, h("div.nmn-below", {}, note, buttons), summary);
  parent.append(root);
  chart.say = (text) => void (note.textContent = text);
  chart.head = (text) => {
    const end = text.indexOf(":");
    heading.replaceChildren(...(text ? [h("strong", {}, text.slice(0, end)), text.slice(end)] : []));
  };
  const deaf = follow(chart);
  const sized = new ResizeObserver(() => {
    if (plot.offsetWidth) reserve(chart);
    if (!plot.data || !plot.offsetWidth) return;
    if (chart.small === chart.drawnSmall) chart.fit();
    else chart.draw();
  });
  const seen = new IntersectionObserver((entries) => entries.some((each) => each.isIntersecting) && chart.come(),
    { root: parent.closest("[data-testid=stMain]"), rootMargin: `${NEAR} 0px` });
  seen.observe(plot);
  plot.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => pressed(chart, event), true);

  /** @param {Error} error */
  function complain(error) {
    words.textContent = error.message;
    words.hidden = false;
  }

  chart.show = (data) => {
    chart.data = data;
    if (data.live) chart.hand ??= moves(chart);
    if (chart.hand && !chart.hand.keeps()) {
      spread(null);
      chart.say("");
    }
    if (data.cross && !chart.cross) middle.append((chart.cross = crossHair(chart)).root);
    chart.cross?.arrives();
    if (chart.over && data.place && data.place === chart.there) chart.over = null;
    if (!chart.over) chart.head(data.heading);
    sized.observe(plot);
    reserve(chart);
    plot.setAttribute("aria-label", data.alt);
    plot.classList.toggle("nmn-clicks", data.clicks);
    summary.textContent = data.summary;
    buttons.setAttribute("aria-label", `${data.name}: take away`);
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (buttons.querySelectorAll("button"))) {
      button.setAttribute("aria-label", `${button.textContent}: ${button.title} (${data.name})`);
    }
    if (data.table && data.table.number !== chart.given) {
      chart.given = data.table.number;
      save(`${data.name}.csv`, data.table.csv, "text/csv;charset=utf-8");
    }
    dress(chart, root);
    if (!plot.data) words.textContent = "The figure is being drawn …";
    if (chart.near) chart.draw();
  };
  // One drawing after the other; of several that wait, the newest is drawn.
  chart.draw = () => {
    const { data, over } = chart;
    return (chart.drawn = chart.drawn.then(() => data === chart.data && over === chart.over && draw(chart)).then(
      (done) => done && (words.hidden = true), complain));
  };
  // In its turn, too: Plotly waits a moment before it fits a figure to its room, and would do so amid the next drawing.
  chart.fit = () => {
    if (chart.fitting) return;
    chart.fitting = true;
    chart.drawn = chart.drawn.then(() => {
      chart.fitting = false;
      return plot.data && plot.offsetWidth && window.Plotly.Plots.resize(plot);
    }).then(() => chart.cross?.draw()).catch(complain);
  };
  // Somebody sees it, prints it or takes it away.
  chart.come = () => {
    seen.disconnect();
    if (!chart.near) chart.draw();
    chart.near = true;
    return chart.drawn;
  };
  for (const name of PRINTED) window.addEventListener(name, chart.come);
  // Streamlit may clean up after one mount when the next one has begun on the same element: only what has left the page
  // is taken down.
  chart.close = () => setTimeout(() => {
    if (root.isConnected) return;
    sized.disconnect();
    seen.disconnect();
    deaf();
    chart.hand?.close();
    chart.cross?.close();
    for (const name of PRINTED) window.removeEventListener(name, chart.come);
    if (plot.data) window.Plotly.purge(plot);
    chart.figure = null;
  });
  return chart;
}

/** @param {Chart} chart */
async function draw(chart) {
  const Plotly = await plotly(chart.data.script);
  const figure = chart.over ?? chart.data.figure, { small } = chart;
  if (figure === chart.figure && small === chart.drawnSmall) {
    chart.cross?.draw();
    return true;
  }
  Object.assign(chart, { figure, drawnSmall: small });
  const { data, layout, narrow } = typeof figure === "string" ? JSON.parse(figure) : figure;
  const shown = (small && narrow) || layout;
  // Plotly draws axes that come to a picture, with the layout or with the first of their traces, before they have a place.
  const used = /** @type {{ xaxis?: string, yaxis?: string }[]} */ (data).map(({ xaxis = "x", yaxis = "y" }) => xaxis + yaxis);
  const axes = [...Object.keys(shown).filter((name) => /^[xy]axis/.test(name)), ...new Set(["xy", ...used])].sort().join();
  if (chart.plot.data && axes !== chart.axes) Plotly.purge(chart.plot);
  chart.axes = axes;
  await Plotly.react(chart.plot, data, { uirevision: "kept", ...shown, height: chart.height, autosize: true }, CONFIG);
  chart.cross?.draw();
  return true;
}

/** Keep the room that the figure takes: nothing moves when it is drawn.
 * @param {Chart} chart */
function reserve(chart) {
  chart.small = chart.plot.offsetWidth > 0 && chart.plot.offsetWidth < SMALL;
  chart.height = chart.small ? chart.data.narrow : chart.data.height;
  chart.plot.style.height = `${chart.height}px`;
  chart.plot.closest(".nmn-chart")?.classList.toggle("nmn-small", chart.small);
}

/** Ask for a figure in the colours of the page where its theme has been switched.
 * @param {Chart} chart @param {HTMLElement} root */
function dress(chart, root) {
  const theme = luminance(root) < 0.3 ? "dark" : "light";
  if (chart.data.theme && chart.data.theme !== theme && chart.asked !== theme) chart.tell("theme", theme);
  chart.asked = theme;
}

/** @param {HTMLElement} root */
function luminance(root) {
  const colour = getComputedStyle(root).getPropertyValue("--st-background-color").match(/[0-9a-f]{2}/gi) ?? ["ff"];
  return colour.reduce((sum, part) => sum + parseInt(part, 16), 0) / (255 * colour.length);
}

/** Tell of the point that is pressed, unless the press becomes a drag.
 * @param {Chart} chart @param {PointerEvent} event */
function pressed(chart, event) {
  const { button, isPrimary, clientX, clientY, target } = event;
  if (!chart.data.clicks || button !== 0 || !isPrimary || !(target instanceof Element && target.closest(".nsewdrag"))) return;
  if (chart.cross) return chart.cross.press(event);
  const point = pointAt(chart.plot, clientX, clientY);
  if (!point) return;
  const over = new AbortController();
  /** @param {PointerEvent} event */
  const end = ({ type, clientX: x, clientY: y }) => {
    over.abort();
    if (type === "pointerup" && Math.hypot(x - clientX, y - clientY) < DRAG) chart.tell("point", point);
  };
  for (const type of /** @type {const} */ (["pointerup", "pointercancel"])) addEventListener(type, end, { capture: true, signal: over.signal });
}
