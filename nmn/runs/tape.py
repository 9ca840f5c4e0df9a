"""A tape: a network's way along a stream, which can be entered at any step.

It keeps a checkpoint every so often; any other step is found by replaying from the checkpoint before it, which gives
the same bits as having stopped there. The places that were looked at last are kept too: who looks at a step looks at it
more than once, and then at its neighbours.
"""

import threading
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from nmn import engine, tasks
from nmn.parameters import Parameters
from nmn.shelf import size_of
from nmn.tasks import Task
from nmn.trace import Floats, Layer, Stream, Trace

CHECKPOINT_BYTES = 16 * 2**20  # of a run, about
RECENT, RECENT_BYTES = (
    6,
    8 * 2**20,
)  # states that were looked at last: so many at most, and so much beside the newest
NOT_FINITE = "the next output was not a finite number"
PIECE = 1000  # inputs that are advanced at once, and the least between checkpoints
RECORDED = 64 * 2**20  # bytes that one recording may take, but for one of a single step


class Edit(NamedTuple):
    """What a fork does to the future.

    Attributes:
        clamp: forced output of hidden neurons, by number over all hidden layers: 0 silences one, NaN frees one.
        inputs: changed inputs, by step.
        wipes: hidden neurons that forget their memories before the fork's first step.
        wipe_all: whether all memory and recurrent state is wiped then.
        changes: parameters and their other values.
    """

    clamp: Mapping[int, float] = MappingProxyType({})
    inputs: Mapping[int, Floats] = MappingProxyType({})
    wipes: Sequence[int] = ()
    wipe_all: bool = False
    changes: Mapping[str, Any] = MappingProxyType({})


class Tape:
    """One network on one stream, as far as it has come.

    Attributes:
        parameters: what determines it.
        task: the task, drawn from the seed.
        start: number of the initial weights.
        parent: the tape that this one is a fork of and the last step that they share, or None.
        edit: what this one has otherwise from there on.
        clamp: [H] forced output of each hidden neuron, NaN where it is free: what the parent forces stays forced.
        inputs: changed inputs, by step, those that the parent has ahead among them.
        wiped: whether all memory and recurrent state is wiped in the first step after the parent's.
        engine: the kind of network, which alone knows how it works.
        network: what it has built.
        state: where the network is.
        checkpoints: states on the way, by step.
        recent: states that were looked at last, by step.
    """

    noun = "run"  # what it is called in an error

    def __init__(
        self,
        parameters: Parameters,
        parent: "tuple[Tape, int] | None" = None,
        edit: Edit | None = None,
        start: int = 0,
        task: Task | None = None,
    ) -> None:
        """A tape at its beginning, or one that leaves another after a step.

        Args:
            parameters: what determines it.
            parent: the other one, which must be the `owner` of the step, and the step.
            edit: what is otherwise from there on.
            start: number of the initial weights, where there is no parent.
            task: the task, where somebody has drawn it already.
        """
        self.parameters, self.parent, self.edit = parameters, parent, edit or Edit()
        self.task: Task = parent[0].task if parent else task or tasks.make(parameters)
        self.engine = engine.kind(parameters)
        self.network = self.engine.build(parameters, self.task.ports)
        self.lock = threading.RLock()
        hidden = sum(layer.size for layer in self.layers if layer.kind == "hidden")
        self.clamp, self.wiped = np.full(hidden, np.nan), False
        self.inputs: dict[int, Floats] = {}
        self.recent: dict[int, Any] = {}
        if parent is None:
            self.start, self.state = start, self.engine.init(self.network, parameters, start)
        else:
            self._leave(*parent)
        self.checkpoints = {self.state.step: self.state}

    def _leave(self, before: "Tape", step: int) -> None:
        """Take over what another tape has after a step, and from there on, but for what is edited."""
        edit = self.edit
        self.state, self.start = before.at(step), before.start
        self.network, self.state = self.engine.inherit(self.network, before.network, self.state)
        if edit.wipes:
            self.state = self.engine.wipe(self.network, self.state, edit.wipes)
        self.clamp = before.clamp.copy()
        for neuron, output in edit.clamp.items():
            self.clamp[neuron] = output
        self.inputs = {at: values for at, values in before.inputs.items() if at > step} | dict(edit.inputs)
        self.wiped = edit.wipe_all or before.wiped_after(step)

    def owner(self, step: int, /) -> "Tape":
        """The tape whose state after a step is this one's: itself, or one that it left later."""
        return self.parent[0].owner(step) if self.parent and step < self.parent[1] else self

    def wiped_after(self, step: int) -> bool:
        """Whether all memory and recurrent state is wiped after a step because somebody asked for it."""
        return self.wiped and self.parent is not None and step == self.parent[1]

    @property
    def spacing(self) -> int:
        """Steps between checkpoints; more where the state has grown, as sparse memories do."""
        return PIECE * -(-self.parameters.steps * size_of(self.state) // (PIECE * CHECKPOINT_BYTES))

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The network's layers, for pictures."""
        return self.engine.layers(self.network)

    @property
    def length(self) -> int:
        """Steps so far."""
        step: int = self.state.step
        return step

    def advance(self, state: Any, stream: Stream, **how: bool) -> tuple[Any, Trace]:
        """The state after a stream and the trace of it, by the engine's `advance`; the tape stays as it is."""
        return self.engine.advance(self.network, self.parameters, state, stream, clamp=self.clamp, **how)

    def stream(self, start: int, stop: int) -> Stream:
        """Inputs start up to, not including, stop of the training stream, as this tape has them."""
        stream = self.task.stream(start, stop)
        changed = {step - 1 - start: x for step, x in self.inputs.items() if start < step <= stop}
        wiped = self.wiped_after(start)
        if changed or wiped:  # on a copy: other tapes may read the same stream
            stream = stream._replace(inputs=stream.inputs.copy(), starts=stream.starts.copy())
            for t, x in changed.items():
                stream.inputs[t] = x
            stream.starts[0] |= wiped
        return stream

    def at(self, step: int) -> Any:
        """The state after a step, with the same bits as a run that was stopped there.

        Raises:
            ValueError: the run has no such step.
        """
        if not 0 <= step <= self.length:
            raise ValueError(
                f"step {step:,} is not in this {self.noun}: it has the steps 0 to {self.length:,}."
            )
        if self.owner(step) is not self:
            return self.owner(step).at(step)
        known = self._known()
        now = max(each for each in known if each <= step)
        state = known[now]
        while now < step:
            stop = min(step, (now // self.spacing + 1) * self.spacing)
            state = self.advance(state, self.stream(now, stop))[0]
            if stop % self.spacing == 0:
                self.checkpoints[stop] = state
            now = stop
        return state if step in known else self._keep(step, state)

    def _known(self) -> dict[int, Any]:
        """The states that need no replay, by step."""
        last = self.state
        return {**self.checkpoints, **self.recent, last.step: last}

    def _keep(self, step: int, state: Any) -> Any:
        """Keep a state among the recent ones, in place of the oldest."""
        most = min(RECENT, 1 + RECENT_BYTES // max(1, size_of(state)))
        others = [item for item in tuple(self.recent.items()) if item[0] != step]
        self.recent = dict([*others, (step, state)][-most:])  # at once: other sessions may be looking
        return state

    @property
    def held(self) -> int:
        """Bytes that it takes, about: those of its states."""
        return size_of(self.state) * (1 + len(self.checkpoints) + len(self.recent))

    def thin(self, most: int) -> int:
        """Let go of what replays bring back: of all checkpoints but so many, evenly spread, the first among them.

        Returns:
            The bytes that are free now; a run that is being trained keeps what it has.
        """
        if not self.lock.acquire(blocking=False):
            return 0
        before, steps = self.held, sorted(self.checkpoints)
        kept = steps[:: -(-len(steps) // most)]
        self.checkpoints, self.recent = {step: self.checkpoints[step] for step in kept}, {}
        self.lock.release()
        return before - self.held

    def trace(self, start: int, stop: int, record: bool = True) -> Trace:
        """The steps from start up to, not including, stop, which count from 1: a full record, or the errors alone."""
        if not 1 <= start < stop <= self.length + 1:
            raise ValueError(
                f"steps {start:,} to {stop - 1:,} are not in this {self.noun}: it has 1 to {self.length:,}."
            )
        if self.parent is not None and self.owner(start - 1) is not self:
            end = self.parent[1] + 1
            past = self.parent[0].trace(start, min(stop, end), record)
            return past if stop <= end else past.then(self.trace(end, stop, record))
        before = self.at(start - 1)
        state, trace = self.advance(before, self.stream(start - 1, stop - 1), record=record)
        self._keep(stop - 1, state)
        return trace._replace(first=start)

    @property
    def recordable(self) -> int:
        """Steps that one recording may have at most."""
        numbers = sum(layer.size * (4 + layer.axes) for layer in self.layers)
        return max(1, min(PIECE, RECORDED // (8 * numbers)))

    def pieces(self, start: int, stop: int, record: bool = True) -> Iterator[Trace]:
        """What `trace` gives, in pieces that are `recordable`: let go of each before the next one, as `map` does."""
        most = self.recordable if record else PIECE
        for first in range(start, stop, most):
            yield self.trace(first, min(first + most, stop), record)

    def connections(self, step: int) -> list[Floats]:
        """Weights between standard neurons after a step, [receiving, sending] for each layer above the input."""
        return self.engine.connections(self.network, self.at(step))
