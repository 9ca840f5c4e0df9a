"""Made-up outcomes of a map, for the tests."""

from collections.abc import Callable

from nmn.app.map.table import Cell, Table
from nmn.parameters import Parameters
from nmn.studies.grid import Axis, Grid, axis
from nmn.studies.outcome import Outcome

STUCK = "Training stopped after step 700: the outputs sit at 0 or 1, so that no error flows back."


def outcome(parameters: Parameters, error: float, trouble: str | None = None) -> Outcome:
    """A run that ended with an error, on a straight learning curve."""
    return Outcome(parameters, error, {}, trouble, 2000, 1.0, {"": ((1000, 2000), (2 * error, error))})


def table(
    texts: tuple[str, ...],
    error: Callable[[Parameters], float],
    *,
    base: Parameters | None = None,
    seeds: tuple[int, ...] = (0, 1, 2),
    fails: Callable[[Parameters], bool] = lambda _: False,
    known: Callable[[Cell, int], bool] = lambda *_: True,
) -> Table:
    """A map of two or three axes, given as texts, whose errors follow a rule."""
    axes: tuple[Axis, ...] = tuple(map(axis, texts))
    grid = Grid(base or Parameters(), axes, seeds)
    found = {}
    for cell in grid.cells:
        for number, seed in enumerate(seeds):
            if cell not in grid.impossible and known(cell, number):
                run = grid.parameters(cell, seed)
                found[cell, number] = outcome(run, error(run), STUCK if fails(run) else None)
    return Table(grid, found)
