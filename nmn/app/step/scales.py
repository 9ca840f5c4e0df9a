"""Where the scales of the stage end: the same in every window of a run, so that a colour means the same everywhere.

Memories that grow with the run and are small yet have a scale that grows with them: else all would have one colour.
"""

import math
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from nmn.app.step.rules import Stretch, stretches
from nmn.runs.tape import PIECE, Tape
from nmn.trace import Floats, Trace

STEPS = 200  # in a sample
PLACES = 4  # samples, spread over the run
SMALL = 0.25  # share of the run's scale below which memories have one of their own
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


def ceilings(tape: Tape) -> Ceilings:
    """The ceilings of a run as far as it is trained, from samples all over it."""
    length, found = _known.get(tape, (0, None))
    if found is None or length != tape.length:
        samples = [each for window in _windows(tape.length) for each in map(_reach, tape.pieces(*window))]
        found = _measure(stretches(tape, 1, tape.length + 1), samples)
        _known[tape] = (tape.length, found)
    return found


def scale(tape: Tape, trace: Trace) -> Floats:
    """[T] where the scale of memories ends at each step of a window: at the run's ceiling, or above what was so far."""
    found = ceilings(tape)
    ends = np.full(len(trace.inputs), found.memory)
    if found.episodic or not trace.memory.size:
        return ends  # every episode begins with empty memories
    both = np.abs(np.stack([trace.memory, trace.before]))
    so_far = np.maximum.accumulate(both.max(axis=(0, 2), initial=0.0, where=np.isfinite(both)))
    for t in np.flatnonzero((so_far > 0) & (so_far < SMALL * found.memory)):
        ends[t] = round_up(float(so_far[t]))
    return np.minimum.accumulate(ends[::-1])[::-1]  # what is empty yet has the scale of what comes first


def _windows(length: int) -> list[tuple[int, int]]:
    """Stretches from the start to the end of a run, which begin where a checkpoint may be."""
    last = max(0, length - STEPS)
    begins = {int(share * last) // PIECE * PIECE for share in np.linspace(0, 1, PLACES)} | {last}
    return [(begin + 1, min(begin + STEPS, length) + 1) for begin in sorted(begins)]


class _Reach(NamedTuple):
    """The least and the most of what a sample holds, and whether an episode starts in it."""

    memory: tuple[float, float]
    inputs: tuple[float, float]
    targets: tuple[float, float]
    starts: bool


def _reach(trace: Trace) -> _Reach:
    return _Reach(_ends(trace.memory), _ends(trace.inputs), _ends(trace.targets), bool(trace.starts.any()))


def _ends(values: Floats) -> tuple[float, float]:
    """The least and the most of the finite values, and of 0."""
    low, high = float(values.min(initial=0.0)), float(values.max(initial=0.0))
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    return _ends(values[np.isfinite(values)])


def _measure(rules: list[Stretch], samples: list[_Reach]) -> Ceilings:
    def ends(name: str) -> tuple[float, float]:
        lows, highs = zip(*(getattr(sample, name) for sample in samples), strict=True)
        return min(lows), max(highs)

    memory, inputs, targets = ends("memory"), ends("inputs"), ends("targets")
    return Ceilings(
        memory=_memory(rules, max(-memory[0], memory[1])),
        signed=memory[0] < 0,
        inputs=max(-inputs[0], inputs[1]) or 1.0,
        targets=(targets[0], max(1.0, targets[1])),
        episodic=any(sample.starts for sample in samples),
    )


def _memory(rules: list[Stretch], seen: float) -> float:
    """The upper end of the memory scale: what a component cannot pass, else a round number above what was seen."""
    possible = max(_most(each) for each in rules)
    if seen <= possible < math.inf:
        return possible
    return round_up(seen) if seen else 1.0


def _most(rule: Stretch) -> float:
    """The size that no component of empty memories passes under a rule, infinity where there is none to be told."""
    parameters = rule.tape.parameters
    if not rule.tape.engine.banks or parameters.write != "neighbour":
        return math.inf
    if parameters.store == "refresh":
        return 1.0
    rules = rule.rules
    gamma = float(rules.gammas.max())
    return 1 / (1 - gamma) if rules.decay == "exponential" and gamma <= STEEP else math.inf


def round_up(value: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below a positive value."""
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= value * (1 - 1e-9))
