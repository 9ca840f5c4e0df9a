"""The page of the race: what it shows follows from its runs, nothing is lost, and every screen has an address."""

import gc
import json
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from test_pages import address, visit, warnings

from nmn.app.race import ghosts
from nmn.app.shared import controls, figures
from nmn.app.shared.run_cache import RUNS
from nmn.parameters import Parameters
from nmn.studies.race import Race

pytestmark = pytest.mark.slow

STEPS = 2000
ENDLESS = {"steps": "20000000", "hidden": "200"}  # minutes of training on any machine


def opened(**query: str) -> AppTest:
    app = visit("race.py", **query)
    assert not app.exception
    return app


def finished(app: AppTest) -> AppTest:
    """Look at the page until every run has ended."""
    end = time.monotonic() + 180
    while not app.session_state.race_job.done:
        assert time.monotonic() < end
        app.session_state.race_job.snapshot()  # nobody's race rests after a while
        time.sleep(0.02)
    app.run()
    assert not app.exception
    return app


def chart(app: AppTest) -> dict[str, Any]:
    told = (json.loads(each.proto.json) for each in app.main if each.type == "bidi_component")
    (sent,) = (each for each in told if "figure" in each)
    return sent


def legend(app: AppTest) -> list[str]:
    return [trace["name"] for trace in json.loads(chart(app)["figure"])["data"] if "name" in trace]


def table(app: AppTest) -> list[tuple[str, ...]]:
    """The first two cells of each row of the table, without what went wrong."""
    (text,) = (words.value for words in app.markdown if words.value.startswith("| network"))
    rows = [row.split("|")[1:3] for row in text.split("\n")[2:]]
    return [(name.partition(" · ×")[0].strip(), tested.strip()) for name, tested in rows]


def press(app: AppTest, label: str) -> AppTest:
    (button,) = (button for button in app.button if button.label == label)
    button.click().run()
    assert not app.exception
    return app


def choose(app: AppTest, *words: str) -> AppTest:
    (pills,) = (pills for pills in app.button_group if pills.key.startswith("_race_chosen"))
    pills.set_value(list(words)).run()
    assert not app.exception
    return app


def test_a_race_starts_by_itself_and_its_table_and_curves_are_those_of_its_runs() -> None:
    app = finished(opened(seed="21"))
    assert table(app) == [(name, "3 of 3") for name in ("NMN", "FFNN", "RNN", "LSTM")]
    assert legend(app) == ["NMN", "FFNN", "RNN", "LSTM"]
    assert "NMN" in chart(app)["alt"] and "LSTM" in chart(app)["summary"]
    assert "race" not in address(app)


@pytest.mark.parametrize("looks", range(4))
def test_a_race_that_ends_while_it_is_drawn_shows_that_or_looks_again(
    looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, fragment = [looks], st.fragment
    paces: list[float | None] = []

    def ends(_: Race) -> bool:
        left[0] -= 1
        return left[0] < 0

    def noted(act: Any, run_every: float | None = None) -> Any:
        paces.append(run_every)
        return fragment(act, run_every=run_every)

    app = finished(opened(seed="21", race="ffnn seeds.1"))
    monkeypatch.setattr(Race, "done", property(ends))
    monkeypatch.setattr(st, "fragment", noted)
    app.run()
    assert left[0] < 0, "nobody has looked that often: try fewer"
    assert paces[-1] or next(each for each in app.button if each.label == "Pause").disabled


def test_a_race_and_step_through_share_their_runs() -> None:
    app = finished(opened(seed="22"))
    for parameters in app.session_state.race_job.parameters:
        assert controls.run(parameters).finished
    app.switch_page("pages/step_through.py").run()
    assert not app.exception


def test_the_address_says_who_races_over_how_many_seeds_and_on_what_axes() -> None:
    text = "soft model=nmn;gamma=0.4 seeds.2 x.linear"
    app = finished(opened(seed="23", race=text))
    assert legend(app) == ["NMN, soft, refresh", "NMN, γ 0.4"]
    assert [tested for _, tested in table(app)] == ["2 of 2", "2 of 2"]
    layout = json.loads(chart(app)["figure"])["layout"]
    assert (layout["xaxis"]["type"], layout["yaxis"]["type"]) == ("linear", "log")
    assert address(app)["race"] == text
    choose(app, "soft")
    assert address(app)["race"] == "soft -model=nmn;gamma=0.4 seeds.2 x.linear"


def test_what_is_not_possible_in_the_address_is_said_and_the_rest_is_kept() -> None:
    app = opened(seed="24", race="ffnn gru seeds.2")
    (said,) = warnings(app)
    assert said.startswith("race = gru is not possible")
    assert address(app)["race"] == "ffnn seeds.2"


def test_pausing_and_cancelling_keep_what_was_learned_and_going_on_goes_on() -> None:
    app = opened(seed="25", race="nmn seeds.1", **ENDLESS)
    for label, said in (("Pause", "Paused: "), ("Cancel", "Cancelled; ")):
        press(app, label)
        job = app.session_state.race_job
        assert job.wait(180)
        before = job.snapshot()[0].length
        app.run()
        assert job.snapshot()[0].length == before < 20_000_000
        (bar,) = app.get("progress")
        assert bar.proto.text.startswith(said)
        press(app, "Go on")
        assert app.session_state.race_job is job
    press(app, "Cancel")
    assert job.wait(180)


def test_a_slider_leaves_the_old_curves_as_ghosts_named_by_what_was_different() -> None:
    app = finished(opened(seed="26"))
    app.slider(key="_gamma").set_value(0.8).run()
    finished(app)
    assert legend(app) == ["NMN, before: γ 0.5", "NMN", "FFNN", "RNN", "LSTM"]
    app.slider(key="_gamma").set_value(0.5).run()
    finished(app)
    assert legend(app)[0] == "NMN, before: γ 0.8"  # what is back is no ghost
    press(app, "Clear earlier curves")
    assert legend(app) == ["NMN", "FFNN", "RNN", "LSTM"]


def test_other_seeds_leave_ghosts_and_more_seeds_do_not() -> None:
    app = finished(opened(seed="27", race="ffnn seeds.2"))
    app.number_input(key="_race_seeds").set_value(3).run()
    assert legend(finished(app)) == ["FFNN"]
    app.number_input(key="_seed").set_value(40).run()
    assert legend(finished(app)) == ["FFNN, before: seed 27 to 29", "FFNN"]


def test_who_is_switched_off_leaves_no_ghost_and_another_task_none_at_all() -> None:
    app = finished(opened(seed="28"))
    app.slider(key="_gamma").set_value(0.8).run()
    finished(choose(app, "nmn", "rnn"))
    assert legend(app) == ["NMN, before: γ 0.5", "NMN", "RNN"]
    app.selectbox(key="_task").set_value("memory-recall").run()
    press(app, "Cancel")
    assert not app.session_state.ghosts


def test_there_are_only_so_many_ghosts() -> None:
    app = finished(opened(seed="29", race="ffnn seeds.1"))
    for number in range(ghosts.MOST + 2):
        app.slider(key="_alpha").set_value(round(0.1 + number / 100, 2)).run()
        finished(app)
    assert len(legend(app)) == ghosts.MOST + 1
    assert legend(app)[-2] == f"FFNN, before: α {0.1 + ghosts.MOST / 100:g}"


def test_a_change_while_paused_waits_to_go_on() -> None:
    app = press(opened(seed="30", race="ffnn seeds.1", **ENDLESS), "Pause")
    app.slider(key="_alpha").set_value(0.3).run()
    assert app.session_state.race_job.snapshot()[0].length == 0
    assert any(button.label == "Go on" for button in app.button)


def test_the_sidebars_network_is_added_and_keeps_its_settings() -> None:
    app = opened(seed="31", gamma="0.8", race="ffnn seeds.1")
    press(app, "Add these settings")
    app.slider(key="_gamma").set_value(0.2).run()
    finished(app)
    assert legend(app) == ["FFNN", "NMN, γ 0.8"]
    assert address(app)["race"] == "ffnn model=nmn;gamma=0.8 seeds.1"
    choose(app, "ffnn")
    press(app, "Drop those switched off")
    assert address(app)["race"] == "ffnn seeds.1"


def test_where_nobody_races_the_page_says_what_to_do() -> None:
    app = opened(seed="32", race="none")
    assert any("Nobody races" in words.value for words in app.info)
    choose(app, "ffnn")
    assert legend(finished(app)) == ["FFNN"]


def test_a_network_that_cannot_race_says_why_and_the_others_do() -> None:
    app = finished(opened(seed="33", hidden="8", race="ffnn model=nmn;tau=8;hidden=8 seeds.1"))
    assert legend(app) == ["FFNN"]
    assert any("does not race: tau = 8 does not fit hidden = 8" in words.value for words in app.caption)


def test_a_run_that_broke_off_says_so() -> None:
    app = finished(opened(seed="7", steps="5000", gamma="1.0", race="nmn seeds.1"))
    assert any("NMN, seed 7: Training stopped after step" in words.value for words in app.markdown)


def test_a_click_on_a_curve_opens_that_run_at_that_step_and_coming_back_finds_the_race_as_it_was() -> None:
    app = finished(opened(seed="34", race="ffnn soft"))
    job = app.session_state.race_job
    app.session_state.race_asked = ["soft", 35, 900]
    app.run()
    assert not app.exception
    shown = app.session_state.parameters
    assert shown == Parameters(steps=STEPS, seed=35, code="soft", store="refresh")
    assert {name: address(app)[name] for name in ("at", "seed", "code")} == {
        "at": "900",
        "seed": "35",
        "code": "soft",
    }
    app.switch_page("pages/race.py").run()
    assert not app.exception
    assert app.session_state.parameters == Parameters(steps=STEPS, seed=34)
    assert app.session_state.race_job is job
    assert legend(app) == ["FFNN", "NMN, soft, refresh"]


@pytest.mark.parametrize("part", ["", "0", "all"])
def test_the_error_of_each_part_can_be_shown(part: str) -> None:
    app = opened(task="extended-recall", lag="5", seed="36", race="ffnn seeds.1")
    app.selectbox(key="_race_part").set_value(part).run()
    finished(app)
    (run,) = app.session_state.race_job.snapshot()
    number = {"": 1, "0": 0, "all": None}[part]
    steps, errors = (np.array(each) for each in (run.history.steps, run.history.of(number)))
    asked = np.isfinite(errors)
    _, wanted = figures.thinned(steps[asked], errors[asked], STEPS)
    assert json.loads(chart(app)["figure"])["data"][2]["y"] == pytest.approx(wanted.clip(1e-4).tolist())


def test_a_part_that_a_task_does_not_have_is_said() -> None:
    app = opened(seed="37", race="ffnn seeds.1 part.2")
    assert any("part = 2 is not in this task" in words.value for words in app.caption)


def test_runs_are_kept_as_long_as_somebody_holds_them() -> None:
    parameters = replace(Parameters(), seed=4242)
    held = controls.run(parameters)
    RUNS.clear()
    assert controls.run(parameters) is held
    assert controls.known(parameters) is held
    del held
    RUNS.clear()
    gc.collect()
    assert controls.known(parameters) is None
