"""A table of outcomes as what the figures draw."""

from typing import Any

import numpy as np
import pandas as pd

from nmn.app.map.phrases import counted, setting, shown
from nmn.app.map.table import Cell, Table, nearest
from nmn.app.shared.figures import Learner, Sheet, Side, Ticks
from nmn.app.shared.figures.style import percent
from nmn.parameters import SPECS
from nmn.studies.grid import Axis, Grid
from nmn.trace import Floats


def ticks(axis: Axis) -> Ticks:
    """An axis with its values as a person writes them."""
    return Ticks(axis.spec.title, [shown(axis.spec, value) for value in axis.values])


def sheets(table: Table) -> list[Sheet]:
    """A panel for each value of the third parameter, or one."""
    axes = table.grid.axes
    if len(axes) == 2:
        return [_sheet(table, "", ())]
    third = axes[2]
    name = third.spec.symbol or third.spec.label
    return [
        _sheet(table, f"{name} = {shown(third.spec, value)}", (number,))
        for number, value in enumerate(third.values)
    ]


def _sheet(table: Table, title: str, panel: Cell) -> Sheet:
    """One panel; the first axis of the grid runs from left to right, the second one from bottom to top."""
    across, up = (len(each.values) for each in table.grid.axes[:2])
    cells = [[(i, j, *panel) for i in range(across)] for j in range(up)]
    impossible = np.array([[cell in table.grid.impossible for cell in row] for row in cells])
    error = _flat(table.median, panel)
    return Sheet(
        title,
        nearest(error, ~impossible),
        np.isfinite(error),
        _flat(table.share, panel),
        impossible,
        [[_hover(table, cell) for cell in row] for row in cells],
        [[name(table.grid, cell) for cell in row] for row in cells],
    )


def name(grid: Grid, cell: Cell) -> str:
    """A cell by what it varies, so that it is known from a cell of another map: gamma=0.3 alpha=0.5."""
    return " ".join(f"{name}={SPECS[name].text(value)}" for name, value in grid.values(cell).items())


def _flat(values: Floats, panel: Cell) -> Floats:
    """[up, across], one panel of [across, up, panels]."""
    at: Any = (slice(None), slice(None), *panel)
    return values[at].T


def _hover(table: Table, cell: Cell) -> str:
    """What is known of a cell, in the lines of a hover label."""
    lines = [setting(table.grid, cell)]
    if cell in table.grid.impossible:
        return "<br>".join([*lines, *_wrapped(table.grid.impossible[cell])])
    count, seeds = int(table.count[cell]), len(table.grid.seeds)
    if not count:
        return "<br>".join([*lines, "not measured yet: the colour is that of the nearest cell"])
    low, middle, high = table.band(cell)
    lines.append(
        f"median {percent(middle)} of {counted(count, 'run')}{f' ({seeds} wanted)' * (count < seeds)}"
    )
    if count > 1:
        lines.append(f"quartiles {percent(low)} to {percent(high)}")
    if failed := int(table.failed[cell].sum()):
        lines.append(f"{failed} of {counted(count, 'run')} failed")
    return "<br>".join(lines)


def _wrapped(text: str, width: int = 60) -> list[str]:
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def sides(table: Table, cell: Cell) -> list[Side]:
    """Errors along each axis through a cell."""
    return [
        Side(ticks(axis), table.along(number, cell), cell[number])
        for number, axis in enumerate(table.grid.axes)
    ]


def learners(table: Table, cell: Cell) -> list[Learner]:
    """The learning curves of a cell's runs."""
    return [
        Learner(f"seed {seed}", *run.curves[""], (cell, number) in table.kinds)
        for number, seed in enumerate(table.grid.seeds)
        if (run := table.known.get((cell, number)))
    ]


def curves(table: Table, cell: Cell) -> pd.DataFrame:
    """The points of the learning curves of a cell's runs."""
    return pd.DataFrame(
        [
            {"seed": run.parameters.seed, "inputs": step, "error": error}
            for run in table.runs(cell)
            for step, error in zip(*run.curves[""], strict=True)
        ],
        columns=["seed", "inputs", "error"],
    )


def bands(table: Table, cell: Cell) -> pd.DataFrame:
    """The quartiles along each axis through a cell."""
    return pd.DataFrame(
        [
            {
                "parameter": axis.name,
                "value": axis.spec.text(value),
                "low": low,
                "median": middle,
                "high": high,
            }
            for axis, side in zip(table.grid.axes, sides(table, cell), strict=True)
            for value, (low, middle, high) in zip(axis.values, side.band.T, strict=True)
        ]
    )
