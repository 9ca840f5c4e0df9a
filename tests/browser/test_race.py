"""The race in a browser: curves grow in a frame that stands still, and a click on one opens the run there."""

import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Page, expect
from waiting import ended, idle

PLOT = "document.querySelector('.nmn-plot')"
POINTS = f"({PLOT}.data ?? []).filter((trace) => trace.name).reduce((sum, trace) => sum + trace.x.length, 0)"
PLACE = """(name) => {
  const plot = document.querySelector('.nmn-plot');
  const number = plot._fullData.findIndex((trace) => trace.name === name);
  const at = Math.floor(plot.calcdata[number].length / 2), { x, y } = plot.calcdata[number][at];
  const { left, top } = plot.querySelector('.nsewdrag').getBoundingClientRect();
  const { xaxis, yaxis } = plot._fullLayout;
  return [left + xaxis.c2p(x), top + yaxis.c2p(y), ...plot.data[number].customdata[at]];
}"""
LINES = f"Object.fromEntries({PLOT}.data.filter(({{ name }}) => name).map(({{ name, y }}) => [name, [...y]]))"
STAGE = "[...document.querySelectorAll('*')].find((e) => e.shadowRoot?.__stage)?.shadowRoot.__stage"


def visit(page: Page, server: Any, query: str) -> Page:
    page.goto(f"{server.url}/race?{query}")
    expect(page.locator(".nmn-plot .main-svg").first).to_be_visible()
    return page


def finished(page: Page) -> None:
    expect(page.get_by_text(re.compile("All .* done and tested"))).to_be_visible()
    ended(page)


def redrawn(page: Page) -> tuple[int, str]:
    """Switch the axis of errors, which draws the page anew; what it then shows of the race."""
    idle(page)
    axis = f"{PLOT}.layout?.yaxis.type"  # a figure that is begun anew has none for a moment
    kind = page.wait_for_function(axis).json_value()
    page.get_by_text("log errors").click()
    page.wait_for_function(f"![undefined, '{kind}'].includes({axis})")
    return page.evaluate(POINTS), page.get_by_text(re.compile("^Paused: .* inputs")).inner_text()


def test_curves_grow_in_their_node_pause_and_go_on(page: Page, server: Any) -> None:
    # No machine comes to the end of it meanwhile: none of the four may be far ahead of the NMN, which takes minutes.
    visit(page, server, "seed=61&steps=20000000&hidden=200&tau=4&race=seeds.1")
    page.evaluate(f"{PLOT}.mine = true")
    page.wait_for_function(f"{POINTS} > 0")
    height = page.locator(".nmn-chart").evaluate("chart => chart.offsetHeight")
    for _ in range(2):
        before = page.evaluate(POINTS)
        page.wait_for_function(f"{POINTS} > {before}")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text(re.compile("^Paused: .* inputs"))).to_be_visible()
    drawings = [redrawn(page)]
    while len(drawings) < 2 or drawings[-1] != drawings[-2]:  # turns that were under way end
        drawings.append(redrawn(page))
        assert len(drawings) < 9
    expect(page).to_have_url(re.compile("race=seeds.1.y.linear" if len(drawings) % 2 else "race=seeds.1$"))
    page.get_by_role("button", name="Go on").click()
    page.wait_for_function(f"{POINTS} > {drawings[-1][0]}")
    assert page.evaluate(f"{PLOT}.mine")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text(re.compile("^Cancelled"))).to_be_visible()
    expect(page.locator(".nmn-plot .annotation-text").filter(has_not_text="paper:")).to_have_count(4)
    assert page.locator(".nmn-chart").evaluate("chart => chart.offsetHeight") == height


def test_a_slider_by_keyboard_leaves_a_ghost_and_the_chart_keeps_its_node(page: Page, server: Any) -> None:
    visit(page, server, "seed=62&steps=3000")
    finished(page)
    page.evaluate(f"{PLOT}.mine = true")
    page.get_by_role("slider", name=re.compile("decay")).focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".nmn-plot .annotation-text").filter(has_text="NMN, before: γ 0.5")).to_be_visible()
    finished(page)
    assert page.evaluate(f"{PLOT}.mine")
    page.get_by_role("button", name="Clear earlier curves").click()
    expect(page.locator(".nmn-plot .annotation-text").filter(has_text="before")).to_have_count(0)
    assert page.evaluate(f"{PLOT}.mine")


def test_a_dragged_slider_is_followed_by_the_lines_that_depend_on_it_alone(page: Page, server: Any) -> None:
    visit(page, server, "seed=62&steps=3000")
    finished(page)
    page.evaluate(f"{PLOT}.mine = true")
    address, before = page.url, page.evaluate(LINES)
    handle = page.locator(".st-key-_gamma input").locator("xpath=../..")
    handle.hover()
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    note = page.locator(".nmn-note")
    for far in (20, 60):
        page.mouse.move(x + far, y)
        page.wait_for_function(f"{PLOT}.data[0].name === 'NMN, before: γ 0.5'")
        expect(note).to_have_text("Trained anew: 3 runs of 3,000 inputs.")
        now = page.evaluate(LINES)
        assert now.pop("NMN, before: γ 0.5") == before["NMN"] != now.pop("NMN")
        assert now == {name: before[name] for name in ("FFNN", "RNN", "LSTM")}
    page.keyboard.press("Escape")
    page.wait_for_function(f"{PLOT}.data.every((trace) => !trace.name?.includes('before'))")
    assert page.evaluate(LINES) == before
    expect(note).to_have_text("")
    expect(page.locator(".st-key-_gamma input")).to_have_value("0.5")
    page.mouse.up()
    handle.hover()
    page.mouse.down()
    page.mouse.move(x + 40, y)
    expect(note).to_have_text("Trained anew: 3 runs of 3,000 inputs.")
    followed = page.evaluate(LINES)
    assert page.url == address
    assert page.evaluate(f"{PLOT}.mine")
    page.mouse.up()
    expect(page).to_have_url(re.compile("[?&]gamma=0.7(&|$)"))
    finished(page)
    assert page.evaluate(LINES) == followed


def test_a_click_on_a_curve_opens_step_through_there_and_back_leads_to_the_same_race(
    page: Page, server: Any
) -> None:
    visit(page, server, "seed=63&steps=3000")
    finished(page)
    page.get_by_role("button", name="NMN, soft, refresh").click()
    expect(page.get_by_role("row", name=re.compile("NMN, soft, refresh 3 of 3"))).to_be_visible()
    finished(page)
    page.wait_for_function(
        f"{PLOT}.data.find((trace) => trace.name === 'NMN, soft, refresh')?.x.at(-1) === 3000"
    )
    x, y, word, seed, step = page.evaluate(PLACE, "NMN, soft, refresh")
    assert word == "soft"
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile("step_through[?]"))
    page.wait_for_function(f"{STAGE}?.state.at === {step}")
    assert page.evaluate(f"{STAGE}.tape.header.parameters.code") == "soft"
    expect(page).to_have_url(re.compile(f"(?=.*seed={seed}&)(?=.*at={step}).*code=soft"))
    page.get_by_role("link", name="Race").click()
    expect(page.get_by_role("row", name=re.compile("NMN, soft, refresh 3 of 3"))).to_be_visible()
    assert "code=soft" not in page.url


def test_the_numbers_of_the_whole_race_and_each_run_are_taken_away(
    page: Page, server: Any, tmp_path: Path
) -> None:
    visit(page, server, "seed=64&steps=3000&race=nmn+lstm+seeds.2")
    finished(page)
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile("^CSV")).click()
    assert coming.value.suggested_filename == "race-sorted.csv"
    coming.value.save_as(tmp_path / "race.csv")
    table = pd.read_csv(StringIO((tmp_path / "race.csv").read_text("utf-8")))
    assert set(zip(table.network, table.seed, strict=True)) == {
        (n, s) for n in ("NMN", "LSTM") for s in (64, 65)
    }
    assert table.inputs.max() == 3000
    page.get_by_role("button", name="Take a run away").click()
    for name, start in (("Notebook", "{"), ("Python script", '"""NMN on sorted, seed 64')):
        with page.expect_download() as coming:
            page.get_by_role("button", name=name).click()
        coming.value.save_as(tmp_path / "run")
        assert (tmp_path / "run").read_text("utf-8").startswith(start)


@pytest.mark.parametrize(  # a theme takes no room: each with another size
    ("theme", "size"), [("light", (1280, 720)), ("dark", (1920, 1080))]
)
def test_the_race_is_in_sight_and_nothing_is_cut_off(
    theme: str, size: tuple[int, int], new_page: Callable[..., Page], server: Any
) -> None:
    page = visit(new_page(theme=theme, viewport=size), server, "seed=62&steps=3000")
    finished(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    expect(page.locator(".nmn-plot .xtitle")).to_be_in_viewport()
    for name in page.locator(".nmn-plot .annotation-text").all():
        expect(name).to_be_in_viewport()


def test_a_click_on_a_curve_that_still_grows_opens_step_through_each_time(page: Page, server: Any) -> None:
    for seed in range(2):
        visit(page, server, f"seed={seed}&steps=3000000&race=lstm+nmn+seeds.1")
        page.wait_for_function(f"{PLOT}.data?.some((trace) => trace.name === 'NMN' && trace.x.length > 2)")
        x, y, *_, step = page.evaluate(PLACE, "NMN")
        page.mouse.click(x, y)
        page.wait_for_function(f"{STAGE}?.state.at === {step}")
        expect(page).to_have_url(re.compile(f"step_through[?].*at={step}"))
