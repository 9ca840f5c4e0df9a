"""The loop of the memory network: `reference.step`, many inputs at a time, compiled.

What is fused: back-propagation and update share one pass over the weights (`matrices`), layer by layer from the output
down; that is safe because a layer's weights are read for the layer below before they are overwritten, and not again in
the step. Decay and write share one pass over the memories (`memory`), which nothing reads any more in the step.
Everything is flat, in rows and layers filled up to whole vectors (`layout`), and works on vectors (`vectors`). A call
works on copies of its own (`work`), allocates once and releases the GIL.
"""

import math
from functools import cache

from nmn.engine.kernels.answers import judge
from nmn.engine.kernels.compiled import compiled, entry, inlined
from nmn.engine.kernels.held import hold
from nmn.engine.kernels.layers import (
    below,
    bend,
    descend,
    fold_layer,
    learn_gates,
    multiply,
    open_gates,
    output_at,
    read,
    store_gated,
    store_layer,
    store_plain,
)
from nmn.engine.kernels.matrices import back, back_and_descend, copy, descend_first, fill
from nmn.engine.kernels.sparse import all_axes, crowded
from nmn.engine.kernels.vectors import broadcast, hsum, load, transpose
from nmn.engine.layout import LANES

SUFFICIENT = 1e-4  # share of the expected decrease that a line search asks for (Armijo)
HALVINGS = 20


@inlined
def forward(net, work):
    """All layers from the input to the output, with the write gates where they are learned."""
    last = len(net.sizes) - 1
    for layer in range(1, last + 1):
        multiply(net, layer, work)
        bend(net, layer, work)
        if layer < last:
            read(net, layer, work)
            if net.learned:
                open_gates(net, layer, work)


@inlined
def finite(net, work):
    """Whether the output is."""
    sums, last = broadcast(0.0), len(net.sizes) - 1
    for j in range(work.place_at[last], work.place_at[last + 1], LANES):
        sums += load(work.x, j)
    return math.isfinite(hsum(sums))


@inlined
def begin(net, stream, t, work):
    """Take in an input; where an episode starts, forget what was before."""
    copy(stream.inputs[t], work.augmented[: net.sizes[0]])
    if stream.starts[t]:
        fill(work.memory, 0.0)
        fill(work.eligibility, 0.0)


@inlined
def answer(net, work, target, parts, wrong):
    """Compare the output with its target; see `answers.judge`."""
    first, end = output_at(net, work)
    output, delta = work.x[first:end], work.delta[first:end]
    return judge(net.groups, net.unit, net.cross_entropy == 1, True, output, target, parts, wrong, delta)


@inlined
def learn_from(net, alpha, work):
    """From the output's delta down through all layers, gates included."""
    for layer in range(len(net.sizes) - 1, 0, -1):
        descend(net, layer, alpha, work)
        if layer > 1:
            if net.learned:
                learn_gates(net, layer - 1, alpha, work)
            fold_layer(net, layer - 1, work)


@inlined
def unmoved(net, work):
    """No error goes back."""
    fill(work.delta[: work.place_at[len(net.sizes) - 1]], 0.0)


@inlined
def search(net, alpha, loss, target, parts, work, trial):
    """Line search (Section VI): halve the step from alpha on until the loss falls enough (Armijo), and take it."""
    last, norm = len(net.sizes) - 1, 0.0
    for layer in range(last, 0, -1):
        at, end = work.place_at[layer], work.place_at[layer + 1]
        low, n = below(net, work, layer)
        steep, long = 0.0, 1.0
        for d in work.delta[at:end]:
            steep += d * d
        for value in work.augmented[low : low + n]:
            long += value * value
        norm += steep * long
        if layer > 1:
            back(work.weights, work.row_at[layer], n, work.delta, at, net.sizes[layer], work.e)
            fold_layer(net, layer - 1, work)
    copy(work.memory, trial.memory)
    copy(work.patterns, trial.patterns)
    copy(work.augmented, trial.augmented[: net.sizes[0]])
    for _ in range(HALVINGS):
        copy(work.weights, trial.weights)
        copy(work.biases, trial.biases)
        for layer in range(1, last + 1):
            at, k = work.place_at[layer], net.sizes[layer]
            low, n = below(net, work, layer)
            W, first, a = trial.weights, work.row_at[layer], work.augmented
            if layer == 1:
                descend_first(W, first, n, a, low, trial.biases, alpha, work.delta, at, k)
            else:
                back_and_descend(W, first, n, a, low, trial.biases, alpha, work.delta, at, k, trial.e)
        forward(net, trial)
        if answer(net, trial, target, parts, trial.gates)[0] <= loss - SUFFICIENT * alpha * norm:
            copy(trial.weights, work.weights)
            copy(trial.biases, work.biases)
            return
        alpha *= 0.5


@inlined
def store_all(net, schedule, gamma, learn, record, work):
    """Eq. (11): every layer writes its memories."""
    for layer in range(1, len(net.sizes) - 1):
        if not net.axes[layer]:
            continue
        if net.learned:
            store_gated(net, layer, gamma, learn, work)
        elif net.plain:
            store_plain(net, layer, schedule, record, work)
        else:
            store_layer(net, layer, schedule, work)


@compiled
def keep_axes(sizes, axes, bank_at, memory, row):
    """All memories, layer after layer, neuron after neuron, axis after axis."""
    start = 0
    for layer in range(1, len(sizes) - 1):
        D, k, first = axes[layer], sizes[layer], bank_at[layer]
        squares = D - D % LANES if k >= LANES else 0
        for m in range(0, squares, LANES):
            for j in range(0, k, LANES):
                at = min(j, k - LANES)
                transpose(memory, first + m * k + at, k, row, start + at * D + m, D)
        for j in range(k):
            for m in range(squares, D):
                row[start + j * D + m] = memory[first + m * k + j]
        start += k * D


@compiled
def keep_slots(sizes, axes, bank_at, memory, patterns, contents, every, row):
    """As `keep_axes`, of memories with slots: each neuron has contents in every axis."""
    start = 0
    for layer in range(1, len(sizes) - 1):
        k, first, size = sizes[layer], bank_at[layer], axes[layer] * sizes[layer] // contents
        for c in range(contents):
            for i in range(first + c * size, first + (c + 1) * size):
                if patterns[i] >= 0:
                    row[start + (i - first) % k * every + patterns[i] * contents + c] = memory[i]
        if size:
            start += k * every


@inlined
def keep_memories(net, work, row):
    """All memories, layer after layer, neuron after neuron, axis after axis."""
    if net.sparse:
        keep_slots(
            net.sizes, net.axes, work.bank_at, work.memory, work.patterns, net.contents, all_axes(net), row
        )
    else:
        keep_axes(net.sizes, net.axes, work.bank_at, work.memory, row)


@inlined
def keep(net, work, t, out):
    """Row t of a recorded trace, from the step that a work holds."""
    last = len(net.sizes) - 1
    first, end = output_at(net, work)
    copy(work.x[first:end], out.outputs[t])
    copy(work.delta[first:end], out.delta[t, net.neuron_at[last] :])
    keep_memories(net, work, out.memory[t])
    for layer in range(1, last):
        at, k, h = work.place_at[layer], net.sizes[layer], net.neuron_at[layer]
        gate, axis = out.gate[t, h : h + k], work.axis[at : at + k]
        copy(work.delta[at : at + k], out.delta[t, h : h + k])
        copy(work.x[at : at + k], out.hidden[t, h : h + k])
        copy(axis, out.axis[t, h : h + k])
        if net.learned and net.axes[layer]:
            copy(work.gates[at : at + k], gate)
        else:
            for j in range(k):
                gate[j] = 1.0 if axis[j] >= 0 else 0.0


@inlined
def walk(net, rates, schedule, gamma, stream, begun, learn, record, work, trial, out):
    """The loop of `loop`."""
    slope = 0.0
    if record and begun == 0:
        keep_memories(net, work, out.found[0])
    for t in range(begun, len(stream.inputs)):
        if net.sparse and crowded(net, work.bank_at, work.patterns, work.memory):
            return t, -1, slope
        begin(net, stream, t, work)
        forward(net, work)
        if not finite(net, work):
            return t, t, slope
        loss, steepest, on_wrong = answer(net, work, stream.targets[t], stream.parts[t], out.wrong[t])
        out.loss[t] = loss
        if learn:
            slope = max(slope, on_wrong)
        if not learn or steepest <= net.tolerance:
            unmoved(net, work)
        elif net.searching:
            search(net, rates[t], loss, stream.targets[t], stream.parts[t], work, trial)
        else:
            learn_from(net, rates[t], work)
        store_all(net, schedule, gamma, learn, record, work)
        if record:
            keep(net, work, t, out)
    return len(stream.inputs), -1, slope


@cache
def loop(variant):
    """The loop of networks of a variant, compiled when it is first called; see `engine.advance.advance`.

    Args:
        net: the `Network`.
        rates: [T] learning rate of each step.
        schedule: decay schedule by number.
        gamma: [H] decay of each hidden neuron.
        stream: the `Stream`.
        begun: steps of it that the state has behind it.
        learn: whether the weights change.
        record: whether the arrays of out from `hidden` on are filled.
        work: from `work.loaded`, with the state to start from; in the end it holds the new one.
        trial: another one where there is a line search, else None.
        out: the `Trace` to fill.

    Returns:
        The steps it has behind it now, fewer than T where a sparse memory has no slot left; the index of the first step
        that was not finite (or -1); and the largest |delta| of an output on a wrong answer.
    """
    settled = tuple(variant)

    def advance(net, rates, schedule, gamma, stream, begun, learn, record, work, trial, out):
        return walk(
            hold(net, settled), rates, schedule, gamma, hold(stream, ()), begun, learn, record, hold(work, ()),
            hold(trial, ()), hold(out, ()),
        )  # fmt: skip

    advance.__qualname__ = "_".join(("advance", *(name for name, on in variant._asdict().items() if on)))
    return entry(advance)
