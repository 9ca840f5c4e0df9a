"""A running explorer and a Chromium without a window, for the tests and for the commands that go through it all."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

ROOT = Path(__file__).parents[2]
START_SECONDS = 180  # the first start compiles
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--process-per-site",  # and what its pages run is compiled once
]
# The shell is Chromium without the parts that draw a window, which take as long as many a page.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
RUN = ("-m", "nmn", "run", "--no-browser", "--port")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# Below a page's own address Streamlit first looks for its server there, and finds it one level up.
HARMLESS = re.compile(r"/[^/]+/_stcore/(health|host-config)$")

SCRIPTS = [(Path(__file__).parent / name).read_text("utf-8") for name in ("talk.js", "checks.js")]


class Server(NamedTuple):
    """An explorer that answers."""

    url: str
    log: Path


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Tell whether the explorer at this address is up."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as reply:
            return reply.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


@contextmanager
def serving(log: Path, words: Sequence[str] = RUN) -> Iterator[Server]:
    """An explorer on a port of its own, whose words go into a file. Raises RuntimeError where it does not start.

    Args:
        log: the file.
        words: what Python is started with; the port comes behind.
    """
    port = free_port()
    command = [sys.executable, *words, str(port)]
    path = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, env=os.environ | {"PYTHONPATH": path}
        )
    server = Server(f"http://127.0.0.1:{port}", log)
    try:
        end = time.monotonic() + START_SECONDS
        while not answers(server.url):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"`nmn run` did not start. Its words:\n{log.read_text()}")
            time.sleep(0.1)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window. Raises RuntimeError where there is none.

    Its first context keeps what it loads and compiles on disk, for all pages that are opened there: to compile
    Streamlit's scripts anew takes longer than most of what is done on a page. Other contexts begin with nothing.
    """
    names = (os.environ.get("NMN_CHROMIUM"), *NAMES)
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        raise RuntimeError("No Chromium here: run tests/browser/chromium.sh, or set NMN_CHROMIUM.")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, sync_playwright() as playwright:
        profile = playwright.chromium.launch_persistent_context(
            folder, executable_path=program, headless=True, args=FLAGS
        )
        assert profile.browser
        yield profile.browser
        profile.close()


def watch(page: Page, problems: list[str]) -> None:
    """Note everything that a page should not do, listen when it talks to the server, and bring what `checks` asks."""

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOOPBACK:
            problems.append(f"asked an outside host: {url}")

    def said(message: ConsoleMessage) -> None:
        where = message.location["url"]
        if message.type == "error" and not HARMLESS.search(urlsplit(where).path):
            problems.append(f"error in the console: {message.text} ({where})")

    for script in SCRIPTS:
        page.add_init_script(script)
    page.on("request", lambda request: asked(request.url))
    page.on("websocket", lambda websocket: asked(websocket.url))
    page.on("console", said)
    page.on("pageerror", lambda error: problems.append(f"error in the page: {error}"))


def forget(page: Page, origins: set[str]) -> None:
    """Take away what sites have left in the browser: the next visitor is a new one."""
    session = page.context.new_cdp_session(page)
    for origin in origins:
        session.send(
            "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "cookies,local_storage"}
        )
    session.detach()
