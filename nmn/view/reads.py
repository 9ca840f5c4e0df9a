"""What the X-ray needs beside the trace: who reads a memory, how fast each neuron forgets and how far it turns."""

import numpy as np

from nmn import network
from nmn.tape import Tape
from nmn.trace import Floats

MOST = 400_000  # numbers: a network with more weights from its memories keeps them to itself


def reads(run: Tape, step: int) -> Floats:
    """Weights that read the components of the composite memories after a step, Eq. (2).

    Args:
        run: any run; only a memory network's has memories that a layer reads.
        step: the step.

    Returns:
        Flat: hidden layer after hidden layer, neuron after neuron, axis after axis, neuron after neuron of the layer
        above. Of an addressed slot the content is read, whichever slot it is. Empty where there are none, or too many:
        sparse memories have most of theirs nowhere.
    """
    net = run.network
    if run.parameters.model != "nmn" or run.parameters.widens or _count(net) > MOST:
        return np.zeros(0)
    weights = run.at(step).weights
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


def gammas(run: Tape) -> Floats:
    """[H] decay of each hidden neuron while the run trains; empty for a network without memories of that kind."""
    if run.parameters.model != "nmn":
        return np.zeros(0)
    return network.decays(run.parameters, int(run.network.neuron_at[-2]), learn=True)


def angles(run: Tape) -> Floats:
    """[H] angle by which each hidden neuron turns its memories when it fires; empty where memories do not turn."""
    if run.parameters.model != "nmn" or not run.parameters.turn:
        return np.zeros(0)
    return network.angles(run.parameters, int(run.network.neuron_at[-2]))
