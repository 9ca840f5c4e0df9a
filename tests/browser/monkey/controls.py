"""What a user can do on the page that is open: every control there is, a key, the browser's own buttons, a link."""

import re
from pathlib import Path
from random import Random
from typing import NamedTuple

from playwright.sync_api import ElementHandle, Page
from playwright.sync_api import Error as BrowserError

SCRIPT = (Path(__file__).parent / "controls.js").read_text("utf-8").strip()
QUICK = 4000  # milliseconds that an element may take to be pressed; what is not there any more is let go
KEYS = (
    "ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "PageDown", "PageUp", "Home", "End", "Space", ".", ",",
    "Shift+ArrowRight", "Shift+ArrowLeft", "Escape", "?", "e", "E", "m", "w", "f", "s", "Tab", "Enter",
)  # fmt: skip
LINKS = (
    "/", "/step_through?steps=2000", "/step_through?task=classify-recall&steps=2000&at=290&fork=step:300,alpha:0.2",
    "/step_through?task=signal&steps=2000", "/step_through?steps=2000&own=after:500,rows:0.2+0.4/0.1+0.9",
    "/race?steps=2000", "/race?steps=3000&race=nmn+soft+seeds.2", "/map?hidden=13",
    "/map?overlap=0.1&map=across:gamma%3D0.1:0.9:3+up:alpha%3D0.1,0.5+seeds:0-1+inputs:1000", "/paper",
)  # fmt: skip
FEW = ("1", "60", "400", "2000", "3000")  # inputs of a run that ends soon
TEXTS = ("", "0", "1", "3", "0.3", "7", "-2", "0.1:0.5:3", "0-2", "0,2,4", "x", "0.2 0.4\n0.9 0.1 = 1")

# Points in sight that a click opens, as [x, y, step]: those that no other one is near.
POINTS = """(layer) => {
  const plot = layer.closest('.js-plotly-plot'), box = plot.getBoundingClientRect(), found = [];
  if (!plot.classList.contains('nmn-clicks')) return [];
  for (const cells of plot.calcdata) {
    const { trace } = cells[0], { xaxis, yaxis } = plot._fullLayout._plots[trace.xaxis + trace.yaxis] ?? {};
    if (!xaxis || trace.visible !== true || trace.type !== 'scatter' || !trace.customdata) continue;
    cells.forEach((cell, i) => {
      const x = box.left + xaxis._offset + xaxis.c2p(cell.x), y = box.top + yaxis._offset + yaxis.c2p(cell.y);
      const step = trace.customdata[i]?.at?.(-1);
      if (document.elementFromPoint(x, y) === layer && Number.isInteger(step)) found.push([x, y, step]);
    });
  }
  const near = ([x, y], [u, v]) => Math.hypot(x - u, y - v) < 3;
  return found.filter((one) => found.every((other) => other[2] === one[2] || !near(one, other)));
}"""


class Control(NamedTuple):
    """Something to press.

    Attributes:
        kind: plot, canvas, choice, range, text or press.
        name: as its reader knows it.
        place: sidebar, menu or page.
        number: among all that are there.
    """

    kind: str
    name: str
    place: str
    number: int


def found(page: Page) -> list[Control]:
    """All controls, in their order on the page."""
    return [Control(**each, number=number) for number, each in enumerate(page.evaluate(SCRIPT))]


def press(page: Page, control: Control, chance: Random) -> tuple[str, int | None]:
    """Use a control as its kind is used; gives what was done, in words, and the step of a curve that was clicked."""
    element = page.evaluate_handle("(number) => window.__pressable[number]", control.number).as_element()
    if element is None:
        return "gone", None
    try:
        if control.kind == "plot":
            return _plot(page, element, chance)
        use = {"canvas": _point, "choice": _choose, "range": _slide, "text": _write}.get(control.kind, _click)
        return use(page, element, control, chance), None
    except BrowserError as error:
        page.keyboard.press("Escape")  # perhaps something lies over it
        return f"not reached ({error.message.splitlines()[0][:60]})", None


def _plot(page: Page, element: ElementHandle, chance: Random) -> tuple[str, int | None]:
    """Pass over a figure, and click at once where there is a point of a curve."""
    points = element.evaluate(POINTS)
    if not points:
        return "no points", None
    for x, y, _ in (chance.choice(points), point := chance.choice(points)):
        page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.up()
    return f"at step {point[2]}", point[2]


def _click(_: Page, element: ElementHandle, control: Control, chance: Random) -> str:
    twice = chance.random() < 0.1
    (element.dblclick if twice else element.click)(
        timeout=QUICK, no_wait_after=True, force=control.name == ""
    )
    return "twice" if twice else ""


def _point(page: Page, element: ElementHandle, _: Control, chance: Random) -> str:
    across, up = chance.uniform(0.02, 0.98), chance.uniform(0.02, 0.98)
    element.scroll_into_view_if_needed(timeout=QUICK)
    box = element.bounding_box()
    if box is None:
        return "gone"
    x, y = box["x"] + across * box["width"], box["y"] + up * box["height"]
    page.mouse.move(x, y)
    if chance.random() < 0.3:
        return f"hover {across:.2f}, {up:.2f}"
    page.mouse.down()
    page.mouse.up()
    return f"at {across:.2f}, {up:.2f}"


def _choose(page: Page, element: ElementHandle, _: Control, chance: Random) -> str:
    if element.evaluate("(element) => element.tagName") == "SELECT":
        count = element.evaluate("(element) => element.options.length")
        element.select_option(index=(number := chance.randrange(count)), timeout=QUICK)
        return f"option {number}"
    element.click(timeout=QUICK)
    options = page.get_by_role("option")
    options.first.wait_for(timeout=QUICK)
    options.nth(number := chance.randrange(options.count())).click(timeout=QUICK)
    return f"option {number}"


def _slide(page: Page, element: ElementHandle, _: Control, chance: Random) -> str:
    element.focus()
    keys = [chance.choice(("ArrowRight", "ArrowLeft", "Home", "End")) for _ in range(chance.randint(1, 4))]
    for key in keys:
        page.keyboard.press(key)
    return " ".join(keys)


def _write(page: Page, element: ElementHandle, control: Control, chance: Random) -> str:
    if chance.random() < 0.4 and not re.search("steps|inputs", control.name, re.IGNORECASE):
        element.focus()
        page.keyboard.press(key := chance.choice(("ArrowUp", "ArrowDown")))
        return key
    text = chance.choice(FEW if re.search("steps|inputs", control.name, re.IGNORECASE) else TEXTS)
    if element.get_attribute("type") == "number" and not re.fullmatch(r"-?[\d.]+", text):
        text = "2"
    element.fill(text, timeout=QUICK)
    page.keyboard.press(key := chance.choice(("Enter", "Tab")))
    return f"{text!r} {key}"
