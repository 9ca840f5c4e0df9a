"""What each step of a window stored: which components it wrote, and what had stayed of them before (Eq. 11)."""

from typing import NamedTuple

import numpy as np

from nmn.app.step import written_axes
from nmn.app.step.rules import Stretch
from nmn.paper import equations, future, reference
from nmn.trace import Counts, Flags, Floats, Trace


class Entries(NamedTuple):
    """Components that were written, one entry each: index of the step, neuron in its layer, axis, and what was written.

    A learned gate writes a part of that.
    """

    step: Counts
    neuron: Counts
    axis: Counts
    value: Floats


class Stored(NamedTuple):
    """What a window's steps stored in M components.

    Attributes:
        wrote: [T, M], whether the step wrote the component; refreshed ones, whether what is new was the larger.
        stayed: [T, M], what was left of the component before the write; all of it where nothing was written. With
            `store = add` the rest of the memory after the step is what was written, with `refresh` all of it.
        fade: [T, H], the factor by which the step shrank each hidden neuron's memories, but for an asymptote.
    """

    wrote: Flags
    stayed: Floats
    fade: Floats


def stored(stretch: Stretch, trace: Trace, before: Floats) -> Stored:
    """What the steps of a stretch stored. An LSTM's cells are renewed in another way: all of it counts as stayed.

    Args:
        stretch: the rules.
        trace: its steps, and no others.
        before: [T, M] memories as they found them.
    """
    stayed, wrote, fade = trace.memory.copy(), np.zeros(trace.memory.shape, bool), np.ones(trace.hidden.shape)
    if not stretch.tape.engine.banks:
        return Stored(wrote, stayed, fade)
    parameters, rules = stretch.tape.parameters, stretch.rules
    gammas, angles = rules.gammas, rules.angles
    if rules.decay != "none":
        fade = 1.0 - trace.gate * (1.0 - gammas)
    neuron, component = 0, 0
    for layer in written_axes.layers(stretch.tape)[1:-1]:
        here = slice(neuron, neuron + layer.size)
        if layer.axes:
            found = _entries(stretch, trace, neuron, layer.size)
            at = component + found.neuron * layer.axes + found.axis
            was = before[found.step, at]
            w = trace.gate[:, here][found.step, found.neuron]
            gamma = gammas[here][found.neuron]
            if parameters.gate == "learned":
                left = future.gated_store(was[:, None], w, np.zeros((len(was), 1)), gamma)
            else:
                plane = was[:, None]
                if angles.size:
                    plane = np.column_stack((was, before[found.step, at + layer.axes // 2]))
                angle = angles[here][found.neuron] if angles.size else None
                left = reference.faded(plane, gamma, rules.decay, parameters.floor, angle)
            new = (
                np.ones(len(was), bool)
                if parameters.store == "add"
                else np.abs(found.value) >= np.abs(left[:, 0])
            )
            wrote[found.step[new], at[new]] = True
            stayed[found.step[new], at[new]] = left[new, 0]
        neuron, component = neuron + layer.size, component + layer.size * layer.axes
    return Stored(wrote, stayed, fade)


def _entries(stretch: Stretch, trace: Trace, first: int, size: int) -> Entries:
    """What the neurons of a layer, `size` of them from hidden neuron `first` on, put where (Section III-C, IV-C)."""
    parameters = stretch.tape.parameters
    wrote = trace.gate[:, first : first + size] > 0
    inputs, addressed = trace.inputs, parameters.read == "addressed"
    contents = inputs.shape[1] if parameters.write == "input" else 1
    steps, neurons = np.nonzero(wrote)
    content = inputs[steps] if parameters.write == "input" else np.ones((len(steps), 1))
    if parameters.write == "input" and not addressed:
        return _spread(steps, neurons, np.zeros(len(steps), np.int64), content)
    near = _near(stretch, trace, first, size)
    if parameters.code == "hard":
        places = equations.pattern(near[steps, neurons]) if near.shape[2] else np.zeros(len(steps), np.int64)
        return _spread(steps, neurons, written_axes.placed(stretch.tape, places) * contents, content)
    code = equations.soft_code(near[steps, neurons])
    every = (code[:, :, None] * content[:, None]).reshape(len(steps), -1)
    return _spread(steps, neurons, np.zeros(len(steps), np.int64), every)


def _spread(steps: Counts, neurons: Counts, first: Counts, values: Floats) -> Entries:
    """Entries for values [n, C] that stand on the axes from first [n] on; zeros are nothing."""
    row, column = np.nonzero(values)
    return Entries(steps[row], neurons[row], first[row] + column, values[row, column])


def _near(stretch: Stretch, trace: Trace, first: int, size: int) -> Floats:
    """[T, k, bits] outputs whose pattern a layer's neurons write: of a slot, their neighbours' without their own."""
    parameters = stretch.tape.parameters
    x = trace.hidden[:, first : first + size]
    if parameters.read == "addressed":
        if parameters.code == "soft":
            x = future.focus(x, parameters.focus)
        rings = np.array([equations.ring(row, parameters.tau) for row in x])
        return np.delete(rings, parameters.tau // 2, axis=2)
    if parameters.neighbourhood == "layer":
        return np.array([equations.ring(row, parameters.tau) for row in x])
    ends = np.cumsum([layer.size for layer in stretch.tape.layers[1:-1]])
    number = int(np.searchsorted(ends, first, "right")) + 1
    hidden = np.split(trace.hidden, ends[:-1], axis=1)
    rows = zip(trace.inputs, *hidden, trace.outputs, strict=True)
    return np.array([equations.column(list(row), number, parameters.tau) for row in rows])
