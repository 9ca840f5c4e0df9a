"""Runs: training as a tape that can be entered at any step.

A run is determined by its parameters. It keeps its learning curve and, every so often, a checkpoint; any other step is
found by replaying from the checkpoint before it, which gives the same bits as having stopped there.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np

from nmn import network, tasks
from nmn.baselines import recurrent
from nmn.parameters import Parameters
from nmn.spec import ParameterError
from nmn.trace import Floats, Layer, Stream, Trace

ENGINES: dict[str, ModuleType] = {"nmn": network, "ffnn": network, "rnn": recurrent}
CHECKPOINT_BYTES = 32 * 2**20
SPACING = 1000  # inputs between checkpoints, more where they would not fit
REPORT_SECONDS = 0.05
FLAT = 1e-8  # an output slope below this lets no error back
STUCK = 0.1  # share of wrong answers from which that counts as stuck
FORKABLE = (
    "gamma", "alpha", "rnn_alpha", "cooldown", "store", "code", "decay", "floor", "backprop", "decay_in_use",
    "gamma_in_use",
)  # fmt: skip


class Curve(NamedTuple):
    """A learning curve: for each block of inputs, its last step and the share of wrong answers in it."""

    steps: list[int]
    error: list[float]


class Edit(NamedTuple):
    """What a fork does to the future beside its parameters.

    Attributes:
        clamp: forced output of hidden neurons, by number over all hidden layers: 0 silences one.
        inputs: changed inputs, by step.
    """

    clamp: Mapping[int, float]
    inputs: Mapping[int, Floats]


class Run:
    """One network, trained on one stream, step by step.

    Attributes:
        parameters: what determines the run.
        task: the task, drawn from the seed.
        length: steps trained so far.
        curve: the learning curve so far.
        trouble: why training stopped before its end, or None.
        seconds: time that training has taken, without drawing the stream.
    """

    def __init__(
        self, parameters: Parameters, parent: "tuple[Run, int] | None" = None, edit: Edit | None = None
    ) -> None:
        """A run at its start, or a fork of a parent's run after a step; see `fork`."""
        self.parameters = parameters
        self.parent = parent
        self.edit = edit or Edit({}, {})
        self.task = tasks.make(parameters)
        self.engine = ENGINES[parameters.model]
        self.network = self.engine.build(parameters, self.task.ports)
        self.trouble: str | None = None
        self.seconds = 0.0
        self.lock = threading.RLock()
        self.block = 1000 if parameters.steps >= 100_000 else 100  # inputs in a point of the curve
        self.tally = np.zeros(2)  # wrong and scored answers of the block
        self.slope = 0.0  # the steepest output on a wrong answer of the block
        if parent is None:
            start, self.curve = self.engine.init(self.network, parameters), Curve([], [])
        else:
            past, step = parent
            start, known = past.at(step), [n for n in past.curve.steps if n <= step]
            self.curve = Curve(known, past.curve.error[: len(known)])
        self.state = start
        self.checkpoints = {start.step: start}
        size = sum(part.nbytes for part in start[1:])
        self.spacing = SPACING * -(-parameters.steps * size // (SPACING * CHECKPOINT_BYTES))
        self.clamp = np.full(sum(layer.size for layer in self.layers if layer.kind == "hidden"), np.nan)
        for neuron, output in self.edit.clamp.items():
            self.clamp[neuron] = output

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The network's layers, for pictures."""
        layers: tuple[Layer, ...] = self.network.layers
        return layers

    @property
    def length(self) -> int:
        """Steps trained so far."""
        step: int = self.state.step
        return step

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to train."""
        return self.trouble is not None or self.length >= self.parameters.steps

    def train(self, until: int | None = None, report: Callable[[int], None] | None = None) -> "Run":
        """Train up to a step, or to the end, or until training no longer makes sense (then `trouble` says why).

        Args:
            until: last step to train.
            report: called with the length every now and then; what it raises ends the call and loses nothing.

        Returns:
            The run itself.
        """
        goal = self.parameters.steps if until is None else min(until, self.parameters.steps)
        last_report = time.perf_counter()
        while not self.finished and self.length < goal:
            with self.lock:  # several sessions may train the same run
                length = self.length
                stop = min((length // self.block + 1) * self.block, goal)
                if stop > length and not self.finished:
                    self._advance_block(length, stop)
            if report and time.perf_counter() - last_report > REPORT_SECONDS:
                report(self.length)
                last_report = time.perf_counter()
        return self

    def _advance_block(self, start: int, stop: int) -> None:
        stream = self._stream(start, stop)
        began = time.perf_counter()
        state, trace = self.engine.advance(
            self.network, self.parameters, self.state, stream, clamp=self.clamp
        )
        self.seconds += time.perf_counter() - began
        self.state = state
        if trace.halted >= 0:
            self.trouble = (
                f"Training stopped after step {state.step:,}: the next output was not a finite number."
            )
            return
        self.tally += (trace.wrong[stream.scored].sum(), stream.scored.sum())
        self.slope = max(self.slope, trace.slope)
        if stop % self.block == 0 or stop == self.parameters.steps:
            self._close_block(stop)
        if stop // self.spacing > start // self.spacing:
            self.checkpoints[stop] = state

    def _close_block(self, stop: int) -> None:
        wrong, scored = self.tally
        error = float(wrong / scored) if scored else 0.0
        self.curve.steps.append(stop)
        self.curve.error.append(error)
        if error >= STUCK and self.slope < FLAT:
            self.trouble = (
                f"Training stopped after step {stop:,}: the outputs sit at 0 or 1 on the wrong side, where the slope "
                "x (1 - x) is almost 0, so that no error flows back. A smaller α or γ keeps them apart."
            )
        self.tally, self.slope = np.zeros(2), 0.0

    def _stream(self, start: int, stop: int) -> Stream:
        stream = self.task.stream(start, stop)
        for step, changed in self.edit.inputs.items():
            if start < step <= stop:
                stream.inputs[step - 1 - start] = changed
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
        before = self.checkpoints[max(known for known in tuple(self.checkpoints) if known <= step)]
        if before.step == step:
            return before
        stream = self._stream(before.step, step)
        return self.engine.advance(self.network, self.parameters, before, stream, clamp=self.clamp)[0]

    def trace(self, start: int, stop: int) -> Trace:
        """A full record of the steps from start up to, not including, stop; steps count from 1."""
        if not 1 <= start < stop <= self.length + 1:
            raise ValueError(
                f"steps {start:,} to {stop - 1:,} are not in this run: it has 1 to {self.length:,}."
            )
        if self.parent is not None and start <= self.parent[1]:
            past = self.parent[0].trace(start, min(stop, self.parent[1] + 1))
            return past if stop <= self.parent[1] + 1 else past.then(self.trace(self.parent[1] + 1, stop))
        stream, state = self._stream(start - 1, stop - 1), self.at(start - 1)
        trace: Trace = self.engine.advance(
            self.network, self.parameters, state, stream, record=True, clamp=self.clamp
        )[1]
        return trace

    def connections(self, step: int) -> list[Floats]:
        """Weights between standard neurons after a step, [receiving, sending] for each layer above the input."""
        weights: list[Floats] = self.engine.connections(self.network, self.at(step))
        return weights

    def test_error(self, inputs: int = 20_000) -> float:
        """Share of wrong answers on fresh inputs that continue the order, with learning off and the decay in use."""
        stream = self.task.stream(self.length, self.length + inputs, "test")
        trace = self.engine.advance(
            self.network, self.parameters, self.state, stream, learn=False, clamp=self.clamp
        )[1]
        return float(trace.wrong[stream.scored].mean())

    def fork(
        self,
        step: int,
        *,
        clamp: Mapping[int, float] | None = None,
        inputs: Mapping[int, Floats] | None = None,
        **changes: Any,
    ) -> "Run":
        """A second run that shares this one's past up to a step and then goes its own way; it is not trained yet.

        Args:
            step: the last shared step.
            clamp: forced outputs of hidden neurons, by number: {3: 0.0} silences neuron 3.
            inputs: changed inputs, by step.
            **changes: parameters that the future has otherwise, those of `FORKABLE`.

        Raises:
            ParameterError: a change that a fork cannot make, or a value that is not possible.
            ValueError: the run has no such step, neuron or later input.
        """
        for name in changes:
            if name not in FORKABLE:
                raise ParameterError(f"{name} cannot change in a fork. What can: {', '.join(FORKABLE)}.")
        neurons = len(self.clamp)
        for neuron in clamp or {}:
            if not 0 <= neuron < neurons:
                raise ValueError(f"neuron {neuron} is not in this network: it has 0 to {neurons - 1}.")
        for changed, values in (inputs or {}).items():
            if not step < changed <= self.parameters.steps or np.shape(values) != (self.task.ports.inputs,):
                raise ValueError(
                    f"input {changed:,} cannot change: give {self.task.ports.inputs} numbers for one of the steps "
                    f"{step + 1:,} to {self.parameters.steps:,}."
                )
        return Run(
            replace(self.parameters, **changes), (self, step), Edit(dict(clamp or {}), dict(inputs or {}))
        )
