"""What there is to know about one parameter: its words, its range, and how it becomes a text and back."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nmn.registry import NETWORKS, TASKS


class ParameterError(ValueError):
    """A value that a parameter cannot take; the text names the field, the value and what is allowed."""


@dataclass(frozen=True)
class Spec:
    """What there is to know about one parameter.

    Attributes:
        name: the field's name, as in code, on the command line and in the URL.
        kind: "choice", "integer", "number", "widths" (layer sizes) or "switches" (on or off per layer).
        label: its name in words.
        symbol: the paper's glyph, or "".
        help: one sentence.
        source: equation or section of the paper, or "".
        group: the part of the form that it belongs to.
        of: "network" or "task" where each kind of these says whether the parameter matters to it; "": it does to all.
        low, high, step: range and grid of a number; low and high bound each entry of widths.
        choices: the values of a choice.
        meanings: a sentence for each choice, without its name.
        when: whether a run uses the parameter, where that depends on its other parameters.
    """

    name: str
    kind: str
    label: str
    help: str
    symbol: str = ""
    source: str = ""
    group: str = "main"
    of: str = ""
    low: float = 0
    high: float = 0
    step: float = 0
    choices: Sequence[Any] = ()
    meanings: Mapping[Any, str] = field(default_factory=dict, hash=False)
    when: Callable[[Any], bool] | None = None

    def matters(self, task: str, model: str) -> bool:
        """Whether the parameter matters to a task and a model."""
        match self.of:
            case "network":
                return self.name in NETWORKS[model].parameters
            case "task":
                return self.name in TASKS[task].parameters
            case _:
                return True

    @property
    def models(self) -> tuple[str, ...]:
        """The models that it matters to."""
        return tuple(
            name for name, kind in NETWORKS.items() if self.of != "network" or self.name in kind.parameters
        )

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that it matters to."""
        return tuple(
            name for name, kind in TASKS.items() if self.of != "task" or self.name in kind.parameters
        )

    @property
    def title(self) -> str:
        """Glyph and name together, as a control shows them."""
        return f"{self.symbol}  {self.label}" if self.symbol else self.label

    @property
    def allowed(self) -> str:
        """What the parameter can be, as the end of a sentence."""
        match self.kind:
            case "choice":
                return "one of " + ", ".join(str(choice) for choice in self.choices)
            case "integer":
                return f"a whole number from {self.low:,.0f} to {self.high:,.0f}"
            case "number":
                return f"a number from {self.low:g} to {self.high:g}"
            case "widths":
                return (
                    f"one to eight layer sizes, each from {self.low:g} to {self.high:g}, such as 20 or 24,24"
                )
            case _:
                return "all, or a 1 (memory) or 0 (none) for each hidden layer, such as 1,0"

    def error(self, value: object) -> ParameterError:
        """The error for a value that this parameter cannot take."""
        return ParameterError(f"{self.name} = {value} is not possible: {self.label} must be {self.allowed}.")

    def parse(self, text: str) -> Any:
        """The value that a text from a URL or a command line stands for.

        Raises:
            ParameterError: the text is not a value of this parameter.
        """
        text = text.strip()
        try:
            match self.kind:
                case "choice":
                    value: Any = next(choice for choice in self.choices if str(choice) == text)
                case "integer":
                    value = int(text.replace("_", ""))
                case "number":
                    value = float(text)
                case "widths":
                    value = tuple(int(size) for size in text.split(","))
                case _:
                    value = (
                        ()
                        if text == "all"
                        else tuple({"1": True, "0": False}[flag] for flag in text.split(","))
                    )
        except (ValueError, KeyError, StopIteration, OverflowError):
            raise self.error(text or "(nothing)") from None
        self.check(value, shown=text)
        return value

    def text(self, value: Any) -> str:
        """The text that `parse` turns back into the value."""
        match self.kind:
            case "widths":
                return ",".join(str(size) for size in value)
            case "switches":
                return ",".join(str(int(flag)) for flag in value) or "all"
            case _:
                return str(value)

    def check(self, value: Any, shown: object = None) -> None:
        """Raise a ParameterError if the parameter cannot take the value."""
        match self.kind:
            case "choice":
                good = value in self.choices
            case "integer":
                good = isinstance(value, int) and self.low <= value <= self.high
            case "number":
                good = (
                    isinstance(value, int | float) and math.isfinite(value) and self.low <= value <= self.high
                )
            case "widths":
                good = 1 <= len(value) <= 8 and all(self.low <= size <= self.high for size in value)
            case _:
                good = len(value) <= 8 and all(isinstance(flag, bool) for flag in value)
        if not good:
            raise self.error(self.text(value) if shown is None else shown)
