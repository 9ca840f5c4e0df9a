"""Errors while networks learn: medians and quartiles over seeds, and what the paper prints (Fig. 2, 7-10)."""

import math
from collections.abc import Sequence
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.subplots import make_subplots

from nmn.spec import MODELS
from nmn.view.figures.style import COLOURS, dash, error_axis, faint, layout, lowest, percent

POINTS = 60  # of a line, at most
NEAR = 0.25  # printed values that are closer than this, in decades, share a text
NEAR_LINEAR = 0.06  # the same on a linear axis
LONGEST = 20  # characters in a line of such a text
ASIDE = 150  # px beside the panels for them


class Line(NamedTuple):
    """One curve.

    Attributes:
        name: in the legend.
        model: a key of MODELS, for its colour.
        band: what `bands` gave.
        paper: the error that the paper prints for it, or None.
        run: the run behind it, as an address has it; a point that is clicked tells this and its number of inputs.
    """

    name: str
    model: str
    band: pd.DataFrame
    paper: float | None = None
    run: str = ""


class Panel(NamedTuple):
    """One pair of axes: what stands above it, or "", and its curves."""

    title: str
    lines: Sequence[Line]


def convergence(panels: Sequence[Panel], theme: str = "light", title: str = "wrong answers") -> go.Figure:
    """Errors over the inputs seen, panel beside panel.

    Args:
        panels: what to draw.
        theme: "light" or "dark".
        title: of the axis of errors.
    """
    figure = make_subplots(
        1, len(panels), shared_yaxes=True, horizontal_spacing=0.05, subplot_titles=[p.title for p in panels]
    )
    dashes = line_styles(panels)
    low = lowest(min(float(line.band.low.min()) for panel in panels for line in panel.lines))
    texts: dict[float, str] = {}
    for column, panel in enumerate(panels, start=1):
        for line in panel.lines:
            known = {trace.name for trace in figure.data}
            style = {"color": COLOURS[theme][line.model], "dash": dashes[line.model, line.name]}
            _curve(
                figure, column, line._replace(band=line.band.clip(lower=low)), style, line.name not in known
            )
        texts |= mark(figure, column, panel.lines, low, theme)
    figure.update_xaxes(type="log", title="inputs seen", tickformat="~s", dtick=1)
    error_axis(figure, low, title)
    layout(figure, 440, theme)
    name_marks(figure, texts)
    return figure


def curves(panels: Sequence[Panel]) -> pd.DataFrame:
    """The numbers that `convergence` draws: a row for each point of each line, errors as fractions."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "panel": panel.title, "line": line.name, "model": MODELS[line.model], "inputs": line.band.index,
                    "low": line.band.low.array, "median": line.band.middle.array, "high": line.band.high.array,
                    "paper": math.nan if line.paper is None else line.paper,
                }
            )
            for panel in panels
            for line in panel.lines
        ],
        ignore_index=True,
    )  # fmt: skip


def line_styles(panels: Sequence[Panel]) -> dict[tuple[str, str], str]:
    """A line style for each model and name: those of a model differ without colour."""
    names = dict.fromkeys((line.model, line.name) for panel in panels for line in panel.lines)
    return {
        (model, name): dash(model, [n for m, n in names if m == model].index(name)) for model, name in names
    }


def bands(runs: pd.DataFrame) -> pd.DataFrame:
    """Quartiles over seeds of runs that have ended (columns seed, steps, value); see `quartiles`."""
    return quartiles([(run.steps.to_numpy(), run.value.to_numpy()) for _, run in runs.groupby("seed")])


def quartiles(
    curves: Sequence[tuple[NDArray[Any], NDArray[Any]]], ended: Sequence[bool] | None = None
) -> pd.DataFrame:
    """Quartiles over learning curves (columns low, middle, high) by the number of inputs seen, and in the column
    nearest the number of the curve that is nearest to the median.

    A point of a run is its mean error since the point before, so it holds for all inputs between them. A run that ended
    early, because it had learned enough, keeps its last error.

    Args:
        curves: steps and errors of each, not empty.
        ended: which of them grow no further; the others count as far as they have come. None: all.
    """
    known = np.unique(np.concatenate([steps for steps, _ in curves]))
    wanted = np.geomspace(known[0], known[-1], POINTS)
    near = np.searchsorted(known, wanted, side="right") - 1
    grid = known if len(known) <= POINTS else known[np.unique(near.clip(0))]
    values = np.array(
        [errors[np.searchsorted(steps, grid).clip(max=len(steps) - 1)] for steps, errors in curves]
    )
    for row, (steps, _), over in zip(values, curves, ended or (), strict=False):
        if not over:
            row[grid > steps[-1]] = np.nan
    low, middle, high = np.nanquantile(values, [0.25, 0.5, 0.75], axis=0)
    nearest = np.nanargmin(np.abs(values - middle), axis=0)
    return pd.DataFrame({"low": low, "middle": middle, "high": high, "nearest": nearest}, index=grid)


def thinned(steps: NDArray[Any], errors: NDArray[Any], until: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """A learning curve with at most POINTS points, evenly spread over the logarithm of all steps that there will be.

    Each is the mean of the blocks since the point before, so nothing of the curve is left out.
    """
    edges = np.geomspace(steps[0], max(until, steps[-1]), POINTS)
    group = np.searchsorted(edges * (1 + 1e-9), steps)
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    ends = np.append(starts[1:], len(steps))
    return steps[ends - 1], np.add.reduceat(errors, starts) / (ends - starts)


def _curve(figure: go.Figure, column: int, line: Line, style: dict[str, str], legend: bool) -> None:
    band = line.band
    shared = {"x": band.index, "mode": "lines", "legendgroup": line.name}
    for edge, to in (("high", None), ("low", "tonexty")):
        figure.add_scatter(
            **shared, y=band[edge], line={"width": 0}, fill=to, fillcolor=faint(style["color"]), showlegend=False,
            hoverinfo="skip", row=1, col=column,
        )  # fmt: skip
    figure.add_scatter(
        **shared, y=band.middle, name=line.name, line={**style, "width": 2.5}, showlegend=legend,
        hovertemplate="%{y:.2%} after %{x:,} inputs", row=1, col=column,
        customdata=[[line.run, int(step)] for step in band.index],
    )  # fmt: skip


def mark(
    figure: go.Figure, column: int, lines: Sequence[Line], low: float, theme: str, log: bool = True
) -> dict[float, str]:
    """Draw the paper's figures as dotted lines; gives their texts by place, close ones together."""
    texts: dict[float, list[str]] = {}
    marks = dict.fromkeys((line.paper, line.model) for line in lines if line.paper is not None)
    for paper, model in sorted(marks, reverse=True):
        place = math.log10(max(paper, low)) if log else paper
        shared = next((y for y in texts if abs(y - place) < (NEAR if log else NEAR_LINEAR)), place)
        texts.setdefault(shared, []).append(f"{MODELS[model]} {percent(paper) if paper else 'near 0'}")
        figure.add_hline(
            10**place if log else place, line={"color": COLOURS[theme][model], "dash": "dot", "width": 1.5},
            row=1, col=column, exclude_empty_subplots=False,
        )  # fmt: skip
    return {place: f"paper: {', '.join(words)}" for place, words in texts.items()}


def name_marks(figure: go.Figure, texts: dict[float, str]) -> None:
    """Write what the dotted lines are beside the last panel, where no curve can cross it."""
    for place, text in texts.items():  # annotations of a logarithmic axis are placed by exponent
        figure.add_annotation(
            text=fill(text, LONGEST).replace("\n", "<br>"), align="left", showarrow=False, x=1.01, xref="paper",
            xanchor="left", y=place, yref="y",
        )  # fmt: skip
    if texts:
        figure.update_layout(margin_r=ASIDE)
