"""The map in a browser: it appears coarse and refines, a cell shows its runs, and a run opens in Step through."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from waiting import ended

SMALL = {"overlap": "0.1", "map": "across:gamma=0.1:0.9:5 up:alpha=0.1,0.3,0.5 seeds:0-1 inputs:1000"}
# A row of short runs, and one of runs that take minutes each on any machine: this map begins at once and does not end.
ENDLESS = {"hidden": "200", "map": "across:gamma=0.1:0.9:9 up:steps=2000,20000000 seeds:0-19"}
NUMBERS = "[...document.querySelectorAll('.js-plotly-plot')].flatMap(p => p.data).find(t => t.mode === 'text')?.text"


def visit(page: Page, server: Any, query: dict[str, str], more: str = "") -> Page:
    page.goto(f"{server.url}/map?{urlencode({**query, 'map': query['map'] + more})}")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    return page


def bar(page: Page) -> Locator:
    return page.get_by_test_id("stProgress")


def middle(page: Page, across: int, up: int) -> tuple[float, float]:
    """Where a cell of the map is, from the corner of its figure on."""
    x, y = page.locator(".js-plotly-plot").first.evaluate(
        """(plot, [x, y]) => { const { xaxis, yaxis, _size } = plot._fullLayout;
        return [_size.l + xaxis.d2p(x), _size.t + yaxis.d2p(y)]; }""",
        [across, up],
    )
    return x, y


def click(page: Page, across: int, up: int) -> None:
    """Click a cell of the map."""
    x, y = middle(page, across, up)
    page.locator(".js-plotly-plot").first.click(position={"x": x, "y": y})


def point(page: Page, across: int, up: int) -> None:
    """Move the pointer to a cell."""
    (x, y), box = middle(page, across, up), page.locator(".js-plotly-plot").first.bounding_box()
    assert box
    page.mouse.move(box["x"] + x, box["y"] + y)


def under_way(page: Page) -> int:
    """Wait until some runs of the endless map are known; how many."""
    expect(bar(page)).to_have_text(re.compile(r"^[1-9]\d* of 360 runs, "))
    return known(page)


def known(page: Page) -> int:
    return int(bar(page).inner_text().split(" of ")[0])


def cancel(page: Page) -> None:
    page.get_by_role("button", name="Cancel").click()
    expect(bar(page)).to_contain_text("Cancelled; what is there stays")


def test_a_map_appears_coarse_and_is_told_in_words_while_it_is_measured(page: Page, server: Any) -> None:
    visit(page, server, ENDLESS)
    under_way(page)
    page.wait_for_function(f"{NUMBERS}?.length > 0")
    assert page.evaluate(f"{NUMBERS}.length") < 18
    expect(page.get_by_text("What the map tells (so far: ")).to_be_visible()
    expect(page.get_by_text("Best: γ = ")).to_be_visible()
    cancel(page)


def test_a_map_becomes_whole_by_itself(page: Page, server: Any) -> None:
    visit(page, server, SMALL)
    expect(bar(page)).to_have_text("30 of 30 runs")
    ended(page)
    page.wait_for_function(f"{NUMBERS}?.length === 15")
    expect(page.get_by_text("What the map tells", exact=True)).to_be_visible()


def test_a_click_on_a_cell_shows_its_runs_and_one_opens_in_step_through(page: Page, server: Any) -> None:
    visit(page, server, SMALL)
    expect(bar(page)).to_have_text("30 of 30 runs")
    ended(page)
    click(page, 3, 1)
    expect(page.get_by_text("γ = 0.7, α = 0.3: median")).to_be_visible()
    expect(page).to_have_url(re.compile(r"cell%3A3\.1"))
    expect(page.locator(".js-plotly-plot").nth(1).locator(".annotation-text")).to_have_text(
        [re.compile("seed [01]")] * 2
    )
    page.get_by_role("button", name="γ", exact=False).last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("γ = 0.9, α = 0.3: median")).to_be_visible()
    page.get_by_text("Take a run away").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Python").click()
    assert "gamma=0.9" in taken.value.path().read_text()
    page.keyboard.press("Escape")
    address = page.url
    with page.expect_popup() as opened:
        page.get_by_role("link", name=re.compile("^1( ×)?$")).click()
    query = parse_qs(urlsplit(opened.value.url).query)
    wanted = {"gamma": ["0.9"], "alpha": ["0.3"], "seed": ["1"], "steps": ["1000"], "overlap": ["0.1"]}
    assert wanted.items() <= query.items()
    expect(opened.value.get_by_label("Step to go to")).to_be_visible()
    page.goto("about:blank")
    page.goto(address)
    expect(page.get_by_text("γ = 0.9, α = 0.3: median")).to_be_visible()


def test_the_curves_follow_a_cross_hair_and_the_map_stays_as_it_is(
    new_page: Callable[..., Page], server: Any
) -> None:
    page = visit(new_page(reduced_motion="reduce"), server, SMALL, " cell:0.0")
    expect(bar(page)).to_have_text("30 of 30 runs")
    ended(page)
    heading, cross = page.locator(".nmn-heading").filter(has_text="γ"), page.locator(".nmn-cross")
    expect(heading).to_have_text(re.compile("^γ = 0.1, α = 0.1: median"))
    page.evaluate("""() => {
      window.drawn = 0;
      document.querySelector(".js-plotly-plot").on("plotly_afterplot", () => { window.drawn += 1; });
    }""")
    address, curve = page.url, "document.querySelectorAll('.js-plotly-plot')[1].data[0].y.join()"
    first = page.evaluate(curve)
    point(page, 1, 0)
    page.mouse.down()
    for across, words in ((2, "γ = 0.5, α = 0.3: median"), (4, "γ = 0.9, α = 0.3: median")):
        point(page, across, 1)
        expect(heading).to_contain_text(words)
        expect(cross).to_have_attribute("aria-valuetext", re.compile(words.partition(":")[0]))
        page.wait_for_function(f"{curve} !== '{first}'")
        marks = "document.querySelectorAll('.js-plotly-plot')[2].layout.shapes.map((line) => line.x0).join()"
        page.wait_for_function(f"{marks} === '{across},1'")
    page.keyboard.press("Escape")
    expect(heading).to_contain_text("γ = 0.1, α = 0.1: median")
    page.wait_for_function(f"{curve} === '{first}'")
    point(page, 3, 2)
    page.mouse.up()
    assert (page.evaluate("window.drawn"), page.url) == (0, address)
    cross.focus()
    page.keyboard.down("ArrowRight")
    page.keyboard.down("ArrowUp")
    expect(heading).to_contain_text("γ = 0.3, α = 0.3: median")
    assert (page.evaluate("window.drawn"), page.url) == (0, address)
    page.keyboard.up("ArrowUp")
    expect(page).to_have_url(re.compile(r"cell%3A1\.1"))
    page.keyboard.up("ArrowRight")
    ended(page)
    expect(cross).not_to_have_class(re.compile("nmn-moved"))
    expect(cross).to_have_attribute("aria-valuenow", "5")
    expect(heading).to_contain_text("γ = 0.3, α = 0.3: median")


def test_a_map_is_held_and_cancelled_and_loses_nothing(page: Page, server: Any) -> None:
    visit(page, server, ENDLESS, " cell:0.0")
    under_way(page)
    page.get_by_role("button", name="Pause").click()
    expect(bar(page)).to_contain_text("Paused")
    held = known(page)
    cancel(page)
    assert known(page) >= held
    page.get_by_role("button", name="Go on").click()
    assert under_way(page) >= held
    cancel(page)
    assert known(page) >= held


@pytest.mark.parametrize(  # a theme takes no room: each with another size
    ("theme", "size"), [("light", (1280, 720)), ("dark", (1920, 1080))]
)
def test_nothing_of_a_map_with_panels_is_cut_off(
    theme: str, size: tuple[int, int], new_page: Callable[..., Page], server: Any
) -> None:
    page = visit(new_page(theme=theme, viewport=size), server, SMALL, " panels:tau=0,2,4")
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].every(p => p.scrollWidth <= p.clientWidth)"
    )
    titles = page.locator(".js-plotly-plot").first.locator(".annotation-text")
    expect(titles).to_have_text(["τ = 0", "τ = 2", "τ = 4"])


def test_a_map_gets_panels_and_loses_them_without_an_error(page: Page, server: Any) -> None:
    visit(page, server, SMALL)
    ended(page)
    titles = page.locator(".js-plotly-plot").first.locator(".annotation-text")
    for chosen, shown, width in (("memory", 2, 1300), ("one panel", 0, 1260)):
        page.get_by_role("combobox", name="Panels").click()
        page.get_by_role("option", name=re.compile(chosen)).first.click()
        page.set_viewport_size({"width": width, "height": 720})  # fitted to its room while it is drawn anew
        expect(titles.filter(has_text="=")).to_have_count(shown)
        ended(page)
