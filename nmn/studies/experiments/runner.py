"""Running experiments over seeds, on all cores."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from nmn.engine import kind
from nmn.parameters import Parameters
from nmn.studies.experiments.measured import frame, jobs
from nmn.studies.jobs import processes, work
from nmn.studies.store import Store


def reproduce(
    experiments: Iterable[str],
    seeds: Sequence[int],
    store: Store | None = None,
    report: Callable[[int, float], None] | None = None,
    count: int | None = None,
) -> pd.DataFrame:
    """Run experiments for every seed: a frame with COLUMNS, in the order of rows and seeds.

    Args:
        experiments: keys of EXPERIMENTS.
        seeds: the seeds.
        store: where every run is kept as soon as it is done; what it already has is not run again.
        report: called with the number of runs done and the share of this call's work that is done.
        count: processes; one for each core where it is None.
    """
    wanted, store = jobs(experiments, seeds), store or Store()
    longest = sorted((job.parameters for job in wanted), key=effort, reverse=True)  # no core waits at the end
    work(longest, store, processes(count), report, effort=effort)
    return frame(wanted, store)


def effort(parameters: Parameters) -> float:
    """How long a run takes compared with others."""
    return kind(parameters).effort(parameters)
