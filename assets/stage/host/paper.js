// The stage taken away: on paper, light and as vectors, and as a file.
import { picture } from "../ui/picture.js";
import { recorded } from "../ui/vector.js";

const LIGHT = { "--st-background-color": "#FFFFFF", "--st-text-color": "#1B2329" }; // paper is white
const SHARP = 2; // pixels of a file for one of the screen

/** @param {Stage} stage @param {HTMLElement} frame @param {() => unknown} paint draws at once */
export function paper(stage, frame, paint) {
  const vectors = () => recorded(() => {
    stage.dress();
    paint();
  });

  function lay() {
    if (!stage.tape) return;
    const { style, offsetHeight, firstElementChild } = stage.root;
    style.height = `${offsetHeight}px`; // else it were as high as the paper
    style.marginTop = `${-(/** @type {HTMLElement} */ (firstElementChild).offsetHeight)}px`; // its buttons are not seen
    for (const [name, colour] of Object.entries(LIGHT)) frame.style.setProperty(name, colour);
    for (const [canvas, inside] of vectors()) {
      if (!canvas.isConnected || !canvas.offsetWidth) continue;
      const size = `width:${canvas.offsetWidth}px;height:${canvas.offsetHeight}px`;
      canvas.insertAdjacentHTML("afterend", `<svg class="printed" style="${size}" viewBox="0 0 ${canvas.width} ${canvas.height}" preserveAspectRatio="none">${inside}</svg>`);
    }
    frame.classList.add("printing");
  }

  function lift() {
    if (!stage.tape) return;
    stage.root.style.height = stage.root.style.marginTop = "";
    for (const name of Object.keys(LIGHT)) frame.style.removeProperty(name);
    for (const copy of frame.querySelectorAll(".printed")) copy.remove();
    frame.classList.remove("printing");
    stage.dress();
  }

  /** @param {Event} event */
  async function take(event) {
    if (!stage.tape || !(event instanceof CustomEvent)) return;
    const drawn = vectors();
    const drawing = new Blob([picture(stage.root, drawn, stage.theme)], { type: "image/svg+xml" });
    stage.dress(); // what was drawn as vectors meanwhile is not on the canvases
    save(`step-${stage.state.at}.${event.detail}`, event.detail === "png" ? await painted(drawing) : drawing);
  }

  const heard = /** @type {const} */ ([["beforeprint", lay], ["afterprint", lift], ["nmn-picture", take]]);
  for (const [name, act] of heard) addEventListener(name, act);
  return { close: () => heard.forEach(([name, act]) => removeEventListener(name, act)) };
}

/** @param {Blob} drawing @returns {Promise<Blob>} */
async function painted(drawing) {
  const image = new Image(), canvas = document.createElement("canvas");
  image.src = URL.createObjectURL(drawing);
  await image.decode();
  [canvas.width, canvas.height] = [image.width * SHARP, image.height * SHARP];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((done) => canvas.toBlob((blob) => blob && done(blob)));
}

/** @param {string} name @param {Blob} content */
function save(name, content) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
