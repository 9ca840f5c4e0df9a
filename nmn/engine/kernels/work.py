"""What a call of the loop works in: copies of the state, laid out for the processor's vectors, and scratch."""

import math
from typing import NamedTuple

import numpy as np

from nmn.engine.kernels.compiled import allocating, compiled
from nmn.engine.kernels.matrices import aligned, fill
from nmn.engine.kernels.vectors import padded
from nmn.engine.layout import LANES
from nmn.trace import Counts, Floats

ADAGRAD = 1  # the optimiser that keeps squares


class Work(NamedTuple):
    """Arrays that a call works in: a copy of the state, then scratch; `x` to `gates` hold the last step.

    Every layer starts at a whole vector. What fills it up is 0 and stays so, as the neurons there are forced to 0.

    Attributes:
        row_at, column_at, place_at, bank_at, gate_at, eligibility_at, ring_at: as in `layout.Layout`.
        weights, biases, memory, gate_weights, gate_biases, eligibility: the state's.
        squares, bias_squares, gate_squares, gate_bias_squares: AdaGrad's squares of the weights and biases.
        clamp: forced outputs of the neurons, NaN where they are free.
        x: outputs of the hidden and output neurons.
        delta: their errors, Eq. (6)-(8).
        augmented: augmented outputs of all layers but the last.
        ring, codes: the rings of `memory`: outputs, and the patterns that are written, or sharpened outputs.
        around: hidden outputs, sharpened, each layer's with room for tau more (addressed memory).
        halves: what its neighbours leave of each layer's bank, place for place as the memories; or, where these are
            sparse, addresses of the slots.
        gates: outputs of the write gates.
        e: errors of a layer's augmented output.
        code: a write vector or an address.
        near: outputs of a neuron and its neighbours.
        factor, axes: decays and axes of the components, place for place as the memories.
        phase: see `memory`; one for each vector of components.
        slope: a number for each neuron of a layer.
        written, bank, kept: [D, k] of a layer with learned gates: write vectors, slopes, and what stays. Bank is long
            enough for `places.fold_places` too.
        pattern: patterns of a layer's neurons.
        patterns, seeds: the state's.
        axis: axis that each neuron wrote.
    """

    row_at: Counts
    column_at: Counts
    place_at: Counts
    bank_at: Counts
    gate_at: Counts
    eligibility_at: Counts
    ring_at: Counts
    weights: Floats
    biases: Floats
    memory: Floats
    gate_weights: Floats
    gate_biases: Floats
    eligibility: Floats
    squares: Floats
    bias_squares: Floats
    gate_squares: Floats
    gate_bias_squares: Floats
    clamp: Floats
    x: Floats
    delta: Floats
    augmented: Floats
    ring: Floats
    codes: Floats
    around: Floats
    halves: Floats
    gates: Floats
    e: Floats
    code: Floats
    near: Floats
    factor: Floats
    axes: Floats
    phase: Counts
    slope: Floats
    written: Floats
    bank: Floats
    kept: Floats
    pattern: Counts
    patterns: Counts
    seeds: "np.ndarray[tuple[int], np.dtype[np.uint64]]"
    axis: "np.ndarray[tuple[int], np.dtype[np.int32]]"


@allocating
def work_for(net, layout):
    """Room for the steps of a network."""
    last = len(net.sizes) - 1
    longest, widest, deepest, largest = LANES, net.sizes[last], 1 << net.tau, 0
    for layer in range(last):  # quicker to compile than array.max()
        longest = max(longest, layout.column_at[layer + 1] - layout.column_at[layer])
        widest, deepest = max(widest, net.sizes[layer]), max(deepest, net.axes[layer])
        largest = max(largest, net.sizes[layer] * net.axes[layer])
    weights, neurons, banks = layout.row_at[last + 1], layout.place_at[last + 1], layout.bank_at[last + 1]
    gates, eligibilities, rings = (
        layout.gate_at[last + 1],
        layout.eligibility_at[last + 1],
        layout.ring_at[last + 1],
    )
    banks += LANES  # vectors may reach beyond the last
    kept = 1 if net.optimiser == ADAGRAD else 0
    free, seeds = (banks, 4) if net.sparse == 1 else (0, 0)
    folding = largest + (net.tau + 3) * padded(widest + LANES) if net.sparse == 1 else 0
    around, halves = (neurons + last * net.tau, banks) if net.addressed == 1 else (0, 0)
    return Work(
        layout.row_at,
        layout.column_at,
        layout.place_at,
        layout.bank_at,
        layout.gate_at,
        layout.eligibility_at,
        layout.ring_at,
        aligned(weights),
        aligned(neurons),
        aligned(banks),
        aligned(gates),
        aligned(neurons),
        aligned(eligibilities),
        aligned(kept * weights),
        aligned(kept * neurons),
        aligned(kept * gates),
        aligned(kept * neurons),
        aligned(neurons),
        aligned(neurons),
        aligned(neurons),
        aligned(layout.column_at[last]),
        aligned(rings),
        aligned(rings),
        aligned(around),
        aligned(halves),
        aligned(neurons),
        aligned(longest + LANES),
        aligned(deepest),
        aligned(net.tau + 1),
        aligned(banks),
        aligned(banks),
        np.zeros(banks // LANES, np.int64),
        aligned(widest + net.tau + LANES),
        aligned(largest),
        aligned(max(longest, largest, folding)),
        aligned(largest),
        np.zeros(widest, np.int64),
        np.full(free, -1, np.int64),
        np.zeros(seeds, np.uint64),
        np.full(neurons, -1, np.int32),
    )


@compiled
def put(values, first, places, work):
    """Put values, from first on, into their places in a work; values may be fewer."""
    for i in range(min(len(places), len(values) - first)):
        work[places[i]] = values[first + i]


@compiled
def take(values, first, places, work):
    """Undo `put`."""
    for i in range(min(len(places), len(values) - first)):
        values[first + i] = work[places[i]]


@compiled
def load_state(net, layout, state, gamma, clamp, work):
    """Copy a state to a work, and lay out decays, axes and forced outputs."""
    put(state.weights, 0, layout.weights, work.weights)
    put(state.biases, 0, layout.neurons, work.biases)
    put(state.memory, 0, layout.memory, work.memory)
    put(state.gate_weights, 0, layout.gates, work.gate_weights)
    put(state.gate_biases, 0, layout.neurons, work.gate_biases)
    put(state.eligibility, 0, layout.eligibility, work.eligibility)
    if net.optimiser == ADAGRAD:
        put(state.squares, net.squares_at[0], layout.weights, work.squares)
        put(state.squares, net.squares_at[1], layout.neurons, work.bias_squares)
        put(state.squares, net.squares_at[2], layout.gates, work.gate_squares)
        put(state.squares, net.squares_at[3], layout.neurons, work.gate_bias_squares)
    put(state.patterns, 0, layout.memory, work.patterns)
    for i in range(len(state.seeds)):
        work.seeds[i] = state.seeds[i]
    for place in layout.neurons:
        work.clamp[place] = math.nan
    put(clamp, 0, layout.neurons, work.clamp)
    fill(work.axes, -2.0)  # no pattern, so that nothing is written to what fills up
    for layer in range(1, len(net.sizes) - 1):
        k, first = net.sizes[layer], work.bank_at[layer]
        for i in range(0, net.axes[layer] * k, LANES):
            work.phase[(first + i) // LANES] = work.ring_at[layer] + net.tau // 2 + i % k
        for m in range(net.axes[layer]):
            for j in range(k):
                work.axes[first + m * k + j] = m
                work.factor[first + m * k + j] = gamma[net.neuron_at[layer] + j]


@compiled
def unload_state(net, layout, work, state):
    """Fill a state with what a work holds."""
    take(state.weights, 0, layout.weights, work.weights)
    take(state.biases, 0, layout.neurons, work.biases)
    take(state.memory, 0, layout.memory, work.memory)
    take(state.gate_weights, 0, layout.gates, work.gate_weights)
    take(state.gate_biases, 0, layout.neurons, work.gate_biases)
    take(state.eligibility, 0, layout.eligibility, work.eligibility)
    if net.optimiser == ADAGRAD:
        take(state.squares, net.squares_at[0], layout.weights, work.squares)
        take(state.squares, net.squares_at[1], layout.neurons, work.bias_squares)
        take(state.squares, net.squares_at[2], layout.gates, work.gate_squares)
        take(state.squares, net.squares_at[3], layout.neurons, work.gate_bias_squares)
    take(state.patterns, 0, layout.memory, work.patterns)
    for i in range(len(state.seeds)):
        state.seeds[i] = work.seeds[i]
