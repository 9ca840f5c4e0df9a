"""The race that a moved control asks for: the lines that depend on it are trained anew, without a run of the page.

`assets/chart/follow.js` draws the answer in place of the page's curves. To let go of the control is to tell Streamlit:
the page then finds these runs trained.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from starlette.routing import Route

from nmn.address import race_query
from nmn.address.race_query import Entrant, RaceQuery
from nmn.app.race import ghosts, race_table
from nmn.app.race.picture import KEY, picture
from nmn.app.race.race_table import Contender
from nmn.app.shared import answers, boards, controls, follow, live_controls
from nmn.app.shared.patience import train
from nmn.parameters import SPECS, Parameters
from nmn.runs.training import Run
from nmn.spec import ParameterError
from nmn.studies.race import Race

ADDRESS = "nmn/race"  # relative to a page's


@dataclass(frozen=True, eq=False)
class Board:
    """What the page shows: the sidebar's settings, the query, who races over which seeds, and what stays of before."""

    parameters: Parameters
    query: RaceQuery
    entrants: Sequence[Entrant]
    seeds: Sequence[int]
    job: Race
    ghosts: Sequence[Contender]


def route() -> Route:
    """What the server answers at the address."""
    return answers.route(ADDRESS, moved)


def told(board: Board, name: str, theme: str) -> dict[str, object] | None:
    """What the chart is told: where to ask, with which query, and for which controls."""
    if not answers.served(ADDRESS):
        return None
    racing = (entrant.parameters for entrant in board.entrants)
    return {
        "address": ADDRESS,
        "query": {"board": name, "theme": theme},
        "controls": live_controls.told(board.parameters, *racing),
    }


def moved(query: Mapping[str, str], gone: Callable[[], bool] = answers.never) -> bytes | str | None:
    """The race of a page with some settings of the sidebar at other places.

    Args:
        query: "board", "theme", and settings by name.
        gone: whether nobody waits for it any more.

    Returns:
        The figure; a sentence where there is no such race; None where nobody waits any more.
    """
    board = boards.find(query.get("board", ""), Board)
    if board is None:
        return follow.GONE
    try:
        changes = {name: SPECS[name].parse(text) for name, text in query.items() if name in SPECS}
        asked = replace(board.parameters, **changes)
    except ParameterError as error:
        return str(error)
    entrants, notes = race_query.field(asked, board.query)
    if not entrants:
        return " ".join(notes)
    seeds = race_query.seeds(asked, board.query, len(entrants))
    raced = set(board.job.parameters)
    wanted = [
        each if each in raced else replace(each, restarts=1).relevant()
        for each in race_table.jobs(entrants, seeds)
    ]
    anew = [controls.run(each) for each in wanted if each not in raced]
    if not train(anew, gone, first=lambda run: run.parameters.seed):
        return None
    field = Race(wanted, controls.run, controls.known, running=False).snapshot()
    shown = race_table.contenders(entrants, seeds, field)
    before = race_table.contenders(board.entrants, board.seeds, board.job.snapshot())
    behind = ghosts.kept(board.ghosts, before, entrants, seeds)
    figure = picture(shown, behind, board.query, query.get("theme", "light"))
    left = any(not run.finished for run in anew)
    return follow.answer({KEY: figure}, " ".join([_note(anew, asked), *notes]), left)


def _note(anew: Sequence[Run], asked: Parameters) -> str:
    """What is trained, and what of it is otherwise than in the race that letting go will show."""
    if not anew:
        return "Nobody who races depends on it."
    done = sum(run.finished for run in anew)
    starts = f", each from the first of {asked.restarts} starts" if asked.restarts > 1 else ""
    if done == len(anew):
        return f"Trained anew: {_runs(len(anew))} of {asked.steps:,} inputs{starts}."
    seen, whole = sum(run.length for run in anew), sum(run.parameters.steps for run in anew)
    return f"While you drag: {seen:,} of {whole:,} inputs, {done} of {_runs(len(anew))} whole{starts}."


def _runs(count: int) -> str:
    return f"{count} run{'s' * (count > 1)}"
