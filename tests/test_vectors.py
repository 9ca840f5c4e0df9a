"""Vectors of eight numbers, and the places that a layout gives to what a state holds."""

import operator
from collections.abc import Callable

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmn.engine.kernels import vectors
from nmn.engine.kernels.compiled import entry
from nmn.engine.layout import LANES, Layout, layout, whole
from nmn.trace import Floats

A = np.array([-3.5, -0.0, 0.5, 2.0, np.inf, np.nan, 1e-300, 7.25])
B = np.array([2.0, 0.0, 0.5, -1.0, 1.0, 1.0, 3.0, np.nan])


@entry
def added(into, a, b):
    vectors.store(into, 0, vectors.load(a, 0) + vectors.load(b, 0))


@entry
def subtracted(into, a, b):
    vectors.store(into, 0, vectors.load(a, 0) - vectors.load(b, 0))


@entry
def multiplied(into, a, b):
    vectors.store(into, 0, vectors.load(a, 0) * vectors.load(b, 0))


@entry
def divided(into, a, b):
    vectors.store(into, 0, vectors.load(a, 0) / vectors.load(b, 0))


@pytest.mark.parametrize(
    ("program", "operation"),
    [
        (added, operator.add),
        (subtracted, operator.sub),
        (multiplied, operator.mul),
        (divided, operator.truediv),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_arithmetic_is_that_of_each_pair(
    program: Callable[..., None], operation: Callable[..., Floats]
) -> None:
    into = np.zeros(LANES)
    program(into, A, B)
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(into, operation(A, B), rtol=1e-15)


@entry
def mixed(into, a, b):
    vectors.store(into, 0, 2.0 - 3.0 * vectors.load(a, 0) / b)


def test_a_number_counts_as_eight_equal_ones() -> None:
    into = np.zeros(LANES)
    mixed(into, A, 4.0)
    np.testing.assert_allclose(into, 2.0 - 3.0 * A / 4.0, rtol=1e-15)


@entry
def compared(least, equal, sure, a, b):
    x, y = vectors.load(a, 0), vectors.load(b, 0)
    vectors.store(least, 0, vectors.select(x >= y, 1.0, 0.0))
    vectors.store(equal, 0, vectors.select(x == y, x, -1.0))
    vectors.store(sure, 0, vectors.select(vectors.notnan(x), y, 9.0))


def test_comparisons_choose_place_by_place_and_nan_is_neither_larger_nor_equal() -> None:
    least, equal, sure = np.zeros((3, LANES))
    compared(least, equal, sure, A, B)
    np.testing.assert_array_equal(least, (A >= B).astype(float))
    np.testing.assert_array_equal(equal, np.where(A == B, A, -1.0))
    np.testing.assert_array_equal(sure, np.where(np.isnan(A), 9.0, B))


@entry
def told_apart(into, numbers, bit):
    vectors.store(into, 0, vectors.select(vectors.has(numbers, 1, bit), 1.0, 0.0))


def test_bits_of_whole_numbers_are_found_place_by_place() -> None:
    numbers, into = np.array([7, 0, 1, 2, 3, -1, 2**40, 2**40 + 1, 5]), np.zeros(LANES)
    for bit in (0, 1, 2, 40, 62):
        told_apart(into, numbers, bit)
        np.testing.assert_array_equal(into, numbers[1:] >> bit & 1)


@entry
def summed(a):
    return vectors.hsum(vectors.load(a, 0))


def test_the_total_is_the_sum_and_not_finite_where_a_number_is_not() -> None:
    assert summed(np.arange(8.0)) == 28.0
    assert np.isnan(summed(A))


@entry
def alone(floors, roots, sizes, cut, powers, a):
    x = vectors.load(a, 0)
    vectors.store(floors, 0, vectors.floor(x))
    vectors.store(roots, 0, vectors.sqrt(vectors.fabs(x)))
    vectors.store(sizes, 0, vectors.fabs(x))
    vectors.store(cut, 0, vectors.clip(x, 3.0))
    vectors.store(powers, 0, vectors.two_to_the(vectors.floor(vectors.clip(x, 1022.0))))


def test_functions_of_one_vector_are_numpys() -> None:
    floors, roots, sizes, cut, powers = np.zeros((5, LANES))
    alone(floors, roots, sizes, cut, powers, A)
    np.testing.assert_array_equal(floors, np.floor(A))
    np.testing.assert_allclose(roots, np.sqrt(np.abs(A)), rtol=1e-15)
    np.testing.assert_array_equal(sizes, np.abs(A))
    np.testing.assert_array_equal(cut, np.clip(A, -3.0, 3.0))
    finite = np.isfinite(A)
    np.testing.assert_array_equal(powers[finite], 2.0 ** np.floor(A[finite]))


@entry
def turned(source, at, stride, target, to, step):
    vectors.transpose(source, at, stride, target, to, step)


def test_a_square_is_transposed_and_nothing_around_it_is_touched() -> None:
    source, target = np.arange(15.0 * 20).reshape(15, 20), np.zeros((13, 11))
    turned(source.ravel(), 2 * 20 + 5, 20, target.ravel(), 3 * 11 + 1, 11)
    expected = np.zeros_like(target)
    expected[3:11, 1:9] = source[2:10, 5:13].T
    np.testing.assert_array_equal(target, expected)


SIZES = st.lists(st.integers(1, 21), min_size=2, max_size=5).map(tuple)


@given(SIZES, st.integers(0, 9), st.booleans(), st.integers(0, 4))
def test_every_number_of_a_state_has_a_place_of_its_own_in_its_layer(
    sizes: tuple[int, ...], depth: int, learned: bool, tau: int
) -> None:
    axes = (0, *(depth,) * (len(sizes) - 2), 0)
    nodes = tuple(k * d for k, d in zip(sizes, axes, strict=True))
    found = layout(sizes, axes, nodes, tau, learned)
    banks, lengths = nodes, [k + n for k, n in zip(sizes, nodes, strict=True)]
    gated = [i for i in range(1, len(sizes)) if learned and banks[i]]
    counts = {
        "weights": (found.row_at, [sizes[i] * lengths[i - 1] for i in range(1, len(sizes))]),
        "neurons": (found.place_at, sizes[1:]),
        "memory": (found.bank_at, banks[1:]),
        "gates": (found.gate_at, [sizes[i] * lengths[i - 1] * (i in gated) for i in range(1, len(sizes))]),
        "eligibility": (
            found.eligibility_at,
            [banks[i] * (lengths[i - 1] + 1) * (i in gated) for i in range(1, len(sizes))],
        ),
    }
    for name, (bounds, numbers) in counts.items():
        places = getattr(found, name)
        assert len(places) == sum(numbers) and len(set(places.tolist())) == len(places), name
        layer = np.searchsorted(bounds, places, side="right") - 1
        np.testing.assert_array_equal(layer, np.repeat(np.arange(1, len(sizes)), numbers), err_msg=name)


@given(SIZES, st.integers(1, 9))
def test_layers_start_at_whole_vectors(sizes: tuple[int, ...], depth: int) -> None:
    axes = (0, *(depth,) * (len(sizes) - 2), 0)
    nodes = tuple(k * d for k, d in zip(sizes, axes, strict=True))
    found: Layout = layout(sizes, axes, nodes, 2, False)
    for name in ("row_at", "column_at", "place_at", "bank_at", "ring_at"):
        assert not (getattr(found, name) % LANES).any(), name
    assert [whole(n) for n in (0, 1, 8, 9)] == [0, 8, 8, 16]


def test_numba_is_the_version_whose_private_parts_were_read() -> None:
    """It is not known what another minor version has in their place: the words below say what to do then."""
    assert numba.__version__.rsplit(".", 1)[0] == "0.68", (
        "nmn/engine/kernels/compiled.py (JITCodeLibrary, Compiler, the linking of inner functions), held.py (a pass "
        "over Numba's code, a type of its own) and vectors.py (intrinsics that build LLVM vectors) use parts of Numba "
        "that it does not promise. Read them again in this version, run tests/test_kernels.py and `make bench`, then "
        "put the version here and into pyproject.toml."
    )
