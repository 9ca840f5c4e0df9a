"""Memory X-ray and the memory as a vector, on the stage with a real run in it."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from checks import visible_faults
from playwright.sync_api import Locator, Page, expect
from test_modules import mount, settled, state

from nmn.app.step.window import packed
from nmn.parameters import Parameters
from nmn.runs.training import Run

STEPS, AT = 3000, 1500
NEURON = 10
CUT = """
(panel) => {
  const edge = panel.getBoundingClientRect().bottom + 1;
  const block = (e) => e.tagName !== "SELECT" && getComputedStyle(e).display !== "inline";
  const wide = (e) => block(e) && e.scrollWidth > e.clientWidth + 1;
  return [...panel.querySelectorAll("p, button, select, b, canvas")].filter((e) => e.offsetParent)
    .filter((e) => wide(e) || e.getBoundingClientRect().bottom > edge || e.getBoundingClientRect().right > innerWidth)
    .map((e) => `${e.className} ${e.textContent}`);
}
"""


@cache
def run(**settings: Any) -> Run:
    return Run(Parameters(steps=STEPS, **settings)).train()


def stage(page: Page, at: int = AT, focus: int = NEURON, **settings: Any) -> Run:
    """Mount the stage with the window of a run."""
    it = run(**settings)
    mount(page, packed(it, {"nmn": it}, at, at, focus=focus))
    return it


def opened(page: Page, tab: str) -> Locator:
    page.get_by_role("tab", name=tab).click()
    return page.get_by_role("tabpanel", name=tab)


def act(page: Page, **action: object) -> None:
    page.evaluate("(action) => document.querySelector('#host').shadowRoot.__stage.act(action)", action)


def test_an_axis_shows_the_inputs_that_wrote_it_and_they_add_up(page: Page) -> None:
    it = stage(page)
    axis = int(it.trace(AT, AT + 1).memory[0, NEURON * 8 : NEURON * 8 + 8].argmax())
    panel = opened(page, "X-ray")
    act(page, type="axis", to=format(axis, "03b"))
    expect(panel.locator(".by-axis .pick b")).to_have_text(format(axis, "03b"))
    value = it.trace(AT, AT + 1).memory[0, NEURON * 8 + axis]
    expect(panel.locator(".equation").nth(1)).to_have_text(re.compile(rf"= {value:.2f}$"))
    past = it.trace(1, AT + 1).axis[:, NEURON]
    latest = [int(step) + 1 for step in np.flatnonzero(past == axis)[:-4:-1]]
    shown = panel.locator(".writes .row .step").all_inner_texts()
    assert shown[:3] == [f"{step:,}" for step in latest]
    ages = [int((past[step:] >= 0).sum()) for step in latest]
    sizes = panel.locator(".writes .row .number").all_inner_texts()
    assert sizes[:3] == [f"{0.5**age:.2f}" if 0.5**age >= 0.005 else "<0.01" for age in ages]


def test_a_click_on_a_cell_then_on_an_input_finds_its_homes(page: Page) -> None:
    it = stage(page)
    panel = opened(page, "X-ray")
    box = page.locator(".panel.memory > .canvas").bounding_box()
    assert box is not None
    memory = it.trace(AT, AT + 1).memory[0].reshape(20, 8)
    for across in (0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95):  # until a cell holds something
        page.mouse.click(box["x"] + box["width"] * across, box["y"] + box["height"] * 0.5)
        neuron, axis = int(str(state(page, "focus"))), int(str(state(page, "axis")), 2)
        if memory[neuron, axis] > 0.1:
            break
    expect(panel.locator(".by-axis .pick b")).to_have_text(format(axis, "03b"))
    panel.locator(".writes .row").first.click()
    step = int(str(state(page, "pin")))
    wrote = int(it.trace(step, step + 1).gate.sum())
    expect(panel.locator(".by-input .verdict")).to_have_text(re.compile(f": {wrote} neurons? wrote it"))
    panel.locator(".homes .row").first.click()
    assert state(page, "pin") is None
    home = it.trace(step, step + 1).axis[0, int(str(state(page, "focus")))]
    assert format(home, "03b") == state(page, "axis")


def test_this_input_stays_under_the_eye_while_the_network_steps_on(page: Page) -> None:
    it = stage(page)
    panel = opened(page, "X-ray")
    panel.get_by_role("button", name="this input").click()
    wrote = int(it.trace(AT, AT + 1).gate.sum())
    expect(panel.locator(".homes .row")).to_have_count(wrote)
    expect(panel.locator(".homes .number").first).to_have_text("1.00")
    page.locator(".network canvas").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(panel.locator(".by-input .verdict")).to_have_text(re.compile("3 steps ago"))
    fires = it.trace(AT + 1, AT + 4).gate.sum(axis=0)
    after = 0.5 ** fires[it.trace(AT, AT + 1).gate[0] > 0]
    shown = [float(text) for text in panel.locator(".homes .number").all_inner_texts()]
    assert np.allclose(shown, sorted(after, reverse=True), atol=0.0051)
    panel.get_by_label("The input before").click()
    assert state(page, "pin") == AT - 1
    act(page, type="go", to=AT - 50)
    expect(panel.locator(".by-input .verdict")).to_have_text("This input comes after the step that is shown.")


def test_shift_and_a_click_on_the_timeline_open_an_input(page: Page) -> None:
    stage(page)
    box = page.locator(".line canvas").bounding_box()
    assert box is not None
    page.keyboard.down("Shift")
    page.mouse.click(box["x"] + 3, box["y"] + 8)
    page.keyboard.up("Shift")
    pinned = int(str(state(page, "pin")))
    assert pinned < AT
    assert state(page, "at") == AT
    expect(page.get_by_role("tabpanel", name="X-ray")).to_contain_text(f"step {pinned:,}")


@pytest.mark.parametrize(
    ("settings", "low", "high", "words"),
    [
        ({"decay": "none", "store": "refresh"}, 0.5, 1, "Nothing fades"),
        ({"decay": "asymptotic", "floor": 0.3}, 0.29, 0.3001, "At the asymptote 0.3"),
        ({"store": "refresh"}, 0.01, 0.3, "Its size tells its age: .* right"),
        ({"gamma": 0.9}, 2, 9, "the writes add up, the age can no longer be read"),
    ],
)
def test_what_a_size_tells_depends_on_the_rules(
    page: Page, settings: dict[str, Any], low: float, high: float, words: str
) -> None:
    it = stage(page, **settings)
    panel = opened(page, "X-ray")
    now = it.trace(AT, AT + 1)
    memory = now.memory[0].reshape(20, 8)
    elsewhere = np.arange(8) != now.axis[0][:, None]
    neuron, axis = np.argwhere((memory > low) & (memory <= high) & elsewhere)[0].tolist()
    act(page, type="focus", to=neuron, axis=format(axis, "03b"))
    expect(panel.locator(".by-axis .verdict")).to_have_text(re.compile(words))


def test_what_comes_from_before_the_window_can_be_gone_to(page: Page) -> None:
    it = stage(page, gamma=0.9)
    panel = opened(page, "X-ray")
    first = int(str(state(page, "first")))
    there = it.trace(first, AT + 1)
    wrote = (there.axis[:, :, None] == np.arange(8)).any(axis=0)
    neuron, axis = np.argwhere(~wrote & (there.memory[-1].reshape(20, 8) > 0.01))[0].tolist()
    act(page, type="focus", to=neuron, axis=format(axis, "03b"))
    expect(panel.locator(".by-axis .verdict")).to_have_text(re.compile(f"^Written before step {first:,}"))
    panel.get_by_role("button", name="go there").click()
    sought = page.evaluate("told.findLast(([name]) => name === 'seek')")
    asked = {"kind": "write", "by": -1, "from": first, "neuron": neuron, "axis": axis}
    assert sought[1] | asked == sought[1]


def test_the_vector_turns_by_keys_without_stepping(page: Page) -> None:
    it = stage(page)
    panel = opened(page, "3-D")
    picture = panel.locator("canvas")
    length = float(np.linalg.norm(it.trace(AT, AT + 1).memory[0, NEURON * 8 : NEURON * 8 + 8]))
    expect(panel.locator(".length")).to_have_text(f"length {length:.2f}")
    told = re.compile("Neuron 11: memory vector of length .*on the axes shown")
    expect(picture).to_have_attribute("aria-label", told)
    picture.focus()
    before = page.evaluate("document.querySelector('#host').shadowRoot.__stage.eye.turn")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.querySelector('#host').shadowRoot.__stage.eye.turn") > before
    assert state(page, "at") == AT
    assert state(page, "focus") == NEURON
    page.keyboard.press("0")
    assert page.evaluate("document.querySelector('#host').shadowRoot.__stage.eye.turn") == before


def test_the_picture_shows_the_axes_that_vary_most_and_those_that_are_chosen(page: Page) -> None:
    it = stage(page)
    panel = opened(page, "3-D")
    selects = panel.get_by_role("combobox")

    def show(*axes: int) -> None:
        for n, axis in enumerate(axes):
            expect(selects.nth(n)).to_have_value(str(axis))

    first, last = int(str(state(page, "first"))), int(str(state(page, "last")))
    spread = it.trace(first, last + 1).memory[:, NEURON * 8 : NEURON * 8 + 8].var(axis=0)
    x, y, z = sorted(np.argsort(-spread)[:3].tolist())
    show(x, y, z)
    other = next(axis for axis in range(8) if axis not in (x, y, z))
    selects.first.select_option(str(other))
    show(other, y, z)
    expect(panel.locator("canvas")).to_have_attribute("aria-label", re.compile(f"shown: {other:03b}"))
    selects.first.select_option(str(z))  # shown already: the two change places
    show(z, y, other)


def test_models_without_memory_have_neither(page: Page) -> None:
    stage(page, model="ffnn")
    assert page.get_by_role("tab", name="X-ray").count() == 0


@pytest.mark.parametrize("size", [(1170, 760), (1680, 980)])
@pytest.mark.parametrize("tab", ["X-ray", "3-D"])
def test_nothing_is_cut_off(new_page: Callable[..., Page], size: tuple[int, int], tab: str) -> None:
    page = new_page(viewport=size)
    stage(page)
    panel = opened(page, tab)
    settled(page)
    cut = panel.evaluate(CUT)
    assert not cut


@pytest.mark.parametrize("tab", ["X-ray", "this input", "3-D"])
def test_no_serious_hurdle_for_assistive_technology(page: Page, tab: str) -> None:
    stage(page)
    panel = opened(page, "3-D" if tab == "3-D" else "X-ray")
    if tab == "this input":
        panel.get_by_role("button", name=tab).click()
    settled(page)
    found = Axe().run(page, context="#host").response["violations"]
    serious = [each for each in found if each["impact"] in ("serious", "critical")]
    assert not [f"{each['id']}: {node['html']}" for each in serious for node in each["nodes"]]


@pytest.mark.parametrize("pin", [None, AT])
def test_a_crowded_x_ray_can_be_scrolled_and_nothing_lies_over_anything(
    pin: int | None, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport=(1010, 640))
    stage(page, hidden=(20, 20), memory=(True, False))
    panel = opened(page, "X-ray")
    act(page, type="pin", to=pin)
    settled(page)
    assert panel.locator(".through:visible").evaluate("e => e.scrollHeight > e.clientHeight") or pin
    mine = panel.inner_text()
    wrong = [
        fault for fault in visible_faults(page) if any(part in mine for part in re.findall("“(.+?)”", fault))
    ]
    assert not wrong
