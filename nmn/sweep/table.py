"""What a sweep found, as tables: a row for each run, and a line for each setting."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from nmn.sweep.grid import Grid
from nmn.sweep.store import RESULTS, Store, plain


def frame(grid: Grid, store: Store) -> pd.DataFrame:
    """A row for each run that is done or not possible: what is varied, the seed, and what came out.

    The columns are those of `Store.frame`. A setting that is not possible has a row for
    each seed, with its sentence as the trouble and no error.
    """
    names = [each.name for each in grid.axes]
    rows: list[Mapping[Any, Any]] = []
    for cell in grid.cells:
        place = {
            each.name: plain(each.spec, each.values[at]) for each, at in zip(grid.axes, cell, strict=True)
        }
        if cell in grid.impossible:
            rows += [place | {"seed": seed, "trouble": grid.impossible[cell]} for seed in grid.seeds]
        else:
            done = store.frame(grid.parameters(cell, seed) for seed in grid.seeds)
            rows += done.to_dict("records")
    whole = pd.DataFrame(rows, columns=None if rows else [*names, "seed", "error", *RESULTS])
    parts = [name for name in whole.columns if name.startswith("error, ")]
    return whole.reindex(columns=[*names, "seed", "error", *parts, *RESULTS])
