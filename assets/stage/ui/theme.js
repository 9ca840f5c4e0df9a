// Streamlit's theme as the colours and fonts that the panels draw with. Read anew when the theme switches.
import { classColour, contrast, css, diverging, luminance, mix, modelColour, parse, rgb, sequential } from "./colour.js";

/** @param {HTMLElement} element */
export function readTheme(element) {
  const style = getComputedStyle(element);
  /** @param {string} name @param {Rgb} otherwise */
  const read = (name, otherwise) => parse(style.getPropertyValue(name)) ?? otherwise;
  const background = read("--st-background-color", [255, 255, 255]);
  const text = read("--st-text-color", [38, 39, 48]);
  const dark = luminance(background) < 0.3;
  const blue = rgb(modelColour("nmn", dark));
  // Beside the step that counts, the others keep their hue but step back.
  const tints = Array.from({ length: 10 }, (_, k) => css(mix(background, rgb(classColour(k, dark)), dark ? 0.42 : 0.4)));
  /** @param {number} share */
  const tone = (share) => mix(background, text, share);
  // Text of the second rank fades as far as contrast 4.5 allows, so that it stays readable on a projector.
  let share = 0.6;
  while (share < 1 && contrast(tone(share), background) < 5.2) share += 0.02;
  return {
    dark, background, text,
    ink: css(text),
    soft: css(tone(share)),
    line: css(tone(dark ? 0.24 : 0.18)),
    faint: css(tone(dark ? 0.1 : 0.06)),
    shade: css(tone(dark ? 0.2 : 0.13)),
    paper: css(background),
    blue: css(blue),
    blueRgb: blue,
    ramp: sequential(mix(background, text, 0.035), blue),
    signed: diverging(rgb(dark ? "#D59BE0" : "#7B3294"), mix(background, text, 0.035), rgb(dark ? "#E6BE55" : "#9A6700")),
    /** @param {string} name */
    model: (/** @type {Model} */ name) => modelColour(name, dark),
    /** @param {number} index */
    ofClass: (/** @type {number} */ index) => classColour(index, dark),
    /** @param {number} index */
    tint: (/** @type {number} */ index) => tints[index % 10],
    family: style.fontFamily || "sans-serif",
    size: parseFloat(style.getPropertyValue("--size")) || 12,
  };
}

/** Hand the derived colours to the style sheet.
 * @param {HTMLElement} element @param {Theme} theme */
export function applyTheme(element, theme) {
  for (const name of /** @type {const} */ (["ink", "soft", "line", "faint", "paper", "blue"])) {
    element.style.setProperty(`--${name}`, theme[name]);
  }
  element.style.setProperty("--minus", theme.signed.text[0]);
  element.style.setProperty("--plus", theme.signed.text[255]);
  element.style.setProperty("--on-blue", theme.dark ? "#111418" : "#fff");
  element.style.colorScheme = theme.dark ? "dark" : "light";
}
