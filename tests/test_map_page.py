"""The page of the map is asked by its address and its controls, and says what is not possible."""

import json
import time
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from test_pages import address, visit, warnings

from nmn.app.map.adaptive_grid import Survey
from nmn.parameters import Parameters
from nmn.studies.grid import axis

pytestmark = pytest.mark.slow

SMALL = "across:gamma=0.1,0.9 up:alpha=0.1,0.5 seeds:0-1 inputs:1000"


def whole(app: AppTest) -> AppTest:
    """The page once every run of its map is there."""
    end = time.monotonic() + 180
    while not app.session_state.survey.finished:
        assert time.monotonic() < end
        app.session_state.survey.look(app.session_state.visitor)
        time.sleep(0.05)
    return app.run()


@pytest.mark.parametrize("looks", range(4))
def test_a_map_that_ends_while_it_is_drawn_shows_that_or_looks_again(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole(visit("map.py", overlap="0.1", map=SMALL))
    left, fragment = [looks], st.fragment
    paces: list[float | None] = []

    def ends(_: Survey) -> bool:
        left[0] -= 1
        return left[0] < 0

    def noted(act: Any, run_every: float | None = None) -> Any:
        paces.append(run_every)
        return fragment(act, run_every=run_every)

    app = visit("map.py", overlap="0.1", map=SMALL)
    monkeypatch.setattr(Survey, "finished", property(ends))
    monkeypatch.setattr(st, "fragment", noted)
    app.run()
    assert left[0] < 0, "nobody has looked that often: try fewer"
    assert paces[-1] or button(app, "Pause").disabled


def shown(app: AppTest) -> str:
    """All sentences of the page."""
    progress = [element.proto.text for element in app.get("progress")]
    headings = [
        json.loads(each.proto.json)["heading"]
        for each in app.get("bidi_component")
        if "heading" in each.proto.json
    ]
    return "\n".join([*progress, *headings, *(element.value for element in [*app.markdown, *app.caption])])


def button(app: AppTest, label: str) -> Any:
    return next(each for each in app.button if each.label == label)


def test_a_link_opens_the_map_that_it_holds_and_the_map_is_told_in_words() -> None:
    text = f"{SMALL} cell:1.0"
    app = whole(visit("map.py", overlap="0.1", map=text))
    assert not app.exception
    assert not app.warning
    assert address(app)["map"] == text
    assert app.session_state.survey.total == 8
    assert "γ = 0.9, α = 0.1: median" in shown(app)
    assert "**Best:**" in shown(app)
    assert "(step_through?" in shown(app)
    assert "steps=1000" in shown(app)


def test_another_visitor_finds_what_is_known_at_once() -> None:
    whole(visit("map.py", overlap="0.1", map=SMALL))
    app = visit("map.py", overlap="0.1", map=SMALL)
    assert app.session_state.survey.finished
    assert "8 of 8 runs" in shown(app)


@pytest.mark.parametrize(
    ("item", "field", "allowed"),
    [
        ("across:gamma=0.1:7:3", "gamma = 7", "a number from 0 to 1"),
        ("seeds:x", "seeds = x", "such as 0-4"),
        ("inputs:0", "inputs = 0", "from 1 to 20,000,000"),
        ("cell:9.9", "cell = 9.9", "0.0 to 1.1"),
        ("panels:bptt=5,10", "bptt", "tau, gamma, alpha"),
        ("depth:3", "depth:3", "across, up, panels"),
    ],
)
def test_a_bad_part_of_the_address_is_explained_and_the_rest_is_kept(
    item: str, field: str, allowed: str
) -> None:
    rest = " ".join(part for part in SMALL.split() if part.partition(":")[0] != item.partition(":")[0])
    across = "" if item.startswith("across") else "across:gamma=0.1,0.9"
    app = visit("map.py", overlap="0.1", seed="12", map=f"{rest} {item}")
    assert not app.exception
    (said,) = warnings(app)
    assert said.startswith("map: ")
    assert field in said
    assert allowed in said
    assert app.session_state.parameters == Parameters(steps=2000, overlap=0.1, seed=12)
    assert "up:alpha=0.1,0.5" in address(app)["map"]
    assert across in address(app)["map"]


def test_another_parameter_brings_telling_values_and_one_that_is_there_changes_places() -> None:
    app = visit("map.py", overlap="0.1", map=SMALL)
    app.selectbox(key="map-panels").set_value("tau").run()
    assert app.session_state.map.panels == axis("tau=0,2,4")
    app.selectbox(key="map-across").set_value("alpha").run()
    assert not app.exception
    assert not app.warning
    assert app.session_state.map.across == axis("alpha=0.1,0.5")
    assert app.session_state.map.up == axis("gamma=0.1,0.9")
    assert address(app)["map"].startswith("across:alpha=0.1,0.5 up:gamma=0.1,0.9 panels:tau=0,2,4")


def test_values_that_are_not_possible_are_explained_and_the_old_ones_stay() -> None:
    app = visit("map.py", overlap="0.1", map=SMALL)
    app.text_input(key="map-across-values").set_value("0.1:2:5").run()
    assert "gamma = 2 is not possible" in warnings(app)[0]
    assert app.text_input(key="map-across-values").value == "0.1,0.9"
    app.text_input(key="map-across-values").set_value("0.1:0.5:5").run()
    assert not app.warning
    assert app.session_state.map.across == axis("gamma=0.1:0.5:5")


def test_another_model_brings_a_map_of_its_own_where_none_was_chosen() -> None:
    app = visit("map.py", overlap="0.1", model="rnn")
    assert not app.warning
    assert {each.name for each in app.session_state.survey.grid.axes} == {"rnn_width", "rnn_alpha"}
    assert "map" not in address(app)


def test_the_chosen_cell_moves_by_buttons_which_end_at_the_border() -> None:
    app = visit("map.py", overlap="0.1", map=f"{SMALL} cell:0.0")
    assert next(each for each in app.button if each.key == "map-move-0--1").disabled
    next(each for each in app.button if each.key == "map-move-0-1").click().run()
    assert app.session_state.map.cell == (1, 0)
    assert address(app)["map"].endswith("cell:1.0")


def test_a_map_is_cancelled_and_goes_on_when_it_is_asked_to() -> None:
    endless = "across:gamma=0.1,0.9 up:steps=20000000,10000000 seeds:0-19"  # minutes on any machine
    app = visit("map.py", hidden="200", map=endless)
    button(app, "Cancel").click().run()
    survey = app.session_state.survey
    assert survey.cancelled
    assert "Cancelled; what is there stays" in shown(app)
    button(app, "Go on").click().run()
    assert not survey.cancelled
    button(app, "Pause").click().run()
    assert survey.paused
    assert "Paused" in shown(app)
    button(app, "Cancel").click().run()
    assert survey.cancelled
