"""Matrices times vectors: Eq. (1), (7), (9) and (10), the part of a step whose cost is that of its weights.

Weights are flat, row after row. Rows are taken four at a time, so that the vector and the errors are loaded once for
four neurons; slices of rows are what LLVM vectorises. Back-propagation and update share one pass: a weight is read once
for the error of the layer below and then overwritten, and nothing reads it again in the same step.
"""

import math

from nmn.kernels.compiled import compiled

TINY = 1e-8  # keeps AdaGrad from dividing by zero


@compiled
def affine(weights, biases, a, z):
    """Eq. (1) before the sigmoid: z = W a + b."""
    k, n = len(z), len(a)
    blocks = k - k % 4
    for i in range(0, blocks, 4):
        w0, w1 = weights[i * n : (i + 1) * n], weights[(i + 1) * n : (i + 2) * n]
        w2, w3 = weights[(i + 2) * n : (i + 3) * n], weights[(i + 3) * n : (i + 4) * n]
        s0, s1, s2, s3 = biases[i], biases[i + 1], biases[i + 2], biases[i + 3]
        for j in range(n):
            s0 += w0[j] * a[j]
            s1 += w1[j] * a[j]
            s2 += w2[j] * a[j]
            s3 += w3[j] * a[j]
        z[i], z[i + 1], z[i + 2], z[i + 3] = s0, s1, s2, s3
    for i in range(blocks, k):
        w0 = weights[i * n : (i + 1) * n]
        s0 = biases[i]
        for j in range(n):
            s0 += w0[j] * a[j]
        z[i] = s0


@compiled
def back(weights, delta, e):
    """Eq. (7): e = W^T delta."""
    n = len(weights) // len(delta)
    for j in range(n):
        e[j] = 0.0
    for i in range(len(delta)):
        row, d = weights[i * n : (i + 1) * n], delta[i]
        for j in range(n):
            e[j] += d * row[j]


@compiled
def descend(weights, biases, alpha, delta, a):
    """Eq. (9)-(10): W -= alpha delta a^T and b -= alpha delta."""
    n = len(a)
    for i in range(len(delta)):
        row, scaled = weights[i * n : (i + 1) * n], alpha * delta[i]
        for j in range(n):
            row[j] -= scaled * a[j]
        biases[i] -= scaled


@compiled
def back_and_descend(weights, biases, alpha, delta, a, e):
    """Eq. (7), e = W^T delta with the weights before the update, and Eq. (9)-(10), in one pass."""
    k, n = len(delta), len(a)
    for j in range(n):
        e[j] = 0.0
    blocks = k - k % 4
    for i in range(0, blocks, 4):
        w0, w1 = weights[i * n : (i + 1) * n], weights[(i + 1) * n : (i + 2) * n]
        w2, w3 = weights[(i + 2) * n : (i + 3) * n], weights[(i + 3) * n : (i + 4) * n]
        d0, d1, d2, d3 = delta[i], delta[i + 1], delta[i + 2], delta[i + 3]
        s0, s1, s2, s3 = alpha * d0, alpha * d1, alpha * d2, alpha * d3
        for j in range(n):
            v0, v1, v2, v3, aj = w0[j], w1[j], w2[j], w3[j], a[j]
            e[j] += d0 * v0 + d1 * v1 + d2 * v2 + d3 * v3
            w0[j] = v0 - s0 * aj
            w1[j] = v1 - s1 * aj
            w2[j] = v2 - s2 * aj
            w3[j] = v3 - s3 * aj
        biases[i] -= s0
        biases[i + 1] -= s1
        biases[i + 2] -= s2
        biases[i + 3] -= s3
    for i in range(blocks, k):
        w0 = weights[i * n : (i + 1) * n]
        d0, s0 = delta[i], alpha * delta[i]
        for j in range(n):
            v0 = w0[j]
            e[j] += d0 * v0
            w0[j] = v0 - s0 * a[j]
        biases[i] -= s0


@compiled
def adagrad(value, squares, i, alpha, gradient):
    """AdaGrad (Duchi et al., 2011) for value[i]: a rate that falls with the squares of its own past gradients."""
    squares[i] += gradient * gradient
    value[i] -= alpha * gradient / (math.sqrt(squares[i]) + TINY)


@compiled
def back_and_adagrad(weights, biases, squares, bias_squares, alpha, delta, a, e):
    """Eq. (7) and the update of Eq. (9)-(10) with AdaGrad's rates, in one pass."""
    n = len(a)
    for j in range(n):
        e[j] = 0.0
    for i in range(len(delta)):
        d, row, past = delta[i], weights[i * n : (i + 1) * n], squares[i * n : (i + 1) * n]
        for j in range(n):
            v, g = row[j], d * a[j]
            e[j] += d * v
            s = past[j] + g * g
            past[j] = s
            row[j] = v - alpha * g / (math.sqrt(s) + TINY)
        adagrad(biases, bias_squares, i, alpha, d)
