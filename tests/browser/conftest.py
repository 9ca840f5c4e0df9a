"""A running explorer and a real Chromium; a page with an error, or that asks an outside host, fails."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
import serving
from playwright.sync_api import Browser, BrowserContext, Page, expect
from serving import Server, forget, watch

PATIENCE = 120_000  # milliseconds: what a busy machine may take; a test waits no longer than it must


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Server]]:
    """Start one more explorer on a port of its own; all of them end with the tests."""
    with ExitStack() as running:
        yield lambda: running.enter_context(serving.serving(tmp_path_factory.mktemp("server") / "log.txt"))


@pytest.fixture(scope="session")
def shared_server(start_server: Callable[[], Server], browser: Browser) -> Server:
    """The one explorer of this run. A page of it stays open: with the last one the browser forgets what it compiled."""
    server = start_server()
    browser.contexts[0].pages[0].goto(f"{server.url}/_stcore/health")
    return server


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
    expect.set_options(timeout=PATIENCE)
    with serving.chromium() as chromium:
        yield chromium


@contextmanager
def visiting(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page as a new visitor: `new_page(theme="dark", viewport=(1920, 1080))`.

    Pages share what the browser has loaded and compiled. With `alone=True`, or any option of a context, a page has a
    context of its own: for what is set there and not in the page, as the clock.
    """
    shared, own, problems = browser.contexts[0], list[BrowserContext](), list[str]()
    before = shared.pages

    def new(
        theme: str = "light", viewport: tuple[int, int] = (1280, 720), alone: bool = False, **options: object
    ) -> Page:
        context = shared
        if alone or options:
            context = browser.new_context(**options)
            own.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.set_viewport_size({"width": viewport[0], "height": viewport[1]})
        page.emulate_media(color_scheme=theme)
        watch(page, problems)
        return page

    yield new
    for context in own:
        context.close()
    opened = [page for page in shared.pages if page not in before]
    visited = {f"{parts.scheme}://{parts.netloc}" for page in opened if (parts := urlsplit(page.url)).netloc}
    for page in opened:
        page.close()
    forget(before[0], visited)
    assert not problems, "\n".join(problems)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages for a test: see `visiting`."""
    with visiting(browser) as new:
        yield new


@pytest.fixture(scope="module")
def kept_page(browser: Browser) -> Iterator[Page]:
    """One page for the tests of a file, each of which brings it back to where it begins: opening costs most."""
    with visiting(browser) as new:
        yield new()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page, light, 1280 x 720."""
    return new_page()
