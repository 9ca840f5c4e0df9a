"""Calls spread over processes, each answer handed back when it is there. Processes end with the one that began them."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

R = TypeVar("R")


def parallel(
    function: Callable[[Any], R], arguments: Sequence[Any], processes: int = -1
) -> Iterator[tuple[int, R]]:
    """The number of each argument and what the function gives for it, in the order in which they come.

    Args:
        function: of a module, so that another process finds it.
        arguments: one for each call; the first are begun first.
        processes: how many; -1: one for each core, 1: this one.
    """
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=processes, return_as="generator_unordered", batch_size=1)
    calls = (delayed(_numbered)(number, function, each, os.getpid()) for number, each in enumerate(arguments))
    yield from parallel(calls)


def _numbered(number: int, function: Callable[[Any], R], argument: Any, parent: int) -> tuple[int, R]:
    _end_with(parent)
    return number, function(argument)


@cache
def _end_with(parent: int) -> None:
    """Make a worker end with the process that began it, also where that is killed; loky's wait for five minutes."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    if os.getpid() != parent:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
        threading.Thread(target=watch, daemon=True).start()
