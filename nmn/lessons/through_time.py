"""What reaches back and forth in time in a network: an error on its way back, an input's trace on its way on."""

import numpy as np

from nmn.engine.baselines.through_time import Network, State
from nmn.runs.training import Run
from nmn.trace import Floats

STILL = 1e-12  # of its size: what is smaller counts as nothing


def gradients(run: Run, step: int) -> Floats:
    """How large the error of a step's answers still is so many steps back, in the sums of the hidden layer.

    Args:
        run: of a network with memory banks, whose errors stay in their step, Eq. (7)-(8); or of a recurrent one, whose
            errors go back through time: a readable form of `window.gradient`.
        step: what is asked there counts, and nothing before it.

    Returns:
        [steps back + 1], from the step itself to the last one that its error reaches.
    """
    if run.engine.memory != "state":
        hidden = sum(layer.size for layer in run.layers if layer.kind == "hidden")
        return np.linalg.norm(run.trace(step, step + 1).delta[:, :hidden], axis=1)
    network, state = run.network, run.at(step)
    return _through_time(network, state, int(state.counts[1]) - 1)


def _through_time(network: Network, state: State, last: int) -> Floats:
    """Sizes of the errors of a window's last step in the sums of all its steps, the last one first."""
    n, k = network.inputs, network.width
    sums = network.gates * k
    feedback = state.weights[: network.at[1]].reshape(n + k, sums)[n:]
    output = state.weights[network.at[2] : network.at[3]].reshape(k, network.outputs)
    dh, dc, sizes = output @ state.error[last], np.zeros(k), []
    for t in range(last, -1, -1):
        if network.gates > 1:
            delta, dc = _cell(state, t, dh, dc)
        else:
            delta = dh * (1.0 - state.seen[t + 1, n:] ** 2)
        sizes.append(float(np.linalg.norm(delta)))
        dh = feedback @ delta
    return np.array(sizes)


def _cell(state: State, t: int, dh: Floats, dc: Floats) -> tuple[Floats, Floats]:
    """The errors of an LSTM's outputs and cells to those of its gates' sums, and of its cells one step earlier."""
    i, f, o, g, squashed = state.gates[t].reshape(5, -1)
    d = dc + dh * o * (1.0 - squashed**2)
    into = (
        d * g * i * (1 - i),
        d * state.cell[t] * f * (1 - f),
        dh * squashed * o * (1 - o),
        d * i * (1 - g**2),
    )
    return np.concatenate(into), d * f


def traces(run: Run, step: int, count: int) -> Floats:
    """How far apart what a network holds is after a step's input was another class's, and the steps that follow.

    What it holds are its composite memories, its cells or, where it has neither, its hidden outputs.

    Args:
        run: the run; its task's inputs begin with one for each class.
        step: whose input is another one.
        count: so many steps, that one among them.

    Returns:
        [count] distances.
    """
    classes = len(run.task.outputs)
    seen = run.stream(step - 1, step).inputs[0]
    other = np.concatenate((np.roll(seen[:classes], 1), seen[classes:]))
    fork = run.fork(step - 1, inputs={step: other}).train(step + count - 1)
    one, two = (each.trace(step, step + count) for each in (run, fork))
    held = (one.memory, two.memory) if one.memory.shape[1] else (one.hidden, two.hidden)
    return np.linalg.norm(held[0] - held[1], axis=1)


def share(sizes: Floats, place: int) -> float:
    """What is left at a place of what there was at first; 0 beyond the end."""
    left = float(sizes[place] / sizes[0]) if place < len(sizes) else 0.0
    return left if left > STILL else 0.0
