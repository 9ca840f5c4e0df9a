"""What a sweep found, as tables: a row for each run, and a line for each setting."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from nmn.studies.grid import Cell, Grid
from nmn.studies.outcome import Outcome
from nmn.studies.store import RESULTS, Store, plain, row

HEADINGS = ("seeds", "median", "quartiles", "failed", "note")


def _done(grid: Grid, store: Store, cell: Cell) -> list[Outcome]:
    """The outcomes of a cell that are there, by seed."""
    return [done for seed in grid.seeds if (done := store.get(grid.parameters(cell, seed)))]


def frame(grid: Grid, store: Store) -> pd.DataFrame:
    """A row for each run that is done or not possible: what is varied, the seed, and what came out.

    The columns are those of `Store.frame`. A setting that is not possible has a row for each seed, with its sentence
    as the trouble and no error.
    """
    names, rows = [each.name for each in grid.axes], list[dict[str, Any]]()
    for cell in grid.cells:
        if cell in grid.impossible:
            place = {each.name: plain(each.spec, grid.values(cell)[each.name]) for each in grid.axes}
            rows += [place | {"seed": seed, "trouble": grid.impossible[cell]} for seed in grid.seeds]
        else:
            rows += map(row, _done(grid, store, cell))
    whole = pd.DataFrame(rows, columns=None if rows else [*names, "seed", "error", *RESULTS])
    parts = [name for name in whole.columns if name.startswith("error, ")]
    return whole.reindex(columns=[*names, "seed", "error", *parts, *RESULTS]).astype({"trained": "Int64"})


def summary(grid: Grid, store: Store) -> Iterator[str]:
    """A line of a Markdown table for each setting: errors over seeds in per cent, and how many failed.

    A run has failed where training stopped early; it counts with the error that it had come to.
    """
    yield _line(*(each.name for each in grid.axes), *HEADINGS)
    yield _line(*["---"] * (len(grid.axes) + len(HEADINGS)))
    for cell in grid.cells:
        place = [each.texts[at] for each, at in zip(grid.axes, cell, strict=True)]
        if cell in grid.impossible:
            yield _line(*place, "0", "–", "–", "–", grid.impossible[cell])
        else:
            yield _line(*place, *_figures(_done(grid, store, cell)))


def _figures(runs: list[Outcome]) -> Iterator[str]:
    yield str(len(runs))
    low, middle, high = pd.Series([run.error for run in runs], dtype=float).quantile([0.25, 0.5, 0.75])
    yield from (f"{middle:.2%}", f"{low:.2%} – {high:.2%}") if runs else ("–", "–")
    failed = [run.trouble for run in runs if run.trouble]
    yield f"{len(failed)} of {len(runs)}" if failed else "0"
    yield failed[0] if failed else ""


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
