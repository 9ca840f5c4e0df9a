"""A race as it stands, as a figure."""

from collections.abc import Sequence
from typing import Any

from nmn.address import race_query
from nmn.address.race_query import RaceQuery
from nmn.app.race import race_table
from nmn.app.race.race_table import Contender
from nmn.app.shared import figures
from nmn.tasks import TASKS

KEY = "race-chart"  # of its chart


def part_of(query: RaceQuery, task: str) -> str:
    """The word of the part of the task whose error is drawn."""
    return query.part if query.part in race_query.parts(task) else ""


def picture(
    shown: Sequence[Contender], ghosts: Sequence[Contender], query: RaceQuery, theme: str
) -> dict[str, Any]:
    """The curves of those that race, and behind them what earlier settings had come to.

    Args:
        shown: who races, at least one.
        ghosts: what stays of earlier settings.
        query: the part of the task and the axes.
        theme: "light" or "dark".
    """
    task = shown[0].entrant.parameters.task
    word = part_of(query, task)
    part, headline = race_query.number(task, word), race_query.number(task, "")
    faint = [trail._replace(ghost=True) for each in ghosts if (trail := race_table.trail(each, part, False))]
    trails = [trail for each in shown if (trail := race_table.trail(each, part, part == headline))]
    return figures.race([*faint, *trails], _frame(shown, task, word, query), theme)


def _frame(shown: Sequence[Contender], task: str, word: str, query: RaceQuery) -> figures.Frame:
    """The axes: from the first point that there can be to the last one."""
    steps = max(contender.entrant.parameters.steps for contender in shown)
    known = [run.history.steps[0] for contender in shown for run in contender.runs if run.history.steps]
    first = min(known, default=min(steps, 1000 if steps >= 100_000 else 100))
    what = TASKS[task].errors
    title = f"{what}, {race_query.parts(task)[word]}" if len(race_query.names(task)) > 1 else what
    return figures.Frame(first, steps, query.logs, figures.Axes(title))
