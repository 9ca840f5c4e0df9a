// What `checks.py` asks of the page that is open: functions that are there before the page's own scripts. They change nothing.
window.__checks = (() => {
  const everything = (root = document.body) => {
    const found = [];
    for (const element of root.querySelectorAll("*")) {
      found.push(element);
      if (element.shadowRoot) found.push(...everything(element.shadowRoot));
    }
    return found;
  };
  const host = () => [...document.querySelectorAll("*")].find((element) => element.shadowRoot?.__stage?.tape)?.shadowRoot;
  const visible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  /** Words that end in "…" where there is no room: a hover tells them all, an equation's line also when its phase is walked to. */
  const whole = (element) => {
    const line = element.closest(".phases .say");
    return line && (line.matches(".phases :not(.now) > .say") || line.title === line.textContent);
  };
  const within = (box, edge) => ({
    left: Math.max(box.left, edge.left), right: Math.min(box.right, edge.right),
    top: Math.max(box.top, edge.top), bottom: Math.min(box.bottom, edge.bottom),
  });
  const inSight = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  const SILENT = /^(STYLE|SCRIPT|OPTION|TEXTAREA|NOSCRIPT)$/;

  /** Whether the script rests, the page has something, the stage what it waits for, and every chart in sight its
   * drawing; for so many milliseconds without a change; `wait` is another number for each wait. */
  function settled([calm, wait]) {
    const stage = host()?.__stage, own = stage?.state.loop ? null : stage; // the preview plays for ever
    const dark = matchMedia("(prefers-color-scheme: dark)").matches, app = document.querySelector("[data-testid=stApp]");
    const light = app && getComputedStyle(app).backgroundColor.match(/\d+/g).slice(0, 3).every((tone) => tone > 128);
    const undressed = light === dark || (stage?.theme && stage.theme.dark !== dark);
    const something = stage || document.querySelector("[data-testid=stMain] :is(.nmn-chart, [data-testid=stAlert], [data-testid=stButton])");
    const busy = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState !== "notRunning"
      || document.querySelector("[class*=st-key-training], [data-testid=stSkeleton], [data-stale=true]")
      || !something || undressed || window.__talk?.heard !== window.__talk?.told || own?.page?.header.beside || own?.page?.header.rest || own?.state.pending || own?.state.playing || own?.state.seeking
      || [...document.querySelectorAll(".nmn-wait")].some((words) => !words.hidden && inSight(words.parentElement) && /is being drawn/.test(words.textContent));
    const now = `${wait} ${location.href} ${own?.draws.length} ${stage?.bytes?.length}`;
    if (busy || window.__settling?.now !== now) window.__settling = { now, since: performance.now() };
    return !busy && performance.now() - window.__settling.since > calm;
  }

  /** What the stage shows: cursor, field, parameters, fork, scene, whether it plays; null where there is none. */
  function shown() {
    const root = host();
    const stage = root?.__stage;
    if (!stage) return null;
    const { header } = stage.base;
    return {
      at: stage.state.at, field: root.querySelector("[aria-label='Step to go to']")?.value ?? "", compact: header.compact === true,
      parameters: header.parameters, fork: header.fork?.text ?? "", scene: header.scene ?? "",
      playing: stage.state.playing, drawn: stage.tape.first + stage.t, first: stage.tape.first, last: stage.tape.last,
    };
  }

  /** All texts and the values of all fields that a reader sees, in their order. */
  function screen() {
    const found = [];
    for (const element of everything()) {
      if (SILENT.test(element.tagName) && element.tagName !== "TEXTAREA" || !visible(element)) continue;
      if (element.closest("[data-testid=stHeader], [data-testid=stStatusWidget], [data-testid=stAlert], .tip, .unseen, .about-line")) continue;
      const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join(" ").trim();
      if (own) found.push(own);
      if (!/^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) || element.type === "file") continue;
      found.push(`${element.getAttribute("aria-label") ?? ""}: ${element.type === "checkbox" ? element.checked : element.value}`);
    }
    return found;
  }

  /** What is wrong, as sentences: bad words, words cut off or over each other, empty pictures, errors, too wide a page.
   * Of words and pictures the stage's alone, where `staged` says that nothing else can have changed. */
  function faults(staged = false) {
    const BAD = /\bNaN\b|\bnan\b|\bundefined\b|\bnull\b|\bInfinity\b|\[object|\binf\b/;
    const BROKEN = /encountered an error|Traceback|Connection error/;
    const [TALL, WIDE] = [0.3, 1.5]; // how far text may reach over an edge: a share of its height, and pixels
    const faults = new Set();
    const all = everything((staged && host()) || document.body);
    const above = (element) => element.parentElement ?? element.getRootNode().host ?? null;
    const brief = (text) => text.trim().replace(/\s+/g, " ").slice(0, 90);

    /** The box that cuts an element's contents off at its sides, and at its top and bottom; null where one can scroll there. */
    const kept = new Map();
    function clip(element) {
      if (!element || element === document.documentElement) return { x: [-Infinity, Infinity], y: [-Infinity, Infinity] };
      if (kept.has(element)) return kept.get(element);
      const [style, outer] = [getComputedStyle(element), clip(above(element))];
      const narrowed = (how, side, from, to) => {
        if (/auto|scroll/.test(how)) return [-Infinity, Infinity];
        if (!/hidden|clip/.test(how)) return side;
        const box = element.getBoundingClientRect();
        return [Math.max(side[0], box[from]), Math.min(side[1], box[to])];
      };
      const free = style.display === "inline" || style.display === "contents";
      const found = free ? outer : {
        x: narrowed(style.overflowX, outer.x, "left", "right"), y: narrowed(style.overflowY, outer.y, "top", "bottom"),
      };
      kept.set(element, found);
      return found;
    }

    /** For the ear alone: clipped to a pixel. */
    const hidden = new Map();
    function unseen(element) {
      if (!element) return false;
      if (hidden.has(element)) return hidden.get(element);
      const tiny = ({ width, height }) => width <= 2 && height <= 2;
      const found = (getComputedStyle(element).overflow !== "visible" && tiny(element.getBoundingClientRect())) || unseen(above(element));
      hidden.set(element, found);
      return found;
    }

    const words = [];
    for (const element of all) {
      for (const name of ["aria-label", "aria-valuetext", "aria-valuenow", "title", "placeholder"]) {
        const text = element.getAttribute(name);
        if (text && BAD.test(text)) faults.add(`bad word: ${name} of ${element.tagName} says “${brief(text)}”`);
      }
      if (element.ownerSVGElement) {
        for (const { name, value } of element.attributes) {
          if (!value.startsWith("data:") && /NaN|undefined/.test(value)) faults.add(`bad word: ${name} of a ${element.tagName} is “${brief(value)}”`);
        }
      }
      if (!visible(element) || SILENT.test(element.tagName)) continue;
      if ("value" in element && BAD.test(String(element.value))) faults.add(`bad word: a field holds “${brief(element.value)}”`);
      const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
      if (!own.length || unseen(element)) continue;
      const text = own.map((node) => node.data).join(" ");
      if (BAD.test(text)) faults.add(`bad word: “${brief(text)}”`);
      if (BROKEN.test(text)) faults.add(`broken: “${brief(text)}”`);
      if (whole(element)) continue;
      const { x, y } = clip(element);
      for (const node of own) {
        const range = document.createRange();
        range.selectNodeContents(node);
        for (const box of range.getClientRects()) {
          const tall = TALL * box.height;
          if (box.width < 1 || box.height < 1) continue;
          if (box.left < x[0] - WIDE || box.right > x[1] + WIDE || box.top < y[0] - tall || box.bottom > y[1] + tall) {
            faults.add(`cut off: “${brief(node.data)}” (${element.tagName.toLowerCase()}.${element.className?.baseVal ?? element.className})`);
          }
          words.push({ element, box, text: node.data });
        }
      }
    }

    for (const element of document.querySelectorAll("[data-testid=stException]")) faults.add(`broken: ${brief(element.innerText)}`);

    /** A picture on which nothing is drawn: all of one colour. */
    for (const canvas of all.filter((element) => element.tagName === "CANVAS" && visible(element) && element.width > 2)) {
      const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer);
      const plain = pixels[0] && canvas.closest(".difference, .tile"); // both futures alike; an input of zeros
      if (!plain && pixels.every((pixel) => pixel === pixels[0])) {
        faults.add(`empty: the picture “${brief(canvas.getAttribute("aria-label") ?? canvas.parentElement.className)}”`);
      }
    }
    for (const plot of [...document.querySelectorAll(".js-plotly-plot")].filter(inSight)) {
      if (!plot.querySelector(".main-svg") || plot.offsetHeight < 20) faults.add(`empty: a figure, “${brief(plot.getAttribute("aria-label") ?? "")}”`);
    }

    /** What is seen of an element's place: what is scrolled out of sight is over nothing. */
    const windows = new Map();
    function sight(element) {
      if (!element) return { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
      if (windows.has(element)) return windows.get(element);
      const { overflowX, overflowY } = getComputedStyle(element);
      const found = /auto|scroll/.test(`${overflowX} ${overflowY}`) ? within(element.getBoundingClientRect(), sight(above(element))) : sight(above(element));
      windows.set(element, found);
      return found;
    }

    // Words over words, in the stage: there everything has a place of its own.
    const placed = words.filter(({ element }) => element.getRootNode().__stage && !element.closest("dialog, .tip"))
      .map(({ element, box, text }) => ({ element, text, ...within(box, sight(element)) })).filter(({ top, bottom }) => bottom - top > 1);
    const apart = (one, other) => one !== other && !one.contains(other) && !other.contains(one);
    placed.forEach((one, k) => {
      for (let n = k + 1; n < placed.length; n += 1) {
        const other = placed[n];
        if (Math.min(one.right, other.right) - Math.max(one.left, other.left) <= 3) continue;
        const low = 0.5 * Math.min(one.bottom - one.top, other.bottom - other.top);
        if (Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > low && apart(one.element, other.element)) {
          faults.add(`one over the other: “${brief(one.text)}” and “${brief(other.text)}”`);
        }
      }
    });

    const main = document.querySelector("[data-testid=stMain]");
    if (main && main.scrollWidth > main.clientWidth + 1) faults.add(`too wide: the page is ${main.scrollWidth - main.clientWidth} px wider than its window`);
    return [...faults];
  }

  return { settled, shown, screen, faults };
})();
