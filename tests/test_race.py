"""A race changes nothing of its runs: the same bits as alone, whatever stops it; and what goes wrong is said."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from nmn.parameters import Parameters
from nmn.runs.training import Run
from nmn.studies.race import Race, RunProgress

SHORT = Parameters(steps=3000)
FIELD = [
    replace(SHORT, model=model, seed=seed) for seed in (1, 2) for model in ("nmn", "ffnn", "rnn", "lstm", "delayed")
]  # fmt: skip


def until(race: Race, ready: Callable[[list[RunProgress]], bool]) -> list[RunProgress]:
    """Look at a race until something is so."""
    end = time.monotonic() + 180
    while not ready(progress := race.snapshot()):
        assert time.monotonic() < end
        time.sleep(0.002)
    return progress


def finish(race: Race) -> list[RunProgress]:
    return until(race, lambda _: race.done)


def same(progress: RunProgress, run: Run) -> None:
    """The bits of a run that was trained alone."""
    assert (progress.length, progress.trouble) == (run.length, run.trouble)
    assert progress.history.steps == run.history.steps
    assert progress.history.error == run.history.error
    assert np.array_equal(progress.history.parts, run.history.parts, equal_nan=True)
    assert progress.errors == run.test()


def test_every_run_has_the_bits_of_the_run_alone() -> None:
    for progress in finish(Race(FIELD)):
        same(progress, Run(progress.parameters).train())


def test_pausing_cancelling_and_going_on_lose_nothing() -> None:
    stops, one_by_one = [(500, "pause"), (1500, "cancel"), (2500, "pause")], threading.Lock()
    runs: dict[Parameters, Run] = {}

    class Stopping(Run):
        """Stops the race once its runs have come so far on average."""

        def train(self, until: int, report: Callable[[int], None]) -> Run:
            super().train(until, report)
            with one_by_one:
                if stops and sum(run.length for run in runs.values()) > 4 * stops[0][0]:
                    getattr(race, stops.pop(0)[1])()
            return self

    runs |= {each: Stopping(each) for each in FIELD[:4]}
    race = Race(FIELD[:4], runs.__getitem__)
    for left in (2, 1, 0):
        race.resume()
        assert race.wait(180)
        assert (len(stops), race.done) == (left, False)
        before = race.snapshot()
        assert race.resting  # looking at it does not start it
        assert race.snapshot() == before
    race.resume()
    for progress in finish(race):
        same(progress, Run(progress.parameters).train())


def test_trying_several_starts_is_interrupted_and_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nmn.runs.training.REPORT_SECONDS", -1.0)  # after each piece it can be
    several = replace(SHORT, restarts=3, restart_steps=1000)
    run = Run(several)

    def make(_: Parameters) -> Run:
        race.pause()
        return run

    race = Race([several], make)
    race.resume()
    assert race.wait(180)
    assert run.choice and run.choice.current.length == 1000
    race.resume()
    (progress,) = finish(race)
    same(progress, Run(several).train())


def test_all_curves_grow_together() -> None:
    """No turn leads a run far ahead of another."""
    field = [replace(SHORT, model=model, steps=30_000) for model in ("nmn", "lstm")]
    runs: dict[Parameters, Run] = {}
    ahead = []

    class Watched(Run):
        def train(self, until: int, report: Callable[[int], None]) -> Run:
            ahead.append(until - min(run.length for run in runs.values()))
            return super().train(until, report)

    runs |= {each: Watched(each) for each in field}
    finish(Race(field, runs.__getitem__))
    assert max(ahead) <= 0.05 * 30_000


def test_a_run_that_was_trained_before_is_taken_as_it_is() -> None:
    known = Run(SHORT).train()
    (progress,) = finish(Race([SHORT], make=lambda _: known))
    same(progress, known)


def test_two_races_may_share_a_run() -> None:
    shared = Run(SHORT)
    races = [Race([SHORT], make=lambda _: shared) for _ in range(2)]
    for race in races:
        race.resume()
    for race in races:
        same(finish(race)[0], Run(SHORT).train())


def test_a_run_that_cannot_learn_says_so_and_the_others_go_on() -> None:
    stuck = replace(SHORT, gamma=1.0, steps=5000)
    first, second = finish(Race([stuck, SHORT]))
    assert first.trouble
    assert "no error flows back" in first.trouble
    assert first.length < 5000
    assert first.error is not None
    assert second.length == 3000


def test_whatever_goes_wrong_in_a_run_becomes_its_sentence() -> None:
    def make(parameters: Parameters) -> Run:
        if parameters.seed == 2:
            raise MemoryError("no room for it")
        return Run(parameters)

    good, bad = finish(Race([SHORT, replace(SHORT, seed=2)], make))
    assert bad.trouble == "This run failed: no room for it."
    assert bad.done and bad.error is None
    assert good.error is not None


def test_a_race_that_nobody_looks_at_rests_and_goes_on_when_somebody_does() -> None:
    race = Race([replace(SHORT, steps=20_000_000)], patience=0.05)
    race.resume()
    assert race.wait(180)
    left = race.snapshot()[0].length
    assert left < 20_000_000
    until(race, lambda field: field[0].length > left)
    race.cancel()
    assert race.wait(180)


def test_a_paused_race_does_not_start_by_itself() -> None:
    race = Race([SHORT], running=False)
    assert race.snapshot()[0].length == 0
    assert race.resting


def test_no_more_threads_than_cores_work_for_a_race(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nmn.studies.race.CORES", 2)
    race = Race(FIELD)
    most = [0]
    until(
        race,
        lambda _: (
            most.append(sum(t.name == "race" and t.is_alive() for t in threading.enumerate())) or race.done
        ),
    )
    assert max(most) <= 2


@pytest.mark.parametrize(
    ("parameters", "free"),
    [
        (Parameters(model="ffnn"), 2 * 20 + 20 + 20 * 10 + 10),
        (Parameters(), 2 * 20 + 20 + 20 * (1 + 2**3) * 10 + 10),
        (Parameters(model="rnn"), 2 * 20 + 20 * 20 + 20 + 20 * 10 + 10),
        (Parameters(model="lstm"), 4 * (2 * 20 + 20 * 20 + 20) + 20 * 10 + 10),
        (Parameters(model="delayed"), 2 * (1 + 5) * 20 + 20 + 20 * 10 + 10),
    ],
    ids=lambda value: getattr(value, "model", ""),
)
def test_the_free_parameters_are_counted(parameters: Parameters, free: int) -> None:
    run = Run(parameters)
    assert run.engine.size(run.state) == free
