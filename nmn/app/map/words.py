"""What a map tells, in sentences that follow from its outcomes: nothing in them is typed by hand."""

import math
from collections import Counter
from collections.abc import Iterator

import numpy as np

from nmn.app.map.memory_lifetime import fading
from nmn.app.map.phrases import counted, named, setting, shown
from nmn.app.map.table import KINDS, Table
from nmn.app.shared.figures.style import percent
from nmn.engine import NETWORKS
from nmn.parameters import Parameters
from nmn.trace import Flags, Floats

NEAR, LEAST = 2.0, 0.001  # as good as the best: at most so many times its error, or so much more
WIDE = 10.0  # the worst seed errs so many times as often as the best one: seeds decide


def explained(table: Table, unit: str) -> list[str]:
    """The map in sentences: the best region, what each parameter does, failures, memory, seeds.

    Args:
        table: what is known.
        unit: what an error is, such as "wrong answers".
    """
    if not table.known:
        return []
    found = [*_best(table, unit), *_knobs(table), *_failures(table), *fading(table), *_seeds(table)]
    return [*found, *_impossible(table)]


def described(table: Table, unit: str) -> str:
    """The picture for those who do not see it."""
    axes = table.grid.axes
    size = " × ".join(f"{len(each.values)} values of {each.spec.label}" for each in axes)
    known = f"{len(table.known):,} of {counted(table.wanted, 'run')} done"
    told = " ".join(_best(table, unit)) if table.best else "Nothing is known yet."
    return f"A map of the median {unit} in the test: {size}; {known}. {told}"


def marks(numbered: bool) -> str:
    """What stands on the cells of the picture: their numbers too, where there is room for them."""
    numbers = (
        "Numbers: median test error in per cent."
        if numbered
        else "Point at a cell for its median test error: so many have no room for numbers."
    )
    return (
        f"{numbers} Pale: not measured yet, the nearest cell's colour. "
        "× : runs that failed, larger for more of them. Hatched: not possible."
    )


def _best(table: Table, unit: str) -> Iterator[str]:
    """Where the error is smallest, and how large the region is that is as good."""
    cell = table.best
    if cell is None:
        return
    low, middle, high = table.band(cell)
    band = f", quartiles {percent(low)} to {percent(high)}" if table.count[cell] > 1 else ""
    yield (
        f"**Best:** {setting(table.grid, cell)} with {percent(middle)} {unit} (median of "
        f"{counted(int(table.count[cell]), 'seed')}{band})."
    )
    limit = max(NEAR * middle, middle + LEAST)
    good = table.median <= limit
    measured = int((table.count > 0).sum())
    if measured > 1 and good.sum() > 1:
        yield (
            f"{counted(int(good.sum()), 'setting')} of the {measured:,} measured ones err at most {percent(limit)}: "
            f"{_where(table, good)}."
        )


def _where(table: Table, cells: Flags) -> str:
    """The region of some cells: for each axis the values from the first to the last that they have."""
    parts = []
    for number, each in enumerate(table.grid.axes):
        others = tuple(k for k in range(cells.ndim) if k != number)
        at = np.flatnonzero(cells.any(axis=others))
        texts = [shown(each.spec, each.values[place]) for place in at]
        name = named(each.spec)
        if len(at) == len(each.values):
            parts.append(f"at every {name}")
        elif len(at) == 1:
            parts.append(f"at {name} = {texts[0]}")
        elif len(at) == at[-1] - at[0] + 1:
            parts.append(f"{name} from {texts[0]} to {texts[-1]}")
        else:
            parts.append(f"{name} of {', '.join(texts)}")
    return ", ".join(parts)


def _knobs(table: Table) -> Iterator[str]:
    """How far the error moves along each axis, the others averaged out by their median."""
    moves = []
    for number, each in enumerate(table.grid.axes):
        others = tuple(k for k in range(table.median.ndim) if k != number)
        there: Flags = np.asarray(np.isfinite(table.median).any(axis=others))
        if there.sum() < 2:
            return
        middle = np.full(len(there), np.nan)
        middle[there] = np.nanmedian(
            np.moveaxis(table.median, number, 0)[there].reshape(there.sum(), -1), axis=1
        )
        low, high = int(np.nanargmin(middle)), int(np.nanargmax(middle))
        ratio = (middle[high] + LEAST / 10) / (middle[low] + LEAST / 10)
        name = named(each.spec)
        ends = " and ".join(
            f"{percent(middle[at])} at {name} = {shown(each.spec, each.values[at])}" for at in (low, high)
        )
        moves.append((ratio, name, ends))
    moves.sort(reverse=True)
    told = "; ".join(f"along {name} between {ends}" for _, name, ends in moves)
    yield (
        f"**{moves[0][1]} does most:** the median over all other settings lies {told}."
        if moves[0][0] > NEAR * moves[1][0]
        else f"**The knobs:** the median over all other settings lies {told}."
    )


def _failures(table: Table) -> Iterator[str]:
    """How many runs failed, how, where, and a run of each kind with its reason."""
    if not table.kinds:
        yield f"**Failures:** none of {counted(len(table.known), 'run')}."
        return
    count, share = len(table.kinds), len(table.kinds) / len(table.known)
    kinds = Counter(table.kinds.values()).most_common()
    told = ", ".join(f"{number:,} {KINDS[kind]}" for kind, number in kinds)
    yield (
        f"**Failures:** {count:,} of {counted(len(table.known), 'run')} ({percent(share)}) failed, "
        f"{_where(table, table.share > 0)}: {told}."
    )
    for kind, _ in kinds:
        (cell, _), run = next((at, table.known[at]) for at, known in table.kinds.items() if known == kind)
        if run.trouble:
            yield f"Such as at {setting(table.grid, cell)}: {run.trouble}"
    yield from _growth(table)


def _growth(table: Table) -> Iterator[str]:
    """How large a memory can grow where runs fail and where they do not, if γ is on an axis."""
    names = [each.name for each in table.grid.axes]
    cells = [cell for cell in table.grid.cells if table.count[cell]]
    if "gamma" not in names or not all(_adds(table.parameters(cell)) for cell in cells):
        return
    sizes = {True: [], False: []}  # type: dict[bool, list[float]]
    for cell in cells:
        decay = table.grid.values(cell)["gamma"]
        sizes[bool(table.share[cell] > 0)].append(math.inf if decay >= 1 else 1 / (1 - decay))
    bad, good = (float(np.median(sizes[key])) if sizes[key] else 0.0 for key in (True, False))
    if bad > good > 0:
        yield (
            "A pattern that is written at every step adds up to 1 / (1 − γ) times its size: "
            f"{_times(bad)} in the middle of the settings that fail, {_times(good)} in the middle of the others. "
            "Such inputs push the next layer's outputs to 0 or 1."
        )


def _times(size: float) -> str:
    return "without bound" if math.isinf(size) else f"{size:.3g} times"


def _adds(parameters: Parameters | None) -> bool:
    return (
        parameters is not None
        and NETWORKS[parameters.model].banks
        and (parameters.store, parameters.decay) == ("add", "exponential")
    )


def _seeds(table: Table) -> Iterator[str]:
    """How much seeds of one setting differ."""
    several = table.count > 1
    if not several.any():
        return
    low, high = table.quartiles[0], table.quartiles[2]
    spread: Floats = np.where(several, high - low, np.nan)
    cell = tuple(int(at) for at in np.unravel_index(np.nanargmax(spread), spread.shape))
    worst = np.where(
        several, np.nanmax(np.where(np.isfinite(table.error), table.error, -np.inf), axis=-1), np.nan
    )
    best = np.where(
        several, np.nanmin(np.where(np.isfinite(table.error), table.error, np.inf), axis=-1), np.nan
    )
    luck = int(np.sum(worst[several] > WIDE * (best[several] + LEAST / 10)))
    yield (
        f"**Seeds:** the quartiles of a setting are {percent(float(np.nanmedian(spread)))} apart in the middle of all "
        f"settings, and {percent(float(spread[cell]))} at {setting(table.grid, cell)}. In {luck:,} of "
        f"{counted(int(several.sum()), 'setting')} the worst seed errs more than {WIDE:.0f} times as often as the best."
    )


def _impossible(table: Table) -> Iterator[str]:
    """Why some settings are not possible: a sentence of one of them."""
    found = table.grid.impossible
    if found:
        cell, sentence = next(iter(found.items()))
        yield (
            f"**Not possible:** {counted(len(found), 'setting')}, hatched. One is {setting(table.grid, cell)}: "
            f"{sentence}"
        )
