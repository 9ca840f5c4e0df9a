"""The equations mean what the paper says of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nmn.paper import equations, future, reference
from nmn.paper.equations import Array


def remember(M: Array, x: Array, tau: int, gamma: float, rule: str = "add") -> Array:
    """Eq. (11) with the hard code of neighbours in the layer."""
    rules = reference.Rules(
        tau, [], [], 0.0, 1.0, "tied", "composite", "neighbour", "layer", "hard", rule, "exponential", "derived",
        "sgd", "squared",
    )  # fmt: skip
    return reference.store(M, x, equations.hard_code(equations.ring(x, tau)), np.full(len(x), gamma), rules)


outputs = st.integers(9, 14).flatmap(lambda k: arrays(float, k, elements=st.floats(0, 1)))
taus = st.sampled_from([0, 2, 4, 6, 8])


@given(tau=taus)
def test_codes_of_different_patterns_are_orthonormal(tau: int) -> None:
    """Every pattern of tau + 1 neighbours, put into a ring of its own, has a unit vector of its own."""
    width = tau + 1
    patterns = (np.arange(2**width)[:, None] >> np.arange(width)[::-1]) & 1
    codes = np.array(
        [equations.hard_code(equations.ring(bits.astype(float), tau))[tau // 2] for bits in patterns]
    )
    np.testing.assert_array_equal(codes @ codes.T, np.eye(2**width))


def test_a_pattern_reads_from_the_left_neighbour_to_the_right_and_wraps() -> None:
    x = np.array([0.9, 0.1, 0.6, 0.5, 0.2])
    assert [format(p, "03b") for p in equations.pattern(equations.ring(x, 2))] == [
        "010",
        "101",
        "011",
        "110",
        "101",
    ]


@given(x=outputs, tau=taus)
def test_a_soft_code_shares_one_out_among_the_axes(x: np.ndarray, tau: int) -> None:
    code = equations.soft_code(equations.ring(x, tau))
    np.testing.assert_allclose(code.sum(axis=1), 1.0)
    assert (code >= 0).all()


@given(bits=st.lists(st.booleans(), min_size=9, max_size=12), tau=taus)
def test_soft_and_hard_codes_agree_on_neurons_that_are_sure(bits: list[bool], tau: int) -> None:
    x = np.array(bits, float)
    np.testing.assert_array_equal(
        equations.soft_code(equations.ring(x, tau)), equations.hard_code(equations.ring(x, tau))
    )


@given(M=arrays(float, (3, 4), elements=st.floats(0, 5)), gamma=st.floats(0, 1), floor=st.floats(0, 1))
def test_asymptotic_decay_never_raises_and_never_passes_the_floor(
    M: np.ndarray, gamma: float, floor: float
) -> None:
    decayed = equations.asymptotic(M, gamma, floor)
    assert (decayed <= M).all()
    assert (decayed >= np.minimum(M, floor)).all()


def test_age_can_be_read_back_from_a_component() -> None:
    """Section III-C: written once and decayed n times, a component is gamma^n, so that n = log m / log gamma."""
    patterns = ([1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [1, 1, 1, 0, 0], [0, 1, 0, 0, 0])  # all of neuron 1 firing
    M = np.zeros((5, 8))
    for x in patterns:
        M = remember(M, np.array(x, float), 2, 0.5)
    ages = np.log(M[1, [0b110, 0b011, 0b111, 0b010]]) / np.log(0.5)
    np.testing.assert_array_equal(ages, [3, 2, 1, 0])


@pytest.mark.parametrize(("rule", "size"), [("add", 1.75), ("refresh", 1.0)])
def test_a_repeated_memory_adds_up_or_is_renewed(rule: str, size: float) -> None:
    M, x = np.zeros((1, 2)), np.array([0.9])
    for _ in range(3):
        M = remember(M, x, 0, 0.5, rule)
    assert M[0, 1] == size


def test_a_resting_neuron_keeps_its_memory() -> None:
    x, M = np.array([0.9, 0.4, 0.9]), np.full((3, 8), 0.7)
    after = remember(M, x, 2, 0.5)
    np.testing.assert_array_equal(after[1], M[1])
    assert not np.array_equal(after[0], M[0])


def test_memory_nodes_are_switched_by_their_neuron() -> None:
    """Eq. (2): the augmented output is linear in each neuron's output, memory nodes included."""
    a = equations.augment(np.array([0.5, 0.0]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    np.testing.assert_array_equal(a, [0.5, 0.5, 1.0, 0.0, 0.0, 0.0])


def test_a_column_takes_the_layers_before_and_after() -> None:
    layers = [np.array([2.0, 0.2]), np.array([0.9, 0.1, 0.6, 0.4]), np.array([0.7, 0.3])]
    np.testing.assert_array_equal(
        equations.column(layers, 1, 4),
        [[0, 1, 0.9, 0.7, 0], [0, 1, 0.1, 0.7, 0], [0, 0.2, 0.6, 0.3, 0], [0, 0.2, 0.4, 0.3, 0]],
    )


@given(x=arrays(float, 6, elements=st.floats(0.01, 0.99)), beta=st.floats(1, 20))
def test_focusing_sharpens_and_keeps_the_half(x: np.ndarray, beta: float) -> None:
    sharp = future.focus(x, beta)
    assert (np.abs(sharp - 0.5) >= np.abs(x - 0.5) - 1e-12).all()
    assert future.focus(np.array([0.5]), beta) == pytest.approx(0.5)


def test_equation_12_as_printed() -> None:
    """Two neighbours, four slots: the printed sum, term by term (without the switch x_1, which Eq. 2 applies)."""
    x2, x3 = 0.8, 0.4
    M = np.array([1.0, 2.0, 3.0, 4.0])
    printed = (1 - x3) * (1 - x2) * M[0] + (1 - x3) * x2 * M[1] + x3 * (1 - x2) * M[2] + x3 * x2 * M[3]
    near = np.array([[x3, x2]])
    assert future.read_slots(equations.soft_code(near), M.reshape(1, 4, 1))[0, 0] == pytest.approx(printed)


def test_a_sure_gate_writes_as_a_firing_neuron_does() -> None:
    M, g, gamma = np.array([[0.4, 0.0]]), np.array([[0.0, 1.0]]), np.array([0.5])
    np.testing.assert_array_equal(future.gated_store(M, np.ones(1), g, gamma), [[0.2, 1.0]])
    np.testing.assert_array_equal(future.gated_store(M, np.zeros(1), g, gamma), M)


planes = arrays(float, (3, 4), elements=st.floats(-5, 5))


@given(M=planes, n=st.integers(0, 20), angle=arrays(float, 3, elements=st.floats(0, np.pi)))
def test_memories_turn_fire_by_fire_and_keep_their_length(M: Array, n: int, angle: Array) -> None:
    turned = M
    for _ in range(n):
        turned = future.turned(turned, angle)
    np.testing.assert_allclose(turned, future.turned(M, n * angle), atol=1e-12)
    length = np.hypot(*np.split(M, 2, axis=1))
    np.testing.assert_allclose(np.hypot(*np.split(turned, 2, axis=1)), length, atol=1e-12)


def test_age_can_be_read_from_the_direction_of_what_turns() -> None:
    """A write that is n fires old has turned n times, and shrunk to gamma^n."""
    rules = reference.Rules(
        0, [], [], 0.0, 1.0, "tied", "composite", "input", "layer", "hard", "add", "exponential", "derived", "sgd",
        "squared",
    )  # fmt: skip
    angle, gamma = np.array([0.2, 0.7]), np.array([0.9, 0.5])
    M, fires = np.zeros((2, 2)), np.ones(2)
    for g in (1.0, 0.0, 0.0, 0.0):
        M = reference.store(M, fires, future.upright(np.full((2, 1), g)), gamma, rules, angle)
    np.testing.assert_allclose(np.arctan2(M[:, 1], M[:, 0]) / angle, 3)
    np.testing.assert_allclose(np.hypot(M[:, 0], M[:, 1]), gamma**3)


def test_what_turns_tells_ages_apart_that_decayed_sums_do_not() -> None:
    """The input of ten fires ago, of twenty, as a weighted sum over 24 neurons, where large weights have a price."""
    rng, ages, wanted = np.random.default_rng(1), np.arange(20), np.eye(20)[10]

    def miss(sums: Array) -> float:
        weights = np.linalg.solve(sums.T @ sums + 1e-4 * np.eye(sums.shape[1]), sums.T @ wanted)
        return float(np.abs(sums @ weights - wanted).max())

    angle, M = rng.uniform(0, np.pi, 24), future.upright(np.ones((24, 1)))
    turned = np.array([0.95**age * future.turned(M, age * angle).ravel() for age in ages])
    assert miss(turned) < 0.001
    assert miss(rng.uniform(0.3, 0.97, 24) ** ages[:, None]) > 0.8


def test_a_line_search_takes_the_first_step_that_falls_enough() -> None:
    def loss(step: float) -> float:
        return (1.0 - 2.0 * step) ** 2  # slope -4 at 0: a squared gradient of 4

    assert future.line_search(loss, 4.0, 4.0) == 0.5
    assert future.line_search(lambda step: step, 4.0, 4.0) == 0.0
