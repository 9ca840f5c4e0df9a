"""Seeds in parallel: one thread a core against one thread for all."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from benchmarks import cases
from benchmarks.report import Section, Verdict, at_least, table
from benchmarks.timing import Spread, cores, pinned, tell
from nmn.runs.training import Run

INPUTS = 200_000


def on(core: int, jobs: Sequence[Callable[[], object]]) -> float:
    """Do jobs one after the other on a core; give the seconds that the thread had of it."""
    with pinned(core):
        began = time.thread_time()
        for job in jobs:
            job()
        return time.thread_time() - began


def seconds(jobs: Sequence[Callable[[], object]], places: Sequence[int]) -> tuple[float, float]:
    """How long jobs take that are dealt out to threads, one on each core: on the wall, and the busiest thread."""
    with ThreadPoolExecutor(len(places)) as pool:
        began = time.perf_counter()
        done = [pool.submit(on, core, jobs[at :: len(places)]) for at, core in enumerate(places)]
        own = max(one.result() for one in done)
        return time.perf_counter() - began, own


def gain(jobs: Sequence[Callable[[], object]], places: Sequence[int], rounds: int) -> list[Spread]:
    """How many times as quick jobs are on several cores as on the last, in turn: on the wall, and of the processor."""
    seconds(jobs, places)
    pairs = [(seconds(jobs, places[-1:]), seconds(jobs, places)) for _ in range(rounds)]
    return [Spread.of([one[clock] / both[clock] for one, both in pairs]) for clock in (0, 1)]


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
    names = ("the engine on a stream", "whole runs: streams, learning curves and checkpoints too")
    gains = [gain(jobs, places, rounds) for jobs in (engines, runs)]
    rows = [(name, *(f"{one.text()} ×" for one in both)) for name, both in zip(names, gains, strict=True)]
    words = (
        "Two seeds, one thread on each core, against the same two one after the other on one core. On the wall it "
        "wants an idle machine; the busiest thread's own time leaves out other programs, and waiting."
    )
    head = (f"two seeds of {INPUTS:,} inputs", "gain on the wall", "by the busiest thread")
    return Section("Two cores", [words, table(head, rows)], [at_least(measure, 1.85, gains[0][0].median)])
