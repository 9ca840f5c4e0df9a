"""The tasks, by the name that users type. A task is a stream of inputs and targets that its seed determines.

A file each: stream, recipe, the parameters that matter, lookback, what an error is, words. Settings of the recipes were
chosen on seeds below 100; the tables report others.
"""

from collections.abc import Mapping
from typing import Any, Protocol, cast

from nmn import registry
from nmn.parameters import Parameters, claim
from nmn.tasks.classify_recall import ClassifyRecall
from nmn.tasks.digits import Digits
from nmn.tasks.extended_recall import ExtendedRecall
from nmn.tasks.memory_recall import MemoryRecall
from nmn.tasks.signal import Signal
from nmn.tasks.sorted import Sorted
from nmn.tasks.sunspots import Sunspots
from nmn.trace import Ports, Stream


class Task(Protocol):
    """What the engine and the pages need of a task.

    Attributes:
        inputs: names of the inputs.
        outputs: names of the outputs.
        ports: what a network for the task must fit.
        parts: names of what is asked, numbered by `Stream.parts`: each has an error of its own.
        headline: the part that the paper's figures are about, or None for all of them together.
        period: a test begins at a multiple of this many inputs, as an episode or a round of classes does.
        reach: inputs that an answer can depend on beside its own; the first ones of a test are not counted.
        optimum: error of the best answer that needs no memory, None where unknown.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    ports: Ports
    parts: tuple[str, ...]
    headline: int | None
    period: int
    reach: int
    optimum: float | None

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop of a stream, the same on every call.

        Args:
            start, stop: counted from 0.
            part: "training", "test", or "validation" (which chooses among restarts): independent streams.
        """
        ...


class Kind(Protocol):
    """A kind of task: draws a task from the parameters, and says before that what it is about.

    Attributes:
        name: what users type.
        parameters: names of those that matter to it, of the parameters that matter to some tasks only.
        recipe: the settings that suit it: what a link or a command leaves out.
        errors: what an error is.
        unit: what a distance is measured in, where answers are numbers, in one word; its size is `Ports.unit`.
    """

    name: str
    parameters: tuple[str, ...]
    recipe: Mapping[str, Any]
    errors: str
    unit: str

    def __call__(self, parameters: Parameters, /) -> Task:
        """The task."""
        ...

    def about(self, parameters: Parameters, /) -> str:
        """What has to be learned, in a sentence without its name."""
        ...

    def lookback(self, parameters: Parameters, /) -> int | None:
        """How many inputs back the input is that is asked for; None where no single one is."""
        ...


TASKS = cast("dict[str, Kind]", registry.TASKS)


def register(kind: Kind) -> None:
    """Let a kind of task be chosen everywhere by its name.

    Raises:
        ValueError: it says of a parameter that it matters that no task has, or that matters to all.
    """
    claim("task", kind.name, kind.parameters)
    TASKS[kind.name] = kind


register(Sorted)
register(ClassifyRecall)
register(MemoryRecall)
register(ExtendedRecall)
register(Signal)
register(Digits)
register(Sunspots)


def make(parameters: Parameters) -> Task:
    """The task that the parameters name, drawn from their seed."""
    return TASKS[parameters.task](parameters)


def about(parameters: Parameters) -> str:
    """What the task that the parameters name is, in a sentence without its name."""
    return TASKS[parameters.task].about(parameters)
