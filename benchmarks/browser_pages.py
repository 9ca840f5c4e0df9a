"""How live the other pages are: drawings a second, what a button takes, how soon a map and the paper are there."""

import re
import time

from browser_probes import middle
from playwright.sync_api import Page

RACE = "race?steps=20000000&seed=300"
MAP = "map?map=across:gamma%3D0.1:0.9:9+up:alpha%3D0.1:2:9+seeds:300-304+inputs:50000"
COARSE = 9  # settings with a run of their own: a map that can be read
PRESSES, SECONDS = 8, 6
VISITS = 5  # of the paper's page
NEW = range(9100, 9108)  # seeds that no page has asked for

# Milliseconds since the page was asked for, once the stage is drawn, or has all curves.
WHEN = """async (what) => {
  const all = () => [...document.querySelectorAll("*")];
  const find = () => all().find((each) => each.shadowRoot?.__stage?.tape)?.shadowRoot.__stage;
  const there = { drawn: () => find()?.draws.length, whole: () => find() && !find().page.header.beside }[what];
  while (!there()) await new Promise(requestAnimationFrame);
  return performance.now();
}"""

# From the first script to a page at rest on which a figure is drawn.
RESTS = """() => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
  && [...document.querySelectorAll(".nmn-plot")].some((plot) => plot.data)"""

# Drawings of the chart, counted where Plotly says that one is done.
DRAWN = """async (seconds) => {
  let count = 0;
  document.querySelector(".nmn-plot").on("plotly_afterplot", () => (count += 1));
  await new Promise((done) => setTimeout(done, 1000 * seconds));
  return count / seconds;
}"""

# From the click to the frame in which the button that undoes it can be pressed.
PRESSED = """async ([name, back]) => {
  const find = (word) => [...document.querySelectorAll("button")].find(
    (button) => button.innerText.includes(word) && !button.disabled);
  const there = async (word) => {
    const start = performance.now();
    while (!find(word)) {
      if (performance.now() - start > 60000) throw new Error(`${word} did not come`);
      await new Promise(requestAnimationFrame);
    }
    return find(word);
  };
  const button = await there(name), began = performance.now();
  button.click();
  await there(back);
  return performance.now() - began;
}"""


def seeds(page: Page, url: str) -> dict[str, str]:
    """Runs that nobody has trained yet, opened by their addresses: when the stage is drawn, when all curves are."""
    pictures, wholes = [], []
    for seed in NEW:
        page.goto(f"{url}/step_through?seed={seed}", wait_until="commit")
        pictures.append(page.evaluate(WHEN, "drawn"))
        wholes.append(page.evaluate(WHEN, "whole"))
    return {
        "a new seed to its first picture, ms after its address is opened: median / worst": middle(
            pictures, "worst"
        ),
        "a new seed to all four curves, ms: median / worst": middle(wholes, "worst"),
    }


def race(page: Page, url: str) -> dict[str, str]:
    """Four networks, three seeds each, twenty million inputs: nothing ends while it is looked at."""
    page.goto(f"{url}/{RACE}")
    page.wait_for_selector(".nmn-plot .main-svg", timeout=60_000)
    page.wait_for_timeout(3000)
    found = {"race, drawings a second": f"{page.evaluate(DRAWN, SECONDS):.1f}"}
    for name in ("Pause", "Cancel"):
        times = []
        for _ in range(PRESSES):
            page.wait_for_timeout(700)
            times.append(page.evaluate(PRESSED, [name, "Go on"]))
            page.get_by_role("button", name="Go on").click()
        found[f"race, {name.lower()}, ms: median / worst"] = middle(times, "worst")
    return found


def map_(page: Page, url: str) -> dict[str, str]:
    """Nine by nine settings of sorted classification, five seeds, 50,000 inputs."""
    page.goto(f"{url}/map?map=inputs:200+seeds:1")  # what is drawn once and compiled once is there
    page.wait_for_selector(".nmn-plot .main-svg", timeout=60_000)
    page.wait_for_timeout(4000)
    page.goto(f"{url}/{MAP}")
    began = time.perf_counter()
    coarse = None
    while True:
        words = page.locator("[data-testid=stProgress]").all_inner_texts()
        known = re.search(r"([0-9,]+) of ([0-9,]+) runs", words[0]) if words else None
        done, total = (int(text.replace(",", "")) for text in known.groups()) if known else (0, 0)
        past = time.perf_counter() - began
        if coarse is None and done >= COARSE:
            coarse = past
        if (words and not known) or (total and done == total) or past > 600:
            break
        page.wait_for_timeout(100)
    return {
        "map of 405 runs, its first nine settings, s, the page's loading included": f"{coarse or past:.1f}",
        "map of 405 runs, whole, s": f"{past:.1f}",
    }


def paper(page: Page, url: str) -> dict[str, str]:
    """The paper's page: how soon it rests with its first figure, and with all of them, each come to."""
    first, whole = [], []
    for _ in range(VISITS + 1):
        page.goto("about:blank")
        began = time.perf_counter()
        page.goto(f"{url}/paper")
        page.wait_for_function(RESTS, timeout=300_000)
        first.append(time.perf_counter() - began)
        for plot in page.locator(".nmn-plot").all():
            plot.scroll_into_view_if_needed()
            page.wait_for_function("(plot) => Boolean(plot.data)", arg=plot.element_handle(), timeout=300_000)
        whole.append(time.perf_counter() - began)
    height = page.get_by_test_id("stMain").evaluate("(main) => main.scrollHeight")
    return {
        "the paper, first section drawn, s: first visit": f"{first[0]:.1f}",
        "the paper, first section drawn, s: median / worst": middle(first[1:], "worst", 1),
        "the paper, scrolled to its end, s: median / worst": middle(whole[1:], "worst", 1),
        "the paper, height, px": f"{height:,}",
    }
