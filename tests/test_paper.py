"""The paper's page: its words follow from the numbers, its links open the runs, and what is not there is said."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from measurements import SEEDS, measurements
from streamlit.testing.v1 import AppTest

from nmn.address import paper_query
from nmn.address.screen import run_link
from nmn.app.paper import claims, contents, future, measured, remarks, sections, signal
from nmn.app.paper.measured import Result
from nmn.parameters import Parameters, from_texts
from nmn.studies.experiments import EXPERIMENTS
from nmn.tasks import make
from nmn.versions import VERSION

pytestmark = pytest.mark.slow

APP = Path(__file__).parents[1] / "app.py"
FIGURES = 3 + 6 + 4  # of Sections I, IV and VI to the end
Write = Callable[[pd.DataFrame | str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Put measurements, or any text, where the page reads them."""
    file = tmp_path / "paper.parquet"
    monkeypatch.setenv("NMN_PAPER", str(file))

    def give(content: pd.DataFrame | str) -> None:
        if isinstance(content, str):
            file.write_text(content, "utf-8")
        else:
            content.to_parquet(file, index=False)

    return give


@pytest.fixture
def page(write: Write) -> AppTest:
    write(measurements())
    return visit()


def visit(**query: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=180)
    for name, text in query.items():
        app.query_params[name] = text
    return app.switch_page("pages/paper.py").run()


def result(model: str, paper: float | None, *errors: float) -> Result:
    row = EXPERIMENTS["sorted"][0]._replace(parameters=Parameters(model=model), paper=paper, variant=model)
    lines = [
        ("sorted", model, model, seed, "test error", error, 1, None) for seed, error in enumerate(errors)
    ]
    return Result("sorted", row, pd.DataFrame(lines, columns=measured.COLUMNS))


def links(app: AppTest) -> list[str]:
    """Every link into Step through on the page."""
    return re.findall(r"\]\((step_through\?[^ )]+)", "\n".join(words.value for words in app.markdown))


def said(app: AppTest) -> str:
    return "\n".join(words.value for kind in (app.markdown, app.caption, app.info) for words in kind)


def charts(app: AppTest) -> list[dict]:
    """What the browser was sent of each figure."""
    sent = [json.loads(element.proto.json) for element in app.main if element.type == "bidi_component"]
    return [each for each in sent if "figure" in each]


def test_the_contents_lead_to_every_section(page: AppTest) -> None:
    assert [header.proto.anchor for header in page.header] == list(contents.SECTIONS)


def test_every_experiment_has_a_section_with_figures_and_a_row_for_each_of_its_rows(page: AppTest) -> None:
    assert not page.exception
    assert not page.info
    shown = {each.experiment for each in (*sections.SECTIONS, sections.FUTURE, *sections.BEYOND)} | {"signal"}
    assert shown == set(EXPERIMENTS)
    for rows in EXPERIMENTS.values():
        for row in rows:
            assert re.search(rf"^\| .*\| {re.escape(row.variant)} \|", said(page), re.MULTILINE), row.variant
    assert len(charts(page)) == FIGURES


def test_every_chart_has_words_for_those_who_do_not_see_it(page: AppTest) -> None:
    for chart in charts(page):
        assert any(caption.value.startswith(chart["alt"]) for caption in page.caption)
        assert chart["summary"]


def test_every_link_opens_a_run_that_is_possible(page: AppTest) -> None:
    found = links(page)
    assert found
    for link in found:
        query = dict(parse_qsl(urlsplit(link).query))
        assert query.pop("v") == str(VERSION)
        _, problems = from_texts(query)
        assert not problems


def test_a_rows_link_opens_the_row_itself_with_the_seed_in_the_middle(write: Write) -> None:
    write(measurements())
    for experiment, found in measured.everything().items():
        assert [each.row for each in found] == list(EXPERIMENTS[experiment])
        for each in found:
            opened, _ = from_texts(dict(parse_qsl(urlsplit(run_link(each.typical)).query)))
            assert opened == replace(each.row.parameters, seed=opened.seed)
            assert opened.seed == (SEEDS[1] if each.median else SEEDS[0])


def test_a_reading_that_is_chosen_is_drawn(page: AppTest) -> None:
    (switch,) = (pills for pills in page.button_group if pills.key == "readings-sorted")
    ours = [row for row in EXPERIMENTS["sorted"] if row.parameters.model == "nmn"]
    assert switch.options == [row.variant for row in ours]
    assert switch.value == [n for n, row in paper_query.rows("sorted").items() if not row.reading]
    assert curves(page) == [f"NMN, {row.variant}" for row in ours if not row.reading]
    assert "readings" not in page.query_params
    number, other = next((n, row) for n, row in paper_query.rows("sorted").items() if row.reading)
    switch.set_value([number]).run()
    assert not page.exception
    assert curves(page) == [f"NMN, {other.variant}"]
    assert page.query_params["readings"] == f"sorted.{number}"


def curves(app: AppTest) -> list[str]:
    """The memory network's lines in the figure of sorted classification."""
    words = next(
        c.value for c in app.caption if c.value.startswith("Median") and "FFNN, memory off" in c.value
    )
    return re.findall(r"NMN, [^;.]+?(?= [0-9.]+%)", words)


def test_the_address_says_which_readings_are_drawn(write: Write) -> None:
    write(measurements())
    chosen = [number for number, row in paper_query.rows("sorted").items() if row.reading]
    text = "sorted." + ".".join(map(str, chosen))
    app = visit(readings=text)
    assert not app.warning
    assert curves(app) == [f"NMN, {EXPERIMENTS['sorted'][number].variant}" for number in chosen]
    assert app.query_params["readings"] == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sorted.0", "readings = sorted.0 is not possible: sorted has the rows 3, 4, 5"),
        ("sorted.x", "readings = sorted.x is not possible"),
        ("sorting.2", "it must begin with one of sorted, classify-recall"),
    ],
)
def test_readings_that_are_not_possible_are_explained(text: str, words: str) -> None:
    chosen, (problem,) = paper_query.parse(f"{text} classify-recall.5")
    assert words in problem
    assert chosen == paper_query.PaperQuery().but("classify-recall", (5,))


def test_a_choice_of_readings_becomes_a_text_and_back() -> None:
    choice = paper_query.PaperQuery().but("sorted", (3, 6)).but("classify-recall", ())
    assert paper_query.parse(choice.text) == (choice, [])
    assert choice.but("sorted", paper_query.usual("sorted")).text == "classify-recall"


def test_without_measurements_each_section_says_how_to_make_them(write: Write) -> None:
    for content in (None, "", "something else\n1,2\n", "\0\0"):
        if content is not None:
            write(content)
        app = visit()
        assert not app.exception
        for experiment in EXPERIMENTS:
            assert any(f"`nmn reproduce {experiment} --seeds 700-719" in words.value for words in app.info)


def test_a_part_of_the_measurements_shows_its_part(write: Write) -> None:
    table = measurements()
    rnn = (table.experiment == "sorted") & (table.model == "rnn")
    write(table[rnn | (table.variant == "S = 3, input write") | (table.variant == "lag 400, learned gate")])
    app = visit()
    assert not app.exception
    assert len(app.info) == len(EXPERIMENTS)
    assert sum("all of it" in words.value for words in app.info) == len(EXPERIMENTS) - 3
    assert len(charts(app)) == 1 + 3


def test_runs_of_other_settings_than_todays_are_not_shown(write: Write) -> None:
    table = measurements()
    write(table.assign(value=table.value.where(table.metric != "settings", table.value + 1)))
    assert not any(measured.everything().values())


def test_rows_that_are_no_longer_there_are_left_out(write: Write) -> None:
    table = measurements()
    write(table.assign(variant=table.variant.replace("memory off", "memory asleep")))
    app = visit()
    assert not app.exception
    assert "memory asleep" not in said(app)


def test_new_measurements_are_read_and_old_ones_are_not_read_again(write: Write) -> None:
    write(measurements())
    before = measured.everything()
    assert measured.everything() is before
    write(measurements().query("experiment == 'sorted'"))
    assert not measured.everything()["signal"]


@pytest.mark.parametrize(
    ("nmn", "rnn", "words"),
    [
        ((0.001, 0.001), (0.01, 0.01), "holds: ours are 0.10% and 1.00%."),
        (
            (0.02, 0.02),
            (0.01, 0.01),
            "**does not hold** for our networks: 2.00% and 1.00%, the other way round.",
        ),
        ((0.0, 0.0), (0.0, 0.0), "**is not to be seen in our runs**: 0.00% and 0.00%."),
        ((0.0, 0.02), (0.0, 0.03), "holds: ours are 1.00% and 1.50%, with quartiles that overlap."),
    ],
)
def test_the_printed_order_is_compared_with_ours(nmn: tuple, rnn: tuple, words: str) -> None:
    (sentence,) = claims.compared(
        [result("nmn", 0.007, *nmn), result("rnn", 0.018, *rnn), result("ffnn", None, 1.0)]
    )
    assert sentence == f"The printed order (NMN 0.7%, RNN 1.8%) {words}"


def test_at_a_glance_is_what_the_paper_prints_or_plots_and_no_more(write: Write) -> None:
    write(measurements())
    for experiment, found in measured.everything().items():
        shown = [each.row for each in sections.printed(found)]
        if experiment == "memory-recall":
            assert {row.variant.split(",")[0] for row in shown} == {"S = 2"}
            assert [row.parameters.model for row in shown] == ["rnn", "nmn", "nmn"]
        else:
            assert shown == [
                row for row in EXPERIMENTS[experiment] if row.paper is not None and not row.reading
            ]


def test_a_network_at_chance_is_said_to_guess() -> None:
    def remark(error: float) -> str:
        return remarks.chance([result("rnn", None, error)])[-1]

    assert "no better than guessing (90.0%)" in remark(0.89)
    assert ", better than guessing" in remark(0.3)


def test_repeating_the_last_value_is_what_a_prediction_is_held_against() -> None:
    parameters = replace(EXPERIMENTS["signal"][0].parameters, seed=1)
    stream = make(parameters).stream(0, signal.COUNTED, "test")
    plain = abs(stream.targets - stream.inputs).mean() / 0.35
    assert signal.repeating(parameters, (1,)) == pytest.approx(plain)
    row = EXPERIMENTS["signal"][0]
    for error, verdict in ((plain + 0.01, "no better"), (plain - 0.01, "better than that")):
        lines = [("signal", "delayed", row.variant, 1, "test error", error, 1, None)]
        found = [Result("signal", row, pd.DataFrame(lines, columns=measured.COLUMNS))]
        assert verdict in remarks.repeating(found)[-1]


def test_the_waveforms_are_those_of_the_run_and_its_test_signal() -> None:
    parameters = replace(EXPERIMENTS["signal"][0].parameters, seed=1, steps=2000)
    learned, tested = signal.waveforms(parameters)
    task = make(parameters)
    assert list(learned.measured) == list(task.stream(1880, 2000).targets[:, 0])
    assert list(tested.measured) == list(task.stream(2010, 2130, "test").targets[:, 0])
    assert abs(learned.predicted - learned.measured).mean() < 0.2


def test_every_idea_of_the_future_work_shows_what_its_rows_reached(write: Write) -> None:
    write(measurements())
    lines = list(future.lines(measured.everything()))
    assert len(lines) == 2 + len(future.IDEAS)
    assert "lag 1000, learned gate: 0.00%" in lines[2]
    assert all("try it" in line for line in future.lines({}) if "open" not in line and "---" not in line)
