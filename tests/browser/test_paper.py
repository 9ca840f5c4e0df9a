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
from waiting import idle

from nmn.app.paper import sections
from nmn.app.paper.measured import results
from nmn.app.shared import figures
from nmn.studies.experiments import EXPERIMENTS

# Names on screen that lie over each other or beside the window.
CLASHES = """() => {
  const names = [...document.querySelectorAll(".js-plotly-plot .annotation-text")].map(
    (name) => [name.textContent, name.getBoundingClientRect()]);
  return names.flatMap(([text, a], k) => [
    ...(a.left < 0 || a.right > innerWidth ? [`${text} is cut off`] : []),
    ...names.slice(k + 1).filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3
      && b.top < a.bottom - 3).map(([other]) => `${text} / ${other}`)]);
}"""
# Where a line ends on screen, and what a click on it says.
POINT = """(name) => {
  const plot = [...document.querySelectorAll('.js-plotly-plot')].find(
    (p) => p._fullData.some((t) => t.name === name && t.customdata));
  const trace = plot._fullData.find((t) => t.name === name && t.customdata), k = trace.x.length - 1;
  const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.d2p(trace.x[k]), box.top + yaxis._offset + yaxis.d2p(trace.y[k]),
    ...trace.customdata[k]];
}"""


@pytest.fixture(scope="module")
def measured(start_server: Callable[[], Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An explorer that reads made-up measurements."""
    file: Path = tmp_path_factory.mktemp("paper") / "paper.parquet"
    measurements().to_parquet(file, index=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NMN_PAPER", str(file))
        server = start_server()
        yield server
        assert "Traceback" not in server.log.read_text()


def visit(page: Page, server: Any, query: str = "") -> Page:
    page.goto(f"{server.url}/paper{query}")
    expect(page.get_by_role("heading", name="sunspots")).to_be_attached()
    expect(plots(page).last).to_be_attached()
    return page


@pytest.fixture
def read(kept_page: Page, measured: Any) -> Page:
    """One page for the tests that read it and change nothing, at its beginning."""
    if not kept_page.url.startswith(measured.url):
        idle(visit(kept_page, measured))
    kept_page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 0)")
    return kept_page


def plots(page: Page) -> Locator:
    return page.locator(".nmn-plot")


def see_all(page: Page) -> None:
    """Come to every figure, one after the other."""
    for plot in plots(page).all():
        plot.scroll_into_view_if_needed()
        expect(plot.locator(".main-svg").first).to_be_visible()


def wrapped(text: str) -> re.Pattern[str]:
    """A name as a figure may have wrapped it."""
    return re.compile(rf"{re.escape(text)}$".replace(r"\ ", r"\s*"))


def section(page: Page, title: str) -> Locator:
    """The figure that follows a heading, come to and drawn."""
    figure = page.get_by_role("heading", name=title).locator(
        "xpath=following::*[contains(@class, 'nmn-chart')][1]"
    )
    figure.scroll_into_view_if_needed()
    expect(figure.locator(".main-svg").first).to_be_visible()
    return figure


@pytest.mark.parametrize(  # a theme takes no room: each with another size
    ("theme", "size"), [("light", (1280, 720)), ("dark", (1920, 1080)), ("light", (390, 844))]
)
def test_every_figure_is_drawn_and_nothing_is_cut_off_or_written_over(
    theme: str, size: tuple[int, int], new_page: Callable[..., Page], measured: Any
) -> None:
    page = visit(new_page(theme=theme, viewport=size), measured)
    idle(page)
    expect(plots(page)).to_have_count(13)
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    see_all(page)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("main => main.scrollHeight") == height, "room is kept for what is not drawn yet"
    assert main.evaluate("main => main.scrollWidth <= main.clientWidth")
    assert page.evaluate(
        "[...document.querySelectorAll('.js-plotly-plot')].every(p => p.scrollWidth <= p.clientWidth)"
    )
    assert not page.evaluate(CLASHES)
    line = section(page, "IV-A").locator(".scatterlayer .js-line").last
    expect(line).to_have_css("stroke", {"light": "rgb(0, 114, 178)", "dark": "rgb(61, 150, 208)"}[theme])


def test_the_first_section_is_drawn_and_the_others_as_one_comes_to_them(page: Page, measured: Any) -> None:
    visit(page, measured)
    idle(page)
    drawn = page.locator(".js-plotly-plot")
    expect(drawn.first).to_be_visible()
    assert drawn.count() < 4, "the others wait"
    expect(page.get_by_role("heading", name="sunspots")).to_be_attached()  # found by a search in the page
    last = plots(page).last
    assert not last.evaluate("plot => Boolean(plot.data)")
    last.scroll_into_view_if_needed()
    expect(last.locator(".main-svg").first).to_be_visible()
    assert drawn.count() < 8, "what was passed by waits, too"


def test_a_figure_that_was_not_seen_yet_can_be_taken_away(page: Page, measured: Any, tmp_path: Path) -> None:
    visit(page, measured)
    assert not plots(page).last.evaluate("plot => Boolean(plot.data)")
    assert download(page, "PNG", "paper-sunspots-0", tmp_path).read_bytes()[:4] == b"\x89PNG"


def test_the_contents_stay_in_sight_mark_where_one_is_and_lead_by_keyboard(read: Page) -> None:
    page = read
    links = page.get_by_role("navigation", name="Sections").get_by_role("link")
    here = page.locator(".nmn-contents [aria-current=location]")
    expect(here).to_have_text("At a glance")
    for name, title in (("Sunspots", "sunspots"), ("IV-C Memory recall", "IV-C")):
        links.filter(has_text=name).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=title)).to_be_in_viewport()
        expect(here).to_have_text(name)
        expect(here).to_be_in_viewport()
    assert page.url.endswith("#memory-recall")
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -100_000)
    expect(here).to_have_text("At a glance")


@pytest.mark.parametrize(
    ("address", "name", "title"),
    [("#digits", "Digits", "digits"), ("?readings=extended-recall", "IV-D Extended", "IV-D")],
)
def test_an_address_opens_at_its_section(
    address: str, name: str, title: str, page: Page, measured: Any
) -> None:
    page.goto(f"{measured.url}/paper{address}")
    expect(page.locator(".nmn-contents [aria-current=location]")).to_have_text(name)
    idle(page)
    expect(page.get_by_role("heading", name=title)).to_be_in_viewport()


def test_on_a_small_screen_the_contents_are_one_line_that_opens(
    new_page: Callable[..., Page], measured: Any
) -> None:
    page = visit(new_page(viewport=(390, 844)), measured)
    idle(page)
    links = page.get_by_role("navigation", name="Sections").get_by_role("link")
    expect(links).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Sections; in sight")).click()
    expect(links).to_have_count(11)
    links.filter(has_text="Digits").click()
    expect(page.get_by_role("heading", name="digits")).to_be_in_viewport()
    expect(links).to_have_count(0)


def test_the_switch_is_reached_by_keyboard_and_redraws_the_figure_and_the_address(
    page: Page, measured: Any
) -> None:
    visit(page, measured)
    other = next(row.variant for row in EXPERIMENTS["sorted"] if row.reading)
    figure = section(page, "IV-A")
    expect(figure.locator(".annotation-text").filter(has_text=wrapped(other))).to_have_count(0)
    page.get_by_role("button", name=other, exact=True).focus()
    page.keyboard.press("Enter")
    expect(figure.locator(".annotation-text").filter(has_text=wrapped(other))).to_have_count(1)
    expect(page).to_have_url(re.compile(r"readings=sorted[.]3[.]4[.]5[.]6"))
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(section(page, "IV-A").locator(".annotation-text").filter(has_text=wrapped(other))).to_have_count(1)


def test_a_row_of_the_table_opens_its_run_in_a_tab_of_its_own(read: Page) -> None:
    page = read
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
    section(page, "IV-A")
    x, y, run, step = page.evaluate(POINT, "NMN, soft code, refresh")
    page.mouse.move(x, y)
    page.mouse.click(x, y)
    expect(page).to_have_url(re.compile(f"step_through[?].*at={step}(&|$)"))
    query = parse_qs(urlsplit(page.url).query)
    assert query["code"] == ["soft"]
    assert parse_qs(run).items() <= query.items()


def test_the_table_at_the_top_leads_to_the_sections(read: Page) -> None:
    page = read
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
    read: Page, new_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = read
    name = "paper-sorted-0"
    image = download(page, "PNG", name, tmp_path).read_bytes()
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    drawing = ET.fromstring(download(page, "SVG", name, tmp_path).read_text("utf-8"))
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    assert "inputs seen" in "".join(drawing.itertext())

    alone = download(page, "HTML", name, tmp_path)
    assert not re.findall(r"<(?:script|link|img)[^>]*(?:src|href)", alone.read_text("utf-8")[:3000])
    offline = new_page(alone=True)
    offline.context.set_offline(True)
    offline.goto(alone.as_uri())
    expect(offline.locator(".js-plotly-plot .annotation-text").first).to_be_visible()
    assert (
        offline.locator(".annotation-text").all_text_contents()
        == section(page, "IV-A").locator(".annotation-text").all_text_contents()
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


def test_another_version_is_drawn_in_the_same_node_with_zoom_kept(page: Page, measured: Any) -> None:
    visit(page, measured)
    figure = section(page, "IV-A")
    plot = figure.locator(".js-plotly-plot")
    plot.evaluate("plot => { plot.mine = true; plot.querySelector('.main-svg').mine = true }")
    dragged = figure.locator(".nsewdrag").bounding_box()
    assert dragged
    for place, press in ((0.5, page.mouse.down), (0.8, page.mouse.up)):
        page.mouse.move(
            dragged["x"] + dragged["width"] * place, dragged["y"] + dragged["height"] * place, steps=5
        )
        press()
    zoomed = plot.evaluate("plot => plot._fullLayout.xaxis.range")
    usual = [row.variant for row in EXPERIMENTS["sorted"] if not row.reading]
    lines = plot.evaluate("plot => plot.data.length")
    pill = page.get_by_role("button", name=usual[3], exact=True).first  # its section is the first that has it
    pill.click()  # one line less has its place in the same panel
    page.wait_for_function("([plot, lines]) => plot.data.length < lines", arg=[plot.element_handle(), lines])
    assert plot.evaluate("plot => plot.mine && plot.querySelector('.main-svg').mine")
    assert plot.evaluate("plot => plot._fullLayout.xaxis.range") == zoomed != [3, 4]


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
