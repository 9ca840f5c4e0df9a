"""Matrices times vectors: Eq. (1), (7), (9) and (10), the part of a step whose cost is that of its weights.

A layer's weights start at `first` in `weights`; the augmented output `a` that they multiply starts at `low` and has n
columns, what belongs to the k neurons starts at `at`. The lowest layer, whose inputs are few, lies column after column,
all others row after row; every column or row is filled up with zeros to whole vectors (`padded`).

Back-propagation and update share one pass: a weight is read once for the error of the layer below and then
overwritten, and nothing reads it again in the same step.
"""

from nmn.engine.kernels.compiled import compiled, inlined
from nmn.engine.kernels.vectors import broadcast, hsum, load, padded, sqrt, store
from nmn.engine.layout import LANES

TINY = 1e-8  # keeps AdaGrad from dividing by zero


@inlined
def copy(values, into):
    """Fill into with values: quicker to compile than an assignment of slices, which also asks whether they overlap."""
    for j in range(len(into)):
        into[j] = values[j]


@inlined
def fill(array, value):
    """Fill an array with a number."""
    for j in range(len(array)):
        array[j] = value


@inlined
def affine_first(weights, first, n, a, low, biases, x, at, k):
    """Eq. (1) before the sigmoid for the lowest layer, x = W a + b: a vector of neurons at a time."""
    for j in range(0, k, LANES):
        z, c = load(biases, at + j), first + j
        for i in range(n):
            z += a[low + i] * load(weights, c)
            c += padded(k)
        store(x, at + j, z)


@inlined
def affine(weights, first, n, a, low, biases, x, at, k):
    """Eq. (1) before the sigmoid, x = W a + b: two rows at a time, by two sums each, so that none waits for another."""
    for i in range(0, k - 1, 2):
        r = first + i * n
        s0, s1, t0, t1 = broadcast(0.0), broadcast(0.0), broadcast(0.0), broadcast(0.0)
        for j in range(0, n - LANES, 2 * LANES):
            u, v = load(a, low + j), load(a, low + j + LANES)
            s0 += load(weights, r + j) * u
            t0 += load(weights, r + n + j) * u
            s1 += load(weights, r + j + LANES) * v
            t1 += load(weights, r + n + j + LANES) * v
        if n % (2 * LANES):
            u = load(a, low + n - LANES)
            s0 += load(weights, r + n - LANES) * u
            t0 += load(weights, r + n + n - LANES) * u
        x[at + i] = hsum(s0 + s1) + biases[at + i]
        x[at + i + 1] = hsum(t0 + t1) + biases[at + i + 1]
    if k % 2:
        r, s0 = first + (k - 1) * n, broadcast(0.0)
        for j in range(0, n, LANES):
            s0 += load(weights, r + j) * load(a, low + j)
        x[at + k - 1] = hsum(s0) + biases[at + k - 1]


@compiled
def back(weights, first, n, delta, at, k, e):
    """Eq. (7): e = W^T delta."""
    for j in range(0, n, LANES):
        s, r = broadcast(0.0), first + j
        for i in range(k):
            s += delta[at + i] * load(weights, r)
            r += n
        store(e, j, s)


@inlined
def descend_biases(biases, alpha, delta, at, k):
    """Eq. (10): b -= alpha delta."""
    for j in range(at, at + k, LANES):
        store(biases, j, load(biases, j) - alpha * load(delta, j))


@inlined
def descend_first(weights, first, n, a, low, biases, alpha, delta, at, k):
    """Eq. (9)-(10) for the lowest layer: W -= alpha delta a^T and b -= alpha delta."""
    for i in range(n):
        scaled, c = broadcast(alpha * a[low + i]), first + i * padded(k)
        for j in range(0, k, LANES):
            store(weights, c + j, load(weights, c + j) - scaled * load(delta, at + j))
    descend_biases(biases, alpha, delta, at, k)


@inlined
def back_and_descend(weights, first, n, a, low, biases, alpha, delta, at, k, e):
    """Eq. (7), e = W^T delta with the weights before the update, and Eq. (9)-(10): two columns of vectors at a time."""
    pairs = n - n % (2 * LANES)
    for j in range(0, pairs, 2 * LANES):
        u, v = alpha * load(a, low + j), alpha * load(a, low + j + LANES)
        s, t, r = broadcast(0.0), broadcast(0.0), first + j
        for i in range(k):
            d, w0, w1 = broadcast(delta[at + i]), load(weights, r), load(weights, r + LANES)
            s += d * w0
            t += d * w1
            store(weights, r, w0 - d * u)
            store(weights, r + LANES, w1 - d * v)
            r += n
        store(e, j, s)
        store(e, j + LANES, t)
    if pairs < n:
        u, s, r = alpha * load(a, low + pairs), broadcast(0.0), first + pairs
        for i in range(k):
            d, w0 = broadcast(delta[at + i]), load(weights, r)
            s += d * w0
            store(weights, r, w0 - d * u)
            r += n
        store(e, pairs, s)
    descend_biases(biases, alpha, delta, at, k)


@inlined
def adagrad(values, squares, at, alpha, gradient):
    """AdaGrad (Duchi et al., 2011) for a vector: rates that fall with the squares of their own past gradients."""
    s = load(squares, at) + gradient * gradient
    store(squares, at, s)
    store(values, at, load(values, at) - alpha * gradient / (sqrt(s) + TINY))


@compiled
def back_and_adagrad(
    weights, squares, lowest, first, n, a, low, biases, bias_squares, alpha, delta, at, k, e
):
    """Eq. (7) and the update of Eq. (9)-(10) with AdaGrad's rates, in one pass; no e for the lowest layer."""
    if lowest:
        for i in range(n):
            for j in range(0, k, LANES):
                gradient = a[low + i] * load(delta, at + j)
                adagrad(weights, squares, first + i * padded(k) + j, alpha, gradient)
    else:
        for j in range(0, n, LANES):
            v, s, r = load(a, low + j), broadcast(0.0), first + j
            for i in range(k):
                d = delta[at + i]
                s += d * load(weights, r)
                adagrad(weights, squares, r, alpha, d * v)
                r += n
            store(e, j, s)
    for j in range(at, at + k, LANES):
        adagrad(biases, bias_squares, j, alpha, load(delta, j))
