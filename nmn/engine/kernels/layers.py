"""What a step does in one layer, in the order of a step: forward, back and update, store.

Each part takes the network and the work and finds in them where the layer lies; the arithmetic is in `matrices`,
`memory`, `address`, `sparse_addressed`, `gate` and `sparse`, which know arrays only.
"""

from nmn.engine.kernels.address import augment_addressed, focus, fold_addressed, write_addressed
from nmn.engine.kernels.answers import softmax, squash
from nmn.engine.kernels.compiled import inlined
from nmn.engine.kernels.gate import descend_gates, gates, write_gated, write_vectors
from nmn.engine.kernels.matrices import (
    affine,
    affine_first,
    back_and_adagrad,
    back_and_descend,
    copy,
    descend_first,
)
from nmn.engine.kernels.memory import (
    augment,
    decay,
    decay_and_write,
    fold,
    go_round,
    ring_codes,
    ring_length,
    turn,
    write,
)
from nmn.engine.kernels.sparse import write_sparse
from nmn.engine.kernels.sparse_addressed import fold_slots, read_slots, sharpen, write_slots
from nmn.engine.kernels.vectors import padded
from nmn.engine.kernels.work import ADAGRAD


@inlined
def around_at(net, layer):
    """Where a layer's sharpened outputs, with those that wrap around, start; layer + 1 gives their end."""
    return net.neuron_at[layer] + (layer - 1) * net.tau


@inlined
def below(net, work, layer):
    """Where the augmented output of the layer below starts, and its columns."""
    low = work.column_at[layer - 1]
    return low, net.sizes[0] if layer == 1 else work.column_at[layer] - low


@inlined
def output_at(net, work):
    """Where the output neurons start and end."""
    last = len(net.sizes) - 1
    return work.place_at[last], work.place_at[last] + net.sizes[last]


@inlined
def multiply(net, layer, work):
    """Eq. (1) for a layer, up to the sigmoid."""
    W, first, at, k = work.weights, work.row_at[layer], work.place_at[layer], net.sizes[layer]
    low, n = below(net, work, layer)
    if layer == 1:
        affine_first(W, first, n, work.augmented, low, work.biases, work.x, at, k)
    else:
        affine(W, first, n, work.augmented, low, work.biases, work.x, at, k)


@inlined
def bend(net, layer, work):
    """The output function of Eq. (1) for a layer; a softmax where the output's loss is the cross-entropy."""
    if net.cross_entropy and layer == len(net.sizes) - 1:
        first, end = output_at(net, work)
        softmax(work.x[first:end], net.groups)
    else:
        squash(work.x, work.place_at[layer], net.sizes[layer], work.clamp)


@inlined
def read_composite(net, layer, work):
    """Eq. (2) for a hidden layer."""
    at, k, out = work.place_at[layer], net.sizes[layer], work.column_at[layer]
    first, size = work.bank_at[layer], net.axes[layer] * k
    augment(work.x, at, k, work.ring, work.phase, work.memory, first, size, work.augmented, out)


@inlined
def read_addressed(net, layer, work):
    """Eq. (12) for a hidden layer, where it has memory."""
    at, k, out = work.place_at[layer], net.sizes[layer], work.column_at[layer]
    first, size, nodes = work.bank_at[layer], net.axes[layer] * k, out + padded(k)
    x, around = work.x[at : at + k], work.around[around_at(net, layer) : around_at(net, layer + 1)]
    copy(x, work.augmented[out : out + k])
    if net.sparse and size:
        ring, slots = work.ring_at[layer], size // net.contents
        sharpen(work.ring, ring, ring_length(k, net.tau), net.focus, work.codes)
        read_slots(
            x, work.codes, work.phase, work.patterns, work.memory, first, slots, net.contents, net.tau, work.halves,
            work.bank, work.augmented[nodes : nodes + net.contents * k],
        )  # fmt: skip
    elif size:
        focus(x, net.focus, net.tau, around)
        bank, halves = work.memory[first : first + size], work.halves[first : first + size]
        augment_addressed(
            x, around, bank, net.tau, halves, work.augmented[nodes : nodes + net.lengths[layer] - k]
        )


@inlined
def read(net, layer, work):
    """Eq. (2), or (12) where a slot is addressed, for a hidden layer."""
    if net.axes[layer]:
        at, k, ring = work.place_at[layer], net.sizes[layer], work.ring_at[layer]
        go_round(work.x, at, k, net.tau // 2, ring_length(k, net.tau), work.ring, ring)
    if net.addressed:
        read_addressed(net, layer, work)
    else:
        read_composite(net, layer, work)


@inlined
def open_gates(net, layer, work):
    """The write gates of a layer, where it has any."""
    if work.gate_at[layer + 1] > work.gate_at[layer]:
        at, k = work.place_at[layer], net.sizes[layer]
        low, n = below(net, work, layer)
        V = work.gate_weights[work.gate_at[layer] : work.gate_at[layer + 1]]
        gates(V, work.gate_biases[at : at + k], work.augmented[low : low + n], work.gates[at : at + k])


@inlined
def fold_layer(net, layer, work):
    """Eq. (7)-(8) for a hidden layer, from the errors e of its augmented output."""
    at, k, nodes = work.place_at[layer], net.sizes[layer], padded(net.sizes[layer])
    first, size = work.bank_at[layer], net.axes[layer] * k
    if net.addressed and size:
        x, delta, own = work.x[at : at + k], work.delta[at : at + k], work.e[:k]
        bank, halves = work.memory[first : first + size], work.halves[first : first + size]
        around = work.around[around_at(net, layer) : around_at(net, layer + 1)]
        if net.sparse:
            fold_slots(
                own, work.e, nodes, x, work.codes, work.phase, net.focus, work.patterns, work.memory, first,
                size // net.contents, net.contents, net.tau, work.halves, work.slope, work.bank, delta,
            )  # fmt: skip
        else:
            slope, e = work.slope[: len(around)], work.e[nodes:]
            fold_addressed(own, e, x, around, net.focus, bank, net.tau, halves, slope, work.bank, delta)
    else:
        fold(work.e, work.x, at, k, work.memory, first, size, net.printed == 1, work.delta)


@inlined
def learn_gates(net, layer, alpha, work):
    """Move a layer's write gates, where it has any, down the slope that the errors e of its memory nodes give."""
    first, end = work.gate_at[layer], work.gate_at[layer + 1]
    if first == end:
        return
    at, stop = work.place_at[layer], work.place_at[layer] + net.sizes[layer]
    adagrad = net.optimiser == ADAGRAD
    descend_gates(
        work.gate_weights[first:end],
        work.gate_biases[at:stop],
        work.gate_squares[first:end] if adagrad else work.gate_squares,
        work.gate_bias_squares[at:stop] if adagrad else work.gate_bias_squares,
        work.eligibility[work.eligibility_at[layer] : work.eligibility_at[layer + 1]],
        alpha,
        work.e[padded(stop - at) :],
        work.x[at:stop],
        work.bank,
        work.slope[: stop - at],
    )


@inlined
def descend(net, layer, alpha, work):
    """Eq. (7), (9) and (10) for the weights into a layer, from its delta."""
    at, k = work.place_at[layer], net.sizes[layer]
    low, n = below(net, work, layer)
    W, first, b, a = work.weights, work.row_at[layer], work.biases, work.augmented
    if net.optimiser == ADAGRAD:
        back_and_adagrad(
            W,
            work.squares,
            layer == 1,
            first,
            n,
            a,
            low,
            b,
            work.bias_squares,
            alpha,
            work.delta,
            at,
            k,
            work.e,
        )
    elif layer == 1:
        descend_first(W, first, n, a, low, b, alpha, work.delta, at, k)
    else:
        back_and_descend(W, first, n, a, low, b, alpha, work.delta, at, k, work.e)


@inlined
def store_gated(net, layer, gamma, learn, work):
    """The write of a layer's learned gates."""
    inputs = work.augmented[: net.sizes[0]]
    at, k, h = work.place_at[layer], net.sizes[layer], net.neuron_at[layer]
    low, n = below(net, work, layer)
    first, size = work.bank_at[layer], net.axes[layer] * k
    bank, axis = work.memory[first : first + size], work.axis[at : at + k]
    g, bank_slope, kept = work.written[:size], work.bank[:size], work.kept[:size]
    write_vectors(net, layer, inputs, work.x, work.place_at, work.pattern, work.near, work.code, g, axis)
    carried = work.eligibility[work.eligibility_at[layer] : work.eligibility_at[layer + 1]]
    a, w = work.augmented[low : low + n], work.gates[at : at + k]
    write_gated(a, w, gamma[h : h + k], g, bank, carried, learn, bank_slope, kept, axis)


@inlined
def store_addressed(net, layer, work):
    """The write to the addressed slots of a layer."""
    inputs = work.augmented[: net.sizes[0]]
    at, k, first = work.place_at[layer], net.sizes[layer], work.bank_at[layer]
    size = net.axes[layer] * k
    bank, x, axis = work.memory[first : first + size], work.x[at : at + k], work.axis[at : at + k]
    around = work.around[around_at(net, layer) : around_at(net, layer + 1)]
    by_input, soft, refresh = net.write == 1, net.code == 1, net.store == 1
    if net.sparse:
        patterns = work.patterns[first : first + size]
        write_slots(inputs, by_input, refresh, x, bank, patterns, size // net.contents, net.tau, axis)
    else:
        write_addressed(inputs, by_input, soft, refresh, x, around, bank, net.tau, work.near, work.code, axis)


@inlined
def store_composite(net, layer, work):
    """The write to the composite memories of a layer."""
    inputs, first = work.augmented[: net.sizes[0]], work.bank_at[layer]
    if net.sparse:
        above, n = work.row_at[layer + 1], work.column_at[layer + 1] - work.column_at[layer]
        write_sparse(
            net, layer, inputs, work.x, work.place_at, work.memory, first, work.patterns, work.seeds, work.weights,
            above, n, work.near, work.pattern, work.axis,
        )  # fmt: skip
    else:
        write(net, layer, inputs, work.x, work.place_at, work.memory, first, work.near, work.code, work.axis)


@inlined
def store_plain(net, layer, schedule, record, work):
    """The decay and the write to the composite memories of a layer for the hard code of neighbours in it."""
    at, k, ring, first = work.place_at[layer], net.sizes[layer], work.ring_at[layer], work.bank_at[layer]
    ring_codes(work.ring, ring, k, net.tau, work.codes)
    decay_and_write(
        work.codes, work.phase, work.axes, work.memory, work.factor, first, net.axes[layer] * k, schedule, net.floor,
        net.store == 1,
    )  # fmt: skip
    if record:
        for j in range(k):
            work.axis[at + j] = int(work.codes[ring + net.tau // 2 + j])


@inlined
def store_layer(net, layer, schedule, work):
    """The decay and the write of Eq. (11) for all other layers whose gates are tied."""
    at, k, first, size = (
        work.place_at[layer],
        net.sizes[layer],
        work.bank_at[layer],
        net.axes[layer] * net.sizes[layer],
    )
    decay(work.ring, work.phase, work.memory, work.factor, first, size, schedule, net.floor)
    if len(net.cosine):
        h = net.neuron_at[layer]
        turn(work.x[at : at + k], work.memory, first, size, net.cosine[h : h + k], net.sine[h : h + k])
    if net.addressed:
        store_addressed(net, layer, work)
    else:
        store_composite(net, layer, work)
