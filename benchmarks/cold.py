"""A cold start: what somebody waits for in a new process, and in a new installation."""

import json
import os
import subprocess
import sys
import tempfile

from benchmarks.report import Section, at_most, table
from benchmarks.timing import Spread, tell

# Times on the wall and of the processor, in seconds.
CHILD = """
import json, time
marks = [(time.perf_counter(), time.process_time())]
def mark():
    marks.append((time.perf_counter(), time.process_time()))
from nmn.runs.training import Run
from nmn.parameters import Parameters
mark()
Run(Parameters()).train(until=1)
mark()
said = []
if {everything}:
    from nmn.runs.warm import warm
    warm(said.append)
mark()
print(json.dumps([[[b - a for a, b in zip(x, y)] for x, y in zip(marks, marks[1:])], said]))
"""
Waits = list[list[float]]


def child(cache: str | None = None, everything: bool = False) -> tuple[Waits, list[str]]:
    """Waits in a new process for the import, the first step and, if wanted, every model; and what was said then.

    Args:
        cache: folder for compiled code, where it is not the usual one.
        everything: whether every model is compiled.
    """
    environment = dict(os.environ) | ({"NUMBA_CACHE_DIR": cache} if cache else {})
    code = CHILD.replace("{everything}", str(everything))
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    waits, said = json.loads(done.stdout)
    return waits, said


def measure(quick: bool) -> Section:
    """Start processes, with what was compiled before and without."""
    tell("cold start")
    child()
    warm = [child()[0] for _ in range(3 if quick else 9)]
    tell("compiling from nothing")
    cold, said = [], []
    for _ in range(1 if quick else 3):
        with tempfile.TemporaryDirectory() as folder:
            waits, said = child(folder, everything=True)
            again = child(folder)[0]
        cold.append(waits)
    parts = (
        ("import", [w[0] for w in warm], 0.5),
        ("first step, compiled before", [w[1] for w in warm], 0.3),
        ("first step, compiled from nothing", [w[1] for w in cold], None),
        (
            "every model, compiled from nothing",
            [[a + b for a, b in zip(w[1], w[2], strict=True)] for w in cold],
            20.0,
        ),
        ("first step, in the process after that", [again[1]], 0.3),
    )
    rows, verdicts = [], []
    for name, waits, bound in parts:
        wall, own = (Spread.of([wait[clock] for wait in waits]) for clock in (0, 1))
        rows.append((name, wall.text(), own.text()))
        if bound is not None:
            verdicts.append(at_most(name, bound, own.median, " s"))
    words = f"While it compiles, it says: {' '.join(said) or 'nothing'}"
    return Section(
        "A cold start", [table(("seconds", "on the wall", "of the processor"), rows), words], verdicts
    )
