"""The random user, for a moment: `make monkey` lets it walk for long."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from monkey.__main__ import go, walking
from monkey.agreement import told
from playwright.sync_api import Browser, Page

from nmn.app.shared.figures.map import Sheet, Ticks, heat

SEEDS = (2, 7, 12)  # they begin on Start, in a race and on a map
BURSTS = 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_user_who_presses_everything_at_random_finds_no_fault(
    seed: int, browser: Browser, server: Any
) -> None:
    with walking(browser, server, seed) as walk:
        found, _ = go(walk, 0, BURSTS)
    assert not found, "\n".join([*found, *walk.log])


@pytest.mark.parametrize("panels", [1, 3, 4])
def test_it_reads_the_axes_of_a_map_wherever_their_titles_stand(
    panels: int, new_page: Callable[..., Page]
) -> None:
    some = np.full((2, 2), 0.1)
    sheet = Sheet("", some, some > 0, 0 * some, some < 0, [["", ""]] * 2, [["", ""]] * 2)
    figure = heat([sheet] * panels, Ticks("γ", "12"), Ticks("α", "12"))
    page = new_page()
    page.evaluate(
        """(layout) => { const plot = document.createElement("div");
        document.body.append(Object.assign(plot, { className: "js-plotly-plot", layout })); }""",
        figure.to_plotly_json()["layout"],
    )
    assert told(page)["axes"] == ["γ", "α"]
