"""Measures of how memories are read, and of how far errors go: in sums, in slopes, and through time."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nmn.lessons import through_time
from nmn.lessons.found import Found, binned
from nmn.lessons.measures_of_memory import after, held
from nmn.lessons.shown import Shown
from nmn.paper.equations import sigmoid
from nmn.runs.training import Run
from nmn.trace import Floats

SHARES = {"tiny": 1e-3, "tenth": 0.5, "most": 1.1}  # of what there was at first


def output(shown: Shown) -> float:
    """The output x of the chosen neuron."""
    return float(shown.step.hidden[0, shown.neuron])


def handed(shown: Shown, axis: int) -> Found:
    """What the neuron hands on of a component, x times M; `whole`: M alone, `added`: x + M."""
    x, m = output(shown), float(held(shown, before=True)[axis])
    return Found(x * m, {"whole": m, "added": x + m})


def pushed(shown: Shown, axis: int) -> Floats:
    """[outputs] what a component of the chosen neuron of the one hidden layer adds to the sum of each."""
    run = shown.stepped
    weights = run.engine.weights(run.network, run.at(shown.at - 1)).R[-1][:, axis, shown.neuron]
    return np.asarray(weights * output(shown) * held(shown, before=True)[axis])


def pushes(shown: Shown, axis: int, outputs: Sequence[int]) -> Found:
    """What a component does to two outputs: first (that one up, the other down), second, both up, neither."""
    one, other = pushed(shown, axis)[list(outputs)] > 0
    return Found(
        {(True, False): "first", (False, True): "second", (True, True): "both"}.get((one, other), "neither")
    )


def bare(shown: Shown) -> Floats:
    """[outputs] the sums of the outputs without what memories add."""
    run = shown.stepped
    weights = run.engine.weights(run.network, run.at(shown.at - 1))
    return np.asarray(weights.b[-1] + weights.W[-1] @ shown.step.hidden[0, -weights.W[-1].shape[1] :])


def alone(shown: Shown) -> Found:
    """Whether the same output is the largest without what memories add: same, other."""
    return Found("same" if bare(shown).argmax() == shown.step.outputs[0].argmax() else "other")


def moves(shown: Shown, axes: Sequence[int]) -> Found:
    """Which weight from the neuron's components moves most, Eq. (9): a and the axis."""
    size = {axis: abs(output(shown) * held(shown, before=True)[axis]) for axis in axes}
    return Found(f"a{max(size, key=size.__getitem__)}")


def slope(_: Shown, sum: float) -> Found:
    """How large the slope x (1 - x) of an output is at a sum: quarter, hundredth, less (than a thousandth)."""
    x = float(sigmoid(np.array(float(sum))))
    return Found(binned(x * (1 - x), {"less": 1e-3, "hundredth": 0.05, "quarter": 0.26}))


def heavier(shown: Shown, axes: Sequence[int], above: str, below: str) -> Found:
    """Which weight on two axes must be the larger one, for a sum above after one sequence and below after another."""
    first, second = (after(shown, above) - after(shown, below))[list(axes)]
    if not np.isclose(first, -second, rtol=0.02):
        raise ValueError("The sequences differ by more than what the two axes have changed for each other.")
    return Found("first" if first > 0 else "second")


def back(shown: Shown) -> Found:
    """How many steps back an answer's error goes; `lag`: to what is asked for."""
    reach = float(len(through_time.gradients(shown.stepped, shown.at)) - 1)
    lag = shown.stepped.task.period - 1
    return Found(reach, {"lag": float(lag), "one-step": 1.0})


def other(shown: Shown, model: str) -> Run:
    """Another network's run of the same settings."""
    return shown.run(replace(shown.parameters, model=model).relevant())


def gradient(shown: Shown, model: str, back: int) -> Found:
    """What is left of an answer's error so many steps back: most, tenth, tiny."""
    return Found(
        binned(through_time.share(through_time.gradients(other(shown, model), shown.at), back), SHARES)
    )


def trace(shown: Shown, model: str, after: int) -> Found:
    """What is left so many steps later of what another input would have changed: most, tenth, tiny."""
    sizes = through_time.traces(other(shown, model), shown.at, after + 1)
    return Found(binned(through_time.share(sizes, after), SHARES))


def learns(shown: Shown) -> Found:
    """What gradient descent teaches a network with memories: read; with gates that are trained both."""
    return Found("both" if shown.parameters.gate == "learned" else "read")
