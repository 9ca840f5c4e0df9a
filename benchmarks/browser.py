"""What the explorer takes in a real browser: a step, a scrub, frames, a jump, a fork, a dragged slider, and its pages.

Run it with `make bench`. It serves the explorer on this machine, drives headless Chromium, and prints a Markdown table.
With `--playground FOLDER` (or NMN_PLAYGROUND) it measures a built copy of TensorFlow Playground in the same run; there
an epoch takes the part of a step.
"""

import argparse
import os
import platform
import shutil
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from browser_live import followed, live
from browser_pages import map_, paper, race, seeds
from browser_probes import FRAMES, PLAYGROUND_STEP, SCRUB, STEP, forks, jumps, middle, playing
from playwright.sync_api import Browser, Page, Route, sync_playwright

PORT = 8590
QUICK = "rnn_width=2&bptt=1"  # the networks beside it are not what is measured
OURS = {
    "[2, 20, 10], τ = 2": "tau=2",
    "[2, 32, 32, 32, 10], τ = 4": "hidden=32,32,32&tau=4",
}
THEIRS = {
    "Playground, as it opens": "",
    "Playground, tanh 8-8-8, spiral": "#activation=tanh&dataset=spiral&networkShape=8,8,8",
}
SPEEDS = {2: "4", 6: "60", 8: "240"}  # steps a second, by number of the speed
ROWS = (
    "a step is shown, ms: median / 95 %",
    "a step back",
    "script of a scrub move, ms: median / 95 %",
    *(f"frames a second, playing {rate} steps a second" for rate in SPEEDS.values()),
    "a jump anywhere in the run, ms: median / worst",
    "a fork, ms: median / worst",
)


def ours(page: Page, query: str, steps: int) -> list[str]:
    """The column of one of our networks, trained on so many inputs."""
    page.goto(f"http://127.0.0.1:{PORT}/step_through?{QUICK}&{query}&steps={steps}&at={steps // 2}")
    page.wait_for_selector(".stage", timeout=900_000)
    page.wait_for_selector(".st-key-training", state="detached", timeout=900_000)
    page.wait_for_timeout(2000)
    return [
        middle(page.evaluate(STEP, "ArrowRight")),
        middle(page.evaluate(STEP, "ArrowLeft")),
        middle(page.evaluate(SCRUB), digits=1),
        *(playing(page, speed) for speed in SPEEDS),
        middle(jumps(page, steps), "worst"),
        middle(forks(page), "worst"),
    ]


def theirs(page: Page, url: str) -> list[str]:
    """The column of the Playground: it steps one epoch, plays one epoch a frame, and has no way back."""
    page.goto(url)
    page.reload()  # another hash alone loads nothing anew
    page.wait_for_selector("#iter-number")
    page.wait_for_timeout(1000)
    step = middle(page.evaluate(PLAYGROUND_STEP))
    page.click("#play-pause-button")
    frames = f"{page.evaluate(FRAMES, 4):.1f}"
    page.click("#play-pause-button")
    return [step, "–", "–", "–", frames, "–", "–", "–"]


def local(route: Route) -> None:
    """Nothing is fetched from outside: the Playground asks for a font."""
    if urlsplit(route.request.url).hostname == "127.0.0.1":
        route.continue_()
    else:
        route.abort()


def opened(browser: Browser, width: int, height: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.route("**/*", local)
    return page


def columns(
    browser: Browser, size: tuple[int, int], steps: int, playground: Path | None
) -> dict[str, list[str]]:
    """Every column, one after the other, each on a page of its own."""
    found = {}
    for name, query in OURS.items():
        page = opened(browser, *size)
        found[name] = ours(page, query, steps)
        page.close()
    if playground:
        quiet = partial(Silent, directory=str(playground))
        with ThreadingHTTPServer(("127.0.0.1", 0), quiet) as shop:
            threading.Thread(target=shop.serve_forever, daemon=True).start()
            for name, hash_ in THEIRS.items():
                page = opened(browser, *size)
                found[name] = theirs(page, f"http://127.0.0.1:{shop.server_port}/index.html{hash_}")
                page.close()
            shop.shutdown()
    return found


class Silent(SimpleHTTPRequestHandler):
    """Serves a folder without a line for every file."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def wait_for_server() -> None:
    for _ in range(600):
        try:
            urlopen(f"http://127.0.0.1:{PORT}/_stcore/health").close()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The explorer did not start.")


def tell(found: dict[str, list[str]]) -> None:
    """Print the columns as a table."""
    print(f"| | {' | '.join(found)} |\n| --- |{' --- |' * len(found)}")
    for row, cells in zip(ROWS, zip(*found.values(), strict=True), strict=True):
        print(f"| {row} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the explorer in a real browser.")
    parser.add_argument("--viewport", default="1280x720", help="size of the window, such as 1920x1080")
    parser.add_argument("--steps", type=int, default=400_000, help="length of the runs that are stepped")
    parser.add_argument(
        "--playground", default=os.environ.get("NMN_PLAYGROUND"), help="its built copy's folder"
    )
    asked = parser.parse_args()
    width, height = map(int, asked.viewport.split("x"))
    playground = Path(asked.playground) if asked.playground else None
    if playground and not (playground / "index.html").is_file():
        raise SystemExit(f"{playground} holds no built copy of the Playground: there is no index.html in it.")
    chromium = os.environ.get("NMN_CHROMIUM") or next(
        filter(
            None,
            map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")),
        )
    )
    server = subprocess.Popen([sys.executable, "-m", "nmn", "run", "--no-browser", "--port", str(PORT)])
    try:
        wait_for_server()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            print(f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores, ", end="")
            print(f"Chromium {browser.version} without a graphics card, {width} × {height}, ", end="")
            print(f"runs of {asked.steps:,} steps; load of the machine before: {os.getloadavg()[0]:.1f}\n")
            found = columns(browser, (width, height), asked.steps, playground)
            tell(found)
            page = opened(browser, width, height)
            url = f"http://127.0.0.1:{PORT}"
            pages = seeds(page, url) | live(page, url) | followed(page, url)
            pages |= paper(page, url) | race(page, url) | map_(page, url)
            browser.close()
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(10)
    print("\n| live knobs and the other pages | |\n| --- | --- |")
    print("\n".join(f"| {row} | {cell} |" for row, cell in pages.items()))


if __name__ == "__main__":
    main()
