"""The equations mean what the paper says of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nmn import equations

outputs = st.integers(9, 14).flatmap(lambda k: arrays(float, k, elements=st.floats(0, 1)))
taus = st.sampled_from([0, 2, 4, 6, 8])


@given(tau=taus)
def test_codes_of_different_patterns_are_orthonormal(tau: int) -> None:
    """Every pattern of tau + 1 neighbours, put into a ring of its own, has a unit vector of its own."""
    width = tau + 1
    patterns = (np.arange(2**width)[:, None] >> np.arange(width)[::-1]) & 1
    codes = np.array([equations.hard_code(bits.astype(float), tau)[tau // 2] for bits in patterns])
    np.testing.assert_array_equal(codes @ codes.T, np.eye(2**width))


def test_a_pattern_reads_from_the_left_neighbour_to_the_right_and_wraps() -> None:
    x = np.array([0.9, 0.1, 0.6, 0.5, 0.2])
    assert [format(p, "03b") for p in equations.pattern(x, 2)] == [
        "010",
        "101",
        "011",
        "110",
        "101",
    ]


@given(x=outputs, tau=taus)
def test_a_soft_code_shares_one_out_among_the_axes(x: np.ndarray, tau: int) -> None:
    code = equations.soft_code(x, tau)
    np.testing.assert_allclose(code.sum(axis=1), 1.0)
    assert (code >= 0).all()


@given(bits=st.lists(st.booleans(), min_size=9, max_size=12), tau=taus)
def test_soft_and_hard_codes_agree_on_neurons_that_are_sure(bits: list[bool], tau: int) -> None:
    x = np.array(bits, float)
    np.testing.assert_array_equal(equations.soft_code(x, tau), equations.hard_code(x, tau))


@given(M=arrays(float, (3, 4), elements=st.floats(0, 5)), gamma=st.floats(0, 1), floor=st.floats(0, 1))
def test_asymptotic_decay_never_raises_and_never_passes_the_floor(
    M: np.ndarray, gamma: float, floor: float
) -> None:
    decayed = equations.asymptotic(M, gamma, floor)
    assert (decayed <= M).all()
    assert (decayed >= np.minimum(M, floor)).all()


def test_age_can_be_read_back_from_a_component() -> None:
    """Section III-C: written once and decayed n times, a component is gamma^n, so that n = log m / log gamma."""
    rules = equations.Rules(2, 0.5, 0.0, "neighbour", "hard", "add", "exponential", "derived")
    patterns = ([1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [1, 1, 1, 0, 0], [0, 1, 0, 0, 0])  # all of neuron 1 firing
    M = np.zeros((5, 8))
    for x in patterns:
        x = np.array(x, float)
        M = equations.store(M, x, equations.write_vector(x, np.zeros(2), rules), rules)
    ages = np.log(M[1, [0b110, 0b011, 0b111, 0b010]]) / np.log(rules.gamma)
    np.testing.assert_array_equal(ages, [3, 2, 1, 0])


@pytest.mark.parametrize(("rule", "size"), [("add", 1.75), ("refresh", 1.0)])
def test_a_repeated_memory_adds_up_or_is_renewed(rule: str, size: float) -> None:
    rules = equations.Rules(0, 0.5, 0.0, "neighbour", "hard", rule, "exponential", "derived")
    M, x = np.zeros((1, 2)), np.array([0.9])
    for _ in range(3):
        M = equations.store(M, x, equations.write_vector(x, np.zeros(1), rules), rules)
    assert M[0, 1] == size


def test_a_resting_neuron_keeps_its_memory() -> None:
    rules = equations.Rules(2, 0.5, 0.0, "neighbour", "hard", "add", "exponential", "derived")
    x, M = np.array([0.9, 0.4, 0.9]), np.full((3, 8), 0.7)
    after = equations.store(M, x, equations.write_vector(x, np.zeros(1), rules), rules)
    np.testing.assert_array_equal(after[1], M[1])
    assert not np.array_equal(after[0], M[0])


def test_memory_nodes_are_switched_by_their_neuron() -> None:
    """Eq. (2): the augmented output is linear in each neuron's output, memory nodes included."""
    a = equations.augment(np.array([0.5, 0.0]), np.array([[1.0, 2.0], [3.0, 4.0]]))
    np.testing.assert_array_equal(a, [0.5, 0.5, 1.0, 0.0, 0.0, 0.0])
