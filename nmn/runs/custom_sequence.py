"""A sequence of one's own, stepped by a network as it was after a step of its training."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from nmn.runs.tape import CHECKPOINT_BYTES, NOT_FINITE, Tape
from nmn.shelf import size_of
from nmn.trace import Ports, Stream, Trace

SPACING = 400  # inputs between kept states, more where they would not fit


class SequenceStep(NamedTuple):
    """One step of the sequence.

    Attributes:
        inputs: [n_in].
        answers: for each answer that the task asks for, the right one: the number of a class, a bit or a number; None
            where it is not known.
    """

    inputs: tuple[float, ...]
    answers: tuple[float | None, ...]


def stream(rows: Sequence[SequenceStep], ports: Ports, parts: int = 1) -> Stream:
    """The rows as a stream: an answer that is not known is not asked for.

    Args:
        rows: the sequence, at least one.
        ports: the task's.
        parts: number of the task's parts; answer g counts as part g where there are so many.
    """
    wide = len(ports.groups)
    targets, asked = np.zeros((len(rows), sum(ports.groups))), np.full((len(rows), wide), -1, np.int8)
    begins = np.cumsum((0, *ports.groups))
    for t, row in enumerate(rows):
        for g, answer in enumerate(row.answers):
            if answer is None:
                continue
            asked[t, g] = min(g, parts - 1)
            if ports.groups[g] > 1:
                targets[t, begins[g] + int(answer)] = 1
            else:
                targets[t, begins[g]] = answer
    inputs = np.array([row.inputs for row in rows], dtype=float)
    return Stream(inputs, targets, asked, np.zeros(len(rows), bool))


class CustomSequence(Tape):
    """A sequence stepped by a run's network. Its steps count from 1, and step 0 is the network as it was taken.

    Attributes:
        after: the training step after which the network was taken.
        learn: whether its weights go on learning, where answers are known.
        trouble: why it ends before its last row, or None.
        text: the rows as whoever made them writes them down.
    """

    noun = "sequence"

    def __init__(
        self, tape: Tape, after: int, rows: Sequence[SequenceStep], learn: bool = False, keep: bool = False
    ) -> None:
        """Take the network as it was and put the rows before it.

        Args:
            tape: where the network comes from.
            after: the training step after which it is taken.
            rows: the sequence, at least one row.
            learn: whether its weights go on learning.
            keep: whether it starts with the memories and the state of that step rather than with none.
        """
        tape = tape.owner(after)
        super().__init__(tape.parameters, (tape, after))
        self.after, self.learn, self.rows = after, learn, len(rows)
        self.whole = stream(rows, self.task.ports, len(self.task.parts))
        self.whole.starts[0] = self.wiped or not keep
        self.text = ""
        self.trouble: str | None = None
        self.checkpoints = {0: self.state}
        if (halted := self.advance(self.state, self.whole)[1].halted) >= 0:
            self.rows, self.trouble = halted, f"It ends after step {halted:,}: {NOT_FINITE}."

    @property
    def spacing(self) -> int:
        """Steps between checkpoints."""
        return SPACING * max(1, -(-self.rows * size_of(self.state) // (SPACING * CHECKPOINT_BYTES)))

    @property
    def length(self) -> int:
        """Steps of the sequence that the network can take."""
        return self.rows

    def owner(self, _: int) -> Tape:
        """Itself: its steps are its own, whatever their numbers."""
        return self

    def wiped_after(self, step: int) -> bool:
        """Whether all memory and state is wiped between a step of the sequence and the next one."""
        return step == 0 and bool(self.whole.starts[0])

    def stream(self, start: int, stop: int) -> Stream:
        """Rows start up to, not including, stop."""
        return self.whole.cut(start, stop)

    def advance(self, state: Any, stream: Stream, **how: bool) -> tuple[Any, Trace]:
        """As `Tape.advance`; it learns where that was asked for."""
        return super().advance(state, stream, **{"learn": self.learn, **how})

    def _known(self) -> dict[int, Any]:
        return {**self.checkpoints, **self.recent}
