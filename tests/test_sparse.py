"""Sparse memories do what memories with all axes do, and cost what was visited."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_kernels import random_stream, rules_of, unpack

from nmn import parameters
from nmn.engine import network
from nmn.engine.advance import advance
from nmn.engine.initial import init
from nmn.paper import reference
from nmn.parameters import Parameters
from nmn.runs.tape import CHECKPOINT_BYTES, size_of
from nmn.runs.training import Run
from nmn.spec import ParameterError
from nmn.trace import Ports, Stream

WIDE = Parameters(tau=12, steps=4000)


@contextmanager
def all_sparse() -> Iterator[None]:
    """Networks that are built here have sparse memories wherever their rules allow it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "DENSE", -1)
        patch.setattr(parameters, "DENSE_ADDRESSED", -1)
        yield


@contextmanager
def none_sparse() -> Iterator[None]:
    """Networks that are built here have memories with all axes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parameters, "DENSE", 99)
        patch.setattr(parameters, "DENSE_ADDRESSED", 99)
        yield


@st.composite
def sparse_ones(draw: st.DrawFn) -> Parameters:
    """Any network that could have sparse memories, with one to three hidden layers."""
    widths = draw(st.lists(st.integers(2, 9), min_size=1, max_size=3))
    optimiser = draw(st.sampled_from(["sgd", "adagrad", "line-search"]))
    read = draw(st.sampled_from(["composite", "addressed"]))
    try:
        return Parameters(
            read=read,
            write="neighbour" if read == "composite" else draw(st.sampled_from(["neighbour", "input"])),
            focus=draw(st.sampled_from([1.0, 2.5])),
            hidden=tuple(widths),
            memory=draw(st.tuples(*[st.booleans()] * len(widths))),
            tau=draw(st.sampled_from([0, 2, 4, 6])),
            gamma=draw(st.floats(0.2, 0.8)),
            alpha=draw(st.floats(0.01, 0.02 if optimiser == "adagrad" else 0.5)),
            optimiser=optimiser,
            first_range=draw(st.floats(0.5, 3)),
            seed=draw(st.integers(0, 1000)),
            neighbourhood=draw(st.sampled_from(["layer", "column"])),
            store=draw(st.sampled_from(["add", "refresh"])),
            decay=draw(st.sampled_from(["exponential", "asymptotic", "none"])),
            backprop=draw(st.sampled_from(["derived", "printed"])),
            loss=draw(st.sampled_from(["squared", "cross-entropy"])),
        )
    except ParameterError:
        assume(False)
        raise AssertionError from None


def built(run: Parameters, ports: Ports) -> tuple[network.Network, network.State]:
    net = network.build(run, ports)
    return net, init(net, run)


def columns(net: network.Network, state: network.State, layer: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns, among those of all axes, that a sparse state has of the weights above a layer; and these weights."""
    fitted, k = network.fitted(net, state.slots), int(net.sizes[layer])
    patterns = state.patterns[fitted.memory_at[layer] : fitted.memory_at[layer + 1]]
    taken = np.flatnonzero(patterns >= 0)
    weights = state.weights[fitted.weight_at[layer + 1] : fitted.weight_at[layer + 2]]
    weights = weights.reshape(-1, fitted.lengths[layer])
    every = np.concatenate((np.arange(k), k + patterns[taken] * k + taken % k))
    return every, weights[:, np.concatenate((np.arange(k), k + taken))]


@settings(max_examples=150, deadline=None)
@given(run=sparse_ones(), n_in=st.integers(1, 4), groups=st.lists(st.integers(1, 4), min_size=1, max_size=2))
def test_sparse_memories_equal_those_with_all_axes_and_the_equations(
    run: Parameters, n_in: int, groups: list[int]
) -> None:
    ports = Ports(n_in, tuple(groups))
    with none_sparse():
        dense, full = built(run, ports)
    with all_sparse():
        sparse, few = built(run, ports)
    stream = random_stream(run.seed, 40, n_in, *groups, asked=0.8)
    layers, rules, outputs = unpack(dense, full), rules_of(dense, run), []
    for x, y, parts in zip(stream.inputs, stream.targets, stream.parts, strict=True):
        layers, output = reference.step(layers, x, y, groups, parts >= 0, run.alpha, rules)
        outputs.append(output)

    full, long = advance(dense, run, full, stream, record=True)
    few, short = advance(sparse, run, few, stream, record=True)

    np.testing.assert_allclose(short.outputs, outputs, rtol=1e-7, atol=1e-10)
    for name in ("outputs", "hidden", "memory", "found", "delta", "loss"):
        np.testing.assert_allclose(
            getattr(short, name), getattr(long, name), rtol=1e-9, atol=1e-12, err_msg=name
        )
    np.testing.assert_array_equal(short.axis, long.axis)
    again = advance(sparse, run, few, stream.cut(0, 1), record=True)[1]
    np.testing.assert_array_equal(again.found[0], short.memory[-1])
    np.testing.assert_allclose(few.biases, full.biases, rtol=1e-9, atol=1e-12)
    if run.read == "addressed":
        np.testing.assert_allclose(few.weights, full.weights, rtol=1e-9, atol=1e-12)
        return
    for layer in range(1, len(dense.sizes) - 1):
        every, ours = columns(sparse, few, layer)
        theirs = full.weights[dense.weight_at[layer + 1] : dense.weight_at[layer + 2]]
        theirs = theirs.reshape(-1, dense.lengths[layer])[:, every]
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_a_new_pattern_finds_the_weights_that_were_drawn_for_it() -> None:
    run = Parameters(tau=4, hidden=(8, 7))
    dense, full = built(run, Ports(3, (4,)))
    with all_sparse():
        sparse, few = built(run, Ports(3, (4,)))
    few, _ = advance(sparse, run, few, random_stream(2, 300, 3, 4), learn=False)
    for layer in (1, 2):
        every, ours = columns(sparse, few, layer)
        assert len(every) > 30
        theirs = full.weights[dense.weight_at[layer + 1] : dense.weight_at[layer + 2]]
        np.testing.assert_allclose(ours, theirs.reshape(-1, dense.lengths[layer])[:, every], atol=1e-16)


def wide_ones(optimiser: str) -> list[Parameters]:
    """Networks with sparse memories of every kind."""
    ours = replace(WIDE, optimiser=optimiser)
    return [ours, replace(ours, read="addressed"), replace(ours, read="addressed", write="input", gamma=0.1)]


def wide() -> tuple[network.Network, network.State, Stream]:
    net, state = built(WIDE, Ports(2, (5,)))
    stream = random_stream(3, 300, 2, 5)
    stream.starts[[0, 120, 200]] = True
    return net, state, stream


@pytest.mark.parametrize("optimiser", ["sgd", "adagrad", "line-search"])
@pytest.mark.parametrize("cut", [1, 7, 150, 299])
def test_cutting_a_stream_changes_no_bit(cut: int, optimiser: str) -> None:
    for run in wide_ones(optimiser):
        net, first = built(run, Ports(2, (5,)))
        stream = wide()[2]
        whole, trace = advance(net, run, first, stream)
        assert whole.slots[1] > first.slots[1]
        state, _ = advance(net, run, first, stream.cut(0, cut))
        state, rest = advance(net, run, state, stream.cut(cut, 300), record=True)
        for a, b in zip(whole, state, strict=True):
            np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(trace.loss[cut:], rest.loss)


def test_the_argument_state_stays_as_it_was() -> None:
    net, state, stream = wide()
    copy = network.State(state.step, *(a.copy() for a in state[1:]))
    advance(net, WIDE, state, stream)
    for a, b in zip(state, copy, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_step_that_is_not_finite_stops_the_network_before_it() -> None:
    net, state, stream = wide()
    stream.inputs[250] = np.nan
    after, trace = advance(net, WIDE, state, stream)
    before, _ = advance(net, WIDE, state, stream.cut(0, 250))
    assert (trace.halted, after.step) == (250, 250)
    for a, b in zip(after, before, strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_run_with_sparse_memories_is_entered_at_any_step_and_forked() -> None:
    run = Run(WIDE).train()
    stopped = Run(WIDE).train(until=1234)
    for a, b in zip(run.at(1234), stopped.state, strict=True):
        np.testing.assert_array_equal(a, b)
    fork = run.fork(1234, wipes=(3,), gamma=0.7)
    found, left = (
        advance(run.network, WIDE, state, run.stream(1234, 1235), record=True)[1].found.reshape(20, -1)
        for state in (run.at(1234), fork.state)
    )
    assert found[3].any() and not left[3].any()
    np.testing.assert_array_equal(np.delete(left, 3, axis=0), np.delete(found, 3, axis=0))
    assert fork.train().length == 4000
    assert [W.shape for W in run.connections(1234)] == [(20, 2), (10, 20)]


def test_a_sparse_state_has_room_for_little_more_than_what_was_visited() -> None:
    run = Run(WIDE).train()
    visited = int((run.state.patterns >= 0).sum())
    assert 100 < visited < 1000
    assert size_of(run.state) < 2**20
    assert sum(size_of(state) for state in run.checkpoints.values()) < CHECKPOINT_BYTES
    assert run.test_error() < 0.05


@pytest.mark.parametrize("read", ["composite", "addressed"])
def test_neurons_that_met_every_pattern_need_no_further_room(read: str) -> None:
    run = Parameters(tau=2, hidden=(6,), first_range=2.0, read=read)
    with all_sparse():
        net, state = built(run, Ports(2, (5,)))
    state, _ = advance(net, run, state, random_stream(3, 3000, 2, 5))
    assert state.slots[1] == 8 >= net.axes[1]


def test_networks_that_are_too_large_are_refused_in_a_sentence() -> None:
    assert Parameters(tau=12).sparse and not Parameters(tau=8).sparse
    with pytest.raises(ParameterError, match="more than the 2,000,000"):
        Parameters(tau=12, code="soft")
    with pytest.raises(ParameterError, match="more than the 20,000,000"):
        Parameters(tau=12, hidden=(64, 64))
    with pytest.raises(ParameterError, match="may come to carry"):
        Parameters(tau=12, hidden=(4, 4), neighbourhood="column", gate="learned")
