"""The learned write gate with its eligibility and AdaGrad, in JAX: one jitted scan, formulas by hand."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.cases import Case
from benchmarks.peers.jax_step import UNROLL
from benchmarks.peers.plain import gated
from nmn.trace import Floats

TINY = 1e-8
At = tuple[jax.Array, jax.Array, jax.Array]


def adagrad(
    alpha: float, value: jax.Array, square: jax.Array, slope: jax.Array
) -> tuple[jax.Array, jax.Array]:
    """A step of AdaGrad: the new value and the new sum of squares."""
    square = square + slope * slope
    return value - alpha * slope / (jnp.sqrt(square) + TINY), square


def step(alpha: float, gamma: float, carry: tuple, at: At) -> tuple[tuple, jax.Array]:
    """Forward, back, update, write through the gate."""
    (weights, biases, gate), squares, M, E = carry
    a, target, begins = at
    M, E = jnp.where(begins, 0.0, M), jnp.where(begins, 0.0, E)
    ones = jnp.append(a, 1.0)
    write = jax.nn.sigmoid(ones @ gate)
    seen, xs = [a], []
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        x = jax.nn.sigmoid(W @ seen[-1] + b)
        xs.append(x)
        seen.append(x if layer else jnp.concatenate((x, (x * M).ravel())))

    delta = (x - target) * x * (1 - x)
    slopes, k = [None] * len(weights), len(biases[0])
    for layer in range(len(weights) - 1, -1, -1):
        slopes[layer] = delta[:, None] * seen[layer], delta
        if layer:
            e = delta @ weights[layer]
            if layer == 1:
                part = e[k:].reshape(M.shape)
                gate_slope = jnp.sum(E * (part * xs[0]), 1)
                e = e[:k] + jnp.sum(part * M, 0)
            delta = e * xs[layer - 1] * (1 - xs[layer - 1])

    flat, tree = jax.tree.flatten((weights, biases, gate))
    slope = jax.tree.leaves(([w for w, _ in slopes], [b for _, b in slopes], gate_slope))
    new = [adagrad(alpha, *parts) for parts in zip(flat, jax.tree.leaves(squares), slope, strict=True)]
    values, sums = (jax.tree.unflatten(tree, part) for part in zip(*new, strict=True))

    lost = 1.0 - gamma
    keep, g = 1.0 - write * lost, a[:, None]
    pull = (g - lost * M) * (write * (1.0 - write))
    return (values, sums, keep * M + write * g, keep * E + ones[:, None, None] * pull), xs[-1]


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    start = gated(case)
    values = (start.weights, start.biases, start.gate)
    carry = (values, jax.tree.map(np.zeros_like, values), start.memory, start.eligibility)
    stream = jax.device_put((case.stream.inputs, case.stream.targets, case.stream.starts))
    one = partial(step, case.parameters.alpha, case.parameters.gamma)
    scan = jax.jit(partial(jax.lax.scan, one, unroll=UNROLL), donate_argnums=0)

    def run() -> Floats:
        return np.asarray(scan(jax.device_put(carry), stream)[1])

    return run
