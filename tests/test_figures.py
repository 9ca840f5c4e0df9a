"""Figures draw what they are given, and nothing else."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from plotly.graph_objects import Figure

from nmn.baselines.delayed import gaussian_weights
from nmn.spec import MODELS
from nmn.view import figures
from nmn.view.figures import Line, Panel, Waveform


def runs(*curves: dict[int, float]) -> pd.DataFrame:
    """A learning curve of each seed: errors by steps."""
    points = [(seed, steps, error) for seed, curve in enumerate(curves) for steps, error in curve.items()]
    return pd.DataFrame(points, columns=["seed", "steps", "value"])


def line(name: str, model: str, error: float, paper: float | None = None) -> Line:
    """A line whose three seeds err by error, twice and three times as much."""
    curves = [{1000: error * seed, 2000: error * seed} for seed in (1, 2, 3)]
    return Line(name, model, figures.bands(runs(*curves)), paper)


ROOT = Path(__file__).parents[1]
EYES = {  # linear RGB as eyes with two kinds of cones see it (Machado, Oliveira and Fernandes, 2009)
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}
CONES = np.array([[0.41222, 0.53633, 0.05145], [0.2119, 0.6807, 0.1074], [0.0883, 0.28172, 0.62998]])
LAB = np.array([[0.21045, 0.79362, -0.00407], [1.978, -2.42859, 0.45059], [0.0259, 0.78277, -0.80868]])


def perceived(colour: str, eye: str) -> np.ndarray:
    """Where an eye sees a colour in OKLab (Ottosson, 2020): lightness and two hues, 0.02 apart just told."""
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return LAB @ np.cbrt(CONES @ np.clip(EYES[eye] @ linear, 0, 1))


LINES = [line("plain", "ffnn", 0.1, 0.045), line("one", "nmn", 0.02), line("two", "nmn", 0.0, 0.007)]


def drawn(figure: Figure) -> dict[str, list]:
    """The lines of a figure by name, one for each panel."""
    found: dict[str, list] = {}
    for trace in figure.data:
        if trace.name:
            found.setdefault(trace.name, []).append(trace)
    return found


def test_a_line_is_the_median_over_seeds() -> None:
    lines = drawn(figures.convergence([Panel("", LINES)]))
    assert list(lines["plain"][0].x) == [1000, 2000]
    assert list(lines["plain"][0].y) == pytest.approx([0.2, 0.2])
    assert list(lines["one"][0].y) == pytest.approx([0.04, 0.04])


def test_a_band_reaches_from_quartile_to_quartile() -> None:
    band = figures.bands(runs(*({10: seed / 10} for seed in range(5))))
    assert (band.low[10], band.middle[10], band.high[10]) == pytest.approx((0.1, 0.2, 0.3))


def test_a_run_that_ended_early_keeps_its_last_error_and_no_other_is_lost() -> None:
    band = figures.bands(runs({10: 0.5, 20: 0.1}, {10: 0.5, 20: 0.3, 40: 0.2}, {10: 0.5, 30: 0.4, 40: 0.0}))
    assert list(band.index) == [10, 20, 30, 40]
    assert list(band.middle) == pytest.approx(
        [0.5, 0.3, 0.2, 0.1]
    )  # of 0.1 0.3 0.4, 0.1 0.2 0.4, 0.1 0.2 0.0


def test_a_long_curve_is_thinned_to_points_of_its_own_that_include_both_ends() -> None:
    steps = np.arange(1, 2001) * 10
    band = figures.bands(runs({int(step): 1 / step for step in steps}))
    assert len(band) <= 60
    assert (band.index[0], band.index[-1]) == (10, 20_000)
    assert list(band.middle) == pytest.approx(list(1 / band.index.to_numpy()))


def test_nothing_is_lost_below_the_logarithmic_axis_and_the_tick_says_so() -> None:
    figure = figures.convergence([Panel("", LINES)])
    assert list(drawn(figure)["two"][0].y) == [figures.FLOOR] * 2
    assert figure.layout.yaxis.ticktext[-1] == "0 – 0.01 %"
    assert 10 ** figure.layout.yaxis.range[0] < figures.FLOOR


def test_where_errors_are_close_the_axis_shows_them_apart() -> None:
    figure = figures.convergence([Panel("", [line("a", "delayed", 0.09)])])
    assert 10 ** figure.layout.yaxis.range[0] < 0.09
    assert 10 ** figure.layout.yaxis.range[0] > 0.01
    assert not any(tick.startswith("0 –") for tick in figure.layout.yaxis.ticktext)


@pytest.mark.parametrize("theme", figures.COLOURS)
def test_a_model_keeps_its_colour_and_variants_differ_without_colour(theme: str) -> None:
    lines = drawn(figures.convergence([Panel("", LINES)], theme))
    colours = figures.COLOURS[theme]
    assert lines["one"][0].line.color == lines["two"][0].line.color == colours["nmn"]
    assert lines["one"][0].line.dash != lines["two"][0].line.dash
    assert lines["plain"][0].line.color == colours["ffnn"]
    assert len(set(colours.values())) == len(colours)


def test_the_stage_has_the_colours_of_the_figures() -> None:
    script = (ROOT / "assets" / "stage" / "colour.js").read_text("utf-8")
    for theme, colours in figures.COLOURS.items():
        (listed,) = re.findall(rf'{theme}: (\{{ nmn: "#.*\}})', script)
        assert dict(re.findall(r'(\w+): "(#\w+)"', listed)) == colours
        assert set(colours) == set(MODELS)


@pytest.mark.parametrize("theme", figures.COLOURS)
@pytest.mark.parametrize("eye", EYES)
def test_the_delayed_network_is_told_from_all_others_by_every_eye(theme: str, eye: str) -> None:
    seen = {model: perceived(colour, eye) for model, colour in figures.COLOURS[theme].items()}
    for model in sorted(set(seen) - {"delayed"}):
        assert np.linalg.norm(seen["delayed"] - seen[model]) > 0.1, model
    ground = perceived(figures.BACKGROUND[theme], eye)
    assert abs(seen["delayed"][0] - ground[0]) > 0.3


def test_the_delayed_network_has_a_dash_of_its_own() -> None:
    lines = [line("out", "delayed", 0.1), line("plain", "ffnn", 0.1)]
    found = drawn(figures.convergence([Panel("", lines)]))
    assert found["plain"][0].line.dash == "solid"
    assert found["out"][0].line.dash != "solid"


def test_panels_share_names_styles_and_one_legend() -> None:
    figure = figures.convergence([Panel("first", LINES), Panel("second", LINES[1:])])
    one, two = drawn(figure)["one"]
    assert (one.line, one.showlegend, two.showlegend) == (two.line, True, False)
    assert (one.xaxis, two.xaxis) == ("x", "x2")
    assert [note.text for note in figure.layout.annotations[:2]] == ["first", "second"]


def test_the_papers_figures_are_marked_in_the_panels_that_they_are_about() -> None:
    bare = [each._replace(paper=None) for each in LINES]
    figure = figures.convergence([Panel("", bare), Panel("", LINES)])
    marks = {shape.xref: [] for shape in figure.layout.shapes}
    for shape in figure.layout.shapes:
        marks[shape.xref].append(shape.y0)
    assert marks == {"x2 domain": pytest.approx([0.045, 0.007])}
    texts = {note.text: note.x for note in figure.layout.annotations if note.text}
    assert set(texts) == {"paper: FFNN 4.5 %", "paper: NMN 0.7 %"}
    assert min(texts.values()) > 1  # beside the panels, where no curve can cross them


def test_printed_figures_that_are_close_share_a_text_and_zero_is_marked_on_the_floor() -> None:
    lines = [line("a", "nmn", 0.1, 0.0), line("b", "rnn", 0.1, 0.5), line("c", "lstm", 0.0, 0.6)]
    figure = figures.convergence([Panel("", lines)])
    places = {note.text: 10**note.y for note in figure.layout.annotations if note.text}
    assert places == pytest.approx({"paper: LSTM 60 %,<br>RNN 50 %": 0.6, "paper: NMN near 0": figures.FLOOR})


def test_each_extra_input_has_its_own_place_in_the_past() -> None:
    weights = gaussian_weights()
    lines = drawn(figures.weights(weights)).values()
    assert [list(each.y) for (each,) in lines] == [list(row) for row in weights]
    assert [each.x[int(np.argmax(each.y))] for (each,) in lines] == sorted(
        {int(w.argmax()) + 1 for w in weights}
    )


def test_a_waveform_shows_what_was_measured_and_what_was_predicted() -> None:
    wave = Waveform("test", np.array([5.0, 6.0]), np.array([0.1, 0.2]), np.array([0.3, 0.4]))
    lines = drawn(figures.waveforms([wave, wave]))
    assert [list(each.y) for each in lines["measured"]] == [[0.1, 0.2]] * 2
    assert [list(each.y) for each in lines["predicted one step before"]] == [[0.3, 0.4]] * 2
    assert [list(each.x) for each in lines["measured"]] == [[5, 6]] * 2


def test_the_schematic_has_a_cell_for_each_location_and_a_node_for_each_input() -> None:
    drawing = figures.schematic(10, 5)
    assert drawing.count("<rect") == 10
    assert drawing.count('<circle cx="290') == 6  # the input and five extra ones
    assert "last 10" in re.findall(">([^<]+)</text>", drawing)
