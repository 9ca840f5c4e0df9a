// The stage as one SVG: text as text, canvases as they were recorded, boxes and lines as the style sheet has them.
import { escaped } from "./vector.js";

const LEFT_OUT = ".transport, .quiet, .tip, .unseen, .sheet, select, input";
const KEPT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "paint-order", "text-anchor", "font-style", "font-weight", "font-size", "font-family"];
const SIDES = /** @type {const} */ (["Top", "Right", "Bottom", "Left"]);
/** @param {number} value */
const short = (value) => String(Math.round(value * 100) / 100);
/** @param {string} colour */
const seen = (colour) => colour !== "transparent" && !colour.endsWith(", 0)");

/** What two boxes share.
 * @param {DOMRect} one @param {DOMRect} other */
function common(one, other) {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  return new DOMRect(x, y, Math.max(0, Math.min(one.right, other.right) - x), Math.max(0, Math.min(one.bottom, other.bottom) - y));
}

/** @param {HTMLElement} root @param {Map<HTMLCanvasElement, string>} drawn what is on its canvases @param {Theme} theme */
export function picture(root, drawn, theme) {
  const { x: left, width: wide, bottom } = root.getBoundingClientRect();
  const top = root.querySelector(".transport")?.getBoundingClientRect().bottom ?? 0; // its buttons are no picture
  const all = new DOMRect(left, top, wide, bottom - top);
  const ruler = /** @type {Pen} */ (document.createElement("canvas").getContext("2d"));
  /** @type {string[]} */
  const out = [];
  /** @param {DOMRect} rect */
  const place = ({ x, y, width, height }) => `x="${short(x - all.x)}" y="${short(y - all.y)}" width="${short(width)}" height="${short(height)}"`;

  /** @param {DOMRect} rect @param {CSSStyleDeclaration} style */
  function box(rect, style) {
    if (style.backgroundImage.startsWith("repeating")) out.push(`<rect ${place(rect)} fill="url(#hatch)"/>`);
    if (seen(style.backgroundColor)) out.push(`<rect ${place(rect)} fill="${style.backgroundColor}"/>`);
    if (style.outlineStyle === "solid") out.push(`<rect ${place(rect)} fill="none" stroke="${style.outlineColor}" stroke-width="${style.outlineWidth}"/>`);
    for (const side of SIDES) {
      const [wide, colour] = [parseFloat(style[`border${side}Width`]), style[`border${side}Color`]];
      if (!wide || style[`border${side}Style`] === "none" || !seen(colour)) continue;
      const { x, y, width, height, right, bottom } = rect;
      const line = { Top: [x, y, width, wide], Bottom: [x, bottom - wide, width, wide], Left: [x, y, wide, height], Right: [right - wide, y, wide, height] }[side];
      out.push(`<rect ${place(new DOMRect(...line))} fill="${colour}"/>`);
    }
  }

  /** A text, line by line; what its box cuts off is cut off here.
   * @param {Text} node @param {CSSStyleDeclaration} style @param {DOMRect} room */
  function words(node, style, room) {
    const range = document.createRange();
    /** @type {{ text: string, rect: DOMRect }[]} */
    const lines = [];
    for (const { 0: part, index } of node.data.matchAll(/\s*\S+\s*|\s+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + part.length);
      const rect = range.getBoundingClientRect(), last = lines.at(-1);
      if (!rect.width || rect.left >= room.right - 1 || rect.top >= room.bottom - 1) continue;
      if (last && Math.abs(last.rect.top - rect.top) < 2) {
        last.text += part;
        last.rect = new DOMRect(last.rect.x, last.rect.y, rect.right - last.rect.x, rect.height);
      } else lines.push({ text: part, rect });
    }
    const font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    ruler.font = font;
    const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = ruler.measureText("x");
    for (const { text, rect } of lines) {
      const y = rect.y + (rect.height - above - below) / 2 + above;
      const fits = rect.right <= room.right + 2;
      const shown = fits ? text.trimEnd() : `${text.slice(0, Math.max(0, Math.floor((text.length * (room.right - rect.x)) / rect.width) - 2))}…`;
      const width = fits && shown === text ? ` textLength="${short(rect.width)}" lengthAdjust="spacingAndGlyphs"` : "";
      out.push(`<text x="${short(rect.x - all.x)}" y="${short(y - all.y)}" fill="${style.color}" style="${escaped(`font:${font};white-space:pre`)}"${width}>${escaped(shown)}</text>`);
    }
  }

  /** @param {SVGSVGElement} element @param {DOMRect} rect */
  function drawing(element, rect) {
    const copy = /** @type {SVGSVGElement} */ (element.cloneNode(true)), styled = [...copy.querySelectorAll("*")];
    [...element.querySelectorAll("*")].forEach((each, k) => {
      const style = getComputedStyle(each);
      if (style.display === "none") styled[k].setAttribute("display", "none");
      for (const name of KEPT) /** @type {SVGElement} */ (styled[k]).style.setProperty(name, style.getPropertyValue(name));
    });
    copy.removeAttribute("class");
    const view = element.getAttribute("viewBox") ?? `0 0 ${short(rect.width)} ${short(rect.height)}`;
    return `<svg ${place(rect)} viewBox="${view}" overflow="visible">${new XMLSerializer().serializeToString(copy).replace(/^<svg[^>]*>|<\/svg>$/g, "")}</svg>`;
  }

  /** @param {Element} element @param {DOMRect} room what its surroundings let be seen of it */
  function walk(element, room) {
    const style = getComputedStyle(element), rect = element.getBoundingClientRect();
    if (element.matches(LEFT_OUT) || style.display === "none" || style.visibility === "hidden" || !rect.width || !rect.height) return;
    if (element instanceof HTMLCanvasElement || element instanceof SVGSVGElement) {
      const inner = element instanceof SVGSVGElement ? drawing(element, rect)
        : `<svg ${place(rect)} viewBox="0 0 ${element.width} ${element.height}" preserveAspectRatio="none">${drawn.get(element) ?? ""}</svg>`;
      const cut = common(rect, room), at = place(cut).replace(/"/g, " ").match(/-?[\d.]+/g)?.join(" ");
      out.push(cut.height < rect.height - 1 || cut.width < rect.width - 1 ? `<svg ${place(cut)} viewBox="${at}">${inner}</svg>` : inner);
    } else {
      box(rect, style);
      const edge = style.overflowX === "visible" ? room : common(rect, room);
      for (const child of element.childNodes) {
        if (child instanceof Text) words(child, style, edge);
        else if (child instanceof Element) walk(child, edge);
      }
    }
  }

  walk(root, all);
  const [width, height] = [Math.ceil(all.width), Math.ceil(all.height)];
  const hatch = `<defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"><path d="M0 4L4 0" stroke="${theme.line}"/></pattern></defs>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width + 32}" height="${height + 32}" viewBox="-16 -16 ${width + 32} ${height + 32}">${hatch}<rect x="-16" y="-16" width="100%" height="100%" fill="${theme.paper}"/>${out.join("")}</svg>`;
}
