"""What a network answers: output functions, losses and errors. Every model shares them."""

import math

from nmn.kernels.compiled import compiled


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
def sigmoids(z):
    """Eq. (1): the standard neuron's output function, in place."""
    for i in range(len(z)):
        z[i] = 1.0 / (1.0 + math.exp(-z[i]))


@compiled
def softmax(z, groups):
    """In place: a softmax over every class answer, a sigmoid for every bit (a group of one)."""
    for g in range(len(groups) - 1):
        first, last = groups[g], groups[g + 1]
        if last - first == 1:
            z[first] = 1.0 / (1.0 + math.exp(-z[first]))
            continue
        top = z[largest(z, first, last)]
        total = 0.0
        for i in range(first, last):
            z[i] = math.exp(z[i] - top)
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
