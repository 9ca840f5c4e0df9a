"""Figures draw what they are given, and nothing else."""

import pandas as pd
import pytest

from nmn import experiments
from nmn.parameters import Parameters
from nmn.view import figures

ROWS = (
    experiments.Row("plain", Parameters(model="ffnn"), 0.045),
    experiments.Row("one", Parameters(), None),
    experiments.Row("two", Parameters(), 0.007),
)


@pytest.fixture
def frame() -> pd.DataFrame:
    values = {"plain": 0.1, "one": 0.02, "two": 0.0}
    return pd.DataFrame(
        [
            (
                "x",
                row.parameters.model,
                row.variant,
                seed,
                "training error",
                values[row.variant] * (1 + seed),
                steps,
                None,
            )
            for row in ROWS
            for seed in (0, 1, 2)
            for steps in (1000, 2000)
        ],
        columns=experiments.COLUMNS,
    )


def test_a_line_is_the_median_over_seeds(frame: pd.DataFrame) -> None:
    lines = {trace.name: trace for trace in figures.convergence(frame, ROWS).data if trace.name}
    assert list(lines["FFNN, plain"].x) == [1000, 2000]
    assert list(lines["FFNN, plain"].y) == pytest.approx([0.2, 0.2])
    assert list(lines["NMN, one"].y) == pytest.approx([0.04, 0.04])


def test_nothing_is_lost_below_the_logarithmic_axis(frame: pd.DataFrame) -> None:
    lines = {trace.name: trace for trace in figures.convergence(frame, ROWS).data if trace.name}
    assert list(lines["NMN, two"].y) == [figures.FLOOR] * 2


def test_a_model_keeps_its_colour_and_variants_differ_without_colour(frame: pd.DataFrame) -> None:
    for theme, colours in figures.COLOURS.items():
        lines = {
            trace.name: trace.line for trace in figures.convergence(frame, ROWS, theme).data if trace.name
        }
        assert lines["NMN, one"].color == lines["NMN, two"].color == colours["nmn"]
        assert lines["NMN, one"].dash != lines["NMN, two"].dash
        assert lines["FFNN, plain"].color == colours["ffnn"]


def test_the_papers_figures_are_marked(frame: pd.DataFrame) -> None:
    notes = [note.text for note in figures.convergence(frame, ROWS).layout.annotations]
    assert notes == ["paper: FFNN 4.5%", "paper: NMN 0.7%"]
