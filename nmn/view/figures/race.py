"""A race as a figure: curves that grow in a frame that stands still, and what earlier settings had come to.

It is drawn many times a second, so it is made of plain dictionaries, as Plotly's script reads them.
"""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import pandas as pd
from plotly.subplots import make_subplots

from nmn.view.figures.convergence import ASIDE, Line, Panel, line_styles, mark, name_marks
from nmn.view.figures.style import COLOURS, TEXT, error_axis, faint, layout, lowest

HEIGHT = 384  # px
GHOST = 0.5  # opacity
SHOWN = ("low", "middle", "high")
SIDES = (("high", "none"), ("low", "tonexty"))
Printed = tuple[tuple[str, float], ...]  # models and what the paper prints for them


class Trail(NamedTuple):
    """One network's curve.

    Attributes:
        word: tells it from all others, for good.
        line: its name, model, band (with the column nearest, see `quartiles`) and what the paper prints.
        seeds: of its runs, as nearest counts them.
        ends: where runs broke off: inputs seen, error, and why.
        ghost: whether it is what earlier settings had come to.
    """

    word: str
    line: Line
    seeds: Sequence[int]
    ends: Sequence[tuple[int, float, str]] = ()
    ghost: bool = False


class Frame(NamedTuple):
    """The axes.

    Attributes:
        first, last: the numbers of inputs seen where they begin and end.
        logs: whether the inputs and the errors are logarithmic.
        title: what the errors are.
    """

    first: int
    last: int
    logs: tuple[bool, bool]
    title: str


def race(trails: Sequence[Trail], frame: Frame, theme: str = "light") -> dict[str, Any]:
    """Errors of all networks over the inputs seen, medians and quartiles over their seeds.

    Each point of a median carries word, seed and step of the run that is nearest to it.

    Args:
        trails: the curves, each with a point at least.
        frame: the axes.
        theme: "light" or "dark".
    """
    alive = [trail.line for trail in trails if not trail.ghost]
    bands = [trail.line.band for trail in trails]
    low = lowest(min((float(band.low.min()) for band in bands), default=1.0)) if frame.logs[1] else 0.0
    top = math.ceil(max((float(band.high.max()) for band in bands), default=1.0) * 10) / 10
    styles = line_styles([Panel("", alive)])
    data: list[dict[str, Any]] = []
    for trail in sorted(trails, key=lambda trail: not trail.ghost):  # ghosts behind
        model, band = trail.line.model, trail.line.band
        style = {"color": COLOURS[theme][model], "dash": styles.get((model, trail.line.name), "dot")}
        data += _curve(trail, band.assign(**band[list(SHOWN)].clip(lower=low)), style)
        data += _ends(trail, low, style["color"])
    printed = tuple((line.model, line.paper) for line in alive if line.paper is not None)
    return {"data": data, "layout": _layout(frame, low, top, printed, not trails, theme)}


@lru_cache(maxsize=64)
def _layout(
    frame: Frame, low: float, top: float, printed: Printed, empty: bool, theme: str
) -> dict[str, Any]:
    """Axes that stay where they are while curves grow, and the paper's lines."""
    figure = make_subplots(1, 1)
    x = {"title": "inputs seen", "tickformat": "~s"}
    if frame.logs[0]:
        ends = [math.log10(frame.first) - 0.02, math.log10(max(frame.last, frame.first + 1)) + 0.02]
        figure.update_xaxes(type="log", dtick=1, range=ends, **x)
    else:
        figure.update_xaxes(type="linear", range=[0, frame.last * 1.01], **x)
    if frame.logs[1]:
        error_axis(figure, low, frame.title)
    else:
        figure.update_yaxes(type="linear", title=frame.title, tickformat=".0%", range=[0, max(0.1, top)])
    lines = [Line("", model, pd.DataFrame(), paper) for model, paper in printed]
    texts = mark(figure, 1, lines, low, theme, frame.logs[1])
    layout(figure, HEIGHT, theme)
    name_marks(figure, texts)
    if empty:
        figure.add_annotation(
            text=f"The first point comes after {frame.first:,} inputs.", showarrow=False, x=0.5, y=0.5, xref="paper",
            yref="paper", font={"color": TEXT[theme], "size": 14},
        )  # fmt: skip
    above = {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "xanchor": "left"}
    figure.update_layout(margin={"r": ASIDE, "t": 8}, legend=above, uirevision=str(frame))
    drawn: dict[str, Any] = figure.layout.to_plotly_json()
    return drawn


def _curve(trail: Trail, band: pd.DataFrame, style: dict[str, str]) -> list[dict[str, Any]]:
    """Quartiles and median of a network; of a ghost, the median."""
    steps = band.index.tolist()
    shared = {"type": "scatter", "mode": "lines", "x": steps, "legendgroup": trail.word}
    sides = [
        {
            **shared, "y": band[edge].tolist(), "line": {"width": 0}, "fill": to, "fillcolor": faint(style["color"]),
            "showlegend": False, "hoverinfo": "skip", "uid": _uid(trail, edge),
        }
        for edge, to in SIDES
        if not trail.ghost
    ]  # fmt: skip
    points = [
        [trail.word, trail.seeds[n], step] for step, n in zip(steps, band.nearest.tolist(), strict=True)
    ]
    median = {
        **shared, "y": band.middle.tolist(), "name": trail.line.name, "customdata": points,
        "uid": _uid(trail, "middle"), "opacity": GHOST if trail.ghost else 1.0,
        "legendrank": 2000 if trail.ghost else 1000,
        "line": {**style, "width": 1.5 if trail.ghost else 2.5},
        "hovertemplate": "%{y:.2%} after %{x:,} inputs (seed %{customdata[1]})",
    }  # fmt: skip
    return [*sides, median]


def _ends(trail: Trail, low: float, colour: str) -> list[dict[str, Any]]:
    """A cross where a run broke off."""
    if not trail.ends:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "x": [step for step, _, _ in trail.ends],
            "y": [max(error, low) for _, error, _ in trail.ends], "text": [why for _, _, why in trail.ends],
            "marker": {"symbol": "x", "size": 11, "color": colour}, "legendgroup": trail.word, "showlegend": False,
            "hovertemplate": "%{text}<extra></extra>", "uid": _uid(trail, "ends"),
        }
    ]  # fmt: skip


def _uid(trail: Trail, what: str) -> str:
    """A name for good that a style sheet can hold: Plotly makes a class of it."""
    return re.sub(r"[^0-9a-z]", lambda found: f"_{ord(found[0])}", f"{trail.word} {what}")
