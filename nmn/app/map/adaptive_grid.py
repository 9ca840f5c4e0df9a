"""Measuring a map in the background, for all who look at it; it stops by itself when nobody does."""

import threading
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any

from nmn.app.map.table import Cell, Table
from nmn.parameters import Parameters
from nmn.studies.grid import Grid
from nmn.studies.jobs import Asked, usual, work
from nmn.studies.outcome import Outcome
from nmn.studies.store import Store

PATIENCE = 30.0  # seconds without anybody who looks, after which measuring stops


class Survey:
    """The runs of one map: measured coarse to fine on a thread, looked at by any number of visitors.

    Attributes:
        grid: the runs.
        done, total: how many runs there are, and how many in all.
        cancelled: whether somebody ended it; what is known stays.
        problem: why measuring ended, where it could not go on.
    """

    def __init__(self, grid: Grid, store: Store) -> None:
        """Look up what the store knows; `look` begins with the rest."""
        self.grid, self.store = grid, store
        self.jobs = grid.jobs()
        self.total, self.done = len(self.jobs), 0
        self.cancelled, self.problem = False, ""
        self.lock = threading.Lock()
        self.going = threading.Event()
        self.going.set()
        self.watchers: dict[Any, float] = {}
        self.thread: threading.Thread | None = None
        self.began, self.share = time.monotonic(), 0.0
        self._known: dict[tuple[Cell, int], Outcome] = {}
        self.places: dict[str, list[tuple[Cell, int]]] = {}  # equal runs can be several places
        for cell in grid.cells:
            if cell not in grid.impossible:
                for number, seed in enumerate(grid.seeds):
                    self.places.setdefault(grid.parameters(cell, seed).key(), []).append((cell, number))
        for job in self.jobs:
            if outcome := store.get(job):
                self._take(outcome)

    def _take(self, outcome: Outcome) -> None:
        with self.lock:
            self._known |= dict.fromkeys(self.places[outcome.parameters.key()], outcome)
            self.done = len(self._known)

    def table(self) -> Table:
        """What is known by now."""
        with self.lock:
            return Table(self.grid, dict(self._known))

    @property
    def finished(self) -> bool:
        """Whether every run is there."""
        return self.done >= self.total

    @property
    def running(self) -> bool:
        """Whether it measures, or would if it were not paused."""
        return self.thread is not None and self.thread.is_alive()

    @property
    def paused(self) -> bool:
        """Whether it waits for `resume`; runs that had begun go on from where they are."""
        return not self.going.is_set()

    @property
    def left(self) -> float | None:
        """Seconds that it will still take if it goes on like this, None where that is not known."""
        return (time.monotonic() - self.began) * (1 / self.share - 1) if self.share else None

    def look(self, visitor: Any) -> None:
        """Somebody looks: measure what is missing, unless it is paused or was cancelled; who comes new begins anew."""
        with self.lock:
            if visitor not in self.watchers:
                self.cancelled, self.problem = False, ""
            self.watchers[visitor] = time.monotonic()
            if not (self.running or self.finished or self.cancelled or self.problem):
                self.began, self.share = time.monotonic(), 0.0
                self.thread = threading.Thread(target=self._measure, name="survey", daemon=True)
                self.thread.start()

    def leave(self, visitor: Any) -> None:
        """Somebody looks at something else."""
        self.watchers.pop(visitor, None)
        if not self.watchers:
            self.going.set()  # runs that wait notice that nobody wants them

    def pause(self) -> None:
        """Hold every run where it is."""
        self.going.clear()

    def resume(self) -> None:
        """Go on, after a pause or after the end."""
        self.cancelled, self.problem = False, ""
        self.going.set()

    def cancel(self) -> None:
        """End it; runs that are done stay."""
        self.cancelled = True
        self.going.set()

    def _unwanted(self) -> bool:
        """Whether measuring should end; waits while it is paused."""
        while not self._given_up():
            if self.going.wait(0.1):
                return self._given_up()
        return True

    def _given_up(self) -> bool:
        now = time.monotonic()
        return self.cancelled or not any(now - seen < PATIENCE for seen in list(self.watchers.values()))

    def _measure(self) -> None:
        where = usual()

        def noted(jobs: Sequence[Parameters], asked: Asked) -> Generator[Outcome, None, None]:
            with closing(where(jobs, asked)) as coming:
                for outcome in coming:
                    self._take(outcome)
                    yield outcome

        def report(_: int, share: float) -> None:
            self.share = share

        try:
            work(self.jobs, self.store, noted, report, self._unwanted)
        except Exception as error:  # noqa: BLE001 (whatever it is, the page says it)
            self.problem = str(error) or type(error).__name__
