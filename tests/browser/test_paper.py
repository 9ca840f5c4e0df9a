"""The paper's page in a browser: every figure is drawn, redrawn in place and taken away; every run can be opened."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from measurements import SEEDS, measurements
from playwright.sync_api import Locator, Page, expect

from nmn.experiments import EXPERIMENTS
from nmn.view import figures
from nmn.view.paper import sections
from nmn.view.paper.measured import results

HIDDEN = """[...document.querySelectorAll('.js-plotly-plot')].flatMap((plot) => plot._fullData)
.filter((trace) => trace.visible === 'legendonly' && trace.showlegend).map((trace) => trace.name)"""
# Where the first point of a line is on screen that a click can reach, and what it says.
POINT = """(name) => {
  const plot = [...document.querySelectorAll('.js-plotly-plot')].find(
    (p) => p._fullData.some((t) => t.name === name && t.customdata));
  const trace = plot._fullData.find((t) => t.name === name && t.customdata), k = Math.floor(trace.x.length / 2);
  const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(trace.x[k]), box.top + yaxis._offset + yaxis.d2p(trace.y[k]),
    ...trace.customdata[k]];
}"""


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
    expect(page.locator(".js-plotly-plot .main-svg").nth(0)).to_be_visible()
    expect(page.get_by_role("heading", name="sunspots")).to_be_attached()
    return page


def section(page: Page, title: str) -> Locator:
    """The figure that follows a heading."""
    return page.get_by_role("heading", name=title).locator("xpath=following::*[@class='nmn-chart'][1]")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080)])
def test_every_figure_is_drawn_and_nothing_is_cut_off(
    theme: str, size: tuple[int, int], new_page: Callable[..., Page], measured: Any
) -> None:
    page = visit(new_page(theme=theme, viewport=size), measured)
    expect(page.locator(".js-plotly-plot")).to_have_count(13)
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
    expect(figure.locator(".legendtext").filter(has_text=other)).to_have_count(1)
    expect(page).to_have_url(re.compile(r"readings=sorted[.]3[.]4[.]5[.]6"))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(section(page, "IV-A").locator(".legendtext").filter(has_text=other)).to_have_count(1)


def test_a_row_of_the_table_opens_its_run_in_a_tab_of_its_own(page: Page, measured: Any) -> None:
    visit(page, measured)
    row = page.get_by_role("row", name=re.compile("hard code, refresh"))
    with page.expect_popup() as opened:
        row.get_by_role("link").click()
    query = parse_qs(urlsplit(opened.value.url).query)
    assert query["store"] == ["refresh"]
    assert query["seed"] == [str(SEEDS[0])]
    training = opened.value.get_by_role("button", name="Stop training")
    expect(training.or_(opened.value.get_by_label("Step to go to")).first).to_be_visible()


def test_a_click_on_a_curve_opens_its_run_at_that_point(page: Page, measured: Any) -> None:
    visit(page, measured)
    figure = section(page, "IV-A")
    figure.scroll_into_view_if_needed()
    x, y, run, step = page.evaluate(POINT, "NMN, soft code, refresh")
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile(f"step_through[?].*at={step}(&|$)"))
    query = parse_qs(urlsplit(page.url).query)
    assert query["code"] == ["soft"]
    assert parse_qs(run).items() <= query.items()


def test_the_table_at_the_top_leads_to_the_sections(page: Page, measured: Any) -> None:
    visit(page, measured)
    heading = page.get_by_role("heading", name="IV-D")
    expect(heading).not_to_be_in_viewport()
    page.get_by_role("link", name="IV-D, extended recall").first.click()
    expect(heading).to_be_in_viewport()


def download(page: Page, kind: str, name: str, folder: Path) -> Path:
    """Press the button of a figure by key and keep what comes."""
    page.get_by_role("button", name=re.compile(rf"^{kind}: .*[(]{name}[)]")).focus()
    with page.expect_download() as coming:
        page.keyboard.press("Enter")
    assert coming.value.suggested_filename == f"{name}.{kind.lower()}"
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file


def test_a_figure_is_taken_away_in_four_forms(
    page: Page, new_page: Callable[..., Page], measured: Any, tmp_path: Path
) -> None:
    visit(page, measured)
    name = "paper-sorted-0"
    image = download(page, "PNG", name, tmp_path).read_bytes()
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    drawing = ET.fromstring(download(page, "SVG", name, tmp_path).read_text("utf-8"))
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert "inputs seen" in "".join(drawing.itertext())

    alone = download(page, "HTML", name, tmp_path)
    assert not re.findall(r"<(?:script|link|img)[^>]*(?:src|href)", alone.read_text("utf-8")[:3000])
    offline = new_page()
    offline.context.set_offline(True)
    offline.goto(alone.as_uri())
    expect(offline.locator(".js-plotly-plot .legendtext").first).to_be_visible()
    assert (
        offline.locator(".legendtext").all_inner_texts()
        == section(page, "IV-A").locator(".legendtext").all_inner_texts()
    )

    runs = pd.read_csv(StringIO(measurements().to_csv(index=False)))
    found = [each for each in results("sorted", runs) if not each.row.reading]
    (panels,) = next(each for each in sections.SECTIONS if each.experiment == "sorted").figures(found)
    numbers = download(page, "CSV", name, tmp_path).read_text("utf-8")
    pd.testing.assert_frame_equal(
        pd.read_csv(StringIO(numbers), keep_default_na=False, na_values={"paper": [""]}),
        figures.curves(panels),
        check_dtype=False,
        rtol=0,
        atol=0,
    )


def test_another_version_is_drawn_in_the_same_node_with_zoom_and_hidden_lines_kept(
    page: Page, measured: Any
) -> None:
    visit(page, measured)
    figure = section(page, "IV-A")
    plot = figure.locator(".js-plotly-plot")
    plot.evaluate("plot => { plot.mine = true; plot.querySelector('.main-svg').mine = true }")
    dragged = figure.locator(".nsewdrag").bounding_box()
    assert dragged
    for place, press in ((0.3, page.mouse.down), (0.6, page.mouse.up)):
        page.mouse.move(
            dragged["x"] + dragged["width"] * place, dragged["y"] + dragged["height"] * place, steps=5
        )
        press()
    figure.locator(".legendtoggle").first.click()
    page.wait_for_function(f"{HIDDEN}.length === 1")
    zoomed = plot.evaluate("plot => plot._fullLayout.xaxis.range")
    height = figure.evaluate("figure => figure.offsetHeight")
    other = next(row.variant for row in EXPERIMENTS["sorted"] if row.reading)
    page.get_by_role("button", name=other, exact=True).click()
    expect(figure.locator(".legendtext").filter(has_text=other)).to_have_count(1)
    assert plot.evaluate("plot => plot.mine && plot.querySelector('.main-svg').mine")
    assert plot.evaluate("plot => plot._fullLayout.xaxis.range") == zoomed != [3, 4]
    assert page.evaluate(HIDDEN) == ["FFNN, memory off"]
    assert figure.evaluate("figure => figure.offsetHeight") == height


def test_a_switch_of_theme_recolours_a_figure(page: Page, measured: Any) -> None:
    visit(page, measured)
    plot = section(page, "IV-A").locator(".js-plotly-plot")
    assert plot.evaluate("plot => plot.layout.paper_bgcolor") == figures.BACKGROUND["light"]
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        """(colour) => [...document.querySelectorAll('.js-plotly-plot')]
        .every((plot) => plot.layout.paper_bgcolor === colour)""",
        arg=figures.BACKGROUND["dark"],
    )
