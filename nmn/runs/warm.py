"""Compile the engine before it is needed, and say so. Numba keeps the result, so that this happens once."""

import threading
import time
from collections.abc import Callable

from nmn.engine import NETWORKS
from nmn.parameters import Parameters
from nmn.runs.training import Run

SILENCE = 1.5  # seconds after which somebody who waits is told why


def warm(report: Callable[[str], None], model: str | None = None) -> None:
    """Load or compile the kernels of a model, or of every one.

    Args:
        report: called with what to tell the user, if it takes long.
        model: its name.
    """
    began = time.perf_counter()
    told = threading.Event()

    def tell() -> None:
        told.set()
        report("Compiling the engine: once, up to half a minute ...")

    timer = threading.Timer(SILENCE, tell)
    timer.daemon = True
    timer.start()
    try:
        for name in (model,) if model else tuple(NETWORKS):
            for settings in NETWORKS[name].variants:
                Run(Parameters(model=name, steps=10, **settings)).train().trace(1, 5)
    finally:
        timer.cancel()
    if told.is_set():
        report(f"Compiled in {time.perf_counter() - began:.0f} s.")
