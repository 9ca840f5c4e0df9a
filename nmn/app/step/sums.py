"""What a weighted sum is made of, Eq. (1) and (2): a bias, the outputs that it gets, the memories read with them."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nmn.engine.protocol import Weights
from nmn.trace import Floats


class Used(NamedTuple):
    """What a step makes its sums of.

    Attributes:
        made: the weights that it used.
        x: inputs, outputs of the hidden layers, outputs.
        read: [C, k] for the inputs and each hidden layer: what was handed on of their memories, see `Kind.handed`.
        back: what a recurrent layer's own state adds to its sums, [k]; None elsewhere.
        first: the output that the step is told by.
    """

    made: Weights
    x: Sequence[Floats]
    read: Sequence[Floats]
    back: Floats | None
    first: int

    @property
    def shape(self) -> tuple[tuple[int, ...], ...]:
        """The sizes of all that: sparse weights grow."""
        return tuple(each.shape for each in (*self.made.W, *self.made.R, *self.read))


class Sums(NamedTuple):
    """The sums of T steps: for each neuron above the inputs, and shares in those that the step is told by.

    Attributes:
        bias, own, through: [T, H + n_out], what bias, outputs of the layer below, and memories read with them add up
            to. The state that a recurrent neuron reads counts as memory. NaN where a neuron has no such sum: an LSTM's.
        told: [T, L], for each layer above the first hidden one, the neuron of it that the step is told by.
        share, read: [T, H], what each hidden neuron's output, and its memory read with it, add to the told one above.
    """

    bias: Floats
    own: Floats
    through: Floats
    told: Floats
    share: Floats
    read: Floats


def sums(steps: Sequence[Used]) -> Sums:
    """The sums of steps of one shape, all at once."""
    W, R, b = (
        [np.stack(layer) for layer in zip(*(getattr(step.made, name) for step in steps), strict=True)]
        for name in "WRb"
    )
    x = [np.stack(layer) for layer in zip(*(step.x for step in steps), strict=True)]
    read = [np.stack(layer) for layer in zip(*(step.read for step in steps), strict=True)]
    memories = [r * outputs[:, None] for r, outputs in zip(read, x, strict=False)]
    own = [(w @ a[:, :, None])[:, :, 0] for w, a in zip(W, x, strict=False)]
    through = [np.einsum("tacj,tcj->ta", r, m) for r, m in zip(R, memories, strict=True)]
    if steps[0].back is not None:
        through[0] = np.stack([step.back for step in steps if step.back is not None])
    every, told = np.arange(len(steps)), [np.array([step.first for step in steps])]
    shares, reads = [np.zeros((len(steps), 0))], [np.zeros((len(steps), 0))]
    for layer in range(len(W) - 1, 0, -1):
        shares.insert(0, W[layer][every, told[0]] * x[layer])
        reads.insert(0, np.sum(R[layer][every, told[0]] * memories[layer], axis=1))
        told.insert(0, np.abs(shares[0] + reads[0]).argmax(axis=1))
    return Sums(
        bias=np.concatenate(b, axis=1),
        own=np.concatenate(own, axis=1),
        through=np.concatenate(through, axis=1),
        told=np.column_stack(told[1:]).astype(float),
        share=np.concatenate(shares, axis=1),
        read=np.concatenate(reads, axis=1),
    )
