"""Sorted classification (Section IV-A): points from random Gaussians that take turns in a fixed order.

    step     1     2     3     4   ...   10    11
    input   x,y   x,y   x,y   x,y  ...   x,y   x,y     a point from the class's Gaussian
    target   A     B     C     D   ...    J     A      one output per class

Where Gaussians overlap, the point alone does not tell the class; the order does.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nmn.parameters import Parameters
from nmn.tasks import blocks
from nmn.trace import Floats, Ports, Stream

GRID = 160  # points along each side of the grid on which the optimum is integrated
CLOSEST = 0.25  # of the distance that evenly spread means would have


class Sorted:
    """The stream of one seed.

    The means are uniform in the square from -1 to 1, drawn again where two come closer than a quarter of an even
    spread; the covariances have a random direction and axes of random length. One factor for all of them is found by
    bisection, so that the best classifier that sees only the point errs as often as `overlap` says.

    Attributes:
        means: [classes, 2].
        factors: [classes, 2, 2], square roots of the covariances.
    """

    def __init__(self, parameters: Parameters) -> None:
        count = parameters.classes
        self.seed = parameters.seed
        self.inputs: tuple[str, ...] = ("x", "y")
        self.outputs: tuple[str, ...] = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[:count])
        self.ports = Ports(2, (count,), episode=10 * count)
        self.parts: tuple[str, ...] = ("class",)
        self.headline: int | None = 0
        self.period, self.reach = count, 0
        self.optimum: float | None
        self.means, self.factors, self.optimum = _draw(count, parameters.overlap, parameters.seed)

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop: class after class in the fixed order."""
        return blocks.cut(self._block, self.seed, part, start, stop)

    def _block(self, rng: np.random.Generator, first: int) -> Stream:
        classes = np.arange(first, first + blocks.BLOCK) % len(self.means)
        noise = rng.standard_normal((blocks.BLOCK, 2, 1))
        return Stream(
            inputs=self.means[classes] + (self.factors[classes] @ noise)[..., 0],
            targets=np.eye(len(self.means))[classes],
            parts=np.zeros((blocks.BLOCK, 1), np.int8),
            starts=np.zeros(blocks.BLOCK, bool),
        )


def memoryless_error(means: Floats, factors: Floats) -> float:
    """Error of the best classifier that sees one point only: 1 - integral of max_c p_c / C, C equally frequent classes.

    Args:
        means: [classes, 2].
        factors: [classes, 2, 2], square roots of the covariances.
    """
    reach = 6 * np.linalg.norm(factors, axis=(1, 2)).max()
    sides = [np.linspace(m.min() - reach, m.max() + reach, GRID) for m in means.T]
    points = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, 2)
    highest = np.zeros(len(points))
    for mean, factor in zip(means, factors, strict=True):
        white = (points - mean) @ np.linalg.inv(factor).T
        density = np.exp(-0.5 * np.sum(white**2, axis=1)) / (2 * np.pi * abs(np.linalg.det(factor)))
        np.maximum(highest, density, out=highest)
    cell = (sides[0][1] - sides[0][0]) * (sides[1][1] - sides[1][0])
    return float(1 - highest.sum() * cell / len(means))


@lru_cache(maxsize=256)
def _draw(count: int, overlap: float, seed: int) -> tuple[Floats, Floats, float]:
    """Means, square roots of the covariances and memoryless optimum of a seed's Gaussians."""
    rng = np.random.default_rng((seed, 0))
    means: NDArray[np.float64] = np.empty((0, 2))
    while len(means) < count:
        mean = rng.uniform(-1, 1, 2)
        if (np.linalg.norm(means - mean, axis=1) > CLOSEST * 2 / np.sqrt(count)).all():
            means = np.vstack((means, mean))
    turn = rng.uniform(0, np.pi, count)
    turns = np.stack(
        (np.stack((np.cos(turn), -np.sin(turn)), -1), np.stack((np.sin(turn), np.cos(turn)), -1)), 1
    )
    shapes = turns * rng.uniform(0.5, 1.5, (count, 1, 2))

    low, high = 0.0, 4.0
    for _ in range(24):
        middle = (low + high) / 2
        if memoryless_error(means, middle * shapes) < overlap:
            low = middle
        else:
            high = middle
    return means, high * shapes, memoryless_error(means, high * shapes)
