"""The LSTM does what its equations say, and keeps what it has to."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit

from nmn.engine import NETWORKS
from nmn.engine.kernels import answers
from nmn.parameters import Parameters
from nmn.trace import Floats, Ports, Stream

LSTM = NETWORKS["lstm"]
POWERS = st.lists(st.floats(-700, 700), min_size=1, max_size=40)


def sigmoid(z: Floats) -> Floats:
    return 1 / (1 + np.exp(-z))


def test_an_lstm_in_numpy_gives_the_same_outputs() -> None:
    """Written from the textbook's equations, with matrices."""
    n, k, m, steps = 3, 7, 2, 40
    parameters, rng = Parameters(model="lstm", rnn_width=k), np.random.default_rng(5)
    net = LSTM.build(parameters, Ports(n, (m,)))
    state = LSTM.init(net, parameters)
    state = state._replace(weights=state.weights + 0.5 * rng.normal(size=len(state.weights)))
    starts = np.isin(np.arange(steps), (0, 25))
    stream = Stream(
        rng.normal(size=(steps, n)),
        np.eye(m)[rng.integers(0, m, steps)],
        np.zeros((steps, 1), np.int8),
        starts,
    )
    _, trace = LSTM.advance(net, parameters, state, stream, learn=False, record=True)

    both, b, V, c_out = np.split(state.weights, net.at[1:-1])
    W, U = np.split(both.reshape(n + k, 4 * k).T, [n], axis=1)
    V = V.reshape(k, m).T
    h, c = np.zeros(k), np.zeros(k)
    for t in range(steps):
        if starts[t]:
            h, c = np.zeros(k), np.zeros(k)
        np.testing.assert_allclose(trace.before[t], c, rtol=1e-12, atol=1e-12)
        i, f, o, g = np.split(W @ stream.inputs[t] + U @ h + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        np.testing.assert_allclose(trace.memory[t], c, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(trace.gate[t], sigmoid(i), rtol=1e-12)
        np.testing.assert_allclose(trace.hidden[t], h, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(trace.outputs[t], V @ h + c_out, rtol=1e-12, atol=1e-12)


def test_its_cells_are_a_memory_for_pictures() -> None:
    net = LSTM.build(Parameters(model="lstm", rnn_width=7), Ports(3, (2,)))
    assert [tuple(layer) for layer in net.layers] == [("input", 3, 0), ("hidden", 7, 1), ("output", 2, 0)]
    shapes = [weights.shape for weights in LSTM.connections(net, LSTM.init(net, Parameters(model="lstm")))]
    assert shapes == [(7, 3), (2, 7)]


def test_forget_gates_start_open() -> None:
    parameters = Parameters(model="lstm", rnn_width=7)
    net = LSTM.build(parameters, Ports(3, (2,)))
    biases = LSTM.init(net, parameters).weights[net.at[1] : net.at[2]].reshape(4, 7)
    assert biases.tolist() == [[0.0] * 7, [1.0] * 7, [0.0] * 7, [0.0] * 7]


def test_it_recalls_a_cue_over_noise() -> None:
    """An episode: a bit, ten random inputs that matter to nothing, and the question what the bit was."""
    length, episodes = 12, 1500
    rng = np.random.default_rng(4)
    inputs = rng.uniform(-1, 1, (episodes, length, 2))
    inputs[:, :, 1] = 0.0
    inputs[:, 0] = np.stack((rng.choice((-1.0, 1.0), episodes), np.ones(episodes)), axis=1)
    targets, parts = np.zeros((episodes, length, 1)), np.full((episodes, length, 1), -1, np.int8)
    targets[:, -1, 0], parts[:, -1] = inputs[:, 0, 0] > 0, 0
    starts = np.arange(episodes * length) % length == 0
    stream = Stream(inputs.reshape(-1, 2), targets.reshape(-1, 1), parts.reshape(-1, 1), starts)
    parameters = Parameters(model="lstm", rnn_width=8, bptt=0, loss="cross-entropy")
    net = LSTM.build(parameters, Ports(2, (1,), episode=length))
    _, trace = LSTM.advance(net, parameters, LSTM.init(net, parameters), stream)
    asked = trace.wrong[stream.scored]
    assert asked[:20].mean() > 0.3
    assert asked[-300:].mean() == 0.0


@njit
def exponentials(z: Floats) -> None:
    for i in range(len(z)):
        z[i] = answers.exponential(z[i])


@njit
def tanhs(z: Floats) -> None:
    answers.tanhs(z)


@njit
def sigmoids(z: Floats) -> None:
    answers.sigmoids(z)


@given(POWERS)
def test_exponentials_are_those_of_the_library(powers: list[float]) -> None:
    found = np.array(powers)
    exponentials(found)
    np.testing.assert_allclose(found, np.exp(powers), rtol=4 * np.finfo(float).eps)


@given(POWERS)
def test_the_output_functions_are_those_of_the_library(powers: list[float]) -> None:
    tanh, sigmoid_of = np.array(powers), np.array(powers)
    tanhs(tanh)
    sigmoids(sigmoid_of)
    np.testing.assert_allclose(tanh, np.tanh(powers), rtol=0, atol=1e-15)
    np.testing.assert_allclose(sigmoid_of, [sigmoid(np.float64(z)) for z in powers], rtol=1e-12)


@pytest.mark.parametrize("function", [tanhs, sigmoids])
def test_nan_stays_visible(function: Callable[[Floats], None]) -> None:
    z = np.array([0.0, math.nan, 1.0] * 7)
    function(z)
    assert np.isnan(z).tolist() == [False, True, False] * 7


def test_the_largest_sums_saturate() -> None:
    z = np.array([-math.inf, -1e9, 1e9, math.inf])
    tanhs(z)
    assert z.tolist() == [-1.0, -1.0, 1.0, 1.0]
