"""A run is a tape: any step can be found again, to the last bit."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nmn.parameters import Parameters, recipe
from nmn.runs import training
from nmn.runs.tape import RECENT
from nmn.runs.training import Run
from nmn.spec import ParameterError
from nmn.tasks.sorted import Sorted
from nmn.trace import Stream

SHORT = Parameters(steps=6_000, seed=5)
MODELS = ["nmn", "ffnn", "rnn"]


def same(a: tuple, b: tuple) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("step", [0, 1, 999, 1000, 1001, 2345, 6000])
def test_a_step_has_the_bits_of_a_run_that_stopped_there(model: str, step: int) -> None:
    whole = Run(replace(SHORT, model=model)).train()
    stopped = Run(replace(SHORT, model=model)).train(until=step)
    assert stopped.length == step
    assert same(whole.at(step), stopped.state)


def test_memories_that_turn_keep_the_order_of_ten_numbers_where_others_do_not() -> None:
    """After 20,000 inputs: next to no wrong bit, and more than a third without turning."""
    turning = replace(
        recipe("memory-recall"), length=10, hidden=(128,), turn=3.14, gamma=0.95, gamma_spread=0.0, optimiser="sgd",
        alpha=0.2, first_range=1.0, later_range=0.1, steps=20_000,
    )  # fmt: skip
    for parameters, low, high in ((turning, 0.0, 0.005), (replace(turning, turn=0.0), 0.33, 1.0)):
        run = Run(parameters).train()
        assert low <= run.score(run.test()) <= high


@pytest.mark.parametrize("model", MODELS)
def test_training_in_pieces_changes_nothing(model: str) -> None:
    whole, pieces = Run(replace(SHORT, model=model)).train(), Run(replace(SHORT, model=model))
    for until in (1, 17, 950, 2000, 2001, 6000):
        pieces.train(until=until)
    assert same(whole.state, pieces.state)
    assert whole.history == pieces.history
    assert sorted(whole.checkpoints) == sorted(pieces.checkpoints)


@pytest.mark.parametrize("model", MODELS)
def test_a_window_joins_up_and_its_curve_is_the_errors_in_it(model: str) -> None:
    run = Run(replace(SHORT, model=model)).train()
    early, late, both = run.trace(990, 1010), run.trace(1010, 1101), run.trace(990, 1101)
    for ours, theirs in zip(early.then(late), both, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(both.memory[:-1], both.before[1:])
    assert run.history.error[10] == run.trace(1001, 1101).wrong.mean()


def test_recording_does_not_disturb() -> None:
    run = Run(SHORT).train()
    after = run.engine.advance(
        run.network, run.parameters, run.at(2000), run.task.stream(2000, 2100), record=True
    )[0]
    assert same(after, run.at(2100))


@pytest.mark.parametrize("model", [*MODELS, "lstm"])
def test_a_place_that_was_just_looked_at_is_found_without_replaying(model: str) -> None:
    """What was recorded or asked for last is kept, a few places of it, with the bits of a replay."""
    run, fresh = (Run(replace(SHORT, model=model)).train() for _ in range(2))
    run.trace(1500, 1701)
    assert run.at(1499) is run.at(1499)
    assert run.at(1700) is run.at(1700)
    assert same(run.at(1700), fresh.at(1700))
    assert same(run.at(1750), fresh.at(1750))
    for step in range(100, 4000, 150):
        run.at(step)
    assert len(run.recent) <= RECENT


def test_what_is_not_in_the_run_is_refused_in_words() -> None:
    run = Run(SHORT).train(until=300)
    for ask in (lambda: run.at(301), lambda: run.at(-1), lambda: run.trace(1, 302), lambda: run.trace(0, 2)):
        with pytest.raises(ValueError, match=r"300"):
            ask()


def test_a_cancelled_training_keeps_what_it_has_and_goes_on() -> None:
    class CancelledError(Exception):
        pass

    def cancel(length: int) -> None:
        raise CancelledError

    run = Run(replace(SHORT, steps=2_000_000))
    with pytest.raises(CancelledError):
        run.train(report=cancel)
    assert 0 < run.length < 2_000_000
    reached = run.length
    assert same(run.train(until=reached + 500).at(reached), Run(run.parameters).train(until=reached).state)


def test_a_run_that_is_no_longer_finite_stops_and_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(SHORT)
    clean = run.task.stream

    def poisoned(start: int, stop: int, part: str = "training"):
        stream = clean(start, stop, part)
        stream.inputs[start + np.arange(stop - start) == 2345] = np.inf
        stream.inputs[start + np.arange(stop - start) == 2345, 1] = -np.inf
        return stream

    monkeypatch.setattr(run.task, "stream", poisoned)
    run.train()
    assert run.finished
    assert "2,345" in run.trouble
    assert run.length == 2345
    assert np.isfinite(run.at(2345).weights).all()
    assert np.isfinite(run.trace(2300, 2346).outputs).all()


def test_a_saturated_run_stops_and_says_why() -> None:
    """Without decay, memories grow until every output sits at 0 or 1."""
    run = Run(replace(SHORT, gamma=1.0)).train()
    assert run.trouble is not None
    assert "slope" in run.trouble
    assert run.length < run.parameters.steps


@cache
def short() -> Run:
    return Run(SHORT).train()


class TestFork:
    def test_nothing_changed_is_the_same_future(self) -> None:
        fork = short().fork(2500).train()
        assert same(fork.state, short().state)
        assert fork.length == short().length

    def test_the_past_is_shared_and_the_future_is_not(self) -> None:
        fork = short().fork(2500, gamma=0.1).train()
        assert same(fork.at(2400), short().at(2400))
        assert same(fork.at(2500), short().at(2500))
        ours, theirs = fork.trace(2490, 2600), short().trace(2490, 2600)
        np.testing.assert_array_equal(ours.memory[:11], theirs.memory[:11])
        assert not np.allclose(ours.memory[-1], theirs.memory[-1])
        assert fork.history.error[:25] == short().history.error[:25]

    def test_a_silenced_neuron_never_fires_again(self) -> None:
        fork = short().fork(3000, clamp={4: 0.0}).train()
        trace = fork.trace(2900, 3200)
        assert (trace.axis[:101, 4] >= 0).any()
        assert (trace.axis[101:, 4] == -1).all()

    def test_a_changed_input_is_what_the_network_sees(self) -> None:
        fork = short().fork(3000, inputs={3005: np.array([9.0, -9.0])}).train()
        trace = fork.trace(3001, 3020)
        np.testing.assert_array_equal(trace.inputs[4], [9.0, -9.0])
        assert not same(fork.at(3010), short().at(3010))

    def test_what_a_fork_cannot_change_is_named(self) -> None:
        with pytest.raises(ParameterError, match="tau cannot change in a fork"):
            short().fork(100, tau=4)
        with pytest.raises(ParameterError, match="gamma = 7"):
            short().fork(100, gamma=7)
        with pytest.raises(ValueError, match="neuron 20"):
            short().fork(100, clamp={20: 0.0})
        with pytest.raises(ValueError, match="input 50"):
            short().fork(100, inputs={50: np.zeros(2)})
        with pytest.raises(ValueError, match="7,000"):
            short().fork(7000)


def test_the_memory_in_use_has_its_own_schedule() -> None:
    """Trained alike, tested with memories that never fade, the network makes mistakes that it did not make."""
    kept = Run(Parameters(steps=20_000, seed=5)).train()
    lost = Run(replace(kept.parameters, decay_in_use="none")).train()
    assert same(kept.state, lost.state)
    assert lost.test_error(5000) > kept.test_error(5000) + 0.02


def test_checkpoints_stay_within_their_memory() -> None:
    run = Run(Parameters(hidden=(64, 64), tau=4, steps=5_000_000))
    size = sum(part.nbytes for part in run.state[1:])
    assert size * run.parameters.steps / run.spacing <= 34 * 2**20


def test_the_network_with_memory_beats_the_memoryless_optimum_and_the_one_without_does_not() -> None:
    """The paper's claim on sorted classification, in small."""
    parameters = Parameters(seed=12, steps=60_000)
    memory, plain = Run(parameters).train(), Run(replace(parameters, model="ffnn")).train()
    assert memory.test_error() < 0.01
    assert plain.test_error() > plain.task.optimum - 0.006


@pytest.mark.parametrize(
    ("how", "length"), [("never", 6000), ("turns", 6000), ("sticks", 3200), ("breaks", 3449)]
)
def test_a_run_ends_where_it_ends_however_it_is_cut(
    how: str, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Several blocks of the curve are trained at once where no end of one can end the run."""

    class Turning(Sorted):
        def stream(self, start: int, stop: int, part: str = "training") -> Stream:
            drawn, steps = super().stream(start, stop, part), np.arange(start, stop)
            if how in ("turns", "sticks"):
                drawn.targets[steps >= 3050] = np.roll(drawn.targets[steps >= 3050], 3, axis=1)
            if how == "breaks":
                drawn.inputs[steps == 3449] = np.inf, -np.inf
            return drawn

    if how == "sticks":  # whatever the slope is
        monkeypatch.setattr(training, "STUCK", 0.95)
        monkeypatch.setattr(training, "FLAT", 1.0)
    whole, pieces = (Run(SHORT, task=Turning(SHORT)) for _ in range(2))
    whole.train()
    for until in (*range(0, 6000, 70), 6000):
        pieces.train(until=until)
    assert whole.length == pieces.length == length
    assert whole.trouble == pieces.trouble
    assert whole.history == pieces.history
    assert same(whole.state, pieces.state)
    assert list(whole.checkpoints) == list(pieces.checkpoints)
