"""A race: several runs trained side by side in the background, turn by turn, so that all their curves grow together.

A turn ends with a piece that `Run.train` would end with as well, so a run in a race has the same bits as one trained
alone. All races of a process together keep no more cores busy than there are.
"""

import math
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from nmn.parameters import Parameters
from nmn.runs.curve import Curve
from nmn.runs.findings import Finding, find
from nmn.runs.training import Run

CORES = os.cpu_count() or 1
TURN = 0.03  # seconds: a pause or another's turn waits so long at most, but for a piece that takes longer
FIRST, TURNS = 100, 100  # inputs of a run's first turn; turns of a run, at least
LEAD = 0.03  # of a run's steps: so far it may be ahead of the last one
NAP = 0.002  # seconds that a thread waits where no run may go on
PATIENCE = 30.0  # seconds after which a race rests that nobody looks at

_cores = threading.BoundedSemaphore(CORES)


class RunProgress(NamedTuple):
    """How far a run has come.

    Attributes:
        parameters: the run.
        length: inputs so far.
        history: its learning curve so far.
        pace: seconds of processor time of a step, drawing its input included; NaN before the first.
        size: free parameters of the network; 0 before the first turn.
        trouble: why it ended before its end, or None.
        errors: of each part of the task on fresh inputs, once it has ended.
        error: the one that the task is about.
        finding: what went wrong in a run that has ended, or None.
    """

    parameters: Parameters
    length: int
    history: Curve
    pace: float
    size: int
    trouble: str | None
    errors: dict[str, float] | None
    error: float | None
    finding: Finding | None = None

    @property
    def done(self) -> bool:
        """Whether nothing more comes."""
        return self.error is not None or self.trouble is not None


class _StopError(Exception):
    """A turn is over before its inputs are: raised inside `Run.train`, which loses nothing."""


class _Racer:
    """A run's place in a race: the run itself comes with its first turn at the latest."""

    def __init__(self, parameters: Parameters, run: Run | None) -> None:
        self.parameters = parameters
        self.run = run
        self.busy = False
        self.turns = 0
        self.pace = 0.0  # seconds of an input in the last turn
        self.trained, self.spent = (
            0,
            0.0,
        )  # inputs in this race, and the seconds of processor time that they took
        self.failure: str | None = None
        self.errors: dict[str, float] | None = None
        self.finding: Finding | None = None

    @property
    def length(self) -> int:
        return self.run.length if self.run else 0

    @property
    def choosing(self) -> bool:
        """Whether it still tries several starts: its length says nothing then."""
        return self.run is not None and self.run.choice is not None

    @property
    def done(self) -> bool:
        return self.errors is not None or self.failure is not None

    def turn(self, make: Callable[[Parameters], Run], running: Callable[[], bool]) -> None:
        """Train a little further; after the last input, test."""
        run = self.run = self.run or make(self.parameters)

        def check(_: int) -> None:
            if run.choice or not running():
                raise _StopError

        if not run.finished:
            most = max(FIRST, self.parameters.steps // TURNS)
            inputs = min(most, int(TURN / self.pace)) if self.pace else FIRST
            before, began, spent = run.length, time.perf_counter(), time.thread_time()
            run.train(until=before + max(1, inputs), report=check)
            self.pace = (time.perf_counter() - began) / max(1, run.length - before)
            self.trained, self.spent = (
                self.trained + run.length - before,
                self.spent + time.thread_time() - spent,
            )
        if run.finished:
            errors = run.test()
            self.finding, self.errors = find(run, lambda: run.score(errors)), errors

    def _pace(self, run: Run) -> float:
        """Seconds of a step; where another race or page has trained the run, what it took there."""
        if self.trained:
            return self.spent / self.trained
        return run.seconds / run.length if run.length else math.nan

    def progress(self) -> RunProgress:
        run = self.run
        if run is None:
            return RunProgress(self.parameters, 0, Curve([], [], []), math.nan, 0, self.failure, None, None)
        steps, error, parts = run.history
        known = min(len(steps), len(error), len(parts))  # another thread may be adding a point
        errors = self.errors
        return RunProgress(
            self.parameters,
            run.length,
            Curve(steps[:known], error[:known], parts[:known]),
            self._pace(run),
            run.engine.size(run.state),
            self.failure or run.trouble,
            errors,
            None if errors is None else run.score(errors),
            self.finding,
        )


class Race:
    """Runs that train side by side until all have ended, or until somebody pauses or cancels the race.

    Attributes:
        parameters: the runs, in their order.
        state: "running", "paused" or "cancelled".
    """

    def __init__(
        self,
        parameters: Sequence[Parameters],
        make: Callable[[Parameters], Run] = Run,
        known: Callable[[Parameters], Run | None] = lambda _: None,
        running: bool = True,
        patience: float = PATIENCE,
    ) -> None:
        """A race at its beginning; `resume` or `snapshot` start it.

        Args:
            parameters: the runs, each once.
            make: gives the run, at its beginning or further on.
            known: gives a run that is there already, to show how far it is before its first turn.
            running: whether it may start; else it is paused.
            patience: seconds after which it rests unless it is asked for a snapshot.
        """
        self.parameters = tuple(parameters)
        self.state = "running" if running else "paused"
        self._make, self._patience = make, patience
        self._racers = [_Racer(each, known(each)) for each in self.parameters]
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self._asked = time.monotonic()

    @property
    def done(self) -> bool:
        """Whether every run has ended and has been tested."""
        return all(racer.done for racer in self._racers)

    @property
    def resting(self) -> bool:
        """Whether no thread works for it."""
        return not any(thread.is_alive() for thread in self._threads)

    def snapshot(self) -> list[RunProgress]:
        """How far each run has come, in their order. Asking keeps the race awake."""
        self._wake()
        return [racer.progress() for racer in self._racers]

    def pause(self) -> None:
        """Let no run go on; what they have come to stays. Returns at once: turns under way end in a moment."""
        self.state = "paused"

    def cancel(self) -> None:
        """As `pause`: a race that was given up can go on all the same."""
        self.state = "cancelled"

    def resume(self) -> None:
        """Go on where the race stopped."""
        self.state = "running"
        self._wake()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until no thread works for it; gives whether that is so."""
        for thread in list(self._threads):
            thread.join(seconds)
        return self.resting

    def _wake(self) -> None:
        """Start the threads that are not there."""
        self._asked = time.monotonic()
        with self._lock:
            if self.state != "running" or self.done:
                return
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            for _ in range(min(CORES, len(self._racers)) - len(self._threads)):
                thread = threading.Thread(target=self._work, name="race", daemon=True)
                self._threads.append(thread)
                thread.start()

    def _work(self) -> None:
        while (racer := self._next()) is not None:
            try:
                with _cores:
                    racer.turn(self._make, lambda: self.state == "running")
            except _StopError:
                pass
            except Exception as error:  # noqa: BLE001 - whatever it is: it is said, and the others go on
                racer.failure = f"This run failed: {error or type(error).__name__}."
            finally:
                racer.busy = False

    def _next(self) -> _Racer | None:
        """The run whose turn it is; None where a thread has nothing more to do."""
        while self.state == "running" and time.monotonic() - self._asked <= self._patience:
            with self._lock:
                running = [racer for racer in self._racers if not racer.done]
                waiting = [racer for racer in running if not racer.busy]
                if not waiting:
                    return None
                last = min((racer.length for racer in running if not racer.choosing), default=0)
                near = [r for r in waiting if r.length <= last + LEAD * r.parameters.steps]
                if near:
                    racer = min(near, key=lambda racer: racer.turns)
                    racer.busy, racer.turns = True, racer.turns + 1
                    return racer
            time.sleep(NAP)  # those that wait are ahead: let the others come after
        return None
