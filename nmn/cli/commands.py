"""What `nmn train`, `nmn sweep` and `nmn reproduce` do, once their options are understood."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nmn.cli.progress import ProgressBar
from nmn.parameters import Parameters
from nmn.runs import warm
from nmn.runs.findings import find
from nmn.runs.training import Run
from nmn.spec import ParameterError
from nmn.studies import experiments
from nmn.studies.cluster import ClusterError, cluster
from nmn.studies.grid import Grid, axis
from nmn.studies.jobs import processes, work
from nmn.studies.store import Store, StoreError
from nmn.studies.table import frame, summary

if TYPE_CHECKING:
    import pandas as pd

REFUSALS = (ClusterError, StoreError)  # what can be said of a file or a cluster


def train(parameters: Parameters, as_json: bool) -> int:
    """Train a run, test it, and print what came out: in words, or as one JSON object."""
    warm.warm(_say, [parameters])
    run = Run(parameters)
    with ProgressBar(f"{parameters.model} on {parameters.task}", parameters.steps) as progress:
        run.train(report=progress)
    errors = run.test()
    finding = find(run, lambda: run.score(errors))
    result: dict[str, Any] = {
        "task": parameters.task,
        "model": parameters.model,
        "seed": parameters.seed,
        "steps": run.length,
        "test_error": run.score(errors),
        "test_errors": errors,
        "optimum_without_memory": run.task.optimum,
        "microseconds_per_step": 1e6 * run.seconds / max(run.length, 1),
        "start": run.start,
        "trouble": finding.sentence if finding else None,
        "kind": finding.kind if finding else None,
        "parameters": parameters.to_query(),
    }
    print(json.dumps(result) if as_json else "\n".join(_told(result)))
    return 1 if run.trouble else 0


def _told(result: dict[str, Any]) -> Iterator[str]:
    """The result of a training in words."""
    yield "{model} on {task}, seed {seed}: {steps:,} inputs".format(**result)
    optimum, errors = result["optimum_without_memory"], result["test_errors"]
    yield f"test error {result['test_error']:.3%}" + (
        "" if optimum is None else f" (best without memory {optimum:.3%})"
    )
    if len(errors) > 1:
        yield from (f"  {part}: {error:.3%}" for part, error in errors.items())
    yield f"{result['microseconds_per_step']:.2f} microseconds a step"
    if result["trouble"]:
        yield result["trouble"]


def reproduce(names: Sequence[str], seeds: Sequence[int], file: Path | None, table: Path | None) -> int:
    """Run experiments over seeds, and print their tables; Ctrl-C says how to go on.

    Args:
        names: of the experiments.
        seeds: the seeds.
        file: the store, where what it has is not run again; None keeps nothing.
        table: where all numbers are written at the end, by its ending as CSV or Parquet.

    Raises:
        StoreError: a file holds something else or cannot be written.
    """
    if table:
        if table.suffix not in (".csv", ".parquet"):
            raise StoreError(f"--table {table}: give a name that ends in .csv or .parquet.")
        _look_at("--table", table, ",".join(experiments.COLUMNS) if table.suffix == ".csv" else "PAR1")
    wanted = [job.parameters for job in experiments.jobs(names, seeds)]
    with Store(file) as store:
        warm.warm(_say, store.missing(wanted))
        try:
            with ProgressBar("runs", len(wanted)) as progress:
                frame = experiments.reproduce(names, seeds, store, progress)
        except KeyboardInterrupt:
            kept = f" {file} has what was done: the same command goes on from there." if file else ""
            print(f"\nStopped.{kept}", file=sys.stderr)
            return 130
    if table:
        _write(frame, table)
    shown = f"{seeds[0]}-{seeds[-1]}" if len(seeds) > 1 else str(seeds[0])
    for name in names:
        print(f"\n{name}, test error over seeds {shown}\n")
        print("\n".join(experiments.summary(frame[frame.experiment == name])))
    return 0


def read_grid(
    base: Parameters, axes: Sequence[str], seeds: Sequence[int], problems: list[str]
) -> Grid | None:
    """What a sweep runs, from the texts of its axes; a sentence goes to problems for each that cannot be understood."""
    varied = []
    for text in axes:
        try:
            varied.append(axis(text))
        except ParameterError as error:
            problems.append(f"--vary {error}")
    if not axes and len(seeds) == 1:
        problems.append(
            "There is nothing to vary: give --vary, such as --vary gamma=0.1:0.9:9, or several --seeds."
        )
    if problems:
        return None
    try:
        return Grid(base, tuple(varied), tuple(seeds))
    except ParameterError as error:
        problems.append(f"--vary: {error}")
        return None


def sweep(grid: Grid, file: Path, csv: Path | None, jobs: int | None, address: str | None) -> int:
    """Run what a file does not have of a grid, and print the table; Ctrl-C says how to go on.

    Args:
        grid: what to run.
        file: the store.
        csv: where each run has a line at the end.
        jobs: number of processes; None: one for each core.
        address: the cluster to run on instead.

    Raises:
        ClusterError: there is no such cluster, or it has gone away.
        StoreError: a file holds something else or cannot be written.
    """
    began, wanted = time.perf_counter(), grid.jobs()
    if csv:
        _look_at("--csv", csv, ",".join([*(each.name for each in grid.axes), "seed", "error"]))
    with Store(file) as store:
        missing = store.missing(wanted)
        if address is None:
            warm.warm(_say, missing)
        try:
            with ProgressBar("runs", len(wanted)) as progress:
                work(wanted, store, processes(jobs) if address is None else cluster(address), progress)
        except KeyboardInterrupt:
            left = len(store.missing(wanted))
            print(
                f"\nStopped with {left:,} of {len(wanted):,} runs to go. {file} has the others: the same command "
                "goes on from there.",
                file=sys.stderr,
            )
            return 130
        print("\n".join(summary(grid, store)))
        if csv:
            frame(grid, store).to_csv(csv, index=False)
    print(
        f"\n{len(missing):,} runs in {time.perf_counter() - began:.1f} s. All {len(wanted):,} are in {file}."
    )
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _look_at(option: str, path: Path, begin: str) -> None:
    """See that a table can be written before anything runs, and that nothing else is lost by it."""
    try:
        with path.open("a+b") as file:
            file.seek(0)
            first = file.readline()
    except OSError as error:
        raise StoreError(f"{option} {path}: {error}") from None
    if first and not first.startswith(begin.encode()):
        raise StoreError(f"{option} {path} holds something else, which would be lost. Give another name.")


def _write(frame: "pd.DataFrame", table: Path) -> None:
    """Put a table into a file that is never seen half written."""
    part = table.with_name(table.name + ".part")
    if table.suffix == ".csv":
        frame.to_csv(part, index=False)
    else:
        frame.to_parquet(part, index=False, compression="zstd")
    part.replace(table)
