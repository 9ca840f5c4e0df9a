"""What `nmn train`, `nmn sweep` and `nmn reproduce` do, once their options are understood."""

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nmn.cli.progress import ProgressBar
from nmn.parameters import Parameters
from nmn.runs import warm
from nmn.runs.findings import find
from nmn.runs.training import Run
from nmn.spec import ParameterError
from nmn.studies import experiments
from nmn.studies.cluster import ClusterError, cluster
from nmn.studies.experiments import Record
from nmn.studies.grid import Grid, axis
from nmn.studies.jobs import processes, work
from nmn.studies.store import Store, StoreError
from nmn.studies.table import frame, summary

REFUSALS = (ClusterError, StoreError)  # what can be said of a file or a cluster


def train(parameters: Parameters, as_json: bool) -> int:
    """Train a run, test it, and print what came out: in words, or as one JSON object."""
    warm.warm(_say, parameters.model)
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


def reproduce(names: Sequence[str], seeds: Sequence[int], record: Record) -> int:
    """Run experiments over seeds, those that are not in the record, and print their tables."""
    warm.warm(_say)
    with ProgressBar("runs", len(experiments.jobs(names, seeds))) as progress:
        frame = experiments.reproduce(names, seeds, record, progress)
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
        _look_at(csv, [*(each.name for each in grid.axes), "seed", "error"])
    with Store(file) as store:
        missing = store.missing(wanted)
        if address is None:
            for model in dict.fromkeys(job.model for job in missing):
                warm.warm(_say, model)
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


def _look_at(csv: Path, names: list[str]) -> None:
    """See that the file can be written before anything runs, and that nothing else is lost by it."""
    try:
        with csv.open("a+", encoding="utf-8") as file:
            file.seek(0)
            first = file.readline()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"--csv {csv}: {error}") from None
    if first and not first.startswith(",".join(names)):
        raise StoreError(f"--csv {csv} holds something else, which would be lost. Give another name.")
