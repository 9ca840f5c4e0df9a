"""What a long run keeps, and how quickly any of its steps is found again."""

import random
import tracemalloc
from dataclasses import replace

from benchmarks.report import Section, at_most, table
from benchmarks.timing import Spread, clock, cores, pinned, tell
from nmn.parameters import Parameters, recipe
from nmn.runs.training import Run

STEPS, MEGABYTE = 400_000, 2**20
RUNS = {
    "NMN [2, 20, 10], τ = 2": Parameters(steps=STEPS),
    "learned gate [4, 24, 24, 3]": replace(recipe("extended-recall"), steps=STEPS),
    "RNN [2, 20, 10]": Parameters(model="rnn", steps=STEPS),
    "LSTM [2, 20, 10]": Parameters(model="lstm", steps=STEPS),
}


def trained(parameters: Parameters) -> tuple[Run, float, float]:
    """A run to its end, and the megabytes that it keeps and that it took at most."""
    Run(parameters).train(until=1000)  # what is compiled is not the run's
    tracemalloc.start()
    run = Run(parameters).train()
    kept, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return run, kept / MEGABYTE, most / MEGABYTE


def seeks(run: Run, count: int) -> list[float]:
    """Milliseconds that finding random steps takes, in order."""
    times = []
    for step in random.Random(1).sample(range(run.length + 1), count):
        began = clock()
        run.at(step)
        times.append((clock() - began) * 1e3)
    return sorted(times)


def measure(quick: bool) -> Section:
    """Train each model for long and look back."""
    rows, verdicts = [], []
    for name, parameters in RUNS.items():
        tell(f"{name}: {STEPS:,} steps")
        with pinned(cores()[-1]):
            run, kept, most = trained(parameters)
            times = seeks(run, 50 if quick else 200)
        late = times[len(times) * 95 // 100]
        rows.append(
            (name, f"{kept:.1f}", f"{most:.1f}", Spread.of(times).text(), f"{late:.2f}", f"{times[-1]:.2f}")
        )
        verdicts += [
            at_most(f"{name}: {STEPS:,} steps keep", 64, most, " MB", 1),
            at_most(f"{name}: at(n), 95 % of the steps", 10, late, " ms"),
        ]
    head = (f"{STEPS:,} steps", "kept, MB", "at most, MB", "at(n), ms", "95 %", "longest")
    return Section("A long run", [table(head, rows)], verdicts)
