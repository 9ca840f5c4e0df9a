// An equation in the little TeX that nmn/paper/notation.py writes, as MathML, which browsers draw themselves.
// \at{place}{...} marks what stands for a place in the picture.
const MATHML = "http://www.w3.org/1998/Math/MathML";
/** @type {Record<string, string>} */
const LETTERS = { sigma: "σ", delta: "δ", alpha: "α", gamma: "γ", tau: "τ", varepsilon: "ε" };
/** @type {Record<string, string>} */
const SIGNS = { sum: "∑", leftarrow: "←", geq: "≥", dots: "…", partial: "∂" };
/** @type {Record<string, string>} */
const SPACES = { ",": "0.17em", ";": "0.28em", quad: "1em" };

/** @param {string} tag @param {Record<string, string>} [attributes] @param {...(Node | string)} children */
function m(tag, attributes = {}, ...children) {
  const element = document.createElementNS(MATHML, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** The TeX of an equation as a <math> element; its marked parts have `data-place`.
 * @param {string} tex */
export function mathOf(tex) {
  const tokens = tex.match(/\\[a-z]+|\\.|[0-9]+|\S/gi) ?? [];
  return m("math", { displaystyle: "true" }, m("mrow", {}, ...row(tokens)));
}

/** What stands up to the end, or to the brace that closes.
 * @param {string[]} tokens @returns {Element[]} */
function row(tokens) {
  /** @type {Element[]} */
  const found = [];
  while (tokens.length && tokens[0] !== "}") {
    if (tokens[0] !== "_" && tokens[0] !== "^") found.push(atom(tokens));
    else {
      const tag = tokens.shift() === "_" ? "msub" : "msup";
      const base = found.pop();
      found.push(m(base?.textContent === "∑" ? "munder" : tag, {}, base ?? "", atom(tokens)));
    }
  }
  return found;
}

/** What stands in braces, as a text.
 * @param {string[]} tokens */
function name(tokens) {
  const end = tokens.indexOf("}");
  return tokens.splice(0, end + 1).slice(1, -1).join("");
}

/** @param {string[]} tokens @returns {Element} */
function group(tokens) {
  tokens.shift();
  const inside = row(tokens);
  tokens.shift();
  return m("mrow", {}, ...inside);
}

/** @param {string[]} tokens @returns {Element} */
function atom(tokens) {
  const token = tokens[0];
  if (token === "{") return group(tokens);
  tokens.shift();
  const word = token.slice(1);
  if (token[0] === "\\") {
    if (word === "at") {
      const place = name(tokens);
      const inside = group(tokens);
      inside.setAttribute("data-place", place);
      return inside;
    }
    if (word === "frac") return m("mfrac", {}, group(tokens), group(tokens));
    if (word === "text") return m("mtext", {}, name(tokens));
    if (word === "mathsf") return m("mtext", {}, name(tokens));
    if (word in SPACES) return m("mspace", { width: SPACES[word] });
    if (word in LETTERS) return m("mi", {}, LETTERS[word]);
    return m(word === "partial" ? "mi" : "mo", {}, SIGNS[word] ?? word);
  }
  if (/[0-9]/.test(token)) return m("mn", {}, token);
  if (/[a-z]/i.test(token)) return m("mi", {}, token);
  return m("mo", /[()]/.test(token) ? { stretchy: "false" } : {}, token === "-" ? "−" : token);
}
