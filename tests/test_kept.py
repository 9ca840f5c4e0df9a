"""What the server keeps: as much as there is room for; what somebody holds is not made twice, and no bit is lost."""

import gc
import threading
from dataclasses import replace

import numpy as np
import pytest
from test_fork_of_fork import KINDS, same

from nmn.app.shared.run_cache import Kept
from nmn.parameters import Parameters
from nmn.runs.custom_sequence import CustomSequence, SequenceStep
from nmn.runs.training import Run
from nmn.shelf import Shelf
from nmn.studies import streams


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_let_go_is_replayed_to_the_bit_and_kept_again(kind: str) -> None:
    parameters = replace(KINDS[kind], steps=4300)
    run, whole = (Run(parameters).train() for _ in range(2))
    before, held = dict(run.checkpoints), run.held
    assert run.thin(2) == held - run.held > 0
    assert len(run.checkpoints) <= 2
    for step in (0, 3999, 4000, 2999, 1234, 4300):
        assert same(run.at(step), whole.at(step))
    assert set(run.checkpoints) == set(before)
    run.thin(1)
    fork, other = (each.fork(2100).train() for each in (run, whole))
    fork.thin(1)
    assert same(fork.at(4200), other.at(4200))


def test_a_sequence_that_was_let_go_is_replayed_too() -> None:
    run = Run(Parameters(steps=500)).train()
    rows = [SequenceStep(tuple(x), (None,)) for x in run.task.stream(0, 1300).inputs]
    own, whole = CustomSequence(run, 300, rows), CustomSequence(run, 300, rows)
    own.at(1300)
    own.thin(1)
    assert same(own.at(1250), whole.at(1250))


def test_runs_together_hold_no_more_than_there_is_room_for() -> None:
    kept = Kept(room=2**21)
    everyone = [
        kept.get(seed, lambda seed=seed: Run(Parameters(steps=20_000, seed=seed))) for seed in range(8)
    ]
    for run in everyone:
        run.train()
    assert sum(run.held for run in everyone) > 2**21
    kept.trim()
    assert sum(run.held for run in everyone) <= 2**21
    assert len(everyone[-1].checkpoints) > len(everyone[0].checkpoints), "who was asked for last has most"
    assert [kept.known(seed) for seed in range(8)] == everyone
    del everyone[:4], run
    kept.clear()
    gc.collect()
    assert [kept.known(seed) is None for seed in range(8)] == [True] * 4 + [False] * 4


def test_runs_that_nobody_holds_go_when_there_are_more_than_so_many() -> None:
    kept = Kept(most=3)
    for seed in (1, 2, 3, 1, 4):
        kept.get(seed, lambda seed=seed: Run(Parameters(seed=seed)))
    gc.collect()
    assert [kept.known(seed) is None for seed in (1, 2, 3, 4)] == [False, True, False, False]


def test_all_threads_get_the_same_run() -> None:
    kept, found = Kept(), []
    threads = [
        threading.Thread(target=lambda: found.append(kept.get(1, lambda: Run(Parameters()))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(run) for run in found}) == 1


def test_a_run_that_is_trained_meanwhile_keeps_what_it_has() -> None:
    run, said = Run(Parameters(steps=3000)).train(), []
    with run.lock:
        thread = threading.Thread(target=lambda: said.append(run.thin(1)))
        thread.start()
        thread.join()
    assert said == [0]
    assert len(run.checkpoints) == 4


def test_a_shelf_has_room_for_what_was_asked_for_last() -> None:
    shelf: Shelf[tuple[np.ndarray]] = Shelf(room=250)
    made = []

    def get(key: int) -> None:
        shelf.get(key, lambda: (made.append(key), (np.zeros(12),))[1])

    for key in (1, 2, 1, 3, 1, 2):
        get(key)
    assert made == [1, 2, 3, 2]
    assert shelf.taken == 192
    shelf.get(9, lambda: (np.zeros(100),))
    assert shelf.taken == 800, "what is too large is there alone"


def test_streams_that_runs_share_stay_within_their_room() -> None:
    task = streams.Shared(Parameters(task="digits"))
    for number in range(12):
        task.stream(number * streams.CHUNK, number * streams.CHUNK + 1)
    assert 0 < streams._drawn.taken <= streams.ROOM


def test_a_fork_changes_nothing_of_a_stream_that_others_read() -> None:
    parameters = Parameters(steps=300)
    task = streams.Shared(parameters)
    before = task.stream(0, 300)
    inputs, starts = before.inputs.copy(), before.starts.copy()
    run = Run(parameters, task=task).train()
    fork = run.fork(100, inputs={101: np.array([9.0, 9.0]), 150: np.array([7.0, 7.0])}, wipe_all=True).train()
    assert fork.stream(100, 200).starts[0]
    assert fork.stream(100, 200).inputs[[0, 49]].tolist() == [[9.0, 9.0], [7.0, 7.0]]
    assert np.array_equal(task.stream(0, 300).inputs, inputs)
    assert np.array_equal(task.stream(0, 300).starts, starts)


def test_the_streams_of_a_hundred_thousand_inputs_are_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shelf that has no room for all of them would let go of each before it is wanted again."""
    monkeypatch.setattr(streams, "_drawn", Shelf(streams.ROOM))
    task, drawn = streams.Shared(Parameters()), []

    class Counted:
        def stream(self, *asked: object) -> object:
            drawn.append(asked)
            return whole.stream(*asked)

    whole, task.task = task.task, Counted()
    for _ in range(2):
        for start in range(0, 100_000, 1000):
            task.stream(start, start + 1000)
    assert len(drawn) == 100_000 // streams.CHUNK
