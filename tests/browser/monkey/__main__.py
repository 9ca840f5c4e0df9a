"""The random user as a command: a table of seeds, actions and faults; exit code 1 where there is a fault."""

import argparse
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import checks
from playwright.sync_api import Browser
from serving import Server, chromium, serving, watch

from monkey.walk import Walk


def main() -> int:
    """Walk with each seed, for its share of the time or a number of bursts."""
    asked = _asked()
    rows = []
    with ExitStack() as held:
        folder = held.enter_context(TemporaryDirectory())
        server = (
            Server(asked.url, Path(asked.log))
            if asked.url
            else held.enter_context(serving(Path(folder) / "log.txt"))
        )
        browser = held.enter_context(chromium())
        for seed in asked.seeds:
            with walking(browser, server, seed) as walk:
                found, bursts = go(walk, asked.minutes * 60 / len(asked.seeds), asked.bursts)
            rows.append(f"| {seed} | {bursts} | {len(walk.log)} | {'; '.join(found) or 'none'} |")
            if found:
                print(f"Seed {seed}, burst {bursts}: {found}\n  " + "\n  ".join(walk.log[-25:]), flush=True)
    print("| seed | bursts | actions | faults |\n| --- | --- | --- | --- |\n" + "\n".join(rows))
    return int(any(not row.endswith("| none |") for row in rows))


@contextmanager
def walking(browser: Browser, server: Server, seed: int) -> Iterator[Walk]:
    """A new visitor."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.set_default_timeout(120_000)
    problems: list[str] = []
    page = context.new_page()
    watch(page, problems)
    try:
        yield Walk(page, server.url, seed, problems, checks.Log(server.log))
    finally:
        context.close()


def go(walk: Walk, seconds: float, bursts: int | None) -> tuple[list[str], int]:
    """Walk until something is wrong, for so long or so many bursts; what is wrong, and how many it were."""
    end, count, found = time.monotonic() + seconds, 0, walk.wrong()
    while not found and (time.monotonic() < end if bursts is None else count < bursts):
        found, count = walk.burst(), count + 1
    return found, count


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("monkey", description=__doc__)
    parser.add_argument("--seeds", type=_seeds, default=[0], help="such as 0-9 or 3,5")
    parser.add_argument("--minutes", type=float, default=5.0, help="for all seeds together")
    parser.add_argument(
        "--bursts", type=int, help="instead of a time: so many with each seed, to see a fault again"
    )
    parser.add_argument("--url", help="of an explorer that runs already")
    parser.add_argument("--log", default="/dev/null", help="where that one writes its words")
    return parser.parse_args()


def _seeds(text: str) -> list[int]:
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


if __name__ == "__main__":
    sys.exit(main())
