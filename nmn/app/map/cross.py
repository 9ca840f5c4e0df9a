"""What stands beside the map at the place of a cross-hair that is moved over it: asked for without a run of the page.

`assets/chart/cross.js` asks cell by cell. Where none of a cell's runs is measured, its first one is trained.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from starlette.routing import Route

from nmn.app.map import cell as beside
from nmn.app.map import heatmap_data
from nmn.app.map.adaptive_grid import Survey
from nmn.app.map.table import Cell, Table
from nmn.app.shared import answers, boards, controls, figures, follow
from nmn.app.shared.patience import train
from nmn.runs.training import Run
from nmn.studies.outcome import POINTS
from nmn.tasks import TASKS

ADDRESS = "nmn/cell"  # relative to a page's
ALONG = "map-sides"  # the key of the chart of the errors along each parameter


def route() -> Route:
    """What the server answers at the address."""
    return answers.route(ADDRESS, at)


def told(survey: Survey, board: str, theme: str) -> dict[str, object] | None:
    """What the map's chart is told: where to ask, with which query, and how many cells there are along each axis."""
    if not answers.served(ADDRESS):
        return None
    sizes = [len(axis.values) for axis in survey.grid.axes]
    return {"address": ADDRESS, "query": {"board": board, "theme": theme}, "sizes": sizes}


def along(table: Table, cell: Cell, theme: str, unit: str) -> dict[str, Any]:
    """Errors along each parameter through a cell."""
    return figures.response(heatmap_data.sides(table, cell), table.grid.base.model, theme, unit)


def at(query: Mapping[str, str], gone: Callable[[], bool] = answers.never) -> bytes | str | None:
    """The curves beside the map of a page, at a cell.

    Args:
        query: "board", "theme", and "cell" as `placed` writes it.
        gone: whether nobody waits for it any more.

    Returns:
        The figures; a sentence where there is no such map or cell; None where nobody waits any more.
    """
    survey = boards.find(query.get("board", ""), Survey)
    if survey is None:
        return follow.GONE
    text, theme = query.get("cell", ""), query.get("theme", "light")
    cell = next((cell for cell in survey.grid.cells if beside.placed(cell) == text), None)
    if cell is None:
        return f"cell = {text} is not in this map."
    table = survey.table()
    run = _first(table, cell)
    if run and not train([run], gone):
        return None
    unit = TASKS[table.grid.base.task].errors
    shown = {
        beside.LEARNING: beside.learning(table, cell, theme, unit, [_learner(run)] if run else []),
        ALONG: along(table, cell, theme, unit),
    }
    note = _note(run) if run else ""
    more = run is not None and not run.finished
    return follow.answer(shown, note, more, {beside.LEARNING: beside.told(table, cell)}, text)


def _first(table: Table, cell: Cell) -> Run | None:
    """The first run of a cell of which none is measured yet, from the first of its starts."""
    parameters = table.parameters(cell)
    if parameters is None or table.count[cell]:
        return None
    return controls.run(replace(parameters, restarts=1).relevant())


def _learner(run: Run) -> figures.Learner:
    steps, errors = run.history.thinned(run.task.headline, POINTS)
    return figures.Learner(f"seed {run.parameters.seed}", steps, errors, bool(run.trouble))


def _note(run: Run) -> str:
    """What is trained of a cell that is not measured."""
    seed, whole = run.parameters.seed, run.parameters.steps
    if run.finished:
        return f"Not measured yet: seed {seed} trained on {run.length:,} inputs."
    return f"Not measured yet: seed {seed}, {run.length:,} of {whole:,} inputs so far."
