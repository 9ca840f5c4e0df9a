"""How soon what is moved is seen: a slider on Step through and Race, the cross-hair on Map; and pictures a second."""

import statistics
import time
from collections.abc import Sequence

from browser_probes import STAGE, middle
from playwright.sync_api import Page

SEEDS = (31, 32)  # of the pages: each place of γ is trained once on each
SECONDS = 4
MAP = "map=across:gamma%3D0.1:0.9:9+up:alpha%3D0.1:0.9:9+seeds:0+inputs:1000"
PLACES = [round(0.05 * k, 2) for k in range(1, 20) if k != 10]  # of γ, which is at 0.5

# From each move of the pointer, to another place each, to the frame that draws the slider's network: polled once a
# frame, so that a frame is the least.
MOVES = f"""(key) => {{
  {STAGE}
  const input = document.querySelector(`.st-key-_${{key}} input`);
  const value = () => Number(input.value), header = () => stage.base.header;
  let before = value();
  window.__moves = [];
  document.addEventListener("pointermove", async (event) => {{
    while (value() === before) await new Promise(requestAnimationFrame);
    while (header().parameters[key] !== value() || header().more) await new Promise(requestAnimationFrame);
    before = value();
    window.__moves.push([performance.now() - event.timeStamp, 1000 * header().seconds]);
  }}, true);
}}"""

# Pictures of moved controls, counted frame by frame.
DRAWN = f"""() => {{
  {STAGE}
  window.__drawn = [];
  let before = stage.base;
  const look = () => {{
    if (stage.base !== before) window.__drawn.push(1000 * (stage.base.header.seconds ?? 0));
    before = stage.base;
    requestAnimationFrame(look);
  }};
  look();
}}"""


def live(page: Page, url: str, steps: int = 100_000) -> dict[str, str]:
    """The rows of the default network: γ dragged from place to place, then α dragged to and fro."""
    moves: list[tuple[float, float]] = []
    for seed in SEEDS:
        opened(page, f"{url}/step_through?rnn_width=2&bptt=1&seed={seed}&steps={steps}&at={steps // 2}")
        left, right, y = pressed(page, "gamma")
        page.mouse.move(left + 0.5 * (right - left), y)
        page.evaluate(MOVES, "gamma")
        for count, place in enumerate(PLACES, 1):
            page.mouse.move(left + place * (right - left), y)
            page.wait_for_function("(count) => window.__moves.length === count", arg=count, timeout=60_000)
            page.wait_for_timeout(100)
        moves += page.evaluate("window.__moves")
        page.mouse.up()
        page.wait_for_timeout(3000)
    left, right, y = pressed(page, "alpha")
    page.evaluate(DRAWN)
    began, k = time.perf_counter(), 0
    while (past := time.perf_counter() - began) < SECONDS:
        k += 1
        page.mouse.move(left + (0.1 + 0.7 * past / SECONDS) * (right - left), y)
        page.wait_for_timeout(16)
    drawn = page.evaluate("window.__drawn")
    page.mouse.up()
    over = [late - own for late, own in moves]
    return {
        f"γ dragged, {steps:,} inputs: pointer to picture, ms: median / 95 %": middle(
            [late for late, _ in moves]
        ),
        "of that, training's own time": middle([own for _, own in moves]),
        "beyond training's own time": middle(over),
        "α dragged to and fro: pictures a second (training's own time, ms)": (
            f"{len(drawn) / SECONDS:.1f} ({statistics.median(drawn or [0]):.0f})"
        ),
    }


# From each move of the pointer to the frame after the next drawing of a figure, by its number on the page.
FOLLOWED = """(which) => {
  let began = null;
  window.__moves = [];
  document.addEventListener("pointermove", (event) => { began ??= event.timeStamp; }, true);
  document.querySelectorAll(".nmn-plot")[which].on("plotly_afterplot", () => requestAnimationFrame(() => {
    if (began !== null) window.__moves.push(performance.now() - began);
    began = null;
  }));
}"""


def followed(page: Page, url: str, steps: int = 100_000) -> dict[str, str]:
    """The rows of the other pages: γ dragged over a race that is done, and a cross-hair over a map that is."""
    page.goto(f"{url}/race?rnn_width=2&bptt=1&seed={SEEDS[0]}&steps={steps}")
    page.get_by_text("done and tested").wait_for(timeout=600_000)
    page.wait_for_timeout(1000)
    left, right, y = pressed(page, "gamma")
    raced = moved(page, 0, [(left + place * (right - left), y) for place in PLACES])
    page.goto(f"{url}/map?{MAP}")
    page.get_by_text("81 of 81 runs").wait_for(timeout=600_000)
    page.wait_for_timeout(3000)
    box = page.locator(".nmn-plot .nsewdrag").first.bounding_box()
    assert box
    row, step = box["y"] + box["height"] / 2, box["width"] / 9
    page.mouse.move(box["x"] + step / 2, row)
    page.mouse.down()
    page.wait_for_timeout(2000)
    crossed = moved(
        page, 1, [(box["x"] + (k % 8 + 1.5) * step, row - k // 8 * box["height"] / 9) for k in range(24)]
    )
    return {
        f"race, γ dragged, {steps:,} inputs: pointer to the first new curves, ms: median / 95 %": middle(
            raced
        ),
        "map, cross-hair: pointer to its cell's curves, ms: median / 95 %": middle(crossed),
    }


def moved(page: Page, which: int, places: Sequence[tuple[float, float]]) -> list[float]:
    """Move the pointer from place to place, each seen in a figure before the next; what that takes."""
    page.wait_for_function("(which) => document.querySelectorAll('.nmn-plot')[which]?.data", arg=which)
    page.evaluate(FOLLOWED, which)
    for count, place in enumerate(places, 1):
        page.mouse.move(*place)
        page.wait_for_function("(count) => window.__moves.length === count", arg=count, timeout=60_000)
        page.wait_for_timeout(100)
    found: list[float] = page.evaluate("window.__moves")
    page.mouse.up()
    return found


def opened(page: Page, address: str) -> None:
    """Go to a stage, and wait until all is trained that it draws."""
    page.goto(address)
    page.wait_for_selector(".convergence .mine", timeout=300_000)
    page.wait_for_function(f"(() => {{ {STAGE} return !stage.page.header.beside; }})()", timeout=300_000)
    page.wait_for_timeout(2000)


def pressed(page: Page, name: str) -> tuple[float, float, float]:
    """Press the pointer on a slider's handle; where its track begins and ends, and how high it lies."""
    handle = page.locator(f".st-key-_{name} input").locator("xpath=../..")
    handle.hover()
    box, track = handle.bounding_box(), handle.locator("xpath=..").bounding_box()
    assert box
    assert track
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    return track["x"], track["x"] + track["width"], y
