"""Running what a store does not have yet: on this machine's cores, or on a Dask cluster."""

import os
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from queue import SimpleQueue

from nmn.parameters import Parameters
from nmn.studies.cluster import cluster
from nmn.studies.outcome import Cancelled, Outcome, measure
from nmn.studies.processes import parallel
from nmn.studies.store import Store

Asked = Callable[[], bool]
Coming = Generator[Outcome, None, None]
Where = Callable[[Sequence[Parameters], Asked], Coming]  # gives outcomes as they come, in any order
CLUSTER = "NMN_CLUSTER"  # in the environment: the address of the cluster that the explorer uses


def work(
    jobs: Iterable[Parameters],
    store: Store,
    where: Where,
    report: Callable[[int, float], None] | None = None,
    cancelled: Asked | None = None,
    effort: Callable[[Parameters], float] = lambda _: 1.0,
) -> None:
    """Run what the store does not have; each outcome is in the store as soon as it is there, none twice.

    Args:
        jobs: the runs, the ones wanted first in front.
        store: where outcomes are looked for and kept.
        where: `threads`, `processes`, `cluster`, or `usual`.
        report: called with the number of jobs done, those that the store had with them, and the share of this call's
            work that is done.
        effort: how long a job takes compared with others.
        cancelled: asked several times a second; when it says so, the call ends, and what was in flight is lost.

    Raises:
        ClusterError: there is no such cluster, or it has gone away.
    """
    jobs = list(jobs)
    missing = store.missing(jobs)
    known, done, whole = len(jobs) - len(missing), 0.0, sum(map(effort, missing))
    if report:
        report(known, 0.0)
    try:
        with closing(where(missing, cancelled or _never)) as coming:
            for count, outcome in enumerate(coming, start=1):
                store.add(outcome)
                done += effort(outcome.parameters)
                if report:
                    report(known + count, done / whole)
    except Cancelled:
        return


def _never() -> bool:
    return False


def usual() -> Where:
    """Where the explorer's pages run what they need.

    The threads of this process; or the workers of a Dask cluster, where its address stands in the environment as
    NMN_CLUSTER, which `nmn run --cluster ADDRESS` puts there.
    """
    address = os.environ.get(CLUSTER)
    return cluster(address) if address else threads()


def threads(count: int | None = None) -> Where:
    """Threads of this process, one for each core, or so many: compiled loops do not wait for each other."""

    def outcomes(jobs: Sequence[Parameters], cancelled: Asked) -> Coming:
        stopped, taking, waiting = threading.Event(), threading.Lock(), iter(jobs)
        answers: SimpleQueue[Outcome | Exception | None] = SimpleQueue()

        def given_up() -> bool:
            return stopped.is_set() or cancelled()

        def run() -> None:
            try:
                while True:
                    with taking:
                        job = next(waiting, None)
                    if job is None:
                        return answers.put(None)
                    answers.put(measure(job, given_up))
            except Exception as error:  # noqa: BLE001 (whoever asked for the run gets it)
                answers.put(error)

        # Daemons: the explorer can be stopped while they run, which a pool's threads would hold up.
        pool = [threading.Thread(target=run, name="sweep", daemon=True) for _ in range(count or cores())]
        for thread in pool:
            thread.start()
        try:
            ended = 0
            while ended < len(pool):
                answer = answers.get()
                if isinstance(answer, Exception):
                    raise answer
                if answer is None:
                    ended += 1
                else:
                    yield answer
        finally:
            stopped.set()
            for thread in pool:
                thread.join()

    return outcomes


def processes(count: int | None = None) -> Where:
    """Processes, one for each core, or so many. Cancelling waits for the next run that is done."""

    def outcomes(jobs: Sequence[Parameters], cancelled: Asked) -> Coming:
        for _, outcome in parallel(measure, jobs, count or cores()):
            yield outcome
            if cancelled():
                raise Cancelled

    return outcomes


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def duration(seconds: float) -> str:
    """A time in minutes and seconds: 1:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
