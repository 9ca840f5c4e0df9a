// What panels draw, as vectors: while it is recorded, a pen writes SVG in place of painting its canvas.

/** @type {Map<HTMLCanvasElement, Recorder> | null} the canvases that are drawn on, while it is recorded */
let sheets = null;
let clips = 0; // a name for each clip of the document
const CELLS = 40_000; // of a picture that is drawn cell by cell; a larger one stays a picture

/** What is drawn meanwhile, by canvas, as the inside of an SVG of the canvas's size in device pixels.
 * @param {() => void} draw @returns {Map<HTMLCanvasElement, string>} */
export function recorded(draw) {
  sheets = new Map();
  try {
    draw();
    return new Map([...sheets].map(([element, recorder]) => [element, recorder.text()]));
  } finally {
    sheets = null;
  }
}

/** What draws on a canvas.
 * @param {HTMLCanvasElement} element @returns {Pen} */
export function penOf(element) {
  if (!sheets) return /** @type {Pen} */ (element.getContext("2d"));
  const known = sheets.get(element) ?? new Recorder(element);
  sheets.set(element, known);
  return /** @type {Pen} it has what the panels use */ (/** @type {unknown} */ (known));
}

/** @param {string} text */
export const escaped = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
/** @param {number} value */
const short = (value) => String(Math.round(value * 100) / 100);
const ANCHORS = /** @type {Record<string, string>} */ ({ left: "start", start: "start", center: "middle", right: "end", end: "end" });

/** The part of a canvas's context that the panels use. */
class Recorder {
  fillStyle = "#000";
  strokeStyle = "#000";
  lineWidth = 1;
  globalAlpha = 1;
  font = "10px sans-serif";
  textAlign = "start";
  textBaseline = "alphabetic";
  lineCap = "butt";
  lineJoin = "miter";
  imageSmoothingEnabled = true;
  /** @type {string[]} */ out = [];
  /** @type {number[]} */ dash = [];
  path = "";
  matrix = "";
  depth = 0; // clips that are open
  /** @type {object[]} */ kept = [];

  /** @param {HTMLCanvasElement} element */
  constructor(element) {
    this.element = element;
    this.context = /** @type {Pen} */ (element.getContext("2d"));
  }

  text = () => this.out.join("") + "</g>".repeat(this.depth);

  /** @param {...number} m */
  setTransform(...m) {
    this.matrix = m.join() === "1,0,0,1,0,0" ? "" : ` transform="matrix(${m.join(" ")})"`;
  }
  /** All of it: the panels clear no part. */
  clearRect() {
    this.out = [];
  }
  save() {
    const { fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineCap, lineJoin, dash, matrix, depth } = this;
    this.kept.push({ fillStyle, strokeStyle, lineWidth, globalAlpha, font, textAlign, textBaseline, lineCap, lineJoin, dash, matrix, depth });
  }
  restore() {
    const { depth } = this;
    Object.assign(this, this.kept.pop());
    this.out.push("</g>".repeat(depth - this.depth));
  }
  clip() {
    const name = `clip-${clips++}`;
    this.out.push(`<clipPath id="${name}"><path d="${this.path}"${this.matrix}/></clipPath><g clip-path="url(#${name})">`);
    this.depth += 1;
  }

  beginPath() {
    this.path = "";
  }
  /** @param {string} letter @param {...number} at */
  to = (letter, ...at) => void (this.path += letter + at.map(short).join(" "));
  /** @param {number} x @param {number} y */
  moveTo = (x, y) => this.to("M", x, y);
  /** @param {number} x @param {number} y */
  lineTo = (x, y) => this.to(this.path ? "L" : "M", x, y);
  /** @param {...number} at */
  bezierCurveTo = (...at) => this.to("C", ...at);
  closePath = () => this.to("Z");
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect = (x, y, width, height) => void (this.path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`);
  /** @param {number} x @param {number} y @param {number} r @param {number} from @param {number} to */
  arc(x, y, r, from, to) {
    const whole = to - from >= 2 * Math.PI, end = whole ? from + Math.PI : to;
    const at = (/** @type {number} */ angle) => [x + r * Math.cos(angle), y + r * Math.sin(angle)];
    this.to(this.path ? "L" : "M", ...at(from));
    this.to("A", r, r, 0, Number(end - from > Math.PI), 1, ...at(end));
    if (whole) this.to("A", r, r, 0, 0, 1, ...at(from));
  }

  /** @param {string} shape @param {string} paint */
  put = (shape, paint) =>
    void this.out.push(`<${shape} ${paint}${this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : ""}${this.matrix}/>`);
  filled = () => `fill="${this.fillStyle}"`;
  lined = () => `fill="none" stroke="${this.strokeStyle}" stroke-width="${short(this.lineWidth)}"${this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : ""}${
    this.lineCap === "butt" ? "" : ` stroke-linecap="${this.lineCap}"`}${this.lineJoin === "miter" ? "" : ` stroke-linejoin="${this.lineJoin}"`}`;
  fill = () => this.put(`path d="${this.path}"`, this.filled());
  stroke = () => this.put(`path d="${this.path}"`, this.lined());
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  box = (x, y, width, height) =>
    `rect x="${short(Math.min(x, x + width))}" y="${short(Math.min(y, y + height))}" width="${short(Math.abs(width))}" height="${short(Math.abs(height))}"`;
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect = (x, y, width, height) => this.put(this.box(x, y, width, height), this.filled());
  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  strokeRect = (x, y, width, height) => this.put(this.box(x, y, width, height), this.lined());
  /** @param {number[]} dash */
  setLineDash = (dash) => void (this.dash = dash);

  /** @param {string} text @param {number} x @param {number} y @param {string} paint */
  word(text, x, y, paint) {
    const size = Number(/([\d.]+)px/.exec(this.font)?.[1]);
    const low = this.textBaseline === "middle" ? y + 0.35 * size : y;
    this.out.push(`<text x="${short(x)}" y="${short(low)}" ${paint} style="${escaped(`font:${this.font}`)}" text-anchor="${ANCHORS[this.textAlign]}"${
      this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : ""}${this.matrix}>${escaped(text)}</text>`);
  }
  /** @param {string} text @param {number} x @param {number} y */
  fillText = (text, x, y) => this.word(text, x, y, this.filled());
  /** @param {string} text @param {number} x @param {number} y */
  strokeText = (text, x, y) => this.word(text, x, y, this.lined());
  /** @param {string} text */
  measureText(text) {
    this.context.font = this.font;
    return this.context.measureText(text);
  }

  /** @param {number} width @param {number} height */
  createImageData = (width, height) => this.context.createImageData(width, height);
  /** @param {ImageData} image @param {number} x @param {number} y */
  putImageData = (image, x, y) => this.context.putImageData(image, x, y);

  /** Another canvas: as it was drawn; where it is pixels, by stretches of one colour.
   * @param {HTMLCanvasElement} source @param {number} x @param {number} y @param {number} width @param {number} height */
  drawImage(source, x, y, width, height) {
    const inside = sheets?.get(source)?.text() || pixels(source);
    const opacity = this.globalAlpha < 1 ? ` opacity="${short(this.globalAlpha)}"` : "";
    const scale = `translate(${short(x)} ${short(y)}) scale(${width / source.width} ${height / source.height})`;
    this.out.push(`<g${this.matrix}${opacity}><g transform="${scale}">${inside}</g></g>`);
  }
}

/** @param {HTMLCanvasElement} source */
function pixels(source) {
  const { width, height } = source;
  if (!width || !height) return "";
  if (width * height > CELLS) return `<image width="${width}" height="${height}" image-rendering="pixelated" href="${source.toDataURL()}"/>`;
  const { data } = /** @type {Pen} */ (source.getContext("2d")).getImageData(0, 0, width, height);
  const colours = new Uint32Array(data.buffer), out = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0, from = 0; x < width; x++) {
      const k = y * width + x;
      if (x + 1 < width && colours[k + 1] === colours[k]) continue;
      const [red, green, blue, alpha] = data.subarray(4 * k, 4 * k + 4);
      if (alpha) out.push(`<rect x="${from}" y="${y}" width="${x + 1 - from}" height="1" fill="rgb(${red},${green},${blue})"/>`);
      from = x + 1;
    }
  }
  return out.join("");
}
