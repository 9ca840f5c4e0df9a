"""Sparse memories: of the 2^(tau+1) patterns a neuron meets few, and only those have a slot.

A component that was never written is 0: it adds nothing to a sum, and no error comes back through it. So a neuron's
slots are filled in the order in which it meets patterns. How slots are addressed, Eq. (12), stands in
`sparse_addressed`.

Composite memories hand on every slot. The weights of a component that was never written have a gradient of 0 too, so
everything but the write is done as if the slots were all axes. What a slot's weights start with was settled before: a
draw of NumPy's PCG64, which can jump to any of its draws (O'Neill, 2014), so that the weights are those which a network
with all axes starts with.
"""

import numpy as np

from nmn.engine.kernels.compiled import compiled, inlined
from nmn.engine.kernels.memory import pattern_of, renewed, ring_patterns, surround
from nmn.engine.kernels.vectors import padded

FACTOR = (np.uint64(0x2360ED051FC65DA4), np.uint64(0x4385DF649FCCF645))  # of PCG64, as upper and lower half
NOTHING, ONE = np.uint64(0), np.uint64(1)
HALF, ROTATION, LOWER = np.uint64(32), np.uint64(58), np.uint64(0xFFFFFFFF)


@compiled
def times(a, b):
    """The product of two numbers of 128 bits, each an upper and a lower half."""
    a1, a0, b1, b0 = a[1] >> HALF, a[1] & LOWER, b[1] >> HALF, b[1] & LOWER
    middle = a1 * b0
    carry = ((a0 * b0) >> HALF) + (middle & LOWER) + a0 * b1
    upper = a1 * b1 + (middle >> HALF) + (carry >> HALF)
    return upper + a[0] * b[1] + a[1] * b[0], a[1] * b[1]


@compiled
def plus(a, b):
    """The sum of two numbers of 128 bits."""
    low = a[1] + b[1]
    return a[0] + b[0] + (ONE if low < a[1] else NOTHING), low


@compiled
def jumped(state, increment, steps):
    """The state of PCG64 so many steps on."""
    factor, add = FACTOR, increment
    by, more = (NOTHING, ONE), (NOTHING, NOTHING)
    while steps > 0:
        if steps & 1:
            by, more = times(by, factor), plus(times(more, factor), add)
        add = times(plus(factor, (NOTHING, ONE)), add)
        factor = times(factor, factor)
        steps >>= 1
    return plus(times(by, state), more)


@compiled
def uniform(state):
    """The number from 0 to 1 that NumPy's generator makes of a state of PCG64."""
    bits, turned = state[0] ^ state[1], state[0] >> ROTATION
    bits = (bits >> turned) | (bits << ((np.uint64(64) - turned) & np.uint64(63)))
    return np.float64(bits >> np.uint64(11)) / 9007199254740992.0


@inlined
def draw_column(net, layer, j, pattern, seeds, weights, first, n, column):
    """Give the weights from a neuron's new slot their initial values: column of the rows of n from first on."""
    k = net.sizes[layer]
    number, row = k + pattern * k + j, k * (1 + (2 << net.tau))
    increment = (seeds[2], seeds[3])
    state = jumped((seeds[0], seeds[1]), increment, net.drawn_at[layer + 1] + number + 1)
    for i in range(net.sizes[layer + 1]):
        weights[first + i * n + column] = net.spread * (2.0 * uniform(state) - 1.0)
        state = jumped(state, increment, row)


@inlined
def all_axes(net):
    """Axes that a neuron with memory would have if it had met every pattern."""
    return net.contents << net.tau if net.addressed == 1 else 2 << net.tau


@inlined
def slot_of(pattern, patterns, j, k):
    """Where a pattern is among a neuron's, which are k apart from j on, or else the first free slot."""
    while patterns[j] >= 0 and patterns[j] != pattern:
        j += k
    return j


@compiled
def forgotten(patterns, memory, size, j, k):
    """Whether a neuron gets a slot free by giving up those whose contents have faded to 0: no read can tell.

    patterns and memory [C, S k] are a layer's, size is S k.
    """
    to = j
    for i in range(j, size, k):
        left = False
        for c in range(0, len(memory), size):
            left |= memory[c + i] != 0.0
        for c in range(0, len(memory), size):
            value, memory[c + i] = memory[c + i], 0.0
            memory[c + to] = value
            pattern, patterns[c + i] = patterns[c + i], -1
            patterns[c + to] = pattern if left else -1
        to += k if left else 0
    return to < size


@inlined
def crowded(net, bank_at, patterns, memory):
    """Whether a neuron that may meet a new pattern has no slot left, even after an addressed one forgot what faded."""
    for layer in range(1, len(net.sizes) - 1):
        if 0 < net.axes[layer] < all_axes(net):
            k, first = net.sizes[layer], bank_at[layer]
            end = first + net.axes[layer] * k
            for j in range(k):
                if patterns[end - k + j] >= 0:
                    size = (end - first) // net.contents
                    met, bank = patterns[first:end], memory[first:end]
                    if net.addressed == 0 or not forgotten(met, bank, size, j, k):
                        return True
    return False


@inlined
def write_sparse(
    net, layer, inputs, x, place_at, memory, first, patterns, seeds, weights, above, n, near, pattern, axis
):
    """`memory.write` for the hard code where memories are sparse: to the slot of the pattern, or the first free one.

    patterns has the pattern of each slot, place for place as the memories, -1 where the slot is free; above is where
    the weights into the layer above start, in rows of n.
    """
    k, at = net.sizes[layer], place_at[layer]
    if net.column == 0:
        ring_patterns(x[at : at + k], net.tau, pattern)
    for j in range(k):
        axis[at + j] = -1
        if x[at + j] >= 0.5:
            if net.column == 1:
                surround(net, layer, j, inputs, x, place_at, near)
                pattern[j] = pattern_of(near)
            axis[at + j] = pattern[j]
            m = slot_of(pattern[j], patterns, first + j, k)
            if patterns[m] < 0:
                patterns[m] = pattern[j]
                column = padded(k) + m - first
                draw_column(net, layer, j, pattern[j], seeds, weights, above, n, column)
            memory[m] = renewed(memory[m], 1.0, net.store == 1)
