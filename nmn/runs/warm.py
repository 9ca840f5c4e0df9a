"""Compile the engine before it is needed, and say so. Numba keeps the result, so that this happens once."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from nmn import engine
from nmn.parameters import Parameters
from nmn.trace import Ports, Stream

SILENCE = 1.5  # seconds after which somebody who waits is told why
# An input of any task: what is compiled is the same for all.
PORTS = Ports(1, (2,))
INPUT = Stream(np.zeros((1, 1)), np.zeros((1, 2)), np.zeros((1, 1), np.int8), np.zeros(1, bool))


class Progress(NamedTuple):
    """How far compiling is.

    Attributes:
        words: what is compiled now, or loaded where that was done before; "" at the end.
        done, total: parts.
    """

    words: str
    done: int
    total: int


def usual() -> list[Parameters]:
    """Runs that are asked for most, the default one first: every network's first variant, then the others."""
    kinds = engine.NETWORKS.values()
    settings = [(i, kind.name, each) for kind in kinds for i, each in enumerate(kind.variants)]
    settings.sort(key=lambda entry: entry[0])
    return [Parameters(model=name, **each) for _, name, each in settings]


def parts(runs: Iterable[Parameters]) -> dict[str, Parameters]:
    """What runs need, in words, each with the first run that needs it."""
    found: dict[str, Parameters] = {}
    for run in dict.fromkeys(runs):
        kind = engine.kind(run)
        found.setdefault(kind.compiled(kind.build(run, PORTS)), run)
    return found


def compiling(runs: Iterable[Parameters]) -> Iterator[Progress]:
    """Load or compile what runs need, part by part: tells before each what it is, and at the end that all are there."""
    wanted = parts(runs)
    for done, (words, run) in enumerate(wanted.items()):
        yield Progress(words, done, len(wanted))
        kind = engine.kind(run)
        network = kind.build(run, PORTS)
        kind.advance(network, run, kind.init(network, run), INPUT)
    yield Progress("", len(wanted), len(wanted))


def warm(report: Callable[[str], None], runs: Iterable[Parameters] | None = None) -> None:
    """Load or compile what runs need, and wait for it.

    Args:
        report: called with what to tell the user, for each part that takes long.
        runs: the runs; where there are none, the usual ones.
    """
    began, told, timer = time.perf_counter(), threading.Event(), threading.Timer(0, str)

    def tell(now: Progress) -> None:
        told.set()
        report(f"Compiling the engine, once: {now.words}, {now.done + 1} of {now.total} ...")

    try:
        for now in compiling(usual() if runs is None else runs):
            timer.cancel()
            if now.words:
                timer = threading.Timer(SILENCE, tell, (now,))
                timer.daemon = True
                timer.start()
    finally:
        timer.cancel()
    if told.is_set():
        report(f"Compiled in {time.perf_counter() - began:.0f} s.")
