"""The stage in a real browser: the claims about its pure modules, and the whole of it without Streamlit around."""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from checks import visible_faults
from playwright.sync_api import Page, Route, expect

from nmn.app.shared.component import style_sheets
from nmn.app.step import read_weights
from nmn.app.step.labels import labels
from nmn.app.step.rules import stretches
from nmn.app.step.window import filled
from nmn.parameters import Parameters
from nmn.runs.training import Run

HERE = Path(__file__).parent / "modules"
STAGE = Path(__file__).parents[2] / "assets" / "stage"
CLAIMS = sorted(
    path.stem
    for path in HERE.glob("*.js")
    if path.stem not in ("contract", "expect", "toy", "scenes", "veiled")
)
ORIGIN = "http://localhost:9"  # nobody listens there: every request is answered here
FRAME = """<!doctype html><html lang="en"><title>The stage</title><style>body{margin:0;font:14px sans-serif}</style>
<main><div id="host" style="width:100%"></div></main></html>"""
MOUNT = """
async ([packed, css]) => {
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
  const { default: mount } = await import("/stage/main.js");
  const host = document.querySelector("#host");
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  if (!root.querySelector("style")) root.append(Object.assign(document.createElement("style"), { textContent: css }));
  window.told ??= [];
  const setStateValue = (name, value) => told.push([name, value]);
  window.mount = (data) => mount({ parentElement: root, data, setStateValue });
  window.unmount = window.mount(bytes);
}
"""


def serve(page: Page) -> None:
    """Answer the page's requests from the folders of the modules."""

    def answer(route: Route) -> None:
        folder, _, name = route.request.url.removeprefix(f"{ORIGIN}/").partition("/")
        if not name:
            route.fulfill(body=FRAME, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(
                path={"modules": HERE}.get(folder, STAGE.parent / folder) / name,
                content_type="text/javascript",
            )

    page.route(f"{ORIGIN}/**", answer)
    page.goto(f"{ORIGIN}/")


@cache
def run() -> Run:
    return Run(Parameters(hidden=(4, 3), classes=4, steps=1000)).train()


def data(first: int = 101, total: int = 1000, **more: Any) -> bytes:
    curves = [{"model": "nmn", "label": "NMN", "steps": [100, 500, 1000], "error": [0.5, 0.01, 0.0]}]
    header = {"total": total, "curves": curves, "curvesKey": 1, "optimum": 0.045, "screen": 7}
    return filled(run(), first, first + 100, **(header | more))


def mount(page: Page, sent: bytes) -> None:
    serve(page)
    page.evaluate(
        MOUNT,
        [
            b64encode(sent).decode(),
            "\n".join(path.read_text("utf-8") for path in style_sheets(STAGE)),
        ],
    )
    page.wait_for_function("document.querySelector('#host').shadowRoot.__stage.draws.length > 0")


def settled(page: Page) -> None:
    """Wait until the stage is drawn, and drawn again where its size had changed with that."""
    page.evaluate(
        """async () => { for (let n = 0; n < 3; n += 1) await new Promise((done) => requestAnimationFrame(done)); }"""
    )


def state(page: Page, name: str) -> object:
    return page.evaluate(f"document.querySelector('#host').shadowRoot.__stage.state.{name}")


@pytest.mark.parametrize("claims", CLAIMS)
def test_claims_about_the_pure_modules_hold(page: Page, claims: str) -> None:
    serve(page)
    script = f'Promise.all([import("/modules/expect.js"), import("/modules/{claims}.js")])'
    found = page.evaluate(f"{script}.then(([expect, module]) => expect.run(module.tests))")
    assert not found["failed"], "\n".join(found["failed"])
    assert found["held"]


def test_a_late_clean_up_takes_down_no_stage_that_is_on_the_page(page: Page) -> None:
    mount(page, data(at=150))
    page.evaluate("async () => { unmount(); await new Promise((done) => setTimeout(done)); }")
    assert state(page, "at") == 150 and page.locator(".stage").is_visible()


def test_the_keyboard_steps_plays_and_chooses(page: Page) -> None:
    mount(page, data(at=150))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    assert state(page, "at") == 151
    page.keyboard.press("PageDown")
    assert state(page, "at") == 161
    page.keyboard.press("Space")
    assert state(page, "playing") is True
    page.wait_for_function("document.querySelector('#host').shadowRoot.__stage.state.at > 162")
    page.keyboard.press("Space")
    assert state(page, "playing") is False
    page.keyboard.press("End")
    assert [state(page, "at"), state(page, "pending")] == [1000, True]
    page.get_by_role("slider", name="Network").focus()
    page.keyboard.press("ArrowDown")
    assert state(page, "focus") == 1
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_number_field_goes_anywhere_and_says_what_it_cannot(page: Page) -> None:
    mount(page, data(at=150))
    field = page.get_by_label("Step to go to")
    field.fill("170")
    field.press("ArrowLeft")
    field.press("Enter")
    assert state(page, "at") == 170
    field.fill("5000")
    field.press("Enter")
    expect(page.get_by_text("Steps run from 1 to 1,000.")).to_be_visible()
    assert state(page, "at") == 170
    field.fill("0.3")
    field.press("Enter")
    expect(field).to_have_value("170")
    assert state(page, "at") == 170
    field.fill("900")
    field.press("Enter")
    assert state(page, "pending") is True
    assert ["at", {"screen": 7, "step": 900}] in page.evaluate("told")


def test_a_new_window_keeps_cursor_neuron_and_nodes(page: Page) -> None:
    mount(page, data(at=150))
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Next neuron (↓)").click()
    page.evaluate("document.querySelector('#host').shadowRoot.querySelector('.stage').__mark = 1")
    sent = list(data(first=141, at=200))
    page.evaluate("(bytes) => { window.mount(new Uint8Array(bytes)) }", sent)
    assert [state(page, name) for name in ("at", "first", "focus")] == [151, 141, 1]
    assert page.evaluate("document.querySelector('#host').shadowRoot.querySelector('.stage').__mark") == 1


def test_an_axis_that_a_new_window_does_not_have_is_given_up_with_a_word(page: Page) -> None:
    mount(page, data(at=150))
    page.evaluate("document.querySelector('#host').shadowRoot.__stage.act({ type: 'axis', to: '101' })")
    page.evaluate("(bytes) => { window.mount(new Uint8Array(bytes)) }", list(data(first=141, at=200)))
    assert state(page, "axis") == "101"
    parameters = {
        "tau": 4,
        "gamma": 0.5,
        "store": "add",
        "decay": "exponential",
        "write": "neighbour",
        "code": "hard",
    }
    five = {"inputs": ["x", "y"], "outputs": list("ABCD"), "axes": [f"{k:03b}00" for k in range(8)]}
    page.evaluate(
        "(bytes) => { window.mount(new Uint8Array(bytes)) }",
        list(data(at=150, labels=five, parameters=parameters)),
    )
    assert state(page, "axis") is None
    expect(page.get_by_text("No axis 101 here.")).to_be_visible()


def test_python_hears_once_where_the_cursor_rests(new_page: Callable[..., Page]) -> None:
    page = new_page(alone=True)
    page.clock.install(time=0)
    mount(page, data(at=150))
    page.clock.pause_at(3_600_000)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("told") == []
    page.clock.run_for(1000)
    assert page.evaluate("told") == [["at", {"screen": 7, "step": 154}]]
    page.clock.run_for(60_000)
    assert page.evaluate("told") == [["at", {"screen": 7, "step": 154}]]


def test_a_click_on_the_curves_goes_to_that_step(page: Page) -> None:
    mount(page, data(at=150))
    box = page.locator(".convergence .scrub").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + 40)
    assert 500 < int(str(state(page, "at"))) < 800
    assert state(page, "pending") is True


@pytest.mark.parametrize("size", [(930, 610), (1000, 660), (1600, 960)])
def test_nothing_is_cut_off_or_needs_scrolling(new_page: Callable[..., Page], size: tuple[int, int]) -> None:
    page = new_page(viewport=size)
    mount(page, data(at=150))
    settled(page)
    script = """
    () => {
      const root = document.querySelector("#host").shadowRoot;
      const cut = [...root.querySelectorAll("h2, .word, .say-rule, .say-worked, .live, .age, button, .total, .legend")]
        .filter((e) => e.offsetParent && (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline"
          || (e.matches(".live") && e.scrollHeight > e.clientHeight + 1)
          || e.getBoundingClientRect().right > innerWidth || e.getBoundingClientRect().bottom > innerHeight))
        .map((e) => e.className + " " + e.textContent);
      return [document.documentElement.scrollHeight, cut];
    }
    """
    height, cut = page.evaluate(script)
    assert height <= size[1]
    assert not cut, json.dumps(cut, ensure_ascii=False)


def test_no_picture_is_empty_while_its_size_changes(page: Page) -> None:
    """Between a new size and the drawing in the next frame the browser paints once: what was there, not nothing."""
    mount(page, data(at=150))
    settled(page)
    sizes, empty = page.evaluate(
        """() => new Promise((done) => {
          const host = document.querySelector("#host");
          const all = [...host.shadowRoot.querySelectorAll("canvas")].filter((each) => each.checkVisibility());
          const widths = () => all.map(({ width }) => width);
          const pixels = (each) => each.getContext("2d").getImageData(0, 0, each.width, each.height).data;
          const empty = (each) => pixels(each).every((part) => !part);
          let before = null;
          const watch = new ResizeObserver(() => { // comes after those of the pictures, before anything is painted
            if (before) return done([[before, widths()], all.filter(empty).map((each) => each.ariaLabel)]);
            before = widths();
            requestAnimationFrame(() => (host.style.width = "1100px"));
          });
          for (const each of all) watch.observe(each.parentElement);
        })"""
    )
    assert sizes[0] != sizes[1]
    assert empty == []


def test_the_legend_of_the_memory_is_whole_whatever_it_has_to_tell(page: Page) -> None:
    mount(page, data(at=150))
    cut, told = [], set()
    page.set_viewport_size(
        {"width": 980, "height": 610}
    )  # what a window of 1280 px leaves beside the sidebar
    own, rules = labels(run()), [each.told() for each in stretches(run(), 101, 201)]
    plain = {**own, "why": [], "never": []}
    ceilings = {"signed": False, "inputs": 1.0, "targets": [0, 1], "episodic": False}
    for names, decay, most in product(
        (own, plain, plain | {"every": 8192}), ("exponential", "asymptotic"), (0.5, 2345.67)
    ):
        sent = data(
            at=150,
            labels=names,
            rules=[each | {"decay": decay} for each in rules],
            ceilings={**ceilings, "memory": most},
        )
        page.evaluate("(bytes) => { window.mount(new Uint8Array(bytes)) }", list(sent))
        settled(page)
        legend = page.locator(".memory .legend").inner_text().split("\n")
        told.add(" · ".join(legend))
        cut += [
            (legend, fault)
            for fault in visible_faults(page, staged=True)
            if any(word in fault for word in legend)
        ]
    assert not cut
    assert len(told) > 6


def test_weights_that_are_too_many_to_be_shown_have_words_and_no_picture(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_weights, "MOST", 0)
    mount(page, data(first=301, at=350))
    page.get_by_role("tab", name="X-ray").click()
    settled(page)
    expect(page.get_by_text("its weights are too many to be shown")).to_be_visible()
    assert [fault for fault in visible_faults(page) if fault.startswith("empty")] == []


@pytest.mark.parametrize("size", [(930, 610), (1000, 660), (1280, 720)])
def test_a_message_is_there_whole_and_moves_nothing(
    new_page: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = new_page(viewport=size)
    about = [["sorted", "ten overlapping clouds take turns"], ["NMN", "a neuron that fires stores a pattern"]]
    mount(page, data(at=150, about=about))
    settled(page)
    script = """
    () => [...document.querySelector("#host").shadowRoot.querySelectorAll(".transport, .line, .panel")].map((e) =>
      ["x", "y", "width", "height"].map((side) => e.getBoundingClientRect()[side]))
    """
    before = page.evaluate(script)
    stage = "document.querySelector('#host').shadowRoot.__stage"
    for text in (
        "fetching this part of the run …",
        "Phase abcdefghijkl is not in a step of this network: the step is shown as a whole.",
    ):
        page.evaluate(f"(text) => {stage}.complain(text)", text)
        expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()
        settled(page)
        assert [fault for fault in visible_faults(page) if "cut off" in fault or "one over" in fault] == []
        assert page.evaluate(script) == before


def test_the_start_page_plays_by_itself_but_not_where_motion_is_unwelcome(
    new_page: Callable[..., Page],
) -> None:
    page = new_page()
    mount(page, data(at=150, compact=True))
    assert state(page, "playing") is True
    page.get_by_role("button", name="Pause (Space)").click()
    assert state(page, "playing") is False
    calm = new_page(reduced_motion="reduce")
    mount(calm, data(at=150, compact=True))
    assert state(calm, "playing") is False


def test_leaving_the_page_stops_everything(new_page: Callable[..., Page]) -> None:
    page = new_page(alone=True)
    page.clock.install(time=0)
    mount(page, data(at=150))
    page.keyboard.press("Space")
    page.evaluate("() => { window.host = document.querySelector('#host'); host.remove(); unmount(); }")
    page.clock.run_for(60_000)
    page.keyboard.press("ArrowRight")
    assert page.evaluate("host.shadowRoot.__stage === undefined")


def test_all_views_are_vectors_on_paper_and_are_on_screen_again_after_it(page: Page) -> None:
    mount(page, data(at=150))
    root = "document.querySelector('#host').shadowRoot"
    shown = f"[...{root}.querySelectorAll('canvas')].filter((each) => each.offsetWidth)"
    count = page.evaluate(f"{root}.querySelectorAll('.tab').length")
    for n in range(count):
        page.evaluate(f"{root}.querySelectorAll('.tab')[{n}].click()")
        settled(page)
        before = page.evaluate(f"{shown}.map((each) => each.toDataURL())")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        lacking = (
            f"[...{root}.querySelectorAll('canvas')].filter((each) => each.width > 1 && each.offsetParent)"
        )
        assert page.evaluate(f"{lacking}.length") == 0, "a canvas is printed as pixels"
        drawn = page.evaluate(
            f"[...{root}.querySelectorAll('.printed')].map((each) => each.childElementCount)"
        )
        assert len(drawn) == len(before) and all(drawn)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        settled(page)
        assert page.evaluate(f"{shown}.map((each) => each.toDataURL())") == before


def test_the_stage_is_taken_away_as_a_drawing_that_holds_its_words(page: Page) -> None:
    mount(page, data(at=150))
    with page.expect_download() as file:
        page.evaluate("dispatchEvent(new CustomEvent('nmn-picture', { detail: 'svg' }))")
    drawing = ET.parse(file.value.path()).getroot()
    said = " ".join(text.text or "" for text in drawing.iter("{http://www.w3.org/2000/svg}text"))
    for words in ("Composite memory", "Convergence", "step 150", "best without memory"):
        assert words in said
    assert not list(drawing.iter("{http://www.w3.org/2000/svg}image")), "pixels"


def test_a_presentation_shows_one_panel_at_a_time_and_steps_on(page: Page) -> None:
    mount(page, data(at=150))
    turn = """() => { document.documentElement.classList.toggle("nmn-present");
      dispatchEvent(new Event("nmn-present")); }"""
    page.evaluate(turn)
    titles = ["Network", "Composite memory M", "Layer 1, neuron 2"]
    headings = page.locator("#host .panel h2").filter(visible=True)
    for title in titles:
        expect(headings).to_have_text([re.compile(title[:5])])
        page.keyboard.press("PageDown")
    expect(page.get_by_role("tab", name="X-ray")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("PageUp")
    expect(page.get_by_role("tab", name="projections")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowRight")
    assert state(page, "at") == 151
    cells = page.locator("#host .convergence")
    expect(cells).to_be_hidden()
    page.evaluate(turn)
    expect(cells).to_be_visible()
