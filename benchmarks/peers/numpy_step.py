"""The step of the memory network in NumPy: whole layers at a time, in place, into arrays made beforehand."""

from collections.abc import Callable

import numpy as np

from benchmarks.cases import Case
from benchmarks.peers.plain import layers
from nmn.trace import Floats


class Layer:
    """A hidden layer with its memory, or the output layer without."""

    def __init__(self, W: Floats, b: Floats, bank: Floats | None, near: Floats | None, gamma: float) -> None:
        self.W, self.b, self.bank, self.gamma = W, b, bank, gamma
        self.x, self.delta, self.change = np.empty(len(b)), np.empty(len(b)), np.empty_like(W)
        self.slope, self.e = np.empty(len(b)), np.empty(W.shape[1])
        if bank is not None:
            self.near, self.columns = near, np.arange(len(b))
            self.powers = 2 ** np.arange(len(near) - 1, -1, -1)
            self.out, self.factor = np.empty_like(bank), np.empty(len(b))
            self.a = self.out.reshape(-1)
            self.paths = np.empty_like(bank)

    def forward(self, a: Floats) -> Floats:
        """Eq. (1)-(2)."""
        x = self.x
        np.dot(self.W, a, out=x)
        x += self.b
        np.negative(x, out=x)
        np.exp(x, out=x)
        x += 1.0
        np.reciprocal(x, out=x)
        if self.bank is None:
            return x
        np.multiply(self.bank, x, out=self.out)
        return self.a

    def sharpen(self) -> None:
        """The factor x (1 - x) of delta."""
        np.subtract(1.0, self.x, out=self.slope)
        self.slope *= self.x
        self.delta *= self.slope

    def fold(self, e: Floats) -> None:
        """Eq. (7)-(8) from the errors of the augmented output."""
        np.multiply(e.reshape(self.bank.shape), self.bank, out=self.paths)
        np.add.reduce(self.paths, axis=0, out=self.delta)
        self.sharpen()

    def learn(self, alpha: float, a: Floats, below: bool) -> Floats:
        """Eq. (7) before Eq. (9)-(10): the errors of what the layer sees, and the update."""
        if below:
            np.dot(self.delta, self.W, out=self.e)
        self.delta *= alpha
        np.multiply(self.delta[:, np.newaxis], a, out=self.change)
        self.W -= self.change
        self.b -= self.delta
        return self.e

    def store(self) -> None:
        """Eq. (11)."""
        fires = self.x >= 0.5
        (firing,) = fires.nonzero()
        axis = self.powers @ fires[self.near[:, firing]]
        self.factor.fill(1.0)
        self.factor[firing] = self.gamma
        self.bank[1:] *= self.factor
        self.bank[axis + 1, firing] += 1.0


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    alpha, gamma = case.parameters.alpha, case.parameters.gamma
    inputs, targets = case.stream.inputs, case.stream.targets

    def run() -> Floats:
        start = layers(case)
        rest = zip(start.weights, start.biases, (*start.banks, None), (*start.near, None), strict=True)
        net = [Layer(*parts, gamma) for parts in rest]
        hidden, last = net[:-1], net[-1]
        outputs = np.empty(targets.shape)
        for t in range(len(inputs)):
            seen = [inputs[t]]
            for layer in net:
                seen.append(layer.forward(seen[-1]))
            outputs[t] = last.x
            np.subtract(last.x, targets[t], out=last.delta)
            last.sharpen()
            e = last.learn(alpha, seen[-2], True)
            for depth in range(len(hidden) - 1, -1, -1):
                hidden[depth].fold(e)
                e = hidden[depth].learn(alpha, seen[depth], depth > 0)
            for layer in hidden:
                layer.store()
        return outputs

    return run
