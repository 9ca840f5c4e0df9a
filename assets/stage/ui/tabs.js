// A place of the stage: one panel, or several behind tabs of which one is drawn.
import { arrow, h } from "./dom.js";

/** What several panels do as one.
 * @param {Panel[]} all */
export const together = (all) => ({
  close: () => all.forEach((panel) => panel.close?.()),
  themed: () => all.forEach((panel) => panel.themed?.()),
  /** @param {Tape} tape */
  data: (tape) => all.forEach((panel) => panel.data?.(tape)),
  /** @param {Tape} tape @param {number} t @param {number} glow */
  draw: (tape, t, glow) => all.forEach((panel) => panel.draw?.(tape, t, glow)),
  /** @param {Tape} tape @param {number} t */
  tell: (tape, t) => all.forEach((panel) => panel.tell?.(tape, t)),
});

/** A panel that stands for all panels of a slot. `all`: [{ title, panel }].
 * @param {Stage} stage @param {string} name @param {TitledPanel[]} all @returns {Panel} */
export function tabbed(stage, name, all) {
  if (all.length === 1) return all[0].panel;
  const tabs = all.map(({ title }, k) =>
    h("button.tab", { type: "button", role: "tab", id: `tab-${name}-${k}`, "aria-controls": `panel-${name}-${k}`, onclick: () => show(k) }, title));
  const boxes = all.map(({ panel }, k) =>
    h("div.tabbed", { role: "tabpanel", id: `panel-${name}-${k}`, "aria-labelledby": `tab-${name}-${k}` }, panel.box));
  const list = h("div.tabs", { role: "tablist", "aria-label": `Views: ${name}`, onkeydown: turn }, ...tabs);
  const box = h(`div.slot.${name}`, {}, list, ...boxes);
  let chosen = -1;

  /** @param {number} k */
  function show(k) {
    if (k === chosen) return;
    chosen = k;
    stage.tabs[name] = k === 0 ? null : all[k].title; // the choice outlives a new model
    tabs.forEach((tab, n) => {
      tab.setAttribute("aria-selected", String(n === k));
      tab.tabIndex = n === k ? 0 : -1;
      boxes[n].hidden = n !== k;
    });
    stage.redraw();
  }

  /** Arrow keys move between tabs, as the pattern of a tab list asks; they step nothing meanwhile.
   * @param {KeyboardEvent} event */
  function turn(event) {
    const by = arrow(event, "ArrowLeft", "ArrowRight");
    if (!by) return;
    event.preventDefault();
    show((chosen + by + all.length) % all.length);
    tabs[chosen].focus();
  }

  const open = () => Math.max(0, all.findIndex(({ title }) => title === stage.tabs[name]));
  show(open());
  return {
    box, ...together(all.map(({ panel }) => panel)),
    /** @param {Tape} tape @param {number} t */
    tell: (tape, t) => all[chosen].panel.tell?.(tape, t),
    /** @param {Tape} tape @param {number} t @param {number} glow */
    draw(tape, t, glow) {
      show(open());
      all[chosen].panel.draw?.(tape, t, glow);
    },
  };
}
