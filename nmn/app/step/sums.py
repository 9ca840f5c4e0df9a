"""What a weighted sum is made of, Eq. (1) and (2): a bias, the outputs that it gets, the memories read with them."""

from typing import Any, NamedTuple

import numpy as np

from nmn.engine import network
from nmn.paper import equations, future
from nmn.runs.tape import Tape
from nmn.spec import RECURRENT
from nmn.trace import Floats


class Weights(NamedTuple):
    """Weights of a network as a step used them, for the layers 1 ... L+1.

    Attributes:
        W: [k, n] each, from the standard neurons (or inputs) of the layer below.
        R: [k, C, n] each, from the C components that each of those neurons hands on of its memory; C may be 0.
        b: [k] each.
    """

    W: list[Floats]
    R: list[Floats]
    b: list[Floats]


class Sums(NamedTuple):
    """The sums of one step: for each neuron above the inputs, and shares in those that the step is told by.

    Attributes:
        bias, own, through: [H + n_out], what bias, outputs of the layer below, and memories read with them add up to.
            The state that a recurrent neuron reads counts as memory. NaN where a neuron has no such sum: an LSTM's.
        told: [L], for each layer above the first hidden one, the neuron of it that the step is told by.
        share, read: [H], what each hidden neuron's output, and its memory read with it, add to the told one above.
    """

    bias: Floats
    own: Floats
    through: Floats
    told: Floats
    share: Floats
    read: Floats


def core(tape: Tape, state: Any) -> network.State | None:
    """The state of a tape's network of sigmoid neurons, None where it has none."""
    if tape.parameters.model in RECURRENT:
        return None
    return state.network if tape.parameters.model == "delayed" else state


def weights(tape: Tape, state: Any) -> Weights:
    """The weights of a state, whatever the network; of an LSTM those that make its candidate."""
    inner = core(tape, state)
    if inner is None:
        net = tape.network
        feedback = np.zeros((net.width, 0, net.inputs))
        return Weights(
            tape.engine.connections(net, state),
            [feedback, np.zeros((net.outputs, 0, net.width))],
            [state.weights[net.at[1] : net.at[2]][-net.width :], state.weights[net.at[3] :]],
        )
    net = network.fitted(tape.network, inner.slots)
    rows = np.split(inner.weights, net.weight_at[2:-1])
    below = net.sizes[:-1].tolist()
    whole = [part.reshape(k, -1) for part, k in zip(rows, net.sizes[1:], strict=True)]
    return Weights(
        [W[:, :n] for W, n in zip(whole, below, strict=True)],
        [W[:, n:].reshape(len(W), -1, n) for W, n in zip(whole, below, strict=True)],
        np.split(inner.biases, net.neuron_at[2:-1]),
    )


def handed(tape: Tape, state: Any, x: list[Floats], starts: bool) -> list[Floats]:
    """[C, k] for the inputs and each hidden layer: what its neurons hand on of their memories when they fire fully.

    Args:
        tape: the tape.
        state: the state that the step finds.
        x: inputs and outputs of the hidden layers.
        starts: whether memories are wiped before the step.
    """
    inner = core(tape, state)
    if inner is None:
        return [np.zeros((0, len(each))) for each in x]
    net, parameters = network.fitted(tape.network, inner.slots), tape.parameters
    found = []
    for layer, outputs in enumerate(x):
        part = slice(net.memory_at[layer], net.memory_at[layer + 1])
        bank = inner.memory[part].reshape(-1, len(outputs)) * (not starts)
        if parameters.read == "addressed" and len(bank):
            bank = _addressed(
                bank, inner.patterns[part], outputs, net.contents, parameters.tau, parameters.focus
            )
        found.append(bank)
    return found


def _addressed(bank: Floats, patterns: Any, x: Floats, contents: int, tau: int, beta: float) -> Floats:
    """Eq. (12): the content [C, k] that each neuron's neighbours select of its bank [slots, k].

    Dense banks have the contents of a slot side by side, sparse ones the slots of a content, each with its pattern.
    """
    k = len(x)
    ring = equations.ring(future.focus(x, beta), tau)
    address = equations.soft_code(np.delete(ring, tau // 2, axis=1))
    if not len(patterns):
        return future.read_slots(address, bank.T.reshape(k, 2**tau, contents)).T
    places = patterns.reshape(contents, -1, k)[0]
    chosen = np.where(places >= 0, address[np.arange(k), places], 0.0)
    return np.asarray((bank.reshape(contents, -1, k) * chosen).sum(axis=1))


def sums(made: Weights, x: list[Floats], read: list[Floats], back: Floats | None, first: int) -> Sums:
    """The sums of a step.

    Args:
        made: the weights that it used.
        x: inputs, outputs of the hidden layers, outputs.
        read: from `handed`.
        back: what a recurrent layer's own state adds to its sums, [k]; None elsewhere.
        first: the output that the step is told by.
    """
    memories = [r * outputs for r, outputs in zip(read, x, strict=False)]
    own = [W @ a for W, a in zip(made.W, x, strict=False)]
    through = [np.einsum("acj,cj->a", R, m) for R, m in zip(made.R, memories, strict=True)]
    if back is not None:
        through[0] = back
    told, shares, reads = [first], [np.zeros(0)], [np.zeros(0)]
    for layer in range(len(made.W) - 1, 0, -1):
        shares.insert(0, made.W[layer][told[0]] * x[layer])
        reads.insert(0, np.sum(made.R[layer][told[0]] * memories[layer], axis=0))
        told.insert(0, int(np.abs(shares[0] + reads[0]).argmax()))
    return Sums(
        bias=np.concatenate(made.b),
        own=np.concatenate(own),
        through=np.concatenate(through),
        told=np.array(told[1:], float),
        share=np.concatenate(shares),
        read=np.concatenate(reads),
    )
