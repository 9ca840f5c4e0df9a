"""How a race stands: curves by network, a table, and all its numbers. Nothing here is drawn or trained."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from nmn.address import race_query
from nmn.address.race_query import Entrant
from nmn.address.screen import run_link
from nmn.app.shared.figures import Line, Trail, quartiles, thinned
from nmn.app.shared.words import percent
from nmn.parameters import SPECS, Parameters
from nmn.runs.findings import KINDS
from nmn.studies.experiments import EXPERIMENTS
from nmn.studies.race import RunProgress

UNKNOWN = "–"


class Contender(NamedTuple):
    """A network in the race: who it is, and how far its runs have come, seed by seed."""

    entrant: Entrant
    runs: Sequence[RunProgress]

    @property
    def seeds(self) -> list[int]:
        """The seeds of its runs."""
        return [run.parameters.seed for run in self.runs]


def contenders(
    entrants: Sequence[Entrant], seeds: Sequence[int], field: Sequence[RunProgress]
) -> list[Contender]:
    """The runs of a race by network, as `jobs` has put them in a row."""
    count = len(seeds)
    return [Contender(entrant, field[n * count : (n + 1) * count]) for n, entrant in enumerate(entrants)]


def jobs(entrants: Sequence[Entrant], seeds: Sequence[int]) -> tuple[Parameters, ...]:
    """The runs of a race: network after network, seed after seed."""
    return tuple(replace(entrant.parameters, seed=seed).relevant() for entrant in entrants for seed in seeds)


@lru_cache(maxsize=64)
def printed(parameters: Parameters) -> float | None:
    """What the paper prints for a model on this task, where the task is set as in its experiment."""
    task = [spec.name for spec in SPECS.values() if spec.group == "task" and parameters.matters(spec)]
    for row in EXPERIMENTS.get(parameters.task, ()):
        same = all(getattr(row.parameters, name) == getattr(parameters, name) for name in task)
        if row.paper is not None and same and row.parameters.model == parameters.model:
            return row.paper
    return None


def trail(contender: Contender, part: int | None, paper: bool) -> Trail | None:
    """The curve of a network, None before its first point; where the part is the paper's, with what it prints."""
    known = [(run, *_points(run, part)) for run in contender.runs]
    drawn = [(run, steps, errors) for run, steps, errors in known if len(steps)]
    if not drawn:
        return None
    parameters = contender.entrant.parameters
    band = quartiles(
        [thinned(steps, errors, parameters.steps) for _, steps, errors in drawn],
        [run.done or run.length >= parameters.steps for run, _, _ in drawn],
    )
    line = Line(contender.entrant.name, parameters.model, band, printed(parameters) if paper else None)
    ends = [(int(steps[-1]), float(errors[-1]), run.trouble) for run, steps, errors in drawn if run.trouble]
    return Trail(contender.entrant.word, line, [run.parameters.seed for run, _, _ in drawn], ends)


def _points(run: RunProgress, part: int | None) -> tuple[NDArray[Any], NDArray[Any]]:
    """Steps and errors of a run; blocks that did not ask for the part are left out."""
    steps, errors = np.array(run.history.steps), np.array(run.history.of(part), dtype=float)
    asked = np.isfinite(errors)
    return steps[asked], errors[asked]


def goal(lane_list: Sequence[Contender]) -> float | None:
    """The error that all are timed to: what the paper prints for the memory network, else the least that it prints."""
    known = {
        contender.entrant.parameters.model: printed(contender.entrant.parameters) for contender in lane_list
    }
    base = lane_list[0].entrant.parameters if lane_list else None
    ours = printed(replace(base, model="nmn")) if base else None
    return ours if ours is not None else min((p for p in known.values() if p is not None), default=None)


def reached(run: RunProgress, error: float, part: int | None) -> float:
    """Inputs after which a run first errs no more than that; infinite where it has not."""
    steps, errors = _points(run, part)
    there = np.flatnonzero(errors <= error)
    return float(steps[there[0]]) if len(there) else math.inf


def table(shown: Sequence[Contender], headline: int | None) -> str:
    """The table of the race as a Markdown table: test errors, how soon, how fast, how large, and a run to open."""
    aim = goal(shown)
    to = "inputs to the paper's error" if aim is None else f"inputs to {percent(aim)}"
    head = [
        "network",
        "tested",
        "test error, median",
        "quartiles",
        "training error",
        to,
        "µs a step",
        "parameters",
        "open a run",
    ]
    rows = [head, ["---"] * len(head), *(_row(contender, aim, headline) for contender in shown)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(contender: Contender, aim: float | None, headline: int | None) -> list[str]:
    errors = [run.error for run in contender.runs if run.error is not None]
    low, middle, high = np.quantile(errors, [0.25, 0.5, 0.75]) if errors else (math.nan,) * 3
    now = [points[-1] for run in contender.runs if len(points := _points(run, headline)[1])]
    soon = (
        math.inf if aim is None else float(np.median([reached(run, aim, headline) for run in contender.runs]))
    )
    pace = [run.pace * 1e6 for run in contender.runs if math.isfinite(run.pace)]
    typical = min(
        (run for run in contender.runs if run.error is not None),
        key=lambda run: abs((run.error or 0.0) - middle), default=contender.runs[0],
    )  # fmt: skip
    opened = replace(contender.entrant.parameters, seed=typical.parameters.seed)
    words = f"Open {contender.entrant.name}, seed {opened.seed}, in Step through"
    link = f'[seed {opened.seed}]({run_link(opened)} "{words}")'
    return [
        contender.entrant.name + _failed(contender),
        f"{len(errors)} of {len(contender.runs)}",
        percent(float(middle)) if errors else UNKNOWN,
        f"{percent(float(low))} – {percent(float(high))}" if errors else UNKNOWN,
        percent(float(np.median(now))) if now else UNKNOWN,
        f"{soon:,.0f}" if math.isfinite(soon) else UNKNOWN,
        f"{np.median(pace):.1f}" if pace else UNKNOWN,
        f"{contender.runs[0].size:,}" if contender.runs[0].size else UNKNOWN,
        link,
    ]


def troubles(shown: Sequence[Contender]) -> list[str]:
    """What went wrong, in a sentence for each run: of findings of one kind in a network, those of the first."""
    said = []
    for contender in shown:
        kinds: dict[str, tuple[str, list[int]]] = {}
        for run in contender.runs:
            if sentence := run.finding.sentence if run.finding else run.trouble:
                kind = run.finding.kind if run.finding else sentence
                kinds.setdefault(kind, (sentence, []))[1].append(run.parameters.seed)
        for sentence, seeds in kinds.values():
            others = f"; seed {', '.join(map(str, seeds[1:]))} too" if len(seeds) > 1 else ""
            said.append(f"{contender.entrant.name}, seed {seeds[0]}{others}: {sentence}")
    return said


def _failed(contender: Contender) -> str:
    """How many of a network's runs went wrong, and how, beside its name."""
    kinds = Counter(KINDS[run.finding.kind] for run in contender.runs if run.finding)
    told = ", ".join(f"{count} of {len(contender.runs)} {kind}" for kind, count in kinds.most_common())
    return f" · × {told}" if told else ""


def described(shown: Sequence[Contender], part: int | None) -> str:
    """Where the curves are, for those who do not see them."""
    said = []
    for contender in shown:
        points = [_points(run, part)[1] for run in contender.runs]
        now = [each[-1] for each in points if len(each)]
        if now:
            said.append(f"{contender.entrant.name} {percent(float(np.median(now)))}")
    return (
        f"Training errors now, medians over seeds: {'; '.join(said)}."
        if said
        else "No curve has a point yet."
    )


def numbers(shown: Sequence[Contender]) -> pd.DataFrame:
    """All numbers of the race: a row for each point of each run's curve, errors as fractions."""
    rows = [_rows(contender.entrant, run) for contender in shown for run in contender.runs]
    columns = ["network", "model", "seed", "inputs", "training error"]
    return pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)


def _rows(entrant: Entrant, run: RunProgress) -> pd.DataFrame:
    names = race_query.names(run.parameters.task)
    parts = np.array(run.history.parts).reshape(-1, len(names))
    return pd.DataFrame(
        {
            "network": entrant.name, "model": run.parameters.model, "seed": run.parameters.seed,
            "inputs": run.history.steps, "training error": run.history.error,
            **{f"training error, {name}": parts[:, n] for n, name in enumerate(names)},
            "test error": math.nan if run.error is None else run.error,
        }
    )  # fmt: skip
