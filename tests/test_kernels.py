"""The fused kernel computes what the paper's equations say, for any architecture and any interpretation."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmn import equations, network
from nmn.parameters import Parameters
from nmn.trace import Ports, Stream


def random_stream(seed: int, steps: int, n_in: int, n_out: int) -> Stream:
    rng = np.random.default_rng(seed)
    return Stream(
        inputs=rng.normal(size=(steps, n_in)),
        targets=rng.uniform(size=(steps, n_out)),
        scored=np.ones(steps, bool),
        starts=np.zeros(steps, bool),
    )


def unpack(net: network.Network, state: network.State):
    """The kernel's flat state as the equations' matrices, neuron after neuron as in Eq. (2)."""
    weights, biases, memories = [], [], []
    for layer in range(1, len(net.sizes)):
        k, below, axes = net.sizes[layer], net.sizes[layer - 1], net.axes[layer - 1]
        flat = state.weights[net.weight_at[layer] : net.weight_at[layer + 1]]
        weights.append(flat.reshape(k, 1 + axes, below).transpose(0, 2, 1).reshape(k, -1))
        biases.append(state.biases[net.neuron_at[layer] : net.neuron_at[layer + 1]])
    for layer in range(1, len(net.sizes) - 1):
        flat = state.memory[net.memory_at[layer] : net.memory_at[layer + 1]]
        memories.append(flat.reshape(net.axes[layer], net.sizes[layer]).T)
    return weights, biases, memories


architectures = st.lists(st.integers(3, 11), min_size=1, max_size=3).flatmap(
    lambda widths: st.builds(
        Parameters,
        hidden=st.just(tuple(widths)),
        memory=st.tuples(*[st.booleans()] * len(widths)),
        tau=st.sampled_from([tau for tau in (0, 2, 4, 6, 8) if tau < min(widths)]),
        gamma=st.floats(0, 1),
        alpha=st.floats(0.01, 1),
        floor=st.floats(0, 1),
        first_range=st.floats(0.5, 3),
        seed=st.integers(0, 1000),
        write=st.sampled_from(["neighbour", "input"]),
        code=st.sampled_from(["hard", "soft"]),
        store=st.sampled_from(["add", "refresh"]),
        decay=st.sampled_from(["exponential", "asymptotic", "none"]),
        backprop=st.sampled_from(["derived", "printed"]),
    )
)


@settings(max_examples=150, deadline=None)
@given(parameters=architectures, n_in=st.integers(1, 5), n_out=st.integers(1, 9))
def test_the_kernel_equals_the_equations(parameters: Parameters, n_in: int, n_out: int) -> None:
    net = network.build(parameters, Ports(n_in, (n_out,)))
    state = network.init(net, parameters)
    stream = random_stream(parameters.seed, 12, n_in, n_out)
    weights, biases, memories = unpack(net, state)
    rules = equations.Rules(*(getattr(parameters, name) for name in equations.Rules._fields))
    outputs = []
    for x, y in zip(stream.inputs, stream.targets, strict=True):
        weights, biases, memories, output = equations.step(
            weights, biases, memories, x, y, parameters.alpha, rules
        )
        outputs.append(output)

    after, trace = network.advance(net, parameters, state, stream, record=True)

    np.testing.assert_allclose(trace.outputs, outputs, rtol=1e-9, atol=1e-12)
    for ours, theirs in zip(unpack(net, after), (weights, biases, memories), strict=True):
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(
        trace.memory[-1], np.concatenate([M.ravel() for M in memories]), rtol=1e-8, atol=1e-10
    )


@pytest.mark.parametrize("hidden", [(6,), (6, 5), (7, 6, 5)])
@pytest.mark.parametrize("code", ["hard", "soft"])
def test_the_derived_step_is_the_gradient(hidden: tuple[int, ...], code: str) -> None:
    """Steepest descent by alpha = 1 moves a weight by its partial derivative (central differences)."""
    parameters = Parameters(hidden=hidden, alpha=1.0, code=code, first_range=1.5, later_range=1.0)
    net = network.build(parameters, Ports(3, (4,)))
    warm, _ = network.advance(net, parameters, network.init(net, parameters), random_stream(1, 30, 3, 4))
    one = random_stream(2, 1, 3, 4)
    moved, _ = network.advance(net, parameters, warm, one)

    def loss(state: network.State) -> float:
        return network.advance(net, parameters, state, one, learn=False)[1].loss[0]

    def differences(name: str) -> np.ndarray:
        values, found, h = getattr(warm, name), [], 1e-5
        for i in range(len(values)):
            shift = np.zeros_like(values)
            shift[i] = h
            up, down = warm._replace(**{name: values + shift}), warm._replace(**{name: values - shift})
            found.append((loss(up) - loss(down)) / (2 * h))
        return np.array(found)

    for name in ("weights", "biases"):
        gradient = getattr(warm, name) - getattr(moved, name)
        finite = differences(name)
        assert np.linalg.norm(gradient - finite) <= 1e-6 * np.linalg.norm(finite)


def test_the_printed_order_is_not_the_gradient() -> None:
    """Eq. (7) taken literally turns the first layer's step away from the gradient, the output layer's not."""
    parameters = Parameters(hidden=(8,), gamma=0.9, alpha=1.0, first_range=1.5, later_range=1.0)
    printed = replace(parameters, backprop="printed")
    net, literal = network.build(parameters, Ports(3, (4,))), network.build(printed, Ports(3, (4,)))
    warm, _ = network.advance(net, parameters, network.init(net, parameters), random_stream(1, 30, 3, 4))
    one = random_stream(2, 1, 3, 4)
    true = warm.weights - network.advance(net, parameters, warm, one)[0].weights
    taken = warm.weights - network.advance(literal, printed, warm, one)[0].weights
    first = slice(0, net.weight_at[2])
    cosine = true[first] @ taken[first] / np.linalg.norm(true[first]) / np.linalg.norm(taken[first])
    assert cosine < 0.9
    np.testing.assert_array_equal(true[net.weight_at[2] :], taken[net.weight_at[2] :])


@pytest.mark.parametrize("cut", [1, 7, 50, 99])
def test_cutting_a_stream_changes_no_bit(cut: int) -> None:
    parameters = Parameters(hidden=(9, 8))
    net = network.build(parameters, Ports(2, (5,)))
    stream = random_stream(3, 100, 2, 5)
    whole, _ = network.advance(net, parameters, network.init(net, parameters), stream)
    state = network.init(net, parameters)
    for part in (stream.cut(0, cut), stream.cut(cut, 100)):
        state, _ = network.advance(net, parameters, state, part, record=True)
    for a, b in zip(whole, state, strict=True):
        np.testing.assert_array_equal(a, b)


def test_the_argument_state_stays_as_it_was() -> None:
    parameters = Parameters()
    net = network.build(parameters, Ports(2, (5,)))
    state = network.init(net, parameters)
    copy = network.State(state.step, *(a.copy() for a in state[1:]))
    network.advance(net, parameters, state, random_stream(3, 50, 2, 5))
    for a, b in zip(state, copy, strict=True):
        np.testing.assert_array_equal(a, b)


def test_memory_off_is_a_feed_forward_network() -> None:
    """Against an FFNN written on its own: two matrices, a sigmoid, stochastic gradient descent."""
    parameters = Parameters(model="ffnn", hidden=(7,), alpha=0.3)
    net = network.build(parameters, Ports(3, (4,)))
    state = network.init(net, parameters)
    stream = random_stream(5, 200, 3, 4)
    W1, W2 = state.weights[:21].reshape(7, 3), state.weights[21:].reshape(4, 7)
    b1, b2 = state.biases[:7], state.biases[7:]
    for x, y in zip(stream.inputs, stream.targets, strict=True):
        h = 1 / (1 + np.exp(-(W1 @ x + b1)))
        o = 1 / (1 + np.exp(-(W2 @ h + b2)))
        do = (o - y) * o * (1 - o)
        dh = (W2.T @ do) * h * (1 - h)
        W2, b2 = W2 - 0.3 * np.outer(do, h), b2 - 0.3 * do
        W1, b1 = W1 - 0.3 * np.outer(dh, x), b1 - 0.3 * dh
    after, trace = network.advance(net, parameters, state, stream, record=True)
    assert trace.memory.shape == (200, 0)
    np.testing.assert_allclose(after.weights, np.concatenate([W1.ravel(), W2.ravel()]), rtol=1e-10)
    np.testing.assert_allclose(after.biases, np.concatenate([b1, b2]), rtol=1e-10)


def test_a_clamped_neuron_gives_what_it_is_told_and_does_not_learn() -> None:
    parameters = Parameters(hidden=(6,))
    net = network.build(parameters, Ports(2, (3,)))
    state = network.init(net, parameters)
    clamp = np.full(6, np.nan)
    clamp[2], clamp[4] = 0.0, 1.0
    after, trace = network.advance(
        net, parameters, state, random_stream(1, 40, 2, 3), record=True, clamp=clamp
    )
    assert (trace.hidden[:, 2] == 0).all() and (trace.hidden[:, 4] == 1).all()
    assert (trace.axis[:, 2] == -1).all() and (trace.axis[:, 4] >= 0).all()
    np.testing.assert_array_equal(after.weights[4:6], state.weights[4:6])
    assert not np.array_equal(after.weights[:2], state.weights[:2])


def test_a_step_that_is_not_finite_stops_the_network_before_it() -> None:
    parameters = Parameters(hidden=(6,))
    net = network.build(parameters, Ports(2, (3,)))
    stream = random_stream(1, 40, 2, 3)
    stream.inputs[25] = np.nan
    after, trace = network.advance(net, parameters, network.init(net, parameters), stream, record=True)
    assert trace.halted == 25
    assert after.step == 25
    assert np.isfinite(after.weights).all()
