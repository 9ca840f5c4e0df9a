"""One walk through many cells: its scenes, and the walkers that take one cell after the other."""

import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from checks import Log
from playwright.sync_api import Browser, Error
from serving import Server, chromium, forget, watch
from walking import page_scenes, report, stage_scenes
from walking.networks import NETWORKS, TASKS, query
from walking.walker import Fault, Walker

STEPS = 1000  # inputs that each network is trained on
SCENES: dict[str, Callable[[Walker], None]] = {
    "open": stage_scenes.opening,
    "step": stage_scenes.stepping,
    "tabs": stage_scenes.tabs,
    "fork": stage_scenes.forking,
    "own": stage_scenes.owning,
    "reload": stage_scenes.reloading,
    "theme": stage_scenes.darkness,
    "race": page_scenes.racing,
    "map": page_scenes.mapping,
}
PAPER = "paper"
Cell = tuple[str, str]  # a task and a network; or the paper, and its page or one of its links


def cell(walk: Walker, task: str, network: str, scenes: Sequence[str], steps: int) -> None:
    """All scenes of one cell; after one that went wrong the next begins at the cell's link."""
    walk.task, walk.network, walk.fields = task, network, query(task, network, steps)
    afresh = "open" not in scenes
    for name in scenes:
        before = len(walk.found)
        with walk.playing(name):
            if afresh and SCENES[name].__module__ == stage_scenes.__name__:
                stage_scenes.opening(walk)
            SCENES[name](walk)
        afresh = len(walk.found) > before


def papers(walk: Walker, steps: int) -> list[Cell]:
    """The paper's page and every run that it leads to."""
    walk.task, walk.network, targets = PAPER, "the page", []
    with walk.playing(PAPER):
        targets = page_scenes.paper(walk)
    walked = [(PAPER, walk.network)]
    for number, target in enumerate(targets, 1):
        walk.network = f"link {number}"
        with walk.playing(PAPER):
            page_scenes.target(walk, target, steps)
        walked.append((PAPER, walk.network))
    return walked


@dataclass
class Round:
    """One walk through the product, by several walkers.

    Attributes:
        left: the cells to walk through.
        scenes, theme, steps: what of each.
        walked, found: the cells that were, and all faults.
    """

    left: deque[Cell]
    scenes: Sequence[str]
    theme: str = "light"
    steps: int = STEPS
    walked: list[Cell] = field(default_factory=list)
    found: list[Fault] = field(default_factory=list)

    def go(self, server: Server) -> None:
        """One walker, in a browser of its own: goes through what is left, as a new visitor for each cell."""
        with chromium() as browser:
            while self.left:
                try:
                    now = self.left.popleft()
                except IndexError:  # another one was faster
                    return
                self.cell(server, browser, *now)

    def cell(self, server: Server, browser: Browser, task: str, network: str) -> None:
        """Walk through one cell, and tell of it. Raises Playwright's Error where the browser has ended meanwhile."""
        mine, began = list[Fault](), time.monotonic()
        walker = _visitor(server, browser, self.theme, mine)
        if task == PAPER:
            walked = papers(walker, self.steps)
        else:
            cell(walker, task, network, self.scenes, self.steps)
            walked = [(task, network)]
        if walker.page.is_closed():
            raise Error("The browser has ended.")
        _leave(walker)
        known = {fault.kind for fault in self.found}
        self.walked += walked
        self.found += mine
        took = f"{time.monotonic() - began:.0f} s, {len(self.left)} left"
        say(f"{task} × {network}: {len(mine)} faults, {took}")
        if fresh := [fault for fault in mine if fault.kind not in known]:
            say(report.kinds(fresh))

    def told(self) -> str:
        """The table, and every kind of fault."""
        links = [(task, name) for task, name in self.walked if task == PAPER]
        cells = sorted({*self.walked} - {*links}, key=lambda each: TASKS.index(each[0]))
        wrong = sum(fault.task == PAPER for fault in self.found)
        parts = [
            f"The paper's page and the {len(links) - 1} runs that it leads to: {wrong or 'no'} faults."
            * bool(links),
            report.table(cells, self.found, NETWORKS) * bool(cells),
            report.kinds(self.found) or "No fault.",
        ]
        return "\n\n".join(filter(None, parts))


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _visitor(server: Server, browser: Browser, theme: str, found: list[Fault]) -> Walker:
    page, problems = browser.contexts[0].new_page(), list[str]()
    page.set_viewport_size({"width": 1280, "height": 720})
    # What glows for a moment after a step is drawn in tests: here it costs more than the steps.
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    watch(page, problems)
    return Walker(page, server.url, Log(server.log), problems, found)


def _leave(walker: Walker) -> None:
    """The next visitor is a new one, in a browser that has all scripts compiled."""
    empty = walker.page.context.pages[0]
    walker.page.close()
    forget(empty, {walker.url})
