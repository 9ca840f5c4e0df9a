"""Where the scales of the stage end: the same in every window of a run, so that a colour means the same everywhere."""

import math
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from nmn.parameters import Parameters
from nmn.tape import PIECE, Tape
from nmn.trace import Trace

STEPS = 200  # in a sample
PLACES = 4  # samples, spread over the run
STEEP = 0.75  # below this decay, the largest stored amount that is possible is also one that occurs


class Ceilings(NamedTuple):
    """The ends of scales.

    Attributes:
        memory: largest component of a composite memory.
        signed: whether components can be negative.
        inputs: largest size of an input.
        targets: smallest and largest number that is asked for.
        episodic: whether the stream begins anew every now and then.
    """

    memory: float
    signed: bool
    inputs: float
    targets: tuple[float, float]
    episodic: bool


_known: "WeakKeyDictionary[Tape, tuple[int, Ceilings]]" = WeakKeyDictionary()


def ceilings(run: Tape) -> Ceilings:
    """The ceilings of a run as far as it is trained, from samples all over it."""
    length, found = _known.get(run, (0, None))
    if found is None or length != run.length:
        found = _measure(run.parameters, [run.trace(*window) for window in _windows(run.length)])
        _known[run] = (run.length, found)
    return found


def _windows(length: int) -> list[tuple[int, int]]:
    """Stretches from the start to the end of a run, which begin where a checkpoint may be."""
    last = max(0, length - STEPS)
    begins = {int(share * last) // PIECE * PIECE for share in np.linspace(0, 1, PLACES)} | {last}
    return [(begin + 1, min(begin + STEPS, length) + 1) for begin in sorted(begins)]


def _measure(parameters: Parameters, samples: list[Trace]) -> Ceilings:
    def values(name: str) -> Any:
        table = np.concatenate([getattr(sample, name).ravel() for sample in samples])
        return table[np.isfinite(table)]

    memory, inputs, targets = values("memory"), np.abs(values("inputs")), values("targets")
    low, high = float(targets.min(initial=0.0)), float(targets.max(initial=1.0))
    return Ceilings(
        memory=_memory(parameters, float(np.abs(memory).max(initial=0.0))),
        signed=bool((memory < 0).any()),
        inputs=float(inputs.max(initial=0.0)) or 1.0,
        targets=(min(0.0, low), max(1.0, high)),
        episodic=any(bool(sample.starts.any()) for sample in samples),
    )


def _memory(parameters: Parameters, seen: float) -> float:
    """The upper end of the memory scale: what a component cannot pass, else a round number above what was seen."""
    gamma = parameters.gamma + parameters.gamma_spread
    if parameters.model == "nmn" and parameters.write == "neighbour":
        if parameters.store == "refresh":
            return 1.0
        if parameters.decay != "none" and gamma <= STEEP:
            return 1 / (1 - gamma)
    return round_up(seen) if seen else 1.0


def round_up(value: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below a positive value."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= value * (1 - 1e-9))
