"""Classification and recall (Section IV-B): the class of a point, and those of the two points before it, in order.

    step            1     2     3     4     5   ...
    input          x,y   x,y   x,y   x,y   x,y  ...   a point from the Gaussian of a random class
    this class      C     A     B     B     A   ...   one output per class and answer
    one before      –     C     A     B     B   ...
    two before      –     –     C     A     B   ...   –: not asked

The point tells its own class, up to the Gaussians' overlap, and nothing about the two others.
"""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from nmn.parameters import Parameters
from nmn.tasks import blocks, gaussians
from nmn.trace import Floats, Ports, Stream


class ClassifyRecall:
    """The stream of one seed.

    Attributes:
        means: [classes, 2].
        factors: [classes, 2, 2], square roots of the covariances.
        overlap: error of the best classifier of the point's own class.
    """

    name = "classify-recall"
    parameters: ClassVar[tuple[str, ...]] = ("classes", "overlap")
    recipe: ClassVar[Mapping[str, Any]] = {
        "classes": 3, "overlap": 0.001, "hidden": (24, 24), "gamma": 0.3, "code": "soft", "store": "refresh",
        "optimiser": "adagrad", "alpha": 0.1, "cooldown": 0.05, "first_range": 4.0, "later_range": 0.2,
    }  # fmt: skip
    errors, unit = "wrong answers", ""

    def __init__(self, parameters: Parameters) -> None:
        count = parameters.classes
        letters = ascii_uppercase[:count]
        self.seed = parameters.seed
        self.inputs: tuple[str, ...] = ("x", "y")
        self.outputs: tuple[str, ...] = tuple(f"{c}{ago}" for ago in ("", " t−1", " t−2") for c in letters)
        self.ports = Ports(2, (count,) * 3)
        self.parts: tuple[str, ...] = ("this class", "one before", "two before")
        self.headline: int | None = None
        self.period, self.reach = 1, 2
        self.means, self.factors, self.overlap = gaussians.draw(count, parameters.overlap, parameters.seed)
        self.optimum: float | None = (self.overlap + 2 * (1 - 1 / count)) / 3

    @staticmethod
    def about(parameters: Parameters) -> str:
        """What has to be learned, in a sentence."""
        return (
            f"points of {parameters.classes} classes in random order: tell this one's class, and those of the two "
            "before it."
        )

    @staticmethod
    def lookback(_: Parameters) -> int | None:
        """How many inputs back the input is that is asked for; None where no single one is."""
        return 2

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop: a random class each step."""
        first = max(start - 2, 0)
        classes, noise = blocks.cut(self._block, self.seed, part, first, stop)
        earlier = np.arange(start, stop)[:, np.newaxis] - np.arange(
            3
        )  # [T, 3], the steps that are asked about
        asked = earlier >= 0
        answers = np.eye(len(self.means))[classes[np.maximum(earlier - first, 0)]]
        return Stream(
            inputs=gaussians.points(self.means, self.factors, classes, noise)[start - first :],
            targets=(answers * asked[..., np.newaxis]).reshape(stop - start, -1),
            parts=np.where(asked, np.arange(3), -1).astype(np.int8),
            starts=np.zeros(stop - start, bool),
        )

    def _block(self, rng: np.random.Generator, size: int) -> tuple[NDArray[np.int64], Floats]:
        return rng.integers(len(self.means), size=size), *gaussians.noise(rng, size)
