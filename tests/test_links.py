"""A link opens the screen that it was made on: every state becomes one and is read back, old ones for ever alike."""

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmn import versions
from nmn.address import neurons, paper_query, race_query
from nmn.address.map_plan import planned
from nmn.address.map_query import MapQuery
from nmn.address.screen import run_link
from nmn.app.shared import frame
from nmn.engine import NETWORKS
from nmn.parameters import SPECS, Parameters, from_texts, recipe
from nmn.studies.experiments import EXPERIMENTS
from nmn.tasks import TASKS
from nmn.versions import VERSION

MEANINGS = Path(__file__).parent / "links.json"
RAISE = (
    "What a link of version {0} leaves out means something else now. Raise VERSION in nmn/versions.py, note the old "
    "values in EARLIER under {0}, and write what the new version means into tests/links.json."
)


class State(dict):
    __getattr__ = dict.__getitem__
    __setattr__ = dict.__setitem__


class Query(dict):
    to_dict = dict.copy

    def from_dict(self, other: dict[str, str]) -> None:
        self.clear()
        self.update(other)


def opened(link: dict[str, str]) -> State:
    """The state of a screen that a link opens."""
    return _shown(link)[0]


def linked(link: dict[str, str]) -> dict[str, str]:
    """The link that a screen has that another link opened."""
    return _shown(link)[1]


def _shown(link: dict[str, str]) -> tuple[State, dict[str, str]]:
    state, query = State(), Query(link)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(frame, "st", SimpleNamespace(session_state=state, query_params=query))
        patched.setattr(frame, "reader", SimpleNamespace(end=lambda: None))
        frame._read_url()
        frame.write_url()
    return state, dict(query)


def of(layers: tuple[int, ...], version: int) -> st.SearchStrategy[str]:
    """Neurons as links of a version name them."""
    last = sum(layers) - 1
    return st.integers(0, last).map(lambda n: str(n) if version < 2 else neurons.written(n, layers))


@st.composite
def links(draw: st.DrawFn, version: int) -> dict[str, str]:
    """Links of a version to screens of every kind."""
    task, model = draw(st.sampled_from(sorted(TASKS))), draw(st.sampled_from(sorted(NETWORKS)))
    hidden = draw(st.sampled_from(("20", "7", "24,24", "5,6,7")))
    link = {
        "task": task,
        "model": model,
        "hidden": hidden,
        "memory": "all",
        "seed": str(draw(st.integers(0, 99))),
    }
    layers = neurons.sizes(from_texts(link)[0])
    name = of(layers, version)
    fork = draw(
        st.lists(
            st.one_of(
                name.map("silence:{}".format),
                name.map("force:{}:0.5".format),
                name.map("wipe:{}".format),
                st.sampled_from(("wipe:all", "alpha:0.2", "swap:900:950")),
            ),
            unique_by=lambda item: item if item[0] == "w" else item.split(":")[1],
            max_size=4,
        )
    )
    more = {
        "at": st.integers(1, 999).map(str),
        "neuron": name,
        "look": st.sampled_from(("x-ray", "geometry,axis:011,input:40")),
        "phase": st.sampled_from(("read", "fire", "decay")),
        "fork": st.just(",".join(("step:300", *fork))),
        "own": st.just("after:700,rows:0.2 -0.4 = A/0.1 0.3"),
        "race": st.sampled_from(("ffnn seeds.2 x.linear", "model=nmn;gamma=0.4 none")),
        "map": st.sampled_from(("seeds:0-4 inputs:2000", "across:tau=0,2,4 panels:gamma=0.1,0.5 cell:2.0.1")),
        "readings": st.sampled_from(("sorted.3.5", "classify-recall", "memory-recall sorted.7")),
        "gamma_in_use": st.just("0.4"),
    }
    return (
        link | draw(st.fixed_dictionaries({}, optional=more)) | ({"v": str(version)} if version > 1 else {})
    )


@given(st.integers(1, VERSION).flatmap(links))
def test_every_screen_becomes_a_link_that_opens_the_same_screen(link: dict[str, str]) -> None:
    first = opened(link)
    assert first.problems == []
    again = linked(link)
    assert again["v"] == str(VERSION)
    assert opened(again) == first
    assert linked(again) == again


@given(links(VERSION))
def test_a_link_of_this_version_stays_as_it_is(link: dict[str, str]) -> None:
    again = linked(link)
    assert {name: again[name] for name in link if name in ("v", "at", "neuron", "look", "phase", "own")} == {
        name: text for name, text in link.items() if name in ("v", "at", "neuron", "look", "phase", "own")
    }
    assert set(again.get("fork", "").split(",")) == set(link.get("fork", "").split(","))


def test_an_old_link_counts_neurons_from_0_and_is_written_as_the_screen_numbers_them() -> None:
    old = {"hidden": "24,24", "neuron": "26", "fork": "step:300,silence:3,force:24:1,wipe:47"}
    assert opened(old).neuron == 26
    assert linked(old) == {
        "v": "2", "hidden": "24,24", "neuron": "2.3", "fork": "step:300,silence:1.4,force:2.1:1,wipe:2.24",
    }  # fmt: skip
    assert linked({"neuron": "0"}) == {"v": "2", "neuron": "1"}
    assert opened({"v": "2", "hidden": "24,24", "neuron": "27"}).neuron == 26, "over all layers, from 1"


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (
            {"v": "2", "neuron": "0"},
            "neuron = 0 is not possible: it must be the number of a neuron from 1 on.",
        ),
        (
            {"v": "2", "hidden": "24,24", "neuron": "3.1"},
            "neuron = 3.1 is not possible: it must be layer and neuron, from 1.1 to 2.24.",
        ),
        (
            {"v": "2", "fork": "step:3,silence:0"},
            "fork: silence:0 is not possible: it must be silence:N, N the number of a neuron from 1 on.",
        ),
        ({"at": "0"}, "at = 0 is not possible: it must be a whole number from 1 on."),
        ({"phase": "dr.who"}, "phase = dr.who is not possible: it names a phase of a step, such as decay."),
        ({"gama": "0.3"}, "gama is not a parameter: perhaps gamma"),
        ({"colour": "blue"}, "colour is not a parameter."),
    ],
)
def test_what_a_link_cannot_say_is_one_sentence(link: dict[str, str], said: str) -> None:
    (sentence,) = opened(link).problems
    assert sentence.startswith(said.removesuffix("."))
    assert len(sentence) < 140


@pytest.mark.parametrize("v", ["3", "77", "0", "new", ""])
def test_a_version_that_is_not_known_is_one_sentence_and_the_rest_opens(v: str) -> None:
    state = opened({"v": v, "gamma": "0.3", "neuron": "4"})
    (sentence,) = state.problems
    assert sentence.startswith(f"v = {v} is not possible: this explorer knows links of the versions 1 and 2.")
    assert (state.parameters.gamma, state.neuron) == (0.3, 3)


def test_an_old_link_opens_with_the_defaults_of_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(versions.EARLIER, 1, {"recipe of sorted": {"gamma": 0.25}})
    recipe.cache_clear()
    try:
        assert opened({"seed": "3"}).parameters.gamma == 0.25
        assert linked({"seed": "3"}) == {"v": "2", "gamma": "0.25", "seed": "3"}
        assert opened({"v": "2", "seed": "3"}).parameters.gamma == 0.5
        assert opened({"seed": "3", "gamma": "0.7"}).parameters.gamma == 0.7
        assert opened({}).parameters == Parameters(), "a bare address is the explorer as it opens now"
        raced = opened({"task": "sorted", "race": "model=nmn;tau=4 -model=nmn;gamma=0.7"}).race
        assert raced.own == ("model=nmn;tau=4;gamma=0.25", "model=nmn;gamma=0.7"), (
            "own networks race as they were"
        )
        assert raced.chosen == raced.own[:1]
    finally:
        recipe.cache_clear()


@pytest.mark.parametrize(
    ("table", "link", "again"),
    [
        ({"race": {"usual": ("rnn", "nmn"), "seeds": 5}}, {"seed": "3"}, {"race": "nmn rnn seeds.5"}),
        ({"race": {"seeds": 5}}, {"race": "ffnn"}, {"race": "ffnn seeds.5"}),
        (
            {"presets": {"soft": {"model": "nmn", "code": "soft", "gamma": 0.9}}},
            {"race": "nmn soft"},
            {"race": "nmn model=nmn;gamma=0.9;code=soft"},
        ),
        ({"headlines": {"memory-recall": None}}, {"task": "memory-recall"}, {"race": "part.all"}),
        (
            {"map axes": {"nmn": ("tau=0,2,4", "gamma=0.1:0.9:9", "alpha=0.1,0.5")}},
            {"map": "seeds:4"},
            {"map": "across:tau=0,2,4 up:gamma=0.1:0.9:9 seeds:4 inputs:20000"},
        ),
        (
            {"map": {"seeds": (7,)}, "map inputs": {"sorted": 500}},
            {"map": "across:tau=0,2,4 up:gamma=0.1:0.9:9"},
            {"map": "across:tau=0,2,4 up:gamma=0.1:0.9:9 seeds:7 inputs:500"},
        ),
        ({"readings": {"sorted": (3, 4)}}, {"seed": "3"}, {"readings": "sorted.3.4"}),
        ({"readings": {"sorted": (3, 4)}}, {"readings": "sorted.8"}, {"readings": "sorted.8"}),
    ],
)
def test_what_an_old_link_left_out_is_written_out_where_it_means_something_else_by_now(
    table: dict[str, Any], link: dict[str, str], again: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(versions.EARLIER, 1, table)
    assert linked(link) == {"v": "2", **link, **again}
    assert linked(linked(link)) == {"v": "2", **link, **again}
    new = {"v": "2", **link}
    assert linked(new) == new


def test_a_bare_address_stays_bare() -> None:
    assert linked({}) == {}


def test_links_to_runs_carry_the_version() -> None:
    assert run_link(Parameters(seed=3)) == "step_through?v=2&seed=3"


def meaning(version: int) -> dict[str, Any]:
    """All that a link of a version may leave out."""
    recipes = {task: recipe(task, version) for task in TASKS}
    race = {
        task: race_query.parse("", version, found)[0] or race_query.RaceQuery()
        for task, found in recipes.items()
    }
    presets = {word: changes for word, (_, changes) in race_query.presets().items()}
    shown = paper_query.parse("", version)[0] or paper_query.PaperQuery()
    return {
        "recipes": {
            task: {name: spec.text(getattr(found, name)) for name, spec in SPECS.items()}
            for task, found in recipes.items()
        },
        "race": {
            "usual": race["sorted"].chosen,
            "seeds": race["sorted"].seeds,
            "presets": versions.as_of(version, "presets", presets),
            "headlines": {task: race_query.number(task, query.part) for task, query in race.items()},
        },
        "map": {
            f"{task} {model}": planned(MapQuery(), replace(found, model=model), version)[0].text
            for task, found in recipes.items()
            for model in NETWORKS
        },
        "readings": {name: shown.of(name) for name in EXPERIMENTS},
    }


@pytest.mark.parametrize("version", range(1, VERSION + 1))
def test_what_a_version_leaves_out_means_for_ever_what_it_meant(version: int) -> None:
    known = json.loads(MEANINGS.read_text(encoding="utf-8"))
    now = json.loads(json.dumps(meaning(version)))
    assert now == known[str(version)], RAISE.format(version)


def test_what_links_name_by_a_number_keeps_it() -> None:
    known = json.loads(MEANINGS.read_text(encoding="utf-8"))["numbers"]
    now = {
        "rows": {name: [row.variant for row in rows] for name, rows in EXPERIMENTS.items()},
        "parts": {task: list(race_query.names(task)) for task in TASKS},
    }
    for kind, names in known.items():
        for name, numbered in names.items():
            assert now[kind][name][: len(numbered)] == numbered, (
                f"{kind} of {name}: put what is new at the end"
            )
