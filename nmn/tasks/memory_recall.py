"""Memory recall (Section IV-C): numbers of five bits to keep, then as many empty inputs at which they are asked for.

    step      1       2       3       4       5       6    ...     (length S = 2)
    input   10110   00011   00000   00000   01001   11100  ...     1 ... 31, most significant bit first; 0: read
    target    –       –     10110   00011     –       –    ...     the numbers in the order they came; –: not asked
    memory  wiped                           wiped          ...     before each sequence

Nothing about an empty input tells the answer: without memory, guessing 1 for every bit is best and errs in 15 of 31.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from nmn.parameters import Parameters
from nmn.tasks import blocks
from nmn.trace import Ports, Stream

BITS = 5


class MemoryRecall:
    """The stream of one seed."""

    name = "memory-recall"
    parameters: ClassVar[tuple[str, ...]] = ("length",)
    recipe: ClassVar[Mapping[str, Any]] = {
        "hidden": (32, 32), "write": "input", "gamma": 0.5, "gamma_spread": 0.4, "optimiser": "adagrad", "alpha": 0.1,
        "first_range": 3.0, "steps": 300_000, "bptt": 0,
    }  # fmt: skip
    errors, unit = "wrong bits", ""

    def __init__(self, parameters: Parameters) -> None:
        self.seed, self.length = parameters.seed, parameters.length
        self.inputs: tuple[str, ...] = tuple(f"bit {bit}" for bit in range(1, BITS + 1))
        self.outputs = self.inputs
        self.period, self.reach = 2 * self.length, 0
        self.ports = Ports(BITS, (1,) * BITS, episode=self.period)
        self.parts: tuple[str, ...] = ("bits",)
        self.headline: int | None = 0
        self.optimum: float | None = 15 / 31

    @staticmethod
    def about(parameters: Parameters) -> str:
        """What has to be learned, in a sentence."""
        return (
            f"{parameters.length} numbers of five bits, then {parameters.length} empty inputs: say the numbers again, "
            "in order."
        )

    @staticmethod
    def lookback(parameters: Parameters) -> int | None:
        """How many inputs back the input is that is asked for; None where no single one is."""
        return parameters.length

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop: sequence after sequence."""
        return Stream(*blocks.cut(self._block, self.seed, part, start, stop, self.period))

    def _block(self, rng: np.random.Generator, size: int) -> Stream:
        numbers = rng.integers(1, 2**BITS, (size // self.period, self.length, 1))
        bits = (numbers >> np.arange(BITS)[::-1] & 1).astype(float)
        reading = np.arange(size) % self.period >= self.length
        return Stream(
            inputs=np.concatenate((bits, np.zeros_like(bits)), axis=1).reshape(size, BITS),
            targets=np.concatenate((np.zeros_like(bits), bits), axis=1).reshape(size, BITS),
            parts=np.where(reading[:, np.newaxis], np.zeros(BITS), -1).astype(np.int8),
            starts=np.arange(size) % self.period == 0,
        )
