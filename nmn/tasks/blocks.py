"""Random streams that can be entered anywhere: every block of inputs has a generator of its own."""

from collections.abc import Callable

import numpy as np

from nmn.trace import Stream

BLOCK = 1000
PARTS = {"training": 2, "test": 3, "validation": 5}


def cut(
    make: Callable[[np.random.Generator, int], Stream],
    seed: int,
    part: str,
    start: int,
    stop: int,
    size: int = BLOCK,
) -> Stream:
    """Inputs start up to, not including, stop of an endless stream.

    Args:
        make: gives the `size` inputs whose first has the given number, from a generator.
        seed: the run's seed.
        part: a key of PARTS: independent streams.
        start, stop: counted from 0.
        size: inputs in a block.
    """
    numbers = range(start // size, -(-stop // size))
    blocks = [make(np.random.default_rng((seed, PARTS[part], number)), number * size) for number in numbers]
    whole = Stream(*(np.concatenate(arrays) for arrays in zip(*blocks, strict=True)))
    return whole.cut(start - numbers.start * size, stop - numbers.start * size)
