"""Random Gaussians in the plane whose overlap is given: the classes of Sections IV-A and IV-B."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nmn.trace import Floats

GRID = 160  # points along each side of the grid on which the optimum is integrated
CLOSEST = 0.25  # of the distance that evenly spread means would have


@lru_cache(maxsize=256)
def draw(count: int, overlap: float, seed: int) -> tuple[Floats, Floats, float]:
    """Means, square roots of the covariances and memoryless optimum of a seed's Gaussians.

    The means are uniform in the square from -1 to 1, drawn again where two come closer than a quarter of an even
    spread; the covariances have a random direction and axes of random length. One factor for all of them is found by
    bisection, so that the best classifier that sees only the point errs as often as `overlap` says.

    Returns:
        [count, 2], [count, 2, 2] and the error that was reached.
    """
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


def noise(rng: np.random.Generator, size: int) -> tuple[Floats]:
    """What `points` needs for so many points: [size, 2]."""
    return (rng.standard_normal((size, 2)),)


def points(means: Floats, factors: Floats, classes: NDArray[np.int64], noise: Floats) -> Floats:
    """One point from the Gaussian of each of T classes, made from standard noise [T, 2]: [T, 2]."""
    drawn: Floats = means[classes] + (factors[classes] @ noise[..., np.newaxis])[..., 0]
    return drawn


def memoryless_error(means: Floats, factors: Floats) -> float:
    """Error of the best classifier that sees one point only: 1 - integral of max_c p_c / C, C equally frequent classes.

    Args:
        means: [classes, 2].
        factors: [classes, 2, 2], square roots of the covariances.
    """
    reach = 6 * np.linalg.norm(factors, axis=(1, 2)).max()
    sides = [np.linspace(m.min() - reach, m.max() + reach, GRID) for m in means.T]
    grid = np.stack(np.meshgrid(*sides, indexing="ij"), axis=-1).reshape(-1, 2)
    highest = np.zeros(len(grid))
    for mean, factor in zip(means, factors, strict=True):
        across, up = ((grid - mean) @ np.linalg.inv(factor).T).T
        density = np.exp(-0.5 * (across**2 + up**2)) / (2 * np.pi * abs(np.linalg.det(factor)))
        np.maximum(highest, density, out=highest)
    cell = (sides[0][1] - sides[0][0]) * (sides[1][1] - sides[1][0])
    return float(1 - highest.sum() * cell / len(means))
