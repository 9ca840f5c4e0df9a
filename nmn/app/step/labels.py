"""Names of what the stage draws: inputs, outputs, and the axes of memories; and which of those can never be written."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nmn.app.step import written_axes
from nmn.runs.tape import Tape

OWN = (
    "own bit 0",
    "never written: a neuron writes only when it fires, and then its own bit is 1",
)
BEYOND = (
    "no layer there",
    "never written: beyond input and output there is no layer, and what is not there counts as 0",
)


def labels(tape: Tape) -> dict[str, Any]:
    """Names of inputs, outputs and memory axes, which are never written, and how many there are beside those drawn."""
    drawn = written_axes.shown(tape)
    return {
        "every": None if drawn is None else drawn.every,
        "inputs": _inputs(tape),
        "outputs": tape.task.outputs,
        "axes": axes(tape),
        **never(tape),
    }


def _inputs(tape: Tape) -> tuple[str, ...]:
    """The task's inputs; a network with external memory reads windows of earlier ones beside them."""
    names, size = tape.task.inputs, tape.layers[0].size
    if size == len(names):
        return names
    windows = size // len(names) - 1
    several = len(names) > 1
    extra = (f"{name} " * several + f"window {window + 1}" for window in range(windows) for name in names)
    return (*names, *extra)


def axes(tape: Tape) -> tuple[str, ...]:
    """Names of the axes that are drawn."""
    names, drawn = tape.engine.axes(tape.parameters, tape.task.inputs), written_axes.shown(tape)
    return names if drawn is None else tuple(names[number] for number in drawn.axes)


def never(tape: Tape) -> dict[str, Any]:
    """The axes that no neuron of a layer can ever write.

    Returns:
        `why`, pairs of a word and a sentence; and `never`, for each hidden layer a number for each axis: 0 where it can
        be written, else the place of the reason in `why`, counted from 1. A layer where all can be written has none.
    """
    if written_axes.shown(tape) is not None:
        return {"why": [], "never": []}  # all that is drawn was written
    owner: Tape | None = tape
    kept: list[NDArray[np.int64]] | None = None
    while owner is not None:  # what was written before a fork may still be there
        mine = [_reasons(owner, layer, len(tape.layers)) for layer in range(1, len(tape.layers) - 1)]
        if kept is not None:
            mine = [
                np.where(old > 0, new, 0) if old.size == new.size else np.zeros(0, np.int64)
                for old, new in zip(mine, kept, strict=True)
            ]
        kept, owner = mine, owner.parent[0] if owner.parent else None
    return {"why": [OWN, BEYOND], "never": [each.tolist() if each.any() else [] for each in kept or ()]}


def _reasons(tape: Tape, layer: int, layers: int) -> NDArray[np.int64]:
    """[D] of a layer, by number: 1 where the own bit is 0, 2 where the bit of a layer that is not there is 1."""
    parameters = tape.parameters
    single = (parameters.write, parameters.code, parameters.gate, parameters.read)
    if not tape.engine.banks or single != ("neighbour", "hard", "tied", "composite"):
        return np.zeros(0, np.int64)
    if not parameters.banks[layer - 1]:
        return np.zeros(0, np.int64)
    half = parameters.tau // 2
    patterns = np.arange(2 << parameters.tau)
    reasons = np.where(_bit(patterns, half), 0, 1)
    if parameters.neighbourhood == "column":
        for offset in range(-half, half + 1):
            if not 0 <= layer + offset < layers:
                reasons[_bit(patterns, half - offset) & (reasons == 0)] = 2
    return np.tile(reasons, 2 if parameters.turn else 1)


def _bit(patterns: NDArray[np.int64], place: int) -> NDArray[np.bool_]:
    """Whether a bit of patterns is 1; the last has place 0."""
    return (patterns >> place) & 1 == 1
