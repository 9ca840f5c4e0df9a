"""The paper's equations, one readable function each, in NumPy: the definition of the model.

The compiled kernel (`kernels.py`) computes the same, fused; the tests hold it equal to `step` below. Shapes: k standard
neurons in a layer, D memory axes each, n entries in the augmented output of the layer below.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sigmoid(z: Array) -> Array:
    """The standard neuron's output function, 1 / (1 + exp(-z)), in a form that cannot overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def forward(W: Array, b: Array, a: Array) -> Array:
    """Eq. (1): x = sigma(W a + b).

    Args:
        W: [k, n] weights.
        b: [k] biases.
        a: [n] augmented output of the layer below.

    Returns:
        [k] outputs of the standard neurons, in (0, 1).
    """
    return sigmoid(W @ a + b)


def augment(x: Array, M: Array) -> Array:
    """Eq. (2): a = [x_1, x_1 M_1, ..., x_k, x_k M_k]. A neuron switches its own memory.

    Args:
        x: [k] outputs.
        M: [k, D] composite memories.

    Returns:
        [k (1 + D)] augmented output.
    """
    return (x[:, None] * np.column_stack((np.ones_like(x), M))).ravel()


def squared_error(x: Array, y: Array) -> float:
    """Eq. (3): half the squared distance between output x [k] and target y [k]."""
    return float(0.5 * np.sum((x - y) ** 2))


def output_delta(x: Array, y: Array) -> Array:
    """Eq. (6): delta of the output layer, [k]."""
    return (x - y) * x * (1.0 - x)


def hidden_delta(W: Array, delta: Array, x: Array, M: Array) -> Array:
    """Eq. (7) and (8): delta of a hidden layer, [k], from the layer above.

    Departure: the print multiplies by x (1 - x) before it sums over the memory paths. The gradient of Eq. (3) asks
    for the other order, taken here; `hidden_delta_printed` keeps the print's.

    Args:
        W: [k_above, k (1 + D)] weights of the layer above.
        delta: [k_above] errors of the layer above.
        x: [k] outputs.
        M: [k, D] composite memories.
    """
    e = (W.T @ delta).reshape(len(x), -1)
    return (e[:, 0] + np.sum(e[:, 1:] * M, axis=1)) * x * (1.0 - x)


def hidden_delta_printed(W: Array, delta: Array, x: Array, M: Array) -> Array:
    """Eq. (7) and (8) in the order of the print, x (1 - x) over the augmented output first: not the gradient."""
    a = augment(x, M)
    e = ((W.T @ delta) * a * (1.0 - a)).reshape(len(x), -1)
    return e[:, 0] + np.sum(e[:, 1:] * M, axis=1)


def descend(W: Array, b: Array, alpha: float, delta: Array, a: Array) -> tuple[Array, Array]:
    """Eq. (9) and (10), with the gradient of Eq. (5), delta a^T: the updated weights [k, n] and biases [k].

    Departure: the print's index in (5) and (9) is one layer off; a is the output of the layer below.
    """
    return W - alpha * np.outer(delta, a), b - alpha * delta


def fires(x: Array) -> NDArray[np.bool_]:
    """The rounded outputs of Eq. (11), [k]: a neuron fires where x >= 0.5."""
    return x >= 0.5


def pattern(x: Array, tau: int) -> NDArray[np.int64]:
    """The activation permutation of each neuron and its tau nearest neighbours, as a binary number (Section III-C).

    Indices wrap around; the neighbour furthest to the left is the most significant bit.

    Args:
        x: [k] outputs.
        tau: neighbours, half of them on each side.

    Returns:
        [k] numbers below 2^(tau + 1).
    """
    neighbours = np.arange(len(x))[:, None] + np.arange(-(tau // 2), tau // 2 + 1)
    return fires(x).take(neighbours, mode="wrap") @ (2 ** np.arange(tau, -1, -1))


def hard_code(x: Array, tau: int) -> Array:
    """The g of Eq. (11), [k, 2^(tau + 1)]: the unit vector of each neuron's pattern, orthogonal to all others."""
    return np.eye(2 ** (tau + 1))[pattern(x, tau)]


def soft_code(x: Array, tau: int) -> Array:
    """The differentiable g, [k, 2^(tau + 1)]: on every axis the product of x or 1 - x that Eq. (12) addresses with."""
    code = np.ones((len(x), 1))
    for offset in range(-(tau // 2), tau // 2 + 1):
        neighbour = np.roll(x, -offset)[:, None]
        code = np.stack((code * (1.0 - neighbour), code * neighbour), axis=2).reshape(len(x), -1)
    return code


def exponential(M: Array, gamma: float | Array) -> Array:
    """Decay of Eq. (11): every component shrinks to gamma of itself."""
    return gamma * M


def asymptotic(M: Array, gamma: float | Array, floor: float) -> Array:
    """Asymptotic decay (Section III-C): a component shrinks to no less than the floor, where its age is lost."""
    size = np.abs(M)
    return np.sign(M) * np.maximum(gamma * size, np.minimum(size, floor))


def store_add(decayed: Array, g: Array) -> Array:
    """Eq. (11): the new memory is added to the decayed ones."""
    return decayed + g


def store_refresh(decayed: Array, g: Array) -> Array:
    """A repeated memory is renewed instead of added, so that a component is exactly gamma^age.

    For the input write, whose entries can be negative, the entry of larger size stays.
    """
    return np.where(np.abs(g) >= np.abs(decayed), g, decayed)


class Rules(NamedTuple):
    """The interpretations that a whole step needs; the words are those of `Parameters`."""

    tau: int
    gamma: float
    floor: float
    write: str
    code: str
    store: str
    decay: str
    backprop: str


def write_vector(x: Array, inputs: Array, rules: Rules) -> Array:
    """What each neuron of a layer would store, [k, D]: its neighbours' pattern, or the input vector (Section IV-C)."""
    if rules.write == "input":
        return np.tile(inputs, (len(x), 1))
    return hard_code(x, rules.tau) if rules.code == "hard" else soft_code(x, rules.tau)


def store(M: Array, x: Array, g: Array, rules: Rules) -> Array:
    """Eq. (11): composite memories after a step, [k, D]. A neuron that does not fire keeps its own unchanged."""
    match rules.decay:
        case "exponential":
            decayed = exponential(M, rules.gamma)
        case "asymptotic":
            decayed = asymptotic(M, rules.gamma, rules.floor)
        case _:
            decayed = M
    stored = store_add(decayed, g) if rules.store == "add" else store_refresh(decayed, g)
    return np.where(fires(x)[:, None], stored, M)


def step(
    weights: list[Array],
    biases: list[Array],
    memories: list[Array],
    inputs: Array,
    target: Array,
    alpha: float,
    rules: Rules,
) -> tuple[list[Array], list[Array], list[Array], Array]:
    """One input through the whole algorithm of Section III: forward, back, update, store.

    Args:
        weights: [k_l, n_(l-1)] for each layer l = 1 ... L+1.
        biases: [k_l] for each of them.
        memories: [k_l, D_l] for each hidden layer; D_l = 0 where memory is off.
        inputs: [n_in].
        target: [n_out].
        alpha: learning rate; 0 in use.
        rules: the interpretations.

    Returns:
        New weights, biases and memories, and the output [n_out].
    """
    augmented, xs = [inputs], []
    for W, b, M in zip(weights[:-1], biases[:-1], memories, strict=True):
        xs.append(forward(W, b, augmented[-1]))
        augmented.append(augment(xs[-1], M))
    output = forward(weights[-1], biases[-1], augmented[-1])

    back = hidden_delta if rules.backprop == "derived" else hidden_delta_printed
    deltas = [output_delta(output, target)]
    for W, x, M in zip(weights[:0:-1], xs[::-1], memories[::-1], strict=True):
        deltas.insert(0, back(W, deltas[0], x, M))

    updated = [
        descend(W, b, alpha, d, a) for W, b, d, a in zip(weights, biases, deltas, augmented, strict=True)
    ]
    stored = [
        store(M, x, write_vector(x, inputs, rules), rules) if M.shape[1] else M
        for M, x in zip(memories, xs, strict=True)
    ]
    return [W for W, _ in updated], [b for _, b in updated], stored, output
