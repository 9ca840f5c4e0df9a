"""The runs of the experiments, and what they measured as a table of numbers."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from nmn.parameters import Parameters
from nmn.studies.experiments.rows import COLUMNS, EXPERIMENTS, Row
from nmn.studies.outcome import Outcome
from nmn.studies.store import Store

SETTINGS = "settings"  # the metric of a run's last line: its value tells which parameters were measured
TEST, TRAINING = "test error", "training error"
Measured = tuple[str, float, int, float | None]  # metric, value, steps, seconds


class Job(NamedTuple):
    """One run: an experiment, one of its rows, and a seed."""

    experiment: str
    row: Row
    seed: int

    @property
    def parameters(self) -> Parameters:
        """What determines the run."""
        return replace(self.row.parameters, seed=self.seed)

    @property
    def settings(self) -> str:
        """A number that changes whenever a parameter does that matters to the run."""
        return str(zlib.crc32(self.parameters.key().encode()))


def jobs(experiments: Iterable[str], seeds: Sequence[int]) -> list[Job]:
    """All runs of the experiments, in the order of rows and seeds."""
    return [Job(name, row, seed) for name in experiments for row in EXPERIMENTS[name] for seed in seeds]


def frame(wanted: Iterable[Job], store: Store) -> pd.DataFrame:
    """What a store has of some runs, with COLUMNS: fresh errors, learning curves, and a number for the settings."""
    rows = [
        (job.experiment, job.row.parameters.model, job.row.variant, job.seed, *line)
        for job in wanted
        if (outcome := store.get(job.parameters)) is not None
        for line in (*lines(outcome), (SETTINGS, float(job.settings), outcome.steps, None))
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"seconds": float})


def lines(outcome: Outcome) -> Iterator[Measured]:
    """What was measured of a run: errors on fresh inputs, then along its training, of all and by part."""
    parts = outcome.parts if len(outcome.parts) > 1 else {}
    yield TEST, outcome.error, outcome.steps, round(outcome.seconds, 3)
    yield from ((f"{TEST}, {part}", error, outcome.steps, None) for part, error in parts.items())
    for name, curve in outcome.curves.items():
        metric = f"{TRAINING}, {name}" if name else TRAINING
        yield from ((metric, round(error, 6), step, None) for step, error in zip(*curve, strict=True))
