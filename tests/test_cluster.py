"""A sweep on a Dask cluster of two processes: one is killed on the way, and nothing is lost, doubled or different."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from distributed import Client, LocalCluster

from nmn import serve
from nmn.cli.main import main
from nmn.parameters import recipe
from nmn.studies.cluster import ClusterError, cluster
from nmn.studies.grid import Grid, axis
from nmn.studies.jobs import threads, usual, work
from nmn.studies.outcome import Outcome
from nmn.studies.store import Store

pytestmark = pytest.mark.slow

GRID = Grid(replace(recipe("sorted"), steps=3000), (axis("gamma=0.1:0.9:5"), axis("tau=0,2")), (3,))


@pytest.fixture(scope="module")
def local() -> Iterator[LocalCluster]:
    quiet = logging.CRITICAL  # that a worker was killed is what the test is about
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=quiet
    ) as started:
        yield started


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets how many seconds a cluster may take to answer: a minute, since this machine may be busy."""

    def take(seconds: float) -> None:
        monkeypatch.setattr(sys.modules["nmn.studies.cluster"], "PATIENCE", seconds)

    take(60)
    return take


def test_a_worker_that_is_killed_loses_and_doubles_nothing(local: LocalCluster) -> None:
    with Client(local, set_as_default=False) as client:
        workers = list(client.run(os.getpid).values())
    assert len(set(workers)) == 2
    jobs, came = GRID.jobs(), Counter[str]()

    class Counting(Store):
        def add(self, outcome: Outcome) -> None:
            came[outcome.parameters.key()] += 1
            super().add(outcome)

    def kill(done: int, share: float) -> None:
        if done == 3:
            os.kill(workers[0], signal.SIGKILL)

    with Counting() as far, Store() as near:
        work(jobs, far, cluster(local.scheduler_address), kill)
        work(jobs, near, threads())
        assert came == Counter(job.key() for job in jobs)
        assert [far.get(job) for job in jobs] == [near.get(job) for job in jobs]
        assert not far.missing(jobs)


def test_the_command_and_the_explorer_use_the_same_cluster(
    local: LocalCluster, tmp_path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = local.scheduler_address
    file = tmp_path / "sweep.sqlite"
    sweep = ["sweep", "sorted", "--steps", "500", "--vary", "tau=0,2", "--file", str(file)]
    assert main([*sweep, "--cluster", address]) == 0
    assert "All 2 are in" in capsys.readouterr().out
    monkeypatch.setenv("NMN_CLUSTER", "")  # so that it is put back
    monkeypatch.setattr(serve, "run", lambda *_: 0)
    assert main(["run", "--cluster", address]) == 0
    grid = Grid(replace(recipe("sorted"), steps=500), (axis("tau=0,2"),), (7,))
    with Store(file) as store, Store() as near:
        assert not store.missing(grid.jobs())
        place = usual()
        assert place.__qualname__.startswith("cluster")
        work(grid.jobs(), near, place)
        assert [near.get(job) for job in grid.jobs()] == [store.get(job) for job in grid.jobs()]


def test_a_sweep_on_a_cluster_can_be_cancelled(local: LocalCluster) -> None:
    jobs = GRID.jobs()
    with Store() as store:
        work(
            jobs,
            store,
            cluster(local.scheduler_address),
            cancelled=lambda: len(store.missing(jobs)) < len(jobs),
        )
        assert 0 < len(store.missing(jobs)) < len(jobs)


def test_a_program_with_an_event_loop_of_its_own_may_ask_for_a_cluster_too(
    patience: Callable[[float], None],
) -> None:
    patience(0.3)

    async def asked() -> None:
        list(cluster("127.0.0.1:1")([], lambda: False))

    with pytest.raises(ClusterError, match="No Dask scheduler answers"):
        asyncio.run(asked())


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nonsense", "", "carrier-pigeon://here:1"])
def test_where_nothing_answers_there_is_a_sentence_and_exit_code_2(
    address: str, tmp_path, capsys: pytest.CaptureFixture[str], patience: Callable[[float], None]
) -> None:
    patience(0.3)
    with pytest.raises(SystemExit) as stopped:
        main(
            [
                "sweep",
                "sorted",
                "--vary",
                "tau=0,2",
                f"--cluster={address}",
                "--file",
                str(tmp_path / "s.sqlite"),
            ]
        )
    assert stopped.value.code == 2
    assert f"No Dask scheduler answers at {address or '(nothing)'}" in capsys.readouterr().err


def test_what_is_no_scheduler_is_told(local: LocalCluster, patience: Callable[[float], None]) -> None:
    patience(0.3)
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(ClusterError, match=r"No Dask scheduler answers at 127\.0\.0\.1"),
    ):
        list(cluster(f"127.0.0.1:{silent.getsockname()[1]}")([], lambda: False))
    patience(60)
    with Client(local, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=60)  # the one that was killed may not have come back
        worker = next(iter(client.scheduler_info()["workers"]))
    with pytest.raises(ClusterError, match="is a Dask worker: give the address of the scheduler"):
        list(cluster(worker)([], lambda: False))


def test_without_dask_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed.core", None)
    with pytest.raises(ClusterError, match=r"pip install 'nmn\[cluster\]'"):
        list(cluster("127.0.0.1:1")([], lambda: False))


def test_a_cluster_that_goes_away_is_told_and_what_it_did_is_kept(local: LocalCluster) -> None:
    """The last one: it ends the cluster. After the short runs its workers are at some that take minutes."""
    long = replace(GRID.base, steps=20_000_000, hidden=(200,))
    jobs = [*GRID.jobs()[:4], *(replace(long, seed=seed) for seed in range(4))]
    with Store() as store:
        with pytest.raises(ClusterError, match="has gone away"):
            work(
                jobs,
                store,
                cluster(local.scheduler_address),
                lambda done, _: local.close() if done == 2 else None,
            )
        assert 2 <= len(jobs) - len(store.missing(jobs)) <= 4
