"""Compile the engine before it is needed, and say so. Numba keeps the result, so that this happens once."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from nmn.parameters import Parameters
from nmn.tape import ENGINES
from nmn.training import Run

SILENCE = 1.5  # seconds after which somebody who waits is told why
_TEN = Parameters(steps=10)
ALL = (_TEN, replace(_TEN, gate="learned"), replace(_TEN, model="rnn"), replace(_TEN, model="lstm"))


def warm(report: Callable[[str], None]) -> None:
    """Load or compile the kernels of every model; report is called with what to tell the user, if it takes long."""
    began = time.perf_counter()
    told = threading.Event()

    def tell() -> None:
        told.set()
        report("Compiling the engine: once, up to half a minute ...")

    timer = threading.Timer(SILENCE, tell)
    timer.daemon = True
    timer.start()
    try:
        for parameters in ALL:
            if parameters.model in ENGINES:
                Run(parameters).train().trace(1, 5)
    finally:
        timer.cancel()
    if told.is_set():
        report(f"Compiled in {time.perf_counter() - began:.0f} s.")
