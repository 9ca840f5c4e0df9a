import { panels } from "/tools/panels.js";
import { same } from "./expect.js";

/** A page with figures and a table: which of them is in front. */
function page_of(file, figures) {
  const main = Object.assign(document.createElement("section"), { innerHTML: figures
    .map((kind) => `<div class="stElementContainer">${kind === "table" ? "<table></table>" : `<div class="${kind}"></div>`}</div>`).join("") });
  main.dataset.testid = "stMainBlockContainer";
  document.body.append(main);
  const single = panels({ data: { file } });
  const present = (on) => (document.documentElement.classList.toggle("nmn-present", on), dispatchEvent(new Event("nmn-present")));
  return { main, present, front: () => [...main.children].findIndex((each) => "front" in each.dataset),
    leave: () => (single.close(), main.remove(), document.documentElement.classList.remove("nmn-present", "nmn-single")) };
}
const press = (key) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, composed: true });
  document.body.dispatchEvent(event);
  return event.defaultPrevented;
};

export const tests = {
  "a race or a map that is presented shows one figure or table at a time, round and round"() {
    for (const file of ["race.py", "map.py"]) {
      const { present, front, leave } = page_of(file, ["words", "nmn-chart", "table", "nmn-chart"]);
      same([press("PageDown"), front()], [false, -1]);
      present(true);
      const seen = [front()];
      for (const key of ["PageDown", "PageDown", "PageDown", "PageUp"]) {
        press(key);
        seen.push(front());
      }
      same(seen, [1, 2, 3, 1, 3]);
      present(false);
      same([front(), document.documentElement.classList.contains("nmn-single")], [-1, false]);
      leave();
    }
  },
  async "a figure that takes the place of the one in front is in front"() {
    const { main, present, front, leave } = page_of("race.py", ["nmn-chart", "table"]);
    present(true);
    main.firstChild.replaceWith(main.firstChild.cloneNode(true), document.createElement("div"));
    main.firstChild.removeAttribute("data-front");
    main.append(document.createElement("div"));
    await new Promise((done) => setTimeout(done));
    same(front(), 0);
    leave();
  },
  "other pages keep what they show"() {
    const { present, front, leave } = page_of("paper.py", ["nmn-chart", "table"]);
    present(true);
    same([press("PageDown"), front()], [false, -1]);
    leave();
  },
};
