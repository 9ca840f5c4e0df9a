"""The curves that a run is compared with: trained behind the stage, which shows the run at once and asks here for them.

`assets/stage/host/beside.js` asks until all are there. Each answer trains them a little further, the shortest first, so
that they grow while one looks, and nothing is trained for a page that is gone.
"""

from collections.abc import Callable, Mapping, Sequence

from starlette.routing import Route

from nmn.address.screen import parse
from nmn.app.shared import answers, controls
from nmn.app.shared.patience import train
from nmn.app.step.pack import words
from nmn.app.step.window import curves
from nmn.parameters import Parameters
from nmn.runs.training import Run

ADDRESS = "nmn/curves"  # relative to a page's


def route() -> Route:
    """What the server answers at the address."""
    return answers.route(ADDRESS, grown)


def served() -> bool:
    """Whether the other runs can be trained behind the stage."""
    return answers.served(ADDRESS)


def told(parameters: Parameters, runs: Mapping[str, Run]) -> dict[str, object]:
    """What the stage is told in the header: where to ask for the curves that are still to be trained."""
    left = _left(runs, parameters.model)
    if not served() or not left:
        return {}
    return {"beside": {**answers.asked(ADDRESS, parameters), **_standing(runs, left)}}


def grown(query: Mapping[str, str], gone: Callable[[], bool] = answers.never) -> bytes | str | None:
    """The curves of the run that a query of an address asks for and of those that it is compared with, as JSON.

    Args:
        query: names and texts.
        gone: whether nobody waits for it any more.

    Returns:
        `curves` as the stage's header has them, `left`, the names of those that are still to be trained, and the
        `share` of all that is done; a sentence where there is no such run; None where nobody waits any more.
    """
    screen, problems = parse(query)
    if problems:
        return " ".join(problems)
    asked = screen.parameters
    runs = {model: controls.run(each) for model, each in controls.compared(asked).items()}
    left = _left(runs, asked.model)
    if not train(left, gone, first=lambda run: run.parameters.steps - run.length):
        return None
    return words({**curves(runs), **_standing(runs, _left(runs, asked.model))})


def _left(runs: Mapping[str, Run], model: str) -> list[Run]:
    """What is to be trained of those that the stepped model is compared with."""
    return [run for name, run in runs.items() if name != model and not run.finished]


def _standing(runs: Mapping[str, Run], left: Sequence[Run]) -> dict[str, object]:
    """How far they are."""
    whole = sum(run.parameters.steps for run in runs.values())
    return {
        "left": [run.engine.label for run in left],
        "share": 1 - sum(run.parameters.steps - run.length for run in left) / whole,
    }
