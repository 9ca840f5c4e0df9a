"""How a race stands follows from its runs, and its figure draws that and no more."""

from dataclasses import replace
from io import StringIO

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from nmn.address import race_query
from nmn.address.race_query import Entrant, RaceQuery
from nmn.app.race import race_table
from nmn.app.race.race_table import Contender
from nmn.app.shared import figures
from nmn.app.shared.figures import Frame, Trail
from nmn.parameters import Parameters, recipe
from nmn.runs.curve import Curve
from nmn.runs.findings import Finding
from nmn.studies.race import Race, RunProgress

BASE = Parameters(steps=3000)
FRAME = Frame(100, 3000, (True, True), figures.ENGLISH)


def progress(
    seed: int, *errors: float, error: float | None = None, trouble: str | None = None
) -> RunProgress:
    """A run of the memory network with a block of 1000 inputs for each error."""
    steps = [1000 * (n + 1) for n in range(len(errors))]
    curve = Curve(steps, list(errors), [[each] for each in errors])
    tested = None if error is None else {"class": error}
    parameters = replace(BASE, seed=seed)
    return RunProgress(parameters, 1000 * len(errors), curve, 2e-6, 1870, trouble, tested, error)


def contender(*runs: RunProgress, word: str = "nmn") -> Contender:
    return Contender(Entrant(word, "NMN", BASE), runs)


def cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_the_table_has_medians_quartiles_and_how_soon_the_papers_error_was_reached() -> None:
    runs = [progress(n, 0.5, 0.007 / n, 0.0, error=n / 100) for n in (1, 2, 3)]
    head, _, row = race_table.table([contender(*runs)], 0).split("\n")
    said = dict(zip(cells(head), cells(row), strict=True))
    assert said["network"] == "NMN"
    assert said["tested"] == "3 of 3"
    assert said["test error, median"] == "2.00%"
    assert said["quartiles"] == "1.50% – 2.50%"
    assert said["inputs to 0.70%"] == "2,000"
    assert said["µs a step"] == "2.0"
    assert said["parameters"] == "1,870"
    assert "seed=2" in said["open a run"]  # the one in the middle


def test_what_is_not_known_yet_is_no_number() -> None:
    head, _, row = race_table.table([contender(progress(1))], 0).split("\n")
    said = dict(zip(cells(head), cells(row), strict=True))
    assert said["tested"] == "0 of 1"
    assert [said[name] for name in ("test error, median", "training error", "inputs to 0.70%")] == ["–"] * 3


def test_the_papers_figures_are_shown_where_the_task_is_as_in_the_paper() -> None:
    assert race_table.printed(Parameters()) == 0.007
    assert race_table.printed(Parameters(model="rnn")) == 0.018
    assert race_table.printed(Parameters(model="lstm")) is None
    assert race_table.printed(Parameters(gamma=0.9)) == 0.007
    assert race_table.printed(Parameters(classes=5)) is None
    assert race_table.printed(recipe("extended-recall")) == 0.0
    assert race_table.printed(replace(recipe("extended-recall"), lag=100)) is None


def test_the_curve_is_the_median_of_the_seeds_that_have_come_so_far() -> None:
    drawn = race_table.trail(
        contender(progress(1, 0.9, 0.3, 0.2), progress(2, 0.5), progress(3, 0.1)), 0, True
    )
    assert drawn is not None
    assert list(drawn.line.band.middle) == [0.5, 0.3, 0.2]
    assert [drawn.seeds[n] for n in drawn.line.band.nearest] == [2, 1, 1]
    assert drawn.line.paper == 0.007
    assert race_table.trail(contender(progress(1)), 0, True) is None


def test_a_run_that_broke_off_keeps_its_last_error_and_is_marked_there() -> None:
    stuck = progress(1, 0.9, trouble="It is stuck.", error=0.9)
    drawn = race_table.trail(contender(stuck, progress(2, 0.5, 0.1), progress(3, 0.5, 0.1)), 0, False)
    assert drawn is not None
    assert list(drawn.line.band.high) == [0.7, 0.5]
    assert drawn.ends == [(1000, 0.9, "It is stuck.")]
    assert race_table.troubles([contender(stuck)]) == ["NMN, seed 1: It is stuck."]
    assert "×" not in race_table.table([contender(stuck)], 0)
    found = [
        progress(seed, 0.9, error=0.9)._replace(finding=Finding("stuck", f"Stuck at {seed}."))
        for seed in (1, 2)
    ]
    assert race_table.troubles([contender(*found)]) == ["NMN, seed 1; seed 2 too: Stuck at 1."]
    assert "NMN · × 2 of 2 stuck with outputs at 0 or 1 |" in race_table.table([contender(*found)], 0)
    figure = go.Figure(figures.race([drawn], FRAME))
    (cross,) = (trace for trace in figure.data if trace.text)
    assert (list(cross.x), list(cross.y), list(cross.text)) == ([1000], [0.9], ["It is stuck."])


def test_thinning_leaves_nothing_of_a_curve_out() -> None:
    steps = np.arange(1, 5001) * 100
    errors = np.sin(steps) ** 2
    ends, means = figures.thinned(steps, errors, 500_000)
    assert len(ends) <= 60
    assert (ends[0], ends[-1]) == (100, 500_000)
    sizes = np.diff(np.searchsorted(steps, ends, side="right"), prepend=0)
    assert (means * sizes).sum() == pytest.approx(errors.sum())
    for known in (
        1,
        17,
        4000,
    ):  # the points of a part of the curve are those of the whole, but for the last one
        part, _ = figures.thinned(steps[:known], errors[:known], 500_000)
        assert list(part[:-1]) == list(ends[: len(part) - 1])


def test_the_numbers_are_those_of_every_run() -> None:
    task = recipe("extended-recall")
    base = replace(task, steps=3000, lag=5)
    entrants, _ = race_query.field(base, RaceQuery(("nmn", "rnn")))
    race = Race(race_table.jobs(entrants, (3, 4)))
    while not race.done:
        race.snapshot()  # nobody would train it for long who does not look
    field = race.snapshot()
    shown = race_table.contenders(entrants, (3, 4), field)
    table = race_table.numbers(shown)
    assert list(table.columns[-4:]) == [
        "training error", "training error, current input", "training error, recalled", "test error",
    ]  # fmt: skip
    for each in shown:
        for run in each.runs:
            mine = table[(table.network == each.entrant.name) & (table.seed == run.parameters.seed)]
            assert list(mine.inputs) == run.history.steps
            assert list(mine["training error"]) == run.history.error
            assert set(mine["test error"]) == {run.error}
    again = pd.read_csv(StringIO(table.to_csv(index=False)))
    pd.testing.assert_frame_equal(again, table, check_dtype=False, rtol=0, atol=0)


def drawn(word: str, ghost: bool = False) -> Trail:
    made = race_table.trail(contender(progress(1, 0.9, 0.1), progress(2, 0.8, 0.0), word=word), 0, not ghost)
    assert made is not None
    return made._replace(ghost=ghost, line=made.line._replace(name=word))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("logs", [(True, True), (False, True), (True, False), (False, False)])
def test_the_figure_is_one_that_plotly_takes(theme: str, logs: tuple[bool, bool]) -> None:
    made = figures.race([drawn("nmn"), drawn("other γ 0.5; x", ghost=True)], FRAME._replace(logs=logs), theme)
    figure = go.Figure(made)  # refuses what it does not know
    assert figure.layout.paper_bgcolor == figures.BACKGROUND[theme]
    assert [axis.type for axis in (figure.layout.xaxis, figure.layout.yaxis)] == [
        "log" if log else "linear" for log in logs
    ]
    assert len([shape for shape in figure.layout.shapes if not shape.name]) == 1  # the paper's line
    assert "paper: NMN 0.7 %" in [note.text for note in figure.layout.annotations]


def test_ghosts_are_faint_behind_and_have_looks_of_their_own_and_no_band() -> None:
    figure = go.Figure(figures.race([drawn("nmn"), drawn("before", ghost=True)], FRAME))
    named = [trace for trace in figure.data if trace.name]
    assert [trace.name for trace in named] == ["before", "nmn"]
    assert named[0].opacity < named[1].opacity == 1
    assert named[0].line.dash != named[1].line.dash
    assert {note.text for note in figure.layout.annotations} >= {"before", "nmn"}
    assert len(figure.data) == 2 + 4


def test_a_point_of_the_figure_knows_its_run_and_every_line_its_name_for_good() -> None:
    figure = go.Figure(figures.race([drawn("nmn"), drawn("model=nmn;gamma=0.4")], FRAME))
    assert [list(point) for point in figure.data[2].customdata] == [["nmn", 1, 1000], ["nmn", 1, 2000]]
    uids = [trace.uid for trace in figure.data]
    assert len(set(uids)) == len(uids)
    assert all(uid.replace("_", "").isalnum() for uid in uids)  # Plotly makes classes of them


def test_before_the_first_point_the_figure_says_when_it_comes() -> None:
    figure = go.Figure(figures.race([], FRAME))
    assert [note.text for note in figure.layout.annotations] == ["The first point comes after 100 inputs."]
