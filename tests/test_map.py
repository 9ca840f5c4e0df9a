"""A map draws what its runs gave, and tells what follows from them."""

import threading
import time
from collections.abc import Iterator, Sequence

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from maps import STUCK, table
from plotly.colors import hex_to_rgb
from plotly.graph_objects import Figure

from nmn.address import map_plan
from nmn.address.map_plan import planned
from nmn.address.map_query import MapQuery, parse, written
from nmn.app.map import heatmap_data
from nmn.app.map.adaptive_grid import PATIENCE, Survey
from nmn.app.map.table import Table, closest, nearest
from nmn.app.map.words import described, explained
from nmn.app.map.words import marks as marked
from nmn.app.shared import figures
from nmn.app.shared.figures import Learner
from nmn.app.shared.figures.contrast import ink
from nmn.parameters import Parameters, recipe
from nmn.runs.signs import left
from nmn.studies.grid import Grid, axis
from nmn.studies.store import Store

GAMMA, ALPHA = "gamma=0.1,0.5,0.9", "alpha=0.1,0.5"


def even(_: Parameters) -> float:
    """A map without a valley."""
    return 0.01


def rising(parameters: Parameters) -> float:
    """Errors that grow with γ, and a little with α and the seed."""
    return parameters.gamma**3 * (1 + parameters.alpha) * (1 + parameters.seed / 10) / 3


def drawn(known: Table, **more: object) -> Figure:
    across, up = (heatmap_data.ticks(each) for each in known.grid.axes[:2])
    return figures.heat(heatmap_data.sheets(known), across, up, **more)


def cells(figure: Figure) -> list:
    """The traces that carry the colours, one for each panel."""
    return [trace for trace in figure.data if trace.type == "heatmap" and trace.coloraxis]


def numbers(figure: Figure) -> dict[tuple[int, int], str]:
    """The numbers in the cells of all panels, by column and row."""
    traces = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    return {
        (int(x), int(y)): text
        for trace in traces
        for x, y, text in zip(trace.x, trace.y, trace.text, strict=True)
    }


def marks(figure: Figure, name: str) -> list[tuple[int, int]]:
    """Column and row of the marks of a kind, of the first panel."""
    trace = next(trace for trace in figure.data if trace.name == name)
    base = trace.base if trace.type == "bar" else trace.y
    return [(round(float(x)), round(float(y))) for x, y in zip(trace.x, base, strict=True)]


def test_a_cell_has_the_median_over_seeds_and_its_number() -> None:
    figure = drawn(table((GAMMA, ALPHA), rising))
    (trace,) = cells(figure)
    assert np.shape(trace.z) == (2, 3)  # α goes up, γ goes across
    assert 10 ** trace.z[1][2] == pytest.approx(0.9**3 * 1.5 * 1.1 / 3)
    assert numbers(figure)[2, 1] == "40"
    assert trace.customdata[1][2] == "gamma=0.9 alpha=0.5"
    assert "γ = 0.9, α = 0.5" in trace.hovertext[1][2]
    assert "3 runs" in trace.hovertext[1][2]


def test_a_blank_map_has_cells_to_click_and_tells_nothing_of_them() -> None:
    measured, blank = (drawn(table((GAMMA, ALPHA), rising), blank=each) for each in (False, True))
    (trace,) = blank.data
    assert np.unique(trace.z).size == 1 and not blank.layout.coloraxis.showscale
    assert np.array_equal(trace.customdata, cells(measured)[0].customdata)


@pytest.mark.parametrize(
    ("axes", "numbered"),
    [
        (("gamma=0.1:0.9:14", ALPHA), True),
        (("gamma=0.1:0.9:15", ALPHA), False),
        (("gamma=0.1:0.9:7", ALPHA, "tau=0,2,4,6"), True),
        (("gamma=0.1:0.9:5", ALPHA, "tau=0,2,4"), False),
    ],
)
def test_the_words_under_a_map_tell_of_numbers_where_its_cells_bear_some(
    axes: tuple[str, ...], numbered: bool
) -> None:
    known = table(axes, even)
    across, panels = heatmap_data.ticks(known.grid.axes[0]), heatmap_data.sheets(known)
    assert bool(numbers(drawn(known))) == figures.numbered(len(panels), across) == numbered
    assert marked(numbered).startswith("Numbers:" if numbered else "Point at a cell")


def test_axes_bear_the_values_from_left_to_right_and_from_bottom_to_top() -> None:
    figure = drawn(table((GAMMA, ALPHA), rising))
    assert list(figure.layout.xaxis.ticktext) == ["0.1", "0.5", "0.9"]
    assert list(figure.layout.yaxis.ticktext) == ["0.1", "0.5"]
    assert (figure.layout.xaxis.title.text, figure.layout.yaxis.title.text) == (
        "γ  decay",
        "α  learning rate",
    )


def test_a_cell_that_is_not_measured_has_the_nearest_colour_but_no_number_and_a_veil() -> None:
    known = table((GAMMA, ALPHA), rising, known=lambda cell, seed: cell in [(0, 0), (2, 0)] and seed == 0)
    figure = drawn(known)
    (trace,) = cells(figure)
    assert trace.z[1][2] == trace.z[0][2] != trace.z[0][0] == trace.z[1][0]
    assert numbers(figure) == {(0, 0): ".037", (2, 0): "27"}
    veil = next(t for t in figure.data if t.type == "heatmap" and not t.coloraxis)
    assert np.isfinite(np.array(veil.z, float)).tolist() == [[False, True, False], [True, True, True]]
    assert "not measured yet" in trace.hovertext[1][2]


def test_before_anything_is_known_the_map_is_empty_and_says_so() -> None:
    known = table((GAMMA, ALPHA), rising, known=lambda *_: False)
    (trace,) = cells(drawn(known))
    assert not np.isfinite(np.array(trace.z, float)).any()
    assert explained(known, "wrong answers") == []
    assert "Nothing is known yet" in described(known, "wrong answers")


def test_failed_runs_bear_a_cross_that_grows_with_their_share() -> None:
    known = table((GAMMA, ALPHA), even, fails=lambda p: p.gamma == 0.9 and (p.alpha == 0.5 or p.seed == 0))
    figure = drawn(known)
    assert marks(figure, "failed") == [(2, 0), (2, 1)]
    some, every = next(trace for trace in figure.data if trace.name == "failed").marker.size
    assert some < every
    assert "1 of 3 runs failed" in cells(figure)[0].hovertext[0][2]


def test_settings_that_cannot_be_are_hatched_and_say_why() -> None:
    known = table(("tau=0,2,4", "hidden=2;20"), lambda _: 0.1)
    figure = drawn(known)
    assert marks(figure, "impossible") == [(1, 0), (2, 0)]
    assert "at least 3" in cells(figure)[0].hovertext[0][1]
    assert np.isnan(np.array(cells(figure)[0].z, float)[0, 1])
    assert "**Not possible:** 2 settings" in explained(known, "wrong answers")[-1]


def test_a_third_parameter_is_a_panel_for_each_value_with_one_scale() -> None:
    figure = drawn(table((GAMMA, ALPHA, "tau=0,2,4,6"), lambda p: 0.01 * (1 + p.tau)), picked=(2, 1, 0))
    panels = cells(figure)
    assert [10 ** panel.z[0][0] for panel in panels] == pytest.approx([0.01, 0.03, 0.05, 0.07])
    assert {panel.coloraxis for panel in panels} == {"coloraxis"}
    assert [note.text for note in figure.layout.annotations] == ["τ = 0", "τ = 2", "τ = 4", "τ = 6"]
    assert {shape.xref for shape in figure.layout.shapes} == {"x3"}
    assert {(shape.x0, shape.y0) for shape in figure.layout.shapes} == {(-0.5, 0.5)}


def test_every_panel_has_a_place_before_anything_is_drawn_in_it() -> None:
    figure = drawn(table((GAMMA, ALPHA, "tau=0,2,4,6"), rising, known=lambda *_: False))
    panels = {(trace.xaxis, trace.yaxis) for trace in cells(figure)}
    placed = {(trace.xaxis, trace.yaxis) for trace in figure.data if trace.type == "scatter" and len(trace.x)}
    assert placed == panels and len(panels) == 4


def test_colours_end_where_errors_do_and_zero_is_on_the_scale() -> None:
    assert drawn(table((GAMMA, ALPHA), lambda _: 0.0)).layout.coloraxis.colorbar.ticktext[-1] == "0 – 0.01 %"
    near = drawn(table((GAMMA, ALPHA), lambda _: 0.3)).layout.coloraxis
    assert near.colorbar.ticktext[-1] == "20 %"
    assert 10**near.cmax == 1.0
    far = drawn(table((GAMMA, ALPHA), lambda _: 4.0)).layout.coloraxis
    assert 10**far.cmax == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("error", "text"), [(0.0, "0"), (0.00031, ".031"), (0.045, "4.5"), (0.9962, "100"), (1.5, "150")]
)
def test_a_number_fits_into_a_cell(error: float, text: str) -> None:
    assert set(numbers(drawn(table((GAMMA, ALPHA), lambda _: error))).values()) == {text}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("low", [0.0, 0.001, 0.06])
def test_every_number_has_a_contrast_of_at_least_four_and_a_half_on_its_cell(low: float, theme: str) -> None:
    """WCAG's contrast, for errors all over the scale of colours."""
    known = table(("gamma=0:1:14", "alpha=0.01:2:25"), lambda p: low + p.gamma**3 * (0.9 - 0.4 * p.alpha))
    figure = drawn(known, theme=theme)
    (cell,), axis = cells(figure), figure.layout.coloraxis
    stops, colours = zip(*axis.colorscale, strict=True)
    grounds = np.transpose(
        [
            np.interp((np.ravel(cell.z) - axis.cmin) / (axis.cmax - axis.cmin), stops, channel)
            for channel in zip(*map(hex_to_rgb, colours), strict=True)
        ]
    )
    (inks,) = (
        trace.textfont.color for trace in figure.data if trace.type == "scatter" and trace.mode == "text"
    )
    assert len(inks) == len(grounds) == 350
    assert min(map(contrast, map(light, grounds), map(light, map(hex_to_rgb, inks)))) >= 4.5


def light(rgb: Sequence[float]) -> float:
    """Relative luminance, from its definition."""
    linear = [c / 3294.6 if c <= 10.31 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@given(st.tuples(*3 * [st.floats(0, 255)]))
def test_there_is_an_ink_for_every_colour(colour: tuple[float, float, float]) -> None:
    (chosen,) = ink(np.array([colour]))
    assert contrast(light(colour), light(hex_to_rgb(chosen))) >= 4.5


def test_a_large_map_leaves_numbers_and_some_ticks_out() -> None:
    figure = drawn(table(("gamma=0.04:0.96:24", ALPHA), rising))
    assert not numbers(figure)
    assert len(figure.layout.xaxis.ticktext) <= 12
    assert figure.layout.xaxis.ticktext[0] == "0.04"


def test_nearest_takes_a_value_of_its_own_first_and_fills_only_where_it_may() -> None:
    values = np.array([[1.0, np.nan, np.nan, np.nan, 2.0]])
    where = np.array([[True, True, True, False, True]])
    assert np.nan_to_num(nearest(values, where), nan=-1).tolist() == [[1, 1, 1, -1, 2]]
    assert np.isnan(nearest(np.full((2, 2), np.nan), np.ones((2, 2), bool))).all()


def test_curves_along_each_parameter_go_through_the_chosen_cell_with_quartiles() -> None:
    known = table((GAMMA, ALPHA), rising, known=lambda cell, _: cell != (1, 1))
    figure = figures.response(heatmap_data.sides(known, (2, 1)), "nmn")
    lines = [trace for trace in figure["data"] if trace.get("name") == "median"]
    assert [line["x"] for line in lines] == [[0, 2], [0, 1]]
    assert lines[1]["y"][1] == pytest.approx(lines[0]["y"][1]) == pytest.approx(0.9**3 * 1.5 * 1.1 / 3)
    high, low = (trace["y"] for trace in figure["data"][:2])
    assert all(low < middle < high for low, middle, high in zip(low, lines[0]["y"], high, strict=True))
    assert [shape["x0"] for shape in figure["layout"]["shapes"]] == [2, 1]
    go.Figure(figure)  # in Plotly's words


def test_every_run_of_a_cell_has_its_curve_and_a_failed_one_a_cross() -> None:
    figure = figures.learning(
        [Learner("seed 0", [1, 2], [0.5, 0.1], False), Learner("seed 1", [1], [0.9], True)], 9, "rnn"
    )
    traces = figure["data"]
    assert [trace["name"] for trace in traces] == ["seed 0", "end of seed 0", "seed 1", "seed 1 failed"]
    assert (traces[3]["x"], traces[3]["y"]) == ([1], [0.9])
    assert traces[0]["line"]["dash"] != traces[2]["line"]["dash"]
    assert traces[0]["line"]["color"] == figures.COLOURS["light"]["rnn"]
    go.Figure(figure)


def said(known: Table) -> str:
    return "\n".join(explained(known, "wrong answers"))


def test_the_best_region_is_told_with_its_borders() -> None:
    told = said(table(("gamma=0.1,0.3,0.5,0.7", ALPHA), lambda p: 0.001 if 0.2 < p.gamma < 0.6 else 0.4))
    assert "0.1 % wrong answers" in told
    assert "4 settings of the 8 measured ones err at most 0.2 %: γ from 0.3 to 0.5, at every α." in told


def test_the_knob_that_moves_the_error_most_is_named() -> None:
    assert "**γ does most:**" in said(table((GAMMA, ALPHA), rising))
    assert "**α does most:**" in said(table((GAMMA, ALPHA), lambda p: p.alpha))
    assert "does most" not in said(table((GAMMA, ALPHA), lambda _: 0.1))


def test_failures_are_told_with_their_share_their_place_and_their_reason() -> None:
    told = said(table((GAMMA, ALPHA), even, fails=lambda p: p.gamma == 0.9))
    assert "6 of 18 runs (33.3 %) failed, at γ = 0.9, at every α: 6 stuck with outputs at 0 or 1." in told
    assert f"Such as at γ = 0.9, α = 0.1: {STUCK}" in told
    assert "10 times in the middle of the settings that fail, 1.56 times in the middle of the others" in told
    assert "**Failures:** none of 18 runs." in said(table((GAMMA, ALPHA), even))


def test_runs_that_err_far_above_the_best_setting_have_failed_too() -> None:
    known = table((GAMMA, ALPHA), lambda p: 0.6 if p.gamma == 0.9 else 0.002)
    told = said(known)
    assert "6 of 18 runs (33.3 %) failed, at γ = 0.9, at every α: 6 far above the best setting." in told
    assert known.share[2].tolist() == [1.0, 1.0] and not known.share[:2].any()
    assert not table((GAMMA, ALPHA), lambda p: 0.1 if p.gamma == 0.9 else 0.02).kinds  # five times as often


def test_what_is_left_of_a_memory_is_gamma_to_the_power_of_the_fires_between() -> None:
    base = recipe("extended-recall")
    tied = Parameters(task="extended-recall", classes=3, lag=25, gamma=0.5, write="input")
    assert left(tied) == pytest.approx(0.5**12)
    assert left(Parameters(task="classify-recall", gamma=0.3)) == pytest.approx(0.3**0.5)
    assert left(Parameters(gamma=0.1)) == 1.0  # the input before has just been written
    assert left(base) is None  # there a gate decides
    assert left(Parameters(model="rnn")) is None


def test_where_memory_fades_before_it_is_needed_the_errors_of_both_sides_are_told() -> None:
    base = Parameters(task="extended-recall", classes=3, lag=10, write="input")
    told = said(
        table(("gamma=0.3,0.8,0.9", "lag=10,40"), lambda p: 0.01 if left(p) >= 0.05 else 0.6, base=base)
    )
    assert "**Memory fades before it is needed** in a part of this map" in told
    assert "5 % or more, the median error is 1 % (3 settings); where it is less, 60 % (3 settings)" in told


@pytest.mark.parametrize(
    ("texts", "changes", "words"),
    [
        (("bptt=1,5", "rnn_width=5,10"), {"model": "rnn", "lag": 25}, "cut off** everywhere"),
        (("bptt=5,0", "rnn_width=5,10"), {"model": "rnn", "lag": 25}, "cut off** in a part"),
        (("bptt=25,0", "rnn_width=5,10"), {"model": "lstm", "lag": 25}, "far enough everywhere"),
        (("alpha=0.1,0.5", "hidden=5;10"), {"model": "ffnn"}, "the FFNN has none"),
        ((GAMMA, ALPHA), {"gate": "learned", "lag": 100}, "must on average be open by at most 0.033"),
        (("gamma=0.1,0.2", ALPHA), {"lag": 100}, "everywhere on this map"),
    ],
)
def test_each_kind_of_memory_has_its_own_limit(
    texts: tuple[str, ...], changes: dict[str, object], words: str
) -> None:
    base = Parameters(task="extended-recall", classes=3, **changes)
    assert words in said(table(texts, lambda _: 0.5, base=base))


def test_how_much_seeds_vary_is_told_with_where_they_do_most() -> None:
    told = said(
        table((GAMMA, ALPHA), lambda p: 0.5 if (p.seed, p.gamma, p.alpha) == (0, 0.5, 0.1) else 0.001)
    )
    assert "25 % at γ = 0.5, α = 0.1" not in told  # two of three agree: the quartiles are nearer
    assert "24.9 % at γ = 0.5, α = 0.1. In 1 of 6 settings" in told


def test_a_wish_survives_the_address() -> None:
    text = "across:gamma=0.1:0.9:9 up:hidden=20;24,24 panels:tau=0,2,4 seeds:0-4,7 inputs:50000 cell:3.0.1"
    found, problems = parse(text)
    assert not problems
    assert found.text == text
    assert found.across == axis("gamma=0.1:0.9:9")
    assert found.seeds == (0, 1, 2, 3, 4, 7)


@pytest.mark.parametrize(
    ("item", "allowed"),
    [
        ("across:colour=1:2:3", "not a parameter"),
        ("across:gamma=0.1:7:3", "a number from 0 to 1"),
        ("across:gamma=0.5", "from 2 to 25"),
        ("panels:tau=0,2,4,6,8,8", None),
        ("panels:gamma=0.1:0.9:9", "from 2 to 6"),
        ("seeds:-1", "one to 20 seeds"),
        ("seeds:0-99", "one to 20 seeds"),
        ("seeds:9999999", "one to 20 seeds"),
        ("inputs:0", "from 1 to 20,000,000"),
        ("inputs:many", "from 1 to 20,000,000"),
        ("cell:a.b", "two or three whole numbers"),
        ("depth:3", "across, up, panels, seeds, inputs, cell"),
    ],
)
def test_what_is_not_possible_is_explained_and_the_rest_is_kept(item: str, allowed: str | None) -> None:
    found, problems = parse(f"up:alpha=0.1,0.5 {item}")
    assert found.up == axis("alpha=0.1,0.5")
    if allowed is None:
        assert not problems
    else:
        (problem,) = problems
        assert problem.startswith("map: ")
        assert allowed in problem


@pytest.mark.parametrize("task", ["sorted", "extended-recall", "signal"])
@pytest.mark.parametrize("model", ["nmn", "ffnn", "rnn", "lstm", "delayed"])
def test_every_task_and_model_has_a_map_where_nothing_is_chosen(task: str, model: str) -> None:
    base = Parameters(task=task, model=model)
    full, problems = planned(MapQuery(), base)
    assert not problems
    assert len(map_plan.grid(full, base).jobs()) > 20
    for role in ("across", "up"):
        assert base.matters(getattr(full, role).spec)


@pytest.mark.parametrize(
    "name", [spec.name for spec in map_plan.possible(Parameters(task="extended-recall"))]
)
def test_every_parameter_that_matters_can_be_put_on_an_axis(name: str) -> None:
    base = Parameters(task="extended-recall", hidden=(20, 20))
    found = map_plan.around(base, name)
    assert len(found.values) >= 2
    assert axis(written(found)) == found


def test_an_axis_that_does_not_matter_or_is_there_twice_is_explained_and_replaced() -> None:
    chosen, _ = parse("across:gamma=0.1,0.5 up:rnn_width=5,10 panels:rnn_width=5,20 cell:7.0.0")
    full, problems = planned(chosen, Parameters(model="rnn"))
    assert full.across.name not in ("gamma", "rnn_width")
    assert full.up == axis("rnn_width=5,10")
    assert ("gamma does not matter" in problems[0], "on another axis" in problems[1]) == (True, True)
    assert "cell = 7.0.0 is not on this map" in problems[2]
    assert full.cell is None


def test_the_cell_that_is_shown_first_is_the_nearest_to_the_settings() -> None:
    known = table((GAMMA, "alpha=0.1,0.5,1.5"), rising)
    assert closest(known.grid, Parameters(gamma=0.55, alpha=1.9)) == (1, 2)


def small() -> Grid:
    return Grid(Parameters(steps=1000, overlap=0.1), (axis("gamma=0.1,0.5"), axis("alpha=0.1,0.5")), (0, 1))


def endless() -> Grid:
    """Four short runs, the first of them in front, and four that take minutes on any machine."""
    axes = (axis("gamma=0.1,0.5"), axis("steps=1000,20000000"))
    return Grid(Parameters(overlap=0.1, hidden=(200,)), axes, (0, 1))


@pytest.fixture
def store() -> Iterator[Store]:
    with Store() as store:
        yield store


def until(condition: object, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def watch(survey: Survey, condition: object) -> None:
    """Look at a survey until something is so; the first run of a process is compiled, which takes a while."""
    until(lambda: survey.look("a") or condition())


def test_a_survey_measures_every_run_while_somebody_looks_and_the_next_visitor_has_them_at_once(
    store: Store,
) -> None:
    survey = Survey(small(), store)
    assert survey.table().best is None
    watch(survey, lambda: survey.finished)
    assert (survey.done, survey.total) == (8, 8)
    assert (survey.table().count == 2).all()
    again = Survey(small(), store)
    assert again.finished
    assert again.table().known == survey.table().known


class Gate(threading.Event):
    """Counts how often somebody has waited in vain."""

    waited = 0

    def wait(self, timeout: float | None = None) -> bool:
        there = super().wait(timeout)
        self.waited += not there
        return there


def test_a_pause_holds_the_runs_where_they_are_and_a_cancelled_map_keeps_what_is_done(store: Store) -> None:
    survey = Survey(endless(), store)
    survey.going = gate = Gate()
    assert survey.paused
    watch(survey, lambda: gate.waited > 2)
    assert (survey.done, survey.paused, survey.running) == (0, True, True)
    survey.resume()
    watch(survey, lambda: survey.done > 0)
    survey.cancel()
    until(lambda: not survey.running)
    assert 0 < survey.done <= 4
    assert Survey(endless(), store).done == survey.done


def test_a_cancelled_map_goes_on_when_somebody_wishes_it_and_not_before(store: Store) -> None:
    survey = Survey(small(), store)
    survey.pause()
    survey.look("a")
    survey.cancel()
    until(lambda: not survey.running)
    survey.look("a")
    assert (survey.done, survey.running) == (0, False)
    survey.resume()
    watch(survey, lambda: survey.finished)


def test_a_survey_ends_when_nobody_looks_any_more(store: Store) -> None:
    survey = Survey(endless(), store)
    survey.look("a")
    survey.look("b")
    survey.leave("a")
    assert survey.running
    survey.watchers["b"] -= PATIENCE
    until(lambda: not survey.running)
    assert not survey.finished
    assert not survey.cancelled
