// A place of the stage: one panel, or several behind tabs of which one is drawn.
import { h } from "./dom.js";

/** A panel that stands for all panels of a slot. `all`: [{ title, panel }]. */
export function tabbed(stage, name, all) {
  if (all.length === 1) return all[0].panel;
  const tabs = all.map(({ title }, k) =>
    h("button.tab", { type: "button", role: "tab", id: `tab-${name}-${k}`, "aria-controls": `panel-${name}-${k}`, onclick: () => show(k) }, title));
  const boxes = all.map(({ panel }, k) =>
    h("div.tabbed", { role: "tabpanel", id: `panel-${name}-${k}`, "aria-labelledby": `tab-${name}-${k}` }, panel.box));
  const list = h("div.tabs", { role: "tablist", "aria-label": `Views: ${name}`, onkeydown: turn }, ...tabs);
  const box = h(`div.slot.${name}`, {}, list, ...boxes);
  let chosen = -1;

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

  /** Arrow keys move between tabs, as the pattern of a tab list asks; they step nothing meanwhile. */
  function turn(event) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    show((chosen + by + all.length) % all.length);
    tabs[chosen].focus();
  }

  const open = () => Math.max(0, all.findIndex(({ title }) => title === stage.tabs[name]));
  show(open());
  const each = (task) => (...args) => all.forEach(({ panel }) => panel[task]?.(...args));
  const one = (task) => (...args) => all[chosen].panel[task]?.(...args);
  return {
    box, close: each("close"), data: each("data"), themed: each("themed"), tell: one("tell"),
    draw(...args) {
      show(open());
      one("draw")(...args);
    },
  };
}
