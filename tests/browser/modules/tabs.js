import { tabbed } from "/stage/ui/tabs.js";
import { same } from "./expect.js";

const stage = () => ({ tabs: {}, redraw() {} });

function panel(log, name) {
  const note = (task) => () => log.push(`${name}.${task}`);
  return { title: name, panel: { box: document.createElement("section"), data: note("data"), draw: note("draw"), tell: note("tell") } };
}

export const tests = {
  "a panel that is alone in its slot has no tab"() {
    const one = panel([], "a");
    same(tabbed(stage(), "here", [one]) === one.panel, true);
  },
  "of several, all get the data and the open one draws"() {
    const [log, on] = [[], stage()];
    const all = tabbed(on, "here", [panel(log, "a"), panel(log, "b")]);
    all.data();
    all.draw();
    on.tabs.here = "b";
    all.draw();
    all.tell();
    same(log, ["a.data", "b.data", "a.draw", "b.draw", "b.tell"]);
    same([...all.box.querySelectorAll("[role=tab]")].map((tab) => tab.getAttribute("aria-selected")), ["false", "true"]);
    same([...all.box.querySelectorAll("[role=tabpanel]")].map((each) => each.hidden), [true, false]);
  },
  "the open tab outlives a new set of panels"() {
    const on = stage();
    tabbed(on, "here", [panel([], "a"), panel([], "b")]).box.querySelectorAll("button")[1].click();
    const log = [];
    tabbed(on, "here", [panel(log, "a"), panel(log, "b")]).draw();
    same(log, ["b.draw"]);
  },
  "arrow keys turn from tab to tab and around the end"() {
    const on = stage();
    const all = tabbed(on, "here", [panel([], "a"), panel([], "b")]);
    const [first, second] = all.box.querySelectorAll("button");
    const press = (key, on) => on.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    press("ArrowRight", first);
    same([on.tabs.here, second.tabIndex, first.tabIndex], ["b", 0, -1]);
    press("ArrowRight", second);
    same([on.tabs.here, first.getAttribute("aria-selected")], [null, "true"]);
  },
};
