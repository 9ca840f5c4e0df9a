"""What a question of a lesson asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

RIGHT, UNANSWERED = (
    "right",
    "seen",
)  # outcomes beside the mistakes: the second of who looked without an answer
OF_AGES = ("age", "older")  # measures of what a step has left: what happened before it would answer
HANDLES = 5  # of a drawn curve
ON_THE_STAGE = (
    "axis",
    "value",
    "order",
    "output",
    "curve",
)  # kinds that are answered on the picture of a step


@dataclass(frozen=True)
class Ask:
    """A question's kind, and what it is about.

    Attributes:
        kind: a key of `KINDS`.
        axis: the component of the chosen neuron's memory that a value is asked of.
        axes: components to put in order; empty: those that hold something.
        answer: of several answers, the number of the one that is asked for.
        low, high: ends of the scale on which a value is given.
        measure: a key of `MEASURES`.
        about: what the measure is told beside what the scene shows.
        options: what can be chosen, keys and words.
        within: how far a number may be from the truth, as a share of it.
        unit: what a number is counted in.
    """

    kind: str
    axis: int = 0
    axes: tuple[int, ...] = ()
    answer: int = 0
    low: float | None = None
    high: float | None = None
    measure: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    within: float = 0.02
    unit: str = ""
