"""What a call of the loop works in: copies of the state, laid out for the processor's vectors, and scratch.

It is made and read once a call, and therefore in NumPy.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np

from nmn.engine.layout import LANES, Layout, whole
from nmn.trace import Counts, Floats

ADAGRAD = 1  # the optimiser that keeps squares


class Work(NamedTuple):
    """Arrays that a call works in: a copy of the state, then scratch; `x` to `gates` hold the last step.

    Every layer starts at a whole vector. What fills it up is 0 and stays so, as the neurons there are forced to 0.

    Attributes:
        row_at, column_at, place_at, bank_at, gate_at, eligibility_at, ring_at, phase: as in `layout.Layout`.
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
        factor: decays of the components, place for place as the memories.
        axes: `layout.Layout.axis_of`.
        slope: a number for each neuron of a layer.
        written, bank, kept: [D, k] of a layer with learned gates: write vectors, slopes, and what stays. Bank is long
            enough for `sparse_addressed.fold_slots` too.
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


PLACES = (
    "row_at", "column_at", "place_at", "bank_at", "gate_at", "eligibility_at", "ring_at", "phase",
)  # fmt: skip


def aligned(n: int) -> Floats:
    """[n] zeros that start where a cache line does: a vector that lies across two takes twice as long."""
    room = np.zeros(n + LANES)
    first = -(room.ctypes.data // room.itemsize) % LANES
    return room[first : first + n]


@lru_cache(maxsize=64)
def _parts(layout: Layout, squares: bool, addressed: bool, sparse: bool) -> tuple[int, dict[str, slice]]:
    """The length of a piece that has all numbers of a `Work`, and where each array lies in it.

    Args:
        layout: the network's.
        squares: whether the optimiser keeps some.
        addressed, sparse: as in `Network`.
    """
    last, tau, widest = len(layout.sizes) - 1, layout.tau, max(layout.sizes)
    longest = max(LANES, int(np.diff(layout.column_at[: last + 1]).max()))
    largest = max(k * d for k, d in zip(layout.sizes, layout.axes, strict=True))
    weights, neurons, gates, eligibilities, rings = (
        int(at[-1])
        for at in (layout.row_at, layout.place_at, layout.gate_at, layout.eligibility_at, layout.ring_at)
    )
    banks = len(layout.axis_of)
    folding = largest + (tau + 3) * whole(widest + LANES) if sparse else 0
    lengths = {
        "weights": weights,
        "biases": neurons,
        "memory": banks,
        "gate_weights": gates,
        "gate_biases": neurons,
        "eligibility": eligibilities,
        "squares": squares * weights,
        "bias_squares": squares * neurons,
        "gate_squares": squares * gates,
        "gate_bias_squares": squares * neurons,
        "clamp": neurons,
        "x": neurons,
        "delta": neurons,
        "augmented": int(layout.column_at[last]),
        "ring": rings,
        "codes": rings,
        "around": addressed * (neurons + last * tau),
        "halves": addressed * banks,
        "gates": neurons,
        "e": longest + LANES,
        "code": max(1 << tau, *layout.axes),
        "near": tau + 1,
        "factor": banks,
        "slope": widest + tau + LANES,
        "written": largest,
        "bank": max(longest, largest, folding),
        "kept": largest,
    }
    # Vectors may reach beyond the end of an array.
    starts = accumulate((whole(length) + LANES for length in lengths.values()), initial=0)
    parts = {name: slice(at, at + n) for at, (name, n) in zip(starts, lengths.items(), strict=False)}
    return parts["kept"].stop + LANES, parts


def _blank(net: Any, layout: Layout) -> Work:
    """A work without a state."""
    size, parts = _parts(layout, net.optimiser == ADAGRAD, net.addressed == 1, net.sparse == 1)
    room = aligned(size)
    arrays: dict[str, Any] = {
        **{name: getattr(layout, name) for name in PLACES},
        **{name: room[part] for name, part in parts.items()},
        "axes": layout.axis_of,
        "pattern": np.zeros(max(layout.sizes), np.int64),
        "patterns": np.full(net.sparse * len(layout.axis_of), -1),
        "seeds": np.zeros(net.sparse * 4, np.uint64),
        "axis": np.full(layout.place_at[-1], -1, np.int32),
    }
    return Work(**arrays)


def _pairs(net: Any, layout: Layout, state: Any, work: Work) -> Iterator[tuple[Any, Any, Any]]:
    """Numbers of a state, the array of a work that has them, and where it has each."""
    yield state.weights, work.weights, layout.weights
    yield state.biases, work.biases, layout.neurons
    yield state.memory, work.memory, layout.memory
    if net.learned:
        yield state.gate_weights, work.gate_weights, layout.gates
        yield state.gate_biases, work.gate_biases, layout.neurons
        yield state.eligibility, work.eligibility, layout.eligibility
    if net.optimiser == ADAGRAD:
        starts = net.squares_at.tolist()
        weights, biases, gates, gate_biases = (state.squares[a:b] for a, b in pairwise(starts))
        yield weights, work.squares, layout.weights
        yield biases, work.bias_squares, layout.neurons
        if net.learned:
            yield gates, work.gate_squares, layout.gates
            yield gate_biases, work.gate_bias_squares, layout.neurons
    if net.sparse:
        yield state.patterns, work.patterns, layout.memory
        yield state.seeds, work.seeds, np.arange(4)


def loaded(net: Any, layout: Layout, state: Any, gamma: Floats, clamp: Floats | None) -> Work:
    """What a call works in, with a state in it, decays and forced outputs.

    Args:
        net: the `Network`, as the state has it.
        layout: its `Layout`.
        state: the `State`.
        gamma: [H] decay of each hidden neuron.
        clamp: [H] forced output of each hidden neuron, NaN where it is free; None where all are.
    """
    work = _blank(net, layout)
    for values, into, places in _pairs(net, layout, state, work):
        into[places] = values
    work.clamp[:] = layout.free
    if clamp is not None:
        work.clamp[layout.neurons[: len(clamp)]] = clamp
    work.factor[layout.memory] = gamma[layout.owners]
    return work


def unload(net: Any, layout: Layout, work: Work, state: Any) -> None:
    """Fill a state with what a work holds."""
    for values, source, places in _pairs(net, layout, state, work):
        source.take(places, out=values, mode="clip")  # the mode that needs no copy in between
