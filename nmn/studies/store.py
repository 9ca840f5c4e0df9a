"""The file of finished runs: an SQLite database that has each run as soon as it is done."""

import json
import sqlite3
import threading
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Self

import pandas as pd

from nmn.parameters import SPECS, Parameters
from nmn.spec import Spec
from nmn.studies.outcome import Outcome

MARK = 0x4E4D4E31  # "NMN1", SQLite's application_id of a file that is ours
RESULTS = ("trouble", "trained", "seconds")  # of a frame, after the errors
TABLE = """CREATE TABLE IF NOT EXISTS runs (
    key TEXT PRIMARY KEY, error REAL, parts TEXT, trouble TEXT, steps INTEGER, seconds REAL, curve TEXT,
    kind TEXT
) WITHOUT ROWID"""


class StoreError(ValueError):
    """A file that cannot keep runs; the text says which and why."""


class Store:
    """Outcomes by the settings that a run uses; for any number of threads, and for several processes at a time."""

    def __init__(self, file: Path | None = None) -> None:
        """Open a file, or make it; None keeps the outcomes in memory.

        Raises:
            StoreError: the file holds something else, or it cannot be read or written.
        """
        self.file, self.lock = file, threading.RLock()
        try:
            self.base = sqlite3.connect(
                file or ":memory:", timeout=60, check_same_thread=False, isolation_level=None
            )
        except sqlite3.Error as error:
            raise StoreError(f"{file} cannot keep runs: {error}.") from None
        try:
            self._prepare()
        except StoreError:
            self.base.close()
            raise

    def _prepare(self) -> None:
        (mark,), (pages,) = (self._ask(f"PRAGMA {name}")[0] for name in ("application_id", "page_count"))
        if pages and mark != MARK:
            raise StoreError(f"{self.file} holds something else than runs. Give another name.")
        if not pages:
            self._ask(f"PRAGMA application_id = {MARK}")
        self._ask("PRAGMA journal_mode = WAL")  # a process that is killed leaves whole rows
        self._ask(TABLE)
        if "kind" not in [column[1] for column in self._ask("PRAGMA table_info(runs)")]:
            self._ask("ALTER TABLE runs ADD COLUMN kind TEXT")  # a file from before failures had kinds

    def _ask(self, question: str, *values: Any) -> list[Any]:
        try:
            with self.lock, closing(self.base.execute(question, values)) as cursor:
                return cursor.fetchall()
        except sqlite3.Error as error:
            raise StoreError(f"{self.file} cannot keep runs: {error}.") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the store is of no use after that."""
        with self.lock:
            self.base.close()

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome, in the file when this returns; one that is there already stays as it is."""
        self._ask(
            "INSERT OR IGNORE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            outcome.parameters.key(),
            outcome.error,
            json.dumps(outcome.parts),
            outcome.trouble,
            outcome.steps,
            outcome.seconds,
            json.dumps(outcome.curves),
            outcome.kind,
        )

    def get(self, parameters: Parameters) -> Outcome | None:
        """The outcome of a run, if it is there."""
        rows = self._ask("SELECT * FROM runs WHERE key = ?", parameters.key())
        if not rows:
            return None
        _, error, parts, trouble, steps, seconds, curve, kind = rows[0]
        known = json.loads(curve)
        curves = known if isinstance(known, dict) else {"": known}  # a file from before parts had curves
        return Outcome(
            parameters, error, json.loads(parts), trouble, steps, seconds,
            {name: (tuple(at), tuple(errors)) for name, (at, errors) in curves.items()}, kind,
        )  # fmt: skip

    def missing(self, jobs: Iterable[Parameters]) -> list[Parameters]:
        """Those that are not there, in their order; of equal runs the first."""
        known = {key for (key,) in self._ask("SELECT key FROM runs")}
        wanted: dict[str, Parameters] = {}
        for job in jobs:
            wanted.setdefault(job.key(), job)
        return [job for key, job in wanted.items() if key not in known]

    def frame(self, jobs: Iterable[Parameters]) -> pd.DataFrame:
        """A row for each run that is there, in the order of jobs: every parameter, then error and RESULTS.

        After the error stands that of each part, where the task has several: "error, recalled". `trouble` says what
        went wrong in a run that failed, and is missing where it did not; `trained` is the number of inputs it came to.
        """
        return pd.DataFrame([row(outcome) for job in jobs if (outcome := self.get(job))])


def row(outcome: Outcome) -> dict[str, Any]:
    """An outcome as the row of a frame, see `Store.frame`."""
    settings = {spec.name: plain(spec, getattr(outcome.parameters, spec.name)) for spec in SPECS.values()}
    parts = outcome.parts if len(outcome.parts) > 1 else {}
    return settings | {
        "error": outcome.error,
        **{f"error, {part}": error for part, error in parts.items()},
        "trouble": outcome.trouble,
        "trained": outcome.steps,
        "seconds": outcome.seconds,
    }


def plain(spec: Spec, value: Any) -> Any:
    """A parameter's value as an entry of a table: a number or a text."""
    return spec.text(value) if isinstance(value, tuple) else value
