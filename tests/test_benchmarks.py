"""What benchmarks compare is the same work."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks import cases, limit, parts, peers, profiled, steps

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", limit.SIZES)
def test_the_numpy_peer_gives_the_engines_outputs_over_a_thousand_steps(name):
    case = cases.named(name, peers.CHECKED)
    ours = case.outputs()
    assert len(ours) == peers.CHECKED and np.ptp(ours) > 0.5, "outputs move, so that they can differ"
    np.testing.assert_allclose(peers.prepare("numpy", case)(), ours, rtol=0, atol=peers.TOLERANCE)


def test_a_peer_that_learns_otherwise_is_found_out(monkeypatch):
    case = cases.named("NMN [2, 20, 10], τ = 2", peers.CHECKED)
    assert peers.agreement("numpy", case).equal
    write = peers.prepare

    def careless(library, case):
        return write(library, case._replace(parameters=replace(case.parameters, gamma=0.51)))

    monkeypatch.setattr(peers, "prepare", careless)
    assert not peers.agreement("numpy", case).equal


def test_a_library_that_is_not_installed_is_named_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setattr(peers, "installed", lambda library: library == "numpy")
    refused = {}
    found = steps.entries("addressed memory [2, 20, 10], τ = 2", refused)
    assert list(found) == [steps.HERE] and set(refused) == {"torch", "jax"}
    assert all("pip install" in why for why in refused.values())


def test_the_limit_reads_and_writes_every_weight_once_a_step():
    rng = np.random.default_rng(1)
    for n, rows in ((8, 6), (16, 5), (24, 3), (184, 1)):
        weights, a = limit.filled(rng.normal(size=rows * n), rows * n), limit.filled(rng.normal(size=n), n)
        scale, z, zero = (
            limit.filled(rng.normal(size=rows), rows),
            limit.filled(0.0, rows),
            limit.filled(0.0, rows),
        )
        matrix = weights.reshape(rows, n).copy()
        limit.dots(weights, a, zero, z, 3)
        limit.axpys(weights, a, scale, 3)
        np.testing.assert_allclose(z, matrix @ a, rtol=1e-12)
        np.testing.assert_allclose(weights.reshape(rows, n), matrix - 3 * np.outer(scale, a), rtol=1e-12)


def test_the_limits_exponentials_are_sigmoids():
    z = np.linspace(-700, 700, 1000)
    x = np.empty_like(z)
    limit.sigmoids(z, x, 2)
    np.testing.assert_allclose(x, 1 / (1 + np.exp(-z)), rtol=1e-12)


@pytest.mark.parametrize("name", limit.SIZES)
def test_the_parts_of_the_profile_make_up_the_engines_step(name):
    case = cases.named(name, 300)
    (state, trace), (after, out) = case.run(record=True), parts.walk(case, record=True)
    np.testing.assert_array_equal(out.outputs, trace.outputs)
    np.testing.assert_array_equal(after.weights, state.weights)
    np.testing.assert_array_equal(after.memory, state.memory)


@pytest.mark.parametrize("part", profiled.PARTS)
def test_a_step_without_a_part_of_the_profile_is_another(part):
    case = cases.named("NMN [2, 12, 12, 9], τ = 2", 300)
    whole, less = parts.walk(case)[0], parts.walk(case, parts.ALL & ~profiled.PARTS[part][0])[0]
    assert not np.array_equal(less.weights, whole.weights)
