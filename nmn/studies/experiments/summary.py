"""Tables of measured errors beside the paper's."""

from collections.abc import Iterator

import pandas as pd

from nmn.engine import NETWORKS
from nmn.studies.experiments.measured import TEST, TRAINING
from nmn.studies.experiments.rows import EXPERIMENTS, Row

HEADINGS = ("model", "variant", "paper", "median", "quartiles", "worst", "seeds that reach it", "in training")


def summary(frame: pd.DataFrame) -> Iterator[str]:
    """The test errors of a frame as the lines of a Markdown table: ours beside the paper's, in per cent.

    A seed reaches it when its error is at most our target, or the paper's figure where we have none of our own. "In
    training" is the median over seeds of the last point of the learning curve.
    """
    parts = bool(frame.metric.str.startswith(f"{TEST}, ").any())
    yield _line(*HEADINGS, *(["medians by part"] if parts else []))
    yield _line(*["---"] * (len(HEADINGS) + parts))
    tests = frame[frame.metric.str.startswith(TEST)]
    for names, runs in tests.groupby(["experiment", "model", "variant"], sort=False):
        experiment, model, variant = map(str, names)
        row = next(r for r in EXPERIMENTS[experiment] if (r.parameters.model, r.variant) == (model, variant))
        yield _line(
            NETWORKS[model].title,
            variant,
            *_figures(row, runs[runs.metric == TEST].value),
            _last(frame, [experiment, model, variant]),
            *([_parts(runs)] * parts),
        )


def _figures(row: Row, errors: "pd.Series[float]") -> Iterator[str]:
    low, middle, high = errors.quantile([0.25, 0.5, 0.75])
    yield "–" if row.paper is None else f"{row.paper:.1%}"
    yield f"{middle:.2%}"
    yield f"{low:.2%} – {high:.2%}"
    yield f"{errors.max():.2%}"
    yield (
        "–" if row.goal is None else f"{(errors <= row.goal).sum()} of {len(errors)} ≤ {row.goal * 100:.3g}%"
    )


def _last(frame: pd.DataFrame, names: list[str]) -> str:
    """The training error of a row at its end."""
    mine = (frame[["experiment", "model", "variant"]] == names).all(axis=1) & (frame.metric == TRAINING)
    last = frame[mine].groupby("seed").value.last()
    return f"{last.median():.2%}" if len(last) else "–"


def _parts(runs: pd.DataFrame) -> str:
    medians = runs[runs.metric != TEST].groupby("metric", sort=False).value.median()
    return ", ".join(
        f"{str(metric).removeprefix(f'{TEST}, ')} {error:.2%}" for metric, error in medians.items()
    )


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
