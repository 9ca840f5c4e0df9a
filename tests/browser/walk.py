"""Walk through the whole product as a user would: every task with every network, on every screen.

Run it with `make walk`. It serves the explorer on this machine, drives headless Chromium, and prints a table of tasks
and networks, then what is wrong, with the link that shows it; the exit code is 1 where anything is. ARGS choose a part:
`--tasks sorted,signal --networks nmn,lstm --screens fork --theme dark`, or every third cell by `--share 1/3`.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from checks import Log
from playwright.sync_api import Browser
from serving import Server, chromium, forget, serving, watch
from walking import page_scenes, report, stage_scenes
from walking.networks import NETWORKS, TASKS, query
from walking.walker import Fault, Walker

STEPS = 3000  # inputs that each network is trained on
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


def mixed(tasks: Sequence[str], networks: Sequence[str]) -> list[tuple[str, str]]:
    """All cells, in an order whose beginning has each of both already: a walk that is ended early tells of all."""
    count = len(networks)
    return [(task, networks[(k + n) % count]) for n in range(count) for k, task in enumerate(tasks)]


def papers(walk: Walker, steps: int) -> dict[tuple[str, str], int]:
    """Every run that the paper's page leads to, by the model that it shows."""
    walk.task, walk.network, targets = "paper", "the page", []
    with walk.playing(PAPER):
        targets = page_scenes.paper(walk)
    walked = {("paper", "the page"): 1}
    for number, target in enumerate(targets, 1):
        walk.network = f"link {number}"
        with walk.playing(PAPER):
            page_scenes.target(walk, target, steps)
        walked["paper", walk.network] = 1
    return walked


def walk_through(
    server: Server,
    browser: Browser,
    cells: Sequence[tuple[str, str]],
    scenes: Sequence[str] = tuple(SCENES),
    theme: str = "light",
    steps: int = STEPS,
    say: Callable[[str], object] = lambda words: None,
) -> list[Fault]:
    """Walk through some cells, each as a new visitor; all faults."""
    found: list[Fault] = []
    for number, (task, network) in enumerate(cells, 1):
        walker = _visitor(server, browser, theme, found)
        before, began = len(found), time.monotonic()
        cell(walker, task, network, scenes, steps)
        took = time.monotonic() - began
        _leave(walker)
        say(f"{number} of {len(cells)}, {task} × {network}: {len(found) - before} faults, {took:.0f} s")
        known = {fault.kind for fault in found[:before]}
        if fresh := [fault for fault in found[before:] if fault.kind not in known]:
            say(report.kinds(fresh))
    return found


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


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make walk", description=__doc__.splitlines()[0])

    def some(known: Sequence[str]) -> Callable[[str], list[str]]:
        def parse(text: str) -> list[str]:
            chosen = text.split(",")
            if unknown := [name for name in chosen if name not in known]:
                raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(known)}")
            return chosen

        return parse

    every = (*SCENES, PAPER)
    parser.add_argument("--tasks", type=some(TASKS), default=list(TASKS), metavar="A,B")
    parser.add_argument("--networks", type=some(tuple(NETWORKS)), default=list(NETWORKS), metavar="A,B")
    parser.add_argument("--screens", type=some(every), default=list(every), metavar="A,B")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--steps", type=int, default=STEPS, help="training steps of each network")
    parser.add_argument("--share", default="1/1", metavar="K/N", help="the K-th of N parts of all cells")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """Walk, print what was found, and tell by the exit code whether anything was."""
    asked = _asked(words)
    part, parts = map(int, asked.share.split("/"))
    cells = mixed(asked.tasks, asked.networks)[part - 1 :: parts]
    scenes = [name for name in asked.screens if name in SCENES]
    began = time.monotonic()
    say = lambda line: print(line, file=sys.stderr, flush=True)  # noqa: E731
    walked: dict[tuple[str, str], int] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "log.txt") as server,
        chromium() as browser,
    ):
        found = walk_through(server, browser, cells, scenes, asked.theme, asked.steps, say) if scenes else []
        walked |= dict.fromkeys(cells, 1) if scenes else {}
        if PAPER in asked.screens and part == parts:
            links = papers(_visitor(server, browser, asked.theme, found), asked.steps)
            say(f"the paper: {len(links) - 1} links")
            wrong = sum(fault.task == "paper" for fault in found)
            print(
                f"The paper's page and the {len(links) - 1} runs that it leads to: {wrong or 'no'} faults.\n"
            )
    if walked:
        print(report.table(walked, found, NETWORKS), end="\n\n")
    print(report.kinds(found) or "No fault.")
    print(f"\n{len(walked)} cells, {time.monotonic() - began:.0f} s.")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
