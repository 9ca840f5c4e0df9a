"""Choosing among starts: each is trained a little and tried on the validation stream; the best goes on."""

import math
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

from nmn.parameters import Parameters
from nmn.runs.tape import PIECE

INPUTS, PERIODS = 5_000, 50  # of a validation, at least


class Start(Protocol):
    """What is asked of a run that is tried; see `nmn.runs.training.Run`."""

    start: int
    seconds: float

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to train."""
        ...

    @property
    def length(self) -> int:
        """Steps so far."""
        ...

    def train(self, until: int | None = None) -> Any:
        """Train up to a step."""
        ...

    def test_error(self, inputs: int, periods: int, part: str) -> float:
        """Error on fresh inputs of a stream."""
        ...


R = TypeVar("R", bound=Start)


class Restarts(Generic[R]):
    """The search for the best of several starts, which can be interrupted after each piece.

    Attributes:
        current: the start that is being trained.
        best: the best start so far, None before the first has been tried.
        error: its error on the validation stream.
        seconds: time that training has taken.
    """

    def __init__(self, parameters: Parameters, make: Callable[[int], R]) -> None:
        """Try parameters.restarts starts, which make gives by number, over parameters.restart_steps inputs each."""
        self.make, self.count = make, parameters.restarts
        self.steps = min(parameters.restart_steps, parameters.steps)
        self.current = make(0)
        self.best: R | None = None
        self.error, self.seconds = math.inf, 0.0

    def go_on(self) -> R | None:
        """Train the current start a piece further; once all have been tried, give the best, of equals the first."""
        run = self.current
        if not run.finished and run.length < self.steps:
            run.train(until=min(run.length + PIECE, self.steps))
            return None
        self.seconds += run.seconds
        error = run.test_error(INPUTS, PERIODS, "validation")
        if self.best is None or error < self.error:
            self.best, self.error = run, error
        if run.start + 1 == self.count:
            return self.best
        self.current = self.make(run.start + 1)
        return None
