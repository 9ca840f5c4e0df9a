"""What a question asks for, once it is found."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Found(NamedTuple):
    """An answer, and mistakes by name.

    Attributes:
        truth: the key of a choice, a number, or the cells of a map that are right (a set of their places on the axes).
        mistakes: by name, a number, or a set of answers.
        reach: how near a number must be to one of these to count as it; None: the question's share of the truth.
    """

    truth: Any
    mistakes: Mapping[str, Any] = {}
    reach: float | None = None


Measure = Callable[..., Found]


def binned(value: float, bins: Mapping[str, float]) -> str:
    """The name of the smallest bin whose upper end a value is below. Raises ValueError where it is above all."""
    if fitting := [name for name, end in bins.items() if value < end]:
        return min(fitting, key=bins.__getitem__)
    raise ValueError(f"{value:g} is above all of {', '.join(bins)}.")
