"""What stands beside a map at a cross-hair's cell: the page's own curves, or a run that is trained for it."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from maps import outcome

from nmn.address.map_plan import grid, planned
from nmn.address.map_query import MapQuery
from nmn.app.map import cell as beside
from nmn.app.map import cross
from nmn.app.map.adaptive_grid import Survey
from nmn.app.map.table import closest
from nmn.app.shared import answers, boards, controls, follow, patience
from nmn.engine import NETWORKS
from nmn.parameters import Parameters, recipe
from nmn.runs.training import Run
from nmn.studies.grid import Grid, axis
from nmn.studies.store import Store
from nmn.tasks import TASKS

pytestmark = pytest.mark.usefixtures("patient")
SMALL = Grid(Parameters(hidden=(6,), steps=2000), (axis("gamma=0.1,0.5"), axis("tau=2,4,8")), (3, 4))


@pytest.fixture
def store() -> Iterator[Store]:
    """What is known: both runs of a cell."""
    with Store() as kept:
        for seed in SMALL.seeds:
            kept.add(outcome(SMALL.parameters((1, 0), seed), 0.1 + seed / 100))
        yield kept


def at(shown: Survey, cell: str) -> dict[str, Any]:
    """What the browser reads of the answer."""
    found = cross.at({"board": boards.put(shown), "theme": "dark", "cell": cell})
    assert isinstance(found, bytes), found
    told: dict[str, Any] = json.loads(found)
    return told


def names(told: dict[str, Any]) -> list[str]:
    """The learning curves that are drawn."""
    return [each["name"] for each in told["figures"][beside.LEARNING]["data"] if each["mode"] == "lines"]


def test_a_measured_cell_is_what_the_page_shows_of_it(store: Store) -> None:
    survey = Survey(SMALL, store)
    told, table = at(survey, "1.0"), survey.table()
    shown = {
        beside.LEARNING: beside.learning(table, (1, 0), "dark", "wrong answers"),
        cross.ALONG: cross.along(table, (1, 0), "dark", "wrong answers"),
    }
    assert told["figures"] == json.loads(json.dumps(shown))
    assert told["headings"] == {
        beside.LEARNING: "γ = 0.5, τ = 2: median 13.5 % of 2 runs, quartiles 13.2 % to 13.8 %."
    }
    assert (told["place"], told["note"], told["more"]) == ("1.0", "", False)
    assert names(told) == ["seed 3", "seed 4"]
    assert not any(controls.known(SMALL.parameters((1, 0), seed)) for seed in SMALL.seeds)


def test_of_a_cell_that_is_not_measured_the_first_run_is_trained_as_far_as_patience_goes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.0)  # a piece with each answer
    survey = Survey(SMALL, store)
    part, whole = at(survey, "0.0"), at(survey, "0.0")
    assert (part["note"], part["more"]) == ("Not measured yet: seed 3, 1,000 of 2,000 inputs so far.", True)
    assert (whole["note"], whole["more"]) == ("Not measured yet: seed 3 trained on 2,000 inputs.", False)
    assert whole["headings"] == {beside.LEARNING: "γ = 0.1, τ = 2: not measured yet."}
    assert names(whole) == ["seed 3"]
    run = Run(SMALL.parameters((0, 0), 3)).train()
    steps, errors = run.history.thinned(run.task.headline, 40)
    (line,) = (each for each in whole["figures"][beside.LEARNING]["data"] if each["mode"] == "lines")
    assert (line["x"], line["y"]) == (steps, pytest.approx([max(error, 1e-4) for error in errors]))
    assert survey.done == 2, "it is no run of the map"


def test_of_several_starts_the_first_is_taken(store: Store) -> None:
    wanted = replace(SMALL, base=replace(SMALL.base, restarts=2, restart_steps=500))
    assert at(Survey(wanted, store), "0.0")["note"] == "Not measured yet: seed 3 trained on 2,000 inputs."


def test_a_cell_that_cannot_be_says_why_and_trains_nothing(store: Store) -> None:
    told = at(Survey(SMALL, store), "0.2")
    assert told["headings"][beside.LEARNING].startswith("γ = 0.1, τ = 8: tau = 8 does not fit hidden = 6")
    assert (told["note"], told["more"], names(told)) == ("", False, [])


def test_what_is_not_there_is_a_sentence_and_nobody_trains_for_a_page_that_is_gone(store: Store) -> None:
    survey = Survey(SMALL, store)
    name = boards.put(survey)
    for text in ("5.0", "0", "", "x"):
        assert cross.at({"board": name, "cell": text}) == f"cell = {text} is not in this map."
    assert cross.at({"board": name, "cell": "0.0"}, lambda: True) is None
    assert cross.at({"board": "another", "cell": "0.0"}) == follow.GONE


@pytest.mark.parametrize("model", NETWORKS)
@pytest.mark.parametrize("task", TASKS)
def test_every_network_on_every_task_has_its_cells(task: str, model: str) -> None:
    usual = replace(recipe(task), model=model, hidden=(12,), memory=(), restarts=1)
    full, problems = planned(MapQuery(inputs=200), usual)
    wanted = grid(full, usual)
    assert not problems
    with Store() as empty:
        told = at(Survey(wanted, empty), beside.placed(closest(wanted, usual)))
    assert told["more"] is False
    assert len(names(told)) == 1


def test_a_map_offers_to_ask_only_where_somebody_answers(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_served", set())
    survey = Survey(SMALL, store)
    assert cross.told(survey, "name", "dark") is None
    assert cross.route().path == f"/{cross.ADDRESS}"
    found: Any = cross.told(survey, "name", "dark")
    assert (found["query"], found["sizes"]) == ({"board": "name", "theme": "dark"}, [2, 3])
