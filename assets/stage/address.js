// The address: step, chosen neuron and what is looked at, kept there by the stage itself, without asking Python.
import { neuronText } from "./decode.js";

const [REST, PLAYING] = [300, 1000]; // how far the address may be behind, in milliseconds

const slug = (title) => title.toLowerCase().replaceAll(" ", "-");

/** What is looked at, as a text: tabs that are not the first of their place, and the axis and the input that were chosen. */
export function lookOf({ tabs, state }) {
  const open = Object.values(tabs).filter(Boolean).map(slug);
  const axis = state.axis === null ? [] : [`axis:${state.axis}`];
  return [...open, ...axis, ...(state.pin === null ? [] : [`input:${state.pin}`])].join(",");
}

/** The tabs that a text opens, by place ("neuron": "X-ray"), of those there are as [[place, title]]. */
export function tabsOf(look, all) {
  const open = look.split(",");
  return Object.fromEntries(all.filter(([, title]) => open.includes(slug(title))));
}

/** What a text chooses, as actions on the cursor. */
export function choicesOf(look) {
  const found = (name, form) => look.match(new RegExp(`(?:^|,)${name}:(${form})(?:,|$)`))?.[1];
  const [axis, input] = [found("axis", "[a-z0-9-]+"), found("input", "\\d{1,9}")];
  return [
    ...(axis === undefined ? [] : [{ type: "axis", to: axis }]),
    ...(input === undefined ? [] : [{ type: "pin", to: Number(input) }]),
  ];
}

/** A phase as the address names it; "" for the step as a whole. */
export const phaseText = (phase) => (phase ? phase.name.replace("?", "") : "");

/** The search part of an address with these fields; empty ones leave it. */
export function searchOf(search, fields) {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(fields)) {
    if (value === "") query.delete(name);
    else query.set(name, value);
  }
  return `?${query}`;
}

export function address(stage) {
  let timer = 0;

  function write() {
    timer = 0;
    const { state } = stage;
    const look = lookOf(stage);
    const phase = phaseText(stage.phases[state.phase]);
    stage.say("look", look);
    stage.say("phase", phase);
    if (!new URLSearchParams(location.search).has("v")) return touch(); // Python writes an address of this version first
    const search = searchOf(location.search, { at: state.at, neuron: neuronText(stage.base, state.focus), look, phase });
    if (search !== location.search) history.replaceState(history.state, "", search + location.hash);
  }
  const touch = () => (timer ||= setTimeout(write, stage.state.playing ? PLAYING : REST));

  return {
    /** Something may have changed. */
    touch,
    close: () => clearTimeout(timer),
  };
}
