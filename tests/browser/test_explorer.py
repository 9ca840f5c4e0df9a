"""Step through, as a user meets it: open, step, play, jump, change a setting, hand on the link."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from checks import settle
from playwright.sync_api import Page, expect

from nmn.parameters import Parameters
from nmn.runs.training import Run

STEPS = 20_000
FIELD = "Step to go to"
PLAY, PAUSE = "Play (Space)", "Pause (Space)"
FOCUSED = """
() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const style = getComputedStyle(element);
  const name = element.getAttribute("aria-label");
  return { name, outline: style.outlineStyle, width: parseFloat(style.outlineWidth) };
}
"""
OVERFLOW = """
() => {
  const [main, whole] = [document.querySelector("[data-testid=stMain]"), document.documentElement];
  const { shadowRoot: stage } = [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.querySelector("section"));
  const edge = Math.max(...[...stage.querySelectorAll("section")].map((e) => e.getBoundingClientRect().bottom));
  return {
    below: main.scrollHeight - main.clientHeight, aside: main.scrollWidth - main.clientWidth,
    body: whole.scrollWidth - whole.clientWidth, under: Math.max(0, Math.round(edge - innerHeight)),
  };
}
"""
WHOLE = {"below": 0, "aside": 0, "body": 0, "under": 0}  # nothing lies beyond an edge


@cache
def run(**settings: Any) -> Run:
    """What the explorer should show: the same run, made here."""
    return Run(Parameters(steps=STEPS, **settings)).train()


def number(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def words(model: Run, step: int, neuron: int = 0) -> str:
    """What the chosen neuron's heading says at a step."""
    x = float(model.trace(step, step + 1).hidden[0, neuron])
    if model.parameters.model in ("rnn", "lstm"):
        return f"x = {number(x)}"
    return f"{'fires' if x >= 0.5 else 'rests'}, x = {number(x)}"


def visit(page: Page, server: Any, path: str = "step_through", **query: object) -> Page:
    """Open a link that names its neuron: where none is named, the page chooses one."""
    page.goto(f"{server.url}/{path}?{urlencode({'steps': STEPS, 'neuron': 0, **query})}")
    if path:
        expect(page.locator(".numbers header .word")).to_have_text(re.compile("step [0-9]"))
    return page


def at_step(page: Page, step: int) -> list[str]:
    """Wait until a step is on screen; the numbers of it."""
    expect(page.locator(".numbers header .word")).to_have_text(f"step {step:,}")
    expect(page.get_by_label(FIELD)).to_have_value(re.compile(f"^({step:,}|{step})$"))
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    shown = ".numbers .say, .panel.neuron :is(h2, .word, .bar:visible)"
    return page.locator(shown).all_inner_texts()


def now(page: Page) -> int:
    return int(page.get_by_label(FIELD).input_value().replace(",", ""))


def query(page: Page) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def in_address(page: Page, **wanted: object) -> None:
    """Wait until the address says so."""
    for name, value in wanted.items():
        expect(page).to_have_url(re.compile(rf"[?&]{name}={re.escape(str(value))}(&|$)"))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def training(kept_page: Page, server: Any) -> Page:
    """One page for many tests, paused at step 5,000 of a run, its first neuron in sight."""
    if not kept_page.url.startswith(server.url):
        return visit(kept_page, server, seed=12, at=5000)
    back = [
        {"type": "play", "on": False},
        {"type": "speed", "to": 2},
        {"type": "focus", "to": 0},
        {"type": "go", "to": 5000},
    ]
    kept_page.evaluate(
        """(back) => {
          const element = [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.__stage);
          element.shadowRoot.activeElement?.blur(); // a field keeps what is typed into it
          back.forEach((action) => element.shadowRoot.__stage.act(action));
        }""",
        back,
    )
    at_step(kept_page, 5000)
    in_address(kept_page, at=5000, neuron=1)
    return kept_page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_opens_in_both_themes_with_the_numbers_of_the_run(
    theme: str, server: Any, new_page: Callable[..., Page]
) -> None:
    page = visit(new_page(theme=theme), server, seed=12, at=5000)
    at_step(page, 5000)
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(run(seed=12), 5000))
    colours = page.evaluate(
        """() => [
          getComputedStyle(document.querySelector("[data-testid=stApp]")).backgroundColor,
          getComputedStyle([...document.querySelectorAll("*")].find((e) => e.shadowRoot?.querySelector(".numbers"))
            .shadowRoot.querySelector(".numbers .say")).color]"""
    )
    ground, ink = (sum(map(int, re.findall(r"\d+", colour)[:3])) / 3 for colour in colours)
    assert (ground > 200 and ink < 100) if theme == "light" else (ground < 60 and ink > 150)


def test_the_lines_over_time_keep_room_to_be_read_where_a_note_takes_some(page: Page, server: Any) -> None:
    visit(page, server, gamma=0.9, at=500)
    expect(page.locator(".note-line")).to_be_visible()
    bars, lines = page.locator(".panel.neuron .bar:visible"), page.locator(".panel.neuron > .canvas")
    expect(page.locator(".panel.neuron .rest")).to_have_text(re.compile("strongest of 8 axes|never written"))
    assert 3 <= bars.count() < 8
    assert lines.evaluate("element => element.offsetHeight") >= 80


def test_a_step_and_a_step_back_show_the_same_numbers_again(training: Page) -> None:
    page = training
    before = at_step(page, 5000)
    press(page, "Step (→)")
    after = at_step(page, 5001)
    assert after != before
    page.keyboard.press("ArrowRight")
    at_step(page, 5002)
    page.keyboard.press("ArrowLeft")
    assert at_step(page, 5001) == after
    press(page, "Step back (←)")
    assert at_step(page, 5000) == before


def test_a_quick_tap_on_the_sidebar_right_after_a_step_is_carried_out(page: Page, server: Any) -> None:
    """Both come to the server in one message, as one of the stage."""
    visit(page, server, seed=12, gamma=0.4, at=500)
    at_step(page, 500)
    settle(page)
    press(page, "Step back (←)")
    page.get_by_role("button", name="Back to the defaults").click()
    expect(page.get_by_role("spinbutton", name="seed", exact=True)).to_have_value("7")
    expect(page.get_by_text("of 100,000", exact=True)).to_be_visible()
    in_address(page, at=499)


@pytest.mark.parametrize("model", ["nmn", "ffnn", "rnn", "lstm"])
def test_each_model_can_be_stepped_and_shows_its_own_numbers_on_one_screen(
    model: str, page: Page, server: Any
) -> None:
    visit(page, server, seed=12, at=5000, model=model)
    at_step(page, 5000)
    assert page.evaluate(OVERFLOW) == WHOLE
    engine = run(seed=12, model=model)
    for step in (5001, 5002, 5003):
        press(page, "Step (→)")
        at_step(page, step)
        expect(page.locator(".panel.neuron header .word")).to_have_text(words(engine, step))
    in_address(page, at=5003)
    assert query(page).get("model", "nmn") == model
    page.set_viewport_size({"width": 1920, "height": 1080})
    settle(page)
    assert page.evaluate(OVERFLOW) == WHOLE


def test_the_model_is_changed_in_the_sidebar_and_the_cursor_stays(page: Page, server: Any) -> None:
    visit(page, server, seed=12, at=5000)
    page.get_by_role("combobox", name="model").click()
    page.get_by_role("option", name="RNN").click()
    in_address(page, model="rnn", at=5000)
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(run(seed=12, model="rnn"), 5000))
    at_step(page, 5000)


def test_play_moves_the_cursor_and_pause_holds_it(training: Page) -> None:
    page = training
    press(page, PLAY)
    expect(page.locator(".numbers header .word")).not_to_have_text(re.compile("step 5,00[0-2]$"))
    press(page, PAUSE)
    held = now(page)
    assert held > 5002
    in_address(page, at=held)  # only a cursor that rests comes into the address
    at_step(page, held)
    expect(page.get_by_role("button", name=PLAY, exact=True)).to_be_visible()


def test_play_goes_on_past_the_window_that_the_browser_holds(training: Page) -> None:
    page = training
    page.get_by_label("Speed of play").select_option(label="64× · 240/s")
    press(page, PLAY)
    page.wait_for_function(
        """() => [...document.querySelectorAll("*")].some((e) => Number(
          e.shadowRoot?.querySelector("input[aria-label='Step to go to']")?.value.replace(",", "")) > 5900)"""
    )
    press(page, PAUSE)
    held = now(page)
    assert held > 5900
    in_address(page, at=held)
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(run(seed=12), held))


def test_home_and_end_and_their_buttons_go_to_the_ends_of_the_run(training: Page) -> None:
    page = training
    page.keyboard.press("End")
    at_step(page, STEPS)
    expect(page.get_by_role("button", name="Step (→)", exact=True)).to_be_disabled()
    in_address(page, at=STEPS)
    page.keyboard.press("Home")
    at_step(page, 1)
    expect(page.get_by_role("button", name="Step back (←)", exact=True)).to_be_disabled()
    in_address(page, at=1)
    press(page, "Last step of the run (End)")
    at_step(page, STEPS)
    press(page, "First step of the run (Home)")
    at_step(page, 1)


def test_a_typed_step_number_jumps_there_and_is_in_the_address(training: Page) -> None:
    page = training
    page.get_by_label(FIELD).fill("17321")
    page.keyboard.press("Enter")
    at_step(page, 17_321)
    in_address(page, at=17_321)
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(run(seed=12), 17_321))


def test_a_step_number_beyond_the_end_is_explained_and_the_cursor_stays(training: Page) -> None:
    page = training
    page.get_by_label(FIELD).fill("99999")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Steps run from 1 to 20,000.")).to_be_visible()
    at_step(page, 5000)


def test_a_click_on_the_curve_jumps_there(training: Page) -> None:
    page = training
    box = page.locator(".convergence .scrub").bounding_box()
    line = page.locator(".convergence line.cursor")
    assert box is not None
    x = round(box["x"] + box["width"] * 0.7)
    page.mouse.click(x, box["y"] + box["height"] / 2)
    expect(page.get_by_label(FIELD)).not_to_have_value("5,000")
    there = now(page)
    assert 0.5 * STEPS < there < STEPS
    at_step(page, there)
    in_address(page, at=there)
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(run(seed=12), there))
    drawn = line.bounding_box()
    assert drawn is not None
    assert abs(drawn["x"] - x) < 2


@pytest.mark.parametrize(
    ("gamma", "key", "rested"),
    [(0.55, "ArrowRight", True), (0.45, "ArrowLeft", False)],
    ids=["rested", "at once"],
)
def test_gamma_is_changed_by_keyboard_and_the_cursor_stays(
    gamma: float, key: str, rested: bool, page: Page, server: Any
) -> None:
    before, after = run(seed=12), run(seed=12, gamma=gamma)
    neuron = next(n for n in range(20) if words(before, 5001, n) != words(after, 5001, n))
    visit(page, server, seed=12, at=5000, neuron=neuron)
    press(page, "Step (→)")
    at_step(page, 5001)
    if rested:
        in_address(page, at=5001)
    page.get_by_role("slider", name=re.compile("γ")).focus()
    page.keyboard.press(key)
    in_address(page, gamma=gamma, at=5001, seed=12)
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(after, 5001, neuron))
    at_step(page, 5001)


def test_step_and_neuron_that_are_shown_first_are_in_the_address(page: Page, server: Any) -> None:
    """A copied link shows what its sender saw, though nobody chose it."""
    page.goto(f"{server.url}/step_through?steps={STEPS}&seed=12")
    in_address(page, v=2, steps=STEPS, seed=12, at=40)
    expect(page).to_have_url(re.compile("[?&]neuron=[0-9]+(&|$)"))
    expect(page.locator(".panel.neuron h2")).to_have_text(f"Neuron {query(page)['neuron']}")


def test_the_chosen_neuron_is_in_the_address_and_survives_a_step_and_a_jump(training: Page) -> None:
    page = training
    press(page, "Next neuron (↓)")
    press(page, "Next neuron (↓)")
    expect(page.locator(".panel.neuron h2")).to_have_text("Neuron 3")
    in_address(page, neuron=3)
    press(page, "Step (→)")
    at_step(page, 5001)
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(run(seed=12), 5001, 2))
    page.get_by_label(FIELD).fill("12345")
    page.keyboard.press("Enter")
    at_step(page, 12_345)
    expect(page.locator(".panel.neuron h2")).to_have_text("Neuron 3")
    in_address(page, neuron=3, at=12_345)


def test_a_copied_link_opens_the_same_screen_for_somebody_else_and_after_a_reload(
    page: Page, server: Any, new_page: Callable[..., Page]
) -> None:
    visit(page, server, seed=12, at=5000, tau=4, gamma=0.7)
    press(page, "Next neuron (↓)")
    press(page, "Step (→)")
    in_address(page, neuron=2, at=5001)
    before, link = at_step(page, 5001), page.url
    other = new_page()
    other.goto(link)
    assert at_step(other, 5001) == before
    expect(other.get_by_role("slider", name=re.compile("γ"))).to_have_value("0.7")
    expect(other.get_by_role("spinbutton", name="seed")).to_have_value("12")
    page.reload()
    assert at_step(page, 5001) == before
    expected = {"steps": str(STEPS), "seed": "12", "tau": "4", "gamma": "0.7", "at": "5001", "neuron": "2"}
    assert query(page) == query(other) == {"v": "2", **expected}


def test_the_open_views_are_in_the_address_and_steps_leave_no_trail_in_the_history(
    page: Page, server: Any, new_page: Callable[..., Page]
) -> None:
    """A link to an X-ray opens the X-ray, of the same axis; stepping is no browsing: "back" leaves the page at once."""
    visit(page, server, seed=12, at=5000)
    at_step(page, 5000)
    in_address(page, at=5000)
    visited = page.evaluate("history.length")
    page.get_by_role("tab", name="X-ray").click()
    shown = page.locator(".by-axis .pick b")
    expect(shown).not_to_be_empty()
    strongest = shown.inner_text()
    press(page, "Next axis")
    expect(shown).not_to_have_text(strongest)
    axis = shown.inner_text()
    expect(page).to_have_url(re.compile("look=x-ray%2Caxis%3A[01]{3}"))
    press(page, "Step (→)")
    page.get_by_label(FIELD).fill("12345")
    page.keyboard.press("Enter")
    at_step(page, 12_345)
    in_address(page, at=12_345)
    assert page.evaluate("history.length") == visited
    other = new_page()
    other.goto(page.url)
    at_step(other, 12_345)
    expect(other.get_by_role("tab", name="X-ray")).to_have_attribute("aria-selected", "true")
    expect(other.locator(".by-axis .pick b")).to_have_text(axis)


def test_the_phase_of_a_step_is_in_the_address_and_opens_with_it(page: Page, server: Any) -> None:
    visit(page, server, seed=12, at=5000, phase="decay", neuron=2)
    in_address(page, v=2, phase="decay", neuron=3)
    press(page, "Step (→)")
    at_step(page, 5001)
    expect(page).not_to_have_url(re.compile("phase="))


@pytest.mark.parametrize("path", ["", "step_through"])
def test_a_deep_link_is_answered_as_the_very_first_request_of_a_fresh_server(
    path: str, start_server: Callable[[], Any], page: Page
) -> None:
    fresh = start_server()
    visit(page, fresh, path, seed=12, at=5000, neuron=2)
    if path:
        at_step(page, 5000)
        expect(page.locator(".panel.neuron h2")).to_have_text("Neuron 3")
        expect(page.locator(".panel.neuron header .word")).to_have_text(words(run(seed=12), 5000, 2))
    else:
        page.get_by_role("link", name="Step through", exact=True).click()
        at_step(page, 5000)
    in_address(page, v=2, steps=STEPS, seed=12, at=5000, neuron=3)
    assert len(query(page)) == 5
    for name in ("Start", "Step through"):
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    assert "Traceback" not in fresh.log.read_text()


def test_the_keyboard_alone_reaches_play_and_starts_it_with_the_focus_seen_all_the_way(
    page: Page, server: Any
) -> None:
    visit(page, server, seed=12, at=5000)
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused["name"] == PLAY:
            break
    assert focused["name"] == PLAY
    assert focused["outline"] != "none"
    assert focused["width"] >= 2
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name=PAUSE, exact=True)).to_be_focused()
    expect(page.locator(".numbers header .word")).not_to_have_text("step 5,000")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name=PLAY, exact=True)).to_be_focused()


def test_with_a_note_over_it_the_whole_stage_is_still_on_screen(page: Page, server: Any) -> None:
    visit(page, server, seed=12, at=99_999)
    at_step(page, STEPS)
    expect(page.get_by_text("Step 99,999 is beyond the end")).to_be_visible()
    assert page.evaluate(OVERFLOW) == WHOLE


def test_what_the_address_cannot_say_is_explained_and_the_rest_is_shown(page: Page, server: Any) -> None:
    visit(page, server, seed=12, at=5000, gamma=7)
    at_step(page, 5000)
    expect(page.get_by_text("gamma = 7 is not possible: decay must be a number from 0 to 1.")).to_be_visible()
    expect(page.locator(".panel.neuron header .word")).to_have_text(words(run(seed=12), 5000))
    in_address(page, seed=12, at=5000)
    expect(page).not_to_have_url(re.compile("gamma"))


def test_a_training_can_be_stopped_and_goes_on_where_it_stopped(
    server: Any, new_page: Callable[..., Page]
) -> None:
    """Minutes of training, stopped after a moment: what is trained can be stepped, and more of it later."""
    page = new_page()
    page.goto(f"{server.url}/step_through?steps=20000000&hidden=200&seed=99&neuron=0")
    page.get_by_role("button", name="Stop training").click()
    note = page.get_by_text(re.compile(r"Training was stopped after [\d,]+ of 20,000,000 inputs"))
    expect(note).to_be_visible()
    first = int(re.sub(r"\D", "", note.inner_text().split(" of ")[0]))
    page.get_by_role("button", name="Train on").click()
    page.get_by_role("button", name="Stop training").click()
    expect(note).to_be_visible()
    page.wait_for_function(
        "(first) => Number(document.querySelector('[data-testid=stBidiComponentIsolated]').shadowRoot"
        ".textContent.match(/stopped after ([\\d,]+) of/)[1].replaceAll(',', '')) > first",
        arg=first,
    )
