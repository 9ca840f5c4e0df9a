"""Running experiments over seeds, on all cores."""

from collections.abc import Callable, Iterable, Sequence

import pandas as pd

from nmn.parameters import Parameters
from nmn.runs.training import Run
from nmn.spec import RECURRENT
from nmn.studies.experiments.record import Record, jobs
from nmn.studies.processes import parallel

CURVE_POINTS = 40  # of a learning curve, evenly spread over the logarithm of the steps
Measured = tuple[str, float, int, float | None]  # metric, value, steps, seconds


def reproduce(
    experiments: Iterable[str],
    seeds: Sequence[int],
    record: Record | None = None,
    report: Callable[[int, float], None] | None = None,
    processes: int = -1,
) -> pd.DataFrame:
    """Run experiments for every seed: a frame with COLUMNS, in the order of rows and seeds.

    Args:
        experiments: keys of EXPERIMENTS.
        seeds: the seeds.
        record: where every run is kept as soon as it is done; what it already has is not run again.
        report: called with the number of runs done and the share of this call's work that is done.
        processes: how many; -1: one for each core.
    """
    wanted, record = jobs(experiments, seeds), record or Record()
    open_jobs = [job for job in wanted if job.key not in record.runs]
    open_jobs.sort(
        key=lambda job: effort(job.parameters), reverse=True
    )  # the longest first: no core waits at the end
    work, done, known = sum(effort(job.parameters) for job in open_jobs), 0.0, len(wanted) - len(open_jobs)
    report = report or _silent
    report(known, 0.0)
    runs = parallel(measure, [job.parameters for job in open_jobs], processes)
    for count, (number, measured) in enumerate(runs, start=1):
        job = open_jobs[number]
        record.add(job, measured)
        done += effort(job.parameters)
        report(known + count, done / work)
    record.sort()
    return record.frame(wanted)


def _silent(done: int, share: float) -> None:
    """Report to nobody."""


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


def measure(parameters: Parameters) -> list[Measured]:
    """Train a run and test it: its test errors, and its training errors over ever longer stretches, by part."""
    run = Run(parameters).train()
    errors, parts = run.test(), run.task.parts
    lines: list[Measured] = [("test error", run.score(errors), run.length, round(run.seconds, 3))]
    if len(parts) > 1:
        lines += [(f"test error, {part}", errors[part], run.length, None) for part in parts]
    lines += _training(run, "training error", run.task.headline)
    for number, part in enumerate(parts if len(parts) > 1 else ()):
        lines += _training(run, f"training error, {part}", number)
    return lines


def _training(run: Run, metric: str, part: int | None) -> list[Measured]:
    """A learning curve in few points: each is the mean error since the one before."""
    steps, errors = run.history.thinned(part, CURVE_POINTS)
    return [(metric, round(error, 6), step, None) for step, error in zip(steps, errors, strict=True)]
