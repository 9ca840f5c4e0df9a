"""The loop of the memory network: `reference.step`, many inputs at a time, compiled.

What is fused: back-propagation and update share one pass over the weights (`matrices`). Everything is flat: weights
layer after layer, row after row; memory and augmented outputs layer after layer, axis after axis, neuron after neuron.
Where a layer starts is in `network.Network`. A call allocates once and releases the GIL.
"""

import math
from typing import NamedTuple

import numpy as np

from nmn.kernels.address import augment_addressed, focus, fold_addressed, write_addressed
from nmn.kernels.answers import cross_entropy, judge, sigmoids, softmax, squared
from nmn.kernels.compiled import compiled, woven
from nmn.kernels.gate import descend_gates, gates, write_gated, write_vectors
from nmn.kernels.matrices import affine, back, back_and_adagrad, back_and_descend, descend
from nmn.kernels.memory import augment, decay, fold, write
from nmn.trace import Floats

ADAGRAD, LINE_SEARCH = 1, 2
SUFFICIENT = 1e-4  # share of the expected decrease that a line search asks for (Armijo)
HALVINGS = 20


class Scratch(NamedTuple):
    """Arrays that a call works in; `x` to `gates` hold the last step.

    Attributes:
        x: outputs of the hidden and output neurons.
        delta: their errors, Eq. (6)-(8).
        augmented: augmented outputs of all layers but the last.
        focused: hidden outputs, sharpened (addressed memory).
        reads: contents of the addressed slots, place for place as the augmented outputs.
        gates: outputs of the write gates.
        e: errors of a layer's augmented output.
        code: a write vector or an address.
        near: outputs of a neuron and its neighbours.
        factor: decay of each neuron of a layer.
        written, bank, kept: [D, k] of a layer with learned gates: write vectors, slopes, and what stays.
        pattern: patterns of a layer's neurons.
        axis: axis that each neuron wrote.
    """

    x: Floats
    delta: Floats
    augmented: Floats
    focused: Floats
    reads: Floats
    gates: Floats
    e: Floats
    code: Floats
    near: Floats
    factor: Floats
    written: Floats
    bank: Floats
    kept: Floats
    pattern: "np.ndarray[tuple[int], np.dtype[np.int64]]"
    axis: "np.ndarray[tuple[int], np.dtype[np.int32]]"


@compiled
def scratch(net):
    """Room for one step of a network."""
    last = len(net.sizes) - 1
    neurons, longest = net.neuron_at[last + 1], net.lengths.max()
    return Scratch(
        np.zeros(neurons),
        np.zeros(neurons),
        np.zeros(net.augmented_at[last]),
        np.zeros(neurons),
        np.zeros(net.augmented_at[last]),
        np.zeros(neurons),
        np.zeros(longest),
        np.zeros(max(net.axes.max(), 1 << net.tau, 1)),
        np.zeros(net.tau + 1),
        np.zeros(net.sizes.max()),
        np.zeros(longest),
        np.zeros(longest),
        np.zeros(longest),
        np.zeros(net.sizes.max(), np.int64),
        np.full(neurons, -1, np.int32),
    )


@woven
def forward(net, clamp, state, inputs, work):
    """Eq. (1)-(2), or (12) where a slot is addressed, through all layers."""
    last = len(net.sizes) - 1
    work.augmented[: len(inputs)] = inputs
    for layer in range(1, last + 1):
        at, end = net.neuron_at[layer], net.neuron_at[layer + 1]
        a = work.augmented[net.augmented_at[layer - 1] : net.augmented_at[layer]]
        x = work.x[at:end]
        affine(state.weights[net.weight_at[layer] : net.weight_at[layer + 1]], state.biases[at:end], a, x)
        if layer == last:
            if net.cross_entropy == 1:
                softmax(x, net.groups)
            else:
                sigmoids(x)
            break
        sigmoids(x)
        for j in range(len(x)):
            if not math.isnan(clamp[at + j]):
                x[j] = clamp[at + j]
        bank = state.memory[net.memory_at[layer] : net.memory_at[layer + 1]]
        out = work.augmented[net.augmented_at[layer] : net.augmented_at[layer + 1]]
        if net.addressed == 1 and len(bank):
            reads = work.reads[net.augmented_at[layer] : net.augmented_at[layer + 1]]
            focus(x, net.focus, work.focused[at:end])
            augment_addressed(x, work.focused[at:end], bank, net.tau, work.near, work.code, reads, out)
        else:
            augment(x, bank, out)
        if net.learned == 1 and len(bank):
            first, stop = net.gate_at[layer], net.gate_at[layer + 1]
            gates(state.gate_weights[first:stop], state.gate_biases[at:end], a, work.gates[at:end])


@woven
def loss_of(net, output, target, parts):
    """The loss of a step over what is asked."""
    if net.cross_entropy == 1:
        return cross_entropy(net.groups, output, target, parts)
    return squared(net.groups, output, target, parts)


@woven
def output_delta(net, output, target, parts, wrong, delta):
    """Eq. (6), or output minus target for the cross-entropy. Returns the largest size, and that on a wrong answer."""
    steepest, on_wrong = 0.0, 0.0
    for g in range(len(net.groups) - 1):
        for i in range(net.groups[g], net.groups[g + 1]):
            delta[i] = 0.0
            if parts[g] >= 0:
                slope = 1.0 if net.cross_entropy == 1 else output[i] * (1.0 - output[i])
                delta[i] = (output[i] - target[i]) * slope
                steepest = max(steepest, abs(delta[i]))
                if wrong[g] > 0.0:
                    on_wrong = max(on_wrong, abs(delta[i]))
    return steepest, on_wrong


@woven
def fold_layer(net, state, layer, work):
    """Eq. (7)-(8) for a hidden layer, from the errors e of its augmented output."""
    at, end = net.neuron_at[layer], net.neuron_at[layer + 1]
    bank = state.memory[net.memory_at[layer] : net.memory_at[layer + 1]]
    x, delta = work.x[at:end], work.delta[at:end]
    if net.addressed == 1 and len(bank):
        reads = work.reads[net.augmented_at[layer] : net.augmented_at[layer + 1]]
        focused = work.focused[at:end]
        fold_addressed(work.e, x, focused, net.focus, bank, net.tau, work.near, work.code, reads, delta)
    else:
        a = work.augmented[net.augmented_at[layer] : net.augmented_at[layer + 1]]
        fold(work.e, a, x, bank, net.printed == 1, delta)


@woven
def learn_gates(net, state, layer, alpha, work):
    """Move a layer's write gates, where it has any, down the slope that the errors e of its memory nodes give."""
    first, end = net.gate_at[layer], net.gate_at[layer + 1]
    if first == end:
        return
    at, stop = net.neuron_at[layer], net.neuron_at[layer + 1]
    squares = state.squares[net.squares_at[2] : net.squares_at[3]]
    bias_squares = state.squares[net.squares_at[3] : net.squares_at[4]]
    descend_gates(
        state.gate_weights[first:end],
        state.gate_biases[at:stop],
        squares[first:end],
        bias_squares[at:stop],
        state.eligibility[net.eligibility_at[layer] : net.eligibility_at[layer + 1]],
        alpha,
        work.e,
        work.x[at:stop],
        work.bank,
        work.factor[: stop - at],
    )


@woven
def learn_from(net, state, alpha, work):
    """Eq. (7)-(10) from the output's delta down, all layers, gates included."""
    for layer in range(len(net.sizes) - 1, 0, -1):
        at, end, w, stop = (
            net.neuron_at[layer],
            net.neuron_at[layer + 1],
            net.weight_at[layer],
            net.weight_at[layer + 1],
        )
        a = work.augmented[net.augmented_at[layer - 1] : net.augmented_at[layer]]
        W, b, d = state.weights[w:stop], state.biases[at:end], work.delta[at:end]
        if net.optimiser == ADAGRAD:
            squares = state.squares[net.squares_at[0] : net.squares_at[1]]
            bias_squares = state.squares[net.squares_at[1] : net.squares_at[2]]
            back_and_adagrad(W, b, squares[w:stop], bias_squares[at:end], alpha, d, a, work.e)
        elif layer == 1:
            descend(W, b, alpha, d, a)
        else:
            back_and_descend(W, b, alpha, d, a, work.e)
        if layer > 1:
            fold_layer(net, state, layer - 1, work)
            if net.learned == 1:
                learn_gates(net, state, layer - 1, alpha, work)


@compiled
def search(net, state, clamp, alpha, inputs, target, parts, work, trial, kept, kept_biases):
    """Line search (Section VI): halve the step from alpha on until the loss falls enough (Armijo), and take it."""
    last, norm = len(net.sizes) - 1, 0.0
    for layer in range(last, 0, -1):
        at, end = net.neuron_at[layer], net.neuron_at[layer + 1]
        a = work.augmented[net.augmented_at[layer - 1] : net.augmented_at[layer]]
        steep, long = 0.0, 1.0
        for d in work.delta[at:end]:
            steep += d * d
        for value in a:
            long += value * value
        norm += steep * long
        if layer > 1:
            back(state.weights[net.weight_at[layer] : net.weight_at[layer + 1]], work.delta[at:end], work.e)
            fold_layer(net, state, layer - 1, work)
    outs = net.neuron_at[last]
    loss = loss_of(net, work.x[outs:], target, parts)
    kept[:] = state.weights
    kept_biases[:] = state.biases
    for _ in range(HALVINGS):
        for layer in range(1, last + 1):
            at, end = net.neuron_at[layer], net.neuron_at[layer + 1]
            a = work.augmented[net.augmented_at[layer - 1] : net.augmented_at[layer]]
            W = state.weights[net.weight_at[layer] : net.weight_at[layer + 1]]
            descend(W, state.biases[at:end], alpha, work.delta[at:end], a)
        forward(net, clamp, state, inputs, trial)
        if loss_of(net, trial.x[outs:], target, parts) <= loss - SUFFICIENT * alpha * norm:
            return
        state.weights[:] = kept
        state.biases[:] = kept_biases
        alpha *= 0.5


@woven
def store(net, state, schedule, gamma, inputs, learn, work):
    """Eq. (11): every layer writes its memories."""
    for layer in range(1, len(net.sizes) - 1):
        at, end = net.neuron_at[layer], net.neuron_at[layer + 1]
        bank, axis = state.memory[net.memory_at[layer] : net.memory_at[layer + 1]], work.axis[at:end]
        if not len(bank):
            continue
        if net.learned == 1:
            size = len(bank)
            g, carried = (
                work.written[:size],
                state.eligibility[net.eligibility_at[layer] : net.eligibility_at[layer + 1]],
            )
            a = work.augmented[net.augmented_at[layer - 1] : net.augmented_at[layer]]
            write_vectors(net, layer, inputs, work.x, work.pattern, work.near, work.code, g, axis)
            w, decays, kept = work.gates[at:end], gamma[at:end], work.kept[:size]
            write_gated(a, w, decays, g, bank, carried, learn, work.bank[:size], kept, axis)
            continue
        decay(work.x[at:end], bank, schedule, gamma[at:end], net.floor, work.factor)
        if net.addressed == 1:
            write_addressed(
                net, layer, inputs, work.x, work.focused[at:end], bank, work.near, work.code, axis
            )
        else:
            write(net, layer, inputs, work.x, bank, work.pattern, work.near, work.code, axis)
        for j in range(end - at):
            work.gates[at + j] = 1.0 if axis[j] >= 0 else 0.0


@compiled
def advance(net, rates, schedule, gamma, clamp, state, stream, learn, record, out):
    """Move a memory network over a stream, in place; see `network.advance`.

    Args:
        net: the `Network`.
        rates: [T] learning rate of each step.
        schedule: decay schedule by number.
        gamma: [H] decay of each hidden neuron.
        clamp: [H] forced output of each hidden neuron, NaN where it is free.
        state: the `State`, its arrays changed in place.
        stream: the `Stream`.
        learn: whether the weights change.
        record: whether the arrays of out from `hidden` on are filled.
        out: the `Trace` to fill.

    Returns:
        The index of the first step that was not finite (or -1), and the largest |delta| of an output on a wrong answer.
    """
    outs = net.neuron_at[len(net.sizes) - 1]
    work = scratch(net)
    searching = learn and net.optimiser == LINE_SEARCH
    trial = scratch(net) if searching else work
    kept = np.zeros(len(state.weights) if searching else 0)
    kept_biases = np.zeros(len(state.biases) if searching else 0)
    output, slope = work.x[outs:], 0.0
    for t in range(len(stream.inputs)):
        inputs, target, parts = stream.inputs[t], stream.targets[t], stream.parts[t]
        if stream.starts[t]:
            state.memory[:] = 0.0
            state.eligibility[:] = 0.0
        if record:
            out.before[t, :] = state.memory
        forward(net, clamp, state, inputs, work)
        total = 0.0
        for value in output:
            total += value
        if not math.isfinite(total):
            return t, slope
        out.loss[t] = loss_of(net, output, target, parts)
        judge(net.groups, net.unit, output, target, parts, out.wrong[t])

        work.delta[:outs] = 0.0
        steepest, on_wrong = output_delta(net, output, target, parts, out.wrong[t], work.delta[outs:])
        if learn:
            slope = max(slope, on_wrong)
            if steepest > net.tolerance:
                if searching:
                    search(
                        net,
                        state,
                        clamp,
                        rates[t],
                        inputs,
                        target,
                        parts,
                        work,
                        trial,
                        kept,
                        kept_biases,
                    )
                else:
                    learn_from(net, state, rates[t], work)
        store(net, state, schedule, gamma, inputs, learn, work)
        if record:
            out.hidden[t, :] = work.x[:outs]
            out.outputs[t, :] = output
            out.memory[t, :] = state.memory
            out.gate[t, :] = work.gates[:outs]
            out.axis[t, :] = work.axis[:outs]
            out.delta[t, :] = work.delta
    return -1, slope
