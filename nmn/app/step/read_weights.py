"""The weights with which the layers above read composite memories."""

from itertools import pairwise
from typing import Any

import numpy as np

from nmn.app.step import written_axes
from nmn.runs.tape import Tape
from nmn.trace import Counts, Floats

MOST = 400_000  # numbers: a network with more weights from its memories keeps them to itself


def reads(tape: Tape, state: Any) -> Floats:
    """Weights that read the components of the composite memories, Eq. (2).

    Args:
        tape: any tape; only a memory network's has memories that a layer reads.
        state: a state of it.

    Returns:
        Flat: hidden layer after hidden layer, neuron after neuron, axis after axis (of those that are drawn), neuron
        after neuron of the layer above. Of an addressed slot the content is read, whichever slot it is; what a neuron
        never wrote is read with 0. Empty where there are none, or too many.
    """
    kinds = written_axes.layers(tape)
    count = sum(below.size * below.axes * above.size for below, above in pairwise(kinds))
    if not tape.engine.banks or count > MOST:
        return np.zeros(0)
    made, patterns = tape.engine.weights(tape.network, state).R, tape.engine.patterns(tape.network, state)
    parts = [np.zeros(0)]
    for layer, (kind, _) in enumerate(pairwise(kinds)):
        if kind.axes:
            banks = made[layer].transpose(2, 1, 0)
            if patterns is not None:
                banks = _placed(tape, banks, patterns[layer])
            parts.append(np.tile(banks, (1, kind.axes // banks.shape[1], 1)).ravel())
    return np.concatenate(parts)


def _placed(tape: Tape, banks: Floats, patterns: Counts) -> Floats:
    """[k, A, above] weights of a layer's slots [k, S, above], with patterns [S, k], by the axes that are drawn."""
    drawn = written_axes.shown(tape)
    axes = np.arange(tape.network.axes.max()) if drawn is None else drawn.axes
    found = np.zeros((banks.shape[0], len(axes), banks.shape[2]))
    slot, neuron = np.nonzero(np.isin(patterns, axes))
    found[neuron, np.searchsorted(axes, patterns[slot, neuron])] = banks[neuron, slot]
    return found
