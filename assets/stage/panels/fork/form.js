// The tab "fork": what the other future has otherwise. Every change is made at once; the first one forks at the cursor.
import { changed, idle, leave, text } from "../../model/fork.js";
import { neuronName } from "../../model/names.js";
import { typed, whole } from "../../model/scales.js";
import { place } from "../../model/tape.js";
import { h, isTyping, say } from "../../ui/dom.js";

const PATIENCE = 1500; // milliseconds that the last change may wait for its answer
const FIELDS = 12; // numbers of an input that there is room for

/** @param {Stage} stage */
export function forkForm(stage) {
  const [title, settings, neuron, input] = [h("p.title", {}), h("div.settings", {}), h("div.strip", {}), h("div.strip", {})];
  const [again, end] = [h("button", { type: "button" }), h("button", { type: "button" }, "End the fork")];
  const box = h("section.panel.fork", { "aria-label": "Fork the future" }, h("div.strip", {}, title, again, end), settings, neuron, input);
  /** @type {Fork | null} */
  let fork = null;
  let known = ""; // the parameters and inputs that the controls are for
  let shown = {};
  let asked = { text: "", at: -Infinity };
  let timer = 0;

  const base = () => fork ?? leave(stage.base.first + Math.min(stage.t, stage.base.count - 1));
  /** @param {Fork | null} next */
  function ask(next) {
    fork = next;
    asked = { text: next ? text(next) : "", at: performance.now() };
    stage.ask("fork", asked.text);
    if (next) stage.show("numbers", "two futures");
    tell();
  }
  /** @param {ForkChange} what */
  const change = (what) => ask(changed(base(), what));
  again.addEventListener("click", () => ask({ ...base(), step: here(), inputs: [], swaps: [] }));
  end.addEventListener("click", () => ask(null));
  const here = () => stage.base.first + stage.t;
  /** @param {string} label @param {() => void} act */
  const toggle = (label, act) => h("button", { type: "button", "aria-pressed": "false", onclick: act }, label);
  /** @param {HTMLElement} button @param {boolean} on */
  const press = (button, on) => button.setAttribute("aria-pressed", String(on));

  const who = h("span.who", {});
  const silence = toggle("silence", () => change({ clamp: stage.state.focus, output: 0 }));
  const force = toggle("force to 1", () => change({ clamp: stage.state.focus, output: 1 }));
  const wipe = toggle("wipe its memory", () => change({ wipe: stage.state.focus }));
  const wipeAll = toggle("wipe all memory", () => change({ wipe: "all" }));
  neuron.append(who, silence, force, wipe, wipeAll);

  const which = h("input.step", { type: "text", inputmode: "numeric", "aria-label": "Step whose input changes" });
  const other = h("input.step", { type: "text", inputmode: "numeric", "aria-label": "Step to swap it with" });
  const back = h("button", { type: "button", onclick: () => change({ input: step(which), values: null }) }, "as it was");
  const values = h("span.values", {});
  const swap = toggle("swap", () => change({ swap: [step(which), step(other)] }));
  input.append("input of step", which, values, back, "or", swap, "it with step", other);
  /** @param {HTMLInputElement} field */
  const step = (field) => Number(field.value.replace(/[\s,]/g, ""));
  which.addEventListener("change", () => tell());

  /** One control for each parameter that a fork of this run can change, and a field for each number of an input.
   * @param {Tape} tape */
  function build(tape) {
    const key = JSON.stringify([tape.header.forkable, tape.header.pad?.inputs]);
    if (key === known) return;
    known = key;
    shown = Object.fromEntries((tape.header.forkable ?? []).map((each) => [each.name, control(each)]));
    settings.replaceChildren(...Object.values(shown).map(({ label }) => label));
    const names = tape.header.pad?.inputs ?? []; // a network may see more than the task gives
    values.replaceChildren(...names.slice(0, names.length > FIELDS ? 0 : FIELDS).map((name, k) =>
      h("label", {}, name, h("input.number", { type: "number", step: "any", "aria-label": `${name} of the changed input`, onchange: (/** @type {{ target: HTMLInputElement }} */ event) => edit(event.target, k) }))));
  }

  /** @param {Forkable} each */
  function control({ name, title: words, kind, low, high, step: grid, choices, value }) {
    const field = kind === "choice"
      ? h("select", {}, ...choices.map((choice) => h("option", { value: choice }, choice)))
      : h("input.number", { type: "number", min: low, max: high, step: grid });
    field.addEventListener("change", () => {
      const wanted = kind === "choice" ? field.value : Math.min(high, Math.max(low, Number(field.value)));
      if (field.value !== "" && (kind === "choice" || Number.isFinite(wanted))) change({ parameter: name, value: wanted, usual: value });
      else tell();
    });
    return { label: h("label", {}, words, field), field, value };
  }

  /** Only what was typed changes: the other numbers keep the digits that their fields do not show.
   * @param {HTMLInputElement} field @param {number} k */
  function edit(field, k) {
    const now = valuesOf(step(which));
    if (field.value === "" || !now) return tell();
    change({ input: step(which), values: now.map((value, n) => (n === k ? Number(field.value) : value)) });
  }

  /** The input of a step in this window, as the fork has it.
   * @param {number} at @returns {number[] | null} */
  function valuesOf(at) {
    const { base: tape } = stage;
    const k = at - tape.first;
    const changedTo = fork?.inputs.find(([n]) => n === at)?.[1];
    if (changedTo) return changedTo;
    return k >= 0 && k < tape.count ? [...tape.inputs.subarray(k * tape.nIn, k * tape.nIn + values.childElementCount)].map((v) => +v.toPrecision(6)) : null;
  }

  /** @param {Field} field @param {string | number} value */
  const set = (field, value) => {
    if (!isTyping(field) && field.value !== String(value)) field.value = String(value);
  };

  function tell() {
    const tape = stage.base;
    const focus = stage.state.focus;
    const now = here();
    say(title, fork ? `After step ${whole(fork.step)} the other future has` : `After step ${whole(now)} another future begins with`);
    say(again, `Fork after step ${whole(now)} instead`);
    again.hidden = !fork || fork.step === now || now >= tape.total;
    end.hidden = !fork;
    for (const [name, { field, value }] of Object.entries(shown)) {
      const other = fork?.changes.find(([n]) => n === name)?.[1];
      set(field, other ?? value);
      field.classList.toggle("changed", other !== undefined);
    }
    say(who, neuronName(tape, focus));
    const clamp = fork?.clamp.find(([n]) => n === focus)?.[1];
    press(silence, clamp === 0);
    press(force, clamp === 1);
    press(wipe, fork?.wipes.includes(focus) ?? false);
    press(wipeAll, fork?.wipe_all ?? false);
    wipe.hidden = !tape.banks || !place(tape, focus).layer.axes;
    const first = (fork?.step ?? now) + 1;
    if (!(step(which) >= first) || (!fork && !isTyping(which))) set(which, Math.min(first, tape.total));
    if (!(step(other) >= first)) set(other, Math.min(first + 1, tape.total));
    const is = valuesOf(step(which));
    [...values.querySelectorAll("input")].forEach((field, k) => {
      field.disabled = !is;
      set(field, is ? typed(is[k]) : "");
    });
    back.hidden = !fork?.inputs.some(([n]) => n === step(which));
    press(swap, fork?.swaps.some(([a, b]) => a === Math.min(step(which), step(other)) && b === Math.max(step(which), step(other))) ?? false);
    box.classList.toggle("idle", !fork || idle(fork));
  }

  function data() {
    const told = stage.base.header.fork;
    if (told && !stage.opened) {
      stage.show("convergence", "fork");
      stage.show("numbers", "two futures");
    }
    stage.opened ||= Boolean(told); // a link to a fork opens its tabs, once
    const wait = asked.at + PATIENCE - performance.now();
    clearTimeout(timer);
    if (wait > 0 && (told?.text ?? "") !== asked.text) timer = setTimeout(data, wait); // the answer to an earlier change
    else fork = told?.items ?? null;
    build(stage.base);
    tell();
  }

  return {
    box,
    data,
    close: () => clearTimeout(timer),
    tell,
  };
}
