// Colours: parsing, ramps as lookup tables, the fixed colours of models and classes. No DOM here.

/** "#rgb", "#rrggbb", "rgb(...)" or "rgba(...)" to [r, g, b], 0-255; null where it is none of them.
 * @param {string} text @returns {Rgb | null} */
export function parse(text) {
  const word = text.trim();
  const hex = /^#([0-9a-f]{3,8})$/i.exec(word)?.[1];
  if (hex) {
    const wide = hex.length < 6 ? [...hex].map((c) => c + c).join("") : hex;
    return [0, 2, 4].map((k) => parseInt(wide.slice(k, k + 2), 16));
  }
  const numbers = /^rgba?\(([^)]+)\)$/.exec(word)?.[1].split(/[\s,/]+/).map(Number);
  return numbers && numbers.length >= 3 ? numbers.slice(0, 3) : null;
}

/** A colour of ours, which is one.
 * @type {(text: string) => Rgb} */
export const rgb = (text) => /** @type {Rgb} */ (parse(text));

/** @param {Rgb} rgb @param {number} [alpha] */
export const css = ([r, g, b], alpha = 1) =>
  `rgba(${Math.round(r)}, ${Math.round(g)}, ${Math.round(b)}, ${alpha})`;

/** Relative luminance, 0-1, as WCAG defines it.
 * @param {Rgb} rgb */
export function luminance(rgb) {
  const [r, g, b] = rgb.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast of two colours, 1-21.
 * @param {Rgb} a @param {Rgb} b */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (high + 0.05) / (low + 0.05);
}

/** @param {Rgb} a @param {Rgb} b @param {number} t */
export const mix = (a, b, t) => a.map((v, k) => v + (b[k] - v) * t);

/** Black or white, whichever reads better on the colour.
 * @param {Rgb} rgb */
export const inkOn = (rgb) => (contrast(rgb, [255, 255, 255]) >= contrast(rgb, [17, 20, 24]) ? "#fff" : "#111418");

/** @type {Record<"light" | "dark", Record<string, string>>} */
const MODELS = {
  light: { nmn: "#0072B2", rnn: "#D55E00", lstm: "#009E73", ffnn: "#7A828A", delayed: "#A0005A" },
  dark: { nmn: "#3D96D0", rnn: "#F08A4B", lstm: "#4CC3A0", ffnn: "#A3ABB3", delayed: "#F6CFE8" },
};
const OTHERS = { light: "#5B3A00", dark: "#99632D" }; // of a network from outside the package
/** The colour of a model, the same on every page (nmn/app/shared/figures/style.py); a lighter tint on dark.
 * @param {Model} model @param {boolean} dark */
export const modelColour = (model, dark) => MODELS[dark ? "dark" : "light"][model] ?? OTHERS[dark ? "dark" : "light"];
/** The dashes of a model's line, as lengths: none, but where another model's is close to it.
 * @param {string} model */
export const modelDash = (model) => (model === "delayed" ? [8, 3, 2, 3] : []);

// Ten classes, apart for colour-blind readers and apart from the models' colours; a letter always goes with them.
const CLASSES = {
  light: ["#332288", "#88CCEE", "#117733", "#DDCC77", "#CC6677", "#AA4499", "#44AA99", "#999933", "#882255", "#A5794F"],
  dark: ["#9C8CF0", "#A6DCF5", "#5DBB7B", "#E6D88F", "#E59AA6", "#D38AC7", "#74CFC0", "#C4C46A", "#CF6F9C", "#CFA67C"],
};
/** @param {number} index @param {boolean} dark */
export const classColour = (index, dark) => {
  const set = CLASSES[dark ? "dark" : "light"];
  return set[((index % set.length) + set.length) % set.length];
};

// Small amounts must still be seen beside large ones: the ramp rises faster at its lower end.
/** @param {number} t */
const lift = (t) => t ** 0.75;

/** 256 colours from the background to the full colour, packed for ImageData (little-endian ABGR).
 * @param {Rgb} background @param {Rgb} full */
export function sequential(background, full) {
  return table((t) => mix(background, full, lift(t)));
}

/** 256 colours from one full colour over the background (at 127.5) to the other.
 * @param {Rgb} negative @param {Rgb} background @param {Rgb} positive */
export function diverging(negative, background, positive) {
  return table((t) => {
    const signed = 2 * t - 1;
    return mix(background, signed < 0 ? negative : positive, lift(Math.abs(signed)));
  });
}

/** @param {(share: number) => Rgb} colourAt */
function table(colourAt) {
  const packed = new Uint32Array(256);
  const text = [];
  for (let k = 0; k < 256; k++) {
    const [r, g, b] = colourAt(k / 255).map(Math.round);
    packed[k] = ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
    text.push(`rgb(${r}, ${g}, ${b})`);
  }
  return { packed, text };
}

/** Place of a value on a ramp of 256: from 0 to the ceiling, or from minus to plus the ceiling; of no number, that of 0.
 * @param {number} value @param {number} ceiling @param {boolean} [signed] */
export function rampIndex(value, ceiling, signed = false) {
  const t = signed ? (value / ceiling + 1) / 2 : value / ceiling;
  const k = Math.round(t * 255);
  return k > 0 ? (k < 255 ? k : 255) : k <= 0 || !signed ? 0 : 128;
}
