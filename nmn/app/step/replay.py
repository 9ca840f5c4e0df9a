"""A window once more, step by step, for what no trace holds: the weights that each step used, and how they moved."""

from typing import Any, NamedTuple

import numpy as np

from nmn.app.step.read_weights import reads
from nmn.app.step.rules import Stretch, stretches
from nmn.app.step.sums import Sums, Used, sums
from nmn.runs.tape import Tape
from nmn.shelf import size_of
from nmn.trace import Counts, Flags, Floats, Ports, Trace

FRAMES = 32_000  # numbers: weights are sent for as many steps of a window as fit
BATCH = 2**24  # bytes: of so many states the sums are made at once
MOVED = 2**30  # bytes: longer windows of larger networks are not stepped through once more


class Replay(NamedTuple):
    """What a window's steps used and learned.

    Attributes:
        usual: [T] learning rate that the settings give the step, from which a line search goes down.
        rates: [T] learning rate by which the step moved weights; 0 where it moved none. A line search's is the one that
            it found.
        speaks: [T] output that each step is told by.
        frames: [K] steps after which the weights were as sent.
        weights, reads: [K, n] weights between neurons, and from memories (see `nmn.app.step.read_weights`).
        sums: the sums of the steps that were asked for, [steps, ...] each; None where there are too many weights to be
            followed.
    """

    usual: Floats
    rates: Floats
    speaks: Counts
    frames: Counts
    weights: Floats
    reads: Floats
    sums: Sums | None


def replay(tape: Tape, trace: Trace, only: int | None = None) -> Replay:
    """Step through a window once more.

    Args:
        tape, trace: the window.
        only: the one step of it whose weights and sums are asked for, where not all are: they are what takes long. Of a
            line search the other steps have the rate that it goes down from.
    """
    first, count = trace.first, len(trace.inputs)
    asked = range(first, first + count) if only is None else range(only, only + 1)
    start = tape.at(asked.start - 1)
    whole = len(asked) * size_of(start) <= MOVED
    size = _flat(tape, start).size + reads(tape, start).size
    most = int(np.clip(FRAMES // max(1, size), 1, len(asked))) if whole else 1
    frames = np.unique(np.linspace(0, len(asked), most, endpoint=False).astype(int)) + asked.start - 1
    speaks, usual, rates = speakers(tape.task.ports, trace), np.zeros(count), np.zeros(count)
    parts, used = list[Sums](), list[Used]()
    batch = max(1, BATCH // max(1, size_of(start)))
    sent = [(_flat(tape, start), reads(tape, start))]
    for stretch in stretches(tape, first, first + count):
        own = stretch.tape
        here = slice(stretch.first - first, stretch.stop - first)
        usual[here] = stretch.rates
        rates[here] = usual[here] * _taught(stretch, trace, here, own.at(stretch.first - 1))
        steps = range(
            max(stretch.first, asked.start), min(stretch.stop, asked.stop if whole else asked.start)
        )
        if not steps:
            continue
        state, stream = own.at(steps.start - 1), own.stream(steps.start - 1, steps.stop - 1)
        for step in steps:
            t = step - first
            if step > asked.start and step - 1 in frames:
                sent.append((_flat(own, state), reads(own, state)))
            now = stream.cut(step - steps.start, step - steps.start + 1)
            after = own.advance(state, now, learn=stretch.learn)[0]
            step_used = _used(own, state, after, trace, t, speaks[t])
            if used and (len(used) == batch or used[-1].shape != step_used.shape):
                parts.append(sums(used))
                used = []
            used.append(step_used)
            if rates[t]:
                rates[t] *= own.engine.share(own.parameters, state, after, trace.delta[t], rates[t])
            state = after
    every = _joined([*parts, sums(used)], tape) if whole else None
    of_neurons, of_memories = (np.array(part) for part in zip(*sent, strict=True))
    return Replay(usual, rates, speaks, frames, of_neurons, of_memories, every)


def speakers(ports: Ports, trace: Trace) -> Counts:
    """[T] the output that a step is told by: of the first answer that is asked, the winner, the bit or the number."""
    begins = np.cumsum((0, *ports.groups))[:-1]
    asked = (trace.parts >= 0).argmax(axis=1)
    found = begins[asked]
    for g, (begin, size) in enumerate(zip(begins, ports.groups, strict=True)):
        mine = asked == g
        found[mine] = begin + trace.outputs[mine, begin : begin + size].argmax(axis=1)
    return found


def _flat(tape: Tape, state: Any) -> Floats:
    """The weights between standard neurons, flat, layer after layer."""
    return np.concatenate([W.ravel() for W in tape.engine.connections(tape.network, state)])


def _used(tape: Tape, state: Any, after: Any, trace: Trace, t: int, speaks: int) -> Used:
    """What step t makes its sums of, from the states before and after it."""
    starts, ends = bool(trace.starts[t]), np.cumsum([layer.size for layer in tape.layers[1:-2]])
    x = [trace.inputs[t], *np.split(trace.hidden[t], ends), trace.outputs[t]]
    engine, net = tape.engine, tape.network
    made = engine.weights(net, after if engine.learns_first else state)
    handed = engine.handed(net, tape.parameters, state, x[:-1], starts)
    return Used(made, x, handed, engine.fed_back(net, after), speaks)


def _joined(parts: list[Sums], tape: Tape) -> Sums:
    """The sums of all steps; of a hidden layer whose neurons have several each, none."""
    found = Sums(*(np.concatenate(part) for part in zip(*parts, strict=True)))
    if not tape.engine.single:
        for part in (found.bias, found.own, found.through):
            part[:, : tape.layers[1].size] = np.nan
    return found


def _taught(stretch: Stretch, trace: Trace, here: slice, state: Any) -> Flags:
    """[T], whether the error of each step of a stretch is one from which the network learns then."""
    asked, own = trace.scored[here], stretch.tape
    if not stretch.learn:
        return np.zeros(len(asked), bool)
    delta = trace.delta[here, trace.hidden.shape[1] :]
    return own.engine.taught(own.network, own.parameters, state, asked, trace.starts[here], delta)
