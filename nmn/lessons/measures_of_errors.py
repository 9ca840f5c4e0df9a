"""Measures of how often networks err: on a page's runs, in a fork, and in the experiments of the package."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nmn.lessons.found import Found, binned
from nmn.lessons.shown import Shown
from nmn.site_path import site_path
from nmn.trace import Floats

FAILS = 0.4  # of the answers of one part wrong: it is not learned
PARTS = ("this", "one", "two")  # of classify-recall
LIKE = 1.5  # times as often or as seldom is alike


def least(shown: Shown, groups: Mapping[str, Sequence[str]], apart: float = 0.0) -> Found:
    """The group of racing networks, named by their words, that has the least median test error; "same" where two of
    them are not further apart than that.
    """
    errors = {name: min(shown.errors[word] for word in words) for name, words in groups.items()}
    first, second, *_ = sorted(errors, key=errors.__getitem__)
    return Found(first if errors[second] - errors[first] > apart else "same")


def lowest(shown: Shown) -> Found:
    """The cells of a map with the least median test error."""
    errors = shown.medians
    return Found({tuple(map(int, cell)) for cell in np.argwhere(errors == np.nanmin(errors))})


def guessing(shown: Shown) -> Found:
    """Of 100 answers, those that are wrong without memory; `two-classes`: of two, `lucky` are the others."""
    wrong = 100 * (shown.stepped.task.optimum or 0.0)
    return Found(wrong, {"two-classes": 50.0, "lucky": 100 - wrong})


def more(shown: Shown, before: int) -> Found:
    """Where the test error has gone since so many training steps: falls, stays, rises."""
    now, then = shown.error(replace(shown.parameters, steps=before)), shown.error(shown.parameters)
    return Found("stays" if _alike(now, then) else "falls" if then < now else "rises")


def like(shown: Shown, one: Mapping[str, Any], other: Mapping[str, Any]) -> Found:
    """Which of two networks with other settings errs as often as this one: one, other, or between."""
    mine, first, second = (shown.error(replace(shown.parameters, **changes)) for changes in ({}, one, other))
    if _alike(mine, first) == _alike(mine, second):
        return Found("between")
    return Found("one" if _alike(mine, first) else "other")


def _alike(one: float, other: float) -> bool:
    return max(one, other) < LIKE * min(one, other)


def failing(shown: Shown) -> Found:
    """The one answer of classify-recall that is not learned: this, one, two; or none."""
    failed = [key for key, error in zip(PARTS, shown.stepped.test().values(), strict=True) if error > FAILS]
    return Found("none" if not failed else failed[0] if len(failed) == 1 else "several")


def reaches(shown: Shown, part: int, bins: Mapping[str, float]) -> Found:
    """In which bin the error is that the last of those that race has in a part of the task."""
    *_, runs = shown.racing.values()
    errors = [list(shown.run(each).test().values())[part] for each in runs]
    return Found(binned(float(np.median(errors)), bins))


def breaks(shown: Shown, above: float) -> Found:
    """The cells of a map whose error is above that; `gamma-zero`: others whose value across is 0."""
    bad, far = np.argwhere(shown.medians > above), np.argwhere(shown.medians <= above)
    zero = {tuple(cell) for cell in far.tolist() if shown.grid.axes[0].values[cell[0]] == 0}
    return Found({tuple(cell) for cell in bad.tolist()}, {"gamma-zero": zero})


def seeds(experiment: str, model: str, variant: str) -> Floats:
    """[seeds] test errors of a row of an experiment, as they were measured. Raises ValueError: there is no such row."""
    import pandas as pd

    table = pd.read_parquet(site_path() / "assets" / "paper.parquet")
    wanted = {"experiment": experiment, "model": model, "variant": variant, "metric": "test error"}
    rows = table[np.logical_and.reduce([table[name] == value for name, value in wanted.items()])]
    if rows.empty:
        raise ValueError(f"{experiment}, {model}, {variant} was not measured.")
    return rows["value"].to_numpy(float)


def median(experiment: str, model: str, variant: str) -> float:
    """Their median."""
    return float(np.median(seeds(experiment, model, variant)))


def measured(_: Shown, experiment: str, model: str, variant: str, bins: Mapping[str, float]) -> Found:
    """In which bin the median test error of an experiment's row is."""
    return Found(binned(median(experiment, model, variant), bins))


def remedy(_: Shown, experiment: str, before: str, after: str) -> Found:
    """Whom of LSTM and RNN another variant lets learn what they did not before: loss (the LSTM), both, nothing."""
    lstm, rnn = (
        median(experiment, model, after) < FAILS < median(experiment, model, before)
        for model in ("lstm", "rnn")
    )
    return Found("both" if lstm and rnn else "loss" if lstm else "rnn" if rnn else "nothing")


def _lost(shown: Shown, count: int) -> tuple[np.ndarray, np.ndarray]:
    """[count, G] of answers from the step on: wrong in the other future and right in the first, and their parts."""
    stop = shown.at + count
    here = shown.stepped.trace(shown.at, stop, record=False)
    there = shown.other.train(until=stop - 1).trace(shown.at, stop, record=False)
    return there.wrong > here.wrong, here.parts


def broken(shown: Shown, within: int) -> Found:
    """Which of so many answers break in the other future: none, the first one or two, all."""
    lost = _lost(shown, within)[0].any(axis=1)
    places = np.flatnonzero(lost)
    if not len(places):
        return Found("none")
    return Found("first" if places[-1] < 2 else "all" if lost.all() else "some")


def part(shown: Shown, until: int) -> Found:
    """Which of extended recall's answers break in the other future up to a step: current, recalled, both, none."""
    lost, parts = _lost(shown, until + 1 - shown.at)
    found = sorted({int(each) for each in parts[lost]})
    return Found({(): "none", (0,): "current", (1,): "recalled", (0, 1): "both"}[tuple(found)])
