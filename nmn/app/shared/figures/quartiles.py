"""Learning curves of many seeds as quartiles, and long ones thinned for the screen."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

POINTS = 60  # of a line, at most


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
    gaps = bool(np.isnan(values).any())
    quantile = np.nanquantile if gaps else np.quantile  # many times as fast, to the same bits
    low, middle, high = quantile(values, [0.25, 0.5, 0.75], axis=0)
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
