"""Streams that runs share: those of one seed see the same inputs, which are drawn once, whatever the networks are."""

import threading
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from nmn import tasks
from nmn.parameters import SPECS, Parameters, recipe
from nmn.shelf import Shelf
from nmn.tasks import Task
from nmn.trace import Stream

CHUNK = 5_000  # inputs that are drawn at once
ROOM = 16 * 2**20  # bytes of streams that are kept: a hundred thousand inputs and more, but for pictures
_drawn: Shelf[Stream] = Shelf(ROOM)
_drawing = threading.Lock()  # a task takes a tenth of a second: who else wants it waits for it


class Shared:
    """A task as `nmn.tasks.make` gives it, whose stream is drawn once for all runs that want it.

    What it hands out is not to be written to: other runs read it, too.
    """

    def __init__(self, parameters: Parameters) -> None:
        used = [spec.name for spec in SPECS.values() if spec.group == "task"]
        settings = replace(
            recipe(parameters.task),
            seed=parameters.seed,
            **{name: getattr(parameters, name) for name in used},
        )
        with _drawing:
            self.task: Any = _task(settings)
        task: Task = self.task
        self.inputs, self.outputs, self.ports = task.inputs, task.outputs, task.ports
        self.parts, self.headline = task.parts, task.headline
        self.period, self.reach, self.optimum = task.period, task.reach, task.optimum

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop of a stream, the same on every call."""
        numbers = range(start // CHUNK, -(-stop // CHUNK))
        chunks = [_chunk(self.task, part, number) for number in numbers]
        drawn = chunks[0] if len(chunks) == 1 else Stream(*map(np.concatenate, zip(*chunks, strict=True)))
        before = numbers.start * CHUNK
        return drawn.cut(start - before, stop - before)


@lru_cache(maxsize=256)
def _task(settings: Parameters) -> Task:
    return tasks.make(settings)


def _chunk(task: Any, part: str, number: int) -> Stream:
    bounds = number * CHUNK, (number + 1) * CHUNK
    return _drawn.get((task, part, number), lambda: task.stream(*bounds, part))
