"""Every page opens, takes its state from the address, and says what it cannot take without losing the rest."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from nmn.app.shared.document import PAGES
from nmn.app.shared.words import meanings, seen
from nmn.parameters import SPECS, Parameters, recipe

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
FILES = sorted(path.name for path in (ROOT / "pages").glob("*.py"))
STEPS = 2000
EVERY_PAGE = pytest.mark.parametrize("file", FILES)
EVERY_SCREEN = pytest.mark.parametrize(
    "file", [file for file in FILES if file != "lessons.py"]
)  # those of one run's settings


def visit(file: str = "step_through.py", **query: str) -> AppTest:
    """Open a page at an address, as a new visitor."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=180)
    for name, text in {"steps": str(STEPS), **query}.items():
        app.query_params[name] = text
    return app.switch_page(f"pages/{file}").run()


def address(app: AppTest) -> dict[str, str]:
    """What is in the URL: AppTest gives a list for each name."""
    return {name: value if isinstance(value, str) else value[-1] for name, value in app.query_params.items()}


def settings(app: AppTest) -> dict[str, str]:
    """What the URL says of the parameters."""
    return {name: value for name, value in address(app).items() if name in SPECS}


def drawn(app: AppTest) -> dict[str, Any]:
    """The header of what the one stage on the page was sent."""
    (stage,) = stages(app)
    sent = stage.proto.bytes
    size = int.from_bytes(sent[:4], "little")
    return json.loads(sent[4 : 4 + size])


def stages(app: AppTest) -> list[Any]:
    """The stages on the page; charts are sent as text."""
    return [element for element in app.main if element.type == "bidi_component" and element.proto.bytes]


def tools(app: AppTest) -> dict[str, Any]:
    """What the tools in the corner of the page were told."""
    sent = (element.proto.json for element in app.main if element.type == "bidi_component")
    (told,) = (told for text in sent if text and "about" in (told := json.loads(text)))
    return told


def warnings(app: AppTest) -> list[str]:
    """The sentences: one is a text, several are a list."""
    return [line.removeprefix("- ") for warning in app.warning for line in warning.value.split("\n")]


def controls(app: AppTest) -> list[Any]:
    kinds = (
        app.slider, app.select_slider, app.selectbox, app.number_input, app.text_input, app.checkbox, app.radio,
        app.multiselect, app.toggle, app.text_area,
    )  # fmt: skip
    return [control for kind in kinds for control in kind]


def test_every_page_is_in_the_contents() -> None:
    assert sorted(PAGES) == FILES


@EVERY_PAGE
def test_a_page_opens_without_an_exception(file: str) -> None:
    app = visit(file)
    assert not app.exception
    assert not app.error
    assert not app.warning
    for _ in stages(app):
        assert drawn(app)["total"] == STEPS


@EVERY_SCREEN
def test_a_page_shows_what_its_address_says(file: str) -> None:
    query = {"steps": str(STEPS), "seed": "12", "tau": "4", "gamma": "0.7", "hidden": "12,9"}
    app = visit(file, **query)
    assert not app.exception
    assert not warnings(app)
    expected = Parameters(steps=STEPS, seed=12, tau=4, gamma=0.7, hidden=(12, 9))
    assert app.session_state.parameters == expected
    assert settings(app) == query
    about = "" if file == "lessons.py" else seen(expected)
    assert (tools(app)["page"], tools(app)["about"]) == (PAGES[file][0], about)
    for _ in stages(app):
        shown = drawn(app)["parameters"]
        assert (shown["seed"], shown["tau"], shown["gamma"], shown["hidden"]) == (12, 4, 0.7, [12, 9])


@pytest.mark.parametrize("model", ["nmn", "ffnn", "rnn", "lstm"])
def test_the_model_of_the_address_is_the_one_that_is_stepped(model: str) -> None:
    app = visit(model=model, at="700", neuron="5")
    assert not app.exception
    header = drawn(app)
    assert (header["model"], header["at"], header["focus"]) == (model, 700, 5)
    assert header["first"] <= 700 < header["first"] + header["count"]
    assert [curve["model"] for curve in header["curves"]] == ["nmn", "ffnn", "rnn", "lstm"]


@pytest.mark.parametrize("file", ["start.py", "step_through.py"])
@pytest.mark.parametrize(
    "settings",
    [{"tau": "12"}, {"tau": "10", "hidden": "16,14"}, {"tau": "12", "read": "addressed", "hidden": "64"}],
    ids=["sparse", "two layers", "addressed"],
)
def test_of_a_network_with_thousands_of_axes_those_are_drawn_that_were_written(
    file: str, settings: dict[str, str]
) -> None:
    query = {"at": "150", "neuron": "5", "fork": "step:100,gamma:0.7"} if file == "step_through.py" else {}
    app = visit(file, **settings, **query, steps="200")
    assert not app.exception and not app.info
    header = drawn(app)
    axes = {layer["axes"] for layer in header["layers"] if layer["axes"]}
    assert axes == {len(header["labels"]["axes"])}
    assert max(axes) < header["labels"]["every"] == 2 ** (int(settings["tau"]) + ("read" not in settings))
    assert address(app).items() >= settings.items()


def test_a_network_that_has_written_too_much_to_draw_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nmn.app.step.window.COMPONENTS", 100)
    app = visit(tau="12", steps="200")
    assert not app.exception and not stages(app)
    (said,) = [info.value for info in app.info]
    assert "memory components, too many to draw" in said and "a smaller τ" in said


@pytest.mark.parametrize("model", ["ffnn", "rnn"])
def test_other_models_are_drawn_beside_a_network_with_too_many_memories(model: str) -> None:
    app = visit(tau="12", model=model, at="700")
    assert not app.exception and not app.info
    header = drawn(app)
    assert (header["model"], header["at"]) == (model, 700)
    assert "nmn" in [curve["model"] for curve in header["curves"]]


IMPOSSIBLE = (
    ("gama", "0.3", "perhaps gamma"),  # no such field: those that are like it
    ("tau", "3", "0, 2, 4, 6, 8"),
    ("gamma", "7", "a number from 0 to 1"),
    ("alpha", "nan", "a number from 0.01 to 2"),
    ("hidden", "10000", "each from 1 to 256"),
    ("seed", "-1", "from 0 to 999,999"),
    ("at", "soon", "from 1 on"),
    ("at", "0", "from 1 on"),
    ("neuron", "-1", "from 0 on"),
)


@pytest.mark.parametrize(("name", "text", "allowed"), IMPOSSIBLE)
def test_an_impossible_value_in_the_address_is_explained_and_the_rest_is_kept(
    name: str, text: str, allowed: str
) -> None:
    rest = {"steps": str(STEPS), "overlap": "0.1"} | ({} if name == "seed" else {"seed": "12"})
    app = visit(**rest, **{name: text})
    assert not app.exception
    (said,) = warnings(app)
    assert said.startswith(name)
    assert allowed in said
    assert said.endswith(".")
    assert app.session_state.parameters == Parameters(
        steps=STEPS, overlap=0.1, seed=int(rest.get("seed", Parameters().seed))
    )
    assert settings(app) == rest


@EVERY_SCREEN
def test_every_page_explains_each_impossible_value_and_keeps_the_rest(file: str) -> None:
    rest = {"steps": str(STEPS), "overlap": "0.1"}
    app = visit(file, **rest, **{name: text for name, text, _ in IMPOSSIBLE})
    assert not app.exception
    said = {sentence.split()[0]: sentence for sentence in warnings(app)}
    assert len(said) == len(warnings(app)) == len({name for name, _, _ in IMPOSSIBLE})
    for name, _, allowed in IMPOSSIBLE:
        assert allowed in said[name] and said[name].endswith(".")
    assert app.session_state.parameters == Parameters(steps=STEPS, overlap=0.1)
    assert settings(app) == rest


def test_a_step_beyond_the_end_is_explained_and_the_last_one_is_shown() -> None:
    app = visit(seed="12", at="9999999")
    header = drawn(app)
    assert not app.exception
    assert header["note"].startswith("Step 9,999,999 is beyond the end")
    assert "1 to 2,000" in header["note"]
    assert header["at"] == STEPS
    assert app.session_state.parameters == Parameters(steps=STEPS, seed=12)
    assert address(app)["seed"] == "12"


def test_a_neuron_that_the_network_does_not_have_is_explained() -> None:
    app = visit(v="2", seed="12", neuron="500")
    assert not app.exception
    header = drawn(app)
    said = " ".join([*warnings(app), header.get("note") or ""]).lower()
    assert "500" in said
    assert "neuron" in said
    assert header["focus"] < 20
    assert app.session_state.parameters.seed == 12


def test_several_impossible_values_get_a_sentence_each() -> None:
    app = visit(tau="3", gamma="7", colour="blue", seed="12", at="0")
    assert len(warnings(app)) == 4
    assert app.session_state.parameters == Parameters(steps=STEPS, seed=12)


def test_an_explanation_is_gone_after_the_next_change() -> None:
    app = visit(gamma="7")
    assert warnings(app)
    app.slider(key="_alpha").set_value(0.3).run()
    assert not warnings(app)


def test_a_slider_moves_the_parameters_the_address_and_the_run() -> None:
    app = visit(seed="12")
    app.slider(key="_gamma").set_value(0.8).run()
    assert not app.exception
    assert app.session_state.parameters == Parameters(steps=STEPS, seed=12, gamma=0.8)
    assert settings(app) == {"steps": str(STEPS), "seed": "12", "gamma": "0.8"}
    assert drawn(app)["parameters"]["gamma"] == 0.8


def another(name: str) -> Any:
    """A value that a control can be set to and that is not the default, the other fields at theirs."""
    spec, default = SPECS[name], getattr(Parameters(steps=STEPS), name)
    match spec.kind:
        case "choice":
            return next(choice for choice in reversed(spec.choices) if choice != default)
        case "integer":
            return default + 1
        case _:
            return round((default + (spec.low if default > (spec.low + spec.high) / 2 else spec.high)) / 2, 2)


# What makes a run use a parameter that the usual one has no use for.
USED_WITH = {
    "focus": {"read": "addressed"},
    "floor": {"decay": "asymptotic"},
    "gamma_in_use": {"decay_in_use": "exponential"},
    "gate_range": {"gate": "learned"},
    "horizon": {"gate": "learned"},
    "restart_steps": {"restarts": "2"},
    "length": {"task": "memory-recall"},
    "lag": {"task": "extended-recall"},
    "mark": {"task": "extended-recall"},
    "noise": {"task": "signal"},
}


@pytest.mark.parametrize("name", [name for name in SPECS if name not in ("task", "hidden", "memory")])
def test_every_control_sets_its_parameter_and_no_other(name: str) -> None:
    app = visit(steps="300", model=SPECS[name].models[0], seed="12", **USED_WITH.get(name, {}))
    before = app.session_state.parameters
    (control,) = (control for control in controls(app) if control.key == f"_{name}")
    assert not control.disabled
    value = another(name)
    control.set_value(value).run()
    assert not app.exception
    assert not warnings(app)
    assert app.session_state.parameters == replace(before, **{name: value})
    assert settings(app) == replace(before, **{name: value}).to_query()


def test_another_task_brings_the_settings_that_suit_it_and_keeps_the_seed() -> None:
    app = visit(steps="300", gamma="0.8", seed="12")
    app.selectbox(key="_task").set_value("sunspots").run()
    assert not app.exception
    assert not warnings(app)
    assert app.session_state.parameters == replace(recipe("sunspots"), seed=12)
    assert settings(app) == {"task": "sunspots", "seed": "12"}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"model": "ffnn", "restarts": "2"},
        {"model": "lstm", "task": "extended-recall"},
        {"gate": "learned", "decay_in_use": "asymptotic"},
        {"read": "addressed"},
        {"write": "input", "decay": "none"},
        {"memory": "0"},
        {"task": "signal"},
    ],
)
def test_what_a_run_uses_has_exactly_one_control_with_its_words_and_nothing_else_is_shown(
    query: dict[str, str],
) -> None:
    app = visit(**({"steps": "300"} | query))
    assert not app.exception
    used = [spec for spec in SPECS.values() if app.session_state.parameters.uses(spec)]
    found = [control for control in controls(app) if control.key != "_hidden_0"]  # the one layer's size
    assert Counter(control.key.removesuffix("_0") for control in found) >= Counter(
        f"_{spec.name}" for spec in used if spec.name not in ("hidden", "memory")
    )
    assert len(found) == len({control.key for control in found})
    assert {control.key.removesuffix("_0").removesuffix("_1") for control in found} == {
        f"_{s.name}" for s in used
    }
    for control in found:
        spec = SPECS[control.key.removeprefix("_").removesuffix("_0")]
        assert control.label == ("memory" if spec.name == "memory" else spec.title)
        assert spec.help in control.help
        if spec.kind == "choice":
            shown = meanings(spec, app.session_state.parameters)[control.value]
            assert shown.removeprefix(shown[0]) in " ".join(caption.value for caption in app.caption)


def test_the_race_shows_what_any_of_its_networks_uses() -> None:
    app = visit("race.py", steps="300", race="nmn rnn learned seeds.1")
    keys = {control.key for control in controls(app)}
    assert {"_bptt", "_rnn_width", "_horizon", "_tau"} <= keys
    assert not {"_focus", "_floor", "_lag"} & keys


def test_the_stage_is_told_what_task_and_network_are() -> None:
    about = dict(drawn(visit(task="digits", model="lstm", steps="300"))["about"])
    assert "0 to 9" in about["digits"] and "cell" in about["LSTM"]


def test_each_hidden_layer_has_a_size_and_a_switch_for_its_memory() -> None:
    app = visit(steps="300", seed="12")
    app.number_input(key="_hidden").set_value(3).run()
    assert app.session_state.parameters.hidden == (20, 20, 20)
    app.number_input(key="_hidden_1").set_value(9).run()
    app.checkbox(key="_memory_2").uncheck().run()
    assert not app.exception
    assert not warnings(app)
    expected = Parameters(steps=300, seed=12, hidden=(20, 9, 20), memory=(True, True, False))
    assert app.session_state.parameters == expected
    assert settings(app) == expected.to_query()
    app.number_input(key="_hidden").set_value(4).run()
    assert app.session_state.parameters.memory == (True, True, False, False)
    app.number_input(key="_hidden").set_value(2).run()
    assert app.session_state.parameters == Parameters(steps=300, seed=12, hidden=(20, 9))
    assert [box.value for box in app.checkbox if box.key.startswith("_memory")] == [True, True]


def test_a_network_without_memory_has_no_switch_for_it() -> None:
    app = visit(steps="300", model="ffnn")
    assert app.number_input(key="_hidden_0").value == 20
    assert not [box for box in app.checkbox if box.key.startswith("_memory")]


def test_a_value_that_does_not_fit_the_others_is_explained_and_the_old_one_is_kept() -> None:
    app = visit(tau="8", seed="12")
    app.number_input(key="_hidden_0").set_value(3).run()
    assert not app.exception
    (said,) = warnings(app)
    assert "hidden = 3" in said
    assert "tau = 8" in said
    assert "at least 9" in said
    assert app.session_state.parameters == Parameters(steps=STEPS, tau=8, seed=12)
    assert app.number_input(key="_hidden_0").value == 20
    assert settings(app) == {"steps": str(STEPS), "tau": "8", "seed": "12"}


def test_another_page_and_back_keeps_parameters_step_and_neuron() -> None:
    query = {"v": "2", "steps": str(STEPS), "seed": "12", "gamma": "0.7", "at": "700", "neuron": "6"}
    app = visit(**query)
    app.switch_page("pages/start.py").run()
    assert app.session_state.parameters == Parameters(steps=STEPS, seed=12, gamma=0.7)
    app.switch_page("pages/step_through.py").run()
    assert address(app) == query
    header = drawn(app)
    assert (header["at"], header["focus"]) == (700, 5)


def test_back_to_the_defaults_is_offered_where_something_differs_and_does_it() -> None:
    app = visit(gamma="0.7", steps="1000")
    (button,) = (button for button in app.button if button.label == "Back to the defaults")
    button.click().run()
    assert app.session_state.parameters == Parameters()
    assert "gamma" not in address(app)
    assert not any(button.label == "Back to the defaults" for button in app.button)


def test_another_task_brings_its_own_settings_and_keeps_the_seed() -> None:
    app = visit("paper.py")
    app.switch_page("pages/step_through.py")
    app.session_state.parameters = Parameters(steps=STEPS, seed=12)
    app.run()
    app.selectbox(key="_task").set_value("sunspots").run()
    assert not app.exception
    assert app.session_state.parameters == replace(recipe("sunspots"), seed=12)
    assert address(app)["task"] == "sunspots" and "hidden" not in address(app)


def test_a_run_that_saturates_says_when_and_why_and_is_shown_as_far_as_it_went() -> None:
    app = visit(gamma="1.0", steps="5000")
    assert not app.exception
    header = drawn(app)
    assert header["total"] < 5000
    assert f"Training stopped after step {header['total']:,}" in header["note"]
    assert "no error flows back" in header["note"]
