"""The paper's equations, one readable function each, in NumPy: the definition of the model.

`future` has those that its Section VI sketches, `reference` puts them together to a step, and the compiled kernels
compute the same, fused; the tests hold them equal. Shapes: k standard neurons in a layer, D memory axes each, n entries
in the augmented output of the layer below.
"""

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


def ring(x: Array, tau: int) -> Array:
    """Outputs of each neuron and its tau nearest neighbours in the layer, [k, tau + 1], from left to right.

    Indices wrap around (Section III-C leaves the ends open).
    """
    neighbours = np.arange(len(x))[:, None] + np.arange(-(tau // 2), tau // 2 + 1)
    return x.take(neighbours, mode="wrap")


def column(layers: list[Array], layer: int, tau: int) -> Array:
    """Outputs of each neuron of a layer and its tau neighbours in the layers before and after, [k, tau + 1].

    Departure: Section III-C names these neighbours without more. A layer of another size gives its neuron at the same
    height, the input its values cut to 0 ... 1, and what lies beyond input and output counts as 0.

    Args:
        layers: inputs, then the outputs x of every layer.
        layer: the layer's index among them.
        tau: neighbours, half of them before and half after.
    """
    k = len(layers[layer])
    near = np.zeros((k, tau + 1))
    for place in range(tau + 1):
        other = layer + place - tau // 2
        if 0 <= other < len(layers):
            near[:, place] = np.clip(layers[other], 0, 1)[np.arange(k) * len(layers[other]) // k]
    return near


def pattern(near: Array) -> NDArray[np.int64]:
    """The activation permutation of each neuron and its neighbours, as a binary number (Section III-C).

    Args:
        near: [k, tau + 1] outputs of neurons and neighbours, the most significant first.

    Returns:
        [k] numbers below 2^(tau + 1).
    """
    return fires(near) @ (2 ** np.arange(near.shape[1] - 1, -1, -1))


def hard_code(near: Array) -> Array:
    """The g of Eq. (11), [k, 2^(tau + 1)]: the unit vector of each neuron's pattern, orthogonal to all others."""
    return np.eye(2 ** near.shape[1])[pattern(near)]


def soft_code(near: Array) -> Array:
    """The differentiable g, [k, 2^(tau + 1)]: on every axis the product of x or 1 - x that Eq. (12) addresses with."""
    code = np.ones((len(near), 1))
    for value in near.T[:, :, None]:
        code = np.stack((code * (1.0 - value), code * value), axis=2).reshape(len(near), -1)
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
