"""The public interface for scripts and notebooks: train a network, compare several, vary what you like.

    import nmn

    run = nmn.train("sorted", tau=2, gamma=0.5, seed=3)
    run.curve.plot()                              # errors while it learned
    run.trace(900, 1000).memory                   # [100, M] composite memories of these steps
    run.fork(900, gamma=0.9).train().test_error()

Settings are those of `nmn.parameters`, by name; what is left out is as the task's recipe has it. One that is not
possible raises a `ParameterError`, whose text says what is allowed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nmn.engine import COMPARED
from nmn.parameters import SPECS, Parameters, recipe, unknown
from nmn.runs.training import Run
from nmn.spec import ParameterError
from nmn.studies.grid import Axis, Grid
from nmn.studies.jobs import threads, work
from nmn.studies.store import Store
from nmn.studies.table import frame

if TYPE_CHECKING:
    import pandas as pd


def settings(task: str = "sorted", **changes: Any) -> Parameters:
    """The settings of a run: the task's recipe, but for what is given.

    Args:
        task: what has to be learned.
        **changes: parameters by name; hidden may be one number.

    Raises:
        ParameterError: there is no such parameter or task, or a value that it cannot take.
    """
    SPECS["task"].check(task)
    return replace(recipe(task), **{name: _value(name, value) for name, value in changes.items()})


def train(task: str = "sorted", **changes: Any) -> Run:
    """Train one network, to its end; `trouble` of the run says why where it ended early.

    Args:
        task, **changes: see `settings`.

    Returns:
        The run: `curve`, `test()`, `at(step)`, `trace(start, stop)`, `fork(step, ...)`.
    """
    return Run(settings(task, **changes)).train()


def compare(
    task: str = "sorted",
    models: Sequence[str] = COMPARED,
    *,
    seeds: Iterable[int] = range(3),
    **changes: Any,
) -> "pd.DataFrame":
    """Train several networks on the same streams, on all cores.

    Args:
        task, **changes: see `settings`.
        models: the networks.
        seeds: of the streams and the initial weights.

    Returns:
        A row for each network and seed: model, seed, error on fresh inputs (of each part, too, where the task has
        several), trouble, inputs trained, seconds.
    """
    return sweep(task, seeds=seeds, model=list(models), **changes)


def sweep(
    task: str = "sorted", *, seeds: Iterable[int] = range(3), file: str | Path | None = None, **changes: Any
) -> "pd.DataFrame":
    """Train a network for every combination of the values that are given as lists, on all cores.

    Args:
        task: what has to be learned.
        seeds: of each setting.
        file: an SQLite file that keeps every run as soon as it is done; what it has is not run again.
        **changes: parameters by name: a list, a range or an array is varied, anything else is fixed.

    Returns:
        A row for each run: what is varied, seed, error on fresh inputs (of each part, too, where the task has several),
        trouble, inputs trained, seconds. A setting that is not possible has its sentence as the trouble.
    """
    varied = {name: value for name, value in changes.items() if isinstance(value, list | range | np.ndarray)}
    fixed = {name: value for name, value in changes.items() if name not in varied}
    axes = tuple(_axis(name, values) for name, values in varied.items())
    grid = Grid(settings(task, **fixed), axes, tuple(int(seed) for seed in seeds))
    with Store(None if file is None else Path(file)) as store:
        work(grid.jobs(), store, threads())
        return frame(grid, store)


def _axis(name: str, values: Iterable[Any]) -> Axis:
    found = tuple(dict.fromkeys(_value(name, value) for value in values))
    if not found:
        raise ParameterError(f"{name} has no values to vary.")
    for value in found:
        SPECS[name].check(value)
    return Axis(name, found)


def _value(name: str, value: Any) -> Any:
    """A value as the parameter's field has it: of NumPy's numbers Python's, of one layer size a tuple."""
    if name not in SPECS:
        raise ParameterError(unknown(name))
    value = value.item() if isinstance(value, np.generic) else value
    sizes: Mapping[str, type] = {"widths": int, "switches": bool}
    kind = SPECS[name].kind
    if kind in sizes:
        return (value,) if isinstance(value, sizes[kind]) else tuple(value)
    return float(value) if kind == "number" and isinstance(value, int) else value
