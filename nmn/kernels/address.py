"""Addressed memory, Eq. (12): neighbours select one slot of a neuron's bank, so that its length alone is handed on.

A bank has 2^tau slots of C components, slot after slot: C = 1 where patterns are written, the number of inputs where
input vectors are. The focusing exponent beta turns a neighbour's output x into x^beta / (x^beta + (1 - x)^beta).
"""

from nmn.kernels.compiled import compiled, woven
from nmn.kernels.memory import pattern_of, renewed, soft_code, surround


@compiled
def focus(x, beta, focused):
    """Fill focused [k] with the sharpened outputs."""
    for j in range(len(x)):
        if beta == 1.0:
            focused[j] = x[j]
        else:
            yes, no = x[j] ** beta, (1.0 - x[j]) ** beta
            focused[j] = yes / (yes + no)


@compiled
def address(focused, j, tau, near, code):
    """Fill near [tau] with the focused outputs of neuron j's neighbours and code [2^tau] with their address."""
    k, half = len(focused), tau // 2
    for offset in range(1, half + 1):
        near[half - offset] = focused[(j - offset + k) % k]
        near[half + offset - 1] = focused[(j + offset) % k]
    soft_code(near[:tau], code)


@compiled
def augment_addressed(x, focused, memory, tau, near, code, reads, a):
    """Eq. (12): a = [x, x r_1, ..., x r_C], r_c the sum over the slots of address times content; reads gets the r."""
    k = len(x)
    contents = len(memory) // (k << tau)
    for j in range(k):
        a[j] = x[j]
        address(focused, j, tau, near, code)
        for c in range(contents):
            total = 0.0
            for s in range(1 << tau):
                total += code[s] * memory[(s * contents + c) * k + j]
            reads[c * k + j] = total
            a[k + c * k + j] = x[j] * total


@compiled
def fold_addressed(e, x, focused, beta, memory, tau, near, code, reads, delta):
    """The gradient of Eq. (12): through the switch, and through the address to the neighbours."""
    k, half = len(x), tau // 2
    contents = len(memory) // (k << tau)
    for j in range(k):
        delta[j] = e[j]
        for c in range(contents):
            delta[j] += e[k + c * k + j] * reads[c * k + j]
        delta[j] *= x[j] * (1.0 - x[j])
    for j in range(k):
        for b in range(tau):
            offset = b - half if b < half else b - half + 1
            other = (j + offset + k) % k
            address(focused, j, tau, near, code)
            near[b] = 1.0  # the product without this neighbour: half of the code is 0, the other half is it
            soft_code(near[:tau], code)
            bit = 1 << (tau - 1 - b)
            slope = 0.0
            for c in range(contents):
                difference = 0.0
                for s in range(1 << tau):
                    if s & bit:
                        here = memory[(s * contents + c) * k + j]
                        difference += code[s] * (here - memory[((s ^ bit) * contents + c) * k + j])
                slope += e[k + c * k + j] * x[j] * difference
            delta[other] += slope * beta * focused[other] * (1.0 - focused[other])


@woven
def write_addressed(net, layer, inputs, x, focused, memory, near, code, axis):
    """Eq. (11) with the addressed slot as the place: neurons that fire write there; axis gets the slot, or -1."""
    k, at, tau, half = net.sizes[layer], net.neuron_at[layer], net.tau, net.tau // 2
    contents = len(memory) // (k << tau)
    for j in range(k):
        axis[j] = -1
        if x[at + j] >= 0.5:
            surround(net, layer, j, inputs, x, near)
            for b in range(half, tau):
                near[b] = near[b + 1]  # the neuron itself is no part of its address
            axis[j] = pattern_of(near[:tau])
            address(focused, j, tau, near, code)
            for s in range(1 << tau):
                place = code[s] if net.code == 1 else (1.0 if s == axis[j] else 0.0)
                for c in range(contents):
                    m = (s * contents + c) * k + j
                    value = place * (inputs[c] if net.write == 1 else 1.0)
                    memory[m] = renewed(memory[m], value, net.store == 1)
