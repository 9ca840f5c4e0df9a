"""Along one parameter, and along the inputs: how errors answer to a knob, and how the runs of one setting learned.

They are drawn many times a second while a cross-hair is moved: dictionaries, as Plotly's script reads them.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from nmn.app.shared.figures.ends import Beside, End, named, needed, width
from nmn.app.shared.figures.map import LABELLED, MARK, Ticks, spread
from nmn.app.shared.figures.panels import look
from nmn.app.shared.figures.style import (
    COLOURS,
    FLOOR,
    TEXT,
    axis,
    errors,
    faint,
    height_of,
    lowest,
    paper,
)
from nmn.trace import Floats

ABOVE, BELOW, LETTERS = 12, 52, 10  # px around the curves, and letters in a row of a name
BETWEEN = 0.08  # two panels, of the figure's width


class Side(NamedTuple):
    """Errors along one parameter, the others as they are in the chosen cell.

    Attributes:
        ticks: its values.
        band: [3, values], quartiles over seeds; NaN where nothing is known.
        picked: number of the chosen value.
    """

    ticks: Ticks
    band: Floats
    picked: int


class Learner(NamedTuple):
    """A run's learning curve: its name, inputs seen, errors, and whether training failed."""

    name: str
    steps: Sequence[int]
    error: Sequence[float]
    failed: bool


def response(
    sides: Sequence[Side], model: str, theme: str = "light", title: str = "wrong answers", height: int = 300
) -> dict[str, Any]:
    """Errors along each parameter: the median over seeds, a band from quartile to quartile, the chosen value marked.

    Args:
        sides: a panel each.
        model: a network by name, for its colour.
        theme: "light" or "dark".
        title: of the axis of errors.
        height: px.
    """
    known = [side.band[np.isfinite(side.band)] for side in sides]
    low = lowest(min((float(band.min()) for band in known if len(band)), default=FLOOR))
    data: list[dict[str, Any]] = []
    whole = paper(height, theme) | {"shapes": []}
    wide = (1 - BETWEEN * (len(sides) - 1)) / len(sides)
    for number, side in enumerate(sides):
        mine = "" if number == 0 else str(number + 1)
        data += _band(side, low, {"xaxis": f"x{mine}", "yaxis": f"y{mine}"}, COLOURS[theme][model])
        left = number * (wide + BETWEEN)
        whole[f"xaxis{mine}"] = axis(theme, side.ticks.title) | {
            "anchor": f"y{mine}", "domain": [left, left + wide], "range": [-0.3, len(side.ticks.texts) - 0.7],
            **spread(side.ticks, LABELLED // len(sides) + 1),
        }  # fmt: skip
        beside = {"matches": "y", "showticklabels": False} if mine else {}
        whole[f"yaxis{mine}"] = (
            axis(theme, "" if mine else title) | errors(low) | {"anchor": f"x{mine}"} | beside
        )
        whole["shapes"].append(
            {
                "type": "line", "x0": side.picked, "x1": side.picked, "y0": 0, "y1": 1, "xref": f"x{mine}",
                "yref": f"y{mine} domain", "line": {"color": TEXT[theme], "width": 1, "dash": "dot"},
            }
        )  # fmt: skip
    return {"data": data, "layout": whole}


def _band(side: Side, low: float, place: dict[str, str], colour: str) -> list[dict[str, Any]]:
    """The quartiles along a parameter, where something is known."""
    at = np.flatnonzero(np.isfinite(side.band[1])).tolist()
    band = side.band[:, at].clip(min=low).tolist()
    shared: dict[str, Any] = {"type": "scatter", "x": at, "showlegend": False, **place}
    faintly = {"mode": "lines", "line": {"width": 0}, "fillcolor": faint(colour), "hoverinfo": "skip"}
    nowhere = {} if at else {"x": [None], "y": [None]}  # an empty panel has its place all the same
    edges = [
        {**shared, "y": band[edge], **faintly, "fill": to, **nowhere}
        for edge, to in ((2, "none"), (0, "tonexty"))
    ]
    median = {
        **shared, "y": band[1], "mode": "lines+markers", "line": {"color": colour, "width": 2.5}, "name": "median",
        "customdata": [side.ticks.texts[value] for value in at],
        "hovertemplate": f"%{{y:.2%}} at {side.ticks.title} %{{customdata}}<extra></extra>",
    }  # fmt: skip
    return [*edges, median]


def learning(
    learners: Sequence[Learner],
    inputs: int,
    model: str,
    theme: str = "light",
    title: str = "wrong answers",
    height: int = 300,
) -> dict[str, Any]:
    """How each run of a setting learned: errors over the inputs seen; a cross where training failed.

    Args:
        learners: the runs.
        inputs: that they are trained on.
        model: a network by name, for its colour.
        theme: "light" or "dark".
        title: of the axis of errors.
        height: px.
    """
    colour = COLOURS[theme][model]
    low = lowest(min((min(each.error) for each in learners if len(each.error)), default=FLOOR))
    data: list[dict[str, Any]] = []
    ends = []
    for number, each in enumerate(learners):
        steps, error, way = (
            list(each.steps),
            [max(float(error), low) for error in each.error],
            look(model, number),
        )
        mark = (
            {"symbol": "x", "color": MARK[theme]} if each.failed else {"symbol": way.symbol, "color": colour}
        )
        data += [
            {
                "type": "scatter", "x": steps, "y": error, "name": each.name, "mode": "lines",
                "hovertemplate": "%{y:.2%} after %{x:,} inputs",
                "line": {"color": colour, "width": 1.8, "dash": way.dash},
            },
            {
                "type": "scatter", "x": steps[-1:], "y": error[-1:], "mode": "markers", "hoverinfo": "skip",
                "cliponaxis": False, "marker": {**mark, "size": 9},
                "name": f"{each.name} failed" if each.failed else f"end of {each.name}",
            },
        ]  # fmt: skip
        if error:
            ends.append(End(each.name, height_of(error[-1], low), colour, way.dash))
    tall = max(height - ABOVE - BELOW, needed([end.text for end in ends], LETTERS))
    up = errors(low)
    beside = Beside(1, (up["range"][0], up["range"][1]), True, 1.0, tall, LETTERS)
    across = {"tickformat": "~s", "range": [0, inputs], "automargin": False}
    layout = paper(round(tall + ABOVE + BELOW), theme) | named(ends, beside, theme) | {
        "showlegend": False, "margin": {"t": ABOVE, "b": BELOW, "l": 8, "r": width(LETTERS)},
        "xaxis": axis(theme, "inputs seen") | across, "yaxis": axis(theme, title) | up,
    }  # fmt: skip
    return {"data": data, "layout": layout}
