"""The learned write gate (Section VI): w = sigma(V a + c) writes, M <- (1 - w (1 - gamma)) M + w g.

Its gradient needs no back-propagation through time: the eligibility E = dM/d(V, c) of each component is carried along,
E <- (1 - w (1 - gamma)) E + (g - (1 - gamma) M) w (1 - w) (a, 1), and the error's slope is the sum of e_m x E_m.

Gate weights are flat, [n, k], and eligibilities [n + 1, D, k], the bias last: the neuron is innermost, as in memories,
so that all loops vectorise over it.
"""

import math

from nmn.engine.kernels.answers import sigmoid
from nmn.engine.kernels.compiled import compiled, inlined
from nmn.engine.kernels.matrices import TINY, fill
from nmn.engine.kernels.memory import pattern_of, ring_patterns, soft_code, surround


@compiled
def gates(weights, biases, a, w):
    """Fill w [k] with the outputs of a layer's write gates, sigma(V a + c)."""
    k = len(w)
    for j in range(k):
        w[j] = biases[j]
    for i in range(len(a)):
        row, value = weights[i * k : (i + 1) * k], a[i]
        for j in range(k):
            w[j] += value * row[j]
    for j in range(k):
        w[j] = sigmoid(w[j])


@inlined
def write_vectors(net, layer, inputs, x, place_at, pattern, near, code, g, axis):
    """Fill g [D, k] with what the neurons of a layer write, and axis [k] with where (0 for an input vector)."""
    k, at = net.sizes[layer], place_at[layer]
    if net.write == 1:
        for m in range(len(inputs)):
            part = g[m * k : (m + 1) * k]
            for j in range(k):
                part[j] = inputs[m]
        fill(axis, 0)
        return
    if net.column == 0:
        ring_patterns(x[at : at + k], net.tau, pattern)
    fill(g, 0.0)
    for j in range(k):
        if net.code == 1 or net.column == 1:
            surround(net, layer, j, inputs, x, place_at, near)
        axis[j] = pattern[j] if net.column == 0 else pattern_of(near)
        if net.code == 1:
            soft_code(near, code)
            for m in range(net.axes[layer]):
                g[m * k + j] = code[m]
        else:
            g[axis[j] * k + j] = 1.0


@compiled
def write_gated(a, w, gamma, g, memory, eligibility, learn, pull, keep, axis):
    """Write g [D, k] through a layer's gates w [k]; while the network learns, carry the eligibilities along.

    axis keeps its value where the gate is at least half open and becomes -1 elsewhere; pull [D, k] and keep [D, k] are
    scratch.
    """
    k, n = len(w), len(a)
    for first in range(0, len(memory), k):
        now, new = memory[first : first + k], g[first : first + k]
        pulls, keeps = pull[first : first + k], keep[first : first + k]
        for j in range(k):
            lost = 1.0 - gamma[j]
            keeps[j] = 1.0 - w[j] * lost
            pulls[j] = (new[j] - lost * now[j]) * (w[j] * (1.0 - w[j]))
            now[j] = keeps[j] * now[j] + w[j] * new[j]
    if learn:
        size = len(memory)
        for i in range(n + 1):
            row = eligibility[i * size : (i + 1) * size]
            value = a[i] if i < n else 1.0
            for c in range(size):
                row[c] = keep[c] * row[c] + pull[c] * value
    for j in range(k):
        if not w[j] >= 0.5:
            axis[j] = -1


@compiled
def move(values, squares, alpha, gradient):
    """Move values [k] down a gradient; with AdaGrad's rates where squares are kept."""
    if len(squares):
        for j in range(len(values)):
            squares[j] += gradient[j] * gradient[j]
            values[j] -= alpha * gradient[j] / (math.sqrt(squares[j]) + TINY)
    else:
        for j in range(len(values)):
            values[j] -= alpha * gradient[j]


@compiled
def descend_gates(weights, biases, squares, bias_squares, eligibility, alpha, e, x, error, gradient):
    """Move a layer's gates down the slope that the errors e [D, k] of its memory nodes give.

    error [D, k] and gradient [k] are scratch.
    """
    k = len(x)
    n = len(weights) // k
    size = len(eligibility) // (n + 1)
    for first in range(0, size, k):
        part, nodes = error[first : first + k], e[first : first + k]
        for j in range(k):
            part[j] = nodes[j] * x[j]
    for i in range(n + 1):
        row = eligibility[i * size : (i + 1) * size]
        for j in range(k):
            gradient[j] = 0.0
        for first in range(0, size, k):
            part, carried = error[first : first + k], row[first : first + k]
            for j in range(k):
                gradient[j] += part[j] * carried[j]
        if i < n:
            past = squares[i * k : (i + 1) * k] if len(squares) else squares
            move(weights[i * k : (i + 1) * k], past, alpha, gradient)
        else:
            move(biases, bias_squares, alpha, gradient)
