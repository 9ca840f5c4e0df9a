"""The stage for everybody: by keyboard, by ear, by touch, enlarged, and as axe-core judges it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from checks import barriers, settle
from playwright.sync_api import Page, expect
from test_explorer import at_step, in_address, run, visit
from test_modules import data, mount, settled, state

STAGE = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.__stage).shadowRoot.__stage"
MISTAKES = "({ tape }) => [...tape.mistake.keys()].filter((t) => tape.mistake[t]).map((t) => t + tape.first)"
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("", ".transport"),
        ("step_through", ".phases .say"),
        ("race", ".main-svg"),
        ("map", ".js-plotly-plot"),
        ("paper", "h1"),
    ],
)
def test_no_page_has_a_serious_barrier_in_either_theme(
    path: str, there: str, server: Any, page: Page
) -> None:
    few = "across:gamma=0.1:0.9:9+up:alpha=0.1,0.5+seeds:0"  # runs of the map, which outlast the look at it
    page.goto(f"{server.url}/{path}?steps=2000&seed=12&map={few}")
    page.locator(there).first.wait_for()
    for theme, ground in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 25, 30)")):
        page.emulate_media(color_scheme=theme)
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", ground)
        settle(page)
        assert not barriers(page), theme


@THEMES
def test_the_stage_has_no_serious_barrier_while_it_is_used(theme: str, new_page: Callable[..., Page]) -> None:
    page = new_page(theme=theme)
    mount(page, data(at=150))
    for keys in ("...", ["ArrowDown", "Shift+ArrowRight"], "?"):
        for key in keys:
            page.keyboard.press(key)
        settled(page)
        assert not barriers(page), keys


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Step of the run", "step 150 of 1,000, "),
        ("Network", "Layer 1, neuron 1: x = "),
        ("Composite memory: a row for each hidden neuron, a column for each axis", "Layer 1, neuron 1: "),
        ("Training", "Step 150 of 1,000, NMN "),
    ],
)
def test_every_picture_is_a_tab_stop_that_says_where_it_is(name: str, says: str, page: Page) -> None:
    mount(page, data(at=150))
    picture = page.get_by_role("slider", name=name, exact=True)
    assert str(picture.get_attribute("aria-valuetext")).startswith(says)
    picture.focus()
    page.keyboard.press("ArrowRight")
    assert state(page, "at") == (500 if name == "Training" else 151)
    page.keyboard.press("Home")
    assert state(page, "at") == 1


def test_a_step_is_told_in_a_sentence_and_a_phase_by_its_equation(page: Page) -> None:
    mount(page, data(at=150))
    heard = page.locator(".numbers [aria-live=polite]")
    page.keyboard.press("ArrowRight")
    expect(heard).to_contain_text("Step 151. Layer 1, neuron 1")
    page.keyboard.press(".")
    expect(heard).to_contain_text("read: input (")


def test_phases_are_walked_by_key_and_button_and_the_picture_shows_the_memories_of_each(page: Page) -> None:
    mount(page, data(at=150))
    memory = f"[...{STAGE}.memory]"
    after = page.evaluate(memory)
    page.keyboard.press(".")
    page.wait_for_function(
        f"document.querySelector('#host').shadowRoot.__stage.phase?.name === 'read' && {memory}[0] >= 0"
    )
    before = page.evaluate(memory)
    assert before != after
    for _ in range(7):
        page.get_by_role("button", name="Next phase (.)").click()
    expect(page.locator(".phases [aria-current=step]")).to_contain_text("write")
    assert page.evaluate(memory) == after
    page.get_by_role("button", name="Next phase (.)").click()
    assert [state(page, "at"), state(page, "phase")] == [151, 0]
    page.get_by_text("decay", exact=True).click()
    assert state(page, "phase") == 6
    page.keyboard.press("Escape")
    assert state(page, "phase") is None


def test_a_glyph_and_its_place_in_the_picture_point_at_each_other(page: Page) -> None:
    mount(page, data(at=150))
    page.locator(".phases .say-read [data-place=M]").first.hover()
    hint = f"{STAGE}.hint"
    assert page.evaluate(hint) == "M"
    cells = page.get_by_role("slider", name=re.compile("Composite memory"))
    cells.hover(position={"x": 60, "y": 80})
    expect(page.locator(".phases .say-read [data-place=M]").first).to_have_class(re.compile("lit"))
    page.get_by_label("Step to go to").hover()
    assert page.evaluate(hint) is None


def test_the_next_mistake_is_a_key_away_in_the_window_and_beyond_it(page: Page, server: Any) -> None:
    visit(page, server, seed=12, at=3000)
    wrong = page.evaluate(f"({MISTAKES})({STAGE})")
    assert wrong, "there is something to find in the window"
    first = page.evaluate(f"{STAGE}.tape.first")
    page.evaluate(f"{STAGE}.act({{ type: 'go', to: {first} }})")
    settle(page)  # at its edge the next window is asked for
    for step in wrong:
        page.keyboard.press("m")
        at_step(page, step)
    page.keyboard.press("m")
    page.wait_for_function(f"{STAGE}.state.at > {wrong[-1]} && !{STAGE}.state.pending")
    there = page.evaluate(f"{STAGE}.state.at")
    at_step(page, there)
    assert run(seed=12).trace(wrong[-1] + 1, there + 1).wrong[:, 0].nonzero()[0].tolist() == [
        there - wrong[-1] - 1
    ]
    in_address(page, at=there)
    page.keyboard.press("Shift+M")
    at_step(page, wrong[-1])


def test_where_there_is_no_further_event_it_is_said(page: Page, server: Any) -> None:
    visit(page, server, seed=12, at=5000)
    page.get_by_label("What to jump to").select_option("write to this axis")
    page.evaluate(f"{STAGE}.act({{ type: 'axis', to: '000' }})")
    never = page.evaluate(f"{STAGE}.tape.axis.includes(0)")
    page.get_by_role("button", name="Next", exact=True).click()
    if never:
        pytest.fail("neuron 0 writes axis 0 here: choose another seed")
    expect(page.get_by_text("No further write to this axis in this run.")).to_be_visible()
    at_step(page, 5000)


def test_a_finger_steps_scrubs_and_chooses(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=(820, 1100), has_touch=True)
    mount(page, data(at=150))
    page.get_by_role("button", name="Step (→)", exact=True).tap()
    assert state(page, "at") == 151
    box = page.get_by_role("slider", name="Step of the run").bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] * 0.9, box["y"] + box["height"] - 4)
    assert int(str(state(page, "at"))) > 185
    memory = page.locator(".memory canvas").first
    memory.scroll_into_view_if_needed()
    cell = memory.bounding_box()
    assert cell is not None
    page.touchscreen.tap(cell["x"] + cell["width"] * 0.4, cell["y"] + cell["height"] * 0.5)
    assert state(page, "axis") is not None


@pytest.mark.parametrize("size", [(720, 450), (640, 360)])
def test_at_double_size_nothing_is_lost_beside_the_edge(
    size: tuple[int, int], new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport=size, device_scale_factor=2)
    mount(page, data(at=150))
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    lost = page.evaluate(
        """() => [...document.querySelector("#host").shadowRoot.querySelectorAll("button, select, input, h2, canvas")]
        .filter((e) => e.offsetParent && (e.getBoundingClientRect().right > innerWidth + 1
          || e.getBoundingClientRect().left < -1)).map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert not lost
