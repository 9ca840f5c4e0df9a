"""The weights with which the layers above read composite memories."""

from typing import Any

import numpy as np

from nmn import network
from nmn.tape import Tape
from nmn.trace import Floats

MOST = 400_000  # numbers: a network with more weights from its memories keeps them to itself


def reads(tape: Tape, state: Any) -> Floats:
    """Weights that read the components of the composite memories, Eq. (2).

    Args:
        tape: any tape; only a memory network's has memories that a layer reads.
        state: a state of it.

    Returns:
        Flat: hidden layer after hidden layer, neuron after neuron, axis after axis, neuron after neuron of the layer
        above. Of an addressed slot the content is read, whichever slot it is. Empty where there are none, or too many:
        sparse memories have most of theirs nowhere.
    """
    net = tape.network
    if tape.parameters.model != "nmn" or tape.parameters.widens or _count(net) > MOST:
        return np.zeros(0)
    weights = state.weights
    parts = [np.zeros(0)]
    for layer in range(1, len(net.sizes) - 1):
        size, axes, above = int(net.sizes[layer]), int(net.axes[layer]), int(net.sizes[layer + 1])
        if axes:
            rows = weights[net.weight_at[layer + 1] : net.weight_at[layer + 2]].reshape(above, -1)
            banks = rows[:, size:].reshape(above, -1, size).transpose(2, 1, 0)  # [neuron, content, above]
            parts.append(np.tile(banks, (1, axes // banks.shape[1], 1)).ravel())
    return np.concatenate(parts)


def _count(net: network.Network) -> int:
    return int((net.sizes[1:-1] * net.axes[1:-1] * net.sizes[2:]).sum())
