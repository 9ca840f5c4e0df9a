"""The fused kernel computes what the paper's equations say, for any architecture and any interpretation."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nmn.engine import decay, network
from nmn.engine.advance import advance
from nmn.engine.initial import init
from nmn.paper import reference
from nmn.parameters import Parameters
from nmn.spec import ParameterError
from nmn.trace import Ports, Stream


def random_stream(seed: int, steps: int, n_in: int, *groups: int, asked: float = 1.0) -> Stream:
    """Inputs from -1.5 to 1.5, one-hot targets (random bits for groups of one), some answers not asked."""
    rng = np.random.default_rng(seed)
    targets = [
        np.eye(size)[rng.integers(size, size=steps)] if size > 1 else rng.integers(0, 2, (steps, 1))
        for size in groups
    ]
    return Stream(
        inputs=rng.normal(size=(steps, n_in)),
        targets=np.concatenate(targets, axis=1).astype(float),
        parts=np.where(rng.uniform(size=(steps, len(groups))) < asked, 0, -1).astype(np.int8),
        starts=np.zeros(steps, bool),
    )


def banks(net: network.Network, flat: np.ndarray) -> list[np.ndarray]:
    """Memories as the equations have them, [k, D] for each hidden layer."""
    return [
        flat[net.memory_at[level] : net.memory_at[level + 1]].reshape(net.axes[level], net.sizes[level]).T
        for level in range(1, len(net.sizes) - 1)
    ]


def rows(net: network.Network, flat: np.ndarray, at: np.ndarray, layer: int) -> np.ndarray:
    """The weights into a layer, [k, n], their columns neuron after neuron as in Eq. (2)."""
    below = net.sizes[layer - 1]
    part = flat[at[layer] : at[layer + 1]].reshape(-1, net.lengths[layer - 1] // below, below)
    return part.transpose(0, 2, 1).reshape(len(part), net.lengths[layer - 1])


def neuron_by_neuron(part: np.ndarray, below: int) -> np.ndarray:
    """Rows for the augmented output of a layer of so many neurons, from the order of the kernel to that of Eq. (2)."""
    return part.reshape(-1, below, *part.shape[1:]).swapaxes(0, 1).reshape(part.shape)


def unpack(net: network.Network, state: network.State) -> reference.Layers:
    """The kernel's flat state as the equations' matrices."""
    levels, hidden = range(1, len(net.sizes)), range(1, len(net.sizes) - 1)
    gated = [layer for layer in hidden if net.gate_at[layer] < net.gate_at[layer + 1]]

    def biases(flat: np.ndarray, layer: int) -> np.ndarray:
        return flat[net.neuron_at[layer] : net.neuron_at[layer + 1]]

    def gate(flat: np.ndarray, layer: int) -> np.ndarray:
        if layer not in gated:
            return np.zeros((net.sizes[layer], 0))
        part = flat[net.gate_at[layer] : net.gate_at[layer + 1]].reshape(-1, net.sizes[layer])
        return neuron_by_neuron(part, net.sizes[layer - 1]).T

    def carried(layer: int) -> np.ndarray:
        below = net.sizes[layer - 1]
        part = state.eligibility[net.eligibility_at[layer] : net.eligibility_at[layer + 1]]
        if layer not in gated:
            return np.zeros((net.sizes[layer], 0, 0))
        part = part.reshape(-1, net.axes[layer], net.sizes[layer])
        return np.concatenate((neuron_by_neuron(part[:-1], below), part[-1:])).transpose(2, 1, 0)

    sums = [state.squares[a:b] for a, b in zip(net.squares_at[:-1], net.squares_at[1:], strict=True)]
    if not len(state.squares):
        sums = [
            np.zeros_like(part)
            for part in (state.weights, state.biases, state.gate_weights, state.gate_biases)
        ]
    return reference.Layers(
        W=[rows(net, state.weights, net.weight_at, layer) for layer in levels],
        b=[biases(state.biases, layer) for layer in levels],
        M=banks(net, state.memory),
        V=[gate(state.gate_weights, layer) for layer in hidden],
        c=[
            biases(state.gate_biases, layer) if layer in gated else np.zeros(net.sizes[layer])
            for layer in hidden
        ],
        E=[carried(layer) for layer in hidden],
        squares=(
            [rows(net, sums[0], net.weight_at, layer) for layer in levels],
            [biases(sums[1], layer) for layer in levels],
            [gate(sums[2], layer) for layer in hidden],
            [biases(sums[3], layer) if layer in gated else np.zeros(net.sizes[layer]) for layer in hidden],
        ),
    )


def rules_of(net: network.Network, parameters: Parameters) -> reference.Rules:
    gammas = decay.decays(parameters, int(net.neuron_at[-2]), learn=True)
    angles = decay.angles(parameters, int(net.neuron_at[-2]))
    return reference.Rules(
        gammas=np.split(gammas, net.neuron_at[2:-2]),
        angles=np.split(angles, net.neuron_at[2:-2]) if parameters.turn else [],
        **{
            name: getattr(parameters, name)
            for name in reference.Rules._fields
            if name not in ("gammas", "angles")
        },
    )


@st.composite
def architectures(draw: st.DrawFn) -> Parameters:
    """Any network that the parameters allow, with one to three hidden layers."""
    widths = draw(st.lists(st.integers(3, 11), min_size=1, max_size=3))
    optimiser = draw(st.sampled_from(["sgd", "adagrad", "line-search"]))
    # AdaGrad's first step is about alpha, be the gradient a rounding error: a small alpha keeps these errors small.
    alpha = draw(st.floats(0.01, 0.02 if optimiser == "adagrad" else 1))
    taus = [tau for tau in (0, 2, 4, 6, 8) if tau < min(widths)]
    try:
        return Parameters(
            hidden=tuple(widths),
            memory=draw(st.tuples(*[st.booleans()] * len(widths))),
            tau=draw(st.sampled_from(taus)),
            gamma=draw(st.floats(0.2, 0.8)),
            gamma_spread=draw(st.sampled_from([0.0, 0.2])),
            alpha=alpha,
            optimiser=optimiser,
            turn=draw(st.sampled_from([0.0, 0.0, 0.7, 3.0])),
            floor=draw(st.floats(0, 1)),
            focus=draw(st.sampled_from([1.0, 2.5])),
            first_range=draw(st.floats(0.5, 3)),
            gate_range=draw(st.floats(0.5, 3)),
            horizon=draw(st.floats(1, 100)),
            seed=draw(st.integers(0, 1000)),
            **{
                name: draw(st.sampled_from(words))
                for name, words in {
                    "gate": ["tied", "learned"], "read": ["composite", "addressed"],
                    "write": ["neighbour", "input"], "neighbourhood": ["layer", "column"],
                    "code": ["hard", "soft"], "store": ["add", "refresh"],
                    "decay": ["exponential", "asymptotic", "none"], "backprop": ["derived", "printed"],
                    "loss": ["squared", "cross-entropy"],
                }.items()
            },
        )  # fmt: skip
    except ParameterError:
        assume(False)
        raise AssertionError from None


@settings(max_examples=300, deadline=None)
@given(
    parameters=architectures(),
    n_in=st.integers(1, 5),
    groups=st.lists(st.integers(1, 4), min_size=1, max_size=3),
)
def test_the_kernel_equals_the_equations(parameters: Parameters, n_in: int, groups: list[int]) -> None:
    # With all axes: those of sparse memories are held to the same in tests of their own.
    net = network.build(parameters, Ports(n_in, tuple(groups)))._replace(sparse=0)
    state = init(net, parameters)
    stream = random_stream(parameters.seed, 12, n_in, *groups, asked=0.8)
    layers, rules, outputs = unpack(net, state), rules_of(net, parameters), []
    for x, y, parts in zip(stream.inputs, stream.targets, stream.parts, strict=True):
        layers, output = reference.step(layers, x, y, groups, parts >= 0, parameters.alpha, rules)
        outputs.append(output)

    after, trace = advance(net, parameters, state, stream, record=True)

    np.testing.assert_allclose(trace.outputs, outputs, rtol=1e-7, atol=1e-10)
    found = unpack(net, after)
    for name in ("W", "b", "M", "V", "c", "E"):
        for ours, theirs in zip(getattr(found, name), getattr(layers, name), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-9, err_msg=name)
    np.testing.assert_allclose(
        trace.memory[-1], np.concatenate([M.ravel() for M in layers.M]), rtol=1e-6, atol=1e-9
    )


def differences(loss, start: np.ndarray, h: float = 1e-5) -> np.ndarray:
    """Central differences of a loss around a flat array."""
    found = np.empty_like(start)
    for i in range(len(start)):
        shift = np.zeros_like(start)
        shift[i] = h
        found[i] = (loss(start + shift) - loss(start - shift)) / (2 * h)
    return found


@pytest.mark.parametrize("hidden", [(6,), (6, 5), (7, 6, 5)])
@pytest.mark.parametrize(
    "variant",
    [
        {"code": "hard"},
        {"code": "soft", "loss": "cross-entropy"},
        {"turn": 2.0},
        {"read": "addressed", "code": "soft"},
        {"read": "addressed", "focus": 3.0, "tau": 4, "write": "input"},
    ],
    ids=lambda variant: ",".join(map(str, variant.values())),
)
def test_the_derived_step_is_the_gradient(hidden: tuple[int, ...], variant: dict) -> None:
    """Steepest descent by alpha = 1 moves a weight by its partial derivative (central differences)."""
    parameters = Parameters(hidden=hidden, alpha=1.0, first_range=1.5, later_range=1.0, **variant)
    net = network.build(parameters, Ports(3, (4, 1)))
    warm, _ = advance(net, parameters, init(net, parameters), random_stream(1, 30, 3, 4, 1))
    one = random_stream(2, 1, 3, 4, 1)
    moved, _ = advance(net, parameters, warm, one)

    for name in ("weights", "biases"):
        start = getattr(warm, name)

        def loss(values: np.ndarray, name: str = name) -> float:
            state = warm._replace(**{name: values})
            return advance(net, parameters, state, one, learn=False)[1].loss[0]

        finite = differences(loss, start)
        assert np.linalg.norm(start - getattr(moved, name) - finite) <= 1e-6 * np.linalg.norm(finite)


@pytest.mark.parametrize("write", ["input", "neighbour"])
@pytest.mark.parametrize("spread", [0.0, 0.3])
def test_the_gates_move_down_the_gradient_through_a_whole_episode(write: str, spread: float) -> None:
    """Only the last of 40 inputs is asked: what its error moves is the derivative through all 39 writes before it."""
    parameters = Parameters(
        hidden=(6,), alpha=1.0, gate="learned", write=write, code="soft", gamma=0.5, gamma_spread=spread,
        first_range=1.5, later_range=1.0, gate_range=1.0, horizon=10.0,
    )  # fmt: skip
    net = network.build(parameters, Ports(3, (4,)))
    start = init(net, parameters)
    episode = random_stream(4, 40, 3, 4)
    episode.parts[:-1] = -1
    moved, _ = advance(net, parameters, start, episode)
    for name in ("gate_weights", "gate_biases"):

        def loss(values: np.ndarray, name: str = name) -> float:
            state = start._replace(**{name: values})
            return advance(net, parameters, state, episode, learn=False)[1].loss[-1]

        finite = differences(loss, getattr(start, name))
        gradient = getattr(start, name) - getattr(moved, name)
        assert np.linalg.norm(finite) > 1e-4
        assert np.linalg.norm(gradient - finite) <= 1e-6 * np.linalg.norm(finite)


def test_a_line_search_never_raises_the_loss_of_its_input() -> None:
    parameters = Parameters(hidden=(8,), optimiser="line-search", alpha=2.0, loss="cross-entropy")
    net = network.build(parameters, Ports(3, (4,)))
    state, stream, halved = init(net, parameters), random_stream(6, 60, 3, 4), 0
    plain = replace(parameters, optimiser="sgd")
    for t in range(60):
        one = stream.cut(t, t + 1)
        after, trace = advance(net, parameters, state, one)
        again = advance(net, parameters, after._replace(memory=state.memory), one, learn=False)[1]
        assert again.loss[0] <= trace.loss[0]
        full = advance(network.build(plain, Ports(3, (4,))), plain, state, one)[0]
        halved += not np.array_equal(full.weights, after.weights)
        state = after
    assert halved > 0


def test_what_is_not_asked_teaches_nothing() -> None:
    parameters = Parameters(hidden=(6,))
    net = network.build(parameters, Ports(2, (3, 2)))
    state = init(net, parameters)
    silent = random_stream(1, 30, 2, 3, 2, asked=0.0)
    after, trace = advance(net, parameters, state, silent)
    np.testing.assert_array_equal(after.weights, state.weights)
    assert not trace.wrong.any() and not trace.loss.any()
    half = silent._replace(parts=np.tile(np.array([0, -1], np.int8), (30, 1)))
    after, _ = advance(net, parameters, state, half)
    second = slice(net.weight_at[2] + 3 * net.lengths[1], None)
    np.testing.assert_array_equal(after.weights[second], state.weights[second])
    assert not np.array_equal(after.weights, state.weights)


def test_each_neuron_draws_its_own_decay_from_the_spread() -> None:
    parameters = Parameters(gamma=0.5, gamma_spread=0.4)
    drawn = decay.decays(parameters, 1000, learn=True)
    assert drawn.min() >= 0.1 and drawn.max() <= 0.9
    assert drawn.std() == pytest.approx(0.8 / np.sqrt(12), rel=0.1)
    assert (decay.decays(Parameters(gamma=0.5), 1000, learn=True) == 0.5).all()


def test_gates_start_with_time_scales_spread_up_to_the_horizon() -> None:
    parameters = Parameters(hidden=(200,), gate="learned", write="input", horizon=1e4)
    net = network.build(parameters, Ports(3, (2,)))
    scales = np.exp(-init(net, parameters).gate_biases)
    assert scales.min() >= 1.0 and scales.max() <= 1e4
    assert np.median(scales) == pytest.approx(100, rel=0.6)


def test_the_printed_order_is_not_the_gradient() -> None:
    """Eq. (7) taken literally turns the first layer's step away from the gradient, the output layer's not."""
    parameters = Parameters(hidden=(8,), gamma=0.9, alpha=1.0, first_range=1.5, later_range=1.0)
    printed = replace(parameters, backprop="printed")
    net, literal = network.build(parameters, Ports(3, (4,))), network.build(printed, Ports(3, (4,)))
    warm, _ = advance(net, parameters, init(net, parameters), random_stream(1, 30, 3, 4))
    one = random_stream(2, 1, 3, 4)
    true = warm.weights - advance(net, parameters, warm, one)[0].weights
    taken = warm.weights - advance(literal, printed, warm, one)[0].weights
    first = slice(0, net.weight_at[2])
    cosine = true[first] @ taken[first] / np.linalg.norm(true[first]) / np.linalg.norm(taken[first])
    assert cosine < 0.9
    np.testing.assert_array_equal(true[net.weight_at[2] :], taken[net.weight_at[2] :])


@pytest.mark.parametrize("cut", [1, 7, 50, 99])
def test_cutting_a_stream_changes_no_bit(cut: int) -> None:
    parameters = Parameters(hidden=(9, 8))
    net = network.build(parameters, Ports(2, (5,)))
    stream = random_stream(3, 100, 2, 5)
    whole, _ = advance(net, parameters, init(net, parameters), stream)
    state = init(net, parameters)
    for part in (stream.cut(0, cut), stream.cut(cut, 100)):
        state, _ = advance(net, parameters, state, part, record=True)
    for a, b in zip(whole, state, strict=True):
        np.testing.assert_array_equal(a, b)


def test_threads_change_no_bit() -> None:
    """Eight runs at the same time, cut at other places each, end with the weights of one that ran alone."""
    parameters = Parameters(hidden=(9, 8))
    net = network.build(parameters, Ports(2, (5,)))
    stream = random_stream(3, 2000, 2, 5)

    def run(piece: int) -> network.State:
        state = init(net, parameters)
        for start in range(0, 2000, piece):
            state, _ = advance(net, parameters, state, stream.cut(start, start + piece))
        return state

    alone = run(2000)
    with ThreadPoolExecutor(8) as pool:
        for state in pool.map(run, (1, 7, 50, 99, 400, 1000, 1999, 2000)):
            for a, b in zip(alone, state, strict=True):
                np.testing.assert_array_equal(a, b)


def test_the_argument_state_stays_as_it_was() -> None:
    parameters = Parameters()
    net = network.build(parameters, Ports(2, (5,)))
    state = init(net, parameters)
    copy = network.State(state.step, *(a.copy() for a in state[1:]))
    advance(net, parameters, state, random_stream(3, 50, 2, 5))
    for a, b in zip(state, copy, strict=True):
        np.testing.assert_array_equal(a, b)


def test_memory_off_is_a_feed_forward_network() -> None:
    """Against an FFNN written on its own: two matrices, a sigmoid, stochastic gradient descent."""
    parameters = Parameters(model="ffnn", hidden=(7,), alpha=0.3)
    net = network.build(parameters, Ports(3, (4,)))
    state = init(net, parameters)
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
    after, trace = advance(net, parameters, state, stream, record=True)
    assert trace.memory.shape == (200, 0)
    np.testing.assert_allclose(after.weights, np.concatenate([W1.ravel(), W2.ravel()]), rtol=1e-10)
    np.testing.assert_allclose(after.biases, np.concatenate([b1, b2]), rtol=1e-10)


def test_a_clamped_neuron_gives_what_it_is_told_and_does_not_learn() -> None:
    parameters = Parameters(hidden=(6,))
    net = network.build(parameters, Ports(2, (3,)))
    state = init(net, parameters)
    clamp = np.full(6, np.nan)
    clamp[2], clamp[4] = 0.0, 1.0
    after, trace = advance(net, parameters, state, random_stream(1, 40, 2, 3), record=True, clamp=clamp)
    assert (trace.hidden[:, 2] == 0).all() and (trace.hidden[:, 4] == 1).all()
    assert (trace.axis[:, 2] == -1).all() and (trace.axis[:, 4] >= 0).all()
    np.testing.assert_array_equal(after.weights[4:6], state.weights[4:6])
    assert not np.array_equal(after.weights[:2], state.weights[:2])


def test_a_step_that_is_not_finite_stops_the_network_before_it() -> None:
    parameters = Parameters(hidden=(6,))
    net = network.build(parameters, Ports(2, (3,)))
    stream = random_stream(1, 40, 2, 3)
    stream.inputs[25] = np.nan
    after, trace = advance(net, parameters, init(net, parameters), stream, record=True)
    assert trace.halted == 25
    assert after.step == 25
    assert np.isfinite(after.weights).all()
