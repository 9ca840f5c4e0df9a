"""Seeds in parallel: one thread a core against one thread for all. Time on the wall."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from benchmarks import cases
from benchmarks.report import Section, Verdict, at_least, table
from benchmarks.timing import Spread, cores, pinned, tell
from nmn.training import Run

INPUTS = 200_000


def on(core: int, jobs: Sequence[Callable[[], object]]) -> None:
    """Do jobs one after the other on a core."""
    with pinned(core):
        for job in jobs:
            job()


def seconds(jobs: Sequence[Callable[[], object]], places: Sequence[int]) -> float:
    """How long jobs take that are dealt out to threads, one on each of the cores."""
    with ThreadPoolExecutor(len(places)) as pool:
        began = time.perf_counter()
        done = [pool.submit(on, core, jobs[at :: len(places)]) for at, core in enumerate(places)]
        for one in done:
            one.result()
        return time.perf_counter() - began


def gain(jobs: Sequence[Callable[[], object]], places: Sequence[int], rounds: int) -> tuple[Spread, float]:
    """How many times as quick jobs are on several cores as on the last of them, in turn; and of the best rounds."""
    seconds(jobs, places)
    pairs = [(seconds(jobs, places[-1:]), seconds(jobs, places)) for _ in range(rounds)]
    alone, together = zip(*pairs, strict=True)
    return Spread.of([one / both for one, both in pairs]), min(alone) / min(together)


def measure(quick: bool) -> Section:
    """Train two seeds on one core and on two."""
    tell("two cores")
    places = cores()[-2:]
    measure = "two cores, seeds in parallel"
    if len(places) < 2:
        return Section("Two cores", ["One core only."], [Verdict(measure, "≥ 1.85 ×", "–", None)])
    kind, parameters, ports = cases.NETWORKS["NMN [2, 20, 10], τ = 2"]
    seeds = [replace(parameters, seed=seed) for seed in (1, 2)]
    engines = [cases.case(kind, one, ports, INPUTS).run for one in seeds]
    runs = [lambda one=one: Run(replace(one, steps=INPUTS)).train() for one in seeds]
    rounds = 5 if quick else 11
    alone, best = gain(engines, places, rounds)
    whole, best_whole = gain(runs, places, rounds)
    rows = (
        ("the engine on a stream", f"{alone.text()} ×", f"{best:.2f} ×"),
        (
            "whole runs: streams, learning curves and checkpoints too",
            f"{whole.text()} ×",
            f"{best_whole:.2f} ×",
        ),
    )
    words = "Two seeds, one thread on each core, against the same two after each other on one; on the wall: it wants an idle machine."
    head = (f"two seeds of {INPUTS:,} inputs", "gain", "of the quickest rounds")
    return Section("Two cores", [words, table(head, rows)], [at_least(measure, 1.85, alone.median)])
