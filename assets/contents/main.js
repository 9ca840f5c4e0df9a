// Contents that stay in sight: links to a page's sections, the one in sight marked and kept in the address.
const LINE = 0.35; // of the window's height: the section that reaches above it is the one in sight
const HANDS = /** @type {const} */ (["wheel", "touchmove", "pointerdown", "keydown"]); // with them a reader takes over

/** @param {Mounted<ContentsData, ContentsHost>} call */
export default function ({ parentElement, data }) {
  const contents = (parentElement.__contents ??= build(parentElement));
  contents.show(data);
  return contents.close;
}

/** @param {ContentsHost} parent */
function build(parent) {
  const main = parent.closest("[data-testid=stMain]") ?? document.documentElement;
  const root = document.createElement("nav");
  root.className = "nmn-contents";
  root.setAttribute("aria-label", "Sections");
  root.innerHTML = '<button type="button" class="nmn-where" aria-expanded="false" aria-controls="nmn-contents"></button><ol id="nmn-contents"></ol>';
  const [where, list] = root.children;
  where.addEventListener("click", () => open(true));
  const contents = /** @type {Contents} show and close follow */ (/** @type {unknown} */ ({ text: "", sections: [], current: null, goal: null, moved: false }));
  parent.append(root);

  /** @param {boolean} on */
  function open(on) {
    const opened = on && !root.classList.contains("nmn-open");
    root.classList.toggle("nmn-open", opened);
    where.setAttribute("aria-expanded", String(opened));
  }

  contents.show = ({ sections, start }) => {
    if (contents.text === JSON.stringify(sections)) return;
    contents.text = JSON.stringify(sections);
    contents.sections = sections;
    list.replaceChildren(...sections.map((each) => item(each)));
    const asked = decodeURIComponent(location.hash.slice(1)) || start;
    contents.goal ??= sections.some(({ anchor }) => anchor === asked) ? asked : null;
    settle();
  };

  /** @param {Section} section */
  function item({ anchor, name }) {
    const link = document.createElement("a"), place = document.createElement("li");
    Object.assign(link, { href: `#${anchor}`, textContent: name, onclick: (/** @type {Event} */ event) => follow(event, anchor) });
    place.append(link);
    return place;
  }

  /** @param {Event} event @param {string} anchor */
  function follow(event, anchor) {
    event.preventDefault();
    open(false);
    contents.moved = true;
    contents.goal = anchor;
    settle();
    const heading = document.getElementById(anchor);
    heading?.setAttribute("tabindex", "-1"); // Tab goes on from there
    heading?.focus({ preventScroll: true });
  }

  // Until the reader moves, the section that was asked for stays where it is while what is above it comes.
  function settle() {
    if (contents.goal) document.getElementById(contents.goal)?.scrollIntoView({ behavior: "instant" });
    mark();
  }

  /** Where the upper edge of a section is in the window.
   * @param {Section} section */
  const topOf = ({ anchor }) => document.getElementById(anchor)?.getBoundingClientRect().top ?? Infinity;

  function mark() {
    const known = contents.sections.filter(({ anchor }) => document.getElementById(anchor));
    if (!known.length) return;
    const line = main.scrollTop + main.clientHeight >= main.scrollHeight - 2 ? Infinity : innerHeight * LINE;
    const above = known.filter((each) => topOf(each) < line);
    const reached = above.filter((each) => topOf(each) < innerHeight);
    const { anchor, name } = known.find((each) => each.anchor === contents.goal) ?? reached.at(-1) ?? known[0];
    if (anchor === contents.current) return;
    contents.current = anchor;
    where.textContent = name;
    where.setAttribute("aria-label", `Sections; in sight: ${name}`);
    for (const link of list.querySelectorAll("a")) {
      const here = link.getAttribute("href") === `#${anchor}`;
      if (here) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
    if (contents.moved) history.replaceState(history.state, "", `#${anchor}`);
  }

  /** @param {Event} event */
  function taken(event) {
    if (event.composedPath().includes(root)) return;
    contents.moved = true;
    contents.goal = null;
    if (event.type === "pointerdown" || (event instanceof KeyboardEvent && event.key === "Escape")) open(false);
  }

  function jumped() {
    const asked = decodeURIComponent(location.hash.slice(1));
    if (!contents.sections.some(({ anchor }) => anchor === asked)) return;
    contents.goal = asked;
    settle();
  }

  const grown = new ResizeObserver(settle);
  grown.observe(main.firstElementChild ?? main);
  main.addEventListener("scroll", mark, { passive: true });
  window.addEventListener("hashchange", jumped);
  for (const hand of HANDS) window.addEventListener(hand, taken, { passive: true, capture: true });
  contents.close = () => setTimeout(() => {
    if (root.isConnected) return;
    grown.disconnect();
    main.removeEventListener("scroll", mark);
    window.removeEventListener("hashchange", jumped);
    for (const hand of HANDS) window.removeEventListener(hand, taken, { capture: true });
  });
  return contents;
}
