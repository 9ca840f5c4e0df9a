"""One input through the whole algorithm of Section III, readable: the definition that the kernels are held to."""

from typing import NamedTuple

import numpy as np

from nmn.paper import equations, future
from nmn.paper.equations import Array


class Rules(NamedTuple):
    """The interpretations that a step needs; the words are those of `Parameters`.

    gammas, angles: [k] for each hidden layer; no angles where memories do not turn.
    """

    tau: int
    gammas: list[Array]
    angles: list[Array]
    floor: float
    focus: float
    gate: str
    read: str
    write: str
    neighbourhood: str
    code: str
    store: str
    decay: str
    backprop: str
    optimiser: str
    loss: str


class Layers(NamedTuple):
    """What a network carries, one entry a layer; memory, gates and eligibility for the hidden layers only.

    Attributes:
        W, b: [k, n] weights and [k] biases of the layers 1 ... L+1.
        M: [k, D] composite memories; D = 0 where memory is off.
        V, c: [k, n] weights and [k] biases of the write gates; n = 0 where gates are tied or memory is off.
        E: [k, D, n + 1] eligibilities.
        squares: AdaGrad's sums, as W, b, V and c.
    """

    W: list[Array]
    b: list[Array]
    M: list[Array]
    V: list[Array]
    c: list[Array]
    E: list[Array]
    squares: tuple[list[Array], list[Array], list[Array], list[Array]]


class Forward(NamedTuple):
    """What a forward pass leaves: outputs x of all layers, augmented outputs a from the input on, slot contents r."""

    x: list[Array]
    a: list[Array]
    r: list[Array]


def around(x: Array, rules: Rules) -> Array:
    """Focused outputs of each neuron's neighbours in the layer, without its own, [k, tau]."""
    return np.delete(equations.ring(future.focus(x, rules.focus), rules.tau), rules.tau // 2, axis=1)


def slots(M: Array, rules: Rules) -> Array:
    """Memories [k, D] as banks of slots [k, S, C]."""
    return M.reshape(len(M), 2**rules.tau, -1)


def forward(
    W: list[Array], b: list[Array], M: list[Array], inputs: Array, groups: list[int], rules: Rules
) -> Forward:
    """Eq. (1)-(2), or Eq. (12) where slots are addressed."""
    xs, augmented, reads = [], [inputs], []
    for weights, bias, memory in zip(W[:-1], b[:-1], M, strict=True):
        x = equations.forward(weights, bias, augmented[-1])
        read = memory
        if rules.read == "addressed" and memory.shape[1]:
            read = future.read_slots(equations.soft_code(around(x, rules)), slots(memory, rules))
        xs.append(x)
        reads.append(read)
        augmented.append(equations.augment(x, read))
    z = W[-1] @ augmented[-1] + b[-1]
    if rules.loss == "squared":
        xs.append(equations.sigmoid(z))
    else:
        answers = [
            future.softmax(part) if len(part) > 1 else equations.sigmoid(part) for part in cut(z, groups)
        ]
        xs.append(np.concatenate(answers))
    return Forward(xs, augmented, reads)


def cut(outputs: Array, groups: list[int]) -> list[Array]:
    """The outputs, answer by answer."""
    return np.split(outputs, np.cumsum(groups)[:-1])


def loss_of(output: Array, target: Array, groups: list[int], asked: Array, rules: Rules) -> float:
    """The loss over the answers that are asked, [G]."""
    total = 0.0
    for x, y, counts in zip(cut(output, groups), cut(target, groups), asked, strict=True):
        if counts and rules.loss == "squared":
            total += equations.squared_error(x, y)
        elif counts:
            total += future.cross_entropy(x, y)
            if len(x) == 1:
                total += future.cross_entropy(1.0 - x, 1.0 - y)
    return total


def address_delta(e: Array, x: Array, M: Array, rules: Rules) -> Array:
    """The part of delta that reaches the neighbours through the address of Eq. (12), [k].

    Args:
        e: [k, C] errors of the contents that were read.
        x: [k] outputs.
        M: [k, S, C] banks.
        rules: tau and focus.
    """
    near, delta = around(x, rules), np.zeros(len(x))
    focused = future.focus(x, rules.focus)
    places = np.delete(
        equations.ring(np.arange(len(x), dtype=float), rules.tau), rules.tau // 2, axis=1
    ).astype(int)
    for b in range(rules.tau):
        on, off = near.copy(), near.copy()
        on[:, b], off[:, b] = 1.0, 0.0
        change = future.read_slots(equations.soft_code(on) - equations.soft_code(off), M)
        np.add.at(delta, places[:, b], x * np.sum(e * change, axis=1))
    return delta * rules.focus * focused * (1.0 - focused)


def errors(layers: Layers, seen: Forward, delta: Array, rules: Rules) -> tuple[list[Array], list[Array]]:
    """Eq. (7)-(8): delta of every layer, and e [k, D] of the hidden layers' memory nodes."""
    deltas: list[Array] = [delta]
    nodes: list[Array] = []
    for level in range(len(layers.M) - 1, -1, -1):
        W, x, M, r = layers.W[level + 1], seen.x[level], layers.M[level], seen.r[level]
        e = (W.T @ deltas[0]).reshape(len(x), -1)[:, 1:]
        back = equations.hidden_delta if rules.backprop == "derived" else equations.hidden_delta_printed
        here = back(W, deltas[0], x, r)
        if rules.read == "addressed" and M.shape[1]:
            here = equations.hidden_delta(W, deltas[0], x, r) + address_delta(e, x, slots(M, rules), rules)
        deltas.insert(0, here)
        nodes.insert(0, e)
    return deltas, nodes


def write_vectors(level: int, seen: Forward, rules: Rules) -> Array:
    """What each neuron of a hidden layer would store, [k, D]: Section III-C, IV-C, or its addressed slot."""
    x, inputs = seen.x[level], seen.a[0]
    if rules.angles:
        return future.upright(write_vectors(level, seen, rules._replace(angles=[])))
    code = equations.hard_code if rules.code == "hard" else equations.soft_code
    if rules.read == "addressed":
        near = np.delete(equations.ring(x, rules.tau), rules.tau // 2, axis=1)
        place = code(near) if rules.code == "hard" else code(around(x, rules))
        content = inputs if rules.write == "input" else np.ones(1)
        return (place[:, :, None] * content).reshape(len(x), -1)
    if rules.write == "input":
        return np.tile(inputs, (len(x), 1))
    if rules.neighbourhood == "column":
        return code(equations.column([inputs, *seen.x], level + 1, rules.tau))
    return code(equations.ring(x, rules.tau))


def faded(M: Array, gamma: Array, decay: str, floor: float, angle: Array | None = None) -> Array:
    """What a fire leaves of memories [k, D] before it writes: less by the schedule `decay`, and turned by an angle."""
    match decay:
        case "exponential":
            decayed = equations.exponential(M, gamma[:, None])
        case "asymptotic":
            decayed = equations.asymptotic(M, gamma[:, None], floor)
        case _:
            decayed = M
    return decayed if angle is None else future.turned(decayed, angle)


def store(M: Array, x: Array, g: Array, gamma: Array, rules: Rules, angle: Array | None = None) -> Array:
    """Eq. (11): composite memories after a step, [k, D]. A neuron that does not fire keeps its own unchanged."""
    decayed = faded(M, gamma, rules.decay, rules.floor, angle)
    stored = equations.store_add(decayed, g) if rules.store == "add" else equations.store_refresh(decayed, g)
    return np.where(equations.fires(x)[:, None], stored, M)


def step(
    layers: Layers, inputs: Array, target: Array, groups: list[int], asked: Array, alpha: float, rules: Rules
) -> tuple[Layers, Array]:
    """Forward, back, update, store.

    Args:
        layers: what the network carries.
        inputs: [n_in].
        target: [n_out].
        groups: outputs of each answer.
        asked: [G], whether the answer is asked.
        alpha: learning rate.
        rules: the interpretations.

    Returns:
        What the network carries after the step, and the output [n_out].
    """
    seen = forward(layers.W, layers.b, layers.M, inputs, groups, rules)
    output, mask = seen.x[-1], np.repeat(asked, groups)
    delta = (output - target) * mask
    if rules.loss == "squared":
        delta = equations.output_delta(output, target) * mask
    deltas, nodes = errors(layers, seen, delta, rules)
    gates = [
        future.write_gate(V, c, a) if V.shape[1] else np.zeros(0)
        for V, c, M, a in zip(layers.V, layers.c, layers.M, seen.a, strict=False)
    ]
    updated = update(layers, seen, deltas, nodes, (inputs, target, groups, asked), alpha, rules)
    memories, carried = [], []
    for level, (M, E) in enumerate(zip(layers.M, layers.E, strict=True)):
        if not M.shape[1]:
            memories.append(M)
            carried.append(E)
            continue
        g, gamma = write_vectors(level, seen, rules), rules.gammas[level]
        if rules.gate == "learned":
            memories.append(future.gated_store(M, gates[level], g, gamma))
            carried.append(future.eligibility(E, M, gates[level], g, gamma, seen.a[level]))
        else:
            angle = rules.angles[level] if rules.angles else None
            memories.append(store(M, seen.x[level], g, gamma, rules, angle))
            carried.append(E)
    return updated._replace(M=memories, E=carried), output


def update(
    layers: Layers,
    seen: Forward,
    deltas: list[Array],
    nodes: list[Array],
    question: tuple[Array, Array, list[int], Array],
    alpha: float,
    rules: Rules,
) -> Layers:
    """Eq. (9)-(10), or the rates of AdaGrad or of a line search, for weights, biases and gates."""
    gW = [np.outer(d, a) for d, a in zip(deltas, seen.a, strict=True)]
    gates = [
        future.gate_gradient(e, x, E) if V.shape[1] else np.zeros((len(x), 1))
        for e, x, V, E in zip(nodes, seen.x, layers.V, layers.E, strict=False)
    ]
    values = (layers.W, layers.b, layers.V, layers.c)
    slopes = (gW, deltas, [g[:, :-1] for g in gates], [g[:, -1] for g in gates])
    if rules.optimiser == "adagrad":
        pairs = [
            [future.adagrad(v, g, s, alpha) for v, g, s in zip(vs, gs, ss, strict=True)]
            for vs, gs, ss in zip(values, slopes, layers.squares, strict=True)
        ]
        moved = [[v for v, _ in part] for part in pairs]
        W, b, V, c = ([s for _, s in part] for part in pairs)
        return layers._replace(W=moved[0], b=moved[1], V=moved[2], c=moved[3], squares=(W, b, V, c))

    def descended(length: float) -> tuple[list[Array], list[Array]]:
        steps = zip(layers.W, layers.b, deltas, seen.a, strict=True)
        pairs = [equations.descend(W, b, length, d, a) for W, b, d, a in steps]
        return [W for W, _ in pairs], [b for _, b in pairs]

    size = alpha
    if rules.optimiser == "line-search":
        inputs, target, groups, asked = question

        def loss(length: float) -> float:
            return loss_of(
                forward(*descended(length), layers.M, inputs, groups, rules).x[-1],
                target,
                groups,
                asked,
                rules,
            )

        size = future.line_search(loss, alpha, sum(float(np.sum(g**2)) for g in (*gW, *deltas)))
    W, b = descended(size)
    V, c = (
        [v - size * g for v, g in zip(vs, gs, strict=True)]
        for vs, gs in zip(values[2:], slopes[2:], strict=True)
    )
    return layers._replace(W=W, b=b, V=V, c=c)
