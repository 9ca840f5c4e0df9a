"""The paper's experiments as data: what to run, and what the paper says came out."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from nmn.parameters import Parameters
from nmn.spec import MODELS
from nmn.training import Run


class Row(NamedTuple):
    """One line of an experiment's table.

    Attributes:
        variant: what sets it apart.
        parameters: the run, up to its seed.
        paper: the error that the paper reports, as a fraction, or None.
    """

    variant: str
    parameters: Parameters
    paper: float | None


_SORTED = Parameters(steps=400_000)
EXPERIMENTS: dict[str, tuple[Row, ...]] = {
    "sorted": (
        Row("memory off", replace(_SORTED, model="ffnn"), 0.045),
        Row("Adam, 25 steps back in time", replace(_SORTED, model="rnn"), 0.018),
        Row("hard code, add (the paper's)", _SORTED, 0.007),
        Row("soft code, refresh", replace(_SORTED, code="soft", store="refresh", alpha=0.8), 0.007),
    ),
}
CURVE_POINTS = 40  # of a learning curve, evenly spread over the logarithm of the steps
COLUMNS = ("experiment", "model", "variant", "seed", "metric", "value", "steps", "seconds")


def reproduce(
    experiment: str, seeds: Sequence[int], report: Callable[[int], None] | None = None
) -> pd.DataFrame:
    """Run an experiment for every seed, on all cores: a frame with COLUMNS, in the order of rows and seeds.

    Args:
        experiment: a key of EXPERIMENTS.
        seeds: the seeds.
        report: called with the number of runs done.
    """
    jobs = [(row, seed) for row in EXPERIMENTS[experiment] for seed in seeds]
    results: dict[int, list[tuple[str, float, int, float | None]]] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the kernels release the GIL
        futures = {pool.submit(_run, row.parameters, seed): job for job, (row, seed) in enumerate(jobs)}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            if report:
                report(len(results))
    return pd.DataFrame(
        [
            (experiment, row.parameters.model, row.variant, seed, *measured)
            for job, (row, seed) in enumerate(jobs)
            for measured in results[job]
        ],
        columns=COLUMNS,
    )


def _run(parameters: Parameters, seed: int) -> list[tuple[str, float, int, float | None]]:
    """Metric, value, steps and seconds: the test error, and the training error at ever longer stretches."""
    run = Run(replace(parameters, seed=seed)).train()
    points = []
    ends = np.unique(np.geomspace(1, len(run.curve.error), CURVE_POINTS).astype(int))
    for start, end in zip((0, *ends), ends, strict=False):
        error = float(np.mean(run.curve.error[start:end]))
        points.append(("training error", round(error, 6), run.curve.steps[end - 1], None))
    return [("test error", run.test_error(), run.length, round(run.seconds, 3)), *points]


def summary(frame: pd.DataFrame) -> Iterator[str]:
    """The frame as the lines of a Markdown table: ours beside the paper's, in per cent."""
    yield "| model | variant | paper | median | quartiles | worst | seeds at the paper's figure |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    tested = frame[frame.metric == "test error"]
    for names, part in tested.groupby(["experiment", "model", "variant"], sort=False):
        experiment, model, variant = map(str, names)
        paper = next(row.paper for row in EXPERIMENTS[experiment] if row.variant == variant)
        low, middle, high = part.value.quantile([0.25, 0.5, 0.75])
        there = "–" if paper is None else f"{(part.value <= paper).sum()} of {len(part)}"
        yield (
            f"| {MODELS[model]} | {variant} | {'–' if paper is None else f'{paper:.1%}'} | {middle:.2%} "
            f"| {low:.2%} – {high:.2%} | {part.value.max():.2%} | {there} |"
        )
