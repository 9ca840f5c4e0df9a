"""RNN and LSTM in JAX: a jitted scan over windows; in each, a scan forward, one back, by hand, and Adam."""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.cases import Case
from benchmarks.peers.plain import recurrent
from nmn.engine.baselines.window import BETA_1, BETA_2, LONGEST, TINY
from nmn.trace import Floats

jax.config.update("jax_enable_x64", True)
SHORT = (
    5  # steps of a window that are unrolled: in longer ones so many at a time for the LSTM, none for the RNN
)
State = tuple[jax.Array, jax.Array]


def forward(feedback: jax.Array, gates: int, state: State, x: jax.Array) -> tuple[State, tuple]:
    """A step of the hidden layer, for scan: the state, and what `backward` needs of the step."""
    h, c = state
    z = x + feedback @ h
    if gates == 1:
        h = jnp.tanh(z)
        return (h, c), (h, ())
    k = len(h)
    sigmoids, g = jax.nn.sigmoid(z[: 3 * k]), jnp.tanh(z[3 * k :])
    i, f, o = sigmoids[:k], sigmoids[k : 2 * k], sigmoids[2 * k :]
    after = f * c + i * g
    squashed = jnp.tanh(after)
    h = o * squashed
    return (h, after), (h, (i, f, o, g, c, squashed))


def backward(feedback: jax.Array, gates: int, later: State, at: tuple) -> tuple[State, jax.Array]:
    """The same step back, for scan: errors of output and cell state one step earlier, and of the sums."""
    dh, dc = later
    error, h, kept = at
    dh = dh + error
    if gates == 1:
        delta = dh * (1 - h * h)
        return (delta @ feedback, dc), delta
    i, f, o, g, before, squashed = kept
    dc = dc + dh * o * (1 - squashed * squashed)
    parts = (
        dc * g * i * (1 - i),
        dc * before * f * (1 - f),
        dh * squashed * o * (1 - o),
        dc * i * (1 - g * g),
    )
    delta = jnp.concatenate(parts)
    return (delta @ feedback, dc * f), delta


def gradient(
    weights: list, gates: int, state: State, inputs: jax.Array, targets: jax.Array, asked: jax.Array
) -> tuple:
    """Slopes of a window's mean squared error, its outputs, and the state after it."""
    hidden, feedback, bias, output, last = weights
    first = state[0]
    steps = 1 if gates == 1 and len(inputs) > SHORT else min(SHORT, len(inputs))
    sums = inputs @ hidden.T + bias
    state, (h, kept) = jax.lax.scan(partial(forward, feedback, gates), state, sums, unroll=steps)
    outputs = h @ output.T + last
    error = asked * (outputs - targets) / jnp.sum(jnp.max(asked, 1))
    none = (jnp.zeros_like(first), jnp.zeros_like(first))
    back = partial(backward, feedback, gates)
    delta = jax.lax.scan(back, none, (error @ output, h, kept), reverse=True, unroll=steps)[1]
    before = jnp.concatenate((first[None], h[:-1]))
    return [delta.T @ inputs, delta.T @ before, delta.sum(0), error.T @ h, error.sum(0)], outputs, state


def window(rate: float, gates: int, carry: tuple, at: tuple) -> tuple[tuple, jax.Array]:
    """Forward through a window, back, and a step of Adam."""
    weights, mean, square, state, updates = carry
    inputs, targets, asked, begins = at
    state = jax.tree.map(lambda part: jnp.where(begins, 0.0, part), state)
    slopes, outputs, state = gradient(weights, gates, state, inputs, targets, asked)
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
