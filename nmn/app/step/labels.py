"""Names of what the stage draws: inputs, outputs, and the axes of memories."""

from typing import Any

from nmn.app.step import axes, written_axes
from nmn.runs.tape import Tape


def labels(tape: Tape) -> dict[str, Any]:
    """Names of inputs, outputs and memory axes, which are never written, and how many there are beside those drawn."""
    drawn = written_axes.shown(tape)
    return {
        "every": None if drawn is None else drawn.every,
        "inputs": _inputs(tape),
        "outputs": tape.task.outputs,
        "axes": axes.names(tape),
        **axes.never(tape),
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
