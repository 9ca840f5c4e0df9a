"""Serve the explorer on this machine: `nmn run`."""

import asyncio
import ctypes
import errno
import os
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from nmn.site_path import site_path

PORT = 8501
LAST = 65535
TRIES = 100
# glibc's M_ARENA_MAX, M_MMAP_THRESHOLD (in bytes: a larger array is mapped alone) and M_TRIM_THRESHOLD.
MALLOC = (-8, 2), (-3, 2**17), (-1, 2**18)


def run(port: int = PORT, host: str = "127.0.0.1", browser: bool = True) -> int:
    """Start the explorer and serve it until Ctrl-C.

    Args:
        port: where to listen; if it is taken, the next free one is used and named.
        host: the address to listen on; 127.0.0.1 is reached from this machine only.
        browser: open the page in the user's browser, where there is a screen.

    Returns:
        The exit code: 0, or 2 if there is no such address to listen on.
    """
    try:
        chosen = free_port(host, port)
    except OSError as problem:
        print(f"Cannot listen on host {host}, port {port}: {problem.strerror}.", file=sys.stderr)
        return 2
    if chosen != port:
        print(f"Port {port} is taken: using {chosen}.", flush=True)
    with suppress(KeyboardInterrupt):  # the server may have taken it already, and return
        _return_memory()
        _warm()
        _serve(host, chosen, browser and _has_screen())
    print("\nNMN Explorer has stopped.", flush=True)
    return 0


def free_port(host: str, first: int) -> int:
    """Give the first free port from `first` on; OSError if there is none or no such address."""
    if not 1 <= first <= LAST:
        raise OSError(errno.EINVAL, f"a port is a number from 1 to {LAST}")
    family, _, _, _, address = socket.getaddrinfo(host, first, type=socket.SOCK_STREAM)[0]
    for port in range(first, min(first + TRIES, LAST + 1)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address[0], port))
            except OSError as problem:
                if problem.errno != errno.EADDRINUSE:
                    raise
            else:
                return port
    raise OSError(errno.EADDRINUSE, "it is taken, and so are the ports after it")


def _warm() -> None:
    """Compile the engine behind the pages, which say how far it is; where it is cached, it is there before them."""
    from nmn.runs.start_up import START_UP
    from nmn.runs.warm import SILENCE

    START_UP.begin()
    if not START_UP.ended(SILENCE):
        print("Compiling the engine, once. The pages say how far it is, and show a recorded run.", flush=True)


def _return_memory() -> None:
    """Let the C library give freed arrays back to the system, where it is glibc: threads would each hoard theirs.

    Tables are freed there too: Arrow's own pool keeps what a page once needed.
    """
    import pyarrow as pa

    pa.set_memory_pool(pa.system_memory_pool())
    tell = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if tell is not None:
        for option, value in MALLOC:
            tell(option, value)


def _has_screen() -> bool:
    """Tell whether somebody sits at a screen where a browser can open."""
    desktop = (
        sys.platform in {"darwin", "win32"} or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    )
    return desktop and sys.stdout.isatty()


def _serve(host: str, port: int, browser: bool) -> None:
    """Run Streamlit in this process until a signal ends it."""
    import streamlit
    from uvicorn.config import LOGGING_CONFIG

    from nmn.app.map import cross
    from nmn.app.race import live as race
    from nmn.app.shared import document, plotly_script, qr
    from nmn.app.step import beside, live, rest

    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    url = f"http://{shown}:{port}"

    def announce() -> None:
        print(f"NMN Explorer: {url}  (Ctrl-C to stop)", flush=True)
        if browser:
            webbrowser.open(url)

    @asynccontextmanager
    async def lifespan(_: streamlit.App) -> AsyncIterator[None]:
        asyncio.get_running_loop().call_later(0.1, announce)  # the socket starts to listen in between
        yield

    app = site_path() / "app.py"
    sys.argv = [str(app)]  # Streamlit reads the .streamlit/config.toml beside this
    LOGGING_CONFIG["loggers"]["uvicorn.error"]["level"] = "WARNING"
    options: dict[str, object] = {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "logger.hideWelcomeMessage": True,
        "server.fileWatcherType": "none",  # it would watch .venv, too, and fill the terminal whenever tests write there
    }
    routes = [
        plotly_script.route(),
        qr.route(),
        live.route(),
        beside.route(),
        rest.route(),
        race.route(),
        cross.route(),
        *document.routes(),
    ]
    streamlit.App(app, lifespan=lifespan, routes=routes).run(config=options)
