"""The file of finished runs: written as they come, so that a reproduction that was killed goes on where it stopped."""

import csv
import io
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from nmn.parameters import SPECS, Parameters
from nmn.studies.experiments.rows import COLUMNS, EXPERIMENTS, Row

SETTINGS = "settings"  # the metric of a run's last line: its value tells which parameters were measured
FIRST = "test error"  # the metric of its first line
Line = tuple[str, ...]  # a line of the file: the texts of COLUMNS


class Job(NamedTuple):
    """One run: an experiment, one of its rows, and a seed."""

    experiment: str
    row: Row
    seed: int

    @property
    def key(self) -> Line:
        """The first columns of its lines."""
        return self.experiment, self.row.parameters.model, self.row.variant, str(self.seed)

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


class Record:
    """Finished runs by key, and the file that holds them.

    Attributes:
        runs: the lines of each run, the one with its settings last.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Read a file; what is cut off, half written, of other settings or of no experiment is dropped.

        Raises:
            ValueError: the file is there, but it is not one of finished runs.
            OSError: the file cannot be read or written.
        """
        self.file = file
        self.runs: dict[Line, list[Line]] = {}
        if file and file.exists():
            self._read(file)
        if file:
            self._write(file)

    def _read(self, file: Path) -> None:
        text = file.read_text("utf-8", errors="replace") if file.is_file() else "no file"
        whole, heading = text[: text.rfind("\n") + 1], ",".join(COLUMNS) + "\n"
        if not (whole.startswith(heading) or heading.startswith(text)):
            raise ValueError(f"it holds something else: its first line is not {heading.strip()}.")
        lines: list[Line] = []
        for line in map(tuple, csv.reader(io.StringIO(whole[len(heading) :]))):
            if not lines or lines[-1][:4] != line[:4]:
                lines = []
            lines.append(line)
            if line[4:5] == (SETTINGS,):
                if all(len(line) == len(COLUMNS) for line in lines) and lines[0][4] == FIRST:
                    self.runs[line[:4]] = lines
                lines = []
        current = {job.key: job.settings for key in self.runs for job in _job(key)}
        self.runs = {key: run for key, run in self.runs.items() if current.get(key) == run[-1][5]}

    def add(self, job: Job, measured: Iterable[tuple[str, float, int, float | None]]) -> None:
        """Keep a finished run: metric, value, steps and seconds of each line; the file has it at once."""
        run = [
            (*job.key, metric, str(value), str(steps), "" if seconds is None else str(seconds))
            for metric, value, steps, seconds in measured
        ]
        run.append((*job.key, SETTINGS, job.settings, run[0][6], ""))
        self.runs[job.key] = run
        if self.file:
            with self.file.open("a", encoding="utf-8", newline="") as file:
                file.write(_text(run))

    def frame(self, wanted: Iterable[Job]) -> pd.DataFrame:
        """The lines of some finished runs, as a frame with COLUMNS."""
        lines = [line for job in wanted for line in self.runs[job.key]]
        return pd.read_csv(io.StringIO(_text([COLUMNS, *lines])))

    def sort(self) -> None:
        """Bring the file into the order of experiments, rows and seeds."""
        rows = [
            (name, row.parameters.model, row.variant) for name in EXPERIMENTS for row in EXPERIMENTS[name]
        ]
        order = {row: number for number, row in enumerate(rows)}
        keys = sorted(self.runs, key=lambda key: (order[key[0], key[1], key[2]], int(key[3])))
        self.runs = {key: self.runs[key] for key in keys}
        if self.file:
            self._write(self.file)

    def _write(self, file: Path) -> None:
        """Put all runs into the file, which is never seen half written."""
        lines = [line for run in self.runs.values() for line in run]
        part = file.with_name(file.name + ".part")
        part.write_text(_text([COLUMNS, *lines]), "utf-8", newline="")
        part.replace(file)


def _text(lines: Iterable[Line]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def _job(key: Line) -> list[Job]:
    """The job of a run that a file has, if there is such an experiment."""
    experiment, model, variant, seed = key
    rows = EXPERIMENTS.get(experiment, ())
    found = [row for row in rows if (row.parameters.model, row.variant) == (model, variant)]
    possible = seed.isdecimal() and int(seed) <= SPECS["seed"].high
    return [Job(experiment, row, int(seed)) for row in found if possible]
