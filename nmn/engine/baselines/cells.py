"""One step of a recurrent layer, forward and back: tanh neurons, or LSTM cells (Hochreiter and Schmidhuber, 1997).

A matrix is flat and lies column after column: w[i * k : (i + 1) * k] are the weights from input i to all k neurons, so
that the loops over neurons, the longest, vectorise. Columns are taken four at a time. Nothing here allocates.
"""

from nmn.engine.kernels.answers import sigmoids, tanhs
from nmn.engine.kernels.compiled import compiled
from nmn.engine.kernels.matrices import copy, fill


@compiled
def affine(w, b, x, z):
    """Fill z with w x + b."""
    k, blocks = len(z), len(x) - len(x) % 4
    copy(b, z)
    for i in range(0, blocks, 4):
        w0, w1 = w[i * k : (i + 1) * k], w[(i + 1) * k : (i + 2) * k]
        w2, w3 = w[(i + 2) * k : (i + 3) * k], w[(i + 3) * k : (i + 4) * k]
        x0, x1, x2, x3 = x[i], x[i + 1], x[i + 2], x[i + 3]
        for j in range(k):
            z[j] += w0[j] * x0 + w1[j] * x1 + w2[j] * x2 + w3[j] * x3
    for i in range(blocks, len(x)):
        w0, x0 = w[i * k : (i + 1) * k], x[i]
        for j in range(k):
            z[j] += w0[j] * x0


@compiled
def pull(w, delta, e):
    """Add w^T delta, the errors delta of the neurons as their inputs get them, to e."""
    k, blocks = len(delta), len(e) - len(e) % 4
    for i in range(0, blocks, 4):
        w0, w1 = w[i * k : (i + 1) * k], w[(i + 1) * k : (i + 2) * k]
        w2, w3 = w[(i + 2) * k : (i + 3) * k], w[(i + 3) * k : (i + 4) * k]
        s0, s1, s2, s3 = 0.0, 0.0, 0.0, 0.0
        for j in range(k):
            s0 += w0[j] * delta[j]
            s1 += w1[j] * delta[j]
            s2 += w2[j] * delta[j]
            s3 += w3[j] * delta[j]
        e[i] += s0
        e[i + 1] += s1
        e[i + 2] += s2
        e[i + 3] += s3
    for i in range(blocks, len(e)):
        w0, s0 = w[i * k : (i + 1) * k], 0.0
        for j in range(k):
            s0 += w0[j] * delta[j]
        e[i] += s0


@compiled
def collect(x, first, delta, steps, slope, bias):
    """Fill slope, flat as w, and bias with the gradient of `affine`: the sums of x delta and of delta over steps.

    Args:
        x: [>= steps, first + inputs].
        first: where the inputs start in its rows.
        delta: [>= steps, k].
        steps: rows that count.
        slope: [inputs k].
        bias: [k].
    """
    inputs, k, blocks = x.shape[1] - first, len(bias), steps - steps % 4
    fill(slope, 0.0)
    fill(bias, 0.0)
    for t in range(0, blocks, 4):
        x0, x1, x2, x3 = x[t, first:], x[t + 1, first:], x[t + 2, first:], x[t + 3, first:]
        d0, d1, d2, d3 = delta[t], delta[t + 1], delta[t + 2], delta[t + 3]
        for i in range(inputs):
            column = slope[i * k : (i + 1) * k]
            a0, a1, a2, a3 = x0[i], x1[i], x2[i], x3[i]
            for j in range(k):
                column[j] += a0 * d0[j] + a1 * d1[j] + a2 * d2[j] + a3 * d3[j]
        for j in range(k):
            bias[j] += d0[j] + d1[j] + d2[j] + d3[j]
    for t in range(blocks, steps):
        x0, d0 = x[t, first:], delta[t]
        for i in range(inputs):
            column, a0 = slope[i * k : (i + 1) * k], x0[i]
            for j in range(k):
                column[j] += a0 * d0[j]
        for j in range(k):
            bias[j] += d0[j]


@compiled
def lstm_forward(gates, before, after, h):
    """The gates' input to a cell's output: c = f c + i g and h = o tanh(c).

    Args:
        gates: [5 k]; i, f, o and g before their output functions come in, i, f, o, g and tanh(c) go out.
        before: [k], the cell state c that the step finds.
        after: [k], filled with the cell state that it leaves.
        h: [k], filled.
    """
    k = len(h)
    sigmoids(gates[: 3 * k])
    tanhs(gates[3 * k : 4 * k])
    i, f, o = gates[:k], gates[k : 2 * k], gates[2 * k : 3 * k]
    g, squashed = gates[3 * k : 4 * k], gates[4 * k :]
    for j in range(k):
        after[j] = f[j] * before[j] + i[j] * g[j]
        squashed[j] = after[j]
    tanhs(squashed)
    for j in range(k):
        h[j] = o[j] * squashed[j]


@compiled
def lstm_backward(gates, before, dh, dc, delta):
    """The errors dh of the output and dc of the cell state to delta [4 k] of i, f, o and g, and dc one step earlier."""
    k = len(dh)
    i, f, o = gates[:k], gates[k : 2 * k], gates[2 * k : 3 * k]
    g, squashed = gates[3 * k : 4 * k], gates[4 * k :]
    di, df, do, dg = delta[:k], delta[k : 2 * k], delta[2 * k : 3 * k], delta[3 * k :]
    for j in range(k):
        s = squashed[j]
        d = dc[j] + dh[j] * o[j] * (1.0 - s * s)
        di[j] = d * g[j] * i[j] * (1.0 - i[j])
        df[j] = d * before[j] * f[j] * (1.0 - f[j])
        do[j] = dh[j] * s * o[j] * (1.0 - o[j])
        dg[j] = d * i[j] * (1.0 - g[j] * g[j])
        dc[j] = d * f[j]


@compiled
def tanh_backward(h, dh, delta):
    """The errors dh of the outputs h = tanh z to delta, those of z."""
    for j in range(len(h)):
        delta[j] = dh[j] * (1.0 - h[j] * h[j])
