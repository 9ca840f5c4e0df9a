"""Fair times: everything that is compared runs in turn, round after round, on one core, and only ratios are judged."""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

LEAST = 0.02  # seconds that a sample takes, so that the clock and the call do not count
# All threads of this process together, on one core: the time on the wall, less what other programs take of the core.
# (Windows counts it in steps of 16 ms: too coarse.)
clock = time.perf_counter if sys.platform == "win32" else time.process_time


class Entry(NamedTuple):
    """Something to time.

    Attributes:
        call: the work.
        units: how much of it a call does: inputs, mostly.
    """

    call: Callable[[], object]
    units: float


class Spread(NamedTuple):
    """A median and its quartiles."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: list[float]) -> "Spread":
        """The spread of some values."""
        if len(values) < 2:
            return cls(*values * 3)
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(low, median, high)

    def text(self, digits: int = 2) -> str:
        """As in "1.52 (1.48 – 1.60)"."""
        return f"{self.median:,.{digits}f} ({self.low:,.{digits}f} – {self.high:,.{digits}f})"


class Times(dict[str, list[float]]):
    """Seconds that one unit of each entry took, round by round."""

    def spread(self, name: str, scale: float = 1e6) -> Spread:
        """Of one entry; in microseconds where the scale is not another."""
        return Spread.of([seconds * scale for seconds in self[name]])

    def ratio(self, name: str, base: str) -> Spread:
        """How many times as long as the base an entry took, from times of the same round."""
        return Spread.of([mine / theirs for mine, theirs in zip(self[name], self[base], strict=True)])


def repeats(entry: Entry) -> int:
    """How many calls of an entry fill a sample. The first, which may compile, does not count."""
    entry.call()
    began = clock()
    entry.call()
    return max(1, round(LEAST / max(clock() - began, 1e-9)))


def interleave(entries: Mapping[str, Entry], rounds: int, seed: int = 0) -> Times:
    """Time each entry once a round, in an order that each round draws anew.

    Args:
        entries: what to time, by name.
        rounds: samples of each.
        seed: of the order.
    """
    order, draw = list(entries), random.Random(seed)
    calls = {name: repeats(entry) for name, entry in entries.items()}
    times = Times({name: [] for name in entries})
    for _ in range(rounds):
        draw.shuffle(order)
        for name in order:
            call, units = entries[name]
            began = clock()
            for _ in range(calls[name]):
                call()
            times[name].append((clock() - began) / (calls[name] * units))
    return times


def cores() -> list[int]:
    """Numbers of the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


@contextmanager
def pinned(*wanted: int) -> Iterator[None]:
    """Keep this thread, and those that it starts, on some cores, where the system allows it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, wanted)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def tell(text: str) -> None:
    """Progress, beside the report."""
    print(text, file=sys.stderr, flush=True)
