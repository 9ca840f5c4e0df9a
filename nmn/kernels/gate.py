"""The learned write gate (Section VI): w = sigma(V a + c) writes, M <- (1 - w (1 - gamma)) M + w g.

Its gradient needs no back-propagation through time: the eligibility E = dM/d(V, c) of each component is carried along,
E <- (1 - w (1 - gamma)) E + (g - (1 - gamma) M) w (1 - w) (a, 1), and the error's slope is the sum of e_m x E_m.
"""

from nmn.kernels.compiled import compiled
from nmn.kernels.matrices import adagrad
from nmn.kernels.memory import pattern_of, soft_code, surround


@compiled
def what_to_write(net, layer, j, inputs, x, near, code):
    """Fill code [D] with the write vector g of neuron j of a layer, and give its axis (0 for an input vector)."""
    if net.write == 1:
        code[: len(inputs)] = inputs
        return 0
    surround(net, layer, j, inputs, x, near)
    axis = pattern_of(near)
    if net.code == 1:
        soft_code(near, code)
    else:
        code[: net.axes[layer]] = 0.0
        code[axis] = 1.0
    return axis


@compiled
def write_gated(net, layer, inputs, a, x, w, gamma, memory, eligibility, learn, near, code, axis):
    """Write through the gates w [k] of a layer and carry the eligibilities [k, D, n + 1] along."""
    k, n = net.sizes[layer], len(a)
    axes = len(memory) // k
    for j in range(k):
        wrote = what_to_write(net, layer, j, inputs, x, near, code)
        axis[j] = wrote if w[j] >= 0.5 else -1
        lost = 1.0 - gamma[j]
        keep, slope = 1.0 - w[j] * lost, w[j] * (1.0 - w[j])
        for m in range(axes):
            now = memory[m * k + j]
            if learn:
                row = eligibility[(j * axes + m) * (n + 1) : (j * axes + m + 1) * (n + 1)]
                pull = (code[m] - lost * now) * slope
                for i in range(n):
                    row[i] = keep * row[i] + pull * a[i]
                row[n] = keep * row[n] + pull
            memory[m * k + j] = keep * now + w[j] * code[m]


@compiled
def descend_gate(weights, biases, squares, bias_squares, eligibility, alpha, e, x, gradient):
    """Move the gates of a layer down the error's slope; with AdaGrad's rates where squares are kept."""
    k = len(x)
    n = len(weights) // k
    axes = len(eligibility) // (k * (n + 1))
    for j in range(k):
        for i in range(n + 1):
            gradient[i] = 0.0
        for m in range(axes):
            row, error = (
                eligibility[(j * axes + m) * (n + 1) : (j * axes + m + 1) * (n + 1)],
                e[k + m * k + j] * x[j],
            )
            for i in range(n + 1):
                gradient[i] += error * row[i]
        if len(squares):
            for i in range(n):
                adagrad(weights, squares, j * n + i, alpha, gradient[i])
            adagrad(biases, bias_squares, j, alpha, gradient[n])
        else:
            for i in range(n):
                weights[j * n + i] -= alpha * gradient[i]
            biases[j] -= alpha * gradient[n]
