"""Sentences and tables that follow from the measured numbers: nothing in them is typed by hand."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

import pandas as pd

from nmn.app.paper.measured import Result
from nmn.app.shared.figures import Panel
from nmn.app.shared.words import percent
from nmn.engine import NETWORKS
from nmn.studies import experiments


def compared(found: Sequence[Result]) -> list[str]:
    """For each two models with printed figures, whether the order that the paper prints is ours, too.

    Of each model the first row counts; medians decide, and it is said where the quartiles overlap.
    """
    first: dict[str, Result] = {}
    for result in found:
        if result.row.paper is not None and not result.row.reading:
            first.setdefault(result.row.parameters.model, result)
    ordered = sorted(first.values(), key=lambda result: result.row.paper or 0.0)
    return [_order(a, b) for a, b in combinations(ordered, 2) if a.row.paper != b.row.paper]


def _order(better: Result, worse: Result) -> str:
    one, other = (NETWORKS[result.row.parameters.model].title for result in (better, worse))
    printed = f"{one} {printed_error(better.row)}, {other} {printed_error(worse.row)}"
    ours = f"{percent(better.median)} and {percent(worse.median)}"
    if better.median == worse.median:
        verdict = f"**is not to be seen in our runs**: {ours}"
    elif better.median > worse.median:
        verdict = f"**does not hold** for our networks: {ours}, the other way round"
    else:
        verdict = f"holds: ours are {ours}"
    low, high = (better, worse) if better.median < worse.median else (worse, better)
    near = low.errors.quantile(0.75) >= high.errors.quantile(0.25) and low.median != high.median
    return f"The printed order ({printed}) {verdict}{', with quartiles that overlap' if near else ''}."


def printed_error(row: experiments.Row) -> str:
    """What the paper says of a row."""
    return "a curve" if row.paper is None else "near 0" if row.paper == 0 else f"{row.paper * 100:.3g}%"


def least(found: Sequence[Result]) -> str:
    """Which of some results has the smallest median."""
    best = min(result.median for result in found)
    names = [result.name for result in found if result.median == best]
    return f"The smallest median test error, {percent(best)}, is that of {' and '.join(names)}."


@lru_cache(maxsize=32)
def section_table(found: tuple[Result, ...]) -> str:
    """The summary of an experiment with a link to a run of each row."""
    lines = list(experiments.summary(pd.concat([result.runs for result in found])))
    more = ["open a run", "---", *(result.link for result in found)]
    return "\n".join(f"{line} {cell} |" for line, cell in zip(lines, more, strict=True))


def glance(sections: Sequence[tuple[str, Sequence[Result]]]) -> Iterator[str]:
    """What the paper prints or plots beside ours, as the lines of a Markdown table.

    Args:
        sections: the text of each section's first column, and its results.
    """
    yield "| section | network | paper | ours, median | quartiles | seeds at the paper's figure | open a run |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name, found in sections:
        for result in found:
            errors, paper = result.errors, result.row.paper
            low, high = (float(errors.quantile(q)) for q in (0.25, 0.75))
            there = "–" if paper is None else f"{(errors <= paper).sum()} of {len(errors)}"
            yield (
                f"| {name} | {result.name} | {printed_error(result.row)} | {percent(result.median)} "
                f"| {percent(low)} – {percent(high)} | {there} | {result.link} |"
            )


def missing(experiment: str, found: Sequence[Result]) -> str:
    """What to say of the rows of an experiment that have no runs, "" where all have some."""
    known = [result.row for result in found]
    rows = [row for row in experiments.EXPERIMENTS[experiment] if row not in known]
    names = ", ".join(f"{NETWORKS[row.parameters.model].title} ({row.variant})" for row in rows)
    if not rows:
        return ""
    return (
        f"Not measured yet with these settings: {names if found else 'all of it'}. `nmn reproduce {experiment} "
        "--seeds 700-719 --table assets/paper.parquet` measures it, and this page shows what is in that file."
    )


def described(panels: Sequence[Panel]) -> str:
    """What a figure of learning curves shows, for those who do not see it: where its lines end."""
    sentences = []
    for panel in panels:
        ends = [f"{line.name} {percent(float(line.band.middle.iloc[-1]))}" for line in panel.lines]
        sentences.append(f"{panel.title}{': ' if panel.title else ''}{'; '.join(ends)}.")
    return f"Median training errors at the end of the lines. {' '.join(sentences)}"
