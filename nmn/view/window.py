"""What the stage gets to draw: the window of a run around a step, packed for the browser."""

from typing import Any

from nmn.parameters import SPECS
from nmn.spec import MODELS
from nmn.training import Run
from nmn.view.stage import pack

LONGEST = 400  # steps in a window
NUMBERS = 800_000  # and at most this many numbers in all


def bounds(run: Run, at: int) -> tuple[int, int]:
    """First step of the window around a step, and the one after its last.

    Windows overlap by half and depend on little but the step: a step's neighbours share its window.
    """
    per_step = sum(layer.size * (2 + layer.axes) for layer in run.layers)
    half = max(20, min(LONGEST, NUMBERS // per_step) // 4 * 2)
    first = 1 + max(0, (at - 1 - half // 2) // half) * half
    return first, min(first + 2 * half, run.length + 1)


def labels(run: Run) -> dict[str, Any]:
    """Names of inputs, outputs and memory axes: patterns of neighbours, or the inputs that were written."""
    parameters = run.parameters
    bits = parameters.tau + 1
    patterns = [format(number, f"0{bits}b") for number in range(2**bits)]
    axes = run.task.inputs if parameters.write == "input" else patterns
    return {"inputs": run.task.inputs, "outputs": run.task.outputs, "axes": axes}


def most_varied(run: Run, at: int) -> int:
    """The hidden neuron that wrote the most different axes around a step: the one worth looking at first."""
    axis = run.trace(*bounds(run, at)).axis
    return max(range(axis.shape[1]), key=lambda neuron: len(set(axis[:, neuron].tolist())))


def packed(run: Run, beside: dict[str, Run], at: int, offered: int, **more: Any) -> bytes:
    """The window around a step, with the curves of the runs beside it.

    Args:
        run: the run that is stepped.
        beside: runs to compare with, by model, the stepped one among them.
        at: the step.
        offered: where the cursor goes if this is a new place; for the same window it must stay the same.
        **more: further header fields, see `stage.pack`.
    """
    first, stop = bounds(run, at)
    trace = run.trace(first, stop)
    curves = [
        {"model": model, "label": MODELS[model], "steps": each.curve.steps, "error": each.curve.error}
        for model, each in beside.items()
    ]
    return pack(
        trace,
        run.layers,
        run.connections(first - 1),
        model=run.parameters.model,
        task=run.parameters.task,
        total=run.length,
        at=offered,
        labels=labels(run),
        parameters={name: getattr(run.parameters, name) for name in SPECS},
        curves=curves,
        optimum=run.task.optimum,
        **more,
    )
