"""Parameters survive every way in and out, and say what is wrong in a sentence."""

import contextlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmn.parameters import SPECS, Parameters, from_texts, recipe
from nmn.registry import NETWORKS, TASKS
from nmn.runs.training import Run
from nmn.spec import ParameterError, Spec
from nmn.tasks import about


def values(spec: Spec) -> st.SearchStrategy:
    match spec.kind:
        case "choice":
            return st.sampled_from(spec.choices)
        case "integer":
            return st.integers(int(spec.low), int(spec.high))
        case "number":
            return st.floats(spec.low, spec.high)
        case "widths":
            return st.lists(st.integers(9, 30), min_size=1, max_size=4).map(tuple)
        case _:
            return st.just(())


@given(st.fixed_dictionaries({name: values(spec) for name, spec in SPECS.items()}))
def test_a_query_brings_back_the_same_parameters(fields: dict) -> None:
    with contextlib.suppress(ParameterError):  # what does not fit together is another test's claim
        parameters = Parameters(**fields)
        assert from_texts(parameters.to_query()) == (parameters, [])


@given(st.dictionaries(st.sampled_from([*SPECS, "nonsense", ""]), st.text(max_size=8)))
def test_any_text_gives_parameters_and_a_sentence_for_each_problem(texts: dict[str, str]) -> None:
    parameters, problems = from_texts(texts)
    assert isinstance(parameters, Parameters)
    assert all(problem.endswith(".") for problem in problems)


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("tau", "3", "one of 0, 2, 4, 6, 8"),
        ("gamma", "7", "a number from 0 to 1"),
        ("alpha", "nan", "a number from 0.01 to 2"),
        ("alpha", "-inf", "a number from 0.01 to 2"),
        ("hidden", "10000", "each from 1 to 256"),
        ("hidden", "1e400", "each from 1 to 256"),
        ("seed", "1.5", "a whole number from 0 to 999,999"),
        ("memory", "2", "a 1 (memory) or 0 (none)"),
        ("model", "", "one of nmn, ffnn, rnn"),
    ],
)
def test_an_impossible_value_is_named_with_what_is_allowed_and_the_rest_is_kept(name, text, allowed) -> None:
    parameters, problems = from_texts({name: text, "overlap": "0.1"})
    assert parameters == Parameters(overlap=0.1)
    assert len(problems) == 1
    assert problems[0].startswith(f"{name} = {text or '(nothing)'} is not possible")
    assert allowed in problems[0]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    parameters, problems = from_texts({"gama": "0.3", "tau": "4"})
    assert parameters.tau == 4
    assert "gama" in problems[0]
    assert "gamma" in problems[0]


def test_values_that_do_not_fit_each_other_are_explained() -> None:
    assert from_texts({"tau": "8", "hidden": "8"})[0] == Parameters(tau=8)
    assert "at least 9" in from_texts({"tau": "8", "hidden": "8"})[1][0]
    assert "one for each hidden layer" in from_texts({"memory": "1,0"})[1][0]
    assert "more than the 2,000,000" in from_texts({"tau": "8", "hidden": "256,256"})[1][0]
    assert from_texts({"hidden": "2", "tau": "0"}) == (Parameters(hidden=(2,), tau=0), [])
    assert from_texts({"hidden": "2", "model": "ffnn"})[1] == []


@pytest.mark.parametrize(
    "other",
    [{"gate": "learned"}, {"read": "addressed"}, {"store": "refresh"}, {"decay": "asymptotic"},
     {"decay_in_use": "asymptotic"}],
    ids=str,
)  # fmt: skip
def test_what_cannot_turn_is_explained(other: dict[str, str]) -> None:
    with pytest.raises(ParameterError, match=r"^turn = 2 is not possible with .*\.$"):
        Parameters(turn=2.0, **other)
    assert "turn" in from_texts({"turn": "2", **other})[1][0]


def test_runs_that_a_knob_does_not_touch_compare_equal() -> None:
    plain = Parameters(model="ffnn")
    assert replace(plain, gamma=0.9, tau=6, rnn_width=3).relevant() == plain.relevant()
    assert replace(plain, alpha=0.9).relevant() != plain.relevant()
    assert replace(Parameters(), gamma=0.9).relevant() != Parameters().relevant()


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("layers", [1, 2, 3])
def test_every_network_of_any_number_of_layers_is_compared_with_every_other(task: str, layers: int) -> None:
    """The recipe's memory, which says of its layers which have one, is not that of another number of layers."""
    ours = replace(recipe(task), hidden=(12,) * layers, memory=())
    for model in NETWORKS:
        one = replace(ours, model=model).relevant()
        assert one.relevant() == one
        for other in NETWORKS:
            assert replace(one, model=other).relevant().model == other


def test_every_parameter_has_its_sentence() -> None:
    for spec in SPECS.values():
        assert spec.help.endswith("."), spec.name
        assert spec.label, spec.name


def test_every_choice_has_a_sentence_of_its_own() -> None:
    for spec in SPECS.values():
        said = {task: about(recipe(task)) for task in spec.choices} if spec.name == "task" else spec.meanings
        assert list(said) == list(spec.choices), spec.name
        assert all(text.endswith(".") and len(text) < 125 for text in said.values()), spec.name
        assert len(set(said.values())) == len(said), spec.name


def test_what_a_run_has_no_use_for_changes_nothing() -> None:
    base = Parameters(steps=300, seed=12)
    others = {
        "focus": 3.0,
        "floor": 0.3,
        "gamma_in_use": 0.1,
        "gate_range": 1.0,
        "horizon": 9.0,
        "restart_steps": 7,
    }
    assert {name for name, spec in SPECS.items() if base.matters(spec) and not base.uses(spec)} == set(others)
    assert Run(replace(base, **others)).train().test() == Run(base).train().test()
