"""The tasks, by the name that users type. A task is a stream of inputs and targets that its seed determines."""

from typing import Protocol

from nmn.parameters import Parameters
from nmn.tasks.sorted import Sorted
from nmn.trace import Ports, Stream


class Task(Protocol):
    """What the engine and the pages need of a task.

    Attributes:
        inputs: names of the inputs.
        outputs: names of the outputs.
        ports: what a network for the task must fit.
        optimum: error of the best answer that needs no memory, None where unknown.
    """

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    ports: Ports
    optimum: float | None

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        """Inputs start up to, not including, stop of the training or the test stream; the same on every call."""
        ...


TASKS: dict[str, type[Sorted]] = {"sorted": Sorted}


def make(parameters: Parameters) -> Task:
    """The task that the parameters name, drawn from their seed."""
    return TASKS[parameters.task](parameters)
