"""The step of the memory network in JAX: one jitted scan over the stream, formulas by hand, 64 bits unless told."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.cases import Case
from benchmarks.peers.plain import layers
from nmn.trace import Floats

jax.config.update("jax_enable_x64", True)
UNROLL = 4  # steps of a scan in a row: the quickest of 1, 4, 8, 16 and 32
Arrays = tuple[list[jax.Array], list[jax.Array], list[jax.Array]]


def moved(bank: jax.Array, x: jax.Array, gamma: float, tau: int) -> jax.Array:
    """Eq. (11): a bank after its neurons stored. Its first row, of ones, stays."""
    fires = x >= 0.5
    near = [jnp.roll(fires, tau // 2 - place).astype(jnp.int32) << (tau - place) for place in range(tau + 1)]
    row = jnp.arange(len(bank))[:, None]
    kept = jnp.where(fires & (row > 0), gamma, 1.0).astype(bank.dtype)
    return bank * kept + (fires & (row == 1 + sum(near)))


def step(
    alpha: float, gamma: float, tau: int, net: Arrays, at: tuple[jax.Array, jax.Array]
) -> tuple[Arrays, jax.Array]:
    """Forward, back, update, store."""
    (weights, biases, banks), (a, target) = net, at
    seen, xs = [a], []
    for W, b, bank in zip(weights, biases, (*banks, None), strict=True):
        x = jax.nn.sigmoid(W @ seen[-1] + b)
        xs.append(x)
        seen.append(x if bank is None else (bank * x).ravel())
    x = xs[-1]
    delta = (x - target) * x * (1 - x)
    new_weights, new_biases = list(weights), list(biases)
    for layer in range(len(weights) - 1, -1, -1):
        new_weights[layer] = weights[layer] - alpha * delta[:, None] * seen[layer]
        new_biases[layer] = biases[layer] - alpha * delta
        if layer:
            bank, below = banks[layer - 1], xs[layer - 1]
            e = (delta @ weights[layer]).reshape(bank.shape)
            delta = jnp.sum(e * bank, 0) * below * (1 - below)
    stored = [moved(bank, x, gamma, tau) for bank, x in zip(banks, xs[:-1], strict=True)]
    return (new_weights, new_biases, stored), x


def prepare(case: Case, dtype: type = np.float64) -> Callable[[], Floats]:
    """See `peers`."""
    rules = case.parameters
    one = partial(step, rules.alpha, rules.gamma, rules.tau)
    start = layers(case)
    carry = jax.tree.map(lambda part: np.asarray(part, dtype), (start.weights, start.biases, start.banks))
    stream = jax.device_put((case.stream.inputs.astype(dtype), case.stream.targets.astype(dtype)))
    scan = jax.jit(partial(jax.lax.scan, one, unroll=UNROLL), donate_argnums=0)

    def run() -> Floats:
        return np.asarray(scan(jax.device_put(carry), stream)[1])

    return run
