"""A reproduction can be stopped anywhere, gives the same rows however it is run, and its tables say what is in them."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from children import children, wait_until

from nmn.parameters import SPECS, Parameters, recipe
from nmn.studies.experiments import COLUMNS, EXPERIMENTS, Job, Row, jobs, lines, reproduce, summary
from nmn.studies.outcome import POINTS, Outcome, measure
from nmn.studies.store import Store

SHORT = Parameters(steps=2000)
ROWS = (Row("one", SHORT, 0.5), Row("two, of more steps", replace(SHORT, steps=3000), 0.5, 0.25))


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXPERIMENTS, "brief", ROWS)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[Parameters]:
    """What was measured, in this order; nothing is trained."""
    calls: list[Parameters] = []

    def pretend(parameters: Parameters) -> Outcome:
        calls.append(parameters)
        value = parameters.seed / 1000 + parameters.gamma / 7
        return Outcome(
            parameters, value, {"all": value}, None, parameters.steps, 0.25, {"": ((100,), (0.5,))}
        )

    monkeypatch.setattr("nmn.studies.jobs.measure", pretend)
    return calls


def again(file: Path, seeds: range = range(3, 6)) -> pd.DataFrame:
    with Store(file) as store:
        return reproduce(["brief"], seeds, store, count=1)


def lasting(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns="seconds")


def test_a_run_is_measured_by_part_and_along_its_training() -> None:
    parameters = replace(recipe("extended-recall"), steps=4000)
    found = list(lines(measure(parameters)))
    errors = {metric: value for metric, value, *_ in found if metric.startswith("test")}
    assert list(errors) == ["test error", "test error, current input", "test error, recalled"]
    assert errors["test error"] == errors["test error, recalled"]
    for part in ("", ", current input", ", recalled"):
        points = [(steps, value) for metric, value, steps, _ in found if metric == f"training error{part}"]
        steps = [step for step, _ in points]
        assert steps == sorted(set(steps))
        assert steps[-1] == 4000
        assert len(points) <= POINTS
        assert all(0 <= value <= 1 for _, value in points)


@pytest.mark.slow
def test_rows_are_equal_whatever_the_number_of_processes() -> None:
    one, two = (reproduce(["brief"], range(3, 5), count=count) for count in (1, 2))
    pd.testing.assert_frame_equal(lasting(one), lasting(two))
    assert list(one[one.metric == "test error"].variant) == [row.variant for row in ROWS for _ in range(2)]
    assert one[one.metric == "test error"].seconds.gt(0).all()


def test_the_longest_runs_come_first(measured: list[Parameters]) -> None:
    reproduce(["brief"], range(3), count=1)
    assert [parameters.steps for parameters in measured] == [3000] * 3 + [2000] * 3


@pytest.mark.slow
def test_a_killed_reproduction_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real one, killed without a chance to clean up; its workers end with it."""
    file, script = tmp_path / "runs.sqlite", tmp_path / "script.py"
    # By their size the runs are equally long; but those that may stop at any error do so after some thousand inputs.
    script.write_text(
        "import sys\nfrom pathlib import Path\n"
        "from nmn.parameters import Parameters\nfrom nmn.studies import experiments as e\n"
        "from nmn.studies.store import Store\n"
        "row = lambda name, at: e.Row(name, Parameters(steps=20_000_000, stop_at=at))\n"
        "e.EXPERIMENTS['brief'] = (row('short', 1.0), row('long', 0.0))\n"
        "e.reproduce(['brief'], range(6), Store(Path(sys.argv[1])), count=2)\n"
    )
    short = Row("short", Parameters(steps=20_000_000, stop_at=1.0))
    monkeypatch.setitem(EXPERIMENTS, "brief", (short,))

    def kept(wanted: int) -> set[int]:
        with Store(file) as store:
            left = {
                each.seed for each in store.missing(replace(short.parameters, seed=n) for n in range(wanted))
            }
            return set(range(wanted)) - left

    places = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
    started = subprocess.Popen(
        [sys.executable, str(script), str(file)],
        env={**os.environ, "PYTHONPATH": places},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: file.exists() and len(kept(6)) >= 2)
        assert started.poll() is None
        workers = children(started.pid)
    finally:
        started.kill()
        started.wait()
    assert len(workers) >= 2
    wait_until(lambda: not any(worker.exists() for worker in workers))
    there = kept(6)
    assert 2 <= len(there) <= 6
    seeds = range(max(there) + 2)  # all that are there, and at least one that is not
    counts: list[int] = []
    with Store(file) as store:
        frame = reproduce(["brief"], seeds, store, lambda done, share: counts.append(done), count=1)
    assert counts == list(range(len(there), len(seeds) + 1))
    fresh = reproduce(["brief"], seeds[:2], count=1)
    pd.testing.assert_frame_equal(lasting(frame[frame.seed < 2]), lasting(fresh))


def test_nothing_is_run_twice(measured: list[Parameters], tmp_path: Path) -> None:
    before = again(tmp_path / "runs.sqlite")
    assert len(measured) == 6
    measured.clear()
    pd.testing.assert_frame_equal(again(tmp_path / "runs.sqlite"), before)
    assert measured == []


def test_more_seeds_and_experiments_go_into_the_same_file_and_share_equal_runs(
    measured: list[Parameters], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EXPERIMENTS, "later", ROWS[:1])
    file = tmp_path / "runs.sqlite"
    with Store(file) as store:
        reproduce(["later"], range(9, 11), store, count=1)
        assert list(again(file, range(10, 12)).seed.unique()) == [10, 11]
        assert len(measured) == 2 + 3, "seed 10 of the first row is there already"
        frame = reproduce(["brief", "later"], range(9, 11), store, count=1)
    keys = list(frame[["experiment", "variant", "seed"]].drop_duplicates().itertuples(index=False, name=None))
    assert keys == [
        *(("brief", row.variant, seed) for row in ROWS for seed in (9, 10)), ("later", "one", 9), ("later", "one", 10),
    ]  # fmt: skip


def test_runs_whose_settings_changed_are_run_again(
    measured: list[Parameters], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "runs.sqlite"
    again(file)
    changed = ROWS[0]._replace(parameters=replace(SHORT, gamma=0.3))
    monkeypatch.setitem(EXPERIMENTS, "brief", (changed, ROWS[1]))
    measured.clear()
    frame = again(file)
    assert measured == [replace(changed.parameters, seed=seed) for seed in range(3, 6)]
    values = frame[(frame.metric == "test error") & (frame.variant == "one")].value
    assert list(values) == [seed / 1000 + 0.3 / 7 for seed in range(3, 6)]


@pytest.mark.parametrize(
    "name", [name for name in SPECS if name not in ("task", "model", "memory", "lag", "hidden")]
)
def test_settings_change_with_each_parameter_that_matters_and_no_other(name: str) -> None:
    spec, usual = SPECS[name], Parameters()
    value = getattr(usual, name)
    other = (
        next(c for c in spec.choices if c != value)
        if spec.choices
        else spec.low
        if value != spec.low
        else spec.high
    )
    try:
        changed = replace(usual, **{name: type(value)(other)})
    except ValueError:  # it does not fit the others
        changed = replace(usual, gate="tied", gamma=0.5, **{name: 0.1})
    here, there = (Job("brief", Row("one", each), changed.seed).settings for each in (usual, changed))
    assert (here != there) == (usual.matters(spec) and name != "seed")


def test_every_row_can_be_told_from_the_others_and_run() -> None:
    for name, rows in EXPERIMENTS.items():
        assert len({(row.parameters.model, row.variant) for row in rows}) == len(rows), name
        assert len({job.settings for job in jobs([name], [1])}) == len(rows), name
        assert len({row.parameters.task for row in rows}) == 1, name


def frame_of(lines: list[tuple[str, int, str, float]]) -> pd.DataFrame:
    """Variant, seed, metric and value as what `reproduce` gives."""
    return pd.DataFrame([("brief", "nmn", *line, 10, 1.0) for line in lines], columns=COLUMNS)


def test_the_table_has_quartiles_the_worst_and_how_many_seeds_reach_the_goal() -> None:
    values = [0.0, 0.01, 0.02, 0.03, 0.3]
    heading, _, one, two = summary(
        frame_of(
            [
                (row.variant, seed, metric, scale * value)
                for row in ROWS
                for seed, value in enumerate(values)
                for metric, scale in (("test error", 1), ("training error", 3), ("training error", 2))
            ]
        )
    )
    assert (
        heading
        == "| model | variant | paper | median | quartiles | worst | seeds that reach it | in training |"
    )
    assert one == "| NMN | one | 50.0% | 2.00% | 1.00% – 3.00% | 30.00% | 5 of 5 ≤ 50% | 4.00% |"
    assert two.endswith("| 4 of 5 ≤ 25% | 4.00% |")


def test_the_table_names_the_parts_where_there_are_several() -> None:
    metrics = ("test error", "test error, easy", "test error, hard", "training error, easy")
    heading, rule, one = summary(
        frame_of([("one", 3, metric, number / 100) for number, metric in enumerate(metrics)])
    )
    assert heading.endswith("| medians by part |")
    assert heading.count("|") == rule.count("|") == one.count("|")
    assert one.endswith("| easy 1.00%, hard 2.00% |")
