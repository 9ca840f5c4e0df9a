// What is looked at, as the text that the address holds of it: tabs, axis, input and phase. No DOM here.

/** @param {string} title */
const slug = (title) => title.toLowerCase().replaceAll(" ", "-");

const FORKED = "forked"; // the other future of a fork is shown

/** What is looked at, as a text: tabs that are not the first of their place, the forked future, and the axis and the input
 * that were chosen.
 * @param {Pick<Stage, "tabs" | "state" | "turned">} window */
export function lookOf({ tabs, state, turned }) {
  const open = Object.values(tabs).flatMap((title) => (title ? [slug(title)] : []));
  const axis = state.axis === null ? [] : [`axis:${state.axis}`];
  return [...open, ...(turned ? [FORKED] : []), ...axis, ...(state.pin === null ? [] : [`input:${state.pin}`])].join(",");
}

/** The tabs that a text opens, by place ("neuron": "X-ray"), of those there are as [[place, title]].
 * @param {string} look @param {[place: string, title: string][]} all */
export function tabsOf(look, all) {
  const open = look.split(",");
  return Object.fromEntries(all.filter(([, title]) => open.includes(slug(title))));
}

/** Whether a text shows the forked future.
 * @param {string} look */
export const looksForked = (look) => look.split(",").includes(FORKED);

/** What a text chooses, as actions on the cursor.
 * @param {string} look @returns {Action[]} */
export function choicesOf(look) {
  /** @param {string} name @param {string} form */
  const found = (name, form) => look.match(new RegExp(`(?:^|,)${name}:(${form})(?:,|$)`))?.[1];
  const [axis, input] = [found("axis", "[a-z0-9-]+"), found("input", "\\d{1,9}")];
  /** @type {Action[]} */
  const chosen = [];
  if (axis !== undefined) chosen.push({ type: "axis", to: axis });
  if (input !== undefined) chosen.push({ type: "pin", to: Number(input) });
  return chosen;
}

/** A phase as the address names it; "" for the step as a whole.
 * @param {Phase | null} phase */
export const phaseText = (phase) => (phase ? phase.name.replace("?", "") : "");

/** The search part of an address with these fields; empty ones leave it.
 * @param {string} search @param {Record<string, string | number>} fields */
export function searchOf(search, fields) {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(fields)) {
    if (value === "") query.delete(name);
    else query.set(name, String(value));
  }
  return `?${query}`;
}
