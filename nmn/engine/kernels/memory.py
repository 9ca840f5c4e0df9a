"""Composite memories: Eq. (2), (8) and (11).

Memories and augmented outputs are laid out axis after axis, neuron after neuron, so that the loops over the neurons of
a layer vectorise. (The paper lists them neuron after neuron; the order of a sum is all that differs.) An augmented
output has the neurons' own outputs first, filled up to whole vectors, then those of all memory nodes.

What belongs to a neuron on every axis is read off a `ring`: the outputs of a layer as they lie around it, the last
`half` neurons again before the first, and the first again after the last, for as far as loops look ahead.
`phase` says, for each vector of components, where in the ring the outputs of its neurons start.
"""

from nmn.engine.kernels.compiled import compiled, inlined
from nmn.engine.kernels.vectors import broadcast, fabs, load, padded, select, store
from nmn.engine.layout import LANES

EXPONENTIAL, ASYMPTOTIC = 0, 1  # decay schedules by number; 2 is none


@inlined
def ring_length(k, tau):
    """Numbers in the ring of a layer."""
    return padded(k + LANES) + tau


@inlined
def go_round(x, at, k, half, length, ring, first):
    """Fill a ring [first : first + length] with the outputs of a layer, over and over, neuron 0 at first + half."""
    start = first + half
    while start < first + length:
        for j in range(0, min(k, first + length - start), LANES):
            store(ring, start + j, load(x, at + j))
        start += k
    for j in range(half):
        ring[first + j] = x[at + k - half + j]


@inlined
def augment(x, at, k, ring, phase, memory, first, size, augmented, out):
    """Eq. (2), axis after axis: a = [x, x M_1, ..., x M_D], M_m the m-th component of every neuron."""
    for j in range(0, k, LANES):
        store(augmented, out + j, load(x, at + j))
    nodes = out + padded(k) - first
    for i in range(first, first + size, LANES):
        store(augmented, nodes + i, load(ring, phase[i // LANES]) * load(memory, i))


@inlined
def fold(e, x, at, k, memory, first, size, printed, delta):
    """Eq. (7)-(8): sum the errors e of a layer's augmented output into delta of its standard neurons."""
    nodes = padded(k)
    for j in range(0, k, LANES):
        v, through = load(x, at + j), broadcast(0.0)
        slope = v * (1.0 - v)
        if printed:  # every node has the slope of its own output v M
            for i in range(j, size, k):
                M = load(memory, first + i)
                through += load(e, nodes + i) * M * (v * M * (1.0 - v * M))
            store(delta, at + j, load(e, j) * slope + through)
        else:
            for i in range(j, size, k):
                through += load(e, nodes + i) * load(memory, first + i)
            store(delta, at + j, (load(e, j) + through) * slope)


@inlined
def faded(M, factor, kind, floor):
    """Components after the decay of Eq. (11); kind: 0 exponential, 1 asymptotic, 2 none."""
    if kind == EXPONENTIAL:
        return M * factor
    if kind == ASYMPTOTIC:
        size = fabs(M)
        shrunk, least = size * factor, select(size >= floor, floor, size)
        shrunk = select(shrunk >= least, shrunk, least)
        return select(M >= 0.0, shrunk, 0.0 - shrunk)
    return M


@inlined
def decay(ring, phase, memory, factor, first, size, kind, floor):
    """The decay of Eq. (11) in the neurons that fire; factor has their decays, place for place as the memories."""
    for i in range(first, first + size, LANES):
        M, fires = load(memory, i), load(ring, phase[i // LANES]) >= 0.5
        store(memory, i, select(fires, faded(M, load(factor, i), kind, floor), M))


@inlined
def ring_codes(ring, start, k, tau, codes):
    """Fill codes, a ring too, with the pattern that each neuron of a layer writes, -1 where it does not fire."""
    for j in range(start, start + k + LANES, LANES):
        code = broadcast(0.0)
        for b in range(j, j + tau + 1):
            code = code + code + select(load(ring, b) >= 0.5, 1.0, 0.0)
        fires = load(ring, j + tau // 2) >= 0.5
        store(codes, j + tau // 2, select(fires, code, -1.0))


@inlined
def decay_and_write(codes, phase, axes, memory, factor, first, size, kind, floor, refresh):
    """Eq. (11) for the hard code of the neighbours in the layer, all in one pass.

    codes are those of `ring_codes`; axes says which axis each component belongs to.
    """
    for i in range(first, first + size, LANES):
        M, code = load(memory, i), load(codes, phase[i // LANES])
        M = select(code >= 0.0, faded(M, load(factor, i), kind, floor), M)
        new = select(M >= 1.0, M, 1.0) if refresh else M + 1.0
        store(memory, i, select(code == load(axes, i), new, M))


@compiled
def turn(v, memory, first, size, c, s):
    """Turn the memories of the neurons that fire: every plane, of an axis and the one half of the axes further on.

    v, c and s [k] are a layer's outputs, and the cosines and sines of its neurons' angles.
    """
    k, half = len(v), size // 2
    for m in range(first, first + half, k):
        along, across = memory[m : m + k], memory[m + half : m + half + k]
        for j in range(k):
            fires = v[j] >= 0.5
            p, q = along[j], across[j]
            along[j] = c[j] * p - s[j] * q if fires else p
            across[j] = s[j] * p + c[j] * q if fires else q


@compiled
def renewed(component, value, refresh):
    """A component after a value is written to it: their sum (Eq. 11), or the larger of the two."""
    if not refresh:
        return component + value
    return value if abs(value) >= abs(component) else component


@compiled
def ring_patterns(x, tau, pattern):
    """Fill pattern [k] with the rounded outputs of each neuron and its neighbours in the layer, as binary numbers."""
    k, half = len(x), tau // 2
    mask = (1 << (tau + 1)) - 1
    bits = 0
    for i in range(k - half, k):
        bits = (bits << 1) | (x[i] >= 0.5)
    for i in range(half):
        bits = (bits << 1) | (x[i] >= 0.5)
    for j in range(k):
        ahead = j + half if j + half < k else j + half - k
        bits = ((bits << 1) & mask) | (x[ahead] >= 0.5)
        pattern[j] = bits


@inlined
def surround(net, layer, j, inputs, x, place_at, near):
    """Fill near [tau + 1] with the outputs of neuron j of a layer and its neighbours, itself in the middle.

    In the same layer indices wrap around. In the column, a layer of another size gives its neuron at the same height,
    the input layer its values cut to 0 ... 1, and what lies beyond input and output counts as 0.
    """
    half, k, at = net.tau // 2, net.sizes[layer], place_at[layer]
    for offset in range(-half, half + 1):
        value = 0.0
        if net.column == 0:
            value = x[at + (j + offset + k) % k]
        elif 0 <= layer + offset < len(net.sizes):
            other = layer + offset
            there = j * net.sizes[other] // k
            value = x[place_at[other] + there] if other > 0 else min(max(inputs[there], 0.0), 1.0)
        near[half + offset] = value


@compiled
def pattern_of(near):
    """Rounded outputs as a binary number, the first the most significant."""
    bits = 0
    for value in near:
        bits = (bits << 1) | (value >= 0.5)
    return bits


@compiled
def soft_code(near, code):
    """Fill code [2^len(near)] with the products of value or 1 - value over the neighbours."""
    size = 1
    code[0] = 1.0
    for value in near:
        for m in range(size - 1, -1, -1):
            code[2 * m + 1] = code[m] * value
            code[2 * m] = code[m] * (1.0 - value)
        size *= 2


@inlined
def write(net, layer, inputs, x, place_at, memory, first, near, code, axis):
    """The new memory of Eq. (11) in the neurons of a layer that fire; axis gets the pattern that each wrote, or -1."""
    k, at = net.sizes[layer], place_at[layer]
    by_input, soft, refresh = net.write == 1, net.code == 1, net.store == 1
    for j in range(k):
        if not x[at + j] >= 0.5:
            axis[at + j] = -1
        elif by_input:
            axis[at + j] = 0
            for m in range(len(inputs)):
                c = first + m * k + j
                memory[c] = renewed(memory[c], inputs[m], refresh)
        else:
            surround(net, layer, j, inputs, x, place_at, near)
            axis[at + j] = pattern_of(near)
            if soft:
                soft_code(near, code)
                for m in range(net.axes[layer]):
                    c = first + m * k + j
                    memory[c] = renewed(memory[c], code[m], refresh)
            else:
                c = first + axis[at + j] * k + j
                memory[c] = renewed(memory[c], 1.0, refresh)
