"""The one function that moves a memory network."""

import numpy as np

from nmn.engine.decay import decays, schedule
from nmn.engine.kernels.work import loaded, unload
from nmn.engine.network import Network, State, fitted, laid_out
from nmn.engine.protocol import rates
from nmn.engine.sparse_state import roomier
from nmn.engine.variant import variant_of
from nmn.parameters import SPECS, Parameters
from nmn.trace import Floats, Stream, Trace


def advance(
    network: Network,
    parameters: Parameters,
    state: State,
    stream: Stream,
    *,
    learn: bool = True,
    record: bool = False,
    clamp: Floats | None = None,
) -> tuple[State, Trace]:
    """Move a network over T >= 1 inputs: forward, back, update, store (Section III). Nothing else moves NMN or FFNN.

    Args:
        network: from `build`.
        parameters: learning rate and decay are read at every call, so they may differ from call to call.
        state: where the network is; it stays as it was.
        stream: T inputs.
        learn: whether the weights change; where not, the decay in use applies.
        record: whether the trace holds activations, memories and errors too.
        clamp: [H] forced output of each hidden neuron, NaN where it is free.

    Returns:
        The new state and the trace. Where a step is not finite, the state is that before it and trace.halted its index.
    """
    from nmn.engine.kernels.advance import loop  # whoever only asks what there is need not wait for Numba

    steps, hidden = len(stream.inputs), int(network.neuron_at[-2])
    rows = steps if record else 0
    trace = Trace.empty(
        state.step + 1, stream, rows, hidden, int(network.sizes[-1]), int(network.memory_at[-1])
    )
    gamma = decays(parameters, hidden, learn)
    alphas = rates(parameters, parameters.alpha, state.step, steps)
    fading = SPECS["decay"].choices.index(schedule(parameters, learn))
    before, done, slope = state, 0, 0.0
    while True:
        parts = {name: np.empty_like(part) for name, part in before._asdict().items() if name != "step"}
        after = State(step=state.step + steps, **(parts | {"slots": before.slots}))
        net = fitted(network, before.slots)
        at, variant = laid_out(net), variant_of(net)
        work = loaded(net, at, before, gamma, clamp)
        trial = loaded(net, at, before, gamma, clamp) if variant.searching else None
        done, halted, steepest = loop(variant)(
            net, alphas, fading, gamma, stream, done, learn, record, work, trial, trace
        )
        unload(net, at, work, after)
        slope = max(slope, steepest)
        if done == steps or halted >= 0:
            break
        before = roomier(network, after)
    trace = trace._replace(halted=halted, slope=slope)
    if halted >= 0:
        finite = stream.cut(0, halted)
        return advance(network, parameters, state, finite, learn=learn, clamp=clamp)[0], trace
    return after, trace
