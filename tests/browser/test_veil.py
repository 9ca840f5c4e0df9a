"""A lesson's open question: nothing that the stage draws, says or answers to pointer and keys gives its answer away."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page
from tapes import LATE, settings
from test_modules import STAGE, serve

from nmn.address.fork import Fork, parse
from nmn.app.shared.component import style_sheets
from nmn.app.step import fork_check, fork_view
from nmn.app.step.window import filled
from nmn.parameters import Parameters
from nmn.runs.training import Run

SETTINGS = dict(settings())
NETWORKS = (
    "sorted nmn", "memory-recall column", "sorted learned gate", "sorted lstm", "sunspots rnn",
    "sorted ffnn",
)  # fmt: skip
LEAKS = """([text, css]) => import("/modules/veiled.js").then(({ leaks }) => leaks(text, css))"""


def window(parameters: Parameters, fork: Fork | None = None) -> bytes:
    """Some steps of a small run, as a scene ends with the asked one; its curves go on."""
    parameters = replace(parameters, hidden=(5, 4)[: len(parameters.hidden)], classes=4)
    run, first, stop = Run(parameters).train(), LATE - 11, LATE + 1
    curves = [{"model": parameters.model, "label": "own", "steps": [80, LATE, 240], "error": [0.5, 0.2, 0.1]}]
    about: dict[str, Any] = {"total": LATE, "at": LATE, "curves": curves, "curvesKey": 1, "optimum": 0.04}
    if fork is None:
        return filled(run, first, stop, **about)
    other = fork_view.made(run, fork)
    trace = fork_view.window(other, fork, first, stop)
    assert trace
    about |= {"fork": fork_view.header(run, other, fork), "forkable": fork_check.forkable(run.parameters)}
    return filled(run, first, stop, **about) + filled(other, trace.first, stop)


def leaks(page: Page, data: bytes) -> str:
    """What a stage gives away of a window, in sentences."""
    serve(page)
    css = "\n".join(path.read_text("utf-8") for path in style_sheets(STAGE))
    return "\n".join(page.evaluate(LEAKS, [b64encode(data).decode(), css]))


@pytest.mark.parametrize("name", NETWORKS)
def test_no_panel_gives_an_answer_away(new_page: Callable[..., Page], name: str) -> None:
    page = new_page(viewport=(900, 1200), reduced_motion="reduce")
    assert leaks(page, window(SETTINGS[name])) == ""


def test_no_future_of_a_fork_gives_an_answer_away(new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=(900, 1200), reduced_motion="reduce")
    fork, problems = parse(f"step:{LATE - 6},wipe:all")
    assert fork, problems
    assert leaks(page, window(SETTINGS["sorted no neighbours"], fork)) == ""
