"""Extended recall (Section IV-D): some answers depend on the current input only, some on one from `lag` inputs before.

    step      1     2     3   ...   25    26    27   ...     (lag 25)
    input     B     C     A   ...   C     –     A    ...     one-hot class of the input, –: none; noise on it, if wanted
    mark      1     0     0   ...   0     1     1    ...     1: the cue and the question after it
    target    B     C     A   ...   C     B     A    ...     the input's own class, or the cue's
    memory  wiped                             wiped  ...     before each episode

Nothing about the question tells its answer: without memory, guessing any class is best.
"""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any, ClassVar

import numpy as np

from nmn.parameters import Parameters
from nmn.tasks import blocks
from nmn.trace import Ports, Stream

CURRENT, RECALLED = 0, 1


class ExtendedRecall:
    """The stream of one seed."""

    name = "extended-recall"
    parameters: ClassVar[tuple[str, ...]] = ("classes", "lag", "mark", "noise")
    recipe: ClassVar[Mapping[str, Any]] = {
        "classes": 3, "hidden": (24, 24), "memory": (True, False), "gate": "learned", "write": "input", "gamma": 0.3,
        "optimiser": "adagrad", "alpha": 0.1, "first_range": 1.0, "later_range": 0.5, "tolerance": 0.0001, "bptt": 0,
    }  # fmt: skip
    errors, unit = "wrong answers", ""

    def __init__(self, parameters: Parameters) -> None:
        count = parameters.classes
        self.seed, self.count = parameters.seed, count
        self.mark, self.noise = parameters.mark, parameters.noise
        self.outputs: tuple[str, ...] = tuple(ascii_uppercase[:count])
        self.inputs: tuple[str, ...] = (*self.outputs, "mark")
        self.period, self.reach = parameters.lag + 1, 0
        self.ports = Ports(count + 1, (count,), episode=self.period)
        self.parts: tuple[str, ...] = ("current input", "recalled")
        self.headline: int | None = RECALLED
        self.optimum: float | None = 1 - 1 / count

    @staticmethod
    def about(parameters: Parameters) -> str:
        """What has to be learned, in a sentence."""
        return (
            f"tell each input's class and, {parameters.lag} inputs after a marked one, its class again, which nothing "
            "shows any more."
        )

    @staticmethod
    def lookback(parameters: Parameters) -> int | None:
        """How many inputs back the input is that is asked for; None where no single one is."""
        return parameters.lag

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop: episode after episode."""
        return Stream(*blocks.cut(self._block, self.seed, part, start, stop, self.period))

    def _block(self, rng: np.random.Generator, size: int) -> Stream:
        classes = rng.integers(self.count, size=(size // self.period, self.period))
        shown = np.eye(self.count)[classes]
        shown[:, -1] = 0
        shown += self.noise * rng.standard_normal(shown.shape)
        classes[:, -1] = classes[:, 0]
        place = np.arange(size) % self.period  # in the episode
        question = place == self.period - 1
        mark = self.mark * ((place == 0) | question)
        return Stream(
            inputs=np.column_stack((shown.reshape(size, self.count), mark)),
            targets=np.eye(self.count)[classes.ravel()],
            parts=np.where(question, RECALLED, CURRENT)[:, np.newaxis].astype(np.int8),
            starts=place == 0,
        )
