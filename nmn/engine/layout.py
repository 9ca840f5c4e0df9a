"""Where the compiled loop has what a state holds: every layer, row and column filled up to the processor's vectors."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from nmn.trace import Counts, Floats

LANES = 8  # numbers in a vector: a cache line of them, and the widest that processors have


def whole(n: int) -> int:
    """The least multiple of LANES that is not below n."""
    return (n + LANES - 1) // LANES * LANES


def starts(lengths: Sequence[int] | Counts) -> Counts:
    """Where parts of the given lengths start when they follow each other, and where the last ends."""
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Layout:
    """Where layers start in the arrays of the loop, [L+3] each, and where each number of a state is in them.

    Attributes:
        sizes, axes, tau: as `layout` was asked.
        row_at: the weights into a layer: those of the first column after column, others row after row.
        column_at: a layer's augmented output: its neurons' outputs, then those of its memory nodes, both filled up.
        place_at: what has a number for each neuron.
        bank_at: what has a number for each memory component.
        gate_at, eligibility_at: gate weights [n, k] and eligibilities [n + 1, D, k], n counting what is filled up too.
        ring_at: a layer's ring, see `kernels.memory`.
        weights, neurons, memory, gates, eligibility: the place of each number that a state has of these.
        owners: the hidden neuron that each memory component of a state belongs to.
        axis_of: the axis of each component, place for place; none in what fills up, so that nothing is written there.
        phase: where in a ring the neurons of each vector of components start, see `kernels.memory`.
        free: outputs that are forced where none is: NaN for every neuron, 0 in what fills up, so that it stays 0.
    """

    sizes: tuple[int, ...]
    axes: tuple[int, ...]
    tau: int
    row_at: Counts
    column_at: Counts
    place_at: Counts
    bank_at: Counts
    gate_at: Counts
    eligibility_at: Counts
    ring_at: Counts
    weights: Counts
    neurons: Counts
    memory: Counts
    gates: Counts
    eligibility: Counts
    owners: Counts
    axis_of: Floats
    phase: Counts
    free: Floats


def _joined(parts: Iterable[Counts]) -> Counts:
    return np.concatenate([np.zeros(0, np.int64), *(part.ravel() for part in parts)])


@lru_cache(maxsize=64)
def layout(
    sizes: tuple[int, ...], axes: tuple[int, ...], nodes: tuple[int, ...], tau: int, learned: bool
) -> Layout:
    """The layout of a network.

    Args:
        sizes: standard neurons k of each layer, from the input to the output.
        axes: memory components D of each neuron of a layer.
        nodes: memory nodes of each layer that are handed on.
        tau: neighbours.
        learned: whether layers with memory have learned gates.
    """
    layers, last = range(1, len(sizes)), len(sizes) - 1
    hidden = starts([0, *sizes[1:]])
    banks = [k * d for k, d in zip(sizes, axes, strict=True)]
    gated = [learned and bank > 0 for bank in banks]
    wide = [
        whole(sizes[0]),
        *(whole(k) + whole(n) for k, n in zip(sizes[1:last], nodes[1:last], strict=True)),
    ]
    columns = [np.arange(sizes[0])]
    columns += [np.append(np.arange(sizes[i]), whole(sizes[i]) + np.arange(nodes[i])) for i in layers[:-1]]
    n = [0, sizes[0], *wide[1:]]  # columns that a layer's rows have
    row_at = starts([0, n[1] * whole(sizes[1]), *(n[i] * sizes[i] for i in layers[1:])])
    place_at = starts([0, *map(whole, sizes[1:])])
    bank_at = starts(list(map(whole, banks)))
    gate_at = starts([n[i] * sizes[i] * gated[i] for i in range(len(sizes))])
    eligibility_at = starts([(n[i] + 1) * banks[i] * gated[i] for i in range(len(sizes))])
    ring_at = starts([whole(whole(k + LANES) + tau + LANES) for k in sizes])

    def rows(i: int) -> Counts:
        neurons = np.arange(sizes[i])[:, np.newaxis]
        return row_at[i] + (
            columns[0] * whole(sizes[1]) + neurons if i == 1 else columns[i - 1] + neurons * n[i]
        )

    def carried(i: int) -> Counts:  # of each column's weight, and of the bias
        return (
            eligibility_at[i]
            + np.append(columns[i - 1], n[i])[:, np.newaxis] * banks[i]
            + np.arange(banks[i])
        )

    axis_of = np.full(bank_at[-1] + LANES, -2.0)  # vectors may reach beyond the last
    phase = np.zeros(len(axis_of) // LANES, np.int64)
    for i in layers:
        axis_of[bank_at[i] :][: banks[i]] = np.repeat(np.arange(axes[i]), sizes[i])
        vectors = np.arange(0, banks[i], LANES)
        phase[(bank_at[i] + vectors) // LANES] = ring_at[i] + tau // 2 + vectors % sizes[i]
    neurons = _joined(place_at[i] + np.arange(sizes[i]) for i in layers)
    free = np.zeros(place_at[-1])
    free[neurons] = np.nan
    return Layout(
        sizes=sizes,
        axes=axes,
        tau=tau,
        row_at=row_at,
        column_at=starts(wide),
        place_at=place_at,
        bank_at=bank_at,
        gate_at=gate_at,
        eligibility_at=eligibility_at,
        ring_at=ring_at,
        weights=_joined(map(rows, layers)),
        neurons=neurons,
        memory=_joined(bank_at[i] + np.arange(banks[i]) for i in layers),
        gates=_joined(
            gate_at[i] + columns[i - 1][:, np.newaxis] * sizes[i] + np.arange(sizes[i])
            for i in layers
            if gated[i]
        ),
        eligibility=_joined(carried(i) for i in layers if gated[i]),
        owners=_joined(np.tile(hidden[i] + np.arange(sizes[i]), axes[i]) for i in layers),
        axis_of=axis_of,
        phase=phase,
        free=free,
    )
