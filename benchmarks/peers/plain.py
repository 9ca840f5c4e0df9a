"""A case's flat arrays as the matrices that other libraries want. All are copies.

Memory stays in the engine's order, axis after axis, neuron after neuron: [D, k] for each layer. So a layer's augmented
output, [x, x M_1, ..., x M_D], is x times the rows of `banks`, one after the other.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.cases import Case
from nmn.trace import Floats


class Layers(NamedTuple):
    """What a memory network starts from, a list entry for each layer above the input.

    Attributes:
        weights: [k, n] each.
        biases: [k] each.
        banks: [1 + D, k] for each hidden layer: a row of ones, which stays, over the memories.
        near: [tau + 1, k] for each hidden layer: every neuron's neighbours and itself, from left to right.
    """

    weights: list[Floats]
    biases: list[Floats]
    banks: list[Floats]
    near: list[NDArray[np.int64]]


def layers(case: Case) -> Layers:
    """The initial layers of a case."""
    net, state = case.network, case.state
    sizes = net.sizes.tolist()
    half = net.tau // 2
    weights = np.split(state.weights, net.weight_at[2:-1])
    memory = np.split(state.memory, net.memory_at[1:-1])[1:-1]
    return Layers(
        [w.reshape(k, -1).copy() for w, k in zip(weights, sizes[1:], strict=True)],
        [b.copy() for b in np.split(state.biases, net.neuron_at[2:-1])],
        [np.concatenate((np.ones((1, k)), m.reshape(-1, k))) for m, k in zip(memory, sizes[1:-1], strict=True)],
        [(np.arange(k) + np.arange(-half, half + 1)[:, np.newaxis]) % k for k in sizes[1:-1]],
    )


class Gated(NamedTuple):
    """What a network with a learned gate starts from; its first layer has memory, the others have none.

    Attributes:
        weights: [k, n] each.
        biases: [k] each.
        memory: [D, k].
        gate: [n + 1, k], the gate's weights V and, last, its biases c.
        eligibility: [n + 1, D, k].
    """

    weights: list[Floats]
    biases: list[Floats]
    memory: Floats
    gate: Floats
    eligibility: Floats


def gated(case: Case) -> Gated:
    """The initial network of a case with a learned gate."""
    start, state = layers(case), case.state
    k = len(start.biases[0])
    memory = start.banks[0][1:].copy()
    gate = np.concatenate((state.gate_weights, state.gate_biases[:k])).reshape(-1, k)
    eligibility = state.eligibility.reshape(len(gate), *memory.shape).copy()
    return Gated(start.weights, start.biases, memory, gate, eligibility)
