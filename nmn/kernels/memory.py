"""Composite memories: Eq. (2), (8) and (11).

Memories and augmented outputs are laid out axis after axis, neuron after neuron, so that the loops over the neurons of
a layer vectorise. (The paper lists them neuron after neuron; the order of a sum is all that differs.)
"""

import math

from nmn.kernels.compiled import compiled, woven
from nmn.kernels.matrices import copy


@woven
def repeat(x, at, k, many, first, size):
    """Fill many [size] with the k values of a layer once for every axis, in longer and longer stretches."""
    copy(x[at : at + k], many[first : first + k])
    done = k
    while done < size:
        more = min(done, size - done)
        copy(many[first : first + more], many[first + done : first + done + more])
        done += more


@woven
def add_up(values, k, size):
    """Add the stretches of k in values [size], one at least, to the first: each time the later half to the earlier."""
    while size > k:
        keep = (size // k + 1) // 2 * k
        later = values[keep:size]
        for j in range(size - keep):
            values[j] += later[j]
        size = keep


@woven
def augment(x, at, k, many, memory, first, size, augmented, out):
    """Eq. (2), axis after axis: a = [x, x M_1, ..., x M_D], M_m the m-th component of every neuron.

    many [size] has the outputs once for every axis.
    """
    copy(x[at : at + k], augmented[out : out + k])
    v, M, part = many[first : first + size], memory[first : first + size], augmented[out + k : out + k + size]
    for i in range(size):
        part[i] = v[i] * M[i]


@woven
def fold(e, a, x, memory, printed, delta):
    """Eq. (7)-(8): sum the errors e of a layer's augmented output into delta of its standard neurons.

    What e holds of the memory nodes is used up.
    """
    k, size = len(x), len(memory)
    nodes, v = e[k:], a[k:]
    for i in range(size):
        nodes[i] *= memory[i] * (v[i] * (1.0 - v[i]) if printed else 1.0)
    if size:
        add_up(nodes, k, size)
    for j in range(k):
        slope, through = x[j] * (1.0 - x[j]), nodes[j] if size else 0.0
        delta[j] = e[j] * slope + through if printed else (e[j] + through) * slope


@woven
def decay(many, memory, factor, first, size, kind, floor):
    """The decay of Eq. (11) in the neurons that fire; kind: 0 exponential, 1 asymptotic, 2 none.

    many and factor [size] have the outputs and the decays of the layer once for every axis.
    """
    v, M, f = many[first : first + size], memory[first : first + size], factor[first : first + size]
    if kind == 0:
        for i in range(size):
            M[i] *= f[i] if v[i] >= 0.5 else 1.0
    elif kind == 1:
        for i in range(size):
            value = abs(M[i])
            least = max(f[i] * value, min(value, floor))
            M[i] = math.copysign(least, M[i]) if v[i] >= 0.5 else M[i]


@compiled
def turn(x, at, k, memory, first, size, cosine, sine):
    """Turn the memories of the neurons that fire: every plane, of an axis and the one half of the axes further on."""
    v, c, s, half = x[at : at + k], cosine[at : at + k], sine[at : at + k], size // 2
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


@woven
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


@woven
def write_ring(x, at, k, memory, first, tau, refresh, axis):
    """`write` for the hard code of the neighbours in the layer, with no branch on who fires: that is not foreseen."""
    half, mask = tau // 2, (2 << tau) - 1
    v, where = x[at : at + k], axis[at : at + k]
    bits = 0
    for i in range(k - half, k + half):
        bits = (bits << 1) | (v[i if i < k else i - k] >= 0.5)
    for j in range(k):
        ahead = j + half if j + half < k else j + half - k
        bits = ((bits << 1) & mask) | (v[ahead] >= 0.5)
        fires = (bits >> half) & 1
        m = first + bits * k + j
        value = memory[m]
        memory[m] = max(value, float(fires)) if refresh else value + fires
        where[j] = bits if fires else -1


@woven
def write(net, layer, inputs, x, memory, near, code, axis):
    """The new memory of Eq. (11) in the neurons of a layer that fire; axis gets the pattern that each wrote, or -1."""
    k, at, first = net.sizes[layer], net.neuron_at[layer], net.memory_at[layer]
    by_input, soft, refresh = net.write == 1, net.code == 1, net.store == 1
    if not by_input and not soft and net.column == 0:
        write_ring(x, at, k, memory, first, net.tau, refresh, axis)
        return
    for j in range(k):
        if not x[at + j] >= 0.5:
            axis[at + j] = -1
        elif by_input:
            axis[at + j] = 0
            for m in range(len(inputs)):
                c = first + m * k + j
                memory[c] = renewed(memory[c], inputs[m], refresh)
        else:
            surround(net, layer, j, inputs, x, near)
            axis[at + j] = pattern_of(near)
            if soft:
                soft_code(near, code)
                for m in range(net.axes[layer]):
                    c = first + m * k + j
                    memory[c] = renewed(memory[c], code[m], refresh)
            else:
                c = first + axis[at + j] * k + j
                memory[c] = renewed(memory[c], 1.0, refresh)
