"""Signal prediction (Section I, Fig. 2): the next value of a noisy sinusoid, then of a sum of three others.

    step       1       2       3       4     ...
    input    s(1)    s(2)    s(3)    s(4)    ...     the value now
    target   s(2)    s(3)    s(4)    s(5)    ...     the value that will be measured next, its noise included

    training, validation    0.5 + 0.35 (sin(2 π t / 25 + φ) + σ n)
    test                    0.5 + 0.35 (mean of sin(2 π t / T + φ_T) over the periods T = 20, 30, 40 + σ n)

The phases φ come from the seed, n is Gaussian noise that is fresh at every step. The error is the mean distance of the
prediction from the next measured value, in amplitudes (0.35) of the signal. Nobody can know that value's noise: no
prediction errs less than σ √(2/π), 8 % for σ = 0.1. The paper states neither noise nor frequencies nor its error; the
periods here lie on both sides of the trained one, and the test error grows with their distance from it.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from nmn.parameters import Parameters
from nmn.tasks import blocks
from nmn.trace import Floats, Ports, Stream

MIDDLE, AMPLITUDE = 0.5, 0.35  # so that values lie in a sigmoid's range
PERIODS = {"training": (25,), "validation": (25,), "test": (20, 30, 40)}


class Signal:
    """The stream of one seed."""

    name = "signal"
    parameters: ClassVar[tuple[str, ...]] = ("noise",)
    recipe: ClassVar[Mapping[str, Any]] = {
        "model": "delayed", "hidden": (10,), "first_range": 1.0, "steps": 50_000, "noise": 0.05,
    }  # fmt: skip
    errors, unit = "distance in amplitudes", "amplitude"

    def __init__(self, parameters: Parameters) -> None:
        self.seed, self.noise = parameters.seed, parameters.noise
        self.inputs: tuple[str, ...] = ("value",)
        self.outputs: tuple[str, ...] = ("next value",)
        self.ports = Ports(1, (1,), unit=AMPLITUDE)
        self.parts: tuple[str, ...] = ("next value",)
        self.headline: int | None = 0
        self.period, self.reach = 1, 10
        self.optimum: float | None = None

    @staticmethod
    def about(_: Parameters) -> str:
        """What has to be learned, in a sentence."""
        return "tell the next value of a noisy wave; the test is on a sum of three other waves."

    @staticmethod
    def lookback(_: Parameters) -> int | None:
        """How many inputs back the input is that is asked for; None where no single one is."""
        return None

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop, each with the value after it as its target."""
        (noise,) = blocks.cut(self._block, self.seed, part, start, stop + 1)
        values = MIDDLE + AMPLITUDE * (self.clean(start, stop + 1, part) + self.noise * noise)
        return Stream(
            inputs=values[:-1, np.newaxis].copy(),
            targets=values[1:, np.newaxis],
            parts=np.zeros((stop - start, 1), np.int8),
            starts=np.zeros(stop - start, bool),
        )

    def clean(self, start: int, stop: int, part: str = "training") -> Floats:
        """[stop - start], the signal without its noise, in amplitudes around 0."""
        rng = np.random.default_rng((self.seed, 0, blocks.PARTS[part]))
        periods = np.array(PERIODS[part])
        angles = 2 * np.pi * np.arange(start, stop)[:, np.newaxis] / periods
        clean: Floats = np.sin(angles + rng.uniform(0, 2 * np.pi, len(periods))).mean(axis=1)
        return clean

    def _block(self, rng: np.random.Generator, size: int) -> tuple[Floats]:
        return (rng.standard_normal(size),)
