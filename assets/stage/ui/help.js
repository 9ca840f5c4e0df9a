// The sheet behind "?": the shortcuts, the words with a picture of this very stage, and the equations, linked to it.
import { entryOf, GLOSSARY, lacking } from "../model/glossary.js";
import { around, arrow, h } from "./dom.js";
import { mathOf } from "./mathml.js";
import { copied, within } from "./panel-copy.js";

const KEYS = [
  ["←  →", "one step back, one step on"],
  [",  .", "one phase of the step back, on"],
  ["Page up, Page down", "ten steps back, ten steps on"],
  ["Home, End", "first and last step of the run"],
  ["Space", "play and pause"],
  ["↑  ↓", "previous and next neuron"],
  ["Shift ←  →", "previous and next axis of its memory"],
  ["m  n  w  f  e", "next mistake, activity of the neuron, write to the axis, fading of the axis below 5 %, episode"],
  ["Shift m  n  w  f  e", "the one before"],
  ["Esc", "the step as a whole, no axis chosen"],
  ["p", "presentation: large type, one panel at a time; Page up and Page down turn to another"],
  ["s", "in a lesson that is presented: its notes, in a second window"],
  ["?", "this sheet"],
];
/** @type {Record<string, string>} */
const PLACES = { in: "input", W: "weights", x: "outputs", M: "memory", out: "answer", gate: "gate" };
const ROOM = { width: 520, height: 330 };

/** Put the sheet into the frame; `stage.help` opens it.
 * @param {Stage} stage @param {HTMLElement} frame */
export function help(stage, frame) {
  const find = h("input.find", { type: "search", "aria-label": "Find a word or an equation", placeholder: "find a word", autocomplete: "off", oninput: filter });
  const list = h("nav.entries", { "aria-label": "Words and equations", onkeydown: walk });
  const page = h("div.entry", { tabindex: 0, "aria-live": "polite", onpointerover: point, onpointerleave: () => light(null) });
  const close = h("button", { type: "button", onclick: () => sheet.close() }, "Close");
  const sheet = h("dialog.sheet", { "aria-label": "Keys, words and equations", onclose: () => stage.point(null) },
    h("header", {}, h("h2", {}, "Keys, words, equations"), find, close), h("div.two", {}, list, page));
  /** @typedef {{ name: string, words: string, show: () => unknown, box: HTMLElement }} Page */
  /** @type {Page[]} */
  let entries = [];
  /** @type {Page | null} the entry on the page */
  let shown = null;
  /** @type {Picture | null} */
  let picture = null;

  /** The entries of this tape: keys, words, equations. */
  function fill() {
    const equations = stage.base?.header.equations ?? [];
    const pages = [
      { name: "Keyboard", words: "keys shortcuts", show: keyboard },
      ...GLOSSARY.map((entry) => ({ name: entry.word, words: `${entry.also ?? ""} ${entry.say}`, show: () => explain(entry) })),
      ...equations.map(([number, tex, about]) => ({ name: `Eq. (${number})`, words: about, show: () => equation(number, tex, about) })),
    ];
    entries = pages.map((each) => {
      const entry = { ...each, box: h("button", { type: "button", onclick: () => turn(entry) }, each.name) };
      return entry;
    });
    list.replaceChildren(...entries.map((entry) => entry.box));
  }

  function open(text = "") {
    fill();
    find.value = "";
    if (!sheet.open) sheet.showModal();
    const word = text && entryOf(text);
    const named = word ? word.word : text;
    turn(entries.find(({ name }) => name === named) ?? entries[0]);
  }

  /** @param {Page} entry */
  function turn(entry) {
    shown = entry;
    for (const each of entries) {
      if (each === entry) each.box.setAttribute("aria-current", "true");
      else each.box.removeAttribute("aria-current");
    }
    entry.box.scrollIntoView({ block: "nearest" });
    stage.point(null);
    picture = null;
    entry.show();
  }

  function filter() {
    const wanted = find.value.trim().toLowerCase();
    for (const { name, words, box } of entries) box.hidden = !`${name} ${words}`.toLowerCase().includes(wanted);
    const first = entries.filter(({ box }) => !box.hidden);
    const best = first.find(({ name }) => name.toLowerCase().startsWith(wanted)) ?? first[0];
    if (best && best !== shown) turn(best);
  }

  /** Up and down go from entry to entry.
   * @param {KeyboardEvent} event */
  function walk(event) {
    const by = arrow(event, "ArrowUp", "ArrowDown");
    if (!by) return;
    event.preventDefault();
    const there = entries.filter(({ box }) => !box.hidden);
    const next = shown && there[there.indexOf(shown) + by];
    if (!next) return;
    turn(next);
    next.box.focus();
  }

  function keyboard() {
    const rows = KEYS.map(([key, what]) => h("tr", {}, h("th", { scope: "row" }, key), h("td", {}, what)));
    page.replaceChildren(h("h3", {}, "Keyboard"), h("table", {}, ...rows),
      h("p", {}, "Drag the timeline to scrub. Click a neuron, or a cell of the memory, to look inside. Click the curves to go to that step of the training."));
  }

  /** @param {Entry} entry */
  function explain(entry) {
    const tex = (stage.base?.header.equations ?? []).find(([number]) => number === entry.equation);
    const missing = lacking(entry, stage.tape);
    picture = h("div.picture", {});
    page.replaceChildren(h("h3", {}, entry.word), h("p", {}, entry.say), ...(tex ? written(tex) : []), missing ? h("p.missing", {}, missing) : picture);
    if (!missing) paint(entry, entry.place ?? null);
  }

  /** @param {number} number @param {string} tex @param {string} about */
  function equation(number, tex, about) {
    const places = [...new Set([...tex.matchAll(/\\at\{(\w+)\}/g)].map(([, place]) => place))];
    const buttons = places.map((place) => h("button", { type: "button", "data-place": place, onclick: () => light(place), onfocus: () => light(place) }, PLACES[place]));
    picture = h("div.picture", {});
    page.replaceChildren(h("h3", {}, `Equation (${number})`), h("p", {}, about.charAt(0).toUpperCase() + about.slice(1)), h("div", {}, mathOf(tex)),
      h("p.places", {}, "In the picture: ", ...buttons), picture);
    paint({ slot: "network" }, null);
  }

  /** @param {Equation} equation */
  const written = ([number, tex]) => [h("div.cited", {}, `(${number})`, mathOf(tex))];

  /** A part of an equation is pointed at.
   * @param {PointerEvent} event */
  function point(event) {
    const place = around(event, "[data-place]")?.getAttribute("data-place");
    if (place) light(place);
  }

  /** @param {Place | null} place */
  function light(place) {
    for (const part of page.querySelectorAll("[data-place]")) part.classList.toggle("lit", part.getAttribute("data-place") === place);
    if (picture?.isConnected && picture.__entry && place !== stage.hint) paint(picture.__entry, place ?? picture.__entry.place ?? null);
  }

  /** Copy the entry's panel as it is now; one behind a tab comes to the front for as long as that takes.
   * @param {Pick<Entry, "slot" | "title" | "part" | "spot" | "place">} entry @param {Place | null} place */
  async function paint(entry, place) {
    const mine = picture;
    if (!mine) return;
    mine.__entry = entry;
    const before = stage.tabs[entry.slot] ?? null;
    const first = stage.panelOf(entry.slot);
    const wanted = entry.title ?? first?.title;
    if (entry.title) stage.show(entry.slot, entry.title);
    stage.point(place);
    stage.redraw();
    await frames(2);
    const found = stage.panelOf(entry.slot, wanted);
    if (found && mine === picture && mine.isConnected) {
      const { box } = found.panel;
      const part = entry.part ? box.querySelector(entry.part) : null;
      const spot = entry.spot ? found.panel.spot?.(entry.spot) : null;
      const canvas = box.querySelector("canvas");
      const origin = canvas && within(box, canvas);
      const at = part ? within(box, part) : spot && origin ? { ...spot, x: origin.x + spot.x, y: origin.y + spot.y } : null;
      mine.replaceChildren(copied(box, stage.root, ROOM, at));
    }
    if (entry.title) {
      stage.show(entry.slot, before);
      stage.redraw();
    }
  }

  /** @type {(count: number) => Promise<void>} */
  const frames = (count) =>
    new Promise((resolve) => requestAnimationFrame(() => (count > 1 ? frames(count - 1).then(resolve) : resolve())));

  frame.append(sheet);
  // A word that is marked leads to what it means; a phase that is looked at, to its first equation.
  frame.addEventListener("click", (event) => {
    const word = around(event, "[data-word]")?.dataset.word;
    if (word) open(word);
  });
  stage.help = () => {
    const { phase } = stage.state; // chosen, if not yet drawn
    open(phase === null ? "" : stage.phases[phase]?.about.match(/Eq\. \(\d+\)/)?.[0]);
  };
}
