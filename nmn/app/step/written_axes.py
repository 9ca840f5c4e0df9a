"""The axes that there is something to see on. Of the thousands that a sparse memory has, it ever writes some.

Which ones are shown is settled for a run, its forks and the sequences that it steps together: all that any of them is
known to have written. So a column means the same in every window and in both futures of a fork.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock
from typing import NamedTuple
from weakref import WeakKeyDictionary, ref

import numpy as np

from nmn.app.shared.run_cache import RECORDS
from nmn.runs.tape import Tape
from nmn.trace import Counts, Floats, Layer, Trace


class _Family:
    """What a run and all that branches off it have written.

    Attributes:
        slots: by number.
        length: how far the run was when it was asked.
        mine: how many of them the run had written by then.
        whole: whether one of them has all axes.
        lock: held by who changes any of this, or draws by it.
    """

    def __init__(self) -> None:
        self.slots = np.zeros(0, np.int64)
        self.length = -1
        self.mine = 0
        self.whole = False
        self.lock = RLock()

    def add(self, slots: Counts) -> None:
        with self.lock:
            self.slots = np.union1d(self.slots, slots)


_families: WeakKeyDictionary[Tape, _Family] = WeakKeyDictionary()


class Shown(NamedTuple):
    """The axes that are drawn.

    Attributes:
        slots: their slots, by number; a slot of composite memory is an axis, an addressed one has C contents.
        axes: their numbers.
        every: how many there are in all.
    """

    slots: Counts
    axes: Counts
    every: int


def shown(tape: Tape) -> Shown | None:
    """The axes that are drawn of a network with sparse memories; None for one that has all its axes at once."""
    if not _sparse(tape):
        return None
    root = _root(tape)
    family = _families.setdefault(root, _Family())
    with family.lock:
        if family.length != root.length:
            states = (*root.checkpoints.values(), root.state)
            written = np.unique(np.concatenate([state.patterns[state.patterns >= 0] for state in states]))
            family.add(written)
            family.mine, family.length = len(written), root.length
        slots = family.slots
    every = int(tape.network.axes.max())
    contents = tape.network.contents
    if not len(slots):  # one column stays where nothing is written yet: all neighbours are on
        slots = np.array([every // contents - 1])
    return Shown(slots, _axes_of(slots, contents), every)


@contextmanager
def steady(tape: Tape) -> Iterator[None]:
    """Let no other session add to the axes that are drawn meanwhile: all that is sent together has the same."""
    if not _sparse(tape):
        yield
        return
    with _families[_root(tape)].lock:
        yield


def placed(tape: Tape, slots: Counts) -> Counts:
    """Where slots stand among those that are drawn."""
    drawn = shown(tape)
    return slots if drawn is None else np.searchsorted(drawn.slots, slots)


def layers(tape: Tape) -> tuple[Layer, ...]:
    """The layers with the axes that are drawn."""
    found = shown(tape)
    return tape.layers if found is None else _with(tape, len(found.axes))


def settled(tape: Tape) -> tuple[Layer, ...]:
    """The layers with the axes that the run has written: no more, whatever branches off it and is looked at."""
    if shown(tape) is None:
        return tape.layers
    return _with(tape, _families[_root(tape)].mine * tape.network.contents)


def _with(tape: Tape, axes: int) -> tuple[Layer, ...]:
    return tuple(each._replace(axes=axes if each.axes else 0) for each in tape.layers)


def trace(tape: Tape, first: int, stop: int) -> Trace:
    """The trace of a window, recorded, with the memories of the axes that are drawn; `axis` counts those slots."""
    if not _sparse(tape):
        (whole,) = RECORDS.get((ref(tape), first, stop), lambda: (tape.trace(first, stop),))
        return whole  # they keep no run alive
    narrow, slots = RECORDS.get((ref(tape), first, stop, "narrow"), lambda: _narrow(tape, first, stop))
    shown(tape)  # what the run has written comes first
    _families[_root(tape)].add(slots)
    drawn = shown(tape)
    return narrow if drawn is None else _moved(tape, narrow, slots, drawn.slots)


def _narrow(tape: Tape, first: int, stop: int) -> tuple[Trace, Counts]:
    """The record of a window, piece by piece, with those slots alone that hold something in it or are written."""
    every = np.arange(int(tape.network.axes.max()) // tape.network.contents)
    parts = []
    for piece in tape.pieces(first, stop):
        slots = _used(tape, piece, len(every))
        parts.append((_moved(tape, piece, every, slots), slots))
    slots = np.unique(np.concatenate([used for _, used in parts]))
    moved = [_moved(tape, piece, used, slots) for piece, used in parts]
    trace = moved[0]
    for piece in moved[1:]:
        trace = trace.then(piece)
    return trace, slots


def _used(tape: Tape, trace: Trace, every: int) -> Counts:
    """Slots that hold something in a trace with all of them, or are written in it."""
    used = np.zeros(every, bool)
    used[trace.axis[trace.axis >= 0]] = True
    for memory in (trace.memory, trace.found):
        start = 0
        for layer in tape.layers:
            end = start + layer.size * layer.axes
            if layer.axes and len(memory):
                bank = memory[:, start:end].reshape(-1, every, layer.axes // every)
                used |= bank.any(axis=(0, 2))
            start = end
    return np.flatnonzero(used)


def _moved(tape: Tape, trace: Trace, before: Counts, after: Counts) -> Trace:
    """A trace with other slots: what it does not have is 0, what is not wanted is left out."""
    place = np.full(int(max(before.max(initial=0), after.max(initial=0))) + 1, -1)
    place[after] = np.arange(len(after))
    axis = (
        np.where(trace.axis >= 0, place[before[np.maximum(trace.axis, 0)]], -1) if len(before) else trace.axis
    )
    memory, found = (_columns(tape, part, before, after) for part in (trace.memory, trace.found))
    return trace._replace(axis=axis.astype(np.int32), memory=memory, found=found)


def _columns(tape: Tape, memory: Floats, before: Counts, after: Counts) -> Floats:
    """[n, M] memories with other slots."""
    contents, both = tape.network.contents, np.intersect1d(before, after)
    here, there = (_axes_of(np.searchsorted(side, both), contents) for side in (before, after))
    old, new = len(before) * contents, len(after) * contents
    size = sum(layer.size for layer in tape.layers if layer.axes)
    moved = np.zeros((len(memory), size, new))
    moved[:, :, there] = memory.reshape(len(memory), size, old)[:, :, here]
    return moved.reshape(len(memory), size * new)


def _axes_of(slots: Counts, contents: int) -> Counts:
    """Numbers of the axes of slots."""
    numbers: Counts = (slots[:, None] * contents + np.arange(contents)).ravel()
    return numbers


def _sparse(tape: Tape) -> bool:
    """Whether a tape and what it branched off have sparse memories; a branch that has all axes lets all be drawn."""
    root = _root(tape)
    if not _is_sparse(root):
        return False
    family = _families.setdefault(root, _Family())
    if not family.whole and not _is_sparse(tape):
        with family.lock:
            family.whole = True
    return not family.whole


def _is_sparse(tape: Tape) -> bool:
    return tape.engine.sparse(tape.network)


def _root(tape: Tape) -> Tape:
    return _root(tape.parent[0]) if tape.parent else tape
