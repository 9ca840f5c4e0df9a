"""Random streams that can be entered anywhere: every block of inputs has a generator of its own."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 1000
PARTS = {"training": 2, "test": 3, "validation": 5}


def cut(
    make: Callable[[np.random.Generator, int], tuple[NDArray[Any], ...]],
    seed: int,
    part: str,
    start: int,
    stop: int,
    episode: int = 1,
) -> list[NDArray[Any]]:
    """What belongs to the inputs start up to, not including, stop of an endless stream.

    Args:
        make: gives a block's arrays, from its generator and its size: one entry for each input.
        seed: the run's seed.
        part: a key of PARTS: independent streams.
        start, stop: counted from 0.
        episode: a block holds whole episodes of so many inputs, and at least BLOCK inputs.

    Returns:
        The arrays that `make` gives, of stop - start entries each.
    """
    size = -(-BLOCK // episode) * episode
    numbers = range(start // size, -(-stop // size))
    blocks = [make(np.random.default_rng((seed, PARTS[part], number)), size) for number in numbers]
    before = numbers.start * size
    return [np.concatenate(arrays)[start - before : stop - before] for arrays in zip(*blocks, strict=True)]
