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
from nmn.studies.experiments import (
    COLUMNS,
    EXPERIMENTS,
    Record,
    Row,
    jobs,
    measure,
    reproduce,
    runner,
    summary,
)
from nmn.studies.experiments.record import Job

SHORT = Parameters(steps=2000)
ROWS = (Row("one", SHORT, 0.5), Row("two, of more steps", replace(SHORT, steps=3000), 0.5, 0.25))


@pytest.fixture(autouse=True)
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EXPERIMENTS, "brief", ROWS)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[Parameters]:
    """What was measured, in this order; nothing is trained."""
    calls: list[Parameters] = []

    def pretend(parameters: Parameters) -> list:
        calls.append(parameters)
        value = parameters.seed / 1000 + parameters.gamma / 7
        return [("test error", value, parameters.steps, 0.25), ("training error", 0.5, 100, None)]

    monkeypatch.setattr(runner, "measure", pretend)
    return calls


def again(file: Path, seeds: range = range(3, 6)) -> pd.DataFrame:
    return reproduce(["brief"], seeds, Record(file), processes=1)


def lasting(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns="seconds")


def test_a_run_is_measured_by_part_and_along_its_training() -> None:
    parameters = replace(recipe("extended-recall"), steps=4000)
    lines = measure(parameters)
    errors = {metric: value for metric, value, *_ in lines if metric.startswith("test")}
    assert list(errors) == ["test error", "test error, current input", "test error, recalled"]
    assert errors["test error"] == errors["test error, recalled"]
    for part in ("", ", current input", ", recalled"):
        points = [(steps, value) for metric, value, steps, _ in lines if metric == f"training error{part}"]
        steps = [step for step, _ in points]
        assert steps == sorted(set(steps))
        assert steps[-1] == 4000
        assert len(points) <= runner.CURVE_POINTS
        assert all(0 <= value <= 1 for _, value in points)


@pytest.mark.slow
def test_rows_are_equal_whatever_the_number_of_processes() -> None:
    one, two = (reproduce(["brief"], range(3, 5), processes=count) for count in (1, 2))
    pd.testing.assert_frame_equal(lasting(one), lasting(two))
    assert list(one[one.metric == "test error"].variant) == [row.variant for row in ROWS for _ in range(2)]
    assert one[one.metric == "test error"].seconds.gt(0).all()


def test_the_longest_runs_come_first(measured: list[Parameters]) -> None:
    reproduce(["brief"], range(3), processes=1)
    assert [parameters.steps for parameters in measured] == [3000] * 3 + [2000] * 3


@pytest.mark.slow
def test_a_killed_reproduction_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real one, killed without a chance to clean up; its workers end with it."""
    file, script = tmp_path / "runs.csv", tmp_path / "script.py"
    # By their size the runs are equally long; but those that may stop at any error do so after some thousand inputs.
    script.write_text(
        "import sys\nfrom pathlib import Path\n"
        "from nmn import experiments as e\nfrom nmn.parameters import Parameters\n"
        "row = lambda name, at: e.Row(name, Parameters(steps=20_000_000, stop_at=at))\n"
        "e.EXPERIMENTS['brief'] = (row('short', 1.0), row('long', 0.0))\n"
        "e.reproduce(['brief'], range(6), e.Record(Path(sys.argv[1])), processes=2)\n"
    )
    monkeypatch.setitem(EXPERIMENTS, "brief", (Row("short", Parameters(steps=20_000_000, stop_at=1.0)),))
    places = os.pathsep.join([str(Path.cwd()), os.environ.get("PYTHONPATH", "")])
    started = subprocess.Popen(
        [sys.executable, str(script), str(file)],
        env={**os.environ, "PYTHONPATH": places},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: file.exists() and file.read_text().count("settings") >= 2)
        assert started.poll() is None
        workers = children(started.pid)
    finally:
        started.kill()
        started.wait()
    assert len(workers) >= 2
    wait_until(lambda: not any(worker.exists() for worker in workers))
    kept = set(Record(file).runs)
    assert 2 <= len(kept) <= 6
    seeds = range(max(int(key[3]) for key in kept) + 2)  # all that are there, and at least one that is not
    counts: list[int] = []
    frame = reproduce(["brief"], seeds, Record(file), lambda done, share: counts.append(done), processes=1)
    assert counts == list(range(len(kept), len(seeds) + 1))
    fresh = reproduce(["brief"], seeds[:2], processes=1)
    pd.testing.assert_frame_equal(lasting(frame[frame.seed < 2]), lasting(fresh))
    pd.testing.assert_frame_equal(pd.read_csv(file), frame)


@pytest.mark.parametrize("kept", [0, 5, 90, 150, 400, -30, -2, -1])
def test_what_is_cut_off_is_run_again(kept: int, measured: list[Parameters], tmp_path: Path) -> None:
    file = tmp_path / "runs.csv"
    again(file)
    whole = file.read_text()
    complete = sum("settings" in line for line in whole[:kept].split("\n")[:-1])
    file.write_text(whole[:kept])
    measured.clear()
    again(file)
    assert len(measured) == 6 - complete > 0
    assert file.read_text() == whole


def test_nothing_is_run_twice(measured: list[Parameters], tmp_path: Path) -> None:
    file = tmp_path / "runs.csv"
    again(file)
    before = file.read_text()
    measured.clear()
    again(file)
    assert measured == []
    assert file.read_text() == before


def test_more_seeds_and_experiments_go_into_the_same_file_in_order(
    measured: list[Parameters], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EXPERIMENTS, "later", ROWS[:1])
    file = tmp_path / "runs.csv"
    reproduce(["later"], range(9, 11), Record(file), processes=1)
    assert list(again(file, range(10, 12)).seed.unique()) == [10, 11]
    again(file, range(9, 10))
    frame = pd.read_csv(file)
    keys = list(frame[["experiment", "variant", "seed"]].drop_duplicates().itertuples(index=False, name=None))
    brief = [("brief", row.variant, seed) for row in ROWS for seed in (9, 10, 11)]
    assert keys == [*brief, ("later", "one", 9), ("later", "one", 10)]


def test_runs_whose_settings_changed_are_run_again(
    measured: list[Parameters], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "runs.csv"
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


def test_a_file_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "notes.csv"
    file.write_text("day,note\n1,keep this\n")
    with pytest.raises(ValueError, match="holds something else"):
        Record(file)
    assert file.read_text() == "day,note\n1,keep this\n"
    with pytest.raises(ValueError, match="holds something else"):
        Record(tmp_path)


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
