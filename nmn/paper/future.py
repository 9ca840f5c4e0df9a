"""What Section VI of the paper leaves to future work, and memories that turn, one readable function each, in NumPy.

Shapes as in `equations`; a layer's bank of addressed memory has S = 2^tau slots of C contents each.
"""

from collections.abc import Callable

import numpy as np

from nmn.paper.equations import Array, sigmoid


def focus(x: Array, beta: float) -> Array:
    """The focusing technique that Eq. (12) asks for: x^beta / (x^beta + (1 - x)^beta); beta = 1 leaves x as it is."""
    return x**beta / (x**beta + (1.0 - x) ** beta)


def read_slots(address: Array, M: Array) -> Array:
    """Eq. (12): the contents that each neuron's neighbours select, [k, C].

    Args:
        address: [k, S] soft code of the focused outputs of the neighbours, without the neuron's own.
        M: [k, S, C] the neurons' banks.
    """
    return np.einsum("ks,ksc->kc", address, M)


def write_gate(V: Array, c: Array, a: Array) -> Array:
    """Unlinked read and write: the gate w = sigma(V a + c), [k], that says how far a neuron writes."""
    return sigmoid(V @ a + c)


def gated_store(M: Array, w: Array, g: Array, gamma: Array) -> Array:
    """Memories [k, D] after a write through the gates: M <- (1 - w (1 - gamma)) M + w g.

    A gate at 0 keeps everything, one at 1 decays and writes as Eq. (11) does when the neuron fires.
    """
    return (1.0 - w * (1.0 - gamma))[:, None] * M + w[:, None] * g


def eligibility(E: Array, M: Array, w: Array, g: Array, gamma: Array, a: Array) -> Array:
    """The derivative of every component by its own gate's weights and bias, [k, D, n + 1], after a write.

    E <- (1 - w (1 - gamma)) E + (g - (1 - gamma) M) w (1 - w) (a, 1): carried forward, it replaces back-propagation
    through time.

    Args:
        E: [k, D, n + 1] before the write.
        M: [k, D] memories before the write.
        w, gamma: [k].
        g: [k, D].
        a: [n] augmented output of the layer below.
    """
    keep = (1.0 - w * (1.0 - gamma))[:, None, None]
    pull = (g - (1.0 - gamma)[:, None] * M) * (w * (1.0 - w))[:, None]
    return keep * E + pull[:, :, None] * np.append(a, 1.0)


def gate_gradient(e: Array, x: Array, E: Array) -> Array:
    """Slope of the loss by each gate's weights and bias, [k, n + 1]: the sum of e_m x E_m.

    Args:
        e: [k, D] errors of the memory nodes, Eq. (7).
        x: [k] outputs, which switch the memory nodes.
        E: [k, D, n + 1] eligibilities.
    """
    return np.einsum("kd,k,kdn->kn", e, x, E)


def upright(g: Array) -> Array:
    """A write vector [k, D] in planes of two axes each, [k, 2 D]: along the first axis of every plane.

    Ours, as `turned`: nothing of the kind is in the paper.
    """
    return np.concatenate((g, np.zeros_like(g)), axis=1)


def turned(M: Array, angle: Array) -> Array:
    """Memories [k, 2 D] after a turn of every plane (m, D + m) by the angle of its neuron, [k].

    Ours, beyond the paper, whose memories only shrink: M <- gamma R M + g, where R turns. A write that is n fires old
    then points n angles away from where it was written. Neurons of different angles can tell all ages apart with
    weights of ordinary size, as sines of different frequencies add up to any course; sums of decays gamma^n would take
    enormous ones.
    """
    along, across = np.split(M, 2, axis=1)
    cosine, sine = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return np.concatenate((cosine * along - sine * across, sine * along + cosine * across), axis=1)


def adagrad(value: Array, gradient: Array, squares: Array, alpha: float) -> tuple[Array, Array]:
    """AdaGrad (Duchi et al., 2011): the values after a step and the sums of squared gradients."""
    squares = squares + gradient**2
    return value - alpha * gradient / (np.sqrt(squares) + 1e-8), squares


def line_search(loss: Callable[[float], float], alpha: float, norm: float, halvings: int = 20) -> float:
    """The step of a backtracking line search: alpha, halved until the loss falls enough (Armijo); 0 if it never does.

    Args:
        loss: loss after a step of the given size against the gradient.
        alpha: the largest step.
        norm: squared length of the gradient.
        halvings: tries before giving up.
    """
    start = loss(0.0)
    for _ in range(halvings):
        if loss(alpha) <= start - 1e-4 * alpha * norm:
            return alpha
        alpha *= 0.5
    return 0.0


def softmax(z: Array) -> Array:
    """Probabilities that sum to one, from a class answer's inputs z."""
    powers = np.exp(z - z.max())
    return powers / powers.sum()


def cross_entropy(x: Array, y: Array) -> float:
    """Minus the logarithm of the probability x that a class answer gives to the target y (one-hot)."""
    return float(-np.sum(y * np.log(np.maximum(x, 1e-300))))
