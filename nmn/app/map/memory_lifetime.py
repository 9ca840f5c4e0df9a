"""Where memory fades before it is needed: what is left of a memory, and what the errors say.

What a task asks for came `needed` inputs before. It was written then, at full size, and every later writing of the same
neuron shrinks it by γ: at most needed − 1 of them lie between writing and reading.
"""

import math
from collections.abc import Iterator

import numpy as np

from nmn.app.map.phrases import counted
from nmn.app.map.table import Cell, Table
from nmn.app.shared.figures.style import percent
from nmn.engine import kind
from nmn.parameters import SPECS, Parameters
from nmn.runs.findings import LOW
from nmn.runs.signs import left, needed


def fading(table: Table) -> Iterator[str]:
    """Sentences on where memory is lost before it is needed."""
    cells = [cell for cell in table.grid.cells if table.count[cell]]
    by_cell = {cell: parameters for cell in cells if (parameters := table.parameters(cell))}
    some = next(iter(by_cell.values()))
    if needed(some) is None:
        return
    memories = {kind(parameters).memory for parameters in by_cell.values()}
    if all(parameters.matters(SPECS["bptt"]) for parameters in by_cell.values()):
        yield from _through_time(table, by_cell)
    elif memories == {"none"}:
        yield (
            f"**Memory:** the {kind(some).title} has none. What came {_back(by_cell)} before cannot reach its answer, "
            "whatever the knobs do."
        )
    elif memories == {"banks"} and {p.gate for p in by_cell.values()} == {"learned"}:
        yield from _gated(by_cell)
    elif all(left(parameters) is not None for parameters in by_cell.values()):
        yield from _tied(table, by_cell)


def _back(by_cell: dict[Cell, Parameters]) -> str:
    """How far back the asked input is, as words."""
    backs = sorted({needed(parameters) or 0 for parameters in by_cell.values()})
    noun = "input" if backs[-1] == 1 else "inputs"
    return f"{backs[0]} {noun}" if len(backs) == 1 else f"{backs[0]} to {backs[-1]} {noun}"


def _medians(table: Table, cells: list[Cell]) -> str:
    """The median error of some settings."""
    middle = float(np.median([table.median[cell] for cell in cells]))
    return f"{percent(middle)} ({counted(len(cells), 'setting')})"


def _tied(table: Table, by_cell: dict[Cell, Parameters]) -> Iterator[str]:
    """The write gate of the paper: a neuron writes, and forgets, whenever it fires."""
    if {needed(parameters) for parameters in by_cell.values()} == {1}:
        yield (
            "**Memory** does not fade before it is needed: the task asks for what came one input before, which has "
            "just been written, at full size. A larger γ only adds what is older."
        )
        return
    shares = {cell: left(parameters) or 0.0 for cell, parameters in by_cell.items()}
    rule = (
        f"a neuron that fires at every second input has γ^((n − 1) / 2) of a memory left when it is asked for, "
        f"n = {_back(by_cell)} later"
    )
    kept = [cell for cell, share in shares.items() if share >= LOW]
    faded = [cell for cell, share in shares.items() if share < LOW]
    if not faded:
        yield (
            f"**Memory** lasts everywhere on this map: {rule}; that is {percent(min(shares.values()))} at least, and "
            f"below {percent(LOW)} it would be as good as gone."
        )
        return
    cell = min(faded, key=shares.__getitem__)
    fires = by_cell[cell].gamma + by_cell[cell].gamma_spread
    times = math.log(LOW) / math.log(fires) if 0 < fires < 1 else 0.0
    few = (
        f"At γ = {by_cell[cell].gamma:g} only neurons that fire at most {int(times)} times in between keep more than "
        f"{percent(LOW)}: learning has to find them."
    )
    if kept:
        yield (
            f"**Memory fades before it is needed** in a part of this map: {rule}. Where that is {percent(LOW)} or "
            f"more, the median error is {_medians(table, kept)}; where it is less, {_medians(table, faded)}. {few}"
        )
    else:
        yield (
            f"**Memory fades before it is needed** everywhere on this map: {rule}, which is less than "
            f"{percent(LOW)}. {few}"
        )


def _gated(by_cell: dict[Cell, Parameters]) -> Iterator[str]:
    """The learned gate: w of it open leaves 1 − w (1 − γ) of a memory."""
    cell = max(by_cell, key=lambda each: ((needed(by_cell[each]) or 0), -by_cell[each].gamma))
    parameters = by_cell[cell]
    back, gamma = needed(parameters) or 0, parameters.gamma
    if back < 2 or gamma >= 1:
        return
    most = (1 - LOW ** (1 / (back - 1))) / (1 - gamma)
    if most >= 1:
        return
    yield (
        f"**Memory:** a gate that is open by w leaves 1 − w (1 − γ) of a memory. To keep {percent(LOW)} over the "
        f"{back - 1:,} inputs between at γ = {gamma:g}, a gate must on average be open by at most {most:.2g}: each "
        "neuron's gate has to learn when to stay shut."
    )


def _through_time(table: Table, by_cell: dict[Cell, Parameters]) -> Iterator[str]:
    """Recurrent networks: errors go back bptt steps, 0 for all of them."""
    reached = [c for c, p in by_cell.items() if p.bptt == 0 or p.bptt >= (needed(p) or 0)]
    beyond = [c for c in by_cell if c not in reached]
    if not beyond:
        yield f"**Memory:** errors go back far enough everywhere on this map: the task asks for {_back(by_cell)} back."
    elif reached:
        yield (
            f"**Memory is cut off** in a part of this map: the task asks for {_back(by_cell)} back. Where errors go "
            f"back so far, the median error is {_medians(table, reached)}; where they do not, "
            f"{_medians(table, beyond)}."
        )
    else:
        yield (
            f"**Memory is cut off** everywhere on this map: the task asks for {_back(by_cell)} back, and errors go "
            f"back {max(by_cell[c].bptt for c in beyond):,} at most."
        )
