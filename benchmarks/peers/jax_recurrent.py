"""RNN and LSTM in JAX: a jitted scan over windows; in each, JAX's gradient of a scan over its steps, then Adam."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.cases import Case
from benchmarks.peers.plain import Recurrent, recurrent
from nmn.baselines.window import BETA_1, BETA_2, LONGEST, TINY
from nmn.trace import Floats

jax.config.update("jax_enable_x64", True)
UNROLL = 25  # steps of a window in a row, at most: the quickest of 1, 5 and 25
State = tuple[jax.Array, jax.Array]


def cell(weights: Recurrent, gates: int, state: State, x: jax.Array) -> tuple[State, jax.Array]:
    """A step of the hidden layer, for scan; the state is output and cell state."""
    h, c = state
    z = x + weights.feedback @ h
    if gates == 1:
        h = jnp.tanh(z)
        return (h, c), h
    i, f, o, g = jnp.split(z, 4)
    c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
    h = jax.nn.sigmoid(o) * jnp.tanh(c)
    return (h, c), h


def loss(weights: list, gates: int, state: State, inputs: jax.Array, targets: jax.Array, asked: jax.Array) -> tuple:
    """A window's squared error, the mean over the steps that ask; its outputs and the state after it."""
    hidden, feedback, bias, output, last = weights
    named = Recurrent(hidden, feedback, bias, output, last, None, None, None, None)
    sums = inputs @ hidden.T + bias
    state, h = jax.lax.scan(partial(cell, named, gates), state, sums, unroll=min(UNROLL, len(inputs)))
    outputs = h @ output.T + last
    count = jnp.sum(jnp.max(asked, 1))
    return 0.5 * jnp.sum(asked * (outputs - targets) ** 2) / count, (outputs, state)


def window(rate: float, gates: int, carry: tuple, at: tuple) -> tuple[tuple, jax.Array]:
    """Forward through a window, back, and a step of Adam."""
    weights, mean, square, state, updates = carry
    inputs, targets, asked, begins = at
    state = jax.tree.map(lambda part: jnp.where(begins, 0.0, part), state)
    slopes, (outputs, state) = jax.grad(loss, has_aux=True)(weights, gates, state, inputs, targets, asked)
    length = jnp.sqrt(sum(jnp.sum(slope * slope) for slope in slopes))
    scale = jnp.where(length > LONGEST, LONGEST / length, 1.0)
    updates = updates + 1
    pace, second = rate / (1 - BETA_1**updates), 1 / (1 - BETA_2**updates)
    slopes = [scale * slope for slope in slopes]
    mean = [BETA_1 * m + (1 - BETA_1) * g for m, g in zip(mean, slopes, strict=True)]
    square = [BETA_2 * s + (1 - BETA_2) * g * g for s, g in zip(square, slopes, strict=True)]
    weights = [
        w - pace * m / (jnp.sqrt(s * second) + TINY) for w, m, s in zip(weights, mean, square, strict=True)
    ]
    return (weights, mean, square, state, updates), outputs


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    start, net = recurrent(case), case.network
    weights = list(start[:5])
    zeros = [np.zeros_like(part) for part in weights]
    carry = (weights, zeros, [zero.copy() for zero in zeros], (np.zeros(net.width), np.zeros(net.width)), 0.0)
    stream = jax.device_put(start[5:])
    one = partial(window, case.parameters.rnn_alpha, net.gates)
    scan = jax.jit(partial(jax.lax.scan, one), donate_argnums=0)

    def run() -> Floats:
        outputs = np.asarray(scan(jax.device_put(carry), stream)[1])
        return outputs.reshape(-1, net.outputs)

    return run
