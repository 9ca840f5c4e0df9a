"""The step of the memory network in PyTorch, eagerly: formulas by hand and in place, which is quicker than autograd."""

from collections.abc import Callable

import torch

from benchmarks.cases import Case
from benchmarks.peers.plain import layers
from nmn.trace import Floats


class Layer:
    """A hidden layer with its memory, or the output layer without."""

    def __init__(self, W: Floats, b: Floats, bank: Floats | None, near: Floats | None) -> None:
        self.W, self.b, self.bank = torch.from_numpy(W), torch.from_numpy(b), None
        if bank is not None:
            self.bank, self.near = torch.from_numpy(bank), torch.from_numpy(near)
            self.memory = self.bank[1:]
            self.powers = 2.0 ** torch.arange(len(near) - 1, -1, -1, dtype=torch.float64)

    def forward(self, a: torch.Tensor) -> torch.Tensor:
        """Eq. (1)-(2)."""
        self.x = torch.addmv(self.b, self.W, a).sigmoid_()
        return self.x if self.bank is None else (self.bank * self.x).view(-1)

    def learn(self, alpha: float, delta: torch.Tensor, a: torch.Tensor) -> None:
        """Eq. (9)-(10)."""
        self.W.addr_(delta, a, alpha=-alpha)
        self.b.sub_(delta, alpha=alpha)

    def store(self, lost: float) -> None:
        """Eq. (11)."""
        fires = (self.x >= 0.5).double()
        axis = torch.mv(fires[self.near].t(), self.powers).long()
        self.memory.mul_(1.0 - lost * fires)
        self.memory.scatter_add_(0, axis.unsqueeze(0), fires.unsqueeze(0))


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    torch.set_num_threads(1)
    alpha, lost = case.parameters.alpha, 1.0 - case.parameters.gamma
    inputs, targets = torch.from_numpy(case.stream.inputs), torch.from_numpy(case.stream.targets)

    @torch.inference_mode()
    def run() -> Floats:
        start = layers(case)
        rest = zip(start.weights, start.biases, (*start.banks, None), (*start.near, None), strict=True)
        net = [Layer(*parts) for parts in rest]
        outputs = torch.empty_like(targets)
        for t, (a, target) in enumerate(zip(inputs.unbind(), targets.unbind(), strict=True)):
            seen = [a]
            for layer in net:
                seen.append(layer.forward(seen[-1]))
            x = seen.pop()
            outputs[t] = x
            delta = torch.ops.aten.sigmoid_backward(x - target, x)
            for layer, below, a in zip(net[:0:-1], net[-2::-1], seen[:0:-1], strict=True):
                e = torch.mv(layer.W.t(), delta).view_as(below.bank)
                layer.learn(alpha, delta, a)
                delta = torch.ops.aten.sigmoid_backward((e * below.bank).sum(0), below.x)
            net[0].learn(alpha, delta, seen[0])
            for layer in net[:-1]:
                layer.store(lost)
        return outputs.numpy()

    return run
