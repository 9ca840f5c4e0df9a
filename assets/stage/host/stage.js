// The stage: holds the tape and the cursor, and lets the panels draw.
import { initial, reduce, shown, sized } from "../model/cursor.js";
import { decode } from "../model/decode.js";
import { memoriesAt, phasesOf } from "../model/phases.js";
import { ends, scaleAt } from "../model/tape.js";
import { kindOf, panels } from "../panels/panels.js";
import { h, tooltip } from "../ui/dom.js";
import { help } from "../ui/help.js";
import { listen } from "../ui/keys.js";
import { applyTheme, readTheme } from "../ui/theme.js";
import { beside } from "./beside.js";
import { bridge } from "./bridge.js";
import { lesson } from "./lesson.js";
import { live } from "./live.js";
import { dropAxis, openLink } from "./opening.js";
import { paper } from "./paper.js";
import { present } from "./present.js";
import { rest } from "./rest.js";
import { room } from "./room.js";
import { seeker } from "./seek.js";

const GLOW = 120; // how long a change shows

/** @param {StageHost} parent */
export function build(parent) {
  const root = h("div.stage", {});
  const frame = h("div.frame", {}, root);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const stage = /** @type {Stage} what is null, empty or missing is there before anybody asks */ (/** @type {unknown} */ ({
    root, state: initial, tape: null, page: null, t: 0, theme: null, complaint: "", ceiling: 1, most: 1, signedMemory: false, reach: 1,
    phase: null, memory: null, hint: null, picked: null, bytes: null, ghosts: [], tell: () => {}, trigger: () => {}, draws: [], tabs: {}, turned: false,
  }));
  const held = { dirty: false, paint: true, frame: 0, before: 0, changed: 0 };
  parent.append(frame);
  /** @type {ReturnType<typeof panels> | null} the panels of this model */
  let set = null;

  stage.act = (action) => {
    const was = stage.state;
    stage.state = reduce(was, action);
    if (stage.state.at !== was.at) stage.complaint = "";
    python.report(was);
    moved(was);
  };
  const search = seeker(stage);
  const python = bridge(stage, frame);
  stage.seek = search.seek;
  const ask = () => {
    held.dirty = true;
    if (!held.frame) held.frame = requestAnimationFrame(tick);
  };
  stage.redraw = () => {
    held.paint = true;
    ask();
  };
  help(stage, frame);
  stage.panelOf = (slot, title) => set?.of(slot, title);
  stage.show = (slot, title) => {
    stage.tabs[slot] = title;
    stage.redraw();
  };
  stage.complain = (text) => {
    stage.complaint = text;
    stage.redraw();
  };
  /** What is dimmed: all places of the picture that the phase, if one is chosen, has no part in. */
  stage.dim = (place) => (stage.phase && !stage.phase.parts.includes(place) ? 0.3 : 1);
  /** A glyph, or the place in the picture that it stands for, is pointed at (null: no longer). */
  stage.point = (place) => {
    if (place === stage.hint) return;
    stage.hint = place;
    stage.redraw();
  };
  stage.tip = tooltip(frame);

  /** A window is here.
   * @param {Tape} tape @param {Arriving} arrival */
  function show(tape, arrival) {
    Object.assign(stage, { tape, base: tape, phases: phasesOf(tape), ...ends(tape) });
    const was = stage.state;
    stage.state = reduce(was, { ...sized(tape, stage.phases.length), ...arrival });
    const look = set ? "" : openLink(stage, python, tape.header);
    dropAxis(stage);
    if (set?.kind !== kindOf(tape)) {
      set?.close();
      set = panels(stage, root, tape, look);
    }
    stage.t = shown(stage.state);
    stage.ceiling = scaleAt(tape, stage.t);
    stage.turn(stage.turned);
    if (stage.state.report === "now") python.report(was);
    moved(was);
  }

  /** The page's own window.
   * @param {Tape} tape */
  function arrive(tape) {
    const { scene, screen, at, focus, sought, compact: loop = false } = tape.header;
    const { seeking } = stage.state;
    show(tape, { type: "data", scene, screen, at, focus, sought, loop, autoplay: loop && !calm.matches });
    if (seeking !== null && stage.state.seeking === null && sought) search.answered(sought);
  }

  const hand = live(stage, frame, show, arrive);
  const reveal = lesson(stage, calm);
  const comers = [rest(stage), beside(stage)];
  const [slides, sheet] = [present(stage, frame), paper(stage, frame, () => [set?.draw(stage.tape, stage.t, 0), set?.tell(stage.tape, stage.t)])];
  stage.load = (bytes) => {
    stage.bytes = bytes;
    const tape = decode(bytes);
    stage.page = tape;
    if (!hand.keeps(tape)) arrive(tape);
    for (const each of comers) each.follow();
    reveal.arrived();
  };

  /** Ask Python for another scene: a fork, or a sequence of one's own, where a step of this one means nothing. */
  stage.ask = (name, value) => {
    if (name === "own") python.forget();
    stage.trigger(name, value);
  };

  /** Show the other future of a fork in all panels, or the first one again. */
  stage.turn = (turned) => {
    stage.turned = turned && Boolean(stage.base.header.fork);
    stage.tape = (stage.turned && stage.base.other) || stage.base;
    set?.data(stage.tape);
    stage.redraw();
  };

  stage.dress = () => {
    stage.theme = readTheme(root);
    applyTheme(frame, stage.theme);
    set?.themed();
    fit();
    stage.redraw();
  };

  const { fit, scrolls } = room(frame);
  stage.pageScrolls = scrolls;

  /** @param {Cursor} was */
  function moved(was) {
    const { state } = stage;
    if (state.pending && !was.pending) return ask(); // only words: the picture stays until that part of the run is here
    if ((state.at !== was.at || state.phase !== was.phase) && !state.playing) held.changed = performance.now();
    stage.redraw();
  }

  /** @param {number} now */
  function tick(now) {
    held.frame = 0;
    const { state } = stage;
    if (state.playing) stage.act({ type: "tick", seconds: Math.min(0.1, held.before ? (now - held.before) / 1000 : 0) });
    held.before = stage.state.playing ? now : 0;
    if (held.dirty && stage.tape && stage.theme) {
      held.dirty = false;
      if (!stage.state.pending) stage.t = Math.min(shown(stage.state), stage.tape.count - 1); // a fork's future can end early
      stage.phase = stage.state.phase === null ? null : (stage.phases[stage.state.phase] ?? null);
      stage.memory = memoriesAt(stage.tape, stage.t, stage.phase);
      const ceiling = scaleAt(stage.base, stage.t);
      if (ceiling !== stage.ceiling) {
        stage.ceiling = ceiling;
        set?.themed(); // legends and axes too
      }
      const glow = calm.matches ? 0 : Math.max(0, 1 - (now - held.changed) / GLOW);
      const began = performance.now();
      frame.classList.toggle("playing", stage.state.playing);
      frame.classList.toggle("waiting", stage.state.pending);
      if (held.paint) set?.draw(stage.tape, stage.t, glow);
      set?.tell(stage.tape, stage.t);
      held.paint = glow > 0;
      stage.draws.push(performance.now() - began);
      if (stage.draws.length > 600) stage.draws.shift();
      if (glow > 0) held.dirty = true;
      python.drawn();
    }
    if ((held.dirty || stage.state.playing) && !held.frame) held.frame = requestAnimationFrame(tick);
  }

  const deaf = listen(frame, stage);
  addEventListener("resize", fit);
  // The type grows where there is room: the panels draw with the size that the style sheet chose.
  const watch = new ResizeObserver(() => {
    fit();
    if (stage.theme && readTheme(root).size !== stage.theme.size) stage.dress();
  });
  watch.observe(frame);
  stage.close = () => {
    deaf();
    removeEventListener("resize", fit);
    watch.disconnect();
    cancelAnimationFrame(held.frame);
    for (const each of [python, hand, reveal, ...comers, sheet, slides, set]) each?.close();
    frame.remove();
    delete parent.__stage;
  };
  return stage;
}
