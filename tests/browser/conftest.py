"""A running explorer and a real Chromium; a page with an error, or that asks an outside host, fails."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
START_SECONDS = 180  # the first start compiles
PATIENCE = 120_000  # milliseconds: what a busy machine may take; a test waits no longer than it must
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# Below a page's own address Streamlit first looks for its server there, and finds it one level up.
HARMLESS = re.compile(r"/[^/]+/_stcore/(health|host-config)$")


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


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Server]]:
    """Start one more explorer on a port of its own; all of them end with the tests."""
    running: list[subprocess.Popen[bytes]] = []

    def start() -> Server:
        port = free_port()
        log = tmp_path_factory.mktemp("server") / "log.txt"
        command = [sys.executable, "-m", "nmn", "run", "--no-browser", "--port", str(port)]
        with log.open("wb") as out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        running.append(process)
        server = Server(f"http://127.0.0.1:{port}", log)
        end = time.monotonic() + START_SECONDS
        while not answers(server.url):
            if process.poll() is not None or time.monotonic() > end:
                pytest.fail(f"`nmn run` did not start. Its words:\n{log.read_text()}", pytrace=False)
            time.sleep(0.1)
        return server

    yield start
    for process in running:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def shared_server(start_server: Callable[[], Server]) -> Server:
    """The one explorer of this run."""
    return start_server()


@pytest.fixture
def server(shared_server: Server) -> Iterator[Server]:
    """A running explorer; the test fails if it prints a traceback meanwhile."""
    before = shared_server.log.stat().st_size
    yield shared_server
    said = shared_server.log.read_bytes()[before:].decode(errors="replace")
    assert "Traceback" not in said, said


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    names = (os.environ.get("NMN_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if name and (found := shutil.which(name))), None)
    if program is None:
        pytest.fail("No Chromium here: run tests/browser/chromium.sh, or set NMN_CHROMIUM.", pytrace=False)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield chromium
        chromium.close()


def watch(page: Page, problems: list[str]) -> None:
    """Note everything that a page should not do."""

    def asked(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOOPBACK:
            problems.append(f"asked an outside host: {url}")

    def said(message: ConsoleMessage) -> None:
        where = message.location["url"]
        if message.type == "error" and not HARMLESS.search(urlsplit(where).path):
            problems.append(f"error in the console: {message.text} ({where})")

    page.on("request", lambda request: asked(request.url))
    page.on("websocket", lambda websocket: asked(websocket.url))
    page.on("console", said)
    page.on("pageerror", lambda error: problems.append(f"error in the page: {error}"))


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page as a new visitor: `new_page(theme="dark", viewport=(1920, 1080))`."""
    contexts = []
    problems: list[str] = []

    def new(theme: str = "light", viewport: tuple[int, int] = (1280, 720), **options: object) -> Page:
        width, height = viewport
        context = browser.new_context(
            color_scheme=theme, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        watch(page, problems)
        return page

    yield new
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page, light, 1280 x 720."""
    return new_page()
