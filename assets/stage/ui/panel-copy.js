// A copy of a panel as it is now: for a sheet that explains it. What is explained has a frame around it.
import { h } from "./dom.js";
import { penOf } from "./vector.js";

/** A still picture of a panel, made to fit a width. `at`: what to frame, { x, y, width, height } in the panel.
 * @param {HTMLElement} box @param {HTMLElement} root @param {{ width: number, height: number }} most @param {Box | null} at */
export function copied(box, root, most, at) {
  const { offsetWidth: width, offsetHeight: height } = box;
  const copy = /** @type {HTMLElement} */ (box.cloneNode(true));
  const drawn = [...box.querySelectorAll("canvas")];
  [...copy.querySelectorAll("canvas")].forEach((canvas, k) => {
    canvas.width = drawn[k].width;
    canvas.height = drawn[k].height;
    if (drawn[k].width && drawn[k].height) penOf(canvas).drawImage(drawn[k], 0, 0);
  });
  for (const each of copy.querySelectorAll("[id], [aria-live], [role]")) for (const name of ["id", "aria-live", "role"]) each.removeAttribute(name);
  Object.assign(copy.style, { width: `${width}px`, height: `${height}px` });
  const scale = Math.min(1.25, most.width / width, most.height / height);
  const inner = h(`div.${root.className.trim().split(/\s+/).join(".")}`, { inert: true, "aria-hidden": "true" }, copy);
  if (at) {
    const ring = h("div.ring", {});
    Object.assign(ring.style, { left: `${at.x - 3}px`, top: `${at.y - 3}px`, width: `${at.width + 6}px`, height: `${at.height + 6}px` });
    inner.append(ring);
  }
  inner.style.transform = `scale(${scale})`;
  const holder = h("div.copied", {}, inner);
  Object.assign(holder.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  return holder;
}

/** Where an element lies in a box.
 * @param {Element} box @param {Element} element */
export function within(box, element) {
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
  return { x: inner.left - outer.left, y: inner.top - outer.top, width: inner.width, height: inner.height };
}
