"""Addressed memory, Eq. (12): neighbours select one slot of a neuron's bank, so that its length alone is handed on.

A bank has 2^tau slots of C components, slot after slot: C = 1 where patterns are written, the number of inputs where
input vectors are. The focusing exponent beta turns a neighbour's output x into x^beta / (x^beta + (1 - x)^beta).

The sum over all slots is folded neighbour by neighbour: the first halves the bank, as its output weighs the slots that
it would select against the others, the next halves what is left, until one slot is. So a neuron costs 2^tau + 2^(tau-1)
+ ... < 2 x 2^tau operations, and as many back, where the same halvings are undone: no factor of tau for the tau
neighbours that share the gradient. The next layer has k (1 + C) weights a row, whatever tau is.

A soft code writes every slot. A hard code writes one, and where tau is large most are never written:
`sparse_addressed` has none of these.
"""

from nmn.engine.kernels.compiled import compiled, inlined
from nmn.engine.kernels.matrices import copy, fill
from nmn.engine.kernels.memory import renewed, ring_patterns, soft_code


@inlined
def sharpened(x, beta):
    """A focused output."""
    yes, no = x**beta, (1.0 - x) ** beta
    return yes / (yes + no)


@compiled
def focus(x, beta, tau, around):
    """Fill around [tau / 2 + k + tau / 2] with the sharpened outputs, those that wrap around repeated at both ends."""
    k, half = len(x), tau // 2
    if beta == 1.0:
        copy(x, around[half : half + k])
    else:
        for j in range(k):
            around[half + j] = sharpened(x[j], beta)
    for j in range(half):
        around[j] = around[k + j]
        around[half + k + j] = around[half + j]


@inlined
def neighbours(b, tau):
    """Where, in what goes around a layer, neighbour b of each neuron starts; the neuron itself is none."""
    return b if b < tau // 2 else b + 1


@inlined
def of_others(pattern, tau):
    """The address that the neighbours give, from the pattern of them and the neuron in their midst."""
    half = tau // 2
    return pattern >> (half + 1) << half | pattern & ((1 << half) - 1)


@inlined
def unwrapped(slope, tau):
    """Add what the outputs that wrap around got, at both ends of slope, to what the neurons themselves got."""
    k, half = len(slope) - tau, tau // 2
    for j in range(half):
        slope[k + j] += slope[j]
        slope[half + j] += slope[half + k + j]


@inlined
def halve(whole, switch, half):
    """Fill half [r k] with what switch [k] selects of the slots in whole [2 r k]: of its first half, or its second."""
    k, size = len(switch), len(half)
    for first in range(0, size, k):
        off, on = whole[first : first + k], whole[size + first : size + first + k]
        row = half[first : first + k]
        for j in range(k):
            row[j] = off[j] + switch[j] * (on[j] - off[j])


@inlined
def unhalve(whole, switch, slope, back):
    """Undo `halve`: add the gradient by the switch to slope [k]; turn back's [r k], by half, into [2 r k], by whole."""
    k, size = len(switch), len(whole) // 2
    for first in range(0, size, k):
        off, on = whole[first : first + k], whole[size + first : size + first + k]
        low, high = back[first : first + k], back[size + first : size + first + k]
        for j in range(k):
            g = low[j]
            slope[j] += g * (on[j] - off[j])
            high[j] = g * switch[j]
            low[j] = g - high[j]


@compiled
def augment_addressed(x, around, memory, tau, halves, a):
    """Eq. (12): a = [x r_1, ..., x r_C], r_c the sum over the slots of address times content.

    halves, as long as the memory, gets what is left of it after every neighbour, one after the other.
    """
    k, whole, end = len(x), memory, 0
    for b in range(tau):
        size = len(whole) // 2
        half, at = halves[end : end + size], neighbours(b, tau)
        halve(whole, around[at : at + k], half)
        whole, end = half, end + size
    for first in range(0, len(whole), k):
        content, part = whole[first : first + k], a[first : first + k]
        for j in range(k):
            part[j] = x[j] * content[j]


@compiled
def fold_addressed(own, e, x, around, beta, memory, tau, halves, slope, back, delta):
    """The gradient of Eq. (12): through the switch, and through the address to the neighbours.

    own [k] and e [C, k] are the errors of the neurons' outputs, and of what they hand on from their memories.
    slope, as long as around, and back, as long as the memory, are scratch.
    """
    k, half = len(x), tau // 2
    length = len(memory) >> tau
    end = len(memory) - length  # of the halves; the last of them is what was read
    read = halves[end - length : end] if tau else memory
    copy(own, delta)
    for first in range(0, length, k):
        error, content, gradient = (
            e[first : first + k],
            read[first : first + k],
            back[first : first + k],
        )
        for j in range(k):
            delta[j] += error[j] * content[j]
            gradient[j] = error[j] * x[j]
    fill(slope, 0.0)
    end -= length
    for b in range(tau - 1, -1, -1):
        length *= 2
        whole = halves[end - length : end] if b else memory
        at = neighbours(b, tau)
        unhalve(whole, around[at : at + k], slope[at : at + k], back[:length])
        end -= length
    unwrapped(slope, tau)
    for j in range(k):
        sharp = around[half + j]
        delta[j] = delta[j] * x[j] * (1.0 - x[j]) + slope[half + j] * beta * sharp * (1.0 - sharp)


@compiled
def write_addressed(inputs, by_input, soft, refresh, x, around, memory, tau, near, code, axis):
    """Eq. (11) with the addressed slot as the place: neurons that fire write there; axis gets the slot, or -1."""
    k = len(x)
    contents = len(memory) // (k << tau)
    ring_patterns(x, tau, axis)
    for j in range(k):
        axis[j] = of_others(axis[j], tau)
        if soft and x[j] >= 0.5:
            for b in range(tau):
                near[b] = around[neighbours(b, tau) + j]
            soft_code(near[:tau], code)
            for m in range(contents << tau):
                value = code[m // contents] * (inputs[m % contents] if by_input else 1.0)
                memory[m * k + j] = renewed(memory[m * k + j], value, refresh)
        elif not soft:  # without a branch on who fires: that is not foreseen
            for c in range(contents):
                m = (axis[j] * contents + c) * k + j
                value = (inputs[c] if by_input else 1.0) * (x[j] >= 0.5)
                memory[m] = renewed(memory[m], value, refresh)
        axis[j] = axis[j] if x[j] >= 0.5 else -1
