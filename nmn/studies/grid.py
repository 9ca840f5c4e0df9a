"""What a sweep varies: values along axes, for several seeds, in an order whose every prefix gives a useful map."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from nmn.parameters import SPECS, Parameters, unknown
from nmn.spec import ParameterError, Spec

MOST = 200_000  # runs of a sweep
APART = {
    "task": "it is named first",
    "seed": "its values are the sweep's seeds",
}  # what no axis can vary, and why
Cell = tuple[int, ...]  # an index for each axis


class Axis(NamedTuple):
    """A parameter and the values that it takes, at least one."""

    name: str
    values: tuple[Any, ...]

    @property
    def spec(self) -> Spec:
        """What there is to know about the parameter."""
        return SPECS[self.name]

    @property
    def texts(self) -> list[str]:
        """The values as texts."""
        return [self.spec.text(value) for value in self.values]

    @property
    def levels(self) -> list[int]:
        """For each value, in which refinement it comes: 0 the ends, then what halves the distances.

        Values without an order between them, such as names, all come at once.
        """
        last = len(self.values) - 1
        if last < 1 or isinstance(self.values[0], str | tuple):
            return [0] * len(self.values)
        finest = math.ceil(math.log2(last))
        return [0 if i == last else finest - _halvings(i, finest) for i in range(last + 1)]


def _halvings(index: int, most: int) -> int:
    """How often an index can be halved, at most so often."""
    return next((times for times in range(most) if index >> times & 1), most)


def axis(text: str) -> Axis:
    """The axis that a text stands for: gamma=0.1:0.9:9 (first:last:count), tau=0,2,4, hidden=20;24,24, model=nmn,rnn.

    Values are separated by commas, those that hold commas themselves (layer sizes, memory per layer) by semicolons.

    Raises:
        ParameterError: it stands for none.
    """
    name, equals, values = text.partition("=")
    name = name.strip().replace("-", "_")
    if name not in SPECS:
        raise ParameterError(unknown(name))
    if name in APART:
        raise ParameterError(f"{name} cannot be varied like this: {APART[name]}.")
    spec = SPECS[name]
    if not equals or not values.strip():
        raise ParameterError(f"{name} has no values: write {name}={_example(spec)}.")
    if ":" in values:
        return Axis(name, _range(spec, values))
    parts = values.split(";" if spec.kind in ("widths", "switches") else ",")
    return Axis(name, tuple(dict.fromkeys(spec.parse(part) for part in parts)))


def _example(spec: Spec) -> str:
    match spec.kind:
        case "widths":
            return "20;24,24"
        case "switches":
            return "1,0;0,1"
        case "choice":
            return ",".join(str(choice) for choice in spec.choices[:3])
        case _:
            return f"{spec.low:g}:{spec.high:g}:9, its first and last value and their number"


def _range(spec: Spec, text: str) -> tuple[Any, ...]:
    """The values from first to last, evenly apart; whole numbers are rounded."""
    numbers = text.split(":")
    whole = spec.kind == "integer" or all(isinstance(choice, int) for choice in spec.choices or ("",))
    if len(numbers) != 3 or not (whole or spec.kind == "number") or not numbers[2].strip().isdecimal():
        raise ParameterError(f"{spec.name} = {text} cannot be read: write {spec.name}={_example(spec)}.")
    first, last, count = spec.parse(numbers[0]), spec.parse(numbers[1]), int(numbers[2])
    if not (2 if first != last else 1) <= count <= MOST:
        raise ParameterError(f"{spec.name} = {text} is not possible: it has from 2 to {MOST:,} values.")
    between = np.linspace(first, last, count).tolist()
    texts = [str(round(value)) if whole else f"{value:.12g}" for value in between]
    return tuple(dict.fromkeys(spec.parse(text) for text in texts))


@dataclass(frozen=True)
class Grid:
    """Every combination of the axes' values, for every seed.

    Attributes:
        base: what is not varied.
        axes: what is; none at all is one cell.
        seeds: at least one.
    """

    base: Parameters
    axes: tuple[Axis, ...]
    seeds: tuple[int, ...]

    def __post_init__(self) -> None:
        """Refuse what is no sweep, or too large a one."""
        names = [each.name for each in self.axes]
        if double := next((name for name in names if names.count(name) > 1), None):
            raise ParameterError(f"{double} is varied twice: give all its values at once.")
        if self.size > MOST:
            sizes = " × ".join(
                [*(f"{len(each.values):,} {each.name}" for each in self.axes), f"{len(self.seeds):,}"]
            )
            raise ParameterError(
                f"{sizes} seeds are {self.size:,} runs, more than the {MOST:,} that are allowed."
            )

    @property
    def size(self) -> int:
        """Number of runs, those that are not possible with them."""
        return math.prod([len(self.seeds), *(len(each.values) for each in self.axes)])

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The place of each setting on the axes: the last axis runs fastest."""
        return tuple(product(*(range(len(each.values)) for each in self.axes)))

    def values(self, cell: Cell) -> dict[str, Any]:
        """What a cell varies: values by parameter."""
        return {each.name: each.values[at] for each, at in zip(self.axes, cell, strict=True)}

    def parameters(self, cell: Cell, seed: int) -> Parameters:
        """The run of a cell and a seed.

        Raises:
            ParameterError: the settings are not possible together.
        """
        return replace(self.base, **self.values(cell), seed=seed)

    @cached_property
    def impossible(self) -> dict[Cell, str]:
        """Cells whose settings are not possible together, each with the sentence that says why."""
        sentences = {}
        for cell in self.cells:
            try:
                self.parameters(cell, self.seeds[0])
            except ParameterError as error:
                sentences[cell] = str(error)
        return sentences

    def jobs(self) -> list[Parameters]:
        """All runs that are possible, from coarse to fine, so that any first part of them gives a map of the whole.

        First the corners with the first seed; then each round halves the distances between settings and doubles the
        seeds of those that have some.
        """
        return [self.parameters(cell, self.seeds[number]) for _, number, cell in sorted(self._ranked())]

    def _ranked(self) -> Iterator[tuple[int, int, Cell]]:
        """The round in which each run comes, the number of its seed, and its cell."""
        levels = [each.levels for each in self.axes]
        for cell in self.cells:
            if cell not in self.impossible:
                level = max((level[at] for level, at in zip(levels, cell, strict=True)), default=0)
                for number in range(len(self.seeds)):
                    yield level + number.bit_length(), number, cell
