// The screen on paper: what is seen, as it is seen, made to fit one A4 page, with its caption, its link and the link's code.
import { h } from "./dom.js";
import { codeOf } from "./share.js";

const [SHORT, LONG] = [190, 277].map((mm) => (mm / 25.4) * 96); // px of A4 between margins of 10 mm
const HEAD = 72; // px for caption and link
const SHEETS = ".st-key-handout-questions, .st-key-handout-answers"; // each a page of its own
const TALL = 2.6; // a page of text, so many times as high as it is wide, goes on over several
const PATIENCE = 50; // tenths of a second that figures may take
const WIDE = 700; // px: what is narrower is a small screen's

/** How what is shown goes on paper: which way the page lies, and by how much it is scaled.
 * @param {number} width @param {number} height @param {boolean} [upright] whether it is a sheet of its own, which stands */
export function fitted(width, height, upright = false) {
  const long = !upright && width > WIDE && height > TALL * width;
  const [across, down] = !long && !upright && width > 1.1 * height ? [LONG, SHORT] : [SHORT, LONG];
  return { long, landscape: across === LONG, zoom: long ? across / width : Math.min(across / width, (down - HEAD) / height) };
}

/** Watch for printing, be it by our button or by the browser's own menu.
 * @param {Tools} tools */
export function sheet(tools) {
  const words = h("p", {}), link = h("a", {});
  const code = /** @type {HTMLImageElement} */ (h("img", { alt: "" }));
  const head = h("div.nmn-head", {}, h("div", {}, words, link), code);
  const rules = document.createElement("style");
  const main = () => /** @type {HTMLElement | null} */ (document.querySelector("[data-testid=stMainBlockContainer]"));

  function lay() {
    const box = main();
    if (!box) return;
    const { href } = location, at = new URLSearchParams(location.search).get("at");
    words.textContent = `${[tools.data.page, tools.data.about].filter(Boolean).join(": ")}${at ? `, step ${Number(at).toLocaleString("en")}` : ""}`;
    link.textContent = href;
    link.setAttribute("href", href);
    code.hidden = !(code.naturalWidth && code.dataset.link === href);
    const style = getComputedStyle(box);
    const width = box.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    document.documentElement.style.setProperty("--nmn-width", `${width}px`);
    document.documentElement.classList.add("nmn-printing");
    const sheets = /** @type {HTMLElement[]} */ ([...box.querySelectorAll(SHEETS)]);
    for (const each of sheets) each.style.zoom = String(fitted(each.offsetWidth, each.scrollHeight, true).zoom);
    const { long, landscape, zoom } = sheets.length ? { long: false, landscape: false, zoom: 1 } : fitted(width, box.scrollHeight);
    document.documentElement.classList.toggle("nmn-long", long);
    if (sheets.length) document.documentElement.style.setProperty("--nmn-width", `${SHORT}px`); // what is wider shrinks all
    rules.textContent = `@page { size: A4 ${landscape ? "landscape" : "portrait"}; margin: 10mm; }
      @media print { [data-testid=stMainBlockContainer] { zoom: ${zoom}; } }`;
    document.head.append(rules);
    document.body.prepend(head);
  }

  function lift() {
    document.documentElement.classList.remove("nmn-printing", "nmn-long");
    for (const each of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(SHEETS))) each.style.zoom = "";
    rules.remove();
    head.remove();
  }

  addEventListener("beforeprint", lay);
  addEventListener("afterprint", lift);
  return {
    /** Have the code of the link drawn: paper cannot wait for it. */
    async ready() {
      code.dataset.link = location.href;
      code.src = codeOf(tools.data, location.href);
      await code.decode().catch(() => {}); // a link that is too long has none
    },
    close() {
      removeEventListener("beforeprint", lay);
      removeEventListener("afterprint", lift);
    },
  };
}

/** Print when all is there that paper cannot wait for.
 * @param {ReturnType<typeof sheet>} paper */
export async function print(paper) {
  dispatchEvent(new Event("nmn-print"));
  await paper.ready();
  for (let n = 0; n < PATIENCE && document.querySelector(".nmn-wait:not([hidden])"); n++) await new Promise((done) => setTimeout(done, 100));
  window.print();
}
