// The link of what is on screen: copied at once, shown, and as a QR code for those who sit in front of it.
import { h } from "./dom.js";

/** Where the server draws a link as a QR code.
 * @param {ToolsData} data @param {string} link */
export const codeOf = ({ base }, link) => `${base}/nmn/qr.svg?link=${encodeURIComponent(link)}`;

/** @param {Tools} tools @param {() => void} present */
export function share(tools, present) {
  const field = /** @type {HTMLInputElement} */ (h("input", { readonly: "", "aria-label": "Link", onfocus: () => field.select() }));
  const said = h("p", { role: "status" });
  const code = /** @type {HTMLImageElement} */ (h("img", { alt: "QR code of the link", onload: there, onerror: there }));
  const none = h("p", {}, "There is no QR code of this link: it is too long.");
  const keep = h("a", { download: "link.svg" }, "QR code as SVG");
  const picture = h("p", {}, "Picture of the stage: ", take("png"), " ", take("svg"));
  const box = /** @type {HTMLDialogElement} */ (h("dialog.nmn-share", { "aria-label": "Link to this screen" },
    h("header", {}, h("h2", {}, "Link to this screen"), h("button", { type: "button", onclick: () => box.close() }, "Close")),
    h("div.nmn-link", {}, field, h("button", { type: "button", onclick: copy }, "Copy")), said, code, none, h("p", {}, keep), picture,
    h("p", {}, h("button", { type: "button", onclick: () => [box.close(), present()] }, "Present (P): large type, one panel at a time"))));
  // A click beside the dialog closes it.
  box.addEventListener("click", (event) => event.target === box && box.close());

  function there() {
    code.hidden = keep.hidden = !code.naturalWidth;
    none.hidden = !code.hidden;
  }

  async function copy() {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = "Copied.";
    } catch { // a page that is not from this machine may not, without https
      said.textContent = document.execCommand("copy") ? "Copied." : "Press Ctrl C to copy it.";
    }
  }

  /** @param {string} format */
  function take(format) {
    return h("button", { type: "button", onclick: () => dispatchEvent(new CustomEvent("nmn-picture", { detail: format })) }, format.toUpperCase());
  }

  return {
    box,
    show: () => (picture.hidden = !tools.data.picture),
    open() {
      field.value = location.href;
      keep.setAttribute("href", codeOf(tools.data, location.href));
      code.src = codeOf(tools.data, location.href);
      code.hidden = none.hidden = true;
      said.textContent = "";
      box.showModal();
      copy();
    },
  };
}
