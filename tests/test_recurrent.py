"""The recurrent networks, RNN and LSTM, learn by the gradient through time, whatever the cut of the stream."""

from dataclasses import replace

import numpy as np
import pytest
from numba import njit

from nmn.engine import NETWORKS, Kind
from nmn.engine.baselines import window
from nmn.lessons.through_time import gradients
from nmn.parameters import Parameters, recipe
from nmn.runs.training import Run
from nmn.trace import Floats, Ports, Stream

PORTS = Ports(3, (3, 1, 1), episode=20)
both = pytest.mark.parametrize("engine", [NETWORKS["rnn"], NETWORKS["lstm"]], ids=["rnn", "lstm"])


def settings(**changes: object) -> Parameters:
    return Parameters(**{"model": "rnn", "rnn_width": 5, "bptt": 10, **changes})


def random_stream(steps: int, starts: tuple[int, ...] = ()) -> Stream:
    """A class and two bits a step; about half of the answers are not asked, and a fifth of the steps ask nothing."""
    rng = np.random.default_rng(8)
    targets = np.hstack((np.eye(3)[rng.integers(0, 3, steps)], rng.integers(0, 2, (steps, 2))))
    asked = (rng.uniform(size=(steps, 3)) < 0.6) & (rng.uniform(size=(steps, 1)) < 0.8)
    return Stream(
        inputs=rng.normal(size=(steps, 3)),
        targets=targets,
        parts=np.where(asked, 0, -1).astype(np.int8),
        starts=np.isin(np.arange(steps), starts),
    )


def loss(outputs: Floats, stream: Stream, kind: str) -> float:
    """The loss of the answers that are asked, written out."""
    asked = np.repeat(stream.parts >= 0, PORTS.groups, axis=1)
    y = stream.targets
    if kind == "squared":
        each = 0.5 * (outputs - y) ** 2
    else:
        each = -y * np.log(outputs)
        each[:, 3:] -= ((1 - y) * np.log(1 - outputs))[:, 3:]
    return float(each[asked].sum())


@njit
def through_time(*arguments: object) -> None:
    """`window.gradient`, which compiled code alone can call."""
    window.gradient(*arguments)


@both
@pytest.mark.parametrize("kind", ["squared", "cross-entropy"])
@pytest.mark.parametrize("steps", [1, 2, 9])
@pytest.mark.parametrize("clamped", [False, True])
def test_the_gradient_through_time_equals_finite_differences(
    engine: Kind, kind: str, steps: int, clamped: bool
) -> None:
    """Over a window that starts from a state that is not zero."""
    parameters = settings(loss=kind)
    net = engine.build(parameters, PORTS)
    stream, clamp = random_stream(10 + steps), np.array([np.nan, 0.3 if clamped else np.nan, *[np.nan] * 3])
    warm, _ = engine.advance(net, parameters, engine.init(net, parameters), stream.cut(0, 10))
    assert np.abs(warm.seen[10, 3:]).min() > 0
    rest = stream.cut(10, 10 + steps)
    after, _ = engine.advance(net, parameters, warm, rest, clamp=clamp)
    gradient, delta = np.empty_like(warm.weights), np.empty((10, net.gates * 5))
    arrays = (after.seen, after.error, after.cell, after.gates)
    scratch = np.empty(5), np.empty(5)
    through_time(net, after.weights, clamp, steps, *arrays, delta, *scratch, gradient)

    def at(weights: Floats) -> float:
        moved = after._replace(weights=weights, counts=np.zeros(3, np.int64))
        trace = engine.advance(net, parameters, moved, rest, learn=False, record=True, clamp=clamp)[1]
        assert trace.loss.sum() == pytest.approx(loss(trace.outputs, rest, kind))
        return loss(trace.outputs, rest, kind)

    h, finite = 1e-5, np.empty_like(gradient)
    for i in range(len(finite)):
        shift = np.zeros_like(finite)
        shift[i] = h
        finite[i] = (at(after.weights + shift) - at(after.weights - shift)) / (2 * h)
    assert np.linalg.norm(finite) > 1e-3
    assert np.linalg.norm(gradient - finite) <= 1e-6 * np.linalg.norm(finite)


@both
def test_gradients_that_a_lesson_draws_are_those_of_the_engine(engine: Kind) -> None:
    """The error of a window's last step alone, in the sums of all its steps."""
    run = Run(replace(recipe("extended-recall"), model=engine.name, rnn_width=5, steps=52)).train()
    net, state = run.network, run.state
    error, delta = np.zeros_like(state.error), np.empty((net.window, net.gates * 5))
    error[-1] = state.error[-1]
    arrays, scratch = (state.seen, error, state.cell, state.gates), (np.empty(5), np.empty(5))
    free = np.full(5, np.nan)
    through_time(net, state.weights, free, net.window, *arrays, delta, *scratch, np.empty_like(state.weights))
    np.testing.assert_allclose(gradients(run, 52), np.linalg.norm(delta[::-1], axis=1), rtol=1e-9)


@both
@pytest.mark.parametrize("bptt", [0, 1, 7])
@pytest.mark.parametrize("cut", [1, 13, 59])
def test_cutting_a_stream_changes_no_bit(engine: Kind, bptt: int, cut: int) -> None:
    parameters = settings(rnn_width=6, bptt=bptt)
    net = engine.build(parameters, PORTS)
    start, stream = engine.init(net, parameters), random_stream(60, starts=(0, 20, 40))
    whole, _ = engine.advance(net, parameters, start, stream)
    state, _ = engine.advance(net, parameters, start, stream.cut(0, cut), record=True)
    state, _ = engine.advance(net, parameters, state, stream.cut(cut, 60))
    for a, b in zip(whole, state, strict=True):
        np.testing.assert_array_equal(a, b)


@both
def test_a_start_wipes_the_state(engine: Kind) -> None:
    """The same inputs after a start give the same outputs as at the very beginning."""
    parameters = settings()
    net = engine.build(parameters, PORTS)
    once = random_stream(8, starts=(0,))
    twice = Stream(*(np.concatenate((part, part)) for part in once))
    _, trace = engine.advance(net, parameters, engine.init(net, parameters), twice, learn=False, record=True)
    np.testing.assert_array_equal(trace.outputs[:8], trace.outputs[8:])
    assert not trace.before[8].any()


@both
def test_what_is_not_asked_is_not_learned(engine: Kind) -> None:
    parameters = settings()
    net, silent = engine.build(parameters, PORTS), random_stream(50)
    silent.parts[:] = -1
    start = engine.init(net, parameters)
    after, trace = engine.advance(net, parameters, start, silent, record=True)
    np.testing.assert_array_equal(after.weights, start.weights)
    assert not trace.wrong.any()
    assert not trace.delta[:, 5:].any()


@both
def test_each_start_has_weights_of_its_own(engine: Kind) -> None:
    net = engine.build(settings(), PORTS)
    first, again, other = (engine.init(net, settings(), start).weights for start in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@both
def test_full_back_propagation_spans_the_episode(engine: Kind) -> None:
    assert engine.build(settings(bptt=0), PORTS).window == 20


@both
@pytest.mark.parametrize("kind", ["squared", "cross-entropy"])
def test_a_delay_of_one_can_be_learned(engine: Kind, kind: str) -> None:
    """The task is to repeat the input before this one: out of reach without the feedback."""
    parameters = settings(rnn_width=8, bptt=5, loss=kind)
    net = engine.build(parameters, Ports(1, (1,)))
    bits = np.random.default_rng(3).integers(0, 2, 20_001).astype(float)[:, None]
    stream = Stream(bits[1:], bits[:-1], np.zeros((20_000, 1), np.int8), np.zeros(20_000, bool))
    _, trace = engine.advance(net, parameters, engine.init(net, parameters), stream)
    assert trace.wrong[:50].mean() > 0.2
    assert trace.wrong[-2000:].mean() == 0.0


@both
def test_numbers_are_judged_in_their_unit(engine: Kind) -> None:
    parameters = settings()
    net = engine.build(parameters, Ports(3, (1,), unit=2.0))
    stream = random_stream(20)
    stream = stream._replace(targets=stream.inputs[:, :1].copy(), parts=np.zeros((20, 1), np.int8))
    _, trace = engine.advance(net, parameters, engine.init(net, parameters), stream, record=True)
    np.testing.assert_allclose(trace.wrong, abs(trace.outputs - trace.targets) / 2, rtol=1e-12)


@both
def test_a_clamped_neuron_gives_what_it_is_told(engine: Kind) -> None:
    parameters = settings()
    net = engine.build(parameters, PORTS)
    clamp = np.full(5, np.nan)
    clamp[1] = 0.0
    start = engine.init(net, parameters)
    after, trace = engine.advance(net, parameters, start, random_stream(50), record=True, clamp=clamp)
    assert (trace.hidden[:, 1] == 0).all()
    moved = (after.weights != start.weights)[: net.at[1]].reshape(-1, net.gates, 5).any(axis=(0, 1))
    assert moved.tolist() == [True, False, True, True, True]


@both
@pytest.mark.parametrize("where", ["inputs", "weights"])
def test_what_is_not_finite_halts_before_it_does_harm(engine: Kind, where: str) -> None:
    parameters = settings()
    net, stream = engine.build(parameters, PORTS), random_stream(30)
    start = engine.init(net, parameters)
    if where == "inputs":
        stream.inputs[17] = np.nan
    else:
        start.weights[:] = np.inf
    after, trace = engine.advance(net, parameters, start, stream)
    assert trace.halted == after.step == (17 if where == "inputs" else 0)


@both
def test_a_steep_gradient_is_cut_to_its_longest(engine: Kind) -> None:
    """Ten thousand times the error gives the same first moments of Adam: a tenth of a gradient of norm 1."""
    parameters = settings(bptt=3)
    net, stream = engine.build(parameters, Ports(3, (1,), unit=1.0)), random_stream(4)
    stream = stream._replace(targets=np.full((4, 1), 1e4), parts=np.zeros((4, 1), np.int8))
    after, _ = engine.advance(net, parameters, engine.init(net, parameters), stream)
    assert np.linalg.norm(after.mean) == pytest.approx(0.1 * window.LONGEST)
