"""The paper's page in a browser: every figure is drawn, a switch redraws one, and every run can be opened."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from measurements import SEEDS, measurements
from playwright.sync_api import Locator, Page, expect

from nmn.experiments import EXPERIMENTS

SLOW = 60_000  # milliseconds


@pytest.fixture(scope="module")
def measured(start_server: Callable[[], Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An explorer that reads made-up measurements."""
    file: Path = tmp_path_factory.mktemp("paper") / "paper.csv"
    measurements().to_csv(file, index=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NMN_PAPER", str(file))
        server = start_server()
        yield server
        assert "Traceback" not in server.log.read_text()


def visit(page: Page, server: Any, query: str = "") -> Page:
    page.goto(f"{server.url}/paper{query}")
    expect(page.locator(".js-plotly-plot .main-svg").nth(0)).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("heading", name="sunspots")).to_be_attached(timeout=SLOW)
    return page


def section(page: Page, title: str) -> Locator:
    """The figure that follows a heading."""
    return page.get_by_role("heading", name=title).locator(
        "xpath=following::*[@data-testid='stPlotlyChart'][1]"
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)])
def test_every_figure_is_drawn_and_nothing_is_cut_off(
    theme: str, size: tuple[int, int], new_page: Callable[..., Page], measured: Any
) -> None:
    page = visit(new_page(theme=theme, viewport=size), measured)
    expect(page.locator(".js-plotly-plot")).to_have_count(13, timeout=SLOW)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].every(p => p.scrollWidth <= p.clientWidth)"
    )
    expect(page.get_by_role("img", name=re.compile("Fig. 1a"))).to_be_visible()
    line = section(page, "IV-A").locator(".legendlines path.js-line").last
    expect(line).to_have_css("stroke", {"light": "rgb(0, 114, 178)", "dark": "rgb(61, 150, 208)"}[theme])


def test_the_switch_is_reached_by_keyboard_and_redraws_the_figure_and_the_address(
    page: Page, measured: Any
) -> None:
    visit(page, measured)
    other = next(row.variant for row in EXPERIMENTS["sorted"] if row.reading)
    figure = section(page, "IV-A")
    expect(figure.locator(".legendtext").filter(has_text=other)).to_have_count(0)
    page.get_by_role("button", name=other, exact=True).focus()
    page.keyboard.press("Enter")
    expect(figure.locator(".legendtext").filter(has_text=other)).to_have_count(1, timeout=SLOW)
    expect(page).to_have_url(re.compile(r"readings=sorted[.]3[.]4[.]5[.]6"))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(section(page, "IV-A").locator(".legendtext").filter(has_text=other)).to_have_count(1, timeout=SLOW)


def test_a_row_of_the_table_opens_its_run_in_a_tab_of_its_own(page: Page, measured: Any) -> None:
    visit(page, measured)
    row = page.get_by_role("row", name=re.compile("hard code, refresh"))
    with page.expect_popup() as opened:
        row.get_by_role("link").click()
    query = parse_qs(urlsplit(opened.value.url).query)
    assert query["store"] == ["refresh"]
    assert query["seed"] == [str(SEEDS[0])]
    expect(opened.value.get_by_role("button", name="Stop training")).to_be_visible(timeout=SLOW)
    opened.value.get_by_role("button", name="Stop training").click()


def test_the_table_at_the_top_leads_to_the_sections(page: Page, measured: Any) -> None:
    visit(page, measured)
    heading = page.get_by_role("heading", name="IV-D")
    expect(heading).not_to_be_in_viewport()
    page.get_by_role("link", name="IV-D, extended recall").first.click()
    expect(heading).to_be_in_viewport(timeout=SLOW)
