"""The engine's compilation behind a server that answers already: who needs a network waits for that one."""

import threading
import time
from collections.abc import Callable, Iterable

from nmn.parameters import Parameters
from nmn.runs.warm import Progress, compiling, parts, usual

LOOK = 0.1  # seconds between two looks at how far it is


class StartUp:
    """Compiles what usual runs need, in a thread of its own, and afterwards what others need when they ask.

    Attributes:
        progress: how far it is; None before it has begun and after its end.
    """

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self._there: set[str] | None = None  # what is compiled here; None where nobody has begun
        self._ended = threading.Event()

    def begin(self) -> None:
        """Start to compile, or to load what was compiled before."""
        self.progress, self._there = Progress("", 0, 1), set()
        threading.Thread(target=self._run, name="start-up", daemon=True).start()

    def ended(self, seconds: float | None = None) -> bool:
        """Whether it has ended, at the latest after so long."""
        return self._ended.wait(seconds)

    def lacks(self, runs: Iterable[Parameters]) -> bool:
        """Whether something that runs need is still to be compiled here."""
        return self._there is not None and not self._there.issuperset(parts(runs))

    def wait(self, runs: Iterable[Parameters], show: Callable[[Progress], None]) -> None:
        """Wait for what runs need, or compile it where it is no usual one; what `show` raises ends that."""
        runs = list(runs)
        while (now := self.progress) is not None and self.lacks(runs):
            show(now)
            time.sleep(LOOK)
        if self._there is not None and self.lacks(runs):
            for now in compiling(runs):
                if now.words:
                    show(now)
            self._there |= set(parts(runs))

    def _run(self) -> None:
        try:
            runs = usual()
            names = list(parts(runs))
            for now in compiling(runs):
                self.progress = now
                self._there = {*(self._there or ()), *names[: now.done]}
        finally:  # what could not be compiled says so to whoever asks for it
            self.progress = None
            self._ended.set()


START_UP = StartUp()
