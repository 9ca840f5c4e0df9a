"""The recurrent network learns by the gradient through time, whatever the cut of the stream."""

import numpy as np
import pytest

from nmn.baselines import recurrent
from nmn.parameters import Parameters
from nmn.trace import Ports, Stream


def random_stream(steps: int, starts: tuple[int, ...] = ()) -> Stream:
    rng = np.random.default_rng(8)
    return Stream(
        inputs=rng.normal(size=(steps, 3)),
        targets=rng.normal(size=(steps, 2)),
        scored=rng.uniform(size=steps) < 0.8,
        starts=np.isin(np.arange(steps), starts),
    )


@pytest.mark.parametrize("steps", [1, 2, 9])
def test_the_gradient_through_time_equals_finite_differences(steps: int) -> None:
    """Over a window that starts from a state that is not zero."""
    parameters = Parameters(model="rnn", rnn_width=5, bptt=10)
    net = recurrent.build(parameters, Ports(3, (2,)))
    stream, free = random_stream(10 + steps), np.full(5, np.nan)
    warm, _ = recurrent.advance(net, parameters, recurrent.init(net, parameters), stream.cut(0, 10))
    assert np.abs(warm.hidden[0]).min() > 0
    rest = stream.cut(10, 10 + steps)
    after, _ = recurrent.advance(net, parameters, warm, rest, learn=False)
    gradient = np.empty_like(warm.weights)
    recurrent.gradient(net, warm.weights, free, steps, after.seen, after.hidden, after.error, gradient)

    def loss(weights: np.ndarray) -> float:
        trace = recurrent.advance(net, parameters, warm._replace(weights=weights), rest, learn=False)[1]
        return trace.loss[rest.scored].sum() / steps

    h, finite = 1e-5, np.empty_like(gradient)
    for i in range(len(finite)):
        shift = np.zeros_like(finite)
        shift[i] = h
        finite[i] = (loss(warm.weights + shift) - loss(warm.weights - shift)) / (2 * h)
    assert np.linalg.norm(gradient - finite) <= 1e-6 * max(np.linalg.norm(finite), 1e-3)


@pytest.mark.parametrize("bptt", [0, 1, 7])
@pytest.mark.parametrize("cut", [1, 13, 59])
def test_cutting_a_stream_changes_no_bit(bptt: int, cut: int) -> None:
    parameters = Parameters(model="rnn", rnn_width=6, bptt=bptt)
    net = recurrent.build(parameters, Ports(3, (2,), episode=20))
    start, stream = recurrent.init(net, parameters), random_stream(60, starts=(0, 20, 40))
    whole, _ = recurrent.advance(net, parameters, start, stream)
    state, _ = recurrent.advance(net, parameters, start, stream.cut(0, cut), record=True)
    state, _ = recurrent.advance(net, parameters, state, stream.cut(cut, 60))
    for a, b in zip(whole, state, strict=True):
        np.testing.assert_array_equal(a, b)


def test_full_back_propagation_spans_the_episode() -> None:
    net = recurrent.build(Parameters(model="rnn", bptt=0), Ports(3, (2,), episode=20))
    assert net.window == 20


def test_a_delay_of_one_can_be_learned() -> None:
    """The task is to repeat the input before this one: out of reach without the feedback."""
    parameters = Parameters(model="rnn", rnn_width=8, bptt=5)
    net = recurrent.build(parameters, Ports(1, (1,)))
    bits = np.random.default_rng(3).integers(0, 2, 20_001).astype(float)[:, None]
    stream = Stream(bits[1:], bits[:-1], np.ones(20_000, bool), np.zeros(20_000, bool))
    _, trace = recurrent.advance(net, parameters, recurrent.init(net, parameters), stream)
    assert trace.wrong[:50].mean() > 0.2
    assert trace.wrong[-2000:].mean() == 0.0


def test_a_clamped_neuron_gives_what_it_is_told() -> None:
    parameters = Parameters(model="rnn", rnn_width=5)
    net = recurrent.build(parameters, Ports(3, (2,)))
    clamp = np.full(5, np.nan)
    clamp[1] = 0.0
    start = recurrent.init(net, parameters)
    after, trace = recurrent.advance(net, parameters, start, random_stream(50), record=True, clamp=clamp)
    assert (trace.hidden[:, 1] == 0).all()
    np.testing.assert_array_equal(after.weights[3:6], start.weights[3:6])
