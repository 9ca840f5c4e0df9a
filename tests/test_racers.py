"""Who races becomes a text in the address and back; what is not possible is said."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmn.address import race_query
from nmn.address.race_query import USUAL, Entrant, RaceQuery, presets
from nmn.parameters import Parameters, recipe
from nmn.tasks import TASKS

OWN = ("model=nmn;gamma=0.4", "model=lstm;rnn_width=12", "model=nmn;hidden=24,24;memory=1,0")
WISHES = st.builds(
    lambda chosen, own, on, seeds, part, logs: RaceQuery(
        tuple(word for word in (*presets(), *own) if word in chosen or word in on),
        tuple(own),
        seeds,
        part,
        logs,
    ),
    st.sets(st.sampled_from(list(presets()))),
    st.lists(st.sampled_from(OWN), unique=True),
    st.sets(st.sampled_from(OWN)),
    st.integers(1, race_query.MOST_SEEDS),
    st.sampled_from(["", "0", "2", "all"]),
    st.tuples(st.booleans(), st.booleans()),
)


@given(WISHES)
def test_a_wish_becomes_a_text_and_back(query: RaceQuery) -> None:
    assert race_query.parse(query.text) == (query, [])


def test_what_is_usual_needs_no_text() -> None:
    assert RaceQuery().text == ""
    assert race_query.parse("") == (RaceQuery(), [])


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("gru", "it must be one of nmn, ffnn, rnn"),
        ("seeds.0", "seeds.1 to seeds.10"),
        ("seeds.many", "seeds.1 to seeds.10"),
        ("part.-1", "part.0 or part.all"),
        ("z.linear", "x.linear or y.linear"),
        ("model=gru", "one of nmn, ffnn, rnn, lstm"),
        ("gamma=7", "a number from 0 to 1"),
        ("colour=blue", "colour is not a setting of a network"),
        ("seed=3", "seed is not a setting of a network"),
        ("lag=30", "lag is not a setting of a network"),
        ("model=nmn;gamma=0.4", "is there twice"),
    ],
)
def test_what_is_not_possible_is_said_and_the_rest_is_kept(word: str, said: str) -> None:
    query, (problem,) = race_query.parse(f"nmn {OWN[0]} {word} seeds.5 y.linear")
    assert problem.startswith(f"race = {word}")
    assert said in problem
    assert problem.endswith(".")
    assert query == RaceQuery(("nmn", OWN[0]), (OWN[0],), 5, "", (True, False))


def test_there_is_room_for_so_many_of_ones_own() -> None:
    words = [f"model=nmn;gamma=0.{n}" for n in range(race_query.MOST_OWN + 1)]
    query, (problem,) = race_query.parse(" ".join(words))
    assert query is not None and query.own == tuple(words[:-1])
    assert "one too many" in problem


@pytest.mark.parametrize("task", TASKS)
def test_every_preset_can_race_on_every_task_or_says_why_not(task: str) -> None:
    base = recipe(task)
    entrants, problems = race_query.field(base, RaceQuery(tuple(presets())))
    assert len(entrants) + len(problems) == len(presets())
    assert {entrant.parameters.task for entrant in entrants} == {task}
    assert all(entrant.parameters.steps == base.steps for entrant in entrants)
    assert len({entrant.parameters.relevant() for entrant in entrants}) == len(entrants)


def test_a_preset_is_possible_beside_settings_that_exclude_it() -> None:
    base = Parameters(read="addressed", code="soft", store="refresh")
    entrants, problems = race_query.field(base, RaceQuery(("learned", "soft", "input", "addressed", "nmn")))
    assert [entrant.word for entrant in entrants] == ["nmn", "soft", "input", "learned"]
    (same,) = problems  # the sidebar's network is the addressed one
    assert same == "NMN, addressed is the same network as NMN while the sidebar is set so: it races once."


def test_a_network_that_does_not_fit_the_settings_says_so() -> None:
    small = "model=nmn;tau=8;hidden=3"
    (entrant,), (problem,) = race_query.field(Parameters(), RaceQuery(("ffnn", small), (small,)))
    assert entrant.word == "ffnn"
    assert problem.startswith("NMN, τ 8, k 3 does not race: tau = 8 does not fit hidden = 3")


def test_a_network_of_ones_own_keeps_its_settings_and_takes_task_seed_and_steps_from_the_sidebar() -> None:
    pinned = race_query.word(Parameters(gamma=0.4, hidden=(12,), steps=500, seed=3, overlap=0.1, rnn_width=5))
    assert pinned == "model=nmn;gamma=0.4;hidden=12"
    assert race_query.name_of(pinned) == "NMN, γ 0.4, k 12"
    base = Parameters(gamma=0.9, steps=700, seed=9, overlap=0.2)
    (entrant,), problems = race_query.field(base, RaceQuery((pinned,), (pinned,)))
    assert not problems
    assert entrant == Entrant(pinned, "NMN, γ 0.4, k 12", replace(base, gamma=0.4, hidden=(12,)))


def test_what_was_different_is_named() -> None:
    old, new = Parameters(gamma=0.4, rnn_width=3), Parameters(steps=500)
    assert race_query.difference(old, new) == "γ 0.4, training steps 100000"
    assert race_query.difference(old, replace(old, rnn_width=20)) == ""  # of no matter to this network


def test_seeds_follow_the_sidebars_and_there_is_room_for_so_many_runs() -> None:
    assert race_query.seeds(Parameters(seed=4), RaceQuery(seeds=3), 4) == (4, 5, 6)
    assert race_query.seeds(Parameters(seed=999_998), RaceQuery(seeds=3), 4) == (999_998, 999_999)
    assert len(race_query.seeds(Parameters(), RaceQuery(seeds=10), 12)) * 12 <= race_query.MOST_RUNS
    assert len(race_query.seeds(Parameters(), RaceQuery(), 0)) == 3


def test_the_error_shown_first_is_what_the_papers_figures_are_about() -> None:
    assert list(race_query.parts("extended-recall").items()) == [
        ("", "recalled"), ("0", "current input"), ("all", "all answers"),
    ]  # fmt: skip
    assert race_query.number("extended-recall", "") == 1
    assert list(race_query.parts("classify-recall").values())[:2] == ["all answers", "this class"]
    assert race_query.number("classify-recall", "") is None
    assert race_query.parts("sorted") == {"": "class"}
    assert set(USUAL) <= set(presets())
