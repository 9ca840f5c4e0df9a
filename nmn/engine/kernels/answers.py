"""What a network answers: output functions, losses and errors. Every model shares them."""

import math

from nmn.engine.kernels.compiled import compiled, exact, inlined
from nmn.engine.kernels.matrices import fill
from nmn.engine.kernels.vectors import clip, floor, load, notnan, select, store, two_to_the
from nmn.engine.layout import LANES

LIMIT = 708.0  # e to the power of plus or minus this is a normal float
LN2_HIGH, LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10  # ln 2, the first part with zeros at its end
LOG2_E = 1.0 / math.log(2.0)
TAYLOR = tuple(1.0 / math.factorial(power) for power in range(13))


@exact
def cubic(r, c0, c1, c2, c3):
    """c0 + c1 r + c2 r^2 + c3 r^3, by halves that do not wait for each other."""
    return (c0 + c1 * r) + (c2 + c3 * r) * (r * r)


@exact
def exponential(power):
    """e^power = 2^n e^r with |r| <= ln(2) / 2, e^r by its series, for a number or a vector.

    NaN stays NaN; beyond LIMIT a power counts as LIMIT. (A call of the library's exp does not vectorise.)
    """
    cut = clip(power, LIMIT)
    n = floor(cut * LOG2_E + 0.5)
    r = cut - n * LN2_HIGH - n * LN2_LOW
    c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12 = TAYLOR
    fourth = (r * r) * (r * r)
    high = cubic(r, c8, c9, c10, c11) + c12 * fourth
    series = cubic(r, c0, c1, c2, c3) + (cubic(r, c4, c5, c6, c7) + high * fourth) * fourth
    return series * two_to_the(n)


@inlined
def judge(groups, unit, entropy, bent, output, target, parts, wrong, delta):
    """Compare an output [n_out] with its target, in one pass over it; what is not asked counts nothing.

    Args:
        groups: [G+1] bounds of the answers among the outputs.
        unit: `Ports.unit`.
        entropy: whether the loss is the cross-entropy, else it is Eq. (3), half the squared distance.
        bent: whether the squared distance goes back through sigmoids, Eq. (6): delta has their slope x (1 - x).
        output, target: [n_out].
        parts: [G], -1 where nothing is asked.
        wrong: [G], filled with the error of each answer; see `Trace.wrong`.
        delta: [n_out], filled with the errors of the sums that the outputs are made of.

    Returns:
        The loss, the largest |delta|, and the largest on a wrong answer.
    """
    loss, steepest, on_wrong = 0.0, 0.0, 0.0
    for g in range(len(groups) - 1):
        first, last = groups[g], groups[g + 1]
        wrong[g] = 0.0
        if parts[g] < 0:
            fill(delta[first:last], 0.0)
            continue
        size, distance, answer, right, most, asked = 0.0, 0.0, first, first, output[first], target[first]
        for i in range(first, last):
            x, y = output[i], target[i]
            d = x - y
            loss += 0.0 if entropy else 0.5 * d * d
            distance += abs(d)
            d *= x * (1.0 - x) if bent and not entropy else 1.0
            delta[i] = d
            size = max(size, abs(d))
            if x > most:
                answer, most = i, x
            if y > asked:
                right, asked = i, y
        if unit > 0.0:
            wrong[g] = distance / (unit * (last - first))
        elif last - first == 1:
            wrong[g] = 1.0 if (output[first] >= 0.5) != (target[first] >= 0.5) else 0.0
        else:
            wrong[g] = 1.0 if answer != right else 0.0
        if entropy:
            loss += cross_entropy(output[first:last], target[first:last])
        steepest = max(steepest, size)
        if wrong[g] > 0.0:
            on_wrong = max(on_wrong, size)
    return loss, steepest, on_wrong


@compiled
def sigmoid(z):
    """Eq. (1): the standard neuron's output function."""
    return 1.0 / (1.0 + exponential(0.0 - z))


@compiled
def sigmoids(z):
    """The sigmoid of each, in place."""
    for i in range(len(z)):
        z[i] = sigmoid(z[i])


@inlined
def squash(x, at, k, forced):
    """Eq. (1): the output function of a hidden layer, in place, and forced outputs in place of its own."""
    for j in range(at, at + k, LANES):
        own, instead = sigmoid(load(x, j)), load(forced, j)
        store(x, j, select(notnan(instead), instead, own))


@compiled
def tanhs(z):
    """In place: tanh z = 1 - 2 / (e^2z + 1)."""
    for i in range(len(z)):
        z[i] = 1.0 - 2.0 / (exponential(2.0 * z[i]) + 1.0)


@compiled
def largest(values, first, last):
    """Index of the largest of values[first:last], the first of equals."""
    best = first
    for i in range(first + 1, last):
        if values[i] > values[best]:
            best = i
    return best


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
def cross_entropy(output, target):
    """Minus the logarithm of the probability that the outputs of an answer give to its target."""
    loss, least = 0.0, 1e-300
    for i in range(len(output)):
        loss -= target[i] * math.log(max(output[i], least))
    if len(output) == 1:
        loss -= (1.0 - target[0]) * math.log(max(1.0 - output[0], least))
    return loss
