"""A fork: its text, what a run can do of it, and the two futures that come of it."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmn.address.fork import LONGEST, Fork, parse
from nmn.app.step import fork_check, fork_view
from nmn.parameters import SPECS, Parameters, recipe
from nmn.runs.training import Run


@cache
def trained() -> Run:
    return Run(Parameters(steps=3000, seed=5)).train()


NUMBERS = st.floats(-1e6, 1e6)
VALUES = {
    "gamma": st.floats(0, 1),
    "alpha": st.floats(0.01, 2),
    "store": st.sampled_from(SPECS["store"].choices),
    "decay": st.sampled_from(SPECS["decay"].choices),
}
STEPS = st.integers(1, 10**9 - 1)
FORKS = st.builds(
    Fork,
    step=st.integers(0, 10**9 - 1),
    changes=st.fixed_dictionaries({}, optional=VALUES).map(lambda found: tuple(found.items())),
    clamp=st.dictionaries(st.integers(0, 999), st.floats(-1, 1), max_size=4).map(
        lambda found: tuple((n, x + 0.0) for n, x in found.items())  # no minus zero: that is zero
    ),
    wipes=st.lists(st.integers(0, 999), unique=True, max_size=4).map(tuple),
    wipe_all=st.booleans(),
    inputs=st.dictionaries(STEPS, st.lists(NUMBERS, min_size=1, max_size=3).map(tuple), max_size=3).map(
        lambda found: tuple(found.items())
    ),
    swaps=st.sets(st.tuples(STEPS, STEPS).filter(lambda pair: pair[0] < pair[1]), max_size=3).map(tuple),
)


def made(text: str) -> tuple[Fork, Run]:
    """The fork of the run that a text stands for, all of it possible."""
    fork, problems = parse(text)
    assert fork is not None
    fork, more = fork_check.fitting(fork, trained())
    assert fork is not None
    assert not problems + more
    return fork, fork_view.leave(trained(), fork)


@given(FORKS)
def test_a_fork_is_read_back_from_its_text(fork: Fork) -> None:
    assert parse(fork.text) == (fork, [])


SCRAPS = ["step", "wipe", "input", "swap", "gamma", ":", ";", ",", "1", "-1", "nan", "all"]


@given(st.text(max_size=60) | st.lists(st.sampled_from(SCRAPS)).map("".join))
def test_any_text_gives_a_fork_or_sentences(text: str) -> None:
    fork, problems = parse(text)
    assert fork is not None or problems
    assert all(problem.endswith(".") for problem in problems)


def test_a_text_for_people() -> None:
    fork, problems = parse(
        "step:120,gamma:0.9,silence:3,force:4:0.5,input:130:0.2;0.4,wipe:5,wipe:all,swap:140:131"
    )
    assert not problems
    assert fork == Fork(
        120, (("gamma", 0.9),), ((3, 0.0), (4, 0.5)), (5,), True, ((130, (0.2, 0.4)),), ((131, 140),)
    )


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("gamma:7", "gamma = 7 is not possible: decay must be a number from 0 to 1."),
        ("gamma", "gamma = (nothing) is not possible"),
        ("tau:4", "tau is nothing that a fork can change. It takes step, silence"),
        ("colour:blue", "colour is nothing that a fork can change"),
        (
            "silence:-1",
            "silence:-1 is not possible: it must be silence:N, N the number of a neuron from 0 on.",
        ),
        ("silence", "silence is not possible"),
        ("force:3", "force:3 is not possible: it must be force:N:X"),
        ("force:3:2", "output from -1 to 1"),
        ("wipe:some", "it must be wipe:N"),
        ("input:9:nan;1", "input:9:nan;1 is not possible: it must be input:N:X;Y"),
        ("input:9:1e9;1", "is not possible"),
        ("input:9", "is not possible"),
        ("swap:9:9", "swap:9:9 is not possible: it must be swap:N:K, N and K two steps from 1 on."),
        ("step:8", "step:8 comes after another value for the same, which is kept."),
    ],
)
def test_what_is_not_possible_is_explained_and_the_rest_is_kept(item: str, said: str) -> None:
    fork, (sentence,) = parse(f"step:7,{item},wipe:1")
    assert fork == Fork(7, wipes=(1,))
    assert sentence.startswith("fork: ")
    assert said in sentence
    assert sentence.endswith(".")


def test_without_a_step_there_is_no_fork() -> None:
    assert parse("gamma:0.9") == (
        None,
        ["fork needs the last step that both futures share, such as step:120."],
    )
    fork, (said,) = parse("step:1," * LONGEST)
    assert fork is None
    assert "at most" in said


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("silence:20", "neuron 21 is not in this network: it has 20 hidden neurons."),
        ("wipe:20", "neuron 21 is not in this network: it has 20 hidden neurons."),
        ("input:130:1", "input 130 is not possible: give 2 numbers for one of the steps 121 to 3,000."),
        ("input:120:1;1", "input 120 is not possible"),
        ("input:3001:1;1", "input 3,001 is not possible"),
        ("swap:100:200", "swap 100 with 200 is not possible: both must be among the steps 121 to 3,000."),
        ("rnn_alpha:0.1", "rnn_alpha does not matter to the NMN."),
    ],
)
def test_what_this_run_cannot_do_is_explained_and_the_rest_is_kept(item: str, said: str) -> None:
    fork, problems = parse(f"step:120,gamma:0.9,{item}")
    assert fork is not None
    assert not problems
    fork, (sentence,) = fork_check.fitting(fork, trained())
    assert fork == Fork(120, (("gamma", 0.9),))
    assert said in sentence


def test_a_fork_leaves_before_the_end_of_the_run() -> None:
    fork, (said,) = fork_check.fitting(Fork(3000), trained())
    assert fork is None
    assert "0 to 2,999" in said


def test_parameters_must_fit_each_other_in_a_fork_too() -> None:
    run = Run(replace(recipe("memory-recall"), steps=300)).train()
    fork, (said,) = fork_check.fitting(Fork(100, (("gamma", 0.9), ("alpha", 0.1))), run)
    assert fork == Fork(100, (("alpha", 0.1),))
    assert "gamma_spread = 0.4 does not fit gamma = 0.9" in said


def test_only_neurons_with_a_bank_can_be_wiped_one_by_one() -> None:
    run = Run(replace(recipe("extended-recall"), steps=300)).train()
    fork, (said,) = fork_check.fitting(Fork(100, wipes=(23, 24)), run)
    assert fork == Fork(100, wipes=(23,))
    assert "wipe:all" in said


def test_both_futures_are_one_up_to_the_fork_and_differ_from_there() -> None:
    fork, other = made("step:120,gamma:0.9")
    trace, ours = fork_view.window(other, fork, 1, 401), trained().trace(1, 401)
    assert trace is not None
    np.testing.assert_array_equal(trace.memory[:120], ours.memory[:120])
    assert (trace.memory[120:] != ours.memory[120:]).any(axis=1).all()
    assert other.length == 400, "it is trained as far as it is shown"


def test_a_window_before_the_fork_needs_no_second_future() -> None:
    fork, other = made("step:900,gamma:0.9")
    assert fork_view.window(other, fork, 401, 801) is None
    assert other.length == 900


def test_a_window_after_the_end_of_the_second_future_has_none_of_it() -> None:
    fork, other = made("step:300,alpha:2,gamma:1")
    assert other.train(until=1200).trouble and other.length < 1001
    assert fork_view.window(other, fork, 1001, 1201) is None


def test_a_wiped_neuron_has_forgotten_and_no_other_has() -> None:
    fork, other = made("step:120,wipe:5")
    trace, ours = fork_view.window(other, fork, 1, 401), trained().trace(1, 401)
    assert trace is not None
    assert np.array_equal(ours.memory[119], trace.memory[119]), "the step before is a shared one"
    was, now = (each.before[120].reshape(20, -1) for each in (ours, trace))
    assert was[5].any()
    assert not now[5].any()
    np.testing.assert_array_equal(np.delete(now, 5, axis=0), np.delete(was, 5, axis=0))


@pytest.mark.parametrize("task", ["sorted", "memory-recall", "extended-recall"])
def test_wiping_every_neuron_is_wiping_all_memory(task: str) -> None:
    run = Run(replace(recipe(task), steps=300)).train()
    banks = [n for n in range(len(run.clamp)) if fork_check.fitting(Fork(130, wipes=(n,)), run)[1] == []]
    one_by_one, at_once = run.fork(130, wipes=banks).train(), run.fork(130, wipe_all=True).train()
    for mine, other in zip(one_by_one.state, at_once.state, strict=True):
        np.testing.assert_array_equal(mine, other)


def test_a_wiped_neuron_with_a_learned_gate_forgets_what_its_gate_wrote() -> None:
    run = Run(replace(recipe("extended-recall"), steps=300)).train()
    was, now = run.at(130), run.fork(130, wipes=[5]).at(130)
    before, after = (each.eligibility.reshape(-1, 24) for each in (was, now))
    assert before[:, 5].any()
    assert not after[:, 5].any()
    np.testing.assert_array_equal(np.delete(after, 5, axis=1), np.delete(before, 5, axis=1))


def test_wiping_all_memory_forgets_all_of_it_once() -> None:
    fork, other = made("step:120,wipe:all")
    trace = fork_view.window(other, fork, 1, 401)
    assert trace is not None
    assert not trace.before[120].any()
    assert trace.starts.nonzero()[0].tolist() == [120]
    assert trace.memory[120].any()


@pytest.mark.parametrize("model", ["rnn", "lstm", "delayed"])
def test_other_models_lose_their_state_where_all_is_wiped(model: str) -> None:
    task = "signal" if model == "delayed" else "sorted"
    run = Run(Parameters(task=task, model=model, steps=200)).train()
    fork = Fork(100, wipe_all=True)
    trace = fork_view.window(fork_view.leave(run, fork), fork, 1, 200)
    assert trace is not None
    assert not np.array_equal(trace.outputs[100], run.trace(101, 102).outputs[0])
    np.testing.assert_array_equal(trace.outputs[:100], run.trace(1, 101).outputs)


def test_swapped_inputs_change_places_and_a_changed_one_is_what_the_network_sees() -> None:
    fork, other = made("step:120,swap:130:140,input:125:9;-9")
    trace, ours = fork_view.window(other, fork, 1, 401), trained().trace(1, 401)
    assert trace is not None
    np.testing.assert_array_equal(trace.inputs[[129, 139]], ours.inputs[[139, 129]])
    np.testing.assert_array_equal(trace.inputs[124], [9, -9])
    np.testing.assert_array_equal(
        np.delete(trace.inputs, [124, 129, 139], 0), np.delete(ours.inputs, [124, 129, 139], 0)
    )
    np.testing.assert_array_equal(trace.targets, ours.targets)


def test_the_first_different_answer_is_the_first() -> None:
    fork, other = made("step:120,gamma:0.9")
    first = fork_view.differs.__wrapped__(trained(), other, fork, 3000)
    assert first is not None
    ours, theirs = (run.trace(121, first + 1).outputs.argmax(axis=1) for run in (trained(), other))
    assert (ours[:-1] == theirs[:-1]).all()
    assert ours[-1] != theirs[-1]


def test_a_fork_that_changes_nothing_never_answers_differently() -> None:
    fork, other = made("step:120")
    assert fork_view.differs.__wrapped__(trained(), other, fork, 3000) is None


def test_a_fork_in_words() -> None:
    fork, _ = made("step:120,gamma:0.9,silence:3,force:4:1,wipe:5,wipe:all,input:130:0.2;0.4,swap:131:140")
    assert fork_check.words(trained(), fork) == [
        "γ 0.9 instead of 0.5", "neuron 4 silenced", "neuron 5 forced to 1", "all memory wiped",
        "memory of neuron 6 wiped", "input 130 is 0.2, 0.4", "inputs 131 and 140 swapped",
    ]  # fmt: skip


def test_the_stage_offers_what_shows_in_a_training_step() -> None:
    names = [each["name"] for each in fork_check.forkable(trained().parameters)]
    assert names == ["gamma", "alpha", "store", "code", "decay", "floor", "backprop"]
    assert [each["name"] for each in fork_check.forkable(Parameters(model="rnn"))] == ["rnn_alpha"]
