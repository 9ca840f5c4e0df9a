"""Addressed memories that are sparse: what they cost, what they forget, and what can be done with them."""

from dataclasses import replace

import numpy as np
import pytest
from test_kernels import differences, random_stream
from test_sparse import all_sparse, built, none_sparse

from nmn.engine.advance import advance
from nmn.parameters import DENSE_ADDRESSED, Parameters
from nmn.runs.tape import size_of
from nmn.runs.training import Run
from nmn.spec import ParameterError
from nmn.trace import Ports

WIDE = Parameters(tau=8, steps=4000, read="addressed")


def dense(run: Parameters) -> Run:
    """A run with all slots."""
    with none_sparse():
        return Run(run).train()


@pytest.mark.parametrize("hidden", [(9,), (8, 7)])
@pytest.mark.parametrize(
    "variant", [{}, {"write": "input", "focus": 3.0}, {"loss": "cross-entropy", "gamma": 0.9}]
)
def test_the_derived_step_is_the_gradient(hidden: tuple[int, ...], variant: dict) -> None:
    """Steepest descent by alpha = 1 moves a weight by its partial derivative (central differences)."""
    run = Parameters(
        hidden=hidden, tau=6, read="addressed", alpha=1.0, first_range=1.5, later_range=1.0, **variant
    )
    net, start = built(run, Ports(3, (4, 1)))
    warm, _ = advance(net, run, start, random_stream(1, 60, 3, 4, 1))
    assert net.sparse and warm.slots[1] > 8
    one = random_stream(2, 1, 3, 4, 1)
    moved, _ = advance(net, run, warm, one)
    for name in ("weights", "biases"):

        def loss(values: np.ndarray, name: str = name) -> float:
            state = warm._replace(**{name: values})
            return advance(net, run, state, one, learn=False)[1].loss[0]

        finite = differences(loss, getattr(warm, name))
        gradient = getattr(warm, name) - getattr(moved, name)
        assert np.linalg.norm(gradient - finite) <= 1e-6 * np.linalg.norm(finite)


def test_outputs_that_are_exactly_0_or_1_address_as_they_do_with_all_slots() -> None:
    run = replace(WIDE, tau=6)
    clamp = np.full(20, np.nan)
    clamp[[3, 4, 11]], clamp[[5, 12]] = 1.0, 0.0
    stream = random_stream(5, 200, 2, 5)
    with none_sparse():
        net, state = built(run, Ports(2, (5,)))
        full = advance(net, run, state, stream, record=True, clamp=clamp)[1]
    net, state = built(run, Ports(2, (5,)))
    few = advance(net, run, state, stream, record=True, clamp=clamp)[1]
    np.testing.assert_allclose(few.outputs, full.outputs, rtol=1e-9)
    np.testing.assert_allclose(few.delta, full.delta, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("task", ["sorted", "memory-recall"])
@pytest.mark.parametrize("tau", [6, 8, 10])
def test_a_network_learns_what_it_learns_with_all_slots(task: str, tau: int) -> None:
    run = replace(WIDE, task=task, tau=tau)
    few, full = Run(run).train(), dense(run)
    assert few.network.sparse and not full.network.sparse
    assert few.history.error == full.history.error
    np.testing.assert_allclose(few.state.weights, full.state.weights, rtol=1e-6, atol=1e-9)
    assert few.test_error(5000) == full.test_error(5000)


def test_slots_that_faded_to_nothing_are_given_to_other_patterns() -> None:
    run = replace(WIDE, gamma=0.01, steps=20_000)
    few, full = Run(run).train(), dense(run)
    axis = few.trace(1, 20_001).axis
    met = max(len(set(axis[:, neuron][axis[:, neuron] >= 0])) for neuron in range(20))
    assert few.state.slots[1] < met
    kept = few.state.memory.reshape(-1, 20)[few.state.patterns.reshape(-1, 20) >= 0]
    assert (kept == 0).any(), "only who needs room forgets"
    assert few.history.error == full.history.error
    np.testing.assert_allclose(
        few.trace(20_000, 20_001).memory, full.trace(20_000, 20_001).memory, rtol=1e-6, atol=1e-300
    )


def test_a_state_has_room_for_little_more_than_what_was_visited() -> None:
    run = Run(replace(WIDE, tau=12)).train()
    assert 100 < (run.state.patterns >= 0).sum() < 1000
    assert size_of(run.state) < 2**16
    assert run.test_error() < 0.05


def test_a_run_is_entered_at_any_step_and_forked() -> None:
    run = Run(WIDE).train()
    for a, b in zip(run.at(1234), Run(WIDE).train(until=1234).state, strict=True):
        np.testing.assert_array_equal(a, b)
    fork = run.fork(1234, wipes=(3,), gamma=0.7)
    fork.train(until=1235)
    found, left = (each.trace(1235, 1236).before.reshape(20, -1) for each in (run, fork))
    assert found[3].any() and not left[3].any()
    np.testing.assert_array_equal(np.delete(left, 3, axis=0), np.delete(found, 3, axis=0))
    assert fork.train().length == 4000


@pytest.mark.parametrize("codes", [("hard", "soft"), ("soft", "hard")])
def test_a_fork_may_write_with_the_other_code(codes: tuple[str, str]) -> None:
    run, other = replace(WIDE, tau=6, code=codes[0]), codes[1]
    few = Run(run).train().fork(1500, code=other).train()
    with none_sparse():
        full = Run(run).train().fork(1500, code=other).train()
    assert few.history.error == full.history.error
    ours, theirs = few.trace(1400, 1700), full.trace(1400, 1700)
    np.testing.assert_allclose(ours.outputs, theirs.outputs, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(ours.before, theirs.before, rtol=1e-6, atol=1e-9)
    assert few.trace(3990, 4001).memory.shape == (11, 20 * 64)


def test_a_composite_memory_with_slots_cannot_turn_to_the_soft_code() -> None:
    run = Run(Parameters(tau=10, steps=1000)).train()
    with pytest.raises(ParameterError, match="for those only that it has met"):
        run.fork(500, code="soft")
    run = Run(Parameters(tau=10, hidden=(12,), code="soft", steps=1000)).train()
    assert run.fork(500, code="hard").train().length == 1000


def test_all_slots_are_kept_where_they_are_quicker_or_written_to() -> None:
    assert not replace(WIDE, tau=DENSE_ADDRESSED).sparse and replace(WIDE, tau=DENSE_ADDRESSED + 2).sparse
    assert not replace(WIDE, tau=12, code="soft").sparse
    with all_sparse():
        assert not Parameters(gate="learned").sparse
