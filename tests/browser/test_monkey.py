"""The random user, for a moment: `make monkey` lets it walk for long."""

from typing import Any

import pytest
from monkey.__main__ import go, walking
from playwright.sync_api import Browser

SEEDS = (2, 7, 12)  # they begin on Start, in a race and on a map
BURSTS = 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_user_who_presses_everything_at_random_finds_no_fault(
    seed: int, browser: Browser, server: Any
) -> None:
    with walking(browser, server, seed) as walk:
        found, _ = go(walk, 0, BURSTS)
    assert not found, "\n".join([*found, *walk.log])
