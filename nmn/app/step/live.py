"""The network that a moved control asks for: trained at once and sent as a window, without a run of the page.

`assets/stage/host/live.js` asks with the query of an address, and draws the answer in place of the page's window. To
let go of the control is to tell Streamlit: the page then finds the run trained.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from starlette.routing import Route

from nmn.address.screen import parse
from nmn.app.shared import answers, controls, live_controls
from nmn.app.shared.patience import train
from nmn.app.shared.words import scene
from nmn.app.step import fork_check
from nmn.app.step.window import packed, undrawn
from nmn.parameters import Parameters
from nmn.runs.training import Run

ADDRESS = "nmn/live"  # relative to a page's
OPENING = 40  # the step where no other is asked for: there are memories, and the network still errs


def route() -> Route:
    """What the server answers at the address."""
    return answers.route(ADDRESS, window)


def told(parameters: Parameters) -> dict[str, object]:
    """What the stage is told in the header: where to ask, with which query, and for which controls."""
    if not answers.served(ADDRESS):
        return {}
    asked = answers.asked(ADDRESS, parameters)
    return {"live": {**asked, "controls": live_controls.told(parameters)}}


def window(query: Mapping[str, str], gone: Callable[[], bool] = answers.never) -> bytes | str | None:
    """The window of the run that a query of an address asks for, around its step.

    Args:
        query: names and texts; what it has of a fork, or a sequence of one's own, is left out.
        gone: whether nobody waits for it any more.

    Returns:
        The window; a sentence where there is no such run, or nothing to see of it; None where nobody waits any more.
    """
    screen, problems = parse(query)
    if problems:
        return " ".join(problems)
    asked = screen.parameters
    wanted = controls.compared(asked)
    run = controls.run(replace(wanted[asked.model], restarts=1))
    if not train([run], gone):
        return None
    if words := undrawn(run):
        return words
    if not run.length:
        return run.trouble or "The first step cannot be taken."
    known = {model: run if model == asked.model else controls.known(each) for model, each in wanted.items()}
    beside = {model: each for model, each in known.items() if each and (each is run or each.history.steps)}
    at = min(screen.at or OPENING, run.length)
    about: dict[str, object] = {
        "about": scene(run.parameters),
        "forkable": fork_check.forkable(run.parameters),
    }
    about |= {"note": _note(run, asked), "more": not run.finished, "seconds": run.seconds}
    return packed(run, beside, at, at, only=at, **about)


def _note(run: Run, asked: Parameters) -> str:
    """What is shown, and what of it is otherwise than in the run that letting go will show."""
    if run.trouble:
        return run.trouble
    if not run.finished:
        return f"Shown after the first {run.length:,} inputs while you drag."
    first = f"The first of {asked.restarts} starts, trained" if asked.restarts > 1 else "Trained"
    return f"{first} anew on {run.length:,} inputs in {1000 * run.seconds:.0f} ms."
