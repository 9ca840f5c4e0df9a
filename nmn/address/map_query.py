"""What somebody wants a map to show, as a text in the address and back.

    across:gamma=0.1:0.9:9     the parameter from left to right: first, last, count
    up:alpha=0.1,0.5,1         the one from bottom to top: its values
    panels:tau=0,2,4           one for panels side by side
    seeds:0-4                  the seeds of each setting
    inputs:50000               the inputs that each run is trained on
    cell:3.0.1                 the chosen cell: number of its value across, up and among the panels, from 0 on

Items are separated by spaces; values are those of `nmn sweep --vary`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nmn.parameters import SPECS
from nmn.spec import ParameterError, Spec
from nmn.studies.grid import Axis, axis

MOST = {"across": 25, "up": 25, "panels": 6}  # values
SEEDS = 20
LONGEST = 2000  # characters
ROLES = ("across", "up", "panels")


@dataclass(frozen=True)
class MapQuery:
    """What somebody chose; None is left to us.

    Attributes:
        across, up: the axes.
        panels: a third parameter; here None is none.
        seeds: of each setting.
        inputs: that each run is trained on.
        cell: numbers of the chosen values.
    """

    across: Axis | None = None
    up: Axis | None = None
    panels: Axis | None = None
    seeds: tuple[int, ...] | None = None
    inputs: int | None = None
    cell: tuple[int, ...] | None = None

    @property
    def text(self) -> str:
        """The text that `parse` turns back into the query."""
        items = [f"{role}:{written(mine)}" for role in ROLES if (mine := getattr(self, role))]
        items += [f"seeds:{spans(self.seeds)}"] if self.seeds else []
        items += [f"inputs:{self.inputs}"] if self.inputs else []
        items += [f"cell:{'.'.join(map(str, self.cell))}"] if self.cell else []
        return " ".join(items)


def written(along: Axis) -> str:
    """The shortest text of an axis: first, last and count where the values are evenly apart."""
    name, texts = along.name, [_brief(along.spec, value) for value in along.values]
    apart = ";" if along.spec.kind in ("widths", "switches") else ","
    plain = f"{name}={apart.join(texts)}"
    if len(texts) > 3 and along.spec.kind in ("number", "integer"):
        even = f"{name}={texts[0]}:{texts[-1]}:{len(texts)}"
        return even if axis(even) == along else plain
    return plain


def _brief(spec: Spec, value: Any) -> str:
    """The shortest text that stands for exactly this value."""
    brief = f"{value:g}" if isinstance(value, float) else spec.text(value)
    return brief if spec.parse(brief) == value else spec.text(value)


def spans(seeds: tuple[int, ...]) -> str:
    """Seeds as a text: 0-4,7."""
    parts: list[list[int]] = []
    for seed in seeds:
        if parts and seed == parts[-1][-1] + 1:
            parts[-1].append(seed)
        else:
            parts.append([seed])
    return ",".join(f"{part[0]}-{part[-1]}" if len(part) > 1 else str(part[0]) for part in parts)


def parse(text: str) -> tuple[MapQuery | None, list[str]]:
    """The query that a text stands for; what is not possible is left out and explained."""
    if len(text) > LONGEST:
        return None, [f"map is {len(text):,} characters long: it can have {LONGEST:,} at most."]
    query, problems = MapQuery(), []
    for item in text.split():
        kind, _, value = item.partition(":")
        try:
            if kind not in READ:
                raise ParameterError(f"{item} is nothing that a map can show. It takes {', '.join(READ)}.")
            query = replace(query, **{kind: READ[kind](kind, value)})
        except ParameterError as error:
            problems.append(f"map: {error}")
    return query, problems


def axis_of(role: str, text: str) -> Axis:
    """An axis for a role, of a length that can be drawn. Raises ParameterError for any other text."""
    found = axis(text)
    if not 2 <= len(found.values) <= MOST[role]:
        raise ParameterError(
            f"{role}: {found.name} has {len(found.values)} values: from 2 to {MOST[role]} are possible."
        )
    return found


def seeds_of(role: str, text: str) -> tuple[int, ...]:
    """Seeds from a text such as 0-4,7. Raises ParameterError for any other text."""
    wrong = ParameterError(
        f"{role} = {text or '(nothing)'} is not possible: give one to {SEEDS} seeds from 0 to "
        f"{SPECS['seed'].high:,.0f}, such as 0-4 or 0,3,7."
    )
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = (each.strip() for each in part.partition("-"))
        if not (_whole(first) and (not dash or _whole(last))):
            raise wrong
        begin, end = int(first), int(last or first)
        if not begin <= end < begin + SEEDS:
            raise wrong
        found += range(begin, end + 1)
    seeds = tuple(dict.fromkeys(found))
    if len(seeds) > SEEDS or max(seeds) > SPECS["seed"].high:
        raise wrong
    return seeds


def _whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _inputs(role: str, text: str) -> int:
    if not (_whole(text) and 1 <= int(text) <= SPECS["steps"].high):
        raise ParameterError(
            f"{role} = {text or '(nothing)'} is not possible: it must be {SPECS['steps'].allowed}."
        )
    return int(text)


def _cell(role: str, text: str) -> tuple[int, ...]:
    numbers = text.split(".")
    if not (len(numbers) in (2, 3) and all(map(_whole, numbers))):
        raise ParameterError(
            f"{role} = {text or '(nothing)'} is not possible: give two or three whole numbers such as 3.0."
        )
    return tuple(map(int, numbers))


READ: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(ROLES, axis_of), "seeds": seeds_of, "inputs": _inputs, "cell": _cell,
}  # fmt: skip
