"""A plain training step in parts: the engine's own kernels in the engine's order, those that are chosen.

With all of them it is the engine; with one, that part over and over.
"""

from typing import Any

import numpy as np

from benchmarks import cases
from nmn.engine import decay, network
from nmn.engine.kernels import layers
from nmn.engine.kernels.advance import answer, begin, store_all
from nmn.engine.kernels.compiled import entry, inlined
from nmn.engine.kernels.held import hold
from nmn.engine.kernels.matrices import copy
from nmn.engine.kernels.work import loaded, unload
from nmn.engine.protocol import rates as rates_of
from nmn.engine.variant import Variant
from nmn.parameters import SPECS
from nmn.trace import Trace

MULTIPLY, SQUASH, AUGMENT, ANSWER, DESCEND, FOLD, STORE, INPUT = (1 << bit for bit in range(8))
ALL = (1 << 8) - 1
PLAIN = tuple(Variant(searching=False, learned=False, addressed=False, sparse=False, plain=True))


@inlined
def go_forward(net, layer, chosen, work):
    """The chosen parts of a layer's way forward: `kernels.advance.forward`."""
    if chosen & MULTIPLY:
        layers.multiply(net, layer, work)
    if chosen & SQUASH:
        layers.bend(net, layer, work)
    if chosen & AUGMENT and layer < len(net.sizes) - 1:
        layers.read(net, layer, work)


@inlined
def go_back(net, layer, chosen, alpha, work):
    """The chosen parts of a layer's way back: `kernels.advance.learn_from`."""
    if chosen & DESCEND:
        layers.descend(net, layer, alpha, work)
    if chosen & FOLD and layer > 1:
        layers.fold_layer(net, layer - 1, work)


@inlined
def step_by_step(net, wanted, rates, schedule, gamma, stream, work, out):
    """Walk over a stream with the parts that are wanted; the first step has them all."""
    last = len(net.sizes) - 1
    for t in range(len(stream.inputs)):
        chosen = wanted if t else ALL
        if chosen & INPUT:
            begin(net, stream, t, work)
        for layer in range(1, last + 1):
            go_forward(net, layer, chosen, work)
        if chosen & ANSWER:
            out.loss[t] = answer(net, work, stream.targets[t], stream.parts[t], out.wrong[t])[0]
        for layer in range(last, 0, -1):
            go_back(net, layer, chosen, rates[t], work)
        if chosen & STORE:
            store_all(net, schedule, gamma, True, False, work)
        if len(out.outputs):
            first, end = layers.output_at(net, work)
            copy(work.x[first:end], out.outputs[t])


@entry
def steps_of(net, wanted, rates, schedule, gamma, stream, work, out):
    """Move a plain network as `step_by_step` does; the arguments are those of `kernels.advance.loop`."""
    step_by_step(
        hold(net, PLAIN), wanted, rates, schedule, gamma, hold(stream, ()), hold(work, ()), hold(out, ())
    )


def walk(
    case: cases.Case, wanted: int = ALL, alpha: float | None = None, record: bool = False
) -> tuple[Any, Trace]:
    """What the wanted parts make of a case's stream: state and trace. The rate is the case's where none is given."""
    steps, net, state = len(case.stream.inputs), case.network, case.state
    hidden = int(net.neuron_at[-2])
    rows, outputs, memories = steps if record else 0, int(net.sizes[-1]), int(net.memory_at[-1])
    out = Trace.empty(state.step + 1, case.stream, rows, hidden, outputs, memories)
    rates = rates_of(case.parameters, case.parameters.alpha if alpha is None else alpha, state.step, steps)
    schedule, gamma = (
        SPECS["decay"].choices.index(case.parameters.decay),
        decay.decays(case.parameters, hidden, True),
    )
    layout = network.laid_out(net)
    work = loaded(net, layout, state, gamma, None)
    steps_of(net, wanted, rates, schedule, gamma, case.stream, work, out)
    arrays = {name: np.empty_like(part) for name, part in state._asdict().items() if name != "step"}
    after = state._replace(step=state.step + steps, **arrays)
    unload(net, layout, work, after)
    return after, out
