"""A race under a moved control: what depends on it is trained anew and the page's own, and the rest stays as it is."""

import json
from dataclasses import replace
from typing import Any

import pytest

from nmn.address import race_query
from nmn.address.race_query import RaceQuery
from nmn.app.race import live, race_table
from nmn.app.race.picture import KEY, picture
from nmn.app.shared import answers, boards, controls, follow, patience
from nmn.parameters import Parameters, recipe
from nmn.runs.training import Run
from nmn.studies.race import Race
from nmn.tasks import TASKS

pytestmark = pytest.mark.usefixtures("patient")
SMALL = Parameters(hidden=(6,), steps=2000, rnn_width=2, bptt=1)


def raced(parameters: Parameters, query: RaceQuery) -> live.Board:
    """A race that has ended, as the page holds it."""
    entrants, _ = race_query.field(parameters, query)
    seeds = race_query.seeds(parameters, query, len(entrants))
    wanted = race_table.jobs(entrants, seeds)
    held = [controls.run(each).train() for each in wanted]
    job = Race(wanted, controls.run, controls.known, running=False)
    assert all(run.finished for run in held)
    return live.Board(parameters, query, entrants, seeds, job, [])


def moved(board: live.Board, **settings: object) -> dict[str, Any]:
    """What the browser reads of the answer."""
    texts = {name: str(value) for name, value in settings.items()}
    found = live.moved({"board": boards.put(board), "theme": "light", **texts})
    assert isinstance(found, bytes), found
    told: dict[str, Any] = json.loads(found)
    return told


def drawn(board: live.Board) -> dict[str, Any]:
    """The page's own lines."""
    shown = race_table.contenders(board.entrants, board.seeds, board.job.snapshot())
    figure = picture(shown, [], board.query, "light")
    return lines(json.loads(follow.answer({KEY: figure}, "", more=False)))


def lines(told: dict[str, Any]) -> dict[str, Any]:
    return {each["name"]: each["y"] for each in told["figures"][KEY]["data"] if "name" in each}


def test_what_depends_on_it_is_trained_anew_and_the_lines_of_before_stay_as_ghosts() -> None:
    board = raced(SMALL, RaceQuery(seeds=2))
    told = moved(board, gamma=0.8)
    assert (told["note"], told["more"]) == ("Trained anew: 2 runs of 2,000 inputs.", False)
    there, now = drawn(board), lines(told)
    assert now["NMN, before: γ 0.5"] == there["NMN"] != now["NMN"]
    assert [now[name] for name in ("FFNN", "RNN", "LSTM")] == [
        there[name] for name in ("FFNN", "RNN", "LSTM")
    ]
    after = raced(replace(SMALL, gamma=0.8), board.query)
    assert now["NMN"] == drawn(after)["NMN"], "letting go shows the same"


def test_long_runs_are_shown_as_far_as_patience_goes_the_first_seed_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    board = raced(SMALL, RaceQuery(chosen=("nmn",), seeds=2))
    monkeypatch.setattr(patience, "PATIENCE", 0.0)  # a piece with each answer
    notes = [moved(board, gamma=0.7) for _ in range(4)]
    assert [each["note"] for each in notes] == [
        "While you drag: 1,000 of 4,000 inputs, 0 of 2 runs whole.",
        "While you drag: 2,000 of 4,000 inputs, 1 of 2 runs whole.",
        "While you drag: 3,000 of 4,000 inputs, 1 of 2 runs whole.",
        "Trained anew: 2 runs of 2,000 inputs.",
    ]
    assert [each["more"] for each in notes] == [True, True, True, False]


def test_of_several_starts_the_first_is_shown_and_it_says_so() -> None:
    board = raced(replace(SMALL, restarts=2, restart_steps=500), RaceQuery(chosen=("nmn",), seeds=1))
    told = moved(board, gamma=0.7)
    assert told["note"] == "Trained anew: 1 run of 2,000 inputs, each from the first of 2 starts."
    one = Run(replace(SMALL, gamma=0.7)).train().history.error
    assert lines(told)["NMN"][-1] == pytest.approx(max(one[-1], 1e-4))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"gamma": 7}, "gamma = 7 is not possible: decay must be a number from 0 to 1."),
        ({"tau": 8}, "tau = 8 does not fit hidden = 6"),
    ],
)
def test_what_is_not_possible_is_a_sentence(settings: dict[str, object], words: str) -> None:
    name = boards.put(board := raced(SMALL, RaceQuery(chosen=("nmn",), seeds=1)))
    assert boards.find(name, live.Board) is board
    texts = {each: str(value) for each, value in settings.items()}
    assert words in str(live.moved({"board": name, **texts}))


def test_what_nothing_depends_on_is_said_and_nobody_trains_for_a_page_that_is_gone() -> None:
    board = raced(SMALL, RaceQuery(chosen=("nmn",), seeds=1))
    assert moved(board, rnn_alpha=0.3)["note"] == "Nobody who races depends on it."
    assert live.moved({"board": boards.put(board), "gamma": "0.9"}, lambda: True) is None
    assert live.moved({"board": "another", "gamma": "0.9"}) == follow.GONE


@pytest.mark.parametrize("task", TASKS)
def test_every_network_and_variant_on_every_task_follows_the_learning_rate(task: str) -> None:
    usual = replace(recipe(task), hidden=(12,), memory=(), steps=200, restarts=1, rnn_width=2, bptt=1)
    board = raced(usual, RaceQuery(chosen=tuple(race_query.presets()), seeds=1))
    now = lines(moved(board, alpha=0.31))
    there = drawn(raced(replace(usual, alpha=0.31), board.query))
    assert {name: line for name, line in now.items() if "before" not in name} == there
    changed = {name for name, line in drawn(board).items() if there[name] != line}
    assert changed
    assert {name.partition(", before")[0] for name in now if "before" in name} <= changed


def test_a_page_offers_to_ask_only_where_somebody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_served", set())
    board = raced(SMALL, RaceQuery(chosen=("nmn",), seeds=1))
    assert live.told(board, "name", "dark") is None
    assert live.route().path == f"/{live.ADDRESS}"
    found: Any = live.told(board, "name", "dark")
    assert found["query"] == {"board": "name", "theme": "dark"}
    assert found["controls"]["_gamma"] == {"name": "gamma", "text": "0.5"}
