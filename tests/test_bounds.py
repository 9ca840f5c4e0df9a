"""What one look at a large network may take in memory: a declared part, whatever is asked."""

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from nmn.address.fork import Fork
from nmn.app.step import fork_view
from nmn.app.step.events import KINDS, Event, seek
from nmn.app.step.scales import ceilings
from nmn.app.step.window import bounds, undrawn
from nmn.parameters import Parameters
from nmn.runs import tape
from nmn.runs.training import Run

STEPS = 600


@cache
def large() -> Run:
    """80 KB a step."""
    return Run(Parameters(read="addressed", write="input", tau=8, steps=STEPS, seed=5)).train()


SMALL = 2 * 2**20
LOOKS: dict[str, Callable[[Run], object]] = {
    "ceilings": ceilings,
    "the first different answer": lambda run: fork_view.differs.__wrapped__(
        run, run.fork(300), Fork(300), run.length
    ),
    **{
        f"a search for {kind}": lambda run, kind=kind: seek(run, Event(kind, 3, 5, 1e9), 1, 1)
        for kind in KINDS
    },
}


def taken(look: Callable[[Run], object]) -> int:
    """The most bytes that a look at a run took beside what is there before."""
    run = large().fork(0).train()  # nothing of it is known yet
    tracemalloc.start()
    look(run)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_takes_no_more_than_its_share(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken(LOOKS[name])  # what is loaded once is there by now
    monkeypatch.setattr(tape, "RECORDED", SMALL)
    assert taken(LOOKS[name]) < 4 * SMALL  # records, and the states beside them


@pytest.mark.parametrize("kind", KINDS)
def test_pieces_find_what_the_whole_holds(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run, event = large().fork(0).train(), Event(kind, 3, 5)
    whole, scales = [seek(run, event, 1, 1), seek(run, event, STEPS, -1)], ceilings(run)
    monkeypatch.setattr(tape, "RECORDED", SMALL // 7)
    again = large().fork(0).train()
    assert [seek(again, event, 1, 1), seek(again, event, STEPS, -1)] == whole
    assert ceilings(again) == scales


def test_pieces_are_one_trace_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape, "RECORDED", SMALL)
    for record in (True, False):
        pieces, whole = list(large().pieces(5, 501, record)), large().trace(5, 501, record)
        assert [piece.first for piece in pieces] == list(
            range(5, 501, large().recordable if record else tape.PIECE)
        )
        for name in ("inputs", "outputs", "memory", "wrong", "before"):
            np.testing.assert_array_equal(
                np.concatenate([getattr(piece, name) for piece in pieces]), getattr(whole, name)
            )


class Long(Run):
    """A run that says that it is long."""

    length = 10_000


@pytest.mark.parametrize(
    "settings",
    [{}, {"tau": 8}, {"hidden": (256,)}, {"tau": 12, "read": "addressed"}, {"hidden": (64, 64), "tau": 6}],
)
def test_a_window_is_no_more_than_one_recording(settings: dict[str, object]) -> None:
    run = Long(
        replace(large().parameters, **({"tau": 2, "read": "composite", "write": "neighbour"} | settings))
    )
    first, stop = bounds(run, 5000)
    assert undrawn(run) is None
    assert stop - first <= run.recordable or run.parameters.sparse  # which is recorded in pieces
