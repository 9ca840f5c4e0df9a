"""What a call of the loop works in: copies of the state, laid out for the processor's vectors, and scratch."""

from typing import NamedTuple

import numpy as np

from nmn.kernels.compiled import allocating, compiled
from nmn.kernels.matrices import aligned, copy, padded
from nmn.kernels.memory import repeat
from nmn.trace import Counts, Floats

ADAGRAD = 1  # the optimiser that keeps squares


class Work(NamedTuple):
    """Arrays that a call works in: a copy of the state, then scratch; `x` to `gates` hold the last step.

    Attributes:
        weights, squares: the state's, with rows filled up for `matrices`; squares those of the weights only.
        biases, memory, gate_weights, gate_biases, eligibility: the state's.
        others: AdaGrad's squares of biases, gate weights and gate biases, at their place in the state's squares.
        row_at: [L+3] where the rows of a layer start in weights.
        column_at: [L+2] where the augmented output of a layer starts.
        x: outputs of the hidden and output neurons.
        delta: their errors, Eq. (6)-(8).
        augmented: augmented outputs of all layers but the last.
        around: hidden outputs, sharpened, each layer's with room for tau more (addressed memory).
        halves: what its neighbours leave of each layer's bank, place for place as the memories.
        gates: outputs of the write gates.
        e: errors of a layer's augmented output.
        code: a write vector or an address.
        near: outputs of a neuron and its neighbours.
        many, factor: outputs and decays of the neurons with memory, place for place as the memories.
        slope: a number for each neuron of a layer.
        written, bank, kept: [D, k] of a layer with learned gates: write vectors, slopes, and what stays.
        pattern: patterns of a layer's neurons.
        patterns, seeds: the state's.
        axis: axis that each neuron wrote.
    """

    weights: Floats
    squares: Floats
    biases: Floats
    memory: Floats
    gate_weights: Floats
    gate_biases: Floats
    eligibility: Floats
    others: Floats
    row_at: Counts
    column_at: Counts
    x: Floats
    delta: Floats
    augmented: Floats
    around: Floats
    halves: Floats
    gates: Floats
    e: Floats
    code: Floats
    near: Floats
    many: Floats
    factor: Floats
    slope: Floats
    written: Floats
    bank: Floats
    kept: Floats
    pattern: Counts
    patterns: Counts
    seeds: "np.ndarray[tuple[int], np.dtype[np.uint64]]"
    axis: "np.ndarray[tuple[int], np.dtype[np.int32]]"


@allocating
def work_for(net):
    """Room for the steps of a network."""
    last = len(net.sizes) - 1
    row_at, column_at = np.zeros(last + 2, np.int64), np.zeros(last + 1, np.int64)
    longest, widest, deepest, largest = 0, net.sizes[last], 1 << net.tau, 0
    for layer in range(last):  # quicker to compile than array.max()
        n, k, axes = padded(net.lengths[layer]), net.sizes[layer], net.axes[layer]
        longest, widest = max(longest, n), max(widest, k)
        deepest, largest = max(deepest, axes), max(largest, k * axes)
        column_at[layer + 1] = column_at[layer] + n
        row_at[layer + 2] = row_at[layer + 1] + n * net.sizes[layer + 1]
    neurons = net.neuron_at[last + 1]
    adagrad = net.optimiser == ADAGRAD
    return Work(
        aligned(row_at[last + 1]),
        aligned(row_at[last + 1] if adagrad else 0),
        aligned(neurons),
        aligned(net.memory_at[last + 1]),
        aligned(net.gate_at[last + 1]),
        aligned(neurons if net.learned else 0),
        aligned(net.eligibility_at[last + 1]),
        aligned(net.squares_at[4]),
        row_at,
        column_at,
        aligned(neurons),
        aligned(neurons),
        aligned(column_at[last]),
        aligned(neurons + last * net.tau if net.addressed == 1 else 0),
        aligned(net.memory_at[last + 1] if net.addressed == 1 else 0),
        aligned(neurons),
        aligned(longest),
        aligned(deepest),
        aligned(net.tau + 1),
        aligned(net.memory_at[last + 1]),
        aligned(net.memory_at[last + 1]),
        aligned(widest + net.tau),
        aligned(longest),
        aligned(max(longest, largest)),
        aligned(longest),
        np.zeros(widest, np.int64),
        np.zeros(net.memory_at[last + 1] if net.sparse == 1 else 0, np.int64),
        np.zeros(4 if net.sparse == 1 else 0, np.uint64),
        np.full(neurons, -1, np.int32),
    )


@compiled
def copy_rows(net, row_at, flat, rows, out):
    """Copy weights, flat as in a state, to the rows of a work; or back, if out."""
    for layer in range(1, len(net.sizes)):
        n = net.lengths[layer - 1]
        for i in range(net.sizes[layer]):
            w, r = net.weight_at[layer] + i * n, row_at[layer] + i * padded(n)
            if out:
                copy(rows[r : r + n], flat[w : w + n])
            else:
                copy(flat[w : w + n], rows[r : r + n])


@compiled
def load(net, state, gamma, work):
    """Copy a state to a work, and lay out the decays."""
    for layer in range(1, len(net.sizes) - 1):
        k, size = net.sizes[layer], net.sizes[layer] * net.axes[layer]
        if size:
            repeat(gamma, net.neuron_at[layer], k, work.factor, net.memory_at[layer], size)
    copy_rows(net, work.row_at, state.weights, work.weights, False)
    if len(work.squares):
        copy_rows(net, work.row_at, state.squares, work.squares, False)
    copy(state.biases, work.biases)
    copy(state.memory, work.memory)
    copy(state.gate_weights, work.gate_weights)
    copy(state.gate_biases, work.gate_biases)
    copy(state.eligibility, work.eligibility)
    copy(state.squares, work.others)
    copy(state.patterns, work.patterns)
    copy(state.seeds, work.seeds)


@compiled
def unload(net, work, state):
    """Fill a state with what a work holds."""
    copy(work.others, state.squares)
    copy_rows(net, work.row_at, state.weights, work.weights, True)
    if len(work.squares):
        copy_rows(net, work.row_at, state.squares, work.squares, True)
    copy(work.biases, state.biases)
    copy(work.memory, state.memory)
    copy(work.gate_weights, state.gate_weights)
    copy(work.gate_biases, state.gate_biases)
    copy(work.eligibility, state.eligibility)
    copy(work.patterns, state.patterns)
    copy(work.seeds, state.seeds)
