"""A cold start: what somebody waits for in a new process, and in a new installation."""

import json
import os
import subprocess
import sys
import tempfile
from typing import NamedTuple

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
run = Parameters({settings})
Run(run).train(until=1)
mark()
from nmn.runs.warm import parts, warm
said = []
if {usual}:
    warm(said.append)
mark()
print(json.dumps([[[b - a for a, b in zip(x, y)] for x, y in zip(marks, marks[1:])], said, *parts([run])]))
"""
Waits = list[list[float]]
MEMORIES = (
    "", "gate='learned'", "code='soft'", "read='addressed'", "tau=12", "read='addressed', tau=6",
)  # fmt: skip
SEARCHING = "optimiser='line-search'"
# Settings of a run of each variant, the default first, and of a recurrent network.
RUNS = (
    *MEMORIES,
    *(f"{each}, {SEARCHING}".strip(", ") for each in MEMORIES if "gate" not in each),
    "model='rnn'",
)


class Start(NamedTuple):
    """How a new process began.

    Attributes:
        waits: for the import, the first step and, if wanted, what is compiled ahead.
        said: what it said meanwhile.
        words: what the first step needs.
    """

    waits: Waits
    said: list[str]
    words: str


def child(cache: str | None = None, settings: str = "", usual: bool = False) -> Start:
    """Start a process.

    Args:
        cache: folder for compiled code, where it is not the usual one.
        settings: of the run whose first step it takes.
        usual: whether it compiles ahead what is asked for most.
    """
    environment = dict(os.environ) | ({"NUMBA_CACHE_DIR": cache} if cache else {})
    code = CHILD.replace("{settings}", settings).replace("{usual}", str(usual))
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return Start(*json.loads(done.stdout))


def variants(rounds: int) -> str:
    """A table of what each variant's first step takes in a new installation, in turn."""
    took: dict[str, list[list[float]]] = {}
    for number in range(rounds):
        for settings in RUNS:
            tell(f"compiling from nothing, round {number + 1}: {settings or 'the default network'}")
            with tempfile.TemporaryDirectory() as folder:
                start = child(folder, settings)
            took.setdefault(start.words, []).append(start.waits[1])
    default = Spread.of([own for _, own in next(iter(took.values()))]).median
    rows = []
    for words, waits in took.items():
        wall, own = (Spread.of([wait[clock] for wait in waits]) for clock in (0, 1))
        rows.append((words, wall.text(), own.text(), f"{own.median / default:.2f} ×"))
    return table(("first step, from nothing: seconds", "on the wall", "of the processor", "default"), rows)


def measure(quick: bool) -> Section:
    """Start processes, with what was compiled before and without."""
    tell("cold start")
    child()
    warm = [child().waits for _ in range(3 if quick else 9)]
    cold, said = [], []
    for _ in range(1 if quick else 3):
        tell("compiling from nothing")
        with tempfile.TemporaryDirectory() as folder:
            waits, said, _ = child(folder, usual=True)
            again = child(folder).waits
        cold.append(waits)
    parts = (
        ("import", [w[0] for w in warm], 0.5),
        ("first step, compiled before", [w[1] for w in warm], 0.3),
        ("first step, compiled from nothing", [w[1] for w in cold], 10.0),
        (
            "all that is compiled ahead, from nothing",
            [[a + b for a, b in zip(w[1], w[2], strict=True)] for w in cold],
            None,
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
    head = ("seconds", "on the wall", "of the processor")
    return Section("A cold start", [table(head, rows), words, variants(1 if quick else 3)], verdicts)
