"""What a recorded stretch of a run holds: each step's inputs, outputs, memories and errors; no weights."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Parts = NDArray[np.int8]
Counts = NDArray[np.int64]


class Stream(NamedTuple):
    """A stretch of a task's stream, T inputs long.

    Attributes:
        inputs: [T, n_in].
        targets: [T, n_out], the y of Eq. (3).
        parts: [T, G], for each of the G answers the part of the task that it belongs to (see `Task.parts`), or -1 where
            nothing is asked: that answer does not count and nothing is learned from it.
        starts: [T], whether memory and recurrent state are wiped before the step.
    """

    inputs: Floats
    targets: Floats
    parts: Parts
    starts: Flags

    @property
    def scored(self) -> Flags:
        """[T], whether anything is asked of the step."""
        return np.asarray(np.any(self.parts >= 0, axis=1))

    def cut(self, start: int, stop: int) -> "Stream":
        """The inputs from start up to, not including, stop."""
        return Stream(
            self.inputs[start:stop],
            self.targets[start:stop],
            self.parts[start:stop],
            self.starts[start:stop],
        )


class Ports(NamedTuple):
    """What a network has to fit: the outside of a task.

    Attributes:
        inputs: number of inputs.
        groups: number of outputs of each answer; an answer of one output is a bit, of several a class.
        episode: how far full back-propagation through time looks back, in steps.
        unit: for answers that are numbers, the distance from the target that counts as an error of 1; 0 for bits and
            classes.
    """

    inputs: int
    groups: tuple[int, ...]
    episode: int = 100
    unit: float = 0.0


class Layer(NamedTuple):
    """One layer as pictures need it.

    Attributes:
        kind: "input", "hidden" or "output".
        size: number of standard neurons, k.
        axes: memory axes of each neuron, D; 0 where the layer has no memory.
    """

    kind: str
    size: int
    axes: int


class Trace(NamedTuple):
    """A recorded stretch of T steps. Steps count from 1: step s consumes the s-th input of the stream.

    H is the number of hidden neurons of all layers, M the number of their memory components
    (layer after layer, neuron after neuron, axis after axis). Where a trace was not recorded in full, the arrays
    from `hidden` on have length 0; loss and wrong are always there.

    Attributes:
        first: number of the first step.
        inputs: [T, n_in].
        targets: [T, n_out].
        parts: [T, G], see `Stream`.
        starts: [T], whether memory and state were wiped before the step.
        loss: [T], Eq. (3), half the squared distance of output and target; or their cross-entropy.
        wrong: [T, G], the error of each answer: 0 or 1 for a class or a bit, the distance in `Ports.unit` for a number;
            0 where nothing is asked.
        slope: the largest |delta| of an output neuron on any wrong answer; 0 where nothing was wrong.
        halted: index of the first step that was not finite, -1 where all were.
        hidden: [T, H], outputs of the hidden neurons.
        outputs: [T, n_out].
        found: [F, M], composite memories as a step found them that did not find what the step before left: the first
            step, and one before which some were wiped; `starts` wipe all.
        found_at: [F], indices of these steps.
        memory: [T, M], composite memories after the step.
        gate: [T, H], how far the neuron wrote: 1 or 0 where it fired or not, the output of its learned write gate, or 0
            without memory.
        axis: [T, H], axis that the neuron wrote; -1 where it wrote nothing, 0 for an input vector.
        delta: [T, H + n_out], back-propagated errors, Eq. (6)-(8); the RNN has them for its outputs only.
    """

    first: int
    inputs: Floats
    targets: Floats
    parts: Parts
    starts: Flags
    loss: Floats
    wrong: Floats
    slope: float
    halted: int
    hidden: Floats
    outputs: Floats
    found: Floats
    found_at: Counts
    memory: Floats
    gate: Floats
    axis: NDArray[np.int32]
    delta: Floats

    @property
    def scored(self) -> Flags:
        """[T], whether anything is asked of the step."""
        return np.asarray(np.any(self.parts >= 0, axis=1))

    @property
    def share(self) -> Floats:
        """[T], mean error of the answers that the step is asked for; 0 where none is."""
        share: Floats = self.wrong.sum(axis=1) / np.maximum((self.parts >= 0).sum(axis=1), 1)
        return share

    @property
    def before(self) -> Floats:
        """[T, M], composite memories as the step read them."""
        before = np.roll(self.memory, 1, axis=0)
        before[self.found_at] = self.found
        before[self.starts[: len(before)]] = 0.0
        return before

    @classmethod
    def empty(
        cls, first: int, stream: Stream, rows: int, hidden: int, outputs: int, components: int
    ) -> "Trace":
        """A trace for a kernel to fill: loss and wrong for every step, the other arrays with the given rows."""
        steps = len(stream.inputs)
        return cls(
            first=first,
            **stream._asdict(),
            loss=np.zeros(steps),
            wrong=np.zeros(stream.parts.shape),
            slope=0.0,
            halted=-1,
            hidden=np.zeros((rows, hidden)),
            outputs=np.zeros((rows, outputs)),
            found=np.zeros((min(rows, 1), components)),
            found_at=np.zeros(min(rows, 1), np.int64),
            memory=np.zeros((rows, components)),
            gate=np.zeros((rows, hidden)),
            axis=np.full((rows, hidden), -1, np.int32),
            delta=np.zeros((rows, hidden + outputs)),
        )

    def then(self, later: "Trace") -> "Trace":
        """This trace followed by the one of the steps after it."""
        goes_on = int(later.starts[:1].any() or np.array_equal(self.memory[-1:], later.found[:1]))
        later = later._replace(
            found=later.found[goes_on:], found_at=later.found_at[goes_on:] + len(self.memory)
        )
        joined: dict[str, Any] = {
            name: np.concatenate((mine, getattr(later, name)))
            for name, mine in self._asdict().items()
            if isinstance(mine, np.ndarray)
        }
        return later._replace(first=self.first, slope=max(self.slope, later.slope), **joined)
