"""A sequence of one's own: typed or in a file, in the address, and before a trained network."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmn import tasks
from nmn.address import custom_sequence as address
from nmn.address import sequence_text
from nmn.address.custom_sequence import SequenceQuery
from nmn.app.step import sequence_view
from nmn.parameters import Parameters, recipe
from nmn.runs.custom_sequence import CustomSequence, SequenceStep
from nmn.runs.training import Run

TASK = {name: tasks.make(recipe(name)) for name in tasks.TASKS}
NUMBERS = st.floats(-1e6, 1e6)
POINTS = st.lists(
    st.builds(SequenceStep, st.tuples(NUMBERS, NUMBERS), st.tuples(st.none() | st.integers(0, 9))),
    min_size=1,
    max_size=9,
)


@cache
def trained() -> Run:
    return Run(Parameters(steps=2000, seed=5)).train()


@given(POINTS)
def test_rows_are_read_back_from_their_text_and_from_the_address(found: list[SequenceStep]) -> None:
    text = sequence_text.text(found, TASK["sorted"])
    assert sequence_text.parse(text, TASK["sorted"]) == (tuple(found), [])
    query = SequenceQuery(120, True, True, text)
    assert address.parse(query.text) == (query, [])


@given(
    st.sampled_from(sorted(TASK)),
    st.text(max_size=80) | st.lists(st.sampled_from("0 1 A,=\n.?")).map("".join),
)
def test_any_text_gives_rows_or_sentences(name: str, text: str) -> None:
    found, problems = sequence_text.parse(text, TASK[name])
    assert bool(found) != bool(problems)
    assert all(problem.endswith(".") for problem in problems)


@pytest.mark.parametrize(
    ("name", "text", "row"),
    [
        ("sorted", "0.2 -0.4 = C", SequenceStep((0.2, -0.4), (2,))),
        ("sorted", "0.2;-0.4", None),
        ("sorted", "0.2 -0.4 = ?", SequenceStep((0.2, -0.4), (None,))),
        ("classify-recall", "1 2 = A ? C", SequenceStep((1, 2), (0, None, 2))),
        ("memory-recall", "01101 = 10011", SequenceStep((0, 1, 1, 0, 1), (1, 0, 0, 1, 1))),
        ("memory-recall", "0 1 1 0 1", SequenceStep((0, 1, 1, 0, 1), (None,) * 5)),
        ("extended-recall", "B mark = B", SequenceStep((0, 1, 0, 1), (1,))),
        ("signal", "0.3 = 0.35", SequenceStep((0.3,), (0.35,))),
    ],
)
def test_a_line_as_people_write_it(name: str, text: str, row: SequenceStep | None) -> None:
    found, problems = sequence_text.parse(text, TASK[name])
    assert found == ((row,) if row else ())
    assert bool(problems) == (row is None)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sorted", "", "There is no step yet"),
        ("sorted", "1 2\n3", "Line 2: an input has 2 numbers (x, y), not 1."),
        ("sorted", "1 x", "Line 1: x is not possible: it must be a number from -1,000,000 to 1,000,000."),
        ("sorted", "nan 1", "nan is not possible"),
        ("sorted", "1 2 = Q", "Q is not possible as an answer: there are A, B, C"),
        ("sorted", "1 2 = A B", "Line 1: a step has 1 answer (answer), not 2."),
        ("memory-recall", "01102", "an input has 5 numbers"),
        ("memory-recall", "01101 = 2 0 0 0 0", "2 is not possible as an answer: it must be 0 or 1."),
        (
            "sorted",
            "x,z\n1,2",
            "The columns x, z do not fit: a step has the columns x, y and may have answer.",
        ),
        ("sorted", "x,y\n1,2\n1,2,3", "Line 3 has 3 columns, not 2"),
        ("sorted", "x,y\n", "The file has no line below its heading"),
        ("sorted", "x,y\n1,\n", "Line 2: an empty cell is not possible"),
        ("sorted", "x,y\n1,two", "Line 2: two is not possible"),
        ("sorted", "\0PNG", "This is no text"),
        ("sorted", "1 1\n" * 10_001, "These are 10,001 steps: a sequence can have 10,000 at most."),
    ],
)
def test_what_is_no_sequence_is_explained(name: str, text: str, said: str) -> None:
    found, (sentence,) = sequence_text.parse(text, TASK[name])
    assert not found
    assert said in sentence


def test_of_many_odd_lines_a_few_are_explained() -> None:
    found, problems = sequence_text.parse("a b\n" * 50, TASK["sorted"])
    assert not found
    assert len(problems) == sequence_text.EXPLAINED + 1
    assert problems[-1] == "So it is with 46 more lines."


@pytest.mark.parametrize(
    "text",
    ["x,y\n1,2\n3,4\n", "y, X\r\n2,1\r\n4,3", "1,2\n3,4", "\ufeffx,y,answer\n1,2,\n3,4,-", "1,2,?\n\n3,4,"],
)
def test_a_file_with_or_without_heading_in_any_order_and_with_answers(text: str) -> None:
    assert sequence_text.parse(text, TASK["sorted"]) == (
        (SequenceStep((1, 2), (None,)), SequenceStep((3, 4), (None,))),
        [],
    )


def test_answers_in_a_file_go_by_the_names_of_the_parts() -> None:
    found, problems = sequence_text.parse(
        "x,y,two before,this class,one before\n1,2,C,A,?", TASK["classify-recall"]
    )
    assert not problems
    assert found == (SequenceStep((1, 2), (0, None, 2)),)


def test_numbers_of_one_input_may_stand_in_one_line() -> None:
    found, _ = sequence_text.parse("0.1, 0.2 0.3", TASK["signal"])
    assert [row.inputs for row in found] == [(0.1,), (0.2,), (0.3,)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("after:soon,rows:1 2", "own: after:soon is not possible"),
        ("learn:maybe,rows:1 2", "own: learn:maybe is not possible"),
        ("colour:blue,rows:1 2", "own: colour:blue is not possible"),
        ("after:5", "own needs the steps of the sequence"),
        ("rows:" + "1 2/" * 2000, "an address can hold 4,000"),
    ],
)
def test_what_the_address_cannot_say_is_explained(text: str, said: str) -> None:
    query, (sentence,) = address.parse(text)
    assert said in sentence
    assert (query is not None) == ("is not possible" in said)


def test_a_sequence_too_long_for_an_address_is_not_in_it() -> None:
    assert SequenceQuery(1, rows="1 2\n" * 2000).text == ""


def test_the_network_that_steps_it_is_the_one_of_that_step_and_does_not_learn() -> None:
    stream = trained().task.stream(1000, 1040)
    found = [
        SequenceStep(tuple(x), (int(y.argmax()),)) for x, y in zip(stream.inputs, stream.targets, strict=True)
    ]
    kept = CustomSequence(trained(), 1000, found, keep=True)
    trace = kept.trace(1, 41)
    assert (trace.first, len(trace.inputs), kept.length) == (1, 40, 40)
    np.testing.assert_array_equal(trace.before[0], trained().trace(1001, 1002).before[0])
    np.testing.assert_array_equal(trace.outputs[0], trained().trace(1001, 1002).outputs[0])
    np.testing.assert_array_equal(kept.at(40).weights, trained().at(1000).weights)
    assert not CustomSequence(trained(), 1000, found).trace(1, 41).before[0].any(), (
        "otherwise its memories are empty"
    )


def test_with_learning_on_it_is_the_training_itself() -> None:
    stream = trained().task.stream(1000, 1040)
    found = [
        SequenceStep(tuple(x), (int(y.argmax()),)) for x, y in zip(stream.inputs, stream.targets, strict=True)
    ]
    own = CustomSequence(trained(), 1000, found, learn=True, keep=True)
    np.testing.assert_array_equal(own.at(40).weights, trained().at(1040).weights)
    np.testing.assert_array_equal(own.trace(20, 41).memory, trained().trace(1020, 1041).memory)


def test_an_answer_that_is_not_known_is_not_asked_and_nothing_is_learned_from_it() -> None:
    own = CustomSequence(trained(), 1000, [SequenceStep((0.1, 0.2), (None,))] * 5, learn=True)
    assert not own.trace(1, 6).scored.any()
    np.testing.assert_array_equal(own.at(5).weights, trained().at(1000).weights)


def test_a_long_sequence_is_entered_anywhere_with_the_same_bits() -> None:
    found = [SequenceStep(tuple(x), (None,)) for x in trained().task.stream(0, 900).inputs]
    once, twice = CustomSequence(trained(), 2000, found), CustomSequence(trained(), 2000, found)
    whole = once.trace(1, 901)
    np.testing.assert_array_equal(twice.trace(850, 901).memory, whole.memory[849:])
    np.testing.assert_array_equal(twice.trace(401, 420).memory, whole.memory[400:419])
    assert sorted(twice.checkpoints) == [0, 400, 800]


@pytest.mark.parametrize("model", ["ffnn", "rnn", "lstm"])
def test_every_model_steps_it(model: str) -> None:
    run = Run(Parameters(steps=300, model=model)).train()
    trace = CustomSequence(
        run, 300, [SequenceStep((0.1, 0.2), (None,)), SequenceStep((0.3, 0.4), (1,))]
    ).trace(1, 3)
    assert np.isfinite(trace.outputs).all()
    assert trace.scored.tolist() == [False, True]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("sorted", "points"), ("memory-recall", "cells"), ("extended-recall", "cells"), ("signal", "curve")],
)
def test_a_pad_suits_the_task_and_its_example_is_a_sequence(name: str, kind: str) -> None:
    run = Run(replace(recipe(name), model="ffnn"))
    pad = sequence_view.pad.__wrapped__(run)
    assert pad["kind"] == kind
    found, problems = sequence_text.parse(pad["example"], run.task)
    assert len(found) == 3
    assert not problems


def test_a_sequence_ends_before_the_first_step_that_is_not_finite(monkeypatch: pytest.MonkeyPatch) -> None:
    sequence = [SequenceStep(each, (None,)) for each in ((0.2, -0.4), (0.1, 0.3), (np.nan, 0.0), (0.0, 0.0))]
    own = CustomSequence(trained(), 700, sequence)
    assert (own.length, own.trouble) == (2, "It ends after step 2: the next output was not a finite number.")
    assert np.isfinite(own.trace(1, 3).outputs).all()
    assert CustomSequence(trained(), 700, sequence[:2]).trouble is None
    for first, length in ((1, 1), (2, None)):  # weights that grow without bound in it come to the same
        monkeypatch.setattr(sequence_text, "parse", lambda *_, first=first: (tuple(sequence[first:]), []))
        made, problems = sequence_view.made(trained(), SequenceQuery(700, rows=f"from {first}"))
        assert (made.length if made else None) == length
        assert len(problems) == 1 and "not a finite number" in problems[0]
