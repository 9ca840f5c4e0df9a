"""What a weighted sum is made of, Eq. (1) and (2): a bias, the outputs that it gets, the memories read with them."""

from typing import NamedTuple

import numpy as np

from nmn.engine.protocol import Weights
from nmn.trace import Floats


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


def sums(made: Weights, x: list[Floats], read: list[Floats], back: Floats | None, first: int) -> Sums:
    """The sums of a step.

    Args:
        made: the weights that it used.
        x: inputs, outputs of the hidden layers, outputs.
        read: [C, k] for the inputs and each hidden layer: what was handed on of their memories, see `Kind.handed`.
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
