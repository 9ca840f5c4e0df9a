"""What the reader sets stands: a late message changes nothing, and a message that is interrupted is heard whole."""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests, ScriptRequestType
from streamlit.testing.v1 import AppTest

from nmn.app.shared import reader


def page() -> None:
    """A text that its field and a button set; the field takes small letters, without spaces."""
    import streamlit as st

    from nmn.app.shared import reader

    state = st.session_state
    state.setdefault("text", "a")
    state.setdefault("taken", [])

    def take(text: str) -> None:
        state.taken.append(text)
        if text.islower():
            state.text = text.strip()

    reader.begin()
    if not state.get("away"):
        st.text_input("text", **reader.control("field", state.text, take))
    st.button("other", on_click=lambda: state.update(text="z"))
    st.button("away", on_click=lambda: state.update(away=True))
    reader.end()


def said(app: AppTest, text: str) -> WidgetStates:
    """What the browser sends of the field that is on screen, once somebody has typed a text there."""
    states = WidgetStates()
    states.widgets.add(id=app.text_input[0].proto.id, string_value=text)
    return states


def test_a_message_about_a_control_that_another_has_replaced_is_dropped() -> None:
    app = AppTest.from_function(page).run()
    late = said(app, "late")
    app.button[0].click().run()
    assert app.text_input[0].value == "z"
    app._run(late)
    assert app.session_state.text == "z"
    assert app.session_state.taken == []


def test_a_message_about_a_control_that_is_gone_is_dropped() -> None:
    app = AppTest.from_function(page).run()
    late = said(app, "late")
    app.button[1].click().run()
    assert not app.text_input
    app._run(late)
    assert not app.exception
    assert app.session_state.taken == []


def test_the_control_that_takes_its_place_shows_what_was_set_and_hears_its_reader() -> None:
    app = AppTest.from_function(page).run()
    app.button[0].click().run()
    app.text_input[0].set_value("b").run()
    assert app.session_state.text == app.text_input[0].value == "b"


def test_a_control_stays_while_its_reader_sets_it_and_is_not_written_to() -> None:
    app = AppTest.from_function(page).run()
    name = app.text_input[0].proto.id
    for text in ("b", "c"):
        app.text_input[0].set_value(text).run()
        assert app.text_input[0].proto.id == name
        assert not app.text_input[0].proto.set_value
    assert app.session_state.taken == ["b", "c"]


@pytest.mark.parametrize(("typed", "shown"), [(" b ", "b"), ("NO", "a")])
def test_a_text_that_is_put_in_order_or_refused_is_so_in_place(typed: str, shown: str) -> None:
    app = AppTest.from_function(page).run()
    name = app.text_input[0].proto.id
    app.text_input[0].set_value(typed).run()
    assert (app.text_input[0].proto.id, app.text_input[0].value) == (name, shown)
    assert app.text_input[0].proto.set_value
    app.run()  # the drawing before may have been thrown away on its way
    assert app.text_input[0].proto.set_value


def test_a_listener_is_heard_whole_though_more_is_asked_for_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    requests = ScriptRequests()
    context = type("Context", (), {"script_requests": requests})
    monkeypatch.setattr(reader, "get_script_run_ctx", lambda: context)
    waiting = [RerunData(query_string="first"), RerunData(query_string="second")]
    heard = []

    def act(value: int) -> None:
        if waiting:
            raise RerunException(waiting.pop(0))
        heard.append(value)

    reader.heard_whole(act)(7)
    assert heard == [7]
    asked = requests.on_scriptrunner_ready()
    assert asked.type is ScriptRequestType.RERUN
    assert asked.rerun_data.query_string == "second"


def test_what_a_component_said_is_dropped_where_it_is_gone() -> None:
    reader.while_there("a chart of a page that was left", lambda: pytest.fail("heard"))()
