"""Errors while networks learn: medians and quartiles over seeds, and what the paper prints (Fig. 2, 7-10).

A figure is made of plain dictionaries, as Plotly's script reads them: checking them would take longer than all else.
"""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from nmn.app.shared.figures.grid import Grid
from nmn.app.shared.figures.panels import Key, Line, Look, Panel, drawn, looks
from nmn.app.shared.figures.style import COLOURS, ENGLISH, Axes, faint, lowest
from nmn.engine import NETWORKS

WIDE, THIN = 2.5, 1.5  # px of a line, and of one that stands beside
SIDES = (("high", "none"), ("low", "tonexty"))


def convergence(
    panels: Sequence[Panel], theme: str = "light", axes: Axes = ENGLISH, stacked: bool = False
) -> dict[str, Any]:
    """Errors over the inputs seen, panel beside panel, each line named at its end.

    Where too much would overlap in a panel, it becomes one for each line of the model that has most, under its name.

    Args:
        panels: what to draw.
        theme: "light" or "dark".
        axes: what they are called.
        stacked: whether panels are one below the other on a large screen, too.

    Returns:
        "data", "layout", and "narrow": the layout for a small screen.
    """
    low = lowest(min(float(line.band.low.min()) for panel in panels for line in panel.lines))
    styles = looks(line for panel in panels for line in panel.lines)
    shown = drawn(panels, low)
    data = [
        trace
        for number, panel in enumerate(shown, start=1)
        for trace in _panel(panel, number, low, styles, COLOURS[theme], axes.point)
    ]
    grid = Grid(shown, styles, low, theme, axes)
    narrow = grid._replace(narrow=True).layout()
    return {"data": data, "layout": narrow if stacked else grid.layout(), "narrow": narrow}


def curves(panels: Sequence[Panel]) -> pd.DataFrame:
    """The numbers that `convergence` draws: a row for each point of each line, errors as fractions."""
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "panel": panel.title, "line": line.name, "model": NETWORKS[line.model].title,
                    "inputs": line.band.index,
                    "low": line.band.low.array, "median": line.band.middle.array, "high": line.band.high.array,
                    "paper": math.nan if line.paper is None else line.paper,
                }
            )
            for panel in panels
            for line in panel.lines
        ],
        ignore_index=True,
    )  # fmt: skip


def _panel(
    panel: Panel, number: int, low: float, styles: dict[Key, Look], colours: dict[str, str], point: str
) -> list[dict[str, Any]]:
    """A panel's traces: bands behind, then what stands beside, then its lines and their ends."""
    name = "" if number == 1 else str(number)
    axes = {"xaxis": f"x{name}", "yaxis": f"y{name}"}
    bands = [band for line in panel.lines for band in _band(line, low, colours[line.model], axes)]
    said = {"hovertemplate": point}
    beside = [_median(line, low, styles, colours, axes, THIN) | said for line in panel.beside]
    lines = [_median(line, low, styles, colours, axes, WIDE) | said for line in panel.lines]
    ends = [_end(line, low, styles, colours, axes) for line in (*panel.beside, *panel.lines)]
    return [*bands, *beside, *lines, *ends]


def _band(line: Line, low: float, colour: str, axes: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "type": "scatter", "mode": "lines", "x": line.band.index.tolist(),
            "y": line.band[edge].clip(lower=low).tolist(), "line": {"width": 0}, "fill": to, "fillcolor": faint(colour),
            "showlegend": False, "hoverinfo": "skip", **axes,
        }
        for edge, to in SIDES
    ]  # fmt: skip


def _median(
    line: Line,
    low: float,
    styles: dict[Key, Look],
    colours: dict[str, str],
    axes: dict[str, str],
    width: float,
) -> dict[str, Any]:
    steps = line.band.index.tolist()
    return {
        "type": "scatter", "mode": "lines", "x": steps, "y": line.band.middle.clip(lower=low).tolist(),
        "name": line.name, "showlegend": False,
        "line": {"color": colours[line.model], "dash": styles[line.model, line.name].dash, "width": width},
        "customdata": [[line.run, step] for step in steps], **axes,
    }  # fmt: skip


def _end(
    line: Line, low: float, styles: dict[Key, Look], colours: dict[str, str], axes: dict[str, str]
) -> dict[str, Any]:
    """The marker at a line's end: runs may end before the panel does."""
    return {
        "type": "scatter", "mode": "markers", "x": [int(line.band.index[-1])],
        "y": [max(float(line.band.middle.iloc[-1]), low)], "showlegend": False, "hoverinfo": "skip",
        "cliponaxis": False, "marker": {
            "symbol": styles[line.model, line.name].symbol, "size": 8, "color": colours[line.model],
        }, **axes,
    }  # fmt: skip
