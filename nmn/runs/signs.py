"""Signs of how a run came out: how it ended, what guessing would do, what is left of a memory, what its layers show."""

import math
from typing import NamedTuple

import numpy as np

from nmn.engine import kind
from nmn.parameters import Parameters
from nmn.runs.training import Run
from nmn.tasks import TASKS, Task
from nmn.trace import Floats

FIRES = 0.5  # share of the inputs at which a neuron fires whose first weights are drawn around 0
LAST = 0.2  # part of the learning curve that says how a run ended
EDGE = 0.02  # an output so near to an end of its range is flat
PROBE, NUMBERS = 400, 4_000_000  # inputs that are recorded, and components of memory in them, at most
SAMPLE = 5_000  # inputs in which the most frequent answers are counted


def needed(parameters: Parameters) -> int | None:
    """How many inputs back the input is that a task asks for; None where no single one is asked for."""
    return TASKS[parameters.task].lookback(parameters)


def left(parameters: Parameters) -> float | None:
    """What is left of a memory when it is needed, for a neuron that fires at every second input; None where that is
    not what decides.
    """
    back = needed(parameters)
    if back is None or not kind(parameters).banks or parameters.gate != "tied":
        return None
    if parameters.decay == "none":
        return 1.0
    gamma = min(1.0, parameters.gamma + parameters.gamma_spread)
    share: float = gamma ** (FIRES * (back - 1))
    return max(share, parameters.floor) if parameters.decay == "asymptotic" else share


def guessing(task: Task) -> float:
    """Error of giving the most frequent answer always, of numbers the median, counted on the first training inputs."""
    stream = task.stream(0, max(SAMPLE, 20 * task.period))
    bounds = np.cumsum((0, *task.ports.groups))
    errors = []
    for part in range(len(task.parts)) if task.headline is None else (task.headline,):
        asked = [(g, np.flatnonzero(stream.parts[:, g] == part)) for g in range(len(task.ports.groups))]
        known = [(stream.targets[at, bounds[g] : bounds[g + 1]], len(at)) for g, at in asked if len(at)]
        errors.append(
            np.average([_constant(y, task.ports.unit) for y, _ in known], weights=[n for _, n in known])
        )
    return float(np.mean(errors))


def _constant(y: Floats, unit: float) -> float:
    """Error of the best constant answer to targets [n, outputs] of one answer."""
    if unit:
        return float(np.abs(y - np.median(y, axis=0)).mean() / unit)
    if y.shape[1] == 1:
        return float(min(y.mean(), 1 - y.mean()))
    return float(1 - y.mean(axis=0).max())


def course(run: Run) -> tuple[float, float]:
    """Errors of what the task is about in the second quarter and in the last part of training; NaN where not known."""
    errors = np.array(run.history.of(run.task.headline), dtype=float)
    errors = errors[np.isfinite(errors)]
    count = len(errors)
    middle, end = errors[count // 4 : count // 2], errors[-max(3, round(LAST * count)) :]
    return float(middle.mean()) if len(middle) else math.nan, float(end.mean()) if count else math.nan


class Seen(NamedTuple):
    """What shows in a run's next inputs.

    Attributes:
        slope: 95 % of the outputs' slopes x (1 - x) are below it; 1 where errors do not go back through them.
        flat: share of each hidden layer's outputs that are at an end of their range.
        size: of the memories, the size that 95 % of them are below; 0 where there are none.
        writes: share of the inputs at which the median neuron with memory writes; NaN where there is none.
        axes: axes that the median neuron among those that write has written; NaN where none does.
    """

    slope: float
    flat: list[float]
    size: float
    writes: float
    axes: float

    @classmethod
    def of(cls, run: Run) -> "Seen":
        """Record a run's next inputs; the run stays as it is."""
        components = sum(layer.size * layer.axes for layer in run.layers)
        count = min(PROBE, max(20, NUMBERS // max(1, components)))
        _, trace = run.advance(run.state, run.stream(run.length, run.length + count), record=True)
        straight = run.engine.linear or run.parameters.loss != "squared"
        flat, sizes, written = [], [], []
        neuron = component = 0
        for layer in (layer for layer in run.layers if layer.kind == "hidden"):
            mine = slice(neuron, neuron + layer.size)
            x = trace.hidden[:, mine]
            flat.append(
                float(
                    np.mean((np.abs(x) > 1 - EDGE) if run.engine.signed else (np.abs(x - 0.5) > 0.5 - EDGE))
                )
            )
            if layer.axes and run.engine.banks:
                memory = trace.memory[:, component : component + layer.size * layer.axes]
                sizes.append(np.abs(memory).reshape(len(x), layer.size, layer.axes).max(axis=2))
                written.append(trace.axis[:, mine])
            neuron, component = neuron + layer.size, component + layer.size * layer.axes
        axis = np.concatenate(written, axis=1) if written else np.full((1, 0), -1)
        kinds = [len(np.unique(mine[mine >= 0])) for mine in axis.T if (mine >= 0).any()]
        return cls(
            slope=1.0 if straight else float(np.quantile(trace.outputs * (1 - trace.outputs), 0.95)),
            flat=flat,
            size=max((float(np.quantile(each, 0.95)) for each in sizes), default=0.0),
            writes=float(np.median((axis >= 0).mean(axis=0))) if written else math.nan,
            axes=float(np.median(kinds)) if kinds else math.nan,
        )
