// What a figure can be taken away as.
import { plotly } from "./plotly.js";

/** @type {[name: string, what: string, make: (chart: Chart) => Promise<void>][]} */
export const files = [
  ["PNG", "download as an image", (chart) => image(chart, "png")],
  ["SVG", "download as a drawing for print", (chart) => image(chart, "svg")],
  ["HTML", "download as a page of its own that works offline", page],
  ["CSV", "download the numbers", async (chart) => chart.tell("csv", Date.now())],
];

/** @param {string} name @param {BlobPart} content @param {string} type */
export function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** @param {Chart} chart @param {string} format */
async function image(chart, format) {
  const Plotly = await plotly(chart.data.script);
  const { offsetWidth: width, offsetHeight: height } = chart.plot;
  const url = await Plotly.toImage(chart.plot, { format, width, height, scale: format === "png" ? 2 : 1 });
  const blob = await (await fetch(url)).blob();
  save(`${chart.data.name}.${format}`, blob, blob.type);
}

/** The figure as it is shown, zoom and hidden lines included, with Plotly's script inside.
 * @param {Chart} chart */
async function page(chart) {
  const script = await (await fetch(chart.data.script)).text();
  const { data, layout } = chart.plot;
  /** @param {unknown} value */
  const plain = (value) => JSON.stringify(value, (_, each) => (ArrayBuffer.isView(each) ? [...(/** @type {Float64Array} */ (each))] : each));
  /** @param {string} text */
  const inside = (text) => text.replaceAll("</", "<\\/"); // nothing in it can end the script
  const shown = inside(`Plotly.newPlot("figure", ${plain(data)}, ${plain({ ...layout, width: undefined })}, {displaylogo: false, responsive: true});`);
  const title = text(chart.data.name), alt = text(chart.data.alt);
  save(`${chart.data.name}.html`, `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>body { margin: 16px; font-family: system-ui, sans-serif; background: ${layout.paper_bgcolor}; color: ${layout.font.color}; }</style></head>
<body><main><div id="figure" role="img" aria-label="${alt}"></div><p>${alt}</p></main>
<script>${script}</script>
<script>${shown}</script></body></html>
`, "text/html;charset=utf-8");
}

/** @param {string} words */
function text(words) {
  return words.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
