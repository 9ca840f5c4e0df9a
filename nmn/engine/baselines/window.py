"""The compiled loop of the recurrent networks: forward step by step, back and down at the end of every window."""

import math

import numpy as np

from nmn.engine.baselines.cells import affine, collect, lstm_backward, lstm_forward, pull, tanh_backward
from nmn.engine.kernels.answers import judge, softmax, tanhs
from nmn.engine.kernels.compiled import compiled, entry
from nmn.engine.kernels.matrices import copy, fill

BETA_1, BETA_2, TINY = 0.9, 0.999, 1e-8
LONGEST = 1.0  # norm of a gradient


@compiled
def gradient(net, weights, clamp, steps, seen, error, cell, gates, delta, dh, dc, out):
    """Back-propagation through time over the window's steps: fill out, flat as the weights, with the summed gradient.

    Args:
        net, weights, seen, error, cell, gates: as in `Network` and `State`.
        clamp: [k] forced outputs: no error passes them.
        steps: steps in the window.
        delta: [window, gates k], filled with the errors of the hidden layer's sums.
        dh, dc: [k], scratch.
        out: filled.
    """
    n, sums = net.inputs, net.gates * net.width
    A, b, V, c, end = net.at
    feedback = weights[A + n * sums : b]
    fill(dh, 0.0)
    fill(dc, 0.0)
    for t in range(steps - 1, -1, -1):
        pull(weights[V:c], error[t], dh)
        for j in range(len(dh)):
            if not math.isnan(clamp[j]):
                dh[j] = 0.0
        if net.gates > 1:
            lstm_backward(gates[t], cell[t], dh, dc, delta[t])
        else:
            tanh_backward(seen[t + 1, n:], dh, delta[t])
        fill(dh, 0.0)
        pull(feedback, delta[t], dh)
    collect(seen, 0, delta, steps, out[A:b], out[b:V])
    collect(seen[1:], n, error, steps, out[V:c], out[c:end])


@compiled
def adam(rate, updates, scale, gradient, weights, mean, square):
    """One step of Adam down the gradient, whose norm is cut to LONGEST after it is multiplied with scale."""
    length = 0.0
    for i in range(len(gradient)):
        length += gradient[i] * gradient[i]
    length = scale * math.sqrt(length)
    if length > LONGEST:
        scale *= LONGEST / length
    pace, second = rate / (1.0 - BETA_1**updates), 1.0 / (1.0 - BETA_2**updates)
    for i in range(len(gradient)):
        g = scale * gradient[i]
        mean[i] = BETA_1 * mean[i] + (1.0 - BETA_1) * g
        square[i] = BETA_2 * square[i] + (1.0 - BETA_2) * g * g
        weights[i] -= pace * mean[i] / (math.sqrt(square[i] * second) + TINY)


@entry
def advance(
    net, rates, clamp, weights, mean, square, counts, seen, error, cell, gates, stream, learn, record, out
):
    """Move a recurrent network over a stream, in place; see `ThroughTime.advance`.

    Returns:
        The index of the first step that was not finite (or -1), and the largest error of an output on a wrong step.
    """
    n, k, sums = net.inputs, net.width, net.gates * net.width
    A, b, V, c, end = net.at
    output, dh, dc = np.zeros(net.outputs), np.zeros(k), np.zeros(k)
    delta, slopes = np.zeros((net.window, sums)), np.zeros(end)
    hidden_w, hidden_b, output_w, output_b = weights[A:b], weights[b:V], weights[V:c], weights[c:end]
    slope = 0.0
    for t in range(len(stream.inputs)):
        if stream.starts[t] or counts[1] == net.window:
            if learn and counts[2] > 0:
                counts[0] += 1
                gradient(net, weights, clamp, counts[1], seen, error, cell, gates, delta, dh, dc, slopes)
                adam(rates[t], counts[0], 1.0 / counts[2], slopes, weights, mean, square)
            if stream.starts[t]:
                seen[0, n:] = 0.0
                cell[0, :] = 0.0
            else:
                copy(seen[net.window, n:], seen[0, n:])
                copy(cell[net.window], cell[0])
            counts[1:] = 0

        now = counts[1]
        row, h, target, parts = seen[now], seen[now + 1, n:], stream.targets[t], stream.parts[t]
        copy(stream.inputs[t], row[:n])
        if net.gates > 1:
            affine(hidden_w, hidden_b, row, gates[now, :sums])
            lstm_forward(gates[now], cell[now], cell[now + 1], h)
        else:
            affine(hidden_w, hidden_b, row, h)
            tanhs(h)
        for j in range(k):
            if not math.isnan(clamp[j]):
                h[j] = clamp[j]
        affine(output_w, output_b, h, output)
        if net.entropy:
            softmax(output, net.groups)
        total = 0.0
        for value in output:
            total += value * value  # as the loss does
        if not math.isfinite(total):
            return t, slope
        out.loss[t], _, on_wrong = judge(
            net.groups, net.unit, net.entropy, False, output, target, parts, out.wrong[t], error[now]
        )
        slope, asked = max(slope, on_wrong), False
        for part in parts:
            asked |= part >= 0
        counts[1] += 1
        counts[2] += asked
        if record:
            copy(h, out.hidden[t])
            copy(output, out.outputs[t])
            copy(cell[now + 1], out.memory[t])
            if net.gates > 1:
                copy(gates[now, :k], out.gate[t])
            out.delta[t, :k] = np.nan
            copy(error[now], out.delta[t, k:])
    return -1, slope
