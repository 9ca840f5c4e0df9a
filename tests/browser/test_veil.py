"""A lesson's open question: nothing that the stage draws, says or answers to pointer and keys gives its answer away."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page
from tapes import LATE, settings
from test_modules import STAGE, serve

from nmn.app.shared.component import style_sheets
from nmn.app.step.window import filled
from nmn.parameters import Parameters
from nmn.runs.training import Run

SETTINGS = dict(settings())
NETWORKS = (
    "sorted nmn", "memory-recall column", "sorted learned gate", "sorted lstm", "sunspots rnn",
    "sorted ffnn",
)  # fmt: skip
LEAKS = """([text, css]) => import("/modules/veiled.js").then(({ leaks }) => leaks(text, css))"""


def window(parameters: Parameters, **more: Any) -> bytes:
    """Some steps of a small run, as a scene ends with the asked one; its curves go on."""
    parameters = replace(parameters, hidden=(5, 4)[: len(parameters.hidden)], classes=4)
    run = Run(parameters).train()
    curves = [{"model": parameters.model, "label": "own", "steps": [80, LATE, 240], "error": [0.5, 0.2, 0.1]}]
    header = {"total": LATE, "at": LATE, "screen": 1, "curves": curves, "curvesKey": 1, "optimum": 0.04}
    return filled(run, LATE - 11, LATE + 1, **(header | more))


@pytest.mark.parametrize("name", NETWORKS)
def test_no_panel_gives_an_answer_away(new_page: Callable[..., Page], name: str) -> None:
    page = new_page(viewport=(900, 1200), reduced_motion="reduce")
    serve(page)
    css = "\n".join(path.read_text("utf-8") for path in style_sheets(STAGE))
    found = page.evaluate(LEAKS, [b64encode(window(SETTINGS[name])).decode(), css])
    assert not found, "\n".join(found)
