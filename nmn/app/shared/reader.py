"""What the reader sets and asks for: nothing else writes to a control that is on screen, and a message is heard whole.

With each message the browser sends what all its controls show, and a message can be late: a page that redraws itself
would hear from it of values that have been replaced meanwhile, and take them for the reader's. So a control that shows
what its reader has not set there is another control, with a key of its own; what is said of the one before is dropped.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException, get_script_run_ctx


class Drawn(NamedTuple):
    """A control as it was drawn last.

    Attributes:
        number: how many others it has replaced.
        about: what it sets.
        heard: whether its reader has set it since.
        put: whether it shows something else than what its reader has set it to, such as a text put in order.
        run: number of the page's run that drew it.
    """

    number: int
    about: object
    heard: bool = False
    put: bool = False
    run: int = 0


def begin() -> None:
    """A page begins to be drawn."""
    st.session_state.run = st.session_state.get("run", 0) + 1
    st.session_state.changed = False


def changed() -> None:
    """What the page is drawn from is another now.

    A quick tap on the sidebar can come in one message with what a part of the page says, and Streamlit then runs that
    part alone: `end` sees to the rest.
    """
    st.session_state.changed = True


def end() -> None:
    """Every control of the page is drawn: those that were not are gone. Draws the page anew where it has changed."""
    if st.session_state.get("changed"):
        st.rerun()
    st.session_state.drawn_whole = st.session_state.run


def control(
    name: str, value: Any, take: Callable[[Any], None], about: object = None, **shown: Any
) -> dict[str, Any]:
    """What a control is drawn with: its key, what it shows, and its listener.

    Args:
        name: of the control, and its key until another one has to take its place.
        value: what it shows.
        take: called with what the reader sets it to.
        about: what it sets, where that is not always the same.
        **shown: the value as Streamlit takes it for this kind of control, where its name is not `value`.
    """
    state = st.session_state
    drawn: dict[str, Drawn] = state.setdefault("drawn", {})
    number, before, heard, put, _ = drawn.get(name, Drawn(0, about))
    same = state.get(_key(name, number), value) == value
    if before != about or not (same or heard):
        number, put = number + 1, False
    elif heard:
        put = not same  # in place: the field keeps the focus
    key = _key(name, number)
    drawn[name] = Drawn(number, about, put=put, run=state.get("run", 0))
    if put:
        state[key], shown = value, {}
    else:
        shown = shown or {"value": value}
    return {"key": key, "on_change": heard_whole(_hear), "args": (name, key, take), **shown}


def _key(name: str, number: int) -> str:
    return f"{name} {number}" if number else name


def _hear(name: str, key: str, take: Callable[[Any], None]) -> None:
    """Take what a control was set to, unless it is gone or another one is in its place."""
    state = st.session_state
    drawn: dict[str, Drawn] = state.drawn
    gone = key not in state or drawn[name].run < state.get("drawn_whole", 0)
    if not gone and key == _key(name, drawn[name].number):
        take(state[key])
        drawn[name] = drawn[name]._replace(heard=True)


def while_there(key: str, act: Callable[..., None]) -> Callable[..., None]:
    """A listener of a component: what it has said is dropped where the page has been left meanwhile."""

    def listener(*args: Any) -> None:
        if key in st.session_state:
            act(*args)

    return heard_whole(listener)


def heard_whole(act: Callable[..., None]) -> Callable[..., None]:
    """A listener that carries out what the reader asks for, though more is asked for meanwhile.

    Streamlit looks for the next request wherever a script touches its state, and would leave a listener half-way there:
    it begins again, and the request comes after it. `act` must set, not count, and never run the page again.
    """

    def listener(*args: Any) -> None:
        waiting = []
        while True:
            try:
                act(*args)
            except RerunException as request:
                waiting.append(request.rerun_data)
            else:
                break
        context = get_script_run_ctx()
        if waiting and context and context.script_requests:
            context.script_requests.request_rerun_batch(waiting)

    return listener
