"""Runs: training as a tape that can be entered at any step.

A run is determined by its parameters. It is trained piece by piece, keeps its learning curve, and ends where its
parameters say, or earlier: when it has learned enough, or when training no longer makes sense.
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from nmn.parameters import Parameters
from nmn.runs.curve import Curve, Tally
from nmn.runs.restarts import Restarts
from nmn.runs.tape import NOT_FINITE, PIECE, Edit, Tape
from nmn.spec import ParameterError
from nmn.tasks import Task
from nmn.trace import Floats

if TYPE_CHECKING:
    import pandas as pd

REPORT_SECONDS = 0.05
PERIODS = 10  # of the task, at least, in a point of the curve: whatever is asked is asked in each
ENOUGH, SURE = 3, 600  # points of the curve in a row that are small enough, and answers in them
FLAT = 1e-8  # an output slope below this lets no error back
STUCK = 0.1  # share of wrong answers from which that counts as stuck
FORKABLE = (
    "gamma", "alpha", "rnn_alpha", "cooldown", "store", "code", "decay", "floor", "backprop", "decay_in_use",
    "gamma_in_use",
)  # fmt: skip


class Run(Tape):
    """One network, trained on one stream, step by step.

    Who asks for a state of a run that has several starts to try, and has not yet, has them tried first.

    Attributes:
        history: the learning curve so far; `curve` is the same as a table.
        trouble: why training stopped before its end, or None.
        enough: whether training stopped because the error stayed as small as `stop_at` asks.
        seconds: time that training has taken, that of other starts with it, without drawing the stream.
        choice: the search for the start to go on with, or None where it has ended or was never needed.
    """

    parent: "tuple[Run, int] | None"

    def __init__(
        self,
        parameters: Parameters,
        parent: "tuple[Run, int] | None" = None,
        edit: Edit | None = None,
        start: int | None = None,
        task: Task | None = None,
    ) -> None:
        """A run at its beginning, or a fork of a parent's run after a step; see `fork`.

        Args:
            parameters: what determines the run.
            parent, edit: see `fork`.
            start: number of the initial weights. Where it is None and the parameters ask for several starts, training
                begins by trying them.
            task: the task, where somebody has drawn it already.
        """
        super().__init__(parameters, parent, edit, start or 0, task)
        self.history: Curve = parent[0].history.until(parent[1]) if parent else Curve([], [], [])
        self.trouble: str | None = None
        self.enough = False
        self.seconds = 0.0
        self.block = max(1000 if parameters.steps >= 100_000 else 100, PERIODS * self.task.period)
        self.tally = Tally(len(self.task.parts))
        self.slope = 0.0  # the steepest output on a wrong answer of the block
        several = parameters.restarts > 1 and start is None and parent is None
        self.choice: Restarts[Run] | None = Restarts(parameters, self._start) if several else None
        begun = self._block_begin(self.length)
        if begun < self.length:
            shared = self.trace(begun + 1, self.length + 1, record=False)
            self.tally.add(shared.parts, shared.wrong)
            self.slope = shared.slope

    @property
    def finished(self) -> bool:
        """Whether there is nothing left to train."""
        return self.trouble is not None or self.enough or self.length >= self.parameters.steps

    def train(self, until: int | None = None, report: Callable[[int], None] | None = None) -> "Run":
        """Train up to a step, or to the end, or until training no longer makes sense (then `trouble` says why).

        Where the parameters ask for several starts, the first call tries them and goes on with the best one, which has
        then been trained as far as a trial goes.

        Args:
            until: last step to train.
            report: called with the length every now and then; what it raises ends the call and loses nothing.

        Returns:
            The run itself.
        """
        goal = self.parameters.steps if until is None else min(until, self.parameters.steps)
        last_report = time.perf_counter()
        while self.choice or (not self.finished and self.length < goal):
            with self.lock:  # several sessions may train the same run
                if self.choice:
                    self._choose(self.choice)
                elif not self.finished and self.length < goal:
                    self._train_piece(goal)
            if report and time.perf_counter() - last_report > REPORT_SECONDS:
                report(self.length)
                last_report = time.perf_counter()
        return self

    def at(self, step: int) -> Any:
        """As `Tape.at`, once a start has been chosen."""
        while self.choice:
            with self.lock:
                if self.choice:
                    self._choose(self.choice)
        return super().at(step)

    def _start(self, number: int) -> "Run":
        """The same run from the initial weights of that number."""
        return Run(self.parameters, start=number, task=self.task)

    def _choose(self, choice: "Restarts[Run]") -> None:
        """Try the starts a piece further; go on with the best one once all have been tried."""
        best = choice.go_on()
        if best is not None:
            self.start, self.checkpoints, self.state = best.start, best.checkpoints, best.state
            self.history, self.tally, self.slope = best.history, best.tally, best.slope
            self.trouble, self.enough = best.trouble, best.enough
            self.seconds = choice.seconds
            self.choice = None

    def _block_end(self, step: int) -> int:
        """Where the block of the curve ends that begins at or before a step; the last one takes what is left over."""
        end, steps = (step // self.block + 1) * self.block, self.parameters.steps
        return end if end + self.block <= steps else steps

    def _block_begin(self, step: int) -> int:
        """Where the block of the curve begins that ends after a step."""
        begin = step // self.block * self.block
        return begin if begin + self.block <= self.parameters.steps else max(0, begin - self.block)

    def _train_piece(self, goal: int) -> None:
        """Train to the end of the block or of the piece; further, where no end of a block can end the run."""
        limit = min(goal, (self.length // PIECE + 1) * PIECE)
        ends = [self._block_end(self.length)]
        while ends[-1] < limit:
            ends.append(self._block_end(ends[-1]))
        fresh, learnt = (
            not self.tally.asked.any(),
            bool(self.history.error) and self.history.error[-1] < STUCK / 2,
        )
        inside = [end for end in ends if end <= limit]
        if not (
            len(inside) > 1 and fresh and learnt and self.parameters.stop_at == 0 and self._train_to(*inside)
        ):
            self._train_to(min(ends[0], limit))

    def _train_to(self, *stops: int) -> bool:
        """Train to the last of some steps; each but the last one ends a block.

        Returns:
            Whether that was done. Where there are several, and one of them may have been the end of the run, it was
            not, and nothing has changed.
        """
        begin, stop = self.length, stops[-1]
        stream = self.stream(begin, stop)
        began = time.perf_counter()
        state, trace = self.advance(self.state, stream)
        self.seconds += time.perf_counter() - began
        cuts = [slice(a - begin, b - begin) for a, b in pairwise((begin, *stops))]
        if len(stops) > 1 and (
            trace.halted >= 0
            or any(trace.wrong[cut].sum() >= STUCK / 2 * (trace.parts[cut] >= 0).sum() for cut in cuts)
        ):
            return False
        self.state = state
        if trace.halted >= 0:
            self.trouble = f"Training stopped after step {state.step:,}: {NOT_FINITE}."
            return True
        for at, cut in zip(stops, cuts, strict=True):
            self.tally.add(trace.parts[cut], trace.wrong[cut])
            self.slope = max(self.slope, trace.slope)
            if at == self._block_end(at - 1):
                self._close_block(at)
        if stop % self.spacing == 0:
            self.checkpoints[stop] = state
        return True

    def _close_block(self, stop: int) -> None:
        headline = self.task.headline
        if not (self.tally.asked.any() if headline is None else self.tally.asked[headline]):
            return  # a run shorter than a period; nothing is known of it yet
        self.history.append(stop, self.tally)
        answers = self.tally.asked.sum() if headline is None else self.tally.asked[headline]
        needed = max(ENOUGH, math.ceil(SURE / answers))
        last = self.history.of(headline)[-needed:]
        self.enough = (
            len(last) == needed and max(last) <= self.parameters.stop_at and self.parameters.stop_at > 0
        )
        if self.history.error[-1] >= STUCK and self.slope < FLAT:
            self.trouble = (
                f"Training stopped after step {stop:,}: the outputs sit at 0 or 1 on the wrong side, where the slope "
                "x (1 - x) is almost 0, so that no error flows back. A smaller α or γ keeps them apart."
            )
        self.tally, self.slope = Tally(len(self.task.parts)), 0.0

    def test(
        self,
        inputs: int = 20_000,
        periods: int = 200,
        part: str = "test",
        report: Callable[[int], None] | None = None,
    ) -> dict[str, float]:
        """Error of each part of the task on fresh inputs, with learning off and the decay in use.

        The inputs begin at the next multiple of the task's period; those whose answers depend on what was before do not
        count.

        Args:
            inputs: at least so many inputs.
            periods: at least so many of the task's periods.
            part: the stream: "test" or "validation".
            report: called with the number of inputs every now and then; what it raises ends the call.
        """
        task, state = self.task, self.state
        first = -(-self.length // task.period) * task.period
        stop = first + max(inputs, periods * task.period)
        tally = Tally(len(task.parts))
        for begin in range(first, stop, 10 * PIECE):
            if report:
                report(begin - first)
            stream = task.stream(begin, min(begin + 10 * PIECE, stop), part)
            state, trace = self.advance(state, stream, learn=False)
            parts, wrong = stream.parts.copy(), trace.wrong.copy()
            parts[: max(0, first + task.reach - begin)] = -1
            if trace.halted >= 0:  # no finite answer is no right answer
                wrong[trace.halted :] = 1.0
            tally.add(parts, wrong)
        return dict(zip(task.parts, tally.by_part, strict=True))

    @property
    def curve(self) -> "pd.DataFrame":
        """The learning curve as a table: "error", what the task is about, and that of each part, where it has several.

        The index is the last step of each block of inputs; NaN where a block did not ask for a part.
        """
        import pandas as pd

        history, parts = self.history, self.task.parts
        columns = {"error": history.of(self.task.headline)}
        columns |= {name: history.of(part) for part, name in enumerate(parts)} if len(parts) > 1 else {}
        return pd.DataFrame(columns, index=pd.Index(history.steps, name="step"))

    def score(self, errors: Mapping[str, float]) -> float:
        """The error that the task is about: that of its headline part, or the mean over the parts."""
        by_part, headline = list(errors.values()), self.task.headline
        return float(np.mean(by_part)) if headline is None else by_part[headline]

    def test_error(self, inputs: int = 20_000, periods: int = 200, part: str = "test") -> float:
        """The score of a test; see `test` and `score`."""
        return self.score(self.test(inputs, periods, part))

    def fork(
        self,
        step: int,
        *,
        clamp: Mapping[int, float] | None = None,
        inputs: Mapping[int, Floats] | None = None,
        wipes: Sequence[int] = (),
        wipe_all: bool = False,
        **changes: Any,
    ) -> "Run":
        """A second run that shares this one's past up to a step and then goes its own way; it is not trained yet.

        What this run has otherwise than the one that it left stays so, but for what is asked for anew: a forced neuron
        stays forced, a changed input is still ahead. Where the step lies before the one after which this run left, what
        it has otherwise comes when it came here, and the fork is trained up to there.

        Args:
            step: the last shared step.
            clamp: forced outputs of hidden neurons, by number: {3: 0.0} silences neuron 3, NaN sets it free again.
            inputs: changed inputs, by step.
            wipes: neurons with memory that forget it after that step.
            wipe_all: whether all memory and recurrent state is wiped then.
            **changes: parameters that the future has otherwise, those of `FORKABLE`.

        Raises:
            ParameterError: a change that a fork cannot make, or a value that is not possible.
            ValueError: the run has no such step, neuron or later input.
        """
        return self.forked(step, Edit(dict(clamp or {}), dict(inputs or {}), tuple(wipes), wipe_all, changes))

    def forked(self, step: int, asked: Edit) -> "Run":
        """What `fork` gives and raises, by an edit."""
        self._check(step, asked)
        if self.parent is not None and step < self.parent[1]:
            return self._fork_before(*self.parent, step, asked)
        return Run(replace(self.parameters, **asked.changes), (self, step), asked)

    def _check(self, step: int, asked: Edit) -> None:
        """Raise what `fork` raises."""
        for name in asked.changes:
            if name not in FORKABLE:
                raise ParameterError(f"{name} cannot change in a fork. What can: {', '.join(FORKABLE)}.")
        neurons = len(self.clamp)
        for neuron in (*asked.clamp, *asked.wipes):
            if not 0 <= neuron < neurons:
                raise ValueError(f"neuron {neuron} is not in this network: it has 0 to {neurons - 1}.")
        if asked.wipes and not self.engine.banks:
            raise ValueError("no single neuron can be wiped in this network: none has a memory of its own.")
        for changed, values in asked.inputs.items():
            if not step < changed <= self.parameters.steps or np.shape(values) != (self.task.ports.inputs,):
                raise ValueError(
                    f"input {changed:,} cannot change: give {self.task.ports.inputs} numbers for one of the steps "
                    f"{step + 1:,} to {self.parameters.steps:,}."
                )

    def _fork_before(self, left: "Run", at: int, step: int, asked: Edit) -> "Run":
        """The fork after a step before this run left another one at a later step: it does the same there."""
        mine, early = self.edit, left.forked(step, asked).train(until=at)
        if early.length < at:
            return early  # its training ends before
        ahead = {changed: values for changed, values in asked.inputs.items() if changed > at}
        still = mine._replace(
            clamp={**mine.clamp, **asked.clamp},
            inputs={**mine.inputs, **ahead},
            changes={**mine.changes, **asked.changes},
        )
        return early.forked(at, still)
