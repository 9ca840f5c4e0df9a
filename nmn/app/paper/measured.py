"""What `nmn reproduce` measured, as the page reads it: one file, and a result for each row of an experiment."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd

from nmn.address.screen import run_link
from nmn.app.shared.figures import bands
from nmn.engine import NETWORKS
from nmn.parameters import Parameters
from nmn.site_path import site_path
from nmn.studies.experiments import COLUMNS, EXPERIMENTS, Row
from nmn.studies.experiments.measured import SETTINGS, TEST, Job
from nmn.studies.experiments.measured import TRAINING as CURVE

COMPACT = {
    "strings_to_categorical": True,
    "use_threads": False,
}  # a name is kept once, not on each of its lines


def file() -> Path:
    """Where the finished runs are: in assets/paper.parquet, or in the file that the variable NMN_PAPER names."""
    return Path(os.environ.get("NMN_PAPER") or site_path() / "assets" / "paper.parquet")


def table(path: Path) -> pd.DataFrame:
    """A file's runs; none where it is missing or something else."""
    try:
        read = pd.read_parquet(path, engine="pyarrow", use_threads=False, to_pandas_kwargs=COMPACT)
    except (OSError, ValueError):  # no file, or no table
        read = pd.DataFrame()
    return read if tuple(read.columns) == COLUMNS else pd.DataFrame(columns=COLUMNS)


@dataclass(frozen=True, eq=False)
class Result:
    """What came out for a row of an experiment.

    Attributes:
        experiment: a key of EXPERIMENTS.
        row: what was run.
        runs: its lines of the table.
    """

    experiment: str
    row: Row
    runs: pd.DataFrame

    def metric(self, name: str) -> pd.DataFrame:
        """Its lines of a metric."""
        return self.runs[self.runs.metric == name]

    @cached_property
    def curves(self) -> dict[str, pd.DataFrame]:
        """Quartiles over seeds of each learning curve, by the part of the task that it is about; "" for all."""
        names = [str(name) for name in self.runs.metric.unique() if str(name).startswith(CURVE)]
        return {name.removeprefix(CURVE).removeprefix(", "): bands(self.metric(name)) for name in names}

    @property
    def name(self) -> str:
        """Model and variant."""
        return f"{NETWORKS[self.row.parameters.model].title}, {self.row.variant}"

    @cached_property
    def errors(self) -> "pd.Series[float]":
        """Test errors by seed."""
        return self.metric(TEST).set_index("seed").value

    @cached_property
    def median(self) -> float:
        """Median test error."""
        return float(self.errors.median())

    @property
    def typical(self) -> Parameters:
        """The run whose test error is closest to the median."""
        errors = self.errors
        return replace(
            self.row.parameters, seed=int(errors.index[int((errors - errors.median()).abs().argmin())])
        )

    @property
    def query(self) -> str:
        """The typical run as an address has it."""
        return urlencode(self.typical.to_query())

    @property
    def link(self) -> str:
        """The typical run's address in Step through, as Markdown."""
        seed = self.typical.seed
        return f'[seed {seed}]({run_link(self.typical)} "Open {self.name}, seed {seed}, in Step through")'


def current(experiment: str, row: Row, runs: pd.DataFrame) -> bool:
    """Whether a row has finished runs and its settings are still those that were measured."""
    settings = runs[runs.metric == SETTINGS]
    if settings.empty:
        return False
    job = Job(experiment, row, int(settings.seed.iloc[0]))
    return job.settings == str(int(settings.value.iloc[0]))


def results(experiment: str, runs: pd.DataFrame) -> tuple[Result, ...]:
    """The rows of an experiment that have runs of their settings in the table, in their order."""
    mine = runs[runs.experiment == experiment]
    parts = (
        (row, mine[(mine.model == row.parameters.model) & (mine.variant == row.variant)])
        for row in EXPERIMENTS[experiment]
    )
    return tuple(Result(experiment, row, part) for row, part in parts if current(experiment, row, part))


def everything() -> dict[str, tuple[Result, ...]]:
    """The results of each experiment."""
    path = file()
    return _everything(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _everything(path: Path, _: int) -> dict[str, tuple[Result, ...]]:
    """Read a file once for each of its versions."""
    runs = table(path)
    return {experiment: results(experiment, runs) for experiment in EXPERIMENTS}


def seeds(found: Sequence[Result]) -> str:
    """The seeds of some results, as words."""
    numbers = sorted({int(seed) for result in found for seed in result.errors.index.unique().tolist()})
    whole = len(numbers) > 1 and numbers[-1] - numbers[0] == len(numbers) - 1
    return f"{numbers[0]} to {numbers[-1]}" if whole else ", ".join(map(str, numbers))
