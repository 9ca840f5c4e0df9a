// Which panels the stage has, and where. To add one, write a module and give it a line in PANELS.
//
// A panel is made by `make(stage)` and is an object with `box`, its element, and whichever of these it needs:
//   data(tape)            a new window of the run is here
//   draw(tape, t, glow)   paint canvases; at most once a frame; t counts the window's steps from 0
//   tell(tape, t)         set texts; called after all canvases are painted
//   themed()              colours or type size have changed
//   close()               leave: stop timers and observers
// It reads stage.state (model/cursor.js), stage.theme, stage.ceiling, and uses stage.act(action) to move the cursor,
// stage.redraw(), stage.tip(event, text), and stage.show(slot, title) to open a tab. Panels that share a slot are tabs.
// Every style sheet in this folder is loaded.
import { tabsOf } from "../model/look.js";
import { h, say, sayParts } from "../ui/dom.js";
import { tabbed, together } from "../ui/tabs.js";
import { transport } from "../ui/transport.js";
import { answeredIn } from "./ask/ask.js";
import { convergence } from "./convergence.js";
import { forkForm } from "./fork/form.js";
import { futures } from "./fork/futures.js";
import { geometry } from "./geometry/geometry.js";
import { heatmap } from "./memory/heatmap.js";
import { raster } from "./memory/raster.js";
import { network } from "./network/network.js";
import { neuron } from "./neuron/neuron.js";
import { numbers } from "./numbers.js";
import { customSequence } from "./sequence/sequence.js";
import { timeline } from "./timeline/timeline.js";
import { xray } from "./xray/xray.js";

/** @param {Tape} tape */
const full = (tape) => !tape.header.compact;
const always = () => true;
/** @param {Tape} tape */
const remembers = (tape) => full(tape) && tape.banks;

/** @type {{ slot: string, title: string, make: (stage: Stage) => Panel, when: (tape: Tape) => unknown }[]} */
const PANELS = [
  { slot: "transport", title: "transport", make: transport, when: always },
  { slot: "line", title: "timeline", make: timeline, when: always },
  { slot: "network", title: "network", make: network, when: always },
  { slot: "memory", title: "memory", make: heatmap, when: (tape) => tape.banks },
  { slot: "memory", title: "state", make: raster, when: (tape) => !tape.banks },
  { slot: "neuron", title: "projections", make: neuron, when: full },
  { slot: "neuron", title: "X-ray", make: xray, when: remembers },
  { slot: "neuron", title: "3-D", make: geometry, when: remembers },
  { slot: "convergence", title: "convergence", make: convergence, when: full },
  { slot: "convergence", title: "fork", make: forkForm, when: (tape) => full(tape) && tape.header.forkable },
  { slot: "convergence", title: "your own", make: customSequence, when: (tape) => full(tape) && tape.header.pad },
  { slot: "numbers", title: "numbers", make: numbers, when: full },
  { slot: "numbers", title: "two futures", make: futures, when: (tape) => full(tape) && tape.header.forkable },
];

const ALWAYS = ["transport", "line"]; // slots that a lesson has too
const WIDE = ["network", "convergence", "fork", "your own", "numbers", "two futures"]; // the others share a row by twos

/** The panels of a window, with the place of each; in a lesson those that its scene has chosen, each in a place of its own, and
 * the one that its question is answered in.
 * @param {Tape} tape */
function chosen(tape) {
  const possible = PANELS.filter((panel) => panel.when(tape));
  const { lesson } = tape.header;
  if (!lesson) return possible;
  const answer = answeredIn(lesson.ask);
  const titles = new Set([...lesson.panels, ...(answer ? [answer.title] : [])]);
  const found = [...titles].flatMap((title) => possible.filter((panel) => panel.title === title && !ALWAYS.includes(panel.slot)));
  return [...possible.filter(({ slot }) => ALWAYS.includes(slot)), ...found.map((panel) => ({ ...panel, slot: panel.title, ...(answer?.title === panel.title && { make: (/** @type {Stage} */ stage) => answer.make(stage, panel.make) }) }))];
}

/** What tells whether a window needs other panels than the one before.
 * @param {Tape} tape */
export const kindOf = (tape) => [...chosen(tape).map((panel) => panel.title), tape.header.lesson?.ask?.id].join();

/** Give each panel of a lesson its room: wide ones a row, of the others two share one.
 * @param {[title: string, box: HTMLElement][]} boxes */
function rows(boxes) {
  let left = false; // whether the row that is begun has room for another one
  boxes.forEach(([title, box], k) => {
    const next = boxes[k + 1];
    const alone = WIDE.includes(title) || (!left && (!next || WIDE.includes(next[0])));
    box.classList.add("room");
    box.classList.toggle("whole", alone);
    left = !alone && !left;
  });
}

/** @param {Stage} stage @param {HTMLElement} root @param {Tape} tape @param {string} look */
export function panels(stage, root, tape, look) {
  const open = tabsOf(look, chosen(tape).map(({ slot: name, title }) => [name, title]));
  Object.assign(stage.tabs, open);
  stage.opened ||= Boolean(open.convergence || open.numbers); // else a link to a fork or a sequence opens its own tabs
  /** @type {Map<string, TitledPanel[]>} */
  const slots = new Map();
  for (const { slot: name, title, make } of chosen(tape)) slots.set(name, [...(slots.get(name) ?? []), { title, panel: make(stage) }]);
  const all = [...slots].map(([name, list]) => tabbed(stage, name, list));
  if (tape.header.lesson) rows([...slots.keys()].map((name, k) => /** @type {[string, HTMLElement]} */ ([name, all[k].box])).slice(ALWAYS.length));
  const note = h("p.note-line", { role: "status", hidden: true });
  const about = h("p", {}); // what the task and the network are; a message takes its place
  const said = h("p.said", { role: "status" });
  const boxes = all.slice(1).map((panel) => panel.box);
  const laid = tape.header.lesson ? [boxes[0], h("div.rooms", {}, ...boxes.slice(1))] : boxes;
  root.replaceChildren(all[0].box, h("div.about-line", {}, about, said), note, ...laid);
  const one = together(all);
  return {
    kind: kindOf(tape),
    /** A panel of a slot with its title: the first one, or the one of that title.
     * @param {string} name @param {string} [title] */
    of: (name, title) => (slots.get(name) ?? slots.get(title ?? ""))?.find((each) => !title || each.title === title) ?? null,
    close: one.close,
    // Canvases first, text after them: a canvas that sets its font makes the browser settle changed text at once.
    draw: one.draw,
    /** @param {Tape} next @param {number} t */
    tell(next, t) {
      one.tell(next, t);
      say(said, stage.complaint || (stage.state.pending ? "fetching this part of the run …" : ""));
    },
    themed: one.themed,
    /** @param {Tape} next */
    data(next) {
      say(note, next.header.note ?? "");
      root.className = `stage ${next.header.lesson ? "lesson" : full(next) ? "full" : "compact"}${next.hidden.length > 1 ? " many" : ""}`;
      note.hidden = !next.header.note;
      sayParts(about, (next.header.about ?? []).flatMap(([name, words], k) => [k ? "   " : "", ["b", name], ` ${words}`]));
      one.data(next);
    },
  };
}
