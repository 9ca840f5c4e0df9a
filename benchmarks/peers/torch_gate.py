"""The learned write gate with its eligibility and AdaGrad, in PyTorch, eagerly: formulas by hand and in place.

All that AdaGrad moves lies in one flat tensor, so that it is one update.
"""

from collections.abc import Callable

import numpy as np
import torch

from benchmarks.cases import Case
from benchmarks.peers.plain import gated
from nmn.trace import Floats

TINY = 1e-8


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    torch.set_num_threads(1)
    alpha, lost = case.parameters.alpha, 1.0 - case.parameters.gamma
    inputs, targets = torch.from_numpy(case.stream.inputs), torch.from_numpy(case.stream.targets)
    extended = torch.cat((inputs, torch.ones(len(inputs), 1, dtype=torch.float64)), 1)
    begins = case.stream.starts.tolist()

    @torch.inference_mode()
    def run() -> Floats:
        start = gated(case)
        parts = (*start.weights, *start.biases, start.gate)
        flat = torch.from_numpy(np.concatenate([part.ravel() for part in parts]))
        slopes, squares = torch.empty_like(flat), torch.zeros_like(flat)
        sizes, count = [part.size for part in parts], len(start.biases)
        views = [
            [part.view(like.shape) for part, like in zip(whole.split(sizes), parts, strict=True)]
            for whole in (flat, slopes)
        ]
        weights, biases, gate = views[0][:count], views[0][count:-1], views[0][-1]
        weight_slopes, bias_slopes, gate_slope = views[1][:count], views[1][count:-1], views[1][-1]
        M, E = torch.from_numpy(start.memory), torch.from_numpy(start.eligibility)
        k, outputs = len(biases[0]), torch.empty_like(targets)
        stream = zip(inputs.unbind(), extended.unbind(), targets.unbind(), begins, strict=True)
        for t, (a, ones, target, begin) in enumerate(stream):
            if begin:
                M.zero_()
                E.zero_()
            write = torch.mv(gate.t(), ones).sigmoid_()
            seen, xs = [a], []
            for W, b in zip(weights, biases, strict=True):
                x = torch.addmv(b, W, seen[-1]).sigmoid_()
                seen.append(x if xs else torch.cat((x, (x * M).view(-1))))
                xs.append(x)
            outputs[t] = x

            delta = torch.ops.aten.sigmoid_backward(x - target, x)
            for layer in range(count - 1, -1, -1):
                torch.outer(delta, seen[layer], out=weight_slopes[layer])
                bias_slopes[layer].copy_(delta)
                if layer:
                    e = torch.mv(weights[layer].t(), delta)
                    if layer == 1:
                        part = e[k:].view_as(M)
                        torch.sum(E * (part * xs[0]), 1, out=gate_slope)
                        e = e[:k] + (part * M).sum(0)
                    delta = torch.ops.aten.sigmoid_backward(e, xs[layer - 1])
            squares.addcmul_(slopes, slopes)
            flat.addcdiv_(slopes, squares.sqrt().add_(TINY), value=-alpha)

            keep, g = 1.0 - lost * write, a.unsqueeze(1)
            pull = (g - lost * M).mul_(write * (1.0 - write))
            M.mul_(keep).addcmul_(g, write)
            E.mul_(keep).addcmul_(ones.view(-1, 1, 1), pull)
        return outputs.numpy()

    return run
