"""Curves in panels: which lines share one, how they are told apart, and when each gets a panel of its own."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from nmn.app.shared.figures.style import SYMBOLS, dash
from nmn.trace import Floats

MOST = 6  # lines in a panel
DEEP = 2  # bands of one colour over each other
THIN = 1.07  # a band whose edges are closer than this factor is no more than its line


class Line(NamedTuple):
    """One curve.

    Attributes:
        name: at its end.
        model: a network by name, for its colour.
        band: what `bands` gave.
        paper: the error that the paper prints for it, or None.
        run: the run behind it, as an address has it; a point that is clicked tells this and its number of inputs.
    """

    name: str
    model: str
    band: pd.DataFrame
    paper: float | None = None
    run: str = ""


class Panel(NamedTuple):
    """One pair of axes.

    Attributes:
        title: what stands above it, or "".
        lines: its curves.
        beside: curves to compare them with, drawn thin and without a band.
    """

    title: str
    lines: Sequence[Line]
    beside: Sequence[Line] = ()


class Look(NamedTuple):
    """What tells a line from the others of its colour: its dashes, and the marker at its end."""

    dash: str
    symbol: str


Key = tuple[str, str]  # a line's model and name


def look(model: str, number: int) -> Look:
    """The look of a model's line, the number-th of its colour; as many differ as there are pairs of both."""
    return Look(dash(model, number), SYMBOLS[number % len(SYMBOLS)])


def looks(lines: Iterable[Line]) -> dict[Key, Look]:
    """A look for each model and name: those of a model differ without colour."""
    seen: Counter[str] = Counter()
    found: dict[Key, Look] = {}
    for line in lines:
        if (line.model, line.name) not in found:
            found[line.model, line.name] = look(line.model, seen[line.model])
            seen[line.model] += 1
    return found


def drawn(panels: Sequence[Panel], low: float) -> list[Panel]:
    """The panels as they are drawn: those in which too much would overlap become one for each line.

    Args:
        panels: what is to be compared.
        low: the smallest error on the axis.
    """
    if not any(crowded(panel, low) for panel in panels):
        return list(panels)
    alone = len(panels) == 1  # what its title says holds for all of them
    return [part for panel in panels for part in multiples(panel._replace(title="") if alone else panel)]


def crowded(panel: Panel, low: float) -> bool:
    """Whether a panel has too many lines, or too many bands of one colour over each other."""
    return len(panel.lines) > MOST or any(
        depth([line.band for line in panel.lines if line.model == model], low) > DEEP
        for model in {line.model for line in panel.lines}
    )


def multiples(panel: Panel) -> list[Panel]:
    """A panel for each line of the model that has most: beside it are the other models, or else the first line."""
    counted = Counter(line.model for line in panel.lines).most_common(1)
    mine = [line for line in panel.lines if line.model == counted[0][0]]
    others = [line for line in panel.lines if line.model != counted[0][0]] or mine[:1]
    before = f"{panel.title}: " if panel.title else ""
    return [
        Panel(before + line.name, [line], [other for other in others if other is not line]) for line in mine
    ]


def depth(bands: Sequence[pd.DataFrame], low: float) -> int:
    """How many bands lie over each other at most: at a number of inputs, and an error of at least `low`."""
    if not bands:
        return 0
    steps = np.unique(np.concatenate([band.index.to_numpy(float) for band in bands]))
    lows, highs = (np.array([_along(band, edge, steps, low) for band in bands]) for edge in ("low", "high"))
    wide = highs > lows * THIN
    over = (lows[:, None] <= lows) & (highs[:, None] > lows) & wide[:, None] & wide
    return int(over.sum(axis=0).max(initial=0))


def _along(band: pd.DataFrame, edge: str, steps: Floats, low: float) -> Floats:
    """An edge of a band at some numbers of inputs, straight on logarithmic axes; NaN beside its ends."""
    known = np.log(band.index.to_numpy(float))
    errors = np.log(band[edge].to_numpy(float).clip(min=low))
    return np.exp(np.interp(np.log(steps), known, errors, left=np.nan, right=np.nan))
