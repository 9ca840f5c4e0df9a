// The address: step, chosen neuron and what is looked at, kept there by the stage itself, without asking Python.
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
    const search = searchOf(location.search, { at: state.at, neuron: state.focus, look });
    if (search !== location.search) history.replaceState(history.state, "", search + location.hash);
    stage.say("look", look);
  }

  return {
    /** Something may have changed. */
    touch: () => (timer ||= setTimeout(write, stage.state.playing ? PLAYING : REST)),
    close: () => clearTimeout(timer),
  };
}
