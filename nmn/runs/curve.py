"""Errors by part of a task: counted while a network runs, and kept as a learning curve."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from nmn.trace import Floats, Parts


class Tally:
    """Errors and answers counted so far, by part: the same to the last bit however the stream is cut.

    Attributes:
        wrong: [parts], sum of the errors.
        asked: [parts], number of answers.
    """

    def __init__(self, parts: int) -> None:
        self.wrong: Floats = np.zeros(parts)
        self.asked: Floats = np.zeros(parts)

    def add(self, parts: Parts, wrong: Floats) -> None:
        """Count a stretch: parts and errors as `Trace` has them, both [T, G]."""
        asked = parts >= 0
        np.add.at(self.wrong, parts[asked], wrong[asked])
        np.add.at(self.asked, parts[asked], 1.0)

    @property
    def pooled(self) -> float:
        """Mean error of all answers; at least one must have been asked."""
        return float(self.wrong.sum() / self.asked.sum())

    @property
    def by_part(self) -> list[float]:
        """Mean error of each part, NaN where nothing was asked."""
        return [float(w / n) if n else float("nan") for w, n in zip(self.wrong, self.asked, strict=True)]


class Curve(NamedTuple):
    """A learning curve: a point for each block of inputs.

    Attributes:
        steps: last step of each block.
        error: mean error of all answers in it.
        parts: mean error of each part, NaN where the block did not ask for it.
    """

    steps: list[int]
    error: list[float]
    parts: list[list[float]]

    def append(self, step: int, tally: Tally) -> None:
        """Add the point of a block that ends at a step."""
        self.steps.append(step)
        self.error.append(tally.pooled)
        self.parts.append(tally.by_part)

    def until(self, step: int) -> "Curve":
        """The points up to a step, as lists of their own."""
        count = sum(known <= step for known in self.steps)
        return Curve(self.steps[:count], self.error[:count], self.parts[:count])

    def of(self, part: int | None) -> list[float]:
        """The errors of one part, or of all answers together for None."""
        return self.error if part is None else [errors[part] for errors in self.parts]

    def thinned(self, part: int | None, count: int) -> tuple[list[int], list[float]]:
        """The curve of a part in few points, evenly spread over the logarithm of the steps.

        Args:
            part: see `of`.
            count: how many points at most.

        Returns:
            The last step of each stretch and the mean error in it, over the blocks that asked.
        """
        errors = np.array(self.of(part), dtype=float)
        known = np.flatnonzero(np.isfinite(errors))
        ends = np.unique(np.geomspace(1, len(known), count).astype(int)).tolist() if len(known) else []
        means = [float(errors[known[start:end]].mean()) for start, end in pairwise((0, *ends))]
        return [self.steps[known[end - 1]] for end in ends], means
