"""Addressed memory, Eq. (12), in PyTorch, eagerly: formulas by hand; one hidden layer."""

from collections.abc import Callable

import torch

from benchmarks.cases import Case
from benchmarks.peers.plain import layers
from nmn.trace import Floats


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    torch.set_num_threads(1)
    alpha, lost, tau = case.parameters.alpha, 1.0 - case.parameters.gamma, case.parameters.tau
    inputs, targets = torch.from_numpy(case.stream.inputs), torch.from_numpy(case.stream.targets)
    first = layers(case)
    near = torch.from_numpy(first.near[0])
    near = torch.cat((near[: tau // 2], near[tau // 2 + 1 :]))  # [tau, k], the neuron itself is no part of it
    powers = 2.0 ** torch.arange(tau - 1, -1, -1, dtype=torch.float64)
    # A factor of an address is x or 1 - x, which is offset + sign x; [S, tau, 1] for all slots and neighbours.
    signs = 2.0 * (torch.arange(2**tau)[:, None] >> torch.arange(tau - 1, -1, -1) & 1)[..., None] - 1.0
    offsets = (1.0 - signs) / 2.0
    others = torch.tensor([[b for b in range(tau) if b != a] for a in range(tau)])  # [tau, tau - 1]

    @torch.inference_mode()
    def run() -> Floats:
        start = layers(case)
        (W, V), (b, c) = map(torch.from_numpy, start.weights), map(torch.from_numpy, start.biases)
        bank = torch.from_numpy(start.banks[0][1:].copy())
        k = len(b)
        outputs = torch.empty_like(targets)
        for t, (a, target) in enumerate(zip(inputs.unbind(), targets.unbind(), strict=True)):
            x = torch.addmv(b, W, a).sigmoid_()
            factors = torch.addcmul(offsets, signs, x[near])  # [S, tau, k]
            read = (factors.prod(1) * bank).sum(0)
            out = torch.cat((x, x * read))
            y = torch.addmv(c, V, out).sigmoid_()
            outputs[t] = y

            delta = torch.ops.aten.sigmoid_backward(y - target, y)
            e = torch.mv(V.t(), delta)
            rest = (
                factors[:, others].prod(2).mul_(signs)
            )  # [S, tau, k], the address's slope by each neighbour
            slope = (rest * bank.unsqueeze(1)).sum(0).mul_(e[k:] * x)
            error = torch.addcmul(e[:k], e[k:], read).index_add_(0, near.view(-1), slope.view(-1))
            V.addr_(delta, out, alpha=-alpha)
            c.sub_(delta, alpha=alpha)
            delta = torch.ops.aten.sigmoid_backward(error, x)
            W.addr_(delta, a, alpha=-alpha)
            b.sub_(delta, alpha=alpha)

            fires = (x >= 0.5).double()
            slot = torch.mv(fires[near].t(), powers).long()
            bank.mul_(1.0 - lost * fires)
            bank.scatter_add_(0, slot.unsqueeze(0), fires.unsqueeze(0))
        return outputs.numpy()

    return run
