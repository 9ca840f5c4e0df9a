"""Forks of forks, and own sequences from them: what was asked last stands, and all else comes when it came."""

import math
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nmn.parameters import Parameters, recipe
from nmn.runs.custom_sequence import CustomSequence, SequenceStep
from nmn.runs.tape import Tape
from nmn.runs.training import Run
from nmn.trace import Stream

STEPS = 160
SORTED = Parameters(steps=STEPS, seed=3)
KINDS = {
    "nmn": SORTED,
    "soft, refreshed": replace(recipe("classify-recall"), steps=STEPS),
    "learned gate": replace(recipe("extended-recall"), steps=STEPS),
    "turning": replace(SORTED, turn=1.0),
    "sparse": replace(SORTED, tau=10),
    "addressed": replace(SORTED, read="addressed"),
    "sparse, addressed": replace(SORTED, read="addressed", tau=6),
    "ffnn": replace(SORTED, model="ffnn"),
    "rnn": replace(SORTED, model="rnn", bptt=7),
    "lstm": replace(SORTED, model="lstm", bptt=7),
    "delayed": replace(recipe("signal"), steps=STEPS),
}
CHANGED = ("gamma", "alpha", "rnn_alpha", "code")
AT = st.integers(0, STEPS - 1)


@cache
def trained(kind: str) -> Run:
    return Run(KINDS[kind]).train()


def same(one: Any, other: Any) -> bool:
    """Whether two states are the same to the last bit."""
    if isinstance(one, tuple):
        return all(same(*parts) for parts in zip(one, other, strict=True))
    return np.array_equal(one, other)


def changes(run: Run) -> dict[str, st.SearchStrategy[Any]]:
    """What a fork of a run can change."""
    if run.parameters.model in ("rnn", "lstm"):
        return {"rnn_alpha": st.sampled_from((0.002, 0.05))}
    free: dict[str, st.SearchStrategy[Any]] = {"alpha": st.sampled_from((0.1, 0.9))}
    if run.parameters.model == "nmn":
        free["gamma"] = st.sampled_from((0.2, 0.3))
    if run.parameters.read == "addressed":
        free["code"] = st.just("soft") if run.parameters.sparse else st.sampled_from(("hard", "soft"))
    return free


@st.composite
def edits(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """The arguments of a fork."""
    run = trained(kind)
    step, size = draw(AT), run.task.ports.inputs
    neurons = st.integers(0, len(run.clamp) - 1)
    values = st.lists(st.floats(-1, 1), min_size=size, max_size=size).map(np.array)
    wipes = st.lists(neurons, max_size=2) if run.engine.banks else st.just([])
    return {
        "step": step,
        "clamp": draw(st.dictionaries(neurons, st.sampled_from((0.0, 1.0, math.nan)), max_size=2)),
        "inputs": draw(st.dictionaries(st.integers(step + 1, STEPS), values, max_size=2)),
        "wipes": draw(wipes),
        "wipe_all": draw(st.booleans()),
        **draw(st.fixed_dictionaries({}, optional=changes(run))),
    }


CHAINS = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.lists(edits(kind), min_size=1, max_size=3))
)


def forked(kind: str, chain: list[dict[str, Any]]) -> Run:
    """The fork of a fork of a ..., trained."""
    run = trained(kind)
    for asked in chain:
        run = run.fork(**asked).train()
    return run


def told(chain: list[dict[str, Any]]) -> tuple[dict[int, dict[str, Any]], dict[int, Any]]:
    """What a chain of forks asks for in the end: what happens after which step, and the changed inputs."""
    happens: dict[int, dict[str, Any]] = {}
    inputs: dict[int, Any] = {}
    for asked in chain:
        step, clamp, changed, wipes, wipe_all = (
            asked[name] for name in ("step", "clamp", "inputs", "wipes", "wipe_all")
        )
        named = {name: asked[name] for name in CHANGED if name in asked}
        for later, what in happens.items():
            if later > step:
                what["clamp"] = {n: x for n, x in what["clamp"].items() if n not in clamp}
                what["named"] = {n: x for n, x in what["named"].items() if n not in named}
        here = happens.setdefault(step, {"clamp": {}, "named": {}, "wipes": [], "wipe_all": False})
        here["clamp"] |= clamp
        here["named"] |= named
        here["wipes"] += wipes
        here["wipe_all"] |= wipe_all
        inputs |= changed
    return happens, inputs


def simulated(kind: str, chain: list[dict[str, Any]]) -> tuple[Any, list[Any]]:
    """The last state and the outputs of all steps after the first fork, by the engine alone."""
    happens, inputs = told(chain)
    run, cuts = trained(kind), [*sorted(happens), STEPS]
    engine, network, parameters = run.engine, run.network, run.parameters
    state, clamp, outputs = run.at(cuts[0]), run.clamp.copy(), []
    for step, stop in pairwise(cuts):
        what, stream = happens[step], run.task.stream(step, stop)
        parameters = replace(parameters, **what["named"])
        network, state = engine.inherit(engine.build(parameters, run.task.ports), network, state)
        if what["wipes"]:
            state = engine.wipe(network, state, what["wipes"])
        for neuron, output in what["clamp"].items():
            clamp[neuron] = output
        for at, values in inputs.items():
            if step < at <= stop:
                stream.inputs[at - 1 - step] = values
        stream.starts[0] |= what["wipe_all"]
        state, trace = engine.advance(network, parameters, state, stream, record=True, clamp=clamp)
        outputs.append(trace.outputs)
    return state, outputs


@pytest.mark.slow
@given(CHAINS)
@settings(max_examples=150)
def test_a_fork_of_a_fork_is_what_all_of_them_ask_for(found: tuple[str, list[dict[str, Any]]]) -> None:
    kind, chain = found
    run = forked(kind, chain)
    state, outputs = simulated(kind, chain)
    first = min(asked["step"] for asked in chain)
    assert same(run.state, state)
    np.testing.assert_array_equal(run.trace(first + 1, STEPS + 1).outputs, np.concatenate(outputs))
    if first:
        np.testing.assert_array_equal(
            run.trace(1, first + 1).outputs, trained(kind).trace(1, first + 1).outputs
        )


@given(CHAINS, AT)
@settings(max_examples=50)
def test_a_fork_that_asks_for_nothing_is_the_one_that_it_leaves(
    found: tuple[str, list[dict[str, Any]]], step: int
) -> None:
    run = forked(*found)
    other = run.fork(step).train()
    assert same(other.state, run.state)
    assert (other.history, other.trouble) == (run.history, run.trouble)


@pytest.mark.slow
@given(CHAINS, AT, st.booleans(), st.booleans())
@settings(max_examples=100)
def test_ones_own_sequence_begins_with_what_the_fork_has_at_that_step(
    found: tuple[str, list[dict[str, Any]]], step: int, keep: bool, learn: bool
) -> None:
    run = forked(*found)
    row = SequenceStep(tuple(run.trace(step + 1, step + 2).inputs[0][: run.task.ports.inputs]), (None,))
    own = CustomSequence(run, step, [row, row], learn, keep)
    assert same(own.at(0), run.at(step))
    ours, theirs = own.trace(1, 2), run.trace(step + 1, step + 2)
    if keep and not run.task.stream(step, step + 1).starts[0]:
        np.testing.assert_array_equal(ours.before, theirs.before)
        if learn or run.parameters.model not in ("rnn", "lstm"):  # these learn from a window where it ends
            np.testing.assert_array_equal(ours.outputs, theirs.outputs)
    elif not keep:
        assert not ours.before.any()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_sequence_from_a_sequence_goes_on_where_that_one_was(kind: str) -> None:
    run = trained(kind)
    stream = run.task.stream(100, 106)
    rows = [SequenceStep(tuple(x), (None,)) for x in stream.inputs]
    whole, half = CustomSequence(run, 100, rows, keep=True), CustomSequence(run, 100, rows[:3], keep=True)
    rest = CustomSequence(half, 3, rows[3:], keep=True)
    np.testing.assert_array_equal(rest.trace(1, 4).outputs, whole.trace(4, 7).outputs)
    fresh = CustomSequence(CustomSequence(run, 100, rows), 0, rows, keep=True)
    np.testing.assert_array_equal(
        fresh.trace(1, 7).outputs, CustomSequence(run, 100, rows).trace(1, 7).outputs
    )
    with pytest.raises(ValueError, match="step 4 is not in this sequence: it has the steps 0 to 3"):
        CustomSequence(half, 4, rows)


def test_a_clamp_stays_until_another_fork_sets_it_otherwise() -> None:
    run = trained("nmn").fork(40, clamp={3: 1.0, 4: 0.0}).train().fork(80, clamp={3: math.nan}).train()
    hidden = run.trace(1, STEPS + 1).hidden
    assert (hidden[40:80, 3] == 1).all()
    assert not (hidden[80:, 3] == 1).all()
    assert (hidden[40:, 4] == 0).all()


def test_a_memory_is_wiped_once_where_that_was_asked_for() -> None:
    first = trained("nmn").fork(60, wipes=[5]).train()
    kept = trained("nmn").at(60).memory.reshape(-1, 20)[:, 5]
    assert kept.any()
    for run in (first, first.fork(60).train(), first.fork(20).train()):
        assert not run.at(60).memory.reshape(-1, 20)[:, 5].any()
    later = first.fork(100)
    np.testing.assert_array_equal(later.at(100).memory, first.at(100).memory)
    own = CustomSequence(first, 100, [SequenceStep((0.1, 0.2), (None,))], keep=True)
    np.testing.assert_array_equal(own.trace(1, 2).before[0], first.trace(101, 102).before[0])


def test_a_fork_before_a_fork_whose_training_ends_early_is_that_one() -> None:
    class Broken:
        def __init__(self, task: Any) -> None:
            self.task = task

        def __getattr__(self, name: str) -> Any:
            return getattr(self.task, name)

        def stream(self, start: int, stop: int, part: str = "training") -> Stream:
            stream = self.task.stream(start, stop, part)
            stream.inputs[np.arange(start, stop) == 90] = np.inf, -np.inf
            return stream

    run = Run(SORTED, task=Broken(trained("nmn").task)).train()
    assert (run.length, run.trouble is not None) == (90, True)
    mended = run.fork(90, inputs={91: np.zeros(2)}).train()
    assert (mended.length, mended.trouble) == (STEPS, None)
    again = mended.fork(30, gamma=0.1).train()
    assert (again.length, again.trouble, again.at(90).step) == (STEPS, None, 90)
    cut = run.fork(60, gamma=0.2).train()
    assert cut.length == 90
    assert cut.fork(30, gamma=0.9).train().length == 90


def test_whoever_forks_a_run_that_has_not_chosen_its_start_forks_the_one_that_it_chooses() -> None:
    parameters = Parameters(steps=3000, seed=5, restarts=3, restart_steps=400)
    chosen = Run(parameters).train()
    assert chosen.start > 0
    for look in (
        lambda run: run.fork(0).train().state,
        lambda run: run.train() and run.state,
        lambda run: CustomSequence(run, 0, [SequenceStep((0.1, 0.2), (None,))]) and run.train().state,
    ):
        assert same(look(Run(parameters)), chosen.state)
    assert same(Run(parameters).at(0), chosen.at(0))


def test_a_tape_is_the_owner_of_its_own_steps() -> None:
    run = trained("nmn")
    fork: Tape = run.fork(40).train()
    assert [fork.owner(step) is run for step in (0, 39, 40, 41)] == [True, True, False, False]
