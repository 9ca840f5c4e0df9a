"""A race as a figure: curves that grow in a frame that stands still, and what earlier settings had come to.

It is drawn many times a second, so it is made of plain dictionaries, as Plotly's script reads them.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from nmn.app.shared.figures.ends import Beside, End, named, needed, width
from nmn.app.shared.figures.panels import DEEP, Key, Line, Look, looks
from nmn.app.shared.figures.style import (
    COLOURS,
    PRINTED,
    TEXT,
    Axes,
    axis,
    errors,
    faint,
    lowest,
    paper,
    percent,
)
from nmn.engine import NETWORKS

HEIGHT, ABOVE, BELOW, LEFT = 384, 12, 52, 108  # px of the whole, and around the curves
LETTERS = 26  # in a row of a name

GHOST = 0.5  # opacity
SHOWN = ("low", "middle", "high")
SIDES = (("high", "none"), ("low", "tonexty"))


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
        said: what they are called.
    """

    first: int
    last: int
    logs: tuple[bool, bool]
    said: Axes


def race(trails: Sequence[Trail], frame: Frame, theme: str = "light") -> dict[str, Any]:
    """Errors of all networks over the inputs seen, medians and quartiles over their seeds, each named at its end.

    Each point of a median carries word, seed and step of the run that is nearest to it. Of a model with more than DEEP
    networks, quartiles would lie over each other: they are left out.

    Args:
        trails: the curves, each with a point at least.
        frame: the axes.
        theme: "light" or "dark".
    """
    alive = [trail for trail in trails if not trail.ghost]
    order = [*alive, *(trail for trail in trails if trail.ghost)]
    bands = [trail.line.band for trail in trails]
    low = lowest(min((float(band.low.min()) for band in bands), default=1.0)) if frame.logs[1] else 0.0
    top = math.ceil(max((float(band.high.max()) for band in bands), default=1.0) * 10) / 10
    styles = looks(trail.line for trail in order)
    crowds = Counter(trail.line.model for trail in alive)
    data: list[dict[str, Any]] = []
    for trail in sorted(order, key=lambda trail: not trail.ghost):  # ghosts behind
        model, band = trail.line.model, trail.line.band
        colour, look = COLOURS[theme][model], styles[model, trail.line.name]
        clipped = band.assign(**band[list(SHOWN)].clip(lower=low))
        sides = [] if trail.ghost or crowds[model] > DEEP else _sides(trail, clipped, colour)
        data += [*sides, *_curve(trail, clipped, colour, look, frame.said.point), *_ends(trail, low, colour)]
    axes = _axes(frame, low, max(0.1, top), theme)
    return {"data": data, "layout": axes | _beside(order, axes, styles, theme, f"{frame.first:,}")}


def _axes(frame: Frame, low: float, top: float, theme: str) -> dict[str, Any]:
    """Axes that stay where they are while curves grow."""
    if frame.logs[0]:
        ends = [math.log10(frame.first) - 0.02, math.log10(max(frame.last, frame.first + 1)) + 0.02]
        x = {"type": "log", "dtick": 1, "range": ends}
    else:
        x = {"type": "linear", "range": [0, frame.last * 1.01]}
    y = errors(low) if frame.logs[1] else {"type": "linear", "tickformat": ".0%", "range": [0, top]}
    return {
        "xaxis": axis(theme, frame.said.inputs) | {"tickformat": "~s", "automargin": False} | x,
        "yaxis": axis(theme, frame.said.errors) | {"automargin": False} | y,
        "uirevision": str(frame),
    }  # fmt: skip


def _beside(
    order: Sequence[Trail], axes: dict[str, Any], styles: dict[Key, Look], theme: str, first: str
) -> dict[str, Any]:
    """The layout around the curves: their names, and what the paper prints."""
    up, colours = axes["yaxis"], COLOURS[theme]
    log, (bottom, top) = up["type"] == "log", up["range"]

    def place(error: float) -> float:
        least = 10 ** (bottom + 0.1) if log else 0.0  # the floor, on which 0 is drawn
        there = math.log10(max(error, least)) if log else error
        return (there - bottom) / (top - bottom)

    lines = [(trail.line, styles[trail.line.model, trail.line.name].dash) for trail in order]
    ends = [
        End(line.name, place(float(line.band.middle.iloc[-1])), colours[line.model], dash)
        for line, dash in lines
    ]
    printed = sorted(
        {(t.line.paper, t.line.model) for t in order if not t.ghost and t.line.paper is not None}
    )
    ends += [
        End(
            f"paper: {NETWORKS[model].title} {percent(error) if error else 'near 0'}",
            place(error),
            colours[model],
            PRINTED,
        )
        for error, model in reversed(printed)
    ]
    tall = max(HEIGHT - ABOVE - BELOW, needed([end.text for end in ends], LETTERS))
    made = named(ends, Beside(1, (bottom, top), log, 1.0, tall, LETTERS), theme)
    whole = paper(round(tall + ABOVE + BELOW), theme)
    made["shapes"] += [
        _printed(bottom + place(error) * (top - bottom), log, colours[model]) for error, model in printed
    ]
    if not order:
        made["annotations"].append(
            {
                "text": f"The first point comes after {first} inputs.", "showarrow": False, "x": 0.5, "y": 0.5,
                "xref": "paper", "yref": "paper", "font": {"color": TEXT[theme], "size": 14},
            }
        )  # fmt: skip
    margin = {"l": LEFT, "r": width(LETTERS), "t": ABOVE, "b": BELOW}
    return whole | made | {"margin": margin, "showlegend": False}


def _printed(height: float, log: bool, colour: str) -> dict[str, Any]:
    """A dotted line at what the paper prints."""
    error = 10**height if log else height
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": error, "y1": error,
        "line": {"color": colour, "dash": PRINTED, "width": 1.5},
    }  # fmt: skip


def _sides(trail: Trail, band: pd.DataFrame, colour: str) -> list[dict[str, Any]]:
    """The quartiles of a network."""
    steps = band.index.tolist()
    return [
        {
            "type": "scatter", "mode": "lines", "x": steps, "y": band[edge].tolist(), "line": {"width": 0}, "fill": to,
            "fillcolor": faint(colour), "showlegend": False, "hoverinfo": "skip", "uid": _uid(trail, edge),
        }
        for edge, to in SIDES
    ]  # fmt: skip


def _curve(trail: Trail, band: pd.DataFrame, colour: str, look: Look, point: str) -> list[dict[str, Any]]:
    """The median of a network, and the marker at its end."""
    steps = band.index.tolist()
    points = [
        [trail.word, trail.seeds[n], step] for step, n in zip(steps, band.nearest.tolist(), strict=True)
    ]
    shared = {"type": "scatter", "opacity": GHOST if trail.ghost else 1.0, "showlegend": False}
    return [
        {
            **shared, "mode": "lines", "x": steps, "y": band.middle.tolist(), "name": trail.line.name,
            "customdata": points, "uid": _uid(trail, "middle"),
            "line": {"color": colour, "dash": look.dash, "width": 1.5 if trail.ghost else 2.5},
            "hovertemplate": f"{point} (seed %{{customdata[1]}})",
        },
        {
            **shared, "mode": "markers", "x": steps[-1:], "y": band.middle.tolist()[-1:], "hoverinfo": "skip",
            "uid": _uid(trail, "last"), "marker": {"symbol": look.symbol, "size": 8, "color": colour},
            "cliponaxis": False,
        },
    ]  # fmt: skip


def _ends(trail: Trail, low: float, colour: str) -> list[dict[str, Any]]:
    """A cross where a run broke off."""
    if not trail.ends:
        return []
    return [
        {
            "type": "scatter", "mode": "markers", "x": [step for step, _, _ in trail.ends],
            "y": [max(error, low) for _, error, _ in trail.ends], "text": [why for _, _, why in trail.ends],
            "marker": {"symbol": "x", "size": 11, "color": colour}, "showlegend": False,
            "hovertemplate": "%{text}<extra></extra>", "uid": _uid(trail, "ends"),
        }
    ]  # fmt: skip


def _uid(trail: Trail, what: str) -> str:
    """A name for good that a style sheet can hold: Plotly makes a class of it."""
    return re.sub(r"[^0-9a-z]", lambda found: f"_{ord(found[0])}", f"{trail.word} {what}")
