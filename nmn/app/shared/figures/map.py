"""What the knobs do: errors over two parameters, and a third one as panels."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nmn.app.shared.figures import style
from nmn.app.shared.figures.contrast import ink, ramp
from nmn.app.shared.figures.style import BACKGROUND, FLOOR, TEXT, layout, lowest, percent
from nmn.trace import Flags, Floats

# Cividis, which reads the same for most colour-blind eyes: bright where little is wrong.
RAMP = "Cividis_r"
NUMBERED = 14  # columns, of all panels together, up to which a cell holds its number
LABELLED = 9  # ticks that an axis can have before some are left out
SPLIT = 3  # panels beside each other
VEIL = {"light": "rgba(255, 255, 255, 0.45)", "dark": "rgba(20, 25, 30, 0.5)"}
MARK = {"light": "#B3261E", "dark": "#FF8A80"}  # what failed; its cross tells it without colour


class Ticks(NamedTuple):
    """An axis of parameter values: its title and the texts of its values, from the first on."""

    title: str
    texts: Sequence[str]


class Sheet(NamedTuple):
    """One panel of a map; row 0 is at the bottom.

    Attributes:
        title: what stands above it, or "".
        error: [rows, columns], what to colour; NaN where nothing is known.
        measured: [rows, columns], where that is the cell's own error, not that of the nearest one.
        failed: [rows, columns], share of the cell's runs that failed.
        impossible: [rows, columns], settings that cannot be.
        words: [rows][columns], what is known in words.
        cells: [rows][columns], the names by which a click tells which cell it was.
    """

    title: str
    error: Floats
    measured: Flags
    failed: Floats
    impossible: Flags
    words: Sequence[Sequence[str]]
    cells: Sequence[Sequence[str]]


def heat(
    sheets: Sequence[Sheet],
    across: Ticks,
    up: Ticks,
    theme: str = "light",
    *,
    picked: tuple[int, int, int] | None = None,
    title: str = "wrong answers",
    height: int = 480,
    blank: bool = False,
) -> go.Figure:
    """Errors over two parameters, a panel for each value of a third one.

    Cells bear their numbers where `numbered` says that there is room; those whose error is a neighbour's are veiled and
    bear none. A cross grows with the share of runs that
    failed; settings that cannot be are hatched.

    Args:
        sheets: the panels.
        across, up: the axes.
        theme: "light" or "dark".
        picked: panel, row and column of the cell to frame.
        title: of the colours.
        height: px.
        blank: whether nothing is told yet: plain cells, and no scale of colours.
    """
    columns = _columns(len(sheets))
    rows = -(-len(sheets) // columns)
    places: list[list[dict[str, Any] | None]] = [
        [{} if row * columns + k < len(sheets) else None for k in range(columns)] for row in range(rows)
    ]
    figure = make_subplots(
        rows, columns, shared_xaxes=True, shared_yaxes=True, subplot_titles=[sheet.title for sheet in sheets],
        horizontal_spacing=0.03, vertical_spacing=0.14,
        specs=places,
    )  # fmt: skip
    known = np.concatenate([sheet.error[np.isfinite(sheet.error)] for sheet in sheets])
    colours = _colours(known, title, theme)
    told = numbered(len(sheets), across)
    for number, sheet in enumerate(sheets):
        place = {"row": number // columns + 1, "col": number % columns + 1}
        (_plain if blank else _cells)(figure, sheet, place, theme)
        if told and not blank:
            _numbers(figure, sheet, place, colours)
        if picked and picked[0] == number:
            _frame(figure, picked, place, theme)
    _axes(figure, across, up, (rows, columns, len(sheets)), theme)
    layout(figure, height, theme)
    figure.update_layout(
        coloraxis={**colours, "showscale": not blank}, showlegend=False, bargap=0,
        margin_t=32 if len(sheets) > 1 else 8,
    )  # fmt: skip
    return figure


def _columns(panels: int) -> int:
    """How many panels stand beside each other."""
    return 2 if panels == 4 else min(SPLIT, panels)


def numbered(panels: int, across: Ticks) -> bool:
    """Whether the cells of so many panels have room for their numbers."""
    return _columns(panels) * len(across.texts) <= NUMBERED


def _cells(figure: go.Figure, sheet: Sheet, place: dict[str, int], theme: str) -> None:
    """One panel: colours, a veil over what is not measured, hatches and crosses."""
    figure.add_heatmap(
        z=_height(sheet.error), coloraxis="coloraxis", xgap=1, ygap=1, hovertext=sheet.words, hoverinfo="text",
        hoverongaps=True, customdata=sheet.cells, **place,
    )  # fmt: skip
    veiled = ~sheet.measured & np.isfinite(sheet.error)
    figure.add_heatmap(
        z=np.where(veiled, 1.0, np.nan), colorscale=[[0, VEIL[theme]], [1, VEIL[theme]]], showscale=False,
        hoverinfo="skip", xgap=1, ygap=1, **place,
    )  # fmt: skip
    up, across = np.nonzero(sheet.impossible)
    figure.add_bar(
        x=across, y=np.full(len(up), 0.97), base=up - 0.485, width=0.97, hoverinfo="skip", name="impossible",
        marker={
            "color": BACKGROUND[theme], "line": {"width": 0},
            "pattern": {"shape": "/", "size": 7, "solidity": 0.15, "fgcolor": TEXT[theme]},
        }, **place,
    )  # fmt: skip
    up, across = np.nonzero(sheet.failed)
    figure.add_scatter(
        x=across + 0.32, y=up + 0.3, mode="markers", hoverinfo="skip", name="failed",
        marker={
            "symbol": "x", "size": 5 + 6 * sheet.failed[up, across], "color": MARK[theme],
            "line": {"width": 1, "color": BACKGROUND[theme]},
        }, **place,
    )  # fmt: skip


def _plain(figure: go.Figure, sheet: Sheet, place: dict[str, int], theme: str) -> None:
    """Cells without a colour of their own."""
    figure.add_heatmap(
        z=np.where(sheet.impossible, np.nan, 1.0), colorscale=[[0, style.GRID[theme]], [1, style.GRID[theme]]],
        showscale=False, hovertext=sheet.words, hoverinfo="text", customdata=sheet.cells, xgap=2, ygap=2, **place,
    )  # fmt: skip


def _numbers(figure: go.Figure, sheet: Sheet, place: dict[str, int], colours: dict[str, Any]) -> None:
    """The numbers of the cells that are measured, each in the ink that is read best on its cell's colour."""
    up, across = np.nonzero(sheet.measured & np.isfinite(sheet.error))
    errors = sheet.error[up, across]
    shares = (_height(errors) - colours["cmin"]) / (colours["cmax"] - colours["cmin"])
    figure.add_scatter(
        x=across, y=up, mode="text", text=[short(error) for error in errors], hoverinfo="skip",
        textfont={"size": style.SIZE - 2, "color": ink(ramp(RAMP, shares))}, **place,
    )  # fmt: skip


def _height(error: Floats) -> Floats:
    """Errors on the scale of colours."""
    return np.log10(np.clip(error, FLOOR, None))


def _frame(figure: go.Figure, picked: tuple[int, int, int], place: dict[str, int], theme: str) -> None:
    """A frame around the chosen cell, dark in light so that it is seen on every colour."""
    _, up, across = picked
    for width, colour in ((5, BACKGROUND[theme]), (2, TEXT[theme])):
        figure.add_shape(
            type="rect", x0=across - 0.5, x1=across + 0.5, y0=up - 0.5, y1=up + 0.5,
            line={"color": colour, "width": width}, **place,
        )  # fmt: skip


def _axes(figure: go.Figure, across: Ticks, up: Ticks, shape: tuple[int, int, int], theme: str) -> None:
    """Values as ticks; titles at the bottom and at the left only."""
    rows, columns, count = shape
    plain = {
        "showgrid": False, "fixedrange": True, "showline": True, "mirror": True, "ticks": "",
        "linecolor": style.GRID[theme],
    }  # fmt: skip
    figure.update_xaxes(
        range=[-0.5, len(across.texts) - 0.5], **spread(across, LABELLED // columns + 1), **plain
    )
    figure.update_yaxes(range=[-0.5, len(up.texts) - 0.5], **spread(up, LABELLED // rows + 1), **plain)
    for number in range(count - columns, count):  # the lowest panel of each column
        figure.update_xaxes(
            title=across.title, showticklabels=True, row=number // columns + 1, col=number % columns + 1
        )
    figure.update_yaxes(title=up.title, col=1)


def spread(axis: Ticks, most: int) -> dict[str, Any]:
    """The ticks of an axis, thinned evenly where there are many."""
    every = -(-len(axis.texts) // most)
    places = list(range(0, len(axis.texts), every))
    return {"tickvals": places, "ticktext": [axis.texts[place] for place in places]}


def _colours(known: Floats, title: str, theme: str) -> dict[str, Any]:
    """The logarithmic scale of colours; below its end, 0 is drawn as well."""
    low = lowest(float(known.min())) if len(known) else FLOOR
    high = max(1.0, 10.0 ** math.ceil(math.log10(max(known, default=1.0) or 1.0)))
    font = {"size": style.SIZE, "color": TEXT[theme]}
    ticks = [tick for tick in (high, *(style.DECADES if low == FLOOR else style.FINE)) if low <= tick <= high]
    return {
        "colorscale": RAMP, "cmin": math.log10(low), "cmax": math.log10(high),
        "colorbar": {
            "title": {"text": title, "side": "right", "font": font}, "tickfont": font, "thickness": 14, "len": 1,
            "outlinewidth": 0,
            "tickvals": [math.log10(tick) for tick in ticks],
            "ticktext": [f"0 – {percent(tick)}" if tick == FLOOR else percent(tick) for tick in ticks],
        },
    }  # fmt: skip


def short(error: float) -> str:
    """An error in per cent with two figures, as it fits into a cell: 0.00031 is .031."""
    if not math.isfinite(error):
        return ""
    text = f"{error * 100:.2g}" if error < 0.995 else f"{error * 100:.0f}"
    return text.removeprefix("0") if "." in text else text
