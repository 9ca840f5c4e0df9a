"""Of sparse memories the axes that were written are drawn: all that they hold, under their own names."""

from dataclasses import replace
from itertools import pairwise
from threading import Thread
from typing import Any

import numpy as np
import pytest

from nmn.app.step import labels, written_axes
from nmn.app.step.read_weights import reads
from nmn.app.step.window import bounds, undrawn
from nmn.parameters import recipe
from nmn.runs.custom_sequence import CustomSequence, SequenceStep
from nmn.runs.tape import Tape
from nmn.runs.training import Run

STEPS = 400
VARIANTS: dict[str, dict[str, Any]] = {
    "τ = 10": {"tau": 10, "hidden": (14,)},
    "two layers": {"tau": 10, "hidden": (13, 12)},
    "memory in the second layer": {"tau": 10, "hidden": (13, 12), "memory": (False, True)},
    "column": {"tau": 10, "hidden": (12, 12), "neighbourhood": "column"},
    "addressed": {"tau": 6, "hidden": (12,), "read": "addressed"},
    "addressed, input": {"tau": 6, "hidden": (12, 9), "read": "addressed", "write": "input"},
    "addressed, forgetting": {"tau": 6, "hidden": (12,), "read": "addressed", "gamma": 0.0},
}


def trained(variant: str) -> Run:
    return Run(replace(recipe("sorted"), steps=STEPS, **VARIANTS[variant])).train()


def check(tape: Tape, first: int, stop: int) -> np.ndarray:
    """Hold a window to the whole record; the axes that are drawn of it."""
    some, whole = written_axes.trace(tape, first, stop), tape.trace(first, stop)
    drawn = written_axes.shown(tape)
    assert drawn is not None
    contents = tape.network.contents
    size = sum(layer.size for layer in tape.layers if layer.axes)
    for name in ("memory", "found", "before"):
        every = getattr(whole, name).reshape(-1, size, drawn.every)
        np.testing.assert_array_equal(
            getattr(some, name).reshape(len(every), size, -1), every[:, :, drawn.axes]
        )
        assert not np.delete(every, drawn.axes, axis=2).any(), f"{name} holds more than is drawn"
    wrote = whole.axis >= 0
    np.testing.assert_array_equal(some.axis >= 0, wrote)
    np.testing.assert_array_equal(drawn.slots[some.axis[wrote]], whole.axis[wrote])
    assert [layer.axes for layer in written_axes.layers(tape) if layer.axes] == [len(drawn.axes)] * sum(
        layer.axes > 0 for layer in tape.layers
    )
    names = labels.axes(tape)
    bits = tape.parameters.tau + (tape.parameters.read == "composite")
    assert [int(name.split(" ")[0], 2) for name in names] == (drawn.axes // contents).tolist()
    assert len(names[0].split(" ")[0]) == bits
    return drawn.axes


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_that_a_window_holds_is_drawn(variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = trained(variant)
    assert undrawn(run) is None
    monkeypatch.setattr("nmn.runs.tape.RECORDED", 2**20)  # several pieces
    for first in (1, 101, STEPS - 99):
        check(run, first, first + 100)


@pytest.mark.parametrize("variant", ["τ = 10", "two layers", "column"])
def test_columns_keep_their_meaning_from_window_to_window(variant: str) -> None:
    run = trained(variant)
    found = [check(run, first, first + 50).tolist() for first in (1, 201, 351)]
    assert found[0] == found[1] == found[2]
    state = run.state
    assert found[0] == np.unique(state.patterns[state.patterns >= 0]).tolist()


@pytest.mark.parametrize("variant", VARIANTS)
def test_both_futures_and_a_sequence_of_ones_own_have_the_same_columns(variant: str) -> None:
    run = trained(variant)
    fork = run.fork(100, clamp={1: 1.0, 2: 0.0}).train(until=300)
    rows = [SequenceStep(tuple(each), (None,)) for each in np.random.default_rng(1).normal(size=(40, 2)) * 3]
    own = CustomSequence(run, 200, rows, keep=True)
    check(fork, 51, 151)
    check(own, 1, 41)
    found = [
        check(tape, *window).tolist()
        for tape, window in ((run, (51, 151)), (fork, (51, 151)), (own, (1, 41)))
    ]
    assert found[0] == found[1] == found[2]


def test_a_window_keeps_its_bounds_when_another_future_has_been_looked_at() -> None:
    run = trained("τ = 10")
    before = bounds(run, 150)
    fork = run.fork(100, clamp=dict.fromkeys(range(5), 1.0)).train(until=300)
    written_axes.trace(fork, 101, 301)
    assert bounds(run, 150) == before
    assert bounds(fork, 150) == (before[0], min(before[1], 301))


@pytest.mark.parametrize("changes", [{}, {"code": "soft"}])
def test_what_is_sent_together_has_the_same_axes_whatever_another_session_looks_at(
    changes: dict[str, Any],
) -> None:
    run = trained("addressed")
    other = run.fork(100, clamp=dict.fromkeys(range(5), 1.0), **changes).train(until=200)
    with written_axes.steady(run):
        before = written_axes.layers(run)
        session = Thread(target=written_axes.trace, args=(other, 101, 201))
        session.start()
        session.join(0.5)
        assert written_axes.layers(run) == before
    session.join()
    assert written_axes.layers(run) != before


def test_where_a_future_has_all_axes_all_are_drawn_of_both() -> None:
    run = trained("addressed")
    fork = run.fork(100, code="soft").train(until=200)
    for tape in (fork, run):
        assert written_axes.trace(tape, 101, 151).memory.shape == tape.trace(101, 151).memory.shape
        assert written_axes.layers(tape) == tape.layers


@pytest.mark.parametrize("variant", ["τ = 10", "two layers", "addressed", "addressed, input"])
def test_weights_from_memories_stand_by_the_axes_that_are_drawn(variant: str) -> None:
    """W a, from what is sent, is what the neurons above made of it."""
    run, step = trained(variant), 300
    trace, kinds = written_axes.trace(run, step, step + 1), written_axes.layers(run)
    if run.parameters.read == "addressed":
        assert reads(run, run.at(step - 1)).size == sum(a.size * a.axes * b.size for a, b in pairwise(kinds))
        return
    sent, memory, at = reads(run, run.at(step - 1)), trace.before[0], 0
    x = np.split(trace.hidden[0], np.cumsum([kind.size for kind in kinds[1:-2]]))
    biases = np.split(run.at(step - 1).biases, np.cumsum([kind.size for kind in kinds[1:-1]]))
    for layer, (kind, above) in enumerate(pairwise(kinds)):
        if not kind.axes:
            continue
        W = sent[at : at + kind.size * kind.axes * above.size].reshape(kind.size, kind.axes, above.size)
        at += W.size
        M = memory[: kind.size * kind.axes].reshape(kind.size, kind.axes)
        memory = memory[M.size :]
        a = x[layer - 1]
        z = run.connections(step - 1)[layer] @ a + np.einsum("j,jm,jma->a", a, M, W) + biases[layer]
        y = trace.outputs[0] if layer == len(kinds) - 2 else x[layer]
        np.testing.assert_allclose(1 / (1 + np.exp(-z)), y, atol=1e-9)


def test_a_network_with_all_axes_is_drawn_with_them() -> None:
    run = Run(replace(recipe("sorted"), steps=50)).train()
    assert written_axes.shown(run) is None
    assert written_axes.layers(run) == run.layers
    assert written_axes.trace(run, 1, 51).memory.shape == (50, 160)


def test_windows_of_a_sparse_network_are_not_short() -> None:
    run = Run(replace(recipe("sorted"), steps=2000, tau=12)).train()
    first, stop = bounds(run, 1000)
    assert stop - first >= 100
