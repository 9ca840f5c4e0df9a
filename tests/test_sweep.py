"""A sweep covers its grid from coarse to fine, keeps what is done, and gives the same bits wherever it runs."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from nmn.parameters import Parameters, recipe
from nmn.runs.findings import find
from nmn.runs.training import Run
from nmn.spec import ParameterError
from nmn.studies.grid import Grid, axis
from nmn.studies.jobs import processes, threads, work
from nmn.studies.outcome import Cancelled, Outcome, measure
from nmn.studies.store import Store, StoreError
from nmn.studies.table import frame, summary

SHORT = replace(recipe("sorted"), steps=2000)
GRID = Grid(SHORT, (axis("gamma=0.1:0.9:3"), axis("tau=0,6"), axis("hidden=4;8")), (3, 4))


@pytest.fixture
def store() -> Iterator[Store]:
    with Store() as opened:
        yield opened


def test_values_are_read_as_the_parameter_s_own() -> None:
    assert axis("gamma=0.1:0.9:9").values == (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert axis("tau=0:8:5").values == axis(" tau = 0, 2,4,6,8").values == (0, 2, 4, 6, 8)
    assert axis("later-range=1,0.3").values == (1.0, 0.3)
    assert axis("hidden=20;24,24").values == ((20,), (24, 24))
    assert axis("memory=all;1,0").values == ((), (True, False))
    assert axis("steps=1000:2000:4").values == (1000, 1333, 1667, 2000)
    assert axis("model=nmn,rnn,nmn").values == ("nmn", "rnn")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gama=1", "gama is not a parameter: perhaps gamma"),
        ("gamma", "write gamma=0:1:9"),
        ("gamma=", "write gamma=0:1:9"),
        ("gamma=0.1:2:3", "gamma = 2 is not possible: decay must be a number from 0 to 1"),
        ("gamma=0.1:x:3", "gamma = x is not possible"),
        ("gamma=0:1", "gamma = 0:1 cannot be read"),
        ("gamma=0:1:many", "gamma = 0:1:many cannot be read"),
        ("gamma=0:1:1", "from 2 to 200,000 values"),
        ("gamma=0:1:999999999999", "from 2 to 200,000 values"),
        ("gamma=0.1,,0.2", "gamma = (nothing) is not possible"),
        ("tau=0:8:4", "tau = 3 is not possible"),
        ("code=hard:soft:2", "write code=hard,soft"),
        ("hidden=20,300", "each from 1 to 256"),
        ("seed=1,2", "the sweep's seeds"),
        ("task=sorted", "it is named first"),
    ],
)
def test_what_is_no_axis_gets_a_sentence(text: str, said: str) -> None:
    with pytest.raises(ParameterError) as refused:
        axis(text)
    assert said in str(refused.value)


def test_a_grid_that_is_none_gets_a_sentence() -> None:
    with pytest.raises(ParameterError, match="gamma is varied twice"):
        Grid(SHORT, (axis("gamma=0.1"), axis("gamma=0.2")), (1,))
    with pytest.raises(ParameterError, match="500 gamma × 500 seeds are 250,000 runs, more than the 200,000"):
        Grid(SHORT, (axis("gamma=0:1:500"),), tuple(range(500)))


def test_every_first_part_of_the_runs_is_a_map_of_the_whole() -> None:
    grid = Grid(SHORT, (axis("alpha=0.1:0.9:9"), axis("gamma=0.1:0.9:9")), (3, 4, 5, 6, 7))
    jobs = grid.jobs()
    assert len(set(jobs)) == len(jobs) == grid.size == 405
    ends, middle = {0.1, 0.9}, {0.1, 0.5, 0.9}
    assert {(job.alpha, job.gamma, job.seed) for job in jobs[:4]} == {(a, g, 3) for a in ends for g in ends}
    assert {(job.alpha, job.gamma) for job in jobs[:9]} == {(a, g) for a in middle for g in middle}
    first = [job for job in jobs if job.seed == 3]
    assert {(job.alpha, job.gamma) for job in first[:25]} == {
        (a / 10, g / 10) for a in range(1, 10, 2) for g in range(1, 10, 2)
    }
    assert jobs.index(first[-1]) < 200  # the finest map is there before most of the other seeds


def test_names_have_no_order_between_them_and_come_at_once() -> None:
    jobs = Grid(SHORT, (axis("model=nmn,ffnn,rnn"), axis("gamma=0:1:5")), (3,)).jobs()
    assert {(job.model, job.gamma) for job in jobs[:6]} == {
        (m, g) for m in ("nmn", "ffnn", "rnn") for g in (0, 1)
    }


def test_settings_that_are_not_possible_together_are_rows_with_a_sentence(store: Store) -> None:
    assert len(GRID.cells) == 12
    assert len(GRID.jobs()) == 2 * 9
    work(GRID.jobs(), store, threads())
    table = frame(GRID, store)
    assert list(table.columns) == ["gamma", "tau", "hidden", "seed", "error", "trouble", "trained", "seconds"]
    assert len(table) == GRID.size
    narrow = table[(table.tau == 6) & (table.hidden == "4")]
    assert len(narrow) == 6
    assert narrow.trouble.str.contains("tau = 6 does not fit hidden = 4").all()
    assert narrow.error.isna().all()
    rest = table.drop(narrow.index)
    assert rest.error.between(0, 1).all()
    assert not rest.trouble.str.contains("does not fit", na=False).any()


@pytest.mark.parametrize(
    ("task", "changes"),
    [
        ("sorted", {}),
        ("sorted", {"gamma": 1.0, "steps": 20_000}),  # gets stuck
        ("classify-recall", {"model": "rnn", "classes": 4}),
        ("memory-recall", {"length": 3, "restarts": 2, "restart_steps": 700}),
        ("extended-recall", {"lag": 33, "noise": 0.1}),
        ("signal", {}),
        ("digits", {"model": "ffnn"}),
        ("sunspots", {"model": "lstm"}),
    ],
)
def test_an_outcome_is_that_of_a_run_of_its_own(task: str, changes: dict) -> None:
    parameters = replace(recipe(task), **{"steps": 6000, "seed": 3} | changes)
    found, run = measure(parameters), Run(parameters).train()
    assert found.parts == run.test()
    assert found.error == run.test_error()
    finding = find(run)
    assert (found.trouble, found.kind) == ((finding.sentence, finding.kind) if finding else (None, None))
    assert found.steps == run.length
    assert bool(run.trouble) == (changes.get("gamma") == 1.0)
    assert found.curves[""][0][-1] == run.history.steps[-1]
    assert min(run.history.of(run.task.headline)) <= min(found.curves[""][1])


def test_a_sweep_can_be_cancelled_and_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs, enough, begun = GRID.jobs(), threading.Event(), count()

    def held(parameters: Parameters, cancelled: Callable[[], bool]) -> Outcome:
        """All but three runs wait until three are kept."""
        assert next(begun) < 3 or enough.wait(180)
        return measure(parameters, cancelled)

    monkeypatch.setattr(sys.modules["nmn.studies.jobs"], "measure", held)
    work(jobs, store, threads(), lambda done, _: enough.set() if done >= 3 else None, enough.is_set)
    kept = len(jobs) - len(store.missing(jobs))
    assert kept == 3
    counts: list[int] = []
    work(jobs, store, threads(1), lambda done, share: counts.append(done))
    assert counts == list(range(kept, len(jobs) + 1))
    assert not store.missing(jobs)


def test_equal_runs_are_run_once(store: Store) -> None:
    """The RNN has no γ: one run serves every cell."""
    grid = Grid(replace(SHORT, model="rnn", steps=200), (axis("gamma=0:1:5"),), (3,))
    assert len(store.missing(grid.jobs())) == 1
    work(grid.jobs(), store, threads())
    table = frame(grid, store)
    assert list(table.gamma) == [0, 0.25, 0.5, 0.75, 1]
    assert table.error.nunique() == 1


def test_a_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    parameters = replace(recipe("extended-recall"), steps=2000, seed=3)
    outcome, file = measure(parameters), tmp_path / "sweep.sqlite"
    with Store(file) as made:
        assert made.get(parameters) is None
        made.add(outcome)
        made.add(replace(outcome, error=0.5))  # too late
    with Store(file) as opened, Store(file) as beside:
        assert opened.get(parameters) == beside.get(parameters) == outcome
        assert opened.missing([parameters, SHORT, SHORT]) == [SHORT]
        table = opened.frame([parameters, SHORT])
        assert list(table["error, recalled"]) == [outcome.parts["recalled"]]
        assert list(table.hidden) == ["24,24"]
    assert [path.name for path in tmp_path.iterdir()] == ["sweep.sqlite"]


@pytest.mark.parametrize("holds", [b"day,note\n1,keep this\n", b"SQLite format 3\0 but no more", None])
def test_a_file_that_is_no_store_is_left_alone(holds: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "notes"
    file.write_bytes(holds) if holds else file.mkdir()
    with pytest.raises(StoreError, match="notes cannot keep runs"):
        Store(file)
    assert file.is_dir() if holds is None else file.read_bytes() == holds


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE runs (day TEXT)")
    before = file.read_bytes()
    with pytest.raises(StoreError, match="holds something else"):
        Store(file)
    assert file.read_bytes() == before


def test_the_table_tells_medians_quartiles_and_what_failed(store: Store) -> None:
    parameters = GRID.parameters((0, 0, 0), 3)
    for seed, error in ((3, 0.1), (4, 0.2)):
        store.add(
            Outcome(
                replace(parameters, seed=seed),
                error,
                {"class": error},
                None,
                2000,
                0.1,
                {"": ((2000,), (error,))},
            )
        )
    stuck = replace(GRID.parameters((0, 0, 1), 3))
    store.add(Outcome(stuck, 0.9, {"class": 0.9}, "Training stopped.", 1000, 0.1, {"": ((1000,), (0.9,))}))
    heading, _, narrow, wide, impossible, *_ = summary(GRID, store)
    assert heading == "| gamma | tau | hidden | seeds | median | quartiles | failed | note |"
    assert narrow == "| 0.1 | 0 | 4 | 2 | 15.00% | 12.50% – 17.50% | 0 |  |"
    assert wide == "| 0.1 | 0 | 8 | 1 | 90.00% | 90.00% – 90.00% | 1 of 1 | Training stopped. |"
    assert impossible.startswith("| 0.1 | 6 | 4 | 0 | – | – | – | tau = 6 does not fit hidden = 4")


@pytest.mark.slow
def test_processes_and_threads_give_the_same_bits(store: Store) -> None:
    jobs = GRID.jobs()
    work(jobs, store, processes(2))
    with Store() as other:
        work(jobs, other, threads(2))
        assert [store.get(job) for job in jobs] == [other.get(job) for job in jobs]
    assert None not in [store.get(job) for job in jobs]


def test_a_run_that_cannot_be_made_is_not_passed_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(parameters: Parameters, cancelled: object) -> Outcome:
        raise MemoryError(parameters.key())

    monkeypatch.setattr(sys.modules["nmn.studies.jobs"], "measure", broken)
    with pytest.raises(MemoryError, match="gamma"):
        work(GRID.jobs(), store, threads())


@pytest.mark.slow
def test_a_program_can_end_while_a_sweep_runs_in_the_background() -> None:
    script = (
        "import threading\n"
        "from nmn.parameters import Parameters\nfrom nmn.studies.jobs import threads, work\n"
        "from nmn.studies.store import Store\n"
        "jobs, asked = [Parameters(steps=20_000_000, hidden=(200, 200))], threading.Semaphore(0)\n"
        "job = lambda: work(jobs, Store(), threads(1), cancelled=lambda: asked.release())\n"
        "threading.Thread(target=job, daemon=True).start()\n"
        "[asked.acquire() for _ in range(3)]\n"  # at its beginning, then while it is trained
        "print([thread.name for thread in threading.enumerate()].count('sweep'))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=180, check=True
    )
    assert int(ended.stdout) == 1


@pytest.mark.parametrize("times", range(3))
def test_a_run_is_given_up_also_while_it_is_tested(times: int) -> None:
    """It is asked for at the beginning, and for each part of the test."""
    asked: list[None] = []

    def unwanted() -> bool:
        asked.append(None)
        return len(asked) > times

    with pytest.raises(Cancelled):
        measure(SHORT, unwanted)
    assert len(asked) == times + 1
