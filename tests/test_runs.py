"""What a run keeps of its errors, when it ends early, which start it goes on with: on a toy whose answers are known."""

import math
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest

from nmn import tasks
from nmn.engine import NETWORKS
from nmn.engine.memory_network import MemoryNetwork
from nmn.parameters import Parameters
from nmn.runs.curve import Tally
from nmn.runs.training import Run
from nmn.trace import Layer, Ports, Stream, Trace

LUCK = {"training": 0.0, "test": 0.0, "validation": 1.0}
TALENT = (0.5, 0.9, 0.7)  # of each start on the validation stream; on the others all are alike


class Toy:
    """Asks for "often" at every second input and for "seldom" at every eighth; inputs are (hardness, validation)."""

    ports, inputs, outputs = Ports(2, (1,)), ("hardness", "validation"), ("answer",)
    parts, headline, period, reach, optimum = ("often", "seldom"), 1, 8, 3, None
    parameters, recipe = (), {}

    def __init__(self, parameters: Parameters) -> None:
        self.asked: list[tuple[str, int, int]] = []

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        self.asked.append((part, start, stop))
        t = np.arange(start, stop)
        hardness = t * 0.618 % 1
        parts = np.where(t % 8 == 7, 1, np.where(t % 2 == 0, 0, -1)).astype(np.int8)
        inputs = np.stack((hardness, np.full(len(t), LUCK[part])), axis=1)
        return Stream(inputs, np.zeros((len(t), 1)), parts[:, None], np.zeros(len(t), bool))


class ToyState(NamedTuple):
    step: int
    skill: np.ndarray  # one number: what is harder is answered wrongly
    start: np.ndarray


class ToyNetwork(MemoryNetwork):
    """Skill grows by alpha / 1000 with each input that is learned from; it is TALENT on the validation stream."""

    def build(self, parameters, ports):
        return SimpleNamespace(layers=(Layer("hidden", 1, 0),))

    def inherit(self, network, before, state):
        return network, state

    def init(self, network, parameters, start=0):
        return ToyState(0, np.zeros(1), np.array([start]))

    def advance(self, network, parameters, state, stream, *, learn=True, record=False, clamp=None):
        steps = len(stream.inputs)
        trace = Trace.empty(state.step + 1, stream, 0, 0, 1, 0)
        skill = state.skill + parameters.alpha / 1000 * learn * np.arange(steps)
        shown = np.where(stream.inputs[:, 1] == 1, TALENT[int(state.start[0])], skill)
        trace.wrong[:] = ((stream.inputs[:, 0] > shown)[:, None]) & (stream.parts >= 0)
        trace, skill = trace._replace(slope=1.0), skill[-1:] + parameters.alpha / 1000 * learn
        return ToyState(state.step + steps, skill, state.start), trace


@pytest.fixture(autouse=True)
def _toy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(NETWORKS, "nmn", ToyNetwork())
    monkeypatch.setitem(tasks.TASKS, "sorted", Toy)
    return


def test_a_test_begins_at_a_period_and_counts_each_part_but_not_what_reaches_back() -> None:
    run = Run(Parameters(steps=1001, alpha=0.5)).train()
    run.task.asked.clear()
    errors = run.test(inputs=25_000)
    assert run.task.asked == [("test", 1008, 11008), ("test", 11008, 21008), ("test", 21008, 26008)]
    t = np.arange(1008 + 3, 26008)
    wrong = t * 0.618 % 1 > run.state.skill[0]
    assert errors == {"often": wrong[t % 2 == 0].mean(), "seldom": wrong[t % 8 == 7].mean()}
    assert run.test_error(25_000) == errors["seldom"]


def test_a_test_has_two_hundred_periods(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Toy, "period", 1000)
    run = Run(Parameters(steps=10)).train()
    run.task.asked.clear()
    run.test()
    assert run.task.asked[-1][2] == 1000 + 200 * 1000


def test_without_a_headline_the_parts_count_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Toy, "headline", None)
    run = Run(Parameters(steps=100)).train()
    assert run.test_error() == np.mean(list(run.test().values()))


def test_answers_that_are_not_finite_are_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments, **how):
        state, trace = ToyNetwork().advance(*arguments, **how)
        trace.wrong[:] = 0
        return state, trace._replace(halted=0)

    run = Run(Parameters(steps=100)).train()
    monkeypatch.setattr(run, "engine", SimpleNamespace(advance=broken))
    assert run.test_error() == 1


@pytest.mark.parametrize("cuts", [(17, 20, 500, 501), (100, 200, 399), (1,)])
def test_errors_are_the_same_to_the_last_bit_however_the_stream_is_cut(cuts: tuple[int, ...]) -> None:
    rng = np.random.default_rng(1)
    parts, wrong = rng.integers(-1, 3, (1000, 4)).astype(np.int8), rng.uniform(0, 9, (1000, 4))
    whole, pieces = Tally(3), Tally(3)
    whole.add(parts, wrong)
    for start, stop in zip((0, *cuts), (*cuts, 1000), strict=True):
        pieces.add(parts[start:stop], wrong[start:stop])
    assert whole.by_part == pieces.by_part
    assert whole.pooled == pytest.approx(wrong[parts >= 0].mean())


def test_every_point_of_a_curve_knows_every_part() -> None:
    run = Run(Parameters(steps=950, alpha=0.5)).train()
    assert run.history.steps == [100, 200, 300, 400, 500, 600, 700, 800, 950]
    t = np.arange(300, 400)
    wrong = t * 0.618 % 1 > 0.0005 * t
    assert run.history.parts[3] == [wrong[t % 2 == 0].mean(), wrong[t % 8 == 7].mean()]
    assert run.history.error[3] == wrong[(t % 2 == 0) | (t % 8 == 7)].mean()
    assert run.history.of(1) == [part[1] for part in run.history.parts]
    assert run.history.of(None) == run.history.error


def test_a_point_of_a_curve_spans_ten_periods(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Toy, "period", 104)
    run = Run(Parameters(steps=5000)).train()
    assert run.history.steps == [1040, 2080, 3120, 5000]
    assert not any(math.isnan(error) for error in run.history.of(1))


def test_a_run_that_was_never_asked_has_no_curve() -> None:
    assert Run(Parameters(steps=6)).train().history.of(1) == []


def test_a_run_ends_once_no_point_of_the_last_six_hundred_answers_is_too_large() -> None:
    run = Run(Parameters(steps=20_000, alpha=1.0, stop_at=0.05)).train()
    small = [error <= 0.05 for error in run.history.of(1)]
    assert run.finished
    assert run.enough
    assert run.trouble is None
    assert run.length == run.history.steps[-1] < 20_000
    points = small[::-1].index(False)
    assert 600 <= 12.5 * points < 650  # of the 100 inputs of a point, every eighth is asked for what counts
    assert run.train().length == run.length
    assert Run(replace(run.parameters, stop_at=0.0)).train().length == 20_000


def test_a_run_does_not_end_before_three_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nmn.runs.training.SURE", 1)
    run = Run(Parameters(steps=20_000, alpha=1.0, stop_at=0.05)).train()
    assert [error <= 0.05 for error in run.history.of(1)][-4:] == [False, True, True, True]


class TestRestarts:
    parameters = Parameters(steps=9000, restarts=3, restart_steps=2500)

    def test_the_best_on_the_validation_stream_goes_on_and_its_tape_is_the_run_s(self) -> None:
        run, alone = Run(self.parameters).train(), Run(self.parameters, start=1).train()
        assert run.start == 1
        assert run.history == alone.history
        assert run.length == 9000
        for step in (0, 1, 2400, 2500, 2501, 9000):
            assert run.at(step) == alone.at(step)
        assert sorted(run.checkpoints) == sorted(alone.checkpoints)
        assert run.fork(3000).train().at(8000).start == 1

    def test_of_equals_the_first_goes_on(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys.modules[__name__], "TALENT", (0.5, 0.7, 0.7))
        assert Run(self.parameters).train().start == 1

    def test_a_cancelled_choice_loses_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class CancelledError(Exception):
            pass

        def cancel(length: int) -> None:
            raise CancelledError

        monkeypatch.setattr("nmn.runs.training.REPORT_SECONDS", -1)
        run, calls = Run(self.parameters), 0
        while run.choice:
            before = run.choice.current.start, run.choice.current.length
            with pytest.raises(CancelledError):
                run.train(report=cancel)
            calls += 1
            assert run.choice is None or (run.choice.current.start, run.choice.current.length) > before
        assert calls == 3 * 3 + 3
        assert run.train().state == Run(self.parameters).train().state
        assert run.start == 1

    def test_a_start_is_not_trained_beyond_the_run(self) -> None:
        run = Run(replace(self.parameters, steps=700)).train(until=10)
        assert run.start == 1
        assert run.length == 700
