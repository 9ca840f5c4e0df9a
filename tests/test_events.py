"""Events beyond the browser's window, and scales that are the same in every window."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from nmn.app.step import events, scales
from nmn.app.step.events import Event, asked, seek
from nmn.parameters import Parameters, recipe
from nmn.runs.tape import PIECE
from nmn.runs.training import Run
from nmn.trace import Trace

STEPS = 2500


@cache
def run(task: str = "sorted", **settings: object) -> Run:
    usual = {
        name: getattr(recipe(task), name) for name in ("hidden", "write", "gate", "memory", "gamma", "store")
    }
    return Run(Parameters(task=task, steps=STEPS, **(usual | settings))).train()


@cache
def whole(task: str = "sorted", **settings: object) -> Trace:
    return run(task, **settings).trace(1, STEPS + 1)


def happening(event: Event, task: str = "sorted", **settings: object) -> list[int]:
    """The steps of all events, looked for in one piece."""
    return (
        1 + np.flatnonzero(events.happens(run(task, **settings), event, whole(task, **settings)))
    ).tolist()


def lively(task: str, kind: str) -> Event:
    """The event of a kind at the first neuron and axis where it happens at least three times, else at neuron 0."""
    first = run(task).layers[1]
    all_of_them = (Event(kind, neuron, axis) for neuron in range(first.size) for axis in range(first.axes))
    return next((event for event in all_of_them if len(happening(event, task)) > 2), Event(kind, 0, 0))


@pytest.mark.parametrize("kind", ["mistake", "fire", "write", "fade", "episode"])
@pytest.mark.parametrize("task", ["sorted", "memory-recall"])
def test_from_event_to_event_all_are_met_in_both_directions_whatever_the_pieces(task: str, kind: str) -> None:
    model, event = run(task), lively(task, kind)
    wanted = happening(event, task)
    never = {
        ("sorted", "episode"),
        ("memory-recall", "fade"),
    }  # no episodes; wiped before anything fades so far
    assert bool(wanted) == ((task, kind) not in never)
    for by, rest in ((1, wanted), (-1, wanted[::-1])):
        at, met = (0 if by > 0 else STEPS + 1), []
        for _ in range(min(len(rest), 12)):
            found = seek(model, event, at, by)
            assert found.step is not None
            at = found.step
            met.append(at)
        assert met == rest[:12]


def test_an_event_is_found_across_the_borders_of_pieces() -> None:
    model = run()
    wanted = [step for step in happening(Event("mistake", 0, None)) if step > 2 * PIECE]
    assert wanted
    assert seek(model, Event("mistake", 0, None), wanted[0] - 1, 1).step == wanted[0]
    fires = happening(Event("fire", 3, None))
    before = max(step for step in fires if step <= PIECE)
    assert seek(model, Event("fire", 3, None), min(s for s in fires if s > PIECE), -1).step == before


def test_a_search_says_whether_the_run_ended_or_it_gave_up(monkeypatch: pytest.MonkeyPatch) -> None:
    model = run()
    assert seek(model, Event("episode", 0, None), 100, 1) == (None, None)
    monkeypatch.setattr(events, "FARTHEST", 700)
    assert seek(model, Event("episode", 0, None), 100, 1) == (None, 800)
    assert seek(model, Event("episode", 0, None), 2000, -1) == (None, 1300)
    assert seek(model, Event("episode", 0, None), STEPS, 1) == (None, None)


def test_a_fading_falls_below_the_limit_of_a_fresh_write() -> None:
    event, trace = lively("sorted", "fade"), whole()
    assert event.axis is not None
    component = event.neuron * run().layers[1].axes + event.axis
    for step in happening(event):
        assert abs(trace.before[step - 1, component]) >= events.LOW > abs(trace.memory[step - 1, component])


def test_what_turns_fades_with_the_length_of_its_plane() -> None:
    """A component that turns passes 0 all the time; it has faded where both axes of its plane are short."""
    trace = whole(turn=2.0)
    planes = [memory.reshape(STEPS, 20, 2, 8) for memory in (trace.before, trace.memory)]
    was, now = (np.hypot(memory[:, :, 0], memory[:, :, 1]) for memory in planes)
    fades = (was >= events.LOW) & (now < events.LOW)
    neuron, axis = divmod(int(fades.sum(axis=0).argmax()), 8)
    wanted = (1 + np.flatnonzero(fades[:, neuron, axis])).tolist()
    assert len(wanted) > 2
    for second in (0, 8):
        assert happening(Event("fade", neuron, axis + second), turn=2.0) == wanted
    writes = [happening(Event("write", neuron, axis + second), turn=2.0) for second in (0, 8)]
    assert writes[0] == writes[1] != []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "miracle"}, {"by": 2}, {"by": None}, {"from": 0}, {"from": STEPS + 1}, {"neuron": -1}, {"neuron": 20},
        {"neuron": "x"}, {"axis": 8}, {"axis": -1},
    ],
)  # fmt: skip
def test_a_question_that_makes_no_sense_is_not_looked_into(wrong: dict[str, object]) -> None:
    question = {"kind": "write", "by": 1, "from": 7, "neuron": 3, "axis": 1}
    assert asked(run(), question, 1.0) == (Event("write", 3, 1, 1.0), 7, 1)
    assert asked(run(), question | wrong, 1.0) is None
    assert asked(run(), None, 1.0) is None


def test_the_memory_scale_ends_where_the_stored_amount_must_end() -> None:
    assert scales.ceilings(run(gamma=0.5)).memory == 2
    assert scales.ceilings(run(gamma=0.9, store="refresh")).memory == 1
    near_one = scales.ceilings(run(gamma=0.95))
    assert near_one.memory >= np.abs(run(gamma=0.95).trace(STEPS - 50, STEPS + 1).memory).max()
    assert near_one.memory in {1, 2, 2.5, 5, 10, 20}


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"gamma": 1.0},
        {"gamma": 0.95},
        {"write": "input"},
        {"model": "lstm"},
        {"task": "memory-recall", "gamma": 1.0},
    ],
)
def test_memories_that_are_on_screen_can_be_told_on_their_scale(settings: dict[str, Any]) -> None:
    """What a memory without decay comes to in the end leaves no colour to what it holds at first."""
    tape = run(**settings)
    found = scales.ceilings(tape)
    for first in range(1, tape.length - 100, 400):
        trace = tape.trace(first, min(first + 400, tape.length + 1))
        scale, most = scales.scale(tape, trace), np.abs(trace.memory).max(axis=1)
        assert (most <= scale * (1 + 1e-9)).all()
        assert (np.diff(scale) >= 0).all(), "it only grows"
        so_far = np.maximum.accumulate(most)
        told = (so_far >= 0.25 * scale) | (so_far == 0) | found.episodic
        assert told.all()
        assert ((scale == found.memory) | (so_far < 0.25 * found.memory)).all(), (
            "else a colour means the same everywhere"
        )


@pytest.mark.parametrize(
    ("value", "round_number"), [(0.8, 1), (2, 2), (2.1, 2.5), (37, 50), (0.03, 0.05), (1000, 1000)]
)
def test_round_numbers(value: float, round_number: float) -> None:
    assert scales.round_up(value) == pytest.approx(round_number)


def test_scales_are_measured_once_as_long_as_nothing_is_trained() -> None:
    model = Run(Parameters(steps=2000)).train(600)
    first = scales.ceilings(model)
    assert scales.ceilings(model) is first
    model.train(1200)
    assert scales.ceilings(model) is not first


def test_episodes_and_negative_memories_are_noticed() -> None:
    assert scales.ceilings(run("memory-recall")).episodic
    assert not scales.ceilings(run()).episodic
    assert scales.ceilings(run(write="input")).signed
    assert scales.ceilings(run(model="lstm")).signed
    assert not scales.ceilings(run()).signed
