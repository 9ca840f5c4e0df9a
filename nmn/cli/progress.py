"""A progress bar on one line of the terminal; silent where there is none."""

import sys
import time
from typing import Self

from nmn.studies.jobs import duration

WIDTH = 30  # characters


class ProgressBar:
    """How far something is, and how long it will still take if it goes on like this."""

    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.began = what, total, time.perf_counter()
        self.drawn = False

    def __enter__(self) -> Self:
        self(0)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the line."""
        if self.drawn:
            print(file=sys.stderr)

    def __call__(self, done: int, share: float | None = None) -> None:
        """Draw the bar.

        Args:
            done: how many of the total are done.
            share: share of the work since the beginning, where that is not what done tells.
        """
        if sys.stderr.isatty():
            self.drawn = True
            share = done / self.total if share is None else share
            filled = round(WIDTH * done / self.total)
            left = (time.perf_counter() - self.began) * (1 / share - 1) if share else 0.0
            bar = "█" * filled + "·" * (WIDTH - filled)
            rest = f", {duration(left)} left" if left else ""
            line = f"\r{self.what} {bar} {done:,} of {self.total:,}{rest}\x1b[K"
            print(line, end="", file=sys.stderr, flush=True)
