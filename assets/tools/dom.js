// The one helper for DOM that the tools need.

/** Build an element: h("div.name", {attributes}, ...children).
 * @param {string} selector @param {Attributes} [attributes] @param {...(Node | string)} children */
export function h(selector, attributes = {}, ...children) {
  const [tag, ...names] = selector.split(".");
  const element = document.createElement(tag);
  element.className = names.join(" ");
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}
