// What the windows of one browser say to each other: it passes no server.

/** @param {(said: Said) => void} hear */
export function channel(hear) {
  const all = new BroadcastChannel("nmn-notes");
  all.addEventListener("message", ({ data }) => hear(data));
  const say = /** @type {(said: Said) => void} */ (all.postMessage.bind(all));
  return { say, close: () => all.close() };
}

/** A button.
 * @param {string} words @param {() => void} press */
export function button(words, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = words;
  made.addEventListener("click", press);
  return made;
}
