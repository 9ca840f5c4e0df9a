"""The loop of the memory network: `reference.step`, many inputs at a time, compiled.

What is fused: back-propagation and update share one pass over the weights (`matrices`), layer by layer from the output
down; that is safe because a layer's weights are read for the layer below before they are overwritten, and not again in
the step. Everything is flat: weights layer after layer, row after row; memory and augmented outputs layer after layer,
axis after axis, neuron after neuron. Where a layer starts is in `network.Network`. A call works on copies of its own,
laid out for the processor's vectors, allocates once and releases the GIL.
"""

import math

from nmn.kernels.address import augment_addressed, focus, fold_addressed, write_addressed
from nmn.kernels.answers import judge, sigmoids, softmax
from nmn.kernels.compiled import compiled, entry, woven
from nmn.kernels.gate import descend_gates, gates, write_gated, write_vectors
from nmn.kernels.matrices import (
    affine,
    back,
    back_and_adagrad,
    back_and_descend,
    copy,
    descend,
    fill,
)
from nmn.kernels.memory import augment, decay, fold, repeat, turn, write
from nmn.kernels.sparse import crowded, write_sparse
from nmn.kernels.work import ADAGRAD, load, unload, work_for

LINE_SEARCH = 2
SUFFICIENT = 1e-4  # share of the expected decrease that a line search asks for (Armijo)
HALVINGS = 20


@woven
def sigmoids_of(x, at, k, clamp):
    """Eq. (1): the output function of a hidden layer, and forced outputs in place of its own."""
    v, forced = x[at : at + k], clamp[at : at + k]
    sigmoids(v)
    for j in range(k):
        v[j] = v[j] if math.isnan(forced[j]) else forced[j]


@woven
def around_at(net, layer):
    """Where a layer's sharpened outputs, with those that wrap around, start; layer + 1 gives their end."""
    return net.neuron_at[layer] + (layer - 1) * net.tau


@woven
def read_addressed(net, layer, work):
    """Eq. (12) for a layer."""
    at, end, out, k = (
        net.neuron_at[layer],
        net.neuron_at[layer + 1],
        work.column_at[layer],
        net.lengths[layer],
    )
    bank = work.memory[net.memory_at[layer] : net.memory_at[layer + 1]]
    halves = work.halves[net.memory_at[layer] : net.memory_at[layer + 1]]
    x, around = work.x[at:end], work.around[around_at(net, layer) : around_at(net, layer + 1)]
    focus(x, net.focus, net.tau, around)
    augment_addressed(x, around, bank, net.tau, halves, work.augmented[out : out + k])


@woven
def open_gates(net, layer, work):
    """The write gates of a layer."""
    at, end, low, n = (
        net.neuron_at[layer],
        net.neuron_at[layer + 1],
        work.column_at[layer - 1],
        net.lengths[layer - 1],
    )
    V = work.gate_weights[net.gate_at[layer] : net.gate_at[layer + 1]]
    gates(V, work.gate_biases[at:end], work.augmented[low : low + n], work.gates[at:end])


@woven
def forward(net, clamp, work):
    """Eq. (1)-(2), or (12) where a slot is addressed, through all layers."""
    last = len(net.sizes) - 1
    for layer in range(1, last + 1):
        at, k, low, n = (
            net.neuron_at[layer],
            net.sizes[layer],
            work.column_at[layer - 1],
            net.lengths[layer - 1],
        )
        affine(work.weights, work.row_at[layer], n, work.augmented, low, work.biases, work.x, at, k)
        if layer == last:
            break
        sigmoids_of(work.x, at, k, clamp)
        first, size = net.memory_at[layer], net.axes[layer] * k
        if size:
            repeat(work.x, at, k, work.many, first, size)
        if net.addressed == 1 and size:
            read_addressed(net, layer, work)
        else:
            out = work.column_at[layer]
            augment(work.x, at, k, work.many, work.memory, first, size, work.augmented, out)
        if net.learned == 1 and size:
            open_gates(net, layer, work)
    output = work.x[net.neuron_at[last] :]
    if net.cross_entropy == 1:
        softmax(output, net.groups)
    else:
        sigmoids(output)


@woven
def finite(net, work):
    """Whether the output is."""
    total = 0.0
    for value in work.x[net.neuron_at[len(net.sizes) - 1] :]:
        total += value
    return math.isfinite(total)


@woven
def begin(net, stream, t, work):
    """Take in an input; where an episode starts, forget what was before."""
    copy(stream.inputs[t], work.augmented[: net.sizes[0]])
    if stream.starts[t]:
        fill(work.memory, 0.0)
        fill(work.eligibility, 0.0)


@woven
def answer(net, work, target, parts, wrong):
    """Compare the output with its target; see `answers.judge`."""
    outs = net.neuron_at[len(net.sizes) - 1]
    output, delta = work.x[outs:], work.delta[outs:]
    return judge(net.groups, net.unit, net.cross_entropy == 1, True, output, target, parts, wrong, delta)


@woven
def fold_layer(net, layer, work):
    """Eq. (7)-(8) for a hidden layer, from the errors e of its augmented output."""
    at, end, out, n = (
        net.neuron_at[layer],
        net.neuron_at[layer + 1],
        work.column_at[layer],
        net.lengths[layer],
    )
    first = net.memory_at[layer]
    bank = work.memory[first : net.memory_at[layer + 1]]
    x, delta = work.x[at:end], work.delta[at:end]
    if net.addressed == 1 and len(bank):
        halves, around = (
            work.halves[first : first + len(bank)],
            work.around[around_at(net, layer) : around_at(net, layer + 1)],
        )
        slope = work.slope[: len(around)]
        fold_addressed(work.e, x, around, net.focus, bank, net.tau, halves, slope, work.bank, delta)
    else:
        fold(work.e, work.augmented[out : out + n], x, bank, net.printed == 1, delta)


@woven
def learn_gates(net, layer, alpha, work):
    """Move a layer's write gates, where it has any, down the slope that the errors e of its memory nodes give."""
    first, end = net.gate_at[layer], net.gate_at[layer + 1]
    if first == end:
        return
    at, stop = net.neuron_at[layer], net.neuron_at[layer + 1]
    squares = work.others[net.squares_at[2] : net.squares_at[3]]
    bias_squares = work.others[net.squares_at[3] : net.squares_at[4]]
    descend_gates(
        work.gate_weights[first:end],
        work.gate_biases[at:stop],
        squares[first:end],
        bias_squares[at:stop],
        work.eligibility[net.eligibility_at[layer] : net.eligibility_at[layer + 1]],
        alpha,
        work.e,
        work.x[at:stop],
        work.bank,
        work.slope[: stop - at],
    )


@woven
def learn_from(net, alpha, work):
    """Eq. (7)-(10) from the output's delta down, all layers, gates included."""
    for layer in range(len(net.sizes) - 1, 0, -1):
        at, k, low, n = (
            net.neuron_at[layer],
            net.sizes[layer],
            work.column_at[layer - 1],
            net.lengths[layer - 1],
        )
        W, first, b, a = work.weights, work.row_at[layer], work.biases, work.augmented
        if net.optimiser == ADAGRAD:
            bias_squares = work.others[net.squares_at[1] : net.squares_at[2]]
            back_and_adagrad(
                W, work.squares, first, n, a, low, b, bias_squares, alpha, work.delta, at, k, work.e
            )
        elif layer == 1:
            descend(W, first, n, a, low, b, alpha, work.delta, at, k)
        else:
            back_and_descend(W, first, n, a, low, b, alpha, work.delta, at, k, work.e)
        if layer > 1:
            if net.learned == 1:
                learn_gates(net, layer - 1, alpha, work)
            fold_layer(net, layer - 1, work)


@woven
def unmoved(net, work):
    """No error goes back."""
    fill(work.delta[: net.neuron_at[len(net.sizes) - 1]], 0.0)


@compiled
def search(net, clamp, alpha, loss, target, parts, work, trial):
    """Line search (Section VI): halve the step from alpha on until the loss falls enough (Armijo), and take it."""
    last, norm = len(net.sizes) - 1, 0.0
    for layer in range(last, 0, -1):
        at, end, low, n = (
            net.neuron_at[layer],
            net.neuron_at[layer + 1],
            work.column_at[layer - 1],
            net.lengths[layer - 1],
        )
        steep, long = 0.0, 1.0
        for d in work.delta[at:end]:
            steep += d * d
        for value in work.augmented[low : low + n]:
            long += value * value
        norm += steep * long
        if layer > 1:
            back(work.weights, work.row_at[layer], n, work.delta, at, end - at, work.e)
            fold_layer(net, layer - 1, work)
    copy(work.memory, trial.memory)
    copy(work.augmented, trial.augmented[: net.sizes[0]])
    for _ in range(HALVINGS):
        copy(work.weights, trial.weights)
        copy(work.biases, trial.biases)
        for layer in range(1, last + 1):
            at, k, low, n = (
                net.neuron_at[layer],
                net.sizes[layer],
                work.column_at[layer - 1],
                net.lengths[layer - 1],
            )
            W, first, a = trial.weights, work.row_at[layer], work.augmented
            descend(W, first, n, a, low, trial.biases, alpha, work.delta, at, k)
        forward(net, clamp, trial)
        if answer(net, trial, target, parts, trial.gates)[0] <= loss - SUFFICIENT * alpha * norm:
            copy(trial.weights, work.weights)
            copy(trial.biases, work.biases)
            return
        alpha *= 0.5


@woven
def store_gated(net, layer, gamma, learn, work):
    """The write of a layer's learned gates."""
    inputs = work.augmented[: net.sizes[0]]
    at, end, low, n = (
        net.neuron_at[layer],
        net.neuron_at[layer + 1],
        work.column_at[layer - 1],
        net.lengths[layer - 1],
    )
    bank, axis = work.memory[net.memory_at[layer] : net.memory_at[layer + 1]], work.axis[at:end]
    size = len(bank)
    g, bank_slope, kept = work.written[:size], work.bank[:size], work.kept[:size]
    write_vectors(net, layer, inputs, work.x, work.pattern, work.near, work.code, g, axis)
    carried = work.eligibility[net.eligibility_at[layer] : net.eligibility_at[layer + 1]]
    a, w = work.augmented[low : low + n], work.gates[at:end]
    write_gated(a, w, gamma[at:end], g, bank, carried, learn, bank_slope, kept, axis)


@woven
def store_addressed(net, layer, work):
    """The write to the addressed slots of a layer."""
    inputs = work.augmented[: net.sizes[0]]
    at, end = net.neuron_at[layer], net.neuron_at[layer + 1]
    bank = work.memory[net.memory_at[layer] : net.memory_at[layer + 1]]
    x, axis, around = (
        work.x[at:end],
        work.axis[at:end],
        work.around[around_at(net, layer) : around_at(net, layer + 1)],
    )
    by_input, soft, refresh = net.write == 1, net.code == 1, net.store == 1
    write_addressed(inputs, by_input, soft, refresh, x, around, bank, net.tau, work.near, work.code, axis)


@woven
def store_composite(net, layer, work):
    """The write to the composite memories of a layer."""
    inputs = work.augmented[: net.sizes[0]]
    if net.sparse == 1:
        above, patterns = work.row_at[layer + 1], work.patterns
        write_sparse(
            net, layer, inputs, work.x, work.memory, patterns, work.seeds, work.weights, above, work.near,
            work.pattern, work.axis,
        )  # fmt: skip
    else:
        write(net, layer, inputs, work.x, work.memory, work.near, work.code, work.axis)


@woven
def store(net, schedule, gamma, learn, work):
    """Eq. (11): every layer writes its memories."""
    for layer in range(1, len(net.sizes) - 1):
        first, size = net.memory_at[layer], net.axes[layer] * net.sizes[layer]
        if not size:
            continue
        if net.learned == 1:
            store_gated(net, layer, gamma, learn, work)
            continue
        decay(work.many, work.memory, work.factor, first, size, schedule, net.floor)
        if len(net.cosine):
            at, k = net.neuron_at[layer], net.sizes[layer]
            turn(work.x, at, k, work.memory, first, size, net.cosine, net.sine)
        if net.addressed == 1:
            store_addressed(net, layer, work)
        else:
            store_composite(net, layer, work)


@woven
def keep(net, work, t, out):
    """Row t of a recorded trace, from the step that a work holds; memories neuron after neuron."""
    last = len(net.sizes) - 1
    outs = net.neuron_at[last]
    copy(work.x, out.hidden[t])
    copy(work.x[outs:], out.outputs[t])
    copy(work.axis, out.axis[t])
    copy(work.delta, out.delta[t])
    start = 0
    for layer in range(1, last):
        k, axes, first = net.sizes[layer], net.axes[layer], net.memory_at[layer]
        all_axes = 2 << net.tau if net.sparse == 1 and axes > 0 else axes
        row, bank = out.memory[t, start : start + k * all_axes], work.memory[first : first + k * axes]
        start += k * all_axes
        for j in range(k):
            for m in range(axes):
                if net.sparse == 0:
                    row[j * axes + m] = bank[m * k + j]
                elif work.patterns[first + m * k + j] >= 0:
                    row[j * all_axes + work.patterns[first + m * k + j]] = bank[m * k + j]
        for j in range(net.neuron_at[layer], net.neuron_at[layer + 1]):
            fired = 1.0 if work.axis[j] >= 0 else 0.0
            out.gate[t, j] = work.gates[j] if net.learned == 1 and axes > 0 else fired


@entry
def advance(net, rates, schedule, gamma, clamp, state, stream, begun, learn, record, after, out):
    """Move a memory network over a stream; see `network.advance`.

    Args:
        net: the `Network`.
        rates: [T] learning rate of each step.
        schedule: decay schedule by number.
        gamma: [H] decay of each hidden neuron.
        clamp: [H] forced output of each hidden neuron, NaN where it is free.
        state: the `State` to start from.
        stream: the `Stream`.
        begun: steps of it that the state has behind it.
        learn: whether the weights change.
        record: whether the arrays of out from `hidden` on are filled.
        after: the `State` to fill.
        out: the `Trace` to fill.

    Returns:
        The steps it has behind it now, fewer than T where a sparse memory has no slot left; the index of the first step
        that was not finite (or -1); and the largest |delta| of an output on a wrong answer.
    """
    work, slope = work_for(net), 0.0
    searching = learn and net.optimiser == LINE_SEARCH
    trial = work_for(net) if searching else work
    load(net, state, gamma, work)
    for t in range(begun, len(stream.inputs)):
        if net.sparse == 1 and crowded(net, work.patterns):
            unload(net, work, after)
            return t, -1, slope
        begin(net, stream, t, work)
        forward(net, clamp, work)
        if not finite(net, work):
            return t, t, slope
        loss, steepest, on_wrong = answer(net, work, stream.targets[t], stream.parts[t], out.wrong[t])
        out.loss[t] = loss
        if learn:
            slope = max(slope, on_wrong)
        if not learn or steepest <= net.tolerance:
            unmoved(net, work)
        elif searching:
            search(net, clamp, rates[t], loss, stream.targets[t], stream.parts[t], work, trial)
        else:
            learn_from(net, rates[t], work)
        store(net, schedule, gamma, learn, work)
        if record:
            keep(net, work, t, out)
    unload(net, work, after)
    return len(stream.inputs), -1, slope
