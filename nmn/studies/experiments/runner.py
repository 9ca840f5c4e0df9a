"""Running experiments over seeds, on all cores."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from nmn.parameters import Parameters
from nmn.spec import RECURRENT
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
    """How long a run takes compared with others: inputs times weights, roughly."""
    if parameters.model in RECURRENT:
        width = parameters.rnn_width
        return parameters.steps * 3.0 * width * (width + 20) * (4 if parameters.model == "lstm" else 1)
    axes = 10 if parameters.write == "input" else 2 ** (parameters.tau + 1)
    axes *= 2 if parameters.turn else 1
    below = [k * (1 + axes * on) for k, on in zip(parameters.hidden, parameters.banks, strict=True)]
    return parameters.steps * (
        200.0 + sum(a * b for a, b in zip([5, *below], [*parameters.hidden, 5], strict=True))
    )
