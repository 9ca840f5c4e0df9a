"""torch.nn.RNN and torch.nn.LSTM, window after window, with autograd and the fused Adam."""

from collections.abc import Callable

import numpy as np
import torch

from benchmarks.cases import Case
from benchmarks.peers.plain import Recurrent, recurrent
from nmn.engine.baselines.window import BETA_1, BETA_2, LONGEST, TINY
from nmn.trace import Floats


def gate_order(part: Floats) -> Floats:
    """Rows of the gates i, f, o, g in PyTorch's order, i, f, g, o."""
    i, f, o, g = np.split(part, 4)
    return np.concatenate((i, f, g, o))


def modules(start: Recurrent, gates: int) -> tuple[torch.nn.Module, torch.nn.Linear]:
    """The hidden layer and the output layer with the initial weights; PyTorch's second bias stays 0."""
    k, n = start.output.shape[1], start.hidden.shape[1]
    kind = torch.nn.RNN if gates == 1 else torch.nn.LSTM
    layer = kind(n, k, dtype=torch.float64)
    output = torch.nn.Linear(k, len(start.last), dtype=torch.float64)
    hidden = start[:3] if gates == 1 else [gate_order(part) for part in start[:3]]
    with torch.no_grad():
        values = (*hidden, np.zeros(gates * k), start.output, start.last)
        for parameter, value in zip((*layer.parameters(), *output.parameters()), values, strict=True):
            parameter.copy_(torch.from_numpy(value))
    layer.bias_hh_l0.requires_grad_(False)
    return layer, output


def prepare(case: Case) -> Callable[[], Floats]:
    """See `peers`."""
    torch.set_num_threads(1)
    start, net = recurrent(case), case.network
    batches = [torch.from_numpy(part).unsqueeze(2).unbind() for part in start[5:8]]
    begins = start.begins.tolist()
    counts = np.maximum(start.asked.max(2).sum(1), 1.0).tolist()
    everything = bool(start.asked.all())

    def run() -> Floats:
        layer, output = modules(start, net.gates)
        learned = [part for part in (*layer.parameters(), *output.parameters()) if part.requires_grad]
        adam = torch.optim.Adam(
            learned, case.parameters.rnn_alpha, betas=(BETA_1, BETA_2), eps=TINY, fused=True
        )
        state, outputs = None, []
        for inputs, targets, asked, begin, count in zip(*batches, begins, counts, strict=True):
            h, state = layer(inputs, None if begin else state)
            answers = output(h)
            error = answers - targets if everything else (answers - targets) * asked
            (error.square().sum() * (0.5 / count)).backward()
            length = torch.nn.utils.get_total_norm([part.grad for part in learned], foreach=True)
            if length > LONGEST:
                torch._foreach_mul_([part.grad for part in learned], LONGEST / length)
            adam.step()
            adam.zero_grad()
            state = state.detach() if net.gates == 1 else tuple(part.detach() for part in state)
            outputs.append(answers.detach())
        return torch.cat(outputs).flatten(0, 1).numpy()

    return run
