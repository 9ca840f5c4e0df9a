// Whether a stage gives away what a lesson's question hides. Two windows that differ in nothing but that are shown to it: all
// that it draws, says, and answers to pointer and keys must be the same.
import { axisWord } from "/stage/model/axes.js";
import { decode } from "/stage/model/decode.js";
import { phasesOf } from "/stage/model/phases.js";
import { place } from "/stage/model/tape.js";

const PANELS = ["network", "memory", "state", "projections", "X-ray", "3-D", "convergence", "numbers", "fork", "two futures"];
/** From which phase on each kind of question hides a step. */
const TELLS = { axis: ["fire?", "gate"], value: ["decay", "gate", "state"], order: ["read"], output: ["output"], curve: ["output"] };
const [ACROSS, DOWN] = [10, 5]; // points of a picture that are pointed at
const STILL = 3; // frames in which nothing moves any more
const ODD = /not a number|NaN|undefined|Infinity|\[object/;

const frame = window.requestAnimationFrame.bind(window);
const frames = async (count) => {
  for (let k = 0; k < count; k++) await new Promise(frame);
};
/** The stage draws when it is told to, and speaks at once: what it does hangs on no clock. */
let due = [];
function flush() {
  while (due.length) due.splice(0).forEach((each) => each(0));
}
function stopClocks() {
  let now = 0;
  window.requestAnimationFrame = (each) => due.push(each);
  performance.now = () => (now += 10_000);
}

/** An element and all in it, as text. */
function written(element) {
  if (element.nodeType === Node.TEXT_NODE) return element.textContent;
  const attributes = [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort();
  return `<${element.localName} ${attributes.join(" ")}>${[...element.childNodes].map(written).join("")}`;
}

/** All questions about a window: up to each of its phases, and of each kind that its network can be asked. */
export function questions(tape) {
  const j = tape.hidden.findLast(({ axes }) => axes > 0)?.neuron ?? 0;
  const { axes } = place(tape, j).layer;
  const ask = (kind, more) => ({ id: kind, kind, neuron: j, axis: 0, axes: [], low: 0, high: 2, words: "What comes?", ...more });
  const kinds = [ask("output"), ask("curve", { axes: [10, 20, 40, 80, 160] })];
  if (tape.banks) kinds.push(ask("axis"), ask("value", { axis: axes - 1 }), ask("order"));
  const plain = { panels: PANELS, open: true, until: null, ask: null, given: null, truth: null, reveal: null, words: { yours: "yours", runs: "the run", check: "Check" } };
  const alone = tape.banks ? [{ ...plain, alone: true }] : [];
  return [...alone, ...phasesOf(tape).slice(0, -1).map(({ name }) => ({ ...plain, until: name })), ...kinds.map((each) => ({ ...plain, ask: each }))];
}

/** The phases that a question hides. */
function hiddenBy({ until, ask, alone }, tape) {
  const names = phasesOf(tape).map(({ name }) => name);
  const from = alone ? 0 : names.findIndex((name, k) => (until && k > names.indexOf(until)) || TELLS[ask?.kind]?.includes(name));
  return new Set(from < 0 ? [] : names.slice(from));
}

/** The bytes with a header that has more, and with other numbers where `change(arrays)` puts some, in both futures of a fork. */
function rewritten(bytes, more, change = () => {}) {
  const length = new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);
  const header = { ...JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))), ...more };
  const size = Object.values(header.arrays).reduce((sum, [, rows, columns]) => sum + rows * columns, 0);
  const values = new Float32Array(bytes.slice(4 + length, 4 + length + 4 * size).buffer);
  const behind = bytes.subarray(4 + length + 4 * size);
  const rest = behind.length ? rewritten(behind, {}, change) : behind;
  const arrays = Object.entries(header.arrays).map(([name, [offset, rows, columns]]) => {
    const all = values.subarray(offset, offset + rows * columns);
    return [name, { all, last: all.subarray(all.length - columns) }];
  });
  change(Object.fromEntries(arrays), header);
  let text = new TextEncoder().encode(JSON.stringify(header));
  text = new Uint8Array([...text, ...Array((4 - (text.length % 4)) % 4).fill(32)]);
  const all = new Uint8Array(4 + text.length + 4 * size + rest.length);
  new DataView(all.buffer).setUint32(0, text.length, true);
  all.set(text, 4);
  all.set(new Uint8Array(values.buffer), 4 + text.length);
  all.set(rest, 4 + text.length + 4 * size);
  return all;
}

/** The arrays with a row a step, by what they tell of it; and the phases that tell it. */
const ROWS = { x: ["hidden"], output: ["outputs", "said", "speaks", "told", "share", "read"], error: ["targets", "meant", "errors", "wrong", "mistake", "loss"], back: ["rates", "usual"], act: ["axis", "gate"], fade: ["fade"] };
const told = { x: ["forward"], output: ["output"], error: ["error"], back: ["back"], fade: ["gate", "decay", "state"] };
/** Another value for some of them. */
const OTHER = { axis: (value) => (value === 0 ? 1 : Math.max(0, value - 1)), said: (value) => (value > 0 ? value - 1 : 1), meant: (value) => (value > 0 ? value - 1 : 1), speaks: (value) => (value > 0 ? 0 : 1), told: () => 0, mistake: (value) => 1 - value, gate: (value) => (value > 0.5 ? 0 : 1) };

/** Other numbers for all that is known only by the hidden phases of the last step. */
function changes({ gated, H, M, count }, hidden) {
  const phases = { ...told, act: gated ? ["gate"] : ["fire?", "state"] };
  const gone = Object.keys(ROWS).filter((key) => phases[key].some((name) => hidden.has(name))).flatMap((key) => ROWS[key]);
  const stored = !hidden.has("read") && (hidden.has("write") || hidden.has("state")); // of an order the memories are shown
  const faded = hidden.has("decay") || hidden.has("state"); // else what stayed is shown
  const bitsOf = (row) => Array.from({ length: M }, (_, i) => (new Int32Array(row.buffer, row.byteOffset, row.length)[i >> 5] >>> (i & 31)) & 1);
  /** Set as many other bits. */
  const turn = (row) => {
    const [words, on] = [new Int32Array(row.buffer, row.byteOffset, row.length), bitsOf(row)];
    words.fill(0);
    on.unshift(on.pop());
    on.forEach((bit, i) => bit && (words[i >> 5] |= 1 << (i & 31)));
  };
  return (arrays, header) => {
    const answered = hidden.has("output") ? ["outputs", "said", "errors", "wrong", "mistake", "loss"] : []; // in all steps
    for (const name of new Set([...gone, ...answered])) {
      const part = answered.includes(name) ? "all" : "last";
      arrays[name]?.[part].set(arrays[name][part].map(OTHER[name] ?? ((value) => 0.9 - 0.7 * value)));
    }
    for (const name of ["bias", "own", "through", "delta"]) {
      if (!arrays[name]) continue;
      if (hidden.has(name === "delta" ? "error" : "output")) arrays[name].last.subarray(H).fill(0.77);
      if (hidden.has(name === "delta" ? "back" : "forward")) arrays[name].last.subarray(0, H).fill(0.66);
    }
    if (!stored || !M) return;
    if (count > 1) arrays.scale.last.fill(arrays.scale.last[0] * 2);
    header.ceilings = { ...header.ceilings, memory: header.ceilings.memory * 2 };
    const [changed, wrote] = [bitsOf(arrays.changed.last), bitsOf(arrays.wrote.last)];
    const ends = ({ all }, on) => all.subarray(all.length - on.filter(Boolean).length);
    const values = ends(arrays.changes, changed);
    changed.flatMap((bit, i) => (bit ? [i] : [])).forEach((i, k) => (faded || wrote[i]) && (values[k] = 1.9 - values[k] / 2));
    if (!faded) return;
    const stayed = ends(arrays.stayed, wrote);
    stayed.forEach((value, k) => (stayed[k] = 0.7 - value / 3));
    for (const name of ["changed", "wrote"]) turn(arrays[name].last);
  };
}

let log = new Set();
/** Note what would be drawn on canvases, with the colours that it is drawn with; nobody looks at the canvases themselves. */
function watchPens() {
  const pen = CanvasRenderingContext2D.prototype;
  if (pen.watched) return;
  pen.watched = true;
  const fills = (own) => [own.fillStyle, own.globalAlpha];
  const strokes = (own) => [own.strokeStyle, own.globalAlpha, own.lineWidth];
  const paths = { arc: () => [], moveTo: () => [], lineTo: () => [], bezierCurveTo: () => [] };
  const styles = { fillText: fills, fillRect: fills, fill: fills, strokeText: strokes, strokeRect: strokes, stroke: strokes, putImageData: () => [], ...paths };
  for (const [name, style] of Object.entries(styles)) {
    pen[name] = function (...all) {
      const what = name === "putImageData" ? [new Uint32Array(all[0].data.buffer).join()] : all;
      log.add([name, ...what, ...style(this)].join(" "));
    };
  }
  pen.drawImage = pen.clearRect = () => {};
}

/** All that a stage shows of a window. */
async function shown(mount, css, bytes, tape) {
  log = new Set();
  due = [];
  const host = document.createElement("div");
  host.style.visibility = "hidden"; // it is laid out, and need not be painted
  document.body.replaceChildren(host);
  const root = host.attachShadow({ mode: "open" });
  root.append(Object.assign(document.createElement("style"), { textContent: css }));
  const told = [];
  const close = mount({ parentElement: root, data: bytes, setStateValue: (...said) => told.push(said), setTriggerValue: (...said) => told.push(said) });
  const stage = root.__stage;
  const looks = () => {
    flush();
    return root.querySelector(".frame").innerHTML;
  };
  for (let [still, before] = [0, ""]; still < STILL; await frames(1)) { // all sizes are known
    const now = looks();
    [still, before] = [now === before ? still + 1 : 0, now];
  }
  let tip = null;
  stage.tip = (_, text) => (tip = text);
  const snap = (what) => {
    stage.redraw();
    flush();
    told.push([what, stage.state.at, stage.state.phase, written(root.querySelector(".frame")), [...root.querySelectorAll("input, select")].map((field) => field.value).join()]);
  };
  const hover = (what) => {
    for (const [n, element] of [...root.querySelectorAll("canvas, .scrub, .bar")].entries()) {
      const box = element.getBoundingClientRect();
      if (!box.width || !box.height) continue;
      const down = element.matches("canvas") ? DOWN : 1;
      for (let k = 0; k < ACROSS * down; k++) {
        const [x, y] = [((k % ACROSS) + 0.5) / ACROSS, (Math.floor(k / ACROSS) + 0.5) / down];
        element.dispatchEvent(new PointerEvent("pointermove", { clientX: box.left + x * box.width, clientY: box.top + y * box.height, bubbles: true }));
        if (tip) told.push([what, n, k, tip]);
      }
      element.dispatchEvent(new PointerEvent("pointerleave", {}));
    }
  };
  snap("arrived");
  hover("arrived");
  for (const key of [".", ",", "ArrowLeft", "End"]) {
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    snap(key);
  }
  const { focus } = stage.state;
  for (const axis of Array.from({ length: Math.min(1, place(tape, focus).layer.axes) }, (_, n) => axisWord(tape, focus, n))) {
    stage.act({ type: "axis", to: axis });
    snap(`axis ${axis}`);
  }
  stage.act({ type: "focus", to: (focus + 1) % tape.H });
  stage.act({ type: "pin", to: stage.state.at });
  snap("another neuron, the input of the step");
  hover("another neuron");
  close();
  return { told: told.map((each) => each.join(" ")), drawn: log };
}

/** The first thing that two showings differ in; null where there is none. */
function apart(one, other) {
  const k = one.told.findIndex((text, n) => text !== other.told[n]);
  if (k >= 0 || one.told.length !== other.told.length) {
    const [a, b] = [one.told[k] ?? "", other.told[k] ?? ""];
    const at = [...a].findIndex((letter, n) => letter !== b[n]);
    return `"${a.slice(0, 30)}": …${a.slice(Math.max(0, at - 160), at + 40)}… or …${b.slice(Math.max(0, at - 10), at + 40)}…`;
  }
  const only = [...one.drawn].find((text) => !other.drawn.has(text)) ?? [...other.drawn].find((text) => !one.drawn.has(text));
  return only ? `drawn: ${only.slice(0, 200)}` : null;
}

/** What a window gives away, question by question, as sentences; and that it is seen where nothing is hidden. */
export async function leaks(text, css) {
  const { default: mount } = await import("/stage/main.js");
  watchPens();
  stopClocks();
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const tape = decode(bytes);
  const found = [];
  const all = questions(tape);
  for (const lesson of all) {
    const hidden = hiddenBy(lesson, tape);
    const curves = lesson.ask?.kind === "curve" ? [{ ...tape.header.curves[0], error: [0.4, 0.3, 0.2] }] : tape.header.curves.map((curve) => ({ ...curve, error: curve.error.map((error, k) => (curve.steps[k] > tape.total ? 0.9 : error)) }));
    const change = changes(tape, hidden);
    const other = rewritten(bytes, { lesson, curves }, change);
    const name = lesson.alone ? "asked for ages" : lesson.ask ? `asked for ${lesson.ask.kind}` : `up to ${lesson.until}`;
    const [one, two] = [await shown(mount, css, rewritten(bytes, { lesson }), tape), await shown(mount, css, other, tape)];
    const differs = apart(one, two);
    if (differs) found.push(`${name} it gives away ${differs}`);
    const odd = [...one.told, ...one.drawn].map((each) => each.replace(/<[^>]*>/g, " ")).find((each) => ODD.test(each.replace(/^(arc|fillRect|strokeRect|moveTo|lineTo|bezierCurveTo) .*/, "")));
    if (odd) found.push(`${name} it says ${odd.slice(Math.max(0, odd.search(ODD) - 80), odd.search(ODD) + 40)}`);
  }
  const open = { ...all.at(-1), open: false, ask: null };
  const seen = [rewritten(bytes, { lesson: open }), rewritten(bytes, { lesson: open }, changes(tape, hiddenBy({ ...all.at(-1), until: "read" }, tape)))];
  if (!apart(await shown(mount, css, seen[0], tape), await shown(mount, css, seen[1], tape))) found.push("nothing is seen where nothing is hidden");
  return found;
}
