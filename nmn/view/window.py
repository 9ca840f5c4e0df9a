"""What the stage gets to draw: the window of a run around a step, packed for the browser."""

import zlib
from functools import lru_cache
from typing import Any

from nmn.parameters import DENSE, SPECS
from nmn.spec import MODELS
from nmn.tape import Tape
from nmn.trace import Trace
from nmn.training import Run
from nmn.view import axes
from nmn.view.ceilings import ceilings
from nmn.view.reads import angles, gammas, reads
from nmn.view.stage import pack

LONGEST = 400  # steps in a window
SHORT = {"delayed": "FFNN + memory"}  # where there is little room
NUMBERS = 800_000  # and at most this many numbers in all
COMPONENTS = 200_000  # of memory at most, so that a window stays below 64 MB


def bounds(run: Tape, at: int) -> tuple[int, int]:
    """First step of the window around a step, and the one after its last.

    Windows overlap by half and depend on little but the step: a step's neighbours share its window.
    """
    per_step = sum(layer.size * (2 + layer.axes) for layer in run.layers)
    half = max(20, min(LONGEST, NUMBERS // per_step) // 4 * 2)
    first = 1 + max(0, (at - 1 - half // 2) // half) * half
    return first, min(first + 2 * half, run.length + 1)


def undrawn(run: Tape) -> str | None:
    """Why the stage cannot show a network; None where it can."""
    components = sum(layer.size * layer.axes for layer in run.layers)
    widens = run.parameters.widens
    if components <= COMPONENTS and not widens:
        return None
    less = f"τ up to {DENSE}" if widens else "a smaller τ or smaller layers"
    return (
        f"This network has {components:,} memory components, too many to draw one by one: to see them, take {less}. "
        "It trains all the same: Race and Map show how it learns."
    )


@lru_cache(maxsize=4)
def recorded(run: Tape, first: int, stop: int) -> Trace:
    """The record of a window; the last few are kept, as a fork and a chosen neuron ask for the same one again."""
    return run.trace(first, stop)


def labels(run: Tape) -> dict[str, Any]:
    """Names of inputs, outputs and memory axes, and which axes are never written."""
    return {
        "inputs": _inputs(run),
        "outputs": run.task.outputs,
        "axes": axes.names(run),
        **axes.never(run),
    }


def _inputs(run: Tape) -> tuple[str, ...]:
    """The task's inputs; a network with external memory reads windows of earlier ones beside them."""
    names, size = run.task.inputs, run.layers[0].size
    if size == len(names):
        return names
    windows = size // len(names) - 1
    several = len(names) > 1
    extra = (f"{name} " * several + f"window {window + 1}" for window in range(windows) for name in names)
    return (*names, *extra)


def most_varied(run: Tape, at: int) -> int:
    """The hidden neuron that wrote the most different axes around a step: the one worth looking at first."""
    axis = recorded(run, *bounds(run, at)).axis
    return max(range(axis.shape[1]), key=lambda neuron: len(set(axis[:, neuron].tolist())))


def packed(run: Tape, beside: dict[str, Run], at: int, offered: int, **more: Any) -> bytes:
    """The window around a step, with the curves of the runs beside it.

    Args:
        run: the run that is stepped.
        beside: runs to compare with, by model, the stepped one among them.
        at: the step.
        offered: where the cursor goes if this is a new place; for the same window it must stay the same.
        **more: further header fields, see `stage.pack`.
    """
    first, stop = bounds(run, at)
    trace = recorded(run, first, stop)
    curves = [
        {
            "model": model,
            "label": SHORT.get(model, MODELS[model]),
            "steps": each.curve.steps,
            "error": each.curve.of(run.task.headline),
        }
        for model, each in beside.items()
    ]
    return pack(
        trace,
        run.layers,
        run.connections(first - 1),
        {"reads": reads(run, first - 1), "gammas": gammas(run), "angles": angles(run)},
        model=run.parameters.model,
        task=run.parameters.task,
        total=run.length,
        at=offered,
        labels=labels(run),
        groups=run.task.ports.groups,
        unit=run.task.ports.unit,
        partNames=run.task.parts,
        headline=run.task.headline,
        ceilings=ceilings(run)._asdict(),
        parameters={name: getattr(run.parameters, name) for name in SPECS},
        curves=curves,
        curvesKey=zlib.crc32(repr(curves).encode()),
        optimum=run.task.optimum,
        **more,
    )
