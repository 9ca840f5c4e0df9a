"""The fused, compiled loop of the memory network: `equations.step`, many inputs at a time.

What is fused: back-propagation and update share one pass over the weights. Each weight is read once for the error of
the layer below and then overwritten; the layer below never reads it again in the same step, so the order is safe.
Rows are taken four at a time, so that the augmented vector and the errors are loaded once for four neurons.

Everything is flat: weights layer after layer, row after row; memory and augmented outputs layer after layer, axis after
axis, neuron after neuron, so that the loops over the neurons of a layer vectorise. (The paper lists them neuron after
neuron; the order of a sum is all that differs.) Where a layer starts is in `Network`. A call allocates once and
releases the GIL.
"""

import math

import numpy as np
from numba import njit

# Sums may be reordered to vectorise; NaN and infinity must stay visible, so no "nnan" and no "ninf".
compiled = njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "nsz", "arcp"})


@compiled
def affine(weights, biases, a, z):
    """Eq. (1) before the sigmoid: z = W a + b, W the flat rows in weights."""
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
def descend(weights, biases, alpha, delta, a):
    """Eq. (9)-(10): W -= alpha delta a^T and b -= alpha delta."""
    n = len(a)
    for i in range(len(delta)):
        row, scaled = i * n, alpha * delta[i]
        for j in range(n):
            weights[row + j] -= scaled * a[j]
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
def augment(x, memory, a):
    """Eq. (2), axis after axis: a = [x, x M_1, ..., x M_D], M_m the m-th component of every neuron."""
    k = len(x)
    for j in range(k):
        a[j] = x[j]
    for first in range(0, len(memory), k):
        component, part = memory[first : first + k], a[k + first : 2 * k + first]
        for j in range(k):
            part[j] = x[j] * component[j]


@compiled
def fold(e, a, x, memory, printed, delta):
    """Eq. (7)-(8): sum the errors e of a layer's augmented output into delta of its standard neurons."""
    k = len(x)
    for j in range(k):
        delta[j] = e[j] * (x[j] * (1.0 - x[j]) if printed else 1.0)
    for first in range(0, len(memory), k):
        component, part = memory[first : first + k], e[k + first : 2 * k + first]
        if printed:
            v = a[k + first : 2 * k + first]
            for j in range(k):
                delta[j] += part[j] * v[j] * (1.0 - v[j]) * component[j]
        else:
            for j in range(k):
                delta[j] += part[j] * component[j]
    if not printed:
        for j in range(k):
            delta[j] *= x[j] * (1.0 - x[j])


@compiled
def decay(x, memory, kind, gamma, floor, factor):
    """The decay of Eq. (11) in the neurons that fire; kind: 0 exponential, 1 asymptotic, 2 none."""
    k = len(x)
    for j in range(k):
        factor[j] = gamma[j] if x[j] >= 0.5 and kind < 2 else 1.0
    for first in range(0, len(memory), k):
        component = memory[first : first + k]
        if kind == 1:
            for j in range(k):
                size = abs(component[j])
                component[j] = math.copysign(max(factor[j] * size, min(size, floor)), component[j])
        else:
            for j in range(k):
                component[j] *= factor[j]


@compiled
def renewed(component, value, refresh):
    """A component after a value is written to it: their sum (Eq. 11), or the larger of the two."""
    if not refresh:
        return component + value
    return value if abs(value) >= abs(component) else component


@compiled
def soft_code(x, j, tau, code):
    """Fill code [2^(tau+1)] with the products of x or 1 - x over neuron j and its neighbours."""
    k, half, size = len(x), tau // 2, 1
    code[0] = 1.0
    for offset in range(-half, half + 1):
        neighbour = x[(j + offset + k) % k]
        for m in range(size - 1, -1, -1):
            code[2 * m + 1] = code[m] * neighbour
            code[2 * m] = code[m] * (1.0 - neighbour)
        size *= 2


@compiled
def write(x, memory, inputs, tau, by_input, soft, refresh, code, axis):
    """The new memory of Eq. (11) in the neurons that fire; axis gets the pattern that each wrote, or -1."""
    k, half = len(x), tau // 2
    mask = (1 << (tau + 1)) - 1
    pattern = 0
    for i in range(k - half, k):
        pattern = (pattern << 1) | (x[i] >= 0.5)
    for i in range(half):
        pattern = (pattern << 1) | (x[i] >= 0.5)
    for j in range(k):
        ahead = j + half if j + half < k else j + half - k
        pattern = ((pattern << 1) & mask) | (x[ahead] >= 0.5)
        if not x[j] >= 0.5:
            axis[j] = -1
        elif by_input:
            axis[j] = 0
            for m in range(len(inputs)):
                memory[m * k + j] = renewed(memory[m * k + j], inputs[m], refresh)
        else:
            axis[j] = pattern
            if soft:
                soft_code(x, j, tau, code)
                for m in range(mask + 1):
                    memory[m * k + j] = renewed(memory[m * k + j], code[m], refresh)
            else:
                memory[pattern * k + j] = renewed(memory[pattern * k + j], 1.0, refresh)


@compiled
def largest(values, first, last):
    """Index of the largest of values[first:last], the first of equals."""
    best = first
    for i in range(first + 1, last):
        if values[i] > values[best]:
            best = i
    return best


@compiled
def answers_wrong(groups, output, target):
    """The share of a step's answers that are wrong: in each group of outputs the largest, or one output rounded."""
    wrong = 0
    for g in range(len(groups) - 1):
        first, last = groups[g], groups[g + 1]
        if last - first == 1:
            wrong += (output[first] >= 0.5) != (target[first] >= 0.5)
        else:
            wrong += largest(output, first, last) != largest(target, first, last)
    return wrong / (len(groups) - 1)


@compiled
def advance(net, rates, schedule, gamma, clamp, weights, biases, memory, stream, learn, record, out):
    """Move a memory network over a stream, in place; see `network.advance`.

    Args:
        net: the `Network`.
        rates: [T] learning rate of each step.
        schedule: decay schedule by number.
        gamma: [H] decay of each hidden neuron.
        clamp: [H] forced output of each hidden neuron, NaN where it is free.
        weights, biases, memory: the state, changed in place.
        stream: the `Stream`.
        learn: whether the weights change.
        record: whether the arrays of out from `hidden` on are filled.
        out: the `Trace` to fill.

    Returns:
        The index of the first step that was not finite (or -1), and the largest |delta| of an output on a wrong step.
    """
    last = len(net.sizes) - 1
    outs = net.neuron_at[last]
    x = np.zeros(net.neuron_at[last + 1])
    delta = np.zeros_like(x)
    augmented = np.zeros(net.augmented_at[last])
    e = np.zeros(net.lengths.max())
    code = np.zeros(net.axes.max())
    factor = np.zeros(net.sizes.max())
    axis = np.full(len(x), -1, np.int32)
    output = x[outs:]
    slope = 0.0

    for t in range(len(stream.inputs)):
        inputs, target = stream.inputs[t], stream.targets[t]
        if stream.starts[t]:
            memory[:] = 0.0
        if record:
            out.before[t, :] = memory

        augmented[: len(inputs)] = inputs
        for layer in range(1, last + 1):
            at, w, end = net.neuron_at[layer], net.weight_at[layer], net.neuron_at[layer + 1]
            a = augmented[net.augmented_at[layer - 1] : net.augmented_at[layer]]
            z = x[at:end]
            affine(weights[w : net.weight_at[layer + 1]], biases[at:end], a, z)
            for j in range(len(z)):
                z[j] = 1.0 / (1.0 + math.exp(-z[j]))
            if layer < last:
                for j in range(len(z)):
                    if not math.isnan(clamp[at + j]):
                        z[j] = clamp[at + j]
                bank = memory[net.memory_at[layer] : net.memory_at[layer + 1]]
                augment(z, bank, augmented[net.augmented_at[layer] : net.augmented_at[layer + 1]])

        loss = 0.0
        for i in range(len(output)):
            loss += 0.5 * (output[i] - target[i]) ** 2
        if not math.isfinite(loss):
            return t, slope
        out.loss[t] = loss
        wrong = answers_wrong(net.groups, output, target)
        out.wrong[t] = wrong

        if learn and stream.scored[t]:
            for i in range(len(output)):
                delta[outs + i] = (output[i] - target[i]) * output[i] * (1.0 - output[i])
                if wrong > 0.0:
                    slope = max(slope, abs(delta[outs + i]))
            for layer in range(last, 0, -1):
                at, w, end = net.neuron_at[layer], net.weight_at[layer], net.neuron_at[layer + 1]
                a = augmented[net.augmented_at[layer - 1] : net.augmented_at[layer]]
                W, b, d = weights[w : net.weight_at[layer + 1]], biases[at:end], delta[at:end]
                if layer == 1:
                    descend(W, b, rates[t], d, a)
                else:
                    back_and_descend(W, b, rates[t], d, a, e)
                    below = net.neuron_at[layer - 1]
                    bank = memory[net.memory_at[layer - 1] : net.memory_at[layer]]
                    fold(e, a, x[below:at], bank, net.backprop == 1, delta[below:at])
        else:
            delta[:] = 0.0

        for layer in range(1, last):
            at, end = net.neuron_at[layer], net.neuron_at[layer + 1]
            bank = memory[net.memory_at[layer] : net.memory_at[layer + 1]]
            if len(bank):
                fired = x[at:end]
                decay(fired, bank, schedule, gamma[at:end], net.floor, factor)
                write(
                    fired,
                    bank,
                    inputs,
                    net.tau,
                    net.write == 1,
                    net.code == 1,
                    net.store == 1,
                    code,
                    axis[at:end],
                )

        if record:
            out.hidden[t, :] = x[:outs]
            out.outputs[t, :] = output
            out.memory[t, :] = memory
            out.axis[t, :] = axis[:outs]
            out.delta[t, :] = delta
    return -1, slope
