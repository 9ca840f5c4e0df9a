"""Addressed memory, Eq. (12), in JAX: one jitted scan, with JAX's own gradient, through the address too."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.cases import Case
from benchmarks.peers.jax_step import UNROLL, Arrays
from benchmarks.peers.plain import layers
from nmn.trace import Floats


def neighbours(x: jax.Array, tau: int) -> list[jax.Array]:
    """Outputs [k] of every neighbour, from left to right, without the neuron itself."""
    return [jnp.roll(x, tau // 2 - place) for place in range(tau + 1) if place != tau // 2]


def address(x: jax.Array, tau: int) -> jax.Array:
    """[2^tau, k], the products of x or 1 - x over the neighbours."""
    code = jnp.ones((1, len(x)), x.dtype)
    for near in neighbours(x, tau):
        code = jnp.stack((code * (1 - near), code * near), 1).reshape(-1, len(x))
    return code


def loss(weights: list, biases: list, banks: list, a: jax.Array, target: jax.Array, tau: int) -> tuple:
    """Eq. (3), and the outputs of all layers."""
    xs = []
    for W, b, bank in zip(weights, biases, (*banks, None), strict=True):
        x = jax.nn.sigmoid(W @ a + b)
        xs.append(x)
        if bank is not None:
            a = jnp.concatenate((x, x * jnp.sum(address(x, tau) * bank, 0)))
    return 0.5 * jnp.sum((x - target) ** 2), xs


def stored(bank: jax.Array, x: jax.Array, gamma: float, tau: int) -> jax.Array:
    """Eq. (11) with the slot of the rounded neighbours as the place."""
    fires = x >= 0.5
    slot = sum(near.astype(jnp.int32) << (tau - 1 - b) for b, near in enumerate(neighbours(fires, tau)))
    return bank * jnp.where(fires, gamma, 1.0) + (fires & (jnp.arange(len(bank))[:, None] == slot))


def step(
    alpha: float, gamma: float, tau: int, net: Arrays, at: tuple[jax.Array, jax.Array]
) -> tuple[Arrays, jax.Array]:
    """Forward, back, update, store."""
    weights, biases, banks = net
    slopes, xs = jax.grad(loss, (0, 1), has_aux=True)(weights, biases, banks, *at, tau)
    weights, biases = jax.tree.map(lambda value, slope: value - alpha * slope, (weights, biases), slopes)
    banks = [stored(bank, x, gamma, tau) for bank, x in zip(banks, xs[:-1], strict=True)]
    return (weights, biases, banks), xs[-1]


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    rules, start = case.parameters, layers(case)
    one = partial(step, rules.alpha, rules.gamma, rules.tau)
    carry = (start.weights, start.biases, [bank[1:] for bank in start.banks])
    stream = jax.device_put((case.stream.inputs, case.stream.targets))
    scan = jax.jit(partial(jax.lax.scan, one, unroll=UNROLL), donate_argnums=0)

    def run() -> Floats:
        return np.asarray(scan(jax.device_put(carry), stream)[1])

    return run
