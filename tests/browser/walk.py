"""Walk through the whole product as a user would: every task with every network, on every screen.

Run it with `make walk`. It serves the explorer on this machine, drives headless Chromium, and prints a table of tasks
and networks, then what is wrong, with the link that shows it; the exit code is 1 where anything is. Ended by Ctrl-C, it
tells of what it has seen so far. ARGS choose a part: `--tasks sorted,signal --networks nmn,lstm --screens fork --theme
dark`, or every third cell by `--share 1/3`; `--at-once 4` has four browsers walk, each through another cell.
"""

import argparse
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Error
from serving import serving
from walking.networks import NETWORKS, TASKS
from walking.round import PAPER, SCENES, STEPS, Round, say


def mixed(tasks: Sequence[str], networks: Sequence[str]) -> list[tuple[str, str]]:
    """All cells, in an order whose beginning has each of both already: a walk that is ended early tells of all."""
    count = len(networks)
    return [(task, networks[(k + n) % count]) for n in range(count) for k, task in enumerate(tasks)]


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
    parser.add_argument(
        "--at-once", type=int, default=2, metavar="N", help="browsers that walk at the same time"
    )
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """Walk, print what was found, and tell by the exit code whether anything was."""
    asked = _asked(words)
    part, parts = map(int, asked.share.split("/"))
    scenes = [name for name in asked.screens if name in SCENES]
    cells = mixed(asked.tasks, asked.networks)[part - 1 :: parts] if scenes else []
    paper = [(PAPER, "the page")] if PAPER in asked.screens and part == parts else []
    walk, began = Round(deque(paper + cells), scenes, asked.theme, asked.steps), time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "log.txt") as server,
        ThreadPoolExecutor(asked.at_once) as walkers,
    ):
        try:
            for ended in [walkers.submit(walk.go, server) for _ in range(asked.at_once)]:
                ended.result()
        except (KeyboardInterrupt, Error) as error:
            walk.left.clear()
            say(f"Ended early. {error}")
    print(walk.told())
    print(f"\n{len(walk.walked)} cells, {time.monotonic() - began:.0f} s.")
    return int(bool(walk.found) or not {*paper, *cells} <= {*walk.walked})


if __name__ == "__main__":
    sys.exit(main())
