"""What is known of a map: the outcomes of its runs as numbers by cell and seed."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from nmn.parameters import Parameters
from nmn.runs.findings import KINDS as FOUND
from nmn.studies.grid import Grid
from nmn.studies.outcome import Outcome
from nmn.trace import Flags, Floats

Cell = tuple[int, ...]
KINDS = FOUND | {"far": "far above the best setting"}
FAR, MORE = (
    10.0,
    0.1,
)  # a run fails that errs so many times as often as the best setting does, and so much more
Known = Mapping[tuple[Cell, int], Outcome]  # by cell and number of the seed


class Table:
    """Outcomes so far.

    Attributes:
        grid: the runs that are wanted.
        known: the outcomes that are there.
        error: [axes..., seeds], test errors; NaN where nothing is known.
        kinds: of the runs that failed, by cell and number of the seed, what went wrong: a key of KINDS.
        failed: [axes..., seeds], whether they did.
    """

    def __init__(self, grid: Grid, known: Known) -> None:
        self.grid, self.known = grid, known
        shape = (*(len(each.values) for each in grid.axes), len(grid.seeds))
        self.error: Floats = np.full(shape, np.nan)
        self.failed: Flags = np.zeros(shape, bool)
        for (cell, number), outcome in known.items():
            self.error[(*cell, number)] = outcome.error
        self.kinds = dict(self._failures())
        for cell, number in self.kinds:
            self.failed[(*cell, number)] = True

    def _failures(self) -> Iterator[tuple[tuple[Cell, int], str]]:
        best = 0.0 if self.best is None else self.band(self.best)[1]
        for place, outcome in self.known.items():
            if outcome.kind or outcome.trouble:
                yield place, outcome.kind or "stuck"
            elif outcome.error > max(FAR * best, best + MORE):
                yield place, "far"

    @property
    def wanted(self) -> int:
        """Runs that are possible."""
        return (len(self.grid.cells) - len(self.grid.impossible)) * len(self.grid.seeds)

    @cached_property
    def count(self) -> Any:
        """[axes...], runs that are known."""
        return np.isfinite(self.error).sum(axis=-1)

    @cached_property
    def quartiles(self) -> Floats:
        """[3, axes...], quartiles over the seeds that are known; NaN where none is."""
        bands = np.full((3, *self.count.shape), np.nan)
        there = self.count > 0
        if there.any():
            bands[:, there] = np.nanquantile(self.error[there], [0.25, 0.5, 0.75], axis=-1)
        return bands

    def band(self, cell: Cell) -> tuple[float, float, float]:
        """Quartiles of a cell."""
        low, middle, high = (float(each[cell]) for each in self.quartiles)
        return low, middle, high

    def along(self, number: int, cell: Cell) -> Floats:
        """[3, values], quartiles along an axis through a cell."""
        at: Any = (slice(None), *cell[:number], slice(None), *cell[number + 1 :])
        return self.quartiles[at]

    @property
    def median(self) -> Floats:
        """[axes...], median test error over seeds."""
        middle: Floats = self.quartiles[1]
        return middle

    @cached_property
    def share(self) -> Floats:
        """[axes...], share of the known runs that failed; 0 where none is known."""
        shares: Floats = self.failed.sum(axis=-1) / np.maximum(self.count, 1)
        return shares

    @cached_property
    def best(self) -> Cell | None:
        """The cell with the smallest median, of equals the most central one; None where nothing is known."""
        if not self.known:
            return None
        ties = np.argwhere(self.median == np.nanmin(self.median))
        centre = (np.array(self.median.shape) - 1) / 2
        return tuple(int(at) for at in ties[np.abs(ties - centre).sum(axis=1).argmin()])

    def runs(self, cell: Cell) -> list[Outcome]:
        """The outcomes of a cell, by seed."""
        return [
            self.known[cell, number] for number in range(len(self.grid.seeds)) if (cell, number) in self.known
        ]

    def parameters(self, cell: Cell) -> Parameters | None:
        """The settings of a cell with its first seed, None where they are not possible."""
        return None if cell in self.grid.impossible else self.grid.parameters(cell, self.grid.seeds[0])

    def frame(self) -> pd.DataFrame:
        """A row for each run that is known: what is varied, its seed and what came of it."""
        rows = [
            {
                **{
                    name: each.spec.text(value)
                    for each, (name, value) in zip(
                        self.grid.axes, self.grid.values(cell).items(), strict=True
                    )
                },
                "seed": self.grid.seeds[number],
                "test error": outcome.error,
                "inputs": outcome.steps,
                "trouble": outcome.trouble or "",
            }
            for (cell, number), outcome in sorted(self.known.items(), key=lambda item: item[0])
        ]
        return pd.DataFrame(rows)


def closest(grid: Grid, parameters: Parameters) -> Cell:
    """The cell whose values are nearest to some settings; the middle one of an axis without an order."""
    cell = []
    for each in grid.axes:
        wanted = getattr(parameters, each.name)
        if wanted in each.values:
            cell.append(each.values.index(wanted))
        elif isinstance(wanted, int | float):
            cell.append(min(range(len(each.values)), key=lambda at: abs(each.values[at] - wanted)))
        else:
            cell.append(len(each.values) // 2)
    return tuple(cell)


def nearest(values: Floats, where: Flags) -> Floats:
    """Each cell's own value where it has one, else that of the nearest cell that has; NaN outside `where`.

    Args:
        values: [rows, columns], NaN where there is none.
        where: [rows, columns], cells that can have one.
    """
    known = np.argwhere(np.isfinite(values))
    filled = values.copy()
    if len(known):
        gaps = np.argwhere(~np.isfinite(values) & where)
        steps = np.abs(gaps[:, None] - known[None])
        closest = known[(steps.max(axis=2) + 1e-3 * steps.sum(axis=2)).argmin(axis=1)]
        filled[tuple(gaps.T)] = values[tuple(closest.T)]
    return filled
