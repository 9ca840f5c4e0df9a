"""Waiting for other processes, for the tests that start and kill some."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def children(process: int) -> list[Path]:
    """Processes that a process has started, as folders of /proc, on Linux."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it may end at any time
            if int(path.read_text().rsplit(")", 1)[1].split()[1]) == process:
                found.append(path.parent)
    return found


def wait_until(true: Callable[[], bool], seconds: float = 180) -> None:
    """Wait for something that comes sooner or later."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
