"""Matrices times vectors: Eq. (1), (7), (9) and (10), the part of a step whose cost is that of its weights.

A layer's weights are flat, row after row, every row filled up with zeros to whole vectors of the processor (`padded`):
they start at `first` in `weights` and have a row of n for each of k neurons; the vector `a` that they multiply starts
at `low`, what belongs to the neurons at `at`. Rows are taken four at a time, so that the vector and the errors are
loaded once for four neurons.

Back-propagation and update share one pass: a weight is read once for the error of the layer below and then
overwritten, and nothing reads it again in the same step. That pass takes the rows from the last to the first, so that
it begins with what the forward pass had last, and ends with what the next one needs first.
"""

import math

import numpy as np

from nmn.kernels.compiled import allocating, compiled, woven

LANES = 8  # numbers in the widest vector, and in a cache line
TINY = 1e-8  # keeps AdaGrad from dividing by zero


@woven
def padded(n):
    """The least multiple of LANES that is not below n."""
    return (n + LANES - 1) // LANES * LANES


@allocating
def aligned(n):
    """[n] zeros that start where a cache line does: a vector that lies across two takes twice as long."""
    room = np.zeros(n + LANES)
    first = -(room.ctypes.data // room.itemsize) % LANES
    return room[first : first + n]


@compiled
def copy(values, into):
    """Fill into with values: quicker to compile than an assignment of slices, which also asks whether they overlap."""
    for j in range(len(into)):
        into[j] = values[j]


@compiled
def fill(array, value):
    """Fill an array with a number."""
    for j in range(len(array)):
        array[j] = value


@woven
def affine(weights, first, n, a, low, biases, x, at, k):
    """Eq. (1) before the sigmoid: x = W a + b."""
    n = padded(n)
    v = a[low : low + n]
    blocks = k - k % 4
    for i in range(0, blocks, 4):
        r, j0 = first + i * n, at + i
        w0, w1 = weights[r : r + n], weights[r + n : r + 2 * n]
        w2, w3 = weights[r + 2 * n : r + 3 * n], weights[r + 3 * n : r + 4 * n]
        s0, s1, s2, s3 = 0.0, 0.0, 0.0, 0.0
        for j in range(n):
            s0 += w0[j] * v[j]
            s1 += w1[j] * v[j]
            s2 += w2[j] * v[j]
            s3 += w3[j] * v[j]
        x[j0], x[j0 + 1] = s0 + biases[j0], s1 + biases[j0 + 1]
        x[j0 + 2], x[j0 + 3] = s2 + biases[j0 + 2], s3 + biases[j0 + 3]
    for i in range(blocks, k):
        w0 = weights[first + i * n : first + (i + 1) * n]
        s0 = 0.0
        for j in range(n):
            s0 += w0[j] * v[j]
        x[at + i] = s0 + biases[at + i]


@compiled
def back(weights, first, n, delta, at, k, e):
    """Eq. (7): e = W^T delta."""
    n = padded(n)
    for j in range(n):
        e[j] = 0.0
    for i in range(k):
        row, d = weights[first + i * n : first + (i + 1) * n], delta[at + i]
        for j in range(n):
            e[j] += d * row[j]


@woven
def descend(weights, first, n, a, low, biases, alpha, delta, at, k):
    """Eq. (9)-(10): W -= alpha delta a^T and b -= alpha delta."""
    n = padded(n)
    v = a[low : low + n]
    for i in range(k - 1, -1, -1):
        row, scaled = weights[first + i * n : first + (i + 1) * n], alpha * delta[at + i]
        for j in range(n):
            row[j] -= scaled * v[j]
        biases[at + i] -= scaled


@woven
def back_and_descend(weights, first, n, a, low, biases, alpha, delta, at, k, e):
    """Eq. (7), e = W^T delta with the weights before the update, and Eq. (9)-(10), in one pass."""
    n = padded(n)
    v, e = a[low : low + n], e[:n]
    for j in range(n):
        e[j] = 0.0
    blocks = k - k % 4
    for i in range(k - 1, blocks - 1, -1):
        w0 = weights[first + i * n : first + (i + 1) * n]
        d0, s0 = delta[at + i], alpha * delta[at + i]
        for j in range(n):
            v0 = w0[j]
            e[j] += d0 * v0
            w0[j] = v0 - s0 * v[j]
        biases[at + i] -= s0
    for i in range(blocks - 4, -1, -4):
        r, j0 = first + i * n, at + i
        w0, w1 = weights[r : r + n], weights[r + n : r + 2 * n]
        w2, w3 = weights[r + 2 * n : r + 3 * n], weights[r + 3 * n : r + 4 * n]
        d0, d1, d2, d3 = delta[j0], delta[j0 + 1], delta[j0 + 2], delta[j0 + 3]
        s0, s1, s2, s3 = alpha * d0, alpha * d1, alpha * d2, alpha * d3
        for j in range(n):
            v0, v1, v2, v3, aj = w0[j], w1[j], w2[j], w3[j], v[j]
            e[j] += d0 * v0 + d1 * v1 + d2 * v2 + d3 * v3
            w0[j] = v0 - s0 * aj
            w1[j] = v1 - s1 * aj
            w2[j] = v2 - s2 * aj
            w3[j] = v3 - s3 * aj
        biases[j0] -= s0
        biases[j0 + 1] -= s1
        biases[j0 + 2] -= s2
        biases[j0 + 3] -= s3


@compiled
def adagrad(value, squares, i, alpha, gradient):
    """AdaGrad (Duchi et al., 2011) for value[i]: a rate that falls with the squares of its own past gradients."""
    squares[i] += gradient * gradient
    value[i] -= alpha * gradient / (math.sqrt(squares[i]) + TINY)


@compiled
def back_and_adagrad(weights, squares, first, n, a, low, biases, bias_squares, alpha, delta, at, k, e):
    """Eq. (7) and the update of Eq. (9)-(10) with AdaGrad's rates, in one pass."""
    n = padded(n)
    v, e = a[low : low + n], e[:n]
    for j in range(n):
        e[j] = 0.0
    for i in range(k - 1, -1, -1):
        r, d = first + i * n, delta[at + i]
        row, past = weights[r : r + n], squares[r : r + n]
        for j in range(n):
            w, g = row[j], d * v[j]
            e[j] += d * w
            s = past[j] + g * g
            past[j] = s
            row[j] = w - alpha * g / (math.sqrt(s) + TINY)
        adagrad(biases, bias_squares, at + i, alpha, d)
