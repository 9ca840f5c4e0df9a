"""The curves that a run is compared with: trained behind the stage, a little further with each answer."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from nmn.app.shared import answers, controls, patience
from nmn.app.shared.run_cache import RUNS
from nmn.app.step import beside, stage
from nmn.parameters import Parameters
from nmn.runs.training import Run

SMALL = Parameters(hidden=(5,), steps=3000, rnn_width=3)


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No run and no server of another test."""
    monkeypatch.setattr(answers, "_served", set())
    RUNS.clear()
    yield
    RUNS.clear()


def asked(parameters: Parameters) -> dict[str, str]:
    return {"v": "2", **parameters.to_query()}


def held(parameters: Parameters) -> dict[str, Run]:
    """The runs, as a page holds them."""
    return {model: controls.run(each) for model, each in controls.compared(parameters).items()}


def answer(parameters: Parameters) -> dict[str, Any]:
    found = beside.grown(asked(parameters))
    assert isinstance(found, bytes)
    told: dict[str, Any] = json.loads(found)
    return told


def test_curves_grow_with_each_answer_until_they_are_those_of_whole_trainings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.0)
    runs = held(SMALL)
    runs["nmn"].train()
    shares = [answer(SMALL)["share"]]
    while (told := answer(SMALL))["left"]:
        shares.append(told["share"])
    assert shares == sorted(set(shares)) and len(shares) > 5, "a piece with each answer"
    assert told["share"] == 1
    for curve in told["curves"]:
        whole = Run(controls.compared(SMALL)[curve["model"]]).train().history
        assert (curve["steps"], curve["error"]) == (whole.steps, whole.error)


def test_the_stepped_run_is_not_trained_for_its_reader_may_have_stopped_it() -> None:
    runs = held(SMALL)
    runs["nmn"].train(until=1000)
    while answer(SMALL)["left"]:
        pass
    assert {model: run.length for model, run in runs.items()} == {
        **dict.fromkeys(runs, SMALL.steps),
        "nmn": 1000,
    }


def test_what_nobody_waits_for_is_not_trained() -> None:
    runs = held(SMALL)
    assert beside.grown(asked(SMALL), lambda: True) is None
    assert not any(run.length for run in runs.values())


def test_what_is_not_possible_is_a_sentence() -> None:
    assert "gamma = 7 is not possible" in str(beside.grown({"v": "2", "gamma": "7"}))


def test_the_header_tells_where_to_ask_while_there_is_something_to_train() -> None:
    runs = held(SMALL)
    runs["nmn"].train()
    assert beside.told(SMALL, runs) == {}, "nobody answers"
    assert beside.route().path == f"/{beside.ADDRESS}"
    found: Any = beside.told(SMALL, runs)["beside"]
    assert found["query"] == asked(SMALL)
    assert set(found["left"]) == {run.engine.label for model, run in runs.items() if model != "nmn"}
    for run in runs.values():
        run.train()
    assert beside.told(SMALL, runs) == {}


@pytest.mark.parametrize(("model", "seed"), [("nmn", 1), ("rnn", 2)])  # what another page holds stays
def test_a_page_shows_its_run_before_it_trains_another(
    model: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[dict[str, int]] = []
    parameters = replace(SMALL, model=model, seed=seed)
    runs = held(parameters)
    draw = stage.stage

    def seen(*args: Any, **named: Any) -> Any:
        drawn.append({name: run.length for name, run in runs.items()})
        return draw(*args, **named)

    monkeypatch.setattr("nmn.app.step.explorer.stage", seen)
    beside.route()
    page = AppTest.from_file("../pages/step_through.py", default_timeout=60)
    for name, text in asked(parameters).items():
        page.query_params[name] = text
    page.run()
    assert not page.exception
    assert drawn[0] == {**dict.fromkeys(runs, 0), model: SMALL.steps}
