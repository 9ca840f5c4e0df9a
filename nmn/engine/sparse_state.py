"""States of networks with sparse memories: they have slots in place of axes, and get more when they run out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nmn.engine.initial import SLOTS
from nmn.engine.network import Network, State, fitted
from nmn.spec import ParameterError
from nmn.trace import Counts, Floats


def roomier(network: Network, state: State) -> State:
    """The state with more slots in each layer where a neuron has none left."""
    net, more = fitted(network, state.slots), state.slots.copy()
    for layer in np.flatnonzero(state.slots):
        last = state.patterns[net.memory_at[layer + 1] - net.sizes[layer] : net.memory_at[layer + 1]]
        if (last >= 0).any():
            further = max(SLOTS, more[layer] // (4 * SLOTS) * SLOTS)
            more[layer] = min(more[layer] + further, network.axes[layer] // network.contents)
    new = fitted(network, more)
    matrices = (net.sizes[1:], net.lengths[:-1], new.lengths[:-1])
    banks = (np.full_like(more, net.contents), net.sizes * state.slots, net.sizes * more)
    squares = state.squares
    if len(squares):
        cut = net.squares_at[1]
        squares = np.concatenate((longer(squares[:cut], *matrices), squares[cut:]))
    return state._replace(
        weights=longer(state.weights, *matrices),
        memory=longer(state.memory, *banks),
        squares=squares,
        slots=more,
        patterns=longer(state.patterns, *banks, blank=-1),
    )


def inherited(network: Network, before: Network, state: State) -> tuple[Network, State]:
    """A network that takes over a state of another, which may keep its memories otherwise; and that state.

    All axes are kept on, whatever is written to them from now on; slots are given up for what writes to all axes.

    Raises:
        ParameterError: its weights belong to slots: those from the other axes are not there.
    """
    if network.sparse == before.sparse:
        return network, state
    if network.sparse:
        return network._replace(sparse=0), state
    if not network.addressed:
        raise ParameterError(
            "code = soft is not possible from here on: a soft code writes to all patterns, and this network has "
            "weights for those only that it has met."
        )
    whole = {name: getattr(state, name)[:0] for name in ("slots", "patterns", "seeds")}
    return network, state._replace(memory=_spread(before, state), **whole)


def _spread(network: Network, state: State) -> Floats:
    """Sparse addressed memories with all slots, in the order of `State.memory`."""
    whole, net, C = np.zeros(network.memory_at[-1]), fitted(network, state.slots), network.contents
    for layer, k in enumerate(network.sizes):
        part = slice(net.memory_at[layer], net.memory_at[layer + 1])
        banks, met = state.memory[part].reshape(C, -1, k), state.patterns[part].reshape(C, -1, k)[0]
        every = whole[network.memory_at[layer] : network.memory_at[layer + 1]].reshape(-1, C, k)
        slot, neuron = np.nonzero(met >= 0)
        every[met[slot, neuron], :, neuron] = banks[:, slot, neuron].T
    return whole


def longer(flat: NDArray[Any], rows: Counts, before: Counts, after: Counts, blank: int = 0) -> NDArray[Any]:
    """Flat matrices, each of so many rows, with rows that are longer now: what is new in them is blank."""
    parts = []
    for k, m, n, part in zip(rows, before, after, np.split(flat, np.cumsum(rows * before)[:-1]), strict=True):
        matrix = np.full((k, n), blank, flat.dtype)
        matrix[:, :m] = part.reshape(k, m)
        parts.append(matrix.ravel())
    return np.concatenate(parts)
