"""What `nmn sweep` does, once its options are there."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nmn import compiled
from nmn.parameters import Parameters
from nmn.progress import Progress
from nmn.spec import ParameterError
from nmn.sweep import ClusterError, Grid, Store, StoreError, axis, cluster, frame, processes, summary, work

REFUSALS = (ClusterError, StoreError)  # what can be said of a file or a cluster


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
                compiled.warm(lambda line: print(line, file=sys.stderr), model)
        try:
            with Progress("runs", len(wanted)) as progress:
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
