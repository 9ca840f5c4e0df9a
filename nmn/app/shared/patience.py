"""Training as far as who waits for an answer may be kept waiting."""

import time
from collections.abc import Callable, Sequence

from nmn.runs.tape import PIECE
from nmn.runs.training import Run

PATIENCE = 0.25  # seconds: a hand does not wait longer for what it moves


def train(
    runs: Sequence[Run], gone: Callable[[], bool], first: Callable[[Run], float] = lambda _: 0.0
) -> bool:
    """Train runs piece by piece as long as patience goes; who asks again has them go on from there.

    Args:
        runs: those to train, in their order.
        gone: whether nobody waits any more.
        first: of those that are left, the first one of which this is least comes next.

    Returns:
        Whether somebody still waits.
    """
    end = time.perf_counter() + PATIENCE
    while left := [run for run in runs if not run.finished]:
        if gone():
            return False
        run = min(left, key=first)
        run.train(until=run.length + PIECE)
        if time.perf_counter() >= end:
            break
    return True
