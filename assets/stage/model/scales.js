// Numbers to places and to text. No DOM here.

/** @param {number} value @param {number} low @param {number} high */
export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** A linear scale from [a, b] to [p, q].
 * @type {(a: number, b: number, p: number, q: number) => Scale} */
export const linear = (a, b, p, q) => (value) => p + ((value - a) / (b - a || 1)) * (q - p);

/** Thousands in groups, no decimals: 12,101.
 * @param {number} value */
export const whole = (value) => Math.round(value).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");

/** The whole number that a text says, with its thousands in groups or without: 12101, 12,101, 12.101; NaN where it says none.
 * @param {string} text */
export const counted = (text) => (/^\s*(\d+|\d{1,3}([\s,.']\d{3})+)\s*$/.test(text) ? Number(text.replace(/\D/g, "")) : NaN);

/** A number of fixed width for tables: a real minus sign, a fixed count of decimals.
 * @param {number} value @param {number} [decimals] */
export function fixed(value, decimals = 2) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : "∞";
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** A fraction as per cent, as many decimals as it needs: 31 %, 4.5 %, 0.02 %.
 * @param {number} fraction */
export function percent(fraction) {
  const value = fraction * 100;
  const decimals = value >= 10 || value === 0 ? 0 : value >= 1 ? 1 : 2;
  return `${value.toFixed(decimals)} %`;
}

/** A short step count for an axis: 0, 500, 20k, 1.5M.
 * @param {number} value */
export function short(value) {
  if (value >= 1e6) return `${+(value / 1e6).toFixed(2)}M`;
  return value >= 1e4 ? `${+(value / 1e3).toFixed(1)}k` : whole(value);
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten that is not below the value.
 * @param {number} value */
export function nice(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return ([1, 2, 2.5, 5].find((m) => m * power >= value * (1 - 1e-9)) ?? 10) * power;
}

/** Evenly spaced round ticks from 0 to the end, about as many as asked for.
 * @param {number} end @param {number} count */
export function ticks(end, count) {
  const step = nice(end / Math.max(1, count));
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, k) => k * step);
}

/** Log scale of an error that may be 0. Decades from 1 down to the smallest positive value; 0 has a place of its
 * own below them, so that a perfect block is drawn, and drawn apart from a small error.
 * @param {(number | null)[]} values @param {number} top @param {number} bottom */
export function errorScale(values, top, bottom) {
  let smallest = 0.1;
  for (const value of values) if (value !== null && value > 0 && value < smallest) smallest = value;
  const low = Math.max(-6, Math.floor(Math.log10(smallest) + 1e-9));
  const floor = bottom - (bottom - top) * 0.12;
  /** @param {number} value */
  const y = (value) => {
    if (!(value > 0)) return bottom;
    return linear(low, 0, floor, top)(clamp(Math.log10(value), low, 0));
  };
  const decades = Array.from({ length: 1 - low }, (_, k) => 10 ** (low + k));
  return { y, ticks: [0, ...decades] };
}

/** Index of the box [x, y, width, height] that holds the fewest of the points [x, y]; the first of equals.
 * @param {number[][]} boxes @param {number[][]} points */
export function clearest(boxes, points) {
  const crowd = boxes.map(([x, y, width, height]) =>
    points.filter(([px, py]) => px >= x && px <= x + width && py >= y && py <= y + height).length);
  return crowd.indexOf(Math.min(...crowd));
}

/** Push labels apart until none is closer than the gap; order kept, all between low and high where they fit.
 * @param {number[]} places @param {number} gap @param {number} low @param {number} high */
export function spread(places, gap, low, high) {
  const order = places.map((_, k) => k).sort((a, b) => places[a] - places[b]);
  const out = places.slice();
  let next = low;
  for (const k of order) {
    out[k] = Math.max(out[k], next);
    next = out[k] + gap;
  }
  next = high;
  for (const k of order.reverse()) {
    out[k] = Math.min(out[k], next);
    next = out[k] - gap;
  }
  return out;
}

/** Indices of the n largest of values[from .. from + count), by size, then given back in index order; only those that fit.
 * @param {ArrayLike<number>} values @param {number} from @param {number} count @param {number} n
 * @param {(index: number) => boolean} [fits] */
export function strongest(values, from, count, n, fits = () => true) {
  const order = Array.from({ length: count }, (_, k) => k).filter(fits);
  if (order.length <= n) return order;
  order.sort((a, b) => Math.abs(values[from + b]) - Math.abs(values[from + a]) || a - b);
  return order.slice(0, n).sort((a, b) => a - b);
}

/** A number without needless zeros: 0.5, −1.25, 3.
 * @param {number} value @param {number} [decimals] */
export const brief = (value, decimals = 2) => fixed(value, decimals).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

/** A number as a field holds it, to type over: as fine as the pictures tell it, with the minus of the keyboard.
 * @param {number} value @param {number} [decimals] */
export const typed = (value, decimals = 2) => String(+(+value).toFixed(decimals) || 0);

/** A number as short as it can be said, but never as 0 unless it is: two decimals, or two digits where they say nothing.
 * @param {number} value */
export function figure(value) {
  const size = Math.abs(value);
  if (size >= 0.1 || value === 0 || !Number.isFinite(value)) return brief(value);
  const text = size >= 1e-4 ? String(+size.toPrecision(2)) : size.toExponential(1).replace("e-", "e−");
  return value < 0 ? `−${text}` : text;
}

/** A letter with its index, as parts for `sayParts`, and the place in the picture that it stands for.
 * @param {string} letter @param {Place} place @param {string | number} index */
export const glyph = (letter, place, index) => [["i", letter, place], ["sub", index, place]];

/** Every how many-th label fits into cells of this size.
 * @param {number} cell @param {number} need */
export const labelEvery = (cell, need) => {
  const least = Math.max(1, Math.ceil(need / cell));
  return [1, 2, 4, 5, 8, 10, 16, 20, 32, 64, 128, 256, 512].find((n) => n >= least) ?? least;
};

/** "1 step", "3 steps".
 * @param {number} n @param {string} word */
export const plural = (n, word) => `${whole(n)} ${word}${n === 1 ? "" : "s"}`;
