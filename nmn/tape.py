"""A tape: a network's way along a stream, which can be entered at any step.

It keeps a checkpoint every so often; any other step is found by replaying from the checkpoint before it, which gives
the same bits as having stopped there. The places that were looked at last are kept too: who looks at a step looks at it
more than once, and then at its neighbours.
"""

import threading
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from nmn import network, tasks
from nmn.baselines import delayed, lstm, recurrent
from nmn.parameters import Parameters
from nmn.tasks import Task
from nmn.trace import Floats, Layer, Stream, Trace

ENGINES: dict[str, ModuleType] = {
    "nmn": network,
    "ffnn": network,
    "rnn": recurrent,
    "lstm": lstm,
    "delayed": delayed,
}
CHECKPOINT_BYTES = 32 * 2**20
RECENT, RECENT_BYTES = (
    6,
    8 * 2**20,
)  # states that were looked at last: so many at most, and so much beside the newest
PIECE = 1000  # inputs that are advanced at once, and the least between checkpoints


class Edit(NamedTuple):
    """What a fork does to the future beside its parameters.

    Attributes:
        clamp: forced output of hidden neurons, by number over all hidden layers: 0 silences one.
        inputs: changed inputs, by step.
        wipes: hidden neurons that forget their memories before the fork's first step.
        wipe_all: whether all memory and recurrent state is wiped then.
    """

    clamp: Mapping[int, float]
    inputs: Mapping[int, Floats]
    wipes: Sequence[int] = ()
    wipe_all: bool = False


class Tape:
    """One network on one stream, as far as it has come.

    Attributes:
        parameters: what determines it.
        task: the task, drawn from the seed.
        start: number of the initial weights.
        parent: the tape that this one is a fork of and the last step that they share, or None.
        state: where the network is.
        checkpoints: states on the way, by step.
        recent: states that were looked at last, by step.
    """

    def __init__(
        self,
        parameters: Parameters,
        start: int,
        parent: "tuple[Tape, int] | None",
        edit: Edit | None,
        task: Task | None = None,
    ) -> None:
        self.parameters = parameters
        self.start = start
        self.parent = parent
        self.edit = edit or Edit({}, {})
        self.task: Task = parent[0].task if parent else task or tasks.make(parameters)
        self.engine = ENGINES[parameters.model]
        self.network = self.engine.build(parameters, self.task.ports)
        self.lock = threading.RLock()
        self.state = (
            self.engine.init(self.network, parameters, start) if parent is None else parent[0].at(parent[1])
        )
        if parent is not None and hasattr(self.engine, "inherited"):
            self.network, self.state = self.engine.inherited(self.network, parent[0].network, self.state)
        if self.edit.wipes:
            self.state = self.engine.wiped(self.network, self.state, self.edit.wipes)
        self.checkpoints = {self.state.step: self.state}
        self.recent: dict[int, Any] = {}
        self.clamp = np.full(sum(layer.size for layer in self.layers if layer.kind == "hidden"), np.nan)
        for neuron, output in self.edit.clamp.items():
            self.clamp[neuron] = output

    @property
    def spacing(self) -> int:
        """Steps between checkpoints; more where the state has grown, as sparse memories do."""
        return PIECE * -(-self.parameters.steps * size_of(self.state) // (PIECE * CHECKPOINT_BYTES))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The network's layers, for pictures."""
        layers: tuple[Layer, ...] = self.network.layers
        return layers

    @property
    def length(self) -> int:
        """Steps so far."""
        step: int = self.state.step
        return step

    def advance(self, state: Any, stream: Stream, **how: bool) -> tuple[Any, Trace]:
        """The state after a stream and the trace of it, by the engine's `advance`; the tape stays as it is."""
        moved: tuple[Any, Trace] = self.engine.advance(
            self.network, self.parameters, state, stream, clamp=self.clamp, **how
        )
        return moved

    def stream(self, start: int, stop: int) -> Stream:
        """Inputs start up to, not including, stop of the training stream, as this tape has them."""
        stream = self.task.stream(start, stop)
        for step, changed in self.edit.inputs.items():
            if start < step <= stop:
                stream.inputs[step - 1 - start] = changed
        if self.edit.wipe_all and self.parent is not None and start == self.parent[1]:
            stream.starts[0] = True
        return stream

    def at(self, step: int) -> Any:
        """The state after a step, with the same bits as a run that was stopped there.

        Raises:
            ValueError: the run has no such step.
        """
        if not 0 <= step <= self.length:
            raise ValueError(f"step {step:,} is not in this run: it has the steps 0 to {self.length:,}.")
        if self.parent is not None and step < self.parent[1]:
            return self.parent[0].at(step)
        if step == self.state.step:
            return self.state
        known = {**self.checkpoints, **self.recent}
        before = known[max(each for each in known if each <= step)]
        if before.step == step:
            return before
        return self._keep(self.advance(before, self.stream(before.step, step))[0])

    def _keep(self, state: Any) -> Any:
        """Keep a state among the recent ones, in place of the oldest."""
        most = min(RECENT, 1 + RECENT_BYTES // max(1, size_of(state)))
        others = [item for item in tuple(self.recent.items()) if item[0] != state.step]
        self.recent = dict([*others, (state.step, state)][-most:])  # at once: other sessions may be looking
        return state

    def trace(self, start: int, stop: int) -> Trace:
        """A full record of the steps from start up to, not including, stop; steps count from 1."""
        if not 1 <= start < stop <= self.length + 1:
            raise ValueError(
                f"steps {start:,} to {stop - 1:,} are not in this run: it has 1 to {self.length:,}."
            )
        if self.parent is not None and start <= self.parent[1]:
            past = self.parent[0].trace(start, min(stop, self.parent[1] + 1))
            return past if stop <= self.parent[1] + 1 else past.then(self.trace(self.parent[1] + 1, stop))
        state, trace = self.advance(self.at(start - 1), self.stream(start - 1, stop - 1), record=True)
        self._keep(state)
        return trace

    def connections(self, step: int) -> list[Floats]:
        """Weights between standard neurons after a step, [receiving, sending] for each layer above the input."""
        weights: list[Floats] = self.engine.connections(self.network, self.at(step))
        return weights


def size_of(state: Any) -> int:
    """Size of a state: a tuple of arrays, numbers and further tuples."""
    return sum(size_of(part) if isinstance(part, tuple) else getattr(part, "nbytes", 0) for part in state)
