"""What a network answers: output functions, losses and errors. Every model shares them."""

import math

import numpy as np

from nmn.kernels.compiled import compiled, exact

LIMIT = 708.0  # e to the power of plus or minus this is a normal float
LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10  # ln 2, the first part with zeros at its end
TAYLOR = tuple(1.0 / math.factorial(power) for power in range(12, -1, -1))
WHOLE = 1.5 * 2.0**52  # a small whole number plus this has the number's bits at its end


@exact
def exponential(power):
    """e^power = 2^n e^r with |r| <= ln(2) / 2, e^r by its series. A call of the library's exp does not vectorise.

    NaN stays NaN; beyond LIMIT a power counts as LIMIT.
    """
    within = min(max(power, -LIMIT), LIMIT)
    n = np.floor(within / math.log(2.0) + 0.5)
    r = power if math.isnan(power) else within - n * LN2_HIGH - n * LN2_LOW
    series = 0.0
    for coefficient in TAYLOR:
        series = series * r + coefficient
    return series * np.int64((np.float64(n + WHOLE).view(np.int64) + 1023) << 52).view(np.float64)


@compiled
def largest(values, first, last):
    """Index of the largest of values[first:last], the first of equals."""
    best = first
    for i in range(first + 1, last):
        if values[i] > values[best]:
            best = i
    return best


@compiled
def judge(groups, unit, output, target, parts, wrong):
    """Fill wrong [G] with the error of each answer and give their sum; see `Trace.wrong`.

    Args:
        groups: [G+1] bounds of the answers among the outputs.
        unit: `Ports.unit`.
        output, target: [n_out].
        parts: [G], -1 where nothing is asked.
        wrong: [G], filled.
    """
    total = 0.0
    for g in range(len(groups) - 1):
        first, last = groups[g], groups[g + 1]
        if parts[g] < 0:
            wrong[g] = 0.0
        elif unit > 0.0:
            distance = 0.0
            for i in range(first, last):
                distance += abs(output[i] - target[i])
            wrong[g] = distance / (unit * (last - first))
        elif last - first == 1:
            wrong[g] = 1.0 if (output[first] >= 0.5) != (target[first] >= 0.5) else 0.0
        else:
            wrong[g] = 1.0 if largest(output, first, last) != largest(target, first, last) else 0.0
        total += wrong[g]
    return total


@compiled
def squared(groups, output, target, parts):
    """Eq. (3): half the squared distance, over the answers that are asked."""
    loss = 0.0
    for g in range(len(groups) - 1):
        if parts[g] >= 0:
            for i in range(groups[g], groups[g + 1]):
                loss += 0.5 * (output[i] - target[i]) ** 2
    return loss


@compiled
def sigmoid(z):
    """Eq. (1): the standard neuron's output function."""
    return 1.0 / (1.0 + exponential(-z))


@compiled
def sigmoids(z):
    """The sigmoid of each, in place."""
    for i in range(len(z)):
        z[i] = sigmoid(z[i])


@compiled
def tanhs(z):
    """In place: tanh z = 1 - 2 / (e^2z + 1)."""
    for i in range(len(z)):
        z[i] = 1.0 - 2.0 / (exponential(2.0 * z[i]) + 1.0)


@compiled
def softmax(z, groups):
    """In place: a softmax over every class answer, a sigmoid for every bit (a group of one)."""
    for g in range(len(groups) - 1):
        first, last = groups[g], groups[g + 1]
        if last - first == 1:
            z[first] = sigmoid(z[first])
            continue
        top = z[largest(z, first, last)]
        total = 0.0
        for i in range(first, last):
            z[i] = exponential(z[i] - top)
            total += z[i]
        for i in range(first, last):
            z[i] /= total


@compiled
def cross_entropy(groups, output, target, parts):
    """Minus the logarithm of the probability that the outputs of `softmax` give to the targets that are asked."""
    loss, least = 0.0, 1e-300
    for g in range(len(groups) - 1):
        if parts[g] >= 0:
            for i in range(groups[g], groups[g + 1]):
                loss -= target[i] * math.log(max(output[i], least))
                if groups[g + 1] - groups[g] == 1:
                    loss -= (1.0 - target[i]) * math.log(max(1.0 - output[i], least))
    return loss
