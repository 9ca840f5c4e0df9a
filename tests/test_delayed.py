"""The network with external memory sees the last ten inputs through Gaussian windows, and nothing before an episode."""

from dataclasses import replace

import numpy as np
import pytest

from nmn import tasks
from nmn.engine import NETWORKS
from nmn.engine.baselines import delayed
from nmn.parameters import Parameters, recipe
from nmn.trace import Ports, Stream, Trace

DELAYED = delayed.Delayed()
SETTINGS = replace(recipe("signal"), noise=0.1, hidden=(6,), seed=3)
PORTS = Ports(2, (1,), unit=1.0)


def stream(steps: int, *wiped: int) -> Stream:
    """A stream of two random inputs, its memory wiped before the given steps."""
    rng = np.random.default_rng(0)
    starts = np.isin(np.arange(steps), wiped)
    return Stream(rng.random((steps, 2)), rng.random((steps, 1)), np.zeros((steps, 1), np.int8), starts)


def run(
    steps: Stream, *, at: int | None = None, parameters: Parameters = SETTINGS
) -> tuple[delayed.State, Trace]:
    """Train from the start, in one go or cut at a step."""
    network = DELAYED.build(parameters, PORTS)
    state = DELAYED.init(network, parameters)
    if at is None:
        return DELAYED.advance(network, parameters, state, steps, record=True)
    state, first = DELAYED.advance(network, parameters, state, steps.cut(0, at), record=True)
    state, second = DELAYED.advance(network, parameters, state, steps.cut(at, None), record=True)
    return state, first.then(second)


def flat(state: delayed.State) -> np.ndarray:
    return np.concatenate([state.recent.ravel(), *(np.ravel(part) for part in state.network)])


def test_each_window_is_an_average_and_they_cover_the_memory() -> None:
    weights = delayed.gaussian_weights()
    assert weights.shape == (5, 10)
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert (np.diff(weights @ np.arange(10)) > 0).all()
    np.testing.assert_allclose(weights, weights[::-1, ::-1])
    assert weights.sum(axis=0).min() > 0.1


def test_the_network_sees_the_input_and_windows_on_the_ten_before() -> None:
    given = stream(40, 17)
    _, trace = run(given)
    weights = delayed.gaussian_weights()
    for step in (0, 3, 16, 17, 18, 25, 39):
        memory = np.zeros((10, 2))
        for location in range(10):
            earlier = step - 1 - location
            if earlier >= (17 if step >= 17 else 0):
                memory[location] = given.inputs[earlier]
        np.testing.assert_array_equal(trace.inputs[step, :2], given.inputs[step])
        np.testing.assert_allclose(trace.inputs[step, 2:], (weights @ memory).ravel())


@pytest.mark.parametrize("at", [1, 2, 9, 16, 17, 18, 26, 27, 28, 39])
def test_cutting_a_stream_changes_no_bit(at: int) -> None:
    given = stream(40, 0, 17, 27)
    (whole, one), (cut, two) = run(given), run(given, at=at)
    np.testing.assert_array_equal(flat(whole), flat(cut))
    for name, array in one._asdict().items():
        np.testing.assert_array_equal(array, getattr(two, name), err_msg=name)


def test_a_wiped_memory_forgets() -> None:
    """With learning off, what came before an episode makes no difference to it."""
    network = DELAYED.build(SETTINGS, PORTS)
    fresh, given = DELAYED.init(network, SETTINGS), stream(30, 12)
    used, _ = DELAYED.advance(network, SETTINGS, fresh, given.cut(0, 12), learn=False)
    assert used.recent.all()
    episode = given.cut(12, 30)
    after_others = DELAYED.advance(network, SETTINGS, used, episode, learn=False, record=True)[1]
    after_nothing = DELAYED.advance(network, SETTINGS, fresh, episode, learn=False, record=True)[1]
    np.testing.assert_array_equal(after_others.outputs, after_nothing.outputs)
    goes_on = DELAYED.advance(
        network, SETTINGS, used, episode._replace(starts=np.zeros(18, bool)), learn=False, record=True
    )[1]
    assert (goes_on.outputs[:10] != after_nothing.outputs[:10]).all()
    np.testing.assert_array_equal(goes_on.outputs[10:], after_nothing.outputs[10:])


def test_advance_leaves_its_argument_as_it_was() -> None:
    network = DELAYED.build(SETTINGS, PORTS)
    state = DELAYED.init(network, SETTINGS)
    before = flat(state).copy()
    after, _ = DELAYED.advance(network, SETTINGS, state, stream(20))
    np.testing.assert_array_equal(flat(state), before)
    assert after.step == after.network.step == 20
    assert (after.network.weights != state.network.weights).all()


def test_a_step_that_is_not_finite_halts_before_it() -> None:
    given = stream(30)
    given.inputs[21] = np.inf
    network = DELAYED.build(SETTINGS, PORTS)
    state, trace = DELAYED.advance(network, SETTINGS, DELAYED.init(network, SETTINGS), given)
    assert trace.halted == 21
    assert state.step == 21
    np.testing.assert_array_equal(state.recent, given.inputs[20:10:-1])


def test_layers_and_names_are_what_the_network_sees() -> None:
    network = DELAYED.build(SETTINGS, PORTS)
    assert [layer.size for layer in network.layers] == [12, 6, 1]
    assert [layer.axes for layer in network.layers] == [0, 0, 0]
    assert [W.shape for W in DELAYED.connections(network, DELAYED.init(network, SETTINGS))] == [
        (6, 12),
        (1, 6),
    ]
    assert delayed.names(("x", "y"))[:4] == ("x", "y", "x, memory 1", "y, memory 1")
    assert len(delayed.names(("x", "y"))) == 12


def test_starts_differ_in_their_weights() -> None:
    network = DELAYED.build(SETTINGS, PORTS)
    one, other = (DELAYED.init(network, SETTINGS, start) for start in (0, 1))
    assert (one.network.weights != other.network.weights).all()


def test_external_memory_predicts_a_noisy_sinusoid_that_the_network_alone_cannot() -> None:
    """One value of a sinusoid leaves open whether it rises or falls: the error is several times as large."""
    task = tasks.make(SETTINGS)
    errors = []
    for engine in (DELAYED, NETWORKS["ffnn"]):
        parameters = replace(SETTINGS, model="delayed" if engine is DELAYED else "ffnn")
        network = engine.build(parameters, task.ports)
        state, _ = engine.advance(
            network, parameters, engine.init(network, parameters), task.stream(0, 20_000)
        )
        trace = engine.advance(network, parameters, state, task.stream(0, 5000, "validation"), learn=False)[1]
        errors.append(trace.wrong[task.reach :].mean())
    assert errors[0] < 0.12 < 0.15 < errors[1]
