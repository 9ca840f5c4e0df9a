"""Tables of measured errors beside the paper's."""

from collections.abc import Iterator

import pandas as pd

from nmn.experiments.rows import EXPERIMENTS, Row
from nmn.spec import MODELS

HEADINGS = ("model", "variant", "paper", "median", "quartiles", "worst", "seeds that reach it")
TEST = "test error"


def summary(frame: pd.DataFrame) -> Iterator[str]:
    """The test errors of a frame as the lines of a Markdown table: ours beside the paper's, in per cent.

    A seed reaches it when its error is at most our target, or the paper's figure where we have none of our own.
    """
    parts = bool(frame.metric.str.startswith(f"{TEST}, ").any())
    yield _line(*HEADINGS, *(["medians by part"] if parts else []))
    yield _line(*["---"] * (len(HEADINGS) + parts))
    tests = frame[frame.metric.str.startswith(TEST)]
    for names, runs in tests.groupby(["experiment", "model", "variant"], sort=False):
        experiment, model, variant = map(str, names)
        row = next(r for r in EXPERIMENTS[experiment] if (r.parameters.model, r.variant) == (model, variant))
        yield _line(
            MODELS[model], variant, *_figures(row, runs[runs.metric == TEST].value), *([_parts(runs)] * parts)
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


def _parts(runs: pd.DataFrame) -> str:
    medians = runs[runs.metric != TEST].groupby("metric", sort=False).value.median()
    return ", ".join(
        f"{str(metric).removeprefix(f'{TEST}, ')} {error:.2%}" for metric, error in medians.items()
    )


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
