"""What is right of the questions that a picture of a step can ask: from the trace of that step, and the steps before.

Each gives what it found, and mistakes by name; each raises ValueError with a sentence where it cannot be asked.
"""

from typing import Any

import numpy as np

from nmn.lessons.ask import HANDLES, Ask
from nmn.lessons.found import Found
from nmn.lessons.shown import Shown
from nmn.paper import reference
from nmn.trace import Floats

REACH = 0.04  # of the scale: so near is a value that somebody shows by hand
CLOSE = 0.08  # mean distance of a drawn curve from the real one, in shares of wrong answers
BACK = 2000  # steps before, in which a last write is looked for at first


def top(shown: Shown, ask: Ask) -> float:
    """The upper end of the scale on which a value is given: one write above all that the step found."""
    return 1.0 + float(np.abs(shown.step.before[0, bank(shown)]).max()) if ask.high is None else ask.high


def reach(shown: Shown, ask: Ask) -> float:
    """How near is near, of values that are shown by hand."""
    return REACH * (top(shown, ask) - (ask.low or 0.0))


def bank(shown: Shown) -> slice:
    """Where the components of the chosen neuron stand among all.

    Raises:
        ValueError: it has no memory of its own.
    """
    tape, neuron, at = shown.tape, shown.neuron, 0
    for layer in (each for each in tape.layers if each.kind == "hidden"):
        if neuron < layer.size:
            if not layer.axes or not tape.engine.banks:
                break
            return slice(at + neuron * layer.axes, at + (neuron + 1) * layer.axes)
        neuron, at = neuron - layer.size, at + layer.size * layer.axes
    raise ValueError("The chosen neuron has no memory bank.")


def _plain(shown: Shown) -> None:
    """Refuse what writes more than one axis, or a part of one."""
    parameters = shown.parameters
    if shown.tape.engine.sparse(shown.tape.network):
        raise ValueError("This can be asked where a memory has all its axes: of a smaller τ.")
    if (parameters.write, parameters.code, parameters.gate, parameters.read, parameters.turn) != (
        "neighbour", "hard", "tied", "composite", 0.0,
    ):  # fmt: skip
        raise ValueError("This can be asked where a neuron that fires writes one axis, and all of it.")


def axis(shown: Shown, _: Ask) -> Found:
    """The axis that the neuron writes in the step."""
    here = bank(shown)
    _plain(shown)
    written = int(shown.step.axis[0, shown.neuron])
    if written < 0:
        raise ValueError("The chosen neuron writes nothing in this step.")
    half = shown.parameters.tau // 2
    dead = {each for each in range(here.stop - here.start) if not each >> half & 1}
    last = {int(each) for each in _writes(shown, shown.at - 1)[0][-1:]} - {written}
    return Found(written, {"own-bit": dead, "last": last})


def value(shown: Shown, ask: Ask) -> Found:
    """The component after the step; m + w unfaded, γ m unwritten, w alone replaced."""
    here = bank(shown)
    _plain(shown)
    if not 0 <= ask.axis < here.stop - here.start:
        raise ValueError(f"axis = {ask.axis} is not in this memory: it has {here.stop - here.start}.")
    at, step, parameters = here.start + ask.axis, shown.step, shown.parameters
    before, after = float(step.before[0, at]), float(step.memory[0, at])
    fires = step.gate[0, shown.neuron] > 0
    w = float(fires and step.axis[0, shown.neuron] == ask.axis)
    rules = shown.tape.engine.rules(parameters, len(shown.tape.clamp), getattr(shown.tape, "learn", True))
    gamma = rules.gammas[[shown.neuron]]
    faded = reference.faded(np.array([[before]]), gamma, rules.decay, parameters.floor)
    left = float(faded[0, 0]) if fires else before
    joined = before + w if parameters.store == "add" else max(before, w)
    wrong = {"unfaded": joined, "unwritten": left, "replaced": w}
    near = reach(shown, ask)
    told: dict[str, float] = {}
    for name, each in wrong.items():  # one that cannot be told from the truth, or from another one, is none
        if all(abs(each - other) > near for other in (after, *told.values())):
            told[name] = each
    return Found(after, told, near)


def order(shown: Shown, ask: Ask) -> Found:
    """Components that hold something, from the one that was written last to the oldest."""
    here = bank(shown)
    _plain(shown)
    held = [int(each) for each in np.flatnonzero(shown.step.memory[0, here])]
    wanted = ask.axes or tuple(held)
    if len(wanted) < 2 or not {*wanted} <= {*held}:
        raise ValueError("At least two components that hold something are needed to put them in order.")
    axes, steps = _writes(shown, shown.at, {*wanted})
    last = {int(each): int(at) for each, at in zip(axes, steps, strict=True)}
    truth = tuple(sorted(wanted, key=lambda each: -last[each]))
    return Found(truth, {"reversed": {truth[::-1]}})


def _writes(shown: Shown, stop: int, wanted: set[int] | None = None) -> tuple[Any, Any]:
    """Axes that the neuron wrote up to a step, and when: as far back as all that is wanted was written once."""
    axes, steps = np.zeros(0, int), np.zeros(0, int)
    while stop >= 1:
        start = max(1, stop - BACK + 1)
        found = np.concatenate([part.axis[:, shown.neuron] for part in shown.tape.pieces(start, stop + 1)])
        at = np.flatnonzero(found >= 0)
        axes, steps = np.append(found[at], axes), np.append(start + at, steps)
        stop = start - 1
        if len(axes) and (wanted is None or wanted <= {*axes.tolist()}):
            break
    return axes, steps


def outputs(shown: Shown, ask: Ask) -> range:
    """The outputs of the answer that is asked for."""
    groups = shown.tape.task.ports.groups
    if not 0 <= ask.answer < len(groups) or groups[ask.answer] < 2:
        raise ValueError("An output can win where an answer is a class.")
    first = sum(groups[: ask.answer])
    return range(first, first + groups[ask.answer])


def output(shown: Shown, ask: Ask) -> Found:
    """The output that is the largest of its answer; the target where the network errs."""
    of = outputs(shown, ask)
    here = slice(of.start, of.stop)
    truth, target = (
        int(here.start + each[0, here].argmax()) for each in (shown.step.outputs, shown.step.targets)
    )
    return Found(truth, {"target": {target} - {truth}})


def handles(shown: Shown) -> list[int]:
    """Steps at which a curve is drawn: points of the run's, evenly over the logarithm of the inputs."""
    steps = shown.stepped.history.steps
    if len(steps) < HANDLES:
        raise ValueError(f"The curve of this run has {len(steps)} points: {HANDLES} are needed.")
    wanted = np.geomspace(steps[0], steps[-1], HANDLES)
    return [min(steps, key=lambda step: abs(step - each)) for each in wanted]


def curve(shown: Shown, _: Ask) -> Found:
    """The run's error at the handles, as a share of wrong answers."""
    history, run = shown.stepped.history, shown.stepped
    errors: Floats = np.array(history.of(run.task.headline))
    return Found(tuple(float(errors[history.steps.index(step)]) for step in handles(shown)))
