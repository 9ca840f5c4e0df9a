"""Sorted classification (Section IV-A): points from random Gaussians that take turns in a fixed order.

    step     1     2     3     4   ...   10    11
    input   x,y   x,y   x,y   x,y  ...   x,y   x,y     a point from the class's Gaussian
    target   A     B     C     D   ...    J     A      one output per class

Where Gaussians overlap, the point alone does not tell the class; the order does.
"""

from collections.abc import Mapping
from string import ascii_uppercase
from typing import Any, ClassVar

import numpy as np

from nmn.parameters import Parameters
from nmn.tasks import blocks, gaussians
from nmn.trace import Floats, Ports, Stream


class Sorted:
    """The stream of one seed.

    Attributes:
        means: [classes, 2].
        factors: [classes, 2, 2], square roots of the covariances.
    """

    name = "sorted"
    parameters: ClassVar[tuple[str, ...]] = ("classes", "overlap")
    recipe: ClassVar[Mapping[str, Any]] = {}
    errors, unit = "wrong answers", ""

    def __init__(self, parameters: Parameters) -> None:
        count = parameters.classes
        self.seed = parameters.seed
        self.inputs: tuple[str, ...] = ("x", "y")
        self.outputs: tuple[str, ...] = tuple(ascii_uppercase[:count])
        self.ports = Ports(2, (count,), episode=10 * count)
        self.parts: tuple[str, ...] = ("class",)
        self.headline: int | None = 0
        self.period, self.reach = count, 0
        self.means: Floats
        self.factors: Floats
        self.optimum: float | None
        self.means, self.factors, self.optimum = gaussians.draw(count, parameters.overlap, parameters.seed)

    @staticmethod
    def about(parameters: Parameters) -> str:
        """What has to be learned, in a sentence."""
        count = parameters.classes
        return (
            f"{count} overlapping clouds take turns: a point alone does not tell its class, the order does."
        )

    @staticmethod
    def lookback(_: Parameters) -> int | None:
        """How many inputs back the input is that is asked for; None where no single one is."""
        return 1

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop: class after class in the fixed order."""
        (noise,) = blocks.cut(gaussians.noise, self.seed, part, start, stop)
        classes = np.arange(start, stop) % len(self.means)
        return Stream(
            inputs=gaussians.points(self.means, self.factors, classes, noise),
            targets=np.eye(len(self.means))[classes],
            parts=np.zeros((stop - start, 1), np.int8),
            starts=np.zeros(stop - start, bool),
        )
