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
        [
            np.concatenate((np.ones((1, k)), m.reshape(-1, k)))
            for m, k in zip(memory, sizes[1:-1], strict=True)
        ],
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


class Recurrent(NamedTuple):
    """What a recurrent network starts from, and its stream, window by window; S weighted sums, 1 or 4 a neuron.

    Attributes:
        hidden: [S, n], feedback [S, k], bias [S] of the hidden layer; gates in the order i, f, o, g.
        output: [m, k] and last [m] of the output layer.
        inputs: [N, T, n] for N windows of T steps.
        targets: [N, T, m].
        asked: [N, T, m], 1 where an output counts.
        begins: [N], whether the state is wiped before the window.
    """

    hidden: Floats
    feedback: Floats
    bias: Floats
    output: Floats
    last: Floats
    inputs: Floats
    targets: Floats
    asked: Floats
    begins: NDArray[np.bool_]


def recurrent(case: Case) -> Recurrent:
    """The initial network and the stream of a case with a recurrent network; whole windows only."""
    net, stream = case.network, case.stream
    columns, bias, output, last = np.split(case.state.weights, net.at[1:-1])
    hidden, feedback = np.split(columns.reshape(net.inputs + net.width, -1).T, [net.inputs], axis=1)
    asked = np.repeat(stream.parts >= 0, np.diff(net.groups), axis=1).astype(float)
    begins = stream.starts.reshape(-1, net.window)
    if begins[:, 1:].any():
        raise ValueError("an episode begins within a window.")
    inputs, targets, asked = (
        part.reshape(-1, net.window, part.shape[1]) for part in (stream.inputs, stream.targets, asked)
    )
    weights = (
        hidden.copy(),
        feedback.copy(),
        bias.copy(),
        output.reshape(net.width, -1).T.copy(),
        last.copy(),
    )
    return Recurrent(*weights, inputs, targets, asked, begins[:, 0])
