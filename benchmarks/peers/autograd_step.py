"""The step of the memory network in PyTorch as most people would write it: autograd, and torch.optim's SGD."""

from collections.abc import Callable

import torch
from torch.nn.functional import one_hot

from benchmarks.cases import Case
from benchmarks.peers.plain import layers
from nmn.trace import Floats


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    torch.set_num_threads(1)
    gamma, tau = case.parameters.gamma, case.parameters.tau
    inputs, targets = torch.from_numpy(case.stream.inputs), torch.from_numpy(case.stream.targets)
    powers = 2 ** torch.arange(tau, -1, -1)

    def run() -> Floats:
        start = layers(case)
        weights, biases = (
            [torch.from_numpy(part).requires_grad_() for part in parts]
            for parts in (start.weights, start.biases)
        )
        banks = [torch.from_numpy(bank[1:].copy()) for bank in start.banks]
        near = [torch.from_numpy(part) for part in start.near]
        descent, outputs = torch.optim.SGD([*weights, *biases], case.parameters.alpha), []
        for a, target in zip(inputs, targets, strict=True):
            xs = []
            for W, b, bank in zip(weights, biases, (*banks, None), strict=True):
                xs.append(torch.sigmoid(W @ a + b))
                a = xs[-1] if bank is None else torch.cat((xs[-1], (xs[-1] * bank).flatten()))
            descent.zero_grad()
            (0.5 * (a - target).square().sum()).backward()
            descent.step()
            outputs.append(a.detach())
            with torch.no_grad():
                for layer, around in enumerate(near):
                    fires = xs[layer] >= 0.5
                    axis = (fires[around].T * powers).sum(1)
                    kept = torch.where(fires, gamma, 1.0) * banks[layer]
                    banks[layer] = kept + one_hot(axis, 2 ** (tau + 1)).T * fires
        return torch.stack(outputs).numpy()

    return run
