"""Sparse addressed memory, Eq. (12): of the 2^tau slots that a neuron may address, it has those that it wrote.

A slot that was never written has no content: it adds nothing to the read, and sends no error back to its address. The
address is the product, over the neighbours, of the focused output f or of 1 - f, as the slot's pattern has a 1 or a 0.
So a slot costs tau operations, and a neuron tau times as many as it has slots. It needs slots for the patterns that it
met and that have not faded since: content that decayed to 0 is as good as none, and makes room (`sparse.forgotten`).

As many come back. With f = sigma(z), the change of an address by z is itself, times 1 - f where the factor is f, and
times -f where it is 1 - f: no division, and no product that leaves a neighbour out.

Slots lie one after the other, the neurons of a layer innermost, [S k], S a multiple of LANES; contents [C, S k]. What
belongs to the neurons of a vector, and to their neighbours, is read off a ring (`memory`), here of focused outputs.
"""

from nmn.engine.kernels.address import neighbours, of_others, sharpened, unwrapped
from nmn.engine.kernels.compiled import compiled
from nmn.engine.kernels.matrices import copy, fill
from nmn.engine.kernels.memory import go_round, renewed, ring_length, ring_patterns
from nmn.engine.kernels.sparse import slot_of
from nmn.engine.kernels.vectors import broadcast, has, load, padded, select, store
from nmn.engine.layout import LANES


@compiled
def sharpen(ring, first, length, beta, sharp):
    """Fill a ring with the focused outputs of another."""
    if beta == 1.0:
        copy(ring[first : first + length], sharp[first : first + length])
    else:
        for i in range(first, first + length):
            sharp[i] = sharpened(ring[i], beta)


@compiled
def read_slots(x, sharp, phase, patterns, memory, first, slots, contents, tau, address, spare, a):
    """Eq. (12): a gets [x r_1, ..., x r_C], r_c the sum over the slots of address times content.

    The memories of the layer start at first, slots is S k. address gets the addresses, place for place as the memories;
    spare is scratch.
    """
    k, half = len(x), tau // 2
    for i in range(first, first + slots, LANES):
        at, product = phase[i // LANES] - half, broadcast(1.0)
        for b in range(tau):
            f = load(sharp, at + neighbours(b, tau))
            product = product * select(has(patterns, i, tau - 1 - b), f, 1.0 - f)
        store(address, i, product)
    for c in range(contents):
        for j in range(0, k, LANES):
            read = broadcast(0.0)
            for i in range(first + j, first + slots, k):
                read += load(address, i) * load(memory, i + c * slots)
            store(spare, j, read)
        part = a[c * k : c * k + k]
        for j in range(k):
            part[j] = x[j] * spare[j]


@compiled
def errors_of(e, nodes, k, tau, phase, memory, first, slots, contents, address, ring, errors):
    """Fill errors [S k] with what comes back through each slot, from the errors e of a layer's memory nodes.

    ring is scratch.
    """
    shift = phase[first // LANES] - tau // 2
    for c in range(contents):
        go_round(e, nodes + c * k, k, tau // 2, ring_length(k, tau), ring, 0)
        for i in range(0, slots, LANES):
            error = load(ring, phase[(first + i) // LANES] - shift) * load(memory, first + c * slots + i)
            store(errors, i, error if c == 0 else error + load(errors, i))
    for i in range(0, slots, LANES):
        store(errors, i, load(errors, i) * load(address, first + i))


@compiled
def fold_slots(
    own,
    e,
    nodes,
    x,
    sharp,
    phase,
    beta,
    patterns,
    memory,
    first,
    slots,
    contents,
    tau,
    address,
    slope,
    spare,
    delta,
):
    """The gradient of Eq. (12), as `address.fold_addressed`; address is what `read_slots` left.

    own [k] are the errors of the neurons' outputs, e from nodes on those of what they hand on from memory. slope and
    spare are scratch: spare has a row for each neighbour, of what comes back to it through all slots.
    """
    k, half, row = len(x), tau // 2, padded(len(x) + LANES)
    rows = slots + row + tau
    errors_of(e, nodes, k, tau, phase, memory, first, slots, contents, address, spare[slots:rows], spare)
    fill(spare[rows : rows + (tau + 1) * row], 0.0)
    for i in range(0, slots, LANES):
        at, error, here = phase[(first + i) // LANES] - half, load(spare, i), rows + i % k
        store(spare, here + tau * row, load(spare, here + tau * row) + error)
        for b in range(tau):
            f = load(sharp, at + neighbours(b, tau))
            change = error * select(has(patterns, first + i, tau - 1 - b), 1.0 - f, 0.0 - f)
            store(spare, here, load(spare, here) + change)
            here += row
    fill(slope, 0.0)
    for b in range(tau + 1):
        here = spare[rows + b * row : rows + b * row + row]
        for j in range(k, k + LANES - 1):  # vectors go round the layer
            here[j % k] += here[j]
        if b < tau:
            part = slope[neighbours(b, tau) :]
            for j in range(k):
                part[j] += x[j] * here[j]
    unwrapped(slope[: k + tau], tau)
    read = spare[rows + tau * row :]
    for j in range(k):
        delta[j] = (own[j] + read[j]) * x[j] * (1.0 - x[j]) + beta * slope[half + j]


@compiled
def write_slots(inputs, by_input, refresh, x, memory, patterns, slots, tau, axis):
    """`address.write_addressed` for the hard code: to the slot of the pattern, or to the first free one."""
    k = len(x)
    ring_patterns(x, tau, axis)
    for j in range(k):
        pattern = of_others(axis[j], tau)
        axis[j] = -1
        if x[j] >= 0.5:
            axis[j] = pattern
            for m in range(slot_of(pattern, patterns, j, k), len(memory), slots):
                patterns[m] = pattern
                memory[m] = renewed(memory[m], inputs[m // slots] if by_input else 1.0, refresh)
