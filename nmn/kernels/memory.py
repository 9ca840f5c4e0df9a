"""Composite memories: Eq. (2), (8) and (11).

Memories and augmented outputs are laid out axis after axis, neuron after neuron, so that the loops over the neurons of
a layer vectorise. (The paper lists them neuron after neuron; the order of a sum is all that differs.)
"""

import math

from nmn.kernels.compiled import compiled


@compiled
def augment(x, memory, a):
    """Eq. (2), axis after axis: a = [x, x M_1, ..., x M_D], M_m the m-th component of every neuron."""
    k = len(x)
    for j in range(k):
        a[j] = x[j]
    for first in range(0, len(memory), k):
        component, part = memory[first : first + k], a[k + first : 2 * k + first]
        for j in range(k):
            part[j] = x[j] * component[j]


@compiled
def fold(e, a, x, memory, printed, delta):
    """Eq. (7)-(8): sum the errors e of a layer's augmented output into delta of its standard neurons."""
    k = len(x)
    for j in range(k):
        delta[j] = e[j] * (x[j] * (1.0 - x[j]) if printed else 1.0)
    for first in range(0, len(memory), k):
        component, part = memory[first : first + k], e[k + first : 2 * k + first]
        if printed:
            v = a[k + first : 2 * k + first]
            for j in range(k):
                delta[j] += part[j] * v[j] * (1.0 - v[j]) * component[j]
        else:
            for j in range(k):
                delta[j] += part[j] * component[j]
    if not printed:
        for j in range(k):
            delta[j] *= x[j] * (1.0 - x[j])


@compiled
def decay(x, memory, kind, gamma, floor, factor):
    """The decay of Eq. (11) in the neurons that fire; kind: 0 exponential, 1 asymptotic, 2 none."""
    k = len(x)
    for j in range(k):
        factor[j] = gamma[j] if x[j] >= 0.5 and kind < 2 else 1.0
    for first in range(0, len(memory), k):
        component = memory[first : first + k]
        if kind == 1:
            for j in range(k):
                size = abs(component[j])
                component[j] = math.copysign(max(factor[j] * size, min(size, floor)), component[j])
        else:
            for j in range(k):
                component[j] *= factor[j]


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


@compiled
def surround(net, layer, j, inputs, x, near):
    """Fill near [tau + 1] with the outputs of neuron j of a layer and its neighbours, itself in the middle.

    In the same layer indices wrap around. In the column, a layer of another size gives its neuron at the same height,
    the input layer its values cut to 0 ... 1, and what lies beyond input and output counts as 0.
    """
    half, k, at = net.tau // 2, net.sizes[layer], net.neuron_at[layer]
    for offset in range(-half, half + 1):
        value = 0.0
        if net.column == 0:
            value = x[at + (j + offset + k) % k]
        elif 0 <= layer + offset < len(net.sizes):
            other = layer + offset
            there = j * net.sizes[other] // k
            value = x[net.neuron_at[other] + there] if other > 0 else min(max(inputs[there], 0.0), 1.0)
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


@compiled
def write(net, layer, inputs, x, memory, pattern, near, code, axis):
    """The new memory of Eq. (11) in the neurons of a layer that fire; axis gets the pattern that each wrote, or -1."""
    k, at = net.sizes[layer], net.neuron_at[layer]
    by_input, soft, refresh = net.write == 1, net.code == 1, net.store == 1
    if not by_input and net.column == 0:
        ring_patterns(x[at : at + k], net.tau, pattern)
    for j in range(k):
        if not x[at + j] >= 0.5:
            axis[j] = -1
        elif by_input:
            axis[j] = 0
            for m in range(len(inputs)):
                memory[m * k + j] = renewed(memory[m * k + j], inputs[m], refresh)
        else:
            if soft or net.column == 1:
                surround(net, layer, j, inputs, x, near)
            axis[j] = pattern[j] if net.column == 0 else pattern_of(near)
            if soft:
                soft_code(near, code)
                for m in range(len(memory) // k):
                    memory[m * k + j] = renewed(memory[m * k + j], code[m], refresh)
            else:
                memory[axis[j] * k + j] = renewed(memory[axis[j] * k + j], 1.0, refresh)
