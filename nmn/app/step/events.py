"""Events of a run, found beyond the window that the browser holds: those that `assets/stage/model/events.js` knows."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from nmn.app.step import written_axes
from nmn.runs.findings import LOW
from nmn.runs.tape import Tape
from nmn.trace import Flags, Floats, Trace

KINDS = ("mistake", "fire", "write", "fade", "episode")
TOLD = ("mistake", "episode")  # what a trace tells that holds the errors alone
PIECE = 1000  # steps that are looked through at once
FARTHEST = 500_000  # steps, at most, that one search looks through
FAR = 0.25  # a number that is off by more than this share of its unit counts as a mistake


class Event(NamedTuple):
    """What is looked for.

    Attributes:
        kind: one of KINDS.
        neuron: the hidden neuron that it is about, counted over all hidden layers.
        axis: the axis of its memory, or None.
        fresh: size of a fresh write.
    """

    kind: str
    neuron: int
    axis: int | None
    fresh: float = 1.0


class Found(NamedTuple):
    """Where a search ended.

    Attributes:
        step: the event's step, or None.
        until: where the search gave up although the run goes on, or None.
    """

    step: int | None
    until: int | None


def seek(tape: Tape, event: Event, start: int, by: int) -> Found:
    """The first step after start (or the last before it, by = -1) at which the event happens."""
    last = start
    for first, stop in _pieces(tape.length, start, by):
        traces = tape.pieces(first, stop, record=event.kind not in TOLD)
        where = np.flatnonzero(np.concatenate([*map(partial(happens, tape, event), traces)]))
        if len(where):
            return Found(first + int(where[0 if by > 0 else -1]), None)
        last = stop - 1 if by > 0 else first
    return Found(None, None if last in (1, tape.length) or last == start else last)


def _pieces(length: int, start: int, by: int) -> Iterator[tuple[int, int]]:
    """Stretches [first, stop) from start on or back, the nearest first; they begin where a checkpoint may be."""
    first, stop = (
        (start + 1, min(length, start + FARTHEST) + 1) if by > 0 else (max(1, start - FARTHEST), start)
    )
    bounds = sorted({first, stop, *range((first // PIECE + 1) * PIECE + 1, stop, PIECE)})
    pieces = [piece for piece in pairwise(bounds) if piece[0] < piece[1]]
    return iter(pieces if by > 0 else pieces[::-1])


def happens(tape: Tape, event: Event, trace: Trace) -> Flags:
    """For each step of a recorded stretch, whether the event happens there."""
    neuron, axis = event.neuron, event.axis
    match event.kind:
        case "mistake":
            return mistakes(tape, trace)
        case "fire":
            return tape.engine.active(tape.parameters, trace)[:, neuron]
        case "episode":
            return trace.starts
        case "write" if axis is not None:
            wrote = trace.axis[:, neuron]
            mine = wrote >= 0 if tape.parameters.write == "input" else wrote == axis % _axes(tape, neuron)[1]
            return mine & tape.engine.active(tape.parameters, trace)[:, neuron]
        case "fade" if axis is not None:
            before, after = _sizes(tape, event, trace)
            low = LOW * event.fresh
            return (before >= low) & (after < low)
        case _:
            return np.zeros(len(trace.inputs), bool)


def mistakes(tape: Tape, trace: Trace) -> Flags:
    """[T], whether a step made a mistake: a wrong class or bit, or a number far off."""
    far: Flags = trace.wrong > (FAR if tape.task.ports.unit else 0)
    return np.asarray(far.any(axis=1))


def _axes(tape: Tape, neuron: int) -> tuple[int, int]:
    """Where the axes of a hidden neuron begin among the components of a step, and how many of them are written to."""
    at = 0
    for layer in tape.layers:
        if layer.kind != "hidden":
            continue
        if neuron < layer.size:
            planes = tape.engine.banks and tape.parameters.turn > 0
            return at + neuron * layer.axes, layer.axes // 2 if planes else layer.axes
        neuron, at = neuron - layer.size, at + layer.size * layer.axes
    raise ValueError("there is no such neuron in this network.")


def _sizes(tape: Tape, event: Event, trace: Trace) -> tuple[Floats, Floats]:
    """[T] size of the component before and after each step; where memories turn, the length of its plane."""
    at, written = _axes(tape, event.neuron)
    axis, planes = event.axis or 0, tape.engine.banks and tape.parameters.turn > 0
    mine = [at + axis % written, at + axis % written + written] if planes else [at + axis]
    one = trace._replace(memory=trace.memory[:, mine], found=trace.found[:, mine])
    before, after = (np.hypot(part[:, 0], part[:, 1] if planes else 0.0) for part in (one.before, one.memory))
    return before, after


def asked(tape: Tape, question: Any, fresh: float) -> tuple[Event, int, int] | None:
    """The search that a browser asks for (kind, neuron, axis, from, by), or None where it makes no sense here."""
    try:
        kind, start, by = str(question["kind"]), int(question["from"]), int(question["by"])
        neuron, axis = int(question["neuron"]), question["axis"]
        axis = None if axis is None else int(axis)
    except (KeyError, TypeError, ValueError):
        return None
    hidden = [layer for layer in written_axes.layers(tape) if layer.kind == "hidden"]
    axes = [layer.axes for layer in hidden for _ in range(layer.size)]
    fits = kind in KINDS and by in (1, -1) and 1 <= start <= tape.length and 0 <= neuron < len(axes)
    if not fits or (axis is not None and not 0 <= axis < axes[neuron]):
        return None
    if (drawn := written_axes.shown(tape)) and axis is not None:
        axis = int(drawn.axes[axis])
    return Event(kind, neuron, axis, fresh if tape.parameters.write == "input" else 1.0), start, by
