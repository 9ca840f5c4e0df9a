// Small helpers for DOM that is built once and then only updated.
import { penOf } from "./vector.js";

/** Build an element: h("div.name", {attributes}, ...children).
 * @template {string} S @param {S} selector @param {Attributes} [attributes] @param {...(Node | string)} children */
export function h(selector, attributes = {}, ...children) {
  const [tag, ...names] = selector.split(".");
  const element = /** @type {Built<S>} */ (document.createElement(tag || "div"));
  if (names.length) element.className = names.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";
/** @template {keyof SVGElementTagNameMap} K @param {K} tag @param {Attributes} [attributes] @param {...(Node | string)} children */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Set the text only where it changed: writing the same text again would still cost a layout.
 * @param {Saying} element @param {string} text */
export function say(element, text) {
  if (element.__said !== text) {
    element.textContent = text;
    element.__said = text;
  }
}

/** Show marked-up text: plain strings and [tag, text, place] ("i" glyph, "sub" index, "b" strong; the place in the picture
 * that it stands for, if any).
 * @param {Saying} element @param {Part[]} parts */
export function sayParts(element, parts) {
  const key = JSON.stringify(parts);
  if (element.__said === key) return;
  element.__said = key;
  element.replaceChildren(...parts.map((part) => {
    if (typeof part === "string") return part;
    const [tag, text, place] = part.map(String);
    const child = document.createElement(tag);
    child.textContent = text;
    if (place) child.dataset.place = place;
    return child;
  }));
}

/** Set attributes, only where they change.
 * @param {Element} element @param {Record<string, string | number>} attributes */
export function mark(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}

/** What makes a picture a Tab stop that is moved along by keys and says where it is; `mark` sets its values. */
export const slider = (orientation = "horizontal") => ({
  tabindex: 0, role: "slider", "data-keys": "stage", "aria-orientation": orientation, "aria-valuemin": 1, "aria-valuenow": 1,
});

/** What stands on a canvas.
 * @param {HTMLCanvasElement} element */
function copyOf(element) {
  const copy = Object.assign(document.createElement("canvas"), { width: element.width, height: element.height });
  penOf(copy).drawImage(element, 0, 0);
  return copy;
}

/** By how much what is in an element is enlarged, in a presentation.
 * @param {Element} element */
export const zoomOf = (element) => /** @type {any} TypeScript does not know it yet */ (element).currentCSSZoom ?? 1;

/** A canvas that follows its box at the screen's resolution; `resized` is called after each change.
 * @param {string} label @param {(surface: Surface) => void} resized @param {Attributes} [attributes] */
export function canvas(label, resized, attributes = {}) {
  const element = h("canvas", { role: "img", "aria-label": label, ...attributes });
  const box = h("div.canvas", {}, element);
  /** @type {Surface} */
  const surface = { box, element, get pen() { return penOf(element); }, width: 0, height: 0, scale: 1, close: () => watch.disconnect() };
  const watch = new ResizeObserver(() => {
    const width = Math.floor(box.clientWidth);
    const height = Math.floor(box.clientHeight);
    const scale = (window.devicePixelRatio || 1) * zoomOf(box);
    if (width === surface.width && height === surface.height && scale === surface.scale) return;
    Object.assign(surface, { width, height, scale });
    const before = copyOf(element);
    element.width = Math.max(1, Math.round(width * scale));
    element.height = Math.max(1, Math.round(height * scale));
    penOf(element).drawImage(before, 0, 0, element.width, element.height); // until the next frame draws it anew
    resized(surface);
  });
  watch.observe(box);
  return surface;
}

/** Clear a canvas and get its pen in CSS pixels.
 * @param {Surface} surface */
export function wipe(surface) {
  const { pen, scale, element } = surface;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, element.width, element.height);
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  return pen;
}

/** Write on a canvas.
 * @param {Pen} pen @param {string | number} text @param {number} x @param {number} y @param {string} colour
 * @param {CanvasTextAlign} [align] @param {string | null} [font] */
export function write(pen, text, x, y, colour, align = "left", font = null) {
  if (font) pen.font = font;
  pen.fillStyle = colour;
  pen.textAlign = align;
  pen.textBaseline = "middle";
  pen.fillText(String(text), x, y);
}

/** Report drags and clicks on an element as positions in its box.
 * @param {HTMLElement} element @param {(x: number, y: number, event: PointerEvent) => void} onMove
 * @param {() => void} [onEnd] */
export function draggable(element, onMove, onEnd = () => {}) {
  /** @param {PointerEvent} event */
  const send = (event) => {
    const box = element.getBoundingClientRect(), zoom = zoomOf(element);
    onMove((event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom, event);
  };
  element.style.userSelect = "none"; // selected, its words would be dragged themselves the next time
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    send(event);
  });
  element.addEventListener("pointermove", (event) => {
    if (element.hasPointerCapture(event.pointerId)) send(event);
  });
  element.addEventListener("lostpointercapture", onEnd);
}

/** The nearest element around what an event hits, by selector; null where there is none.
 * @type {(event: Event, selector: string) => HTMLElement | null} */
export const around = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

/** The direction of an arrow key: -1 for the one, 1 for the other, 0 for any other key.
 * @param {KeyboardEvent} event @param {string} back @param {string} on */
export const arrow = (event, back, on) => (event.key === back ? -1 : event.key === on ? 1 : 0);

/** Whether a field has the focus, be it in a shadow root.
 * @param {Element} field */
export const isTyping = (field) => /** @type {Document | ShadowRoot} */ (field.getRootNode()).activeElement === field;

/** A tooltip in a frame, as a function that shows a text beside the pointer; null hides it.
 * @param {HTMLElement} frame @returns {Stage["tip"]} */
export function tooltip(frame) {
  const tip = h("div.tip", { role: "tooltip", hidden: true });
  frame.append(tip);
  return (event, text) => {
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const box = frame.getBoundingClientRect();
    const x = Math.min(event.clientX - box.left + 12, box.width - tip.offsetWidth - 4);
    const y = event.clientY - box.top + (event.clientY - box.top + 40 > box.height ? -30 : 16);
    tip.style.transform = `translate(${Math.max(0, x)}px, ${Math.max(0, y)}px)`;
  };
}
