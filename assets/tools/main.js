// What stands in the corner of every page: copy its link, scan it, print it. Streamlit calls the default export for
// every new version, on the same parent element.
import { h } from "./dom.js";
import { panels } from "./panels.js";
import { presentation } from "./present.js";
import { print, sheet } from "./print.js";
import { share } from "./share.js";

/** @param {Mounted<ToolsData, ToolsHost>} call */
export default function ({ parentElement, data, setTriggerValue }) {
  const tools = (parentElement.__tools ??= build(parentElement));
  tools.tell = setTriggerValue;
  tools.show(data);
  return tools.close;
}

/** @param {ToolsHost} parent */
function build(parent) {
  const tools = /** @type {Tools} the rest is there before anybody asks */ (/** @type {unknown} */ ({ tell: () => {} }));
  const slides = presentation(tools);
  const single = panels(tools);
  const dialog = share(tools, slides.start);
  const paper = sheet(tools);
  const ask = h("button", { type: "button", title: "Ask a question about what is on screen, with its answer hidden",
    onclick: () => tools.tell("ask", { file: tools.data.file, search: location.search }) }, "Ask a question here");
  const root = h("div.nmn-tools", { role: "group", "aria-label": "This screen" }, ask,
    h("button", { type: "button", title: "Copy this screen's link, and show it as a QR code", onclick: dialog.open }, "Copy link"),
    h("button", { type: "button", title: "Print this screen on one page", onclick: () => print(paper) }, "Print"), slides.end);
  parent.append(root, dialog.box);
  tools.show = (data) => {
    tools.data = data;
    const embedded = new URLSearchParams(location.search).get("embed") === "true";
    document.documentElement.classList.toggle("nmn-embedded", embedded);
    root.hidden = embedded;
    ask.hidden = !data.asks;
    dialog.show();
    slides.follow();
  };
  // Streamlit may clean up after one mount when the next one has begun on the same element.
  tools.close = () => setTimeout(() => {
    if (root.isConnected) return;
    paper.close();
    slides.close();
    single.close();
  });
  return tools;
}
