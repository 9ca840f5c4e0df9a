"""Figures draw what they are given, and nothing else."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from plotly.graph_objects import Figure

from nmn.app.paper import sections
from nmn.app.paper.measured import everything
from nmn.app.shared import figures
from nmn.app.shared.figures import Line, Panel, Waveform, ends
from nmn.app.shared.figures import panels as panels_
from nmn.engine import NETWORKS
from nmn.engine.baselines.delayed import gaussian_weights


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


def taken(figure: Figure | dict) -> Figure:
    """A figure as Plotly knows it, which refuses what it does not know."""
    if isinstance(figure, Figure):
        return figure
    Figure(figure["data"], figure["narrow"])
    return Figure(figure["data"], figure["layout"])


LINES = [line("plain", "ffnn", 0.1, 0.045), line("one", "nmn", 0.02), line("two", "nmn", 0.0, 0.007)]


def drawn(figure: Figure | dict) -> dict[str, list]:
    """The lines of a figure by name, one for each panel."""
    found: dict[str, list] = {}
    for trace in taken(figure).data:
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
    figure = taken(figures.convergence([Panel("", LINES)]))
    assert list(drawn(figure)["two"][0].y) == [figures.FLOOR] * 2
    assert figure.layout.yaxis.ticktext[-1] == "0 – 0.01 %"
    assert 10 ** figure.layout.yaxis.range[0] < figures.FLOOR


def test_where_errors_are_close_the_axis_shows_them_apart() -> None:
    figure = taken(figures.convergence([Panel("", [line("a", "delayed", 0.09)])]))
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
    script = (ROOT / "assets" / "stage" / "ui" / "colour.js").read_text("utf-8")
    for theme, colours in figures.COLOURS.items():
        (listed,) = re.findall(rf'{theme}: (\{{ nmn: "#.*\}})', script)
        assert dict(re.findall(r'(\w+): "(#\w+)"', listed)) == colours
        assert set(colours) == set(NETWORKS)
        assert f'{theme}: "{colours["of another"]}"' in script, "that of a network from outside the package"


@pytest.mark.parametrize("model", ["delayed", "of another"])
@pytest.mark.parametrize("theme", figures.COLOURS)
@pytest.mark.parametrize("eye", EYES)
def test_the_later_networks_are_told_from_all_others_by_every_eye(theme: str, eye: str, model: str) -> None:
    mine = perceived(figures.COLOURS[theme][model], eye)
    for other in sorted(set(figures.COLOURS[theme]) - {model}):
        assert np.linalg.norm(mine - perceived(figures.COLOURS[theme][other], eye)) > 0.1, other
    ground = perceived(figures.BACKGROUND[theme], eye)
    assert abs(mine[0] - ground[0]) > 0.3


def test_the_delayed_network_has_a_dash_of_its_own() -> None:
    lines = [line("out", "delayed", 0.1), line("plain", "ffnn", 0.1)]
    found = drawn(figures.convergence([Panel("", lines)]))
    assert found["plain"][0].line.dash == "solid"
    assert found["out"][0].line.dash != "solid"


def test_panels_share_names_and_looks() -> None:
    figure = taken(figures.convergence([Panel("first", LINES), Panel("second", LINES[1:])]))
    one, two = drawn(figure)["one"]
    assert one.line == two.line
    assert (one.xaxis, two.xaxis) == ("x", "x2")
    assert [note.text for note in figure.layout.annotations if not note.name] == ["first", "second"]


def test_the_papers_figures_are_marked_in_the_panels_that_they_are_about() -> None:
    bare = [each._replace(paper=None) for each in LINES]
    figure = taken(figures.convergence([Panel("", bare), Panel("", LINES)]))
    marks = {shape.xref: [] for shape in figure.layout.shapes if not shape.name}
    for shape in figure.layout.shapes:
        if not shape.name:
            marks[shape.xref].append(shape.y0)
    assert marks == {"x2 domain": pytest.approx([0.045, 0.007])}
    assert {"paper: FFNN 4.5 %", "paper: NMN 0.7 %"} <= set(names(figure))


def names(figure: Figure) -> list[str]:
    """What stands beside the panels."""
    return [note.text.replace("<br>", " ") for note in figure.layout.annotations if note.name == "end"]


def test_zero_is_marked_on_the_floor() -> None:
    figure = taken(figures.convergence([Panel("", [line("a", "nmn", 0.1, 0.0), line("c", "lstm", 0.0)])]))
    assert [shape.y0 for shape in figure.layout.shapes if not shape.name] == [figures.FLOOR]
    assert "paper: NMN near 0" in names(figure)


def shown() -> Iterator[tuple[str, list[Panel], str]]:
    """The panels of every figure of the paper, with the readings that are usual and with all."""
    for section in (*sections.SECTIONS, sections.FUTURE, *sections.BEYOND):
        for kind in ("usual", "all"):
            found = [r for r in everything()[section.experiment] if kind == "all" or not r.row.reading]
            for number, panels in enumerate(section.figures(found)):
                yield f"{section.experiment} {number} {kind}", panels, section.axis


SHOWN = {name: (panels, title) for name, panels, title in shown()}


@pytest.mark.parametrize("theme", figures.COLOURS)
@pytest.mark.parametrize("name", SHOWN)
def test_no_two_lines_of_a_figure_look_alike_and_no_more_than_two_bands_of_a_colour_overlap(
    name: str, theme: str
) -> None:
    panels, title = SHOWN[name]
    figure = taken(figures.convergence(panels, theme, figures.Axes(title)))
    looks: dict[tuple, set[str]] = {}
    for traces in drawn(figure).values():
        (name_, line_), *others = {(trace.name, (trace.line.color, trace.line.dash)) for trace in traces}
        assert not others, "a line looks the same in every panel"
        looks.setdefault(line_, set()).add(name_)
    ends = {(trace.marker.color, trace.marker.symbol) for trace in figure.data if trace.mode == "markers"}
    assert all(len(found) == 1 for found in looks.values()) or len(ends) == len(drawn(figure))
    for number in {trace.xaxis for trace in figure.data}:
        mine = [trace for trace in figure.data if trace.xaxis == number]
        assert len([trace for trace in mine if trace.mode == "lines" and trace.name]) <= panels_.MOST + 3
        for fill in {trace.fillcolor for trace in mine if trace.fill}:
            bands = [trace for trace in mine if trace.fillcolor == fill]
            edges = [
                pd.DataFrame({"high": high.y, "low": low.y}, index=high.x)
                for high, low in zip(bands[::2], bands[1::2], strict=True)
            ]
            assert panels_.depth(edges, figures.FLOOR) <= panels_.DEEP


@pytest.mark.parametrize("layout", ["layout", "narrow"])
@pytest.mark.parametrize("name", SHOWN)
def test_every_line_is_named_and_names_keep_clear_of_each_other(name: str, layout: str) -> None:
    panels, title = SHOWN[name]
    figure = figures.convergence(panels, "light", figures.Axes(title))
    laid = figure[layout]
    written = " ".join(note["text"].replace("<br>", " ") for note in laid["annotations"])
    assert all(line.name in written for panel in panels for line in panel.lines)
    inside = laid["height"] - laid["margin"]["t"] - laid["margin"]["b"]
    for axis in {note["yref"] for note in laid["annotations"] if "name" in note}:
        bottom, top = laid["yaxis" + axis[1:]]["domain"]
        low, high = laid["yaxis" + axis[1:]]["range"]
        spans = sorted(
            (
                (note["y"] - low) / (high - low) * (top - bottom) * inside,
                (note["text"].count("<br>") + 1) * 13 * ends.ROW,
            )
            for note in laid["annotations"]
            if note["yref"] == axis and "name" in note
        )
        for (below, tall), (above, taller) in pairwise(spans):
            assert above - below >= (tall + taller) / 2
        assert spans[0][0] >= 0 and spans[-1][0] <= (top - bottom) * inside + 1


@pytest.mark.parametrize(
    ("wanted", "centres"),
    [([10, 50], [10, 50]), ([10, 10], [10, 30]), ([95, 95, 20], None), ([40, 50, 60], [30, 50, 70])],
)
def test_names_stay_where_they_belong_where_there_is_room(wanted: list, centres: list | None) -> None:
    found = ends.spread(sorted(wanted), [20] * len(wanted), 100)
    assert found == pytest.approx(centres or [20, 70, 90])


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


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_answers_of_a_class_are_told_without_colour(theme: str) -> None:
    told = [
        figures.Ballot("1 First", {"right": 3, "too high": 2, "only looked": 1}, ["right", "wrong", "seen"]),
        figures.Ballot("2 Second", {"too low": 4}, ["wrong"]),
    ]
    drawn = figures.ballots(told, theme)
    assert [(bar.y[0], bar.x[0], bar.name) for bar in drawn.data] == [
        ("2 Second", 4, "too low"), ("1 First", 3, "right"), ("1 First", 2, "too high"), ("1 First", 1, "only looked"),
    ]  # fmt: skip
    assert [bool(bar.marker.pattern.shape) for bar in drawn.data] == [True, False, True, False]
    assert all(str(bar.x[0]) in bar.text[0] and bar.name in bar.text[0] for bar in drawn.data)
