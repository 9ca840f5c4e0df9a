"""The stage's pictures say the truth, and can be read, of every network on every task: real windows and modules."""

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page
from test_modules import serve

from nmn.app.step.window import packed
from nmn.engine import NETWORKS
from nmn.parameters import recipe
from nmn.runs.training import Run
from nmn.tasks import TASKS

STEPS = 60
PLAIN = {"gate": "tied", "write": "neighbour", "code": "hard", "store": "add", "memory": ()}
VARIANTS: dict[str, dict[str, Any]] = {
    "τ = 0": {"tau": 0},
    "τ = 6": {"tau": 6, "hidden": (12,)},
    "column": {"neighbourhood": "column", "hidden": (24, 32)},
    "three layers": {"hidden": (24, 32, 16), "memory": (True, False, True)},
    "wide": {"hidden": (128,)},
    "soft": {"code": "soft"},
    "turning": {"turn": 1.0},
    "learned gate": {"gate": "learned"},
    "addressed": {"read": "addressed", "tau": 4},
    "addressed, input": {"read": "addressed", "write": "input"},
    "input": {"write": "input"},
    "τ = 12": {"tau": 12, "hidden": (16, 14)},
    "addressed, τ = 12": {"tau": 12, "read": "addressed", "hidden": (20,)},
}
CHECK = """
async (packed) => {
  const { claims } = await import("/modules/scenes.js");
  return claims(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)));
}
"""


def wrong(page: Page, **settings: Any) -> list[str]:
    """What is wrong with the window around a step of a run."""
    run = Run(replace(recipe(settings.pop("task")), steps=STEPS, **settings)).train()
    sent = packed(run, {run.parameters.model: run}, 40, 40)
    found: list[str] = page.evaluate(CHECK, b64encode(sent).decode())
    return found


@pytest.mark.parametrize("task", TASKS)
def test_every_picture_of_every_network_holds_what_it_says(page: Page, task: str) -> None:
    serve(page)
    found = {model: wrong(page, task=task, model=model) for model in NETWORKS}
    found |= {name: wrong(page, task=task, model="nmn", **(PLAIN | more)) for name, more in VARIANTS.items()}
    assert not any(found.values()), {name: problems for name, problems in found.items() if problems}
