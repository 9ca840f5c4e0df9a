"""A plain training step in parts: the engine's own kernels in the engine's order, those that are chosen.

With all of them it is the engine; with one, that part over and over.
"""

from typing import Any

import numpy as np

from benchmarks import cases
from nmn import network
from nmn.kernels import advance as kernel
from nmn.kernels.answers import sigmoids, softmax
from nmn.kernels.compiled import entry, woven
from nmn.kernels.matrices import affine, back_and_descend, descend
from nmn.kernels.memory import augment, decay, repeat
from nmn.parameters import SPECS
from nmn.trace import Trace

MULTIPLY, SQUASH, AUGMENT, ANSWER, DESCEND, FOLD, DECAY, WRITE, INPUT = (1 << bit for bit in range(9))
ALL = (1 << 9) - 1


@woven
def go_forward(net, layer, chosen, clamp, work):
    """The chosen parts of a layer's way forward: `kernel.forward`."""
    last = len(net.sizes) - 1
    at, k, low, n = net.neuron_at[layer], net.sizes[layer], work.column_at[layer - 1], net.lengths[layer - 1]
    if chosen & MULTIPLY:
        affine(work.weights, work.row_at[layer], n, work.augmented, low, work.biases, work.x, at, k)
    if chosen & SQUASH:
        if layer < last:
            kernel.sigmoids_of(work.x, at, k, clamp)
        elif net.cross_entropy == 1:
            softmax(work.x[at:], net.groups)
        else:
            sigmoids(work.x[at:])
    if chosen & AUGMENT and layer < last:
        first, size, out = net.memory_at[layer], net.axes[layer] * k, work.column_at[layer]
        repeat(work.x, at, k, work.many, first, size)
        augment(work.x, at, k, work.many, work.memory, first, size, work.augmented, out)


@woven
def go_back(net, layer, chosen, alpha, work):
    """The chosen parts of a layer's way back: `kernel.learn_from`."""
    at, k, low, n = net.neuron_at[layer], net.sizes[layer], work.column_at[layer - 1], net.lengths[layer - 1]
    if chosen & DESCEND:
        W, first, b, a = work.weights, work.row_at[layer], work.biases, work.augmented
        if layer == 1:
            descend(W, first, n, a, low, b, alpha, work.delta, at, k)
        else:
            back_and_descend(W, first, n, a, low, b, alpha, work.delta, at, k, work.e)
    if chosen & FOLD and layer > 1:
        kernel.fold_layer(net, layer - 1, work)


@woven
def put_away(net, layer, chosen, schedule, work):
    """The chosen parts of a layer's write: `kernel.store`."""
    if chosen & DECAY:
        first, size = net.memory_at[layer], net.axes[layer] * net.sizes[layer]
        decay(work.many, work.memory, work.factor, first, size, schedule, net.floor)
    if chosen & WRITE:
        kernel.store_composite(net, layer, work)


@entry
def steps_of(net, wanted, rates, schedule, gamma, clamp, state, stream, after, out):
    """Walk a plain network over a stream with the parts that are wanted; the first step has them all.

    The arguments are those of `kernel.advance`. Fills `after`, and of `out` the losses and the outputs.
    """
    work, last = kernel.work_for(net), len(net.sizes) - 1
    kernel.load(net, state, gamma, work)
    for t in range(len(stream.inputs)):
        chosen = wanted if t else ALL
        if chosen & INPUT:
            kernel.begin(net, stream, t, work)
        for layer in range(1, last + 1):
            go_forward(net, layer, chosen, clamp, work)
        if chosen & ANSWER:
            out.loss[t] = kernel.answer(net, work, stream.targets[t], stream.parts[t], out.wrong[t])[0]
        for layer in range(last, 0, -1):
            go_back(net, layer, chosen, rates[t], work)
        for layer in range(1, last):
            put_away(net, layer, chosen, schedule, work)
        if len(out.outputs):
            kernel.copy(work.x[net.neuron_at[last] :], out.outputs[t])
    kernel.unload(net, work, after)


def walk(
    case: cases.Case, wanted: int = ALL, alpha: float | None = None, record: bool = False
) -> tuple[Any, Trace]:
    """What the wanted parts make of a case's stream: state and trace. The rate is the case's where none is given."""
    steps, net, state = len(case.stream.inputs), case.network, case.state
    hidden, clamp = int(net.neuron_at[-2]), np.full(int(net.neuron_at[-2]), np.nan)
    rows, outputs, memories = steps if record else 0, int(net.sizes[-1]), int(net.memory_at[-1])
    out = Trace.empty(state.step + 1, case.stream, rows, hidden, outputs, memories)
    rates = network.rates(
        case.parameters, case.parameters.alpha if alpha is None else alpha, state.step, steps
    )
    schedule, gamma = (
        SPECS["decay"].choices.index(case.parameters.decay),
        network.decays(case.parameters, hidden, True),
    )
    arrays = {
        name: np.empty_like(part) for name, part in state._asdict().items() if name not in ("step", "slots")
    }
    after = state._replace(step=state.step + steps, **arrays)
    fitted = network.fitted(net, state.slots)
    steps_of(fitted, wanted, rates, schedule, gamma, clamp, state, case.stream, after, out)
    return after, out
