"""Arrays of a network with sparse memories: a state has slots in place of axes, and gets more when they run out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nmn.trace import Counts, Floats


def halves(generator: np.random.PCG64) -> NDArray[np.uint64]:
    """[4] where a generator stands: the upper and the lower half of its state and of its increment."""
    numbers = generator.state["state"]
    return np.array([part for name in ("state", "inc") for part in divmod(numbers[name], 2**64)], np.uint64)


def drawn(generator: np.random.PCG64, s: float, rows: int, kept: int, every: int, room: int) -> Floats:
    """Initial weights, uniform in plus or minus s, flat.

    Args:
        generator: draws `every` numbers for each row, be they needed or not.
        s: the range.
        rows: number of rows.
        kept: of each row's numbers those that come first and are needed now; the rest are those of axes.
        every: how many there are.
        room: length of a row: where it is not that of all, what follows the first is left to the patterns to come.
    """
    rng = np.random.Generator(generator)
    if every == room:
        return rng.uniform(-s, s, rows * every)
    weights = np.zeros((rows, room))
    for row in weights:
        row[:kept] = rng.uniform(-s, s, kept)
        generator.advance(every - kept)
    return weights.ravel()


def longer(flat: NDArray[Any], rows: Counts, before: Counts, after: Counts, blank: int = 0) -> NDArray[Any]:
    """Flat matrices, each of so many rows, with rows that are longer now: what is new in them is blank."""
    parts = []
    for k, m, n, part in zip(rows, before, after, np.split(flat, np.cumsum(rows * before)[:-1]), strict=True):
        matrix = np.full((k, n), blank, flat.dtype)
        matrix[:, :m] = part.reshape(k, m)
        parts.append(matrix.ravel())
    return np.concatenate(parts)
