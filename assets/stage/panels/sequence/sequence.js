// The tab "your own": a sequence that is typed, drawn or brought as a file, stepped by the trained network.
import { whole } from "../../model/scales.js";
import { stepLines } from "../../model/sequence-text.js";
import { canvas, draggable, h, say, wipe } from "../../ui/dom.js";
import { DRAW_PADS } from "./draw-pads.js";

const LARGEST = 2_000_000; // characters of a file

/** @param {Stage} stage */
export function customSequence(stage) {
  const text = h("textarea", { "aria-label": "Your own sequence, one step a line", spellcheck: "false", rows: 4 });
  const surface = canvas("Pad: draw the steps of your own sequence", () => stage.redraw());
  const [words, problems] = [h("p.hint", {}), h("p.problems", { role: "status" })];
  /** @param {string} label @param {() => void} act @param {string} [kind] */
  const button = (label, act, kind = "") => h(`button${kind}`, { type: "button", onclick: act }, label);
  const go = button("Step it", () => ask(stepLines(text.value), 1), ".play");
  const leave = button("Back to training", () => stage.ask("own", { rows: "" }));
  const clear = button("Clear", () => write([]));
  const file = h("input", { type: "file", accept: ".csv,.txt,text/csv,text/plain", hidden: true, tabindex: -1 });
  const bring = button("CSV file …", () => file.click());
  const learn = h("input", { type: "checkbox" });
  const keep = h("input", { type: "checkbox" });
  const switches = [[learn, "it goes on learning"], [keep, "with the memories it has now"]].map(([box, name]) => h("label", {}, box, name));
  const box = h("section.panel.own", { "aria-label": "Your own sequence" }, words, problems,
    h("div.draw", {}, text, surface.box), h("div.strip", {}, go, leave, clear, bring, file, ...switches));
  /** @type {Pad | null} */
  let pad = null;
  let known = "";
  /** @type {Header | null} */
  let drawn = null;
  /** @type {{ at: number } | null} */
  let asked = null; // what Python was asked last: the cursor goes to its end when it is here

  for (const field of [learn, keep]) field.addEventListener("change", () => active() && ask(stepLines(text.value), stage.state.at));
  text.addEventListener("input", () => stage.redraw());
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    file.value = "";
    if (!chosen) return;
    if (chosen.size > LARGEST) return say(problems, `${chosen.name} is too large: a sequence has at most ${whole(padOf().most)} steps.`);
    ask((await chosen.text()).split("\n"), 1);
  });

  /** What Python says of the pad: panels.js asks for this panel only where it does. */
  const padOf = () => /** @type {PadData} */ (stage.base.header.pad);
  const active = () => stage.base.header.scene === "own";
  const after = () => (active() && stage.base.header.own ? stage.base.header.own.after : Math.min(stage.state.at, stage.base.total));
  /** @param {string[]} lines @param {number} at */
  function ask(lines, at) {
    if (!lines.length) return say(problems, "There is no step yet: draw, type, or bring a file.");
    asked = { at };
    stage.ask("own", { rows: lines.join("\n"), at, after: after(), learn: learn.checked, keep: keep.checked });
  }
  /** @param {string[]} lines */
  function write(lines) {
    text.value = lines.join("\n");
    text.scrollTop = text.scrollHeight;
    stage.redraw();
  }

  /** @type {string[] | null} */
  let lines = null; // while the pointer is down
  draggable(surface.element, (x, y, event) => {
    const next = pad?.press(x, y, lines ?? stepLines(text.value), event.type !== "pointerdown", surface.width, surface.height);
    if (!next || next.length > padOf().most) return;
    lines = next;
    write(lines);
  }, () => {
    if (lines) ask(lines, lines.length);
    lines = null;
  });

  function data() {
    const { header } = stage.base;
    if (header === drawn) return; // more has come to the same window: what was asked meanwhile is still to be answered
    drawn = header;
    const { own } = header;
    const told = padOf();
    const key = JSON.stringify(told);
    if (key !== known) pad = DRAW_PADS[told.kind]?.(told) ?? null;
    known = key;
    surface.box.hidden = !pad;
    text.placeholder = told.example;
    if (own && own.rows && !lines && text.value.trim() !== own.rows) write(own.rows.split("\n"));
    if (own) [learn.checked, keep.checked] = [own.learn, own.keep];
    say(problems, own?.problems.join(" ") ?? "");
    leave.hidden = !active();
    if (own && !stage.opened) stage.show("convergence", "your own");
    stage.opened ||= Boolean(own); // a link to a sequence opens its tab, once
    if (asked && active() && asked.at <= stage.base.total && stage.state.at !== asked.at) stage.act({ type: "go", to: asked.at });
    asked = null;
    const { inputs, answers } = told;
    const right = answers.length > 1 ? `${answers.length} answers` : told.classes[0].length ? "class" : answers[0];
    say(words, own && active()
      ? `${whole(own.steps)} ${own.steps === 1 ? "step" : "steps"} of your own, stepped by the network as it was after step ${whole(own.after)}.`
      : `Step the network on a sequence of your own: a line a step, ${inputs.length > 4 ? `${inputs.length} numbers` : inputs.join(" ")}, and = ${right} where you know it.`);
  }

  function draw() {
    if (!pad || !surface.width) return;
    pad.draw(wipe(surface), stage.theme, lines ?? stepLines(text.value), active() ? stage.t + stage.base.first - 1 : -1, surface.width, surface.height);
  }

  return { box, close: surface.close, data, draw };
}
