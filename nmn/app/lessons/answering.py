"""A scene's question beside its picture: the controls that take an answer, and what is said once it is marked."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from nmn.app.lessons import state
from nmn.app.map.phrases import setting
from nmn.app.map.phrases import shown as written
from nmn.app.shared import reader
from nmn.lessons.ask import ON_THE_STAGE, RIGHT, UNANSWERED, Ask
from nmn.lessons.codes import Given
from nmn.lessons.found import Found
from nmn.lessons.lesson import Scene
from nmn.lessons.shown import Shown
from nmn.studies.grid import Axis

BESIDE = ("choice", "number", "cell")  # kinds that are answered by controls beside the picture


def question(scene: Scene, shown: Shown, key: str, take: Callable[[Any], None]) -> None:
    """The way to answer, a hint, and the way to see what is right without an answer.

    Args:
        scene, shown: what is asked.
        key: names the scene.
        take: called with the answer, or with None.
    """
    said, ask = state.said(), scene.ask
    assert ask  # noqa: S101 (the caller has looked)
    _control(ask, shown, f"{key}-answer")

    def check() -> None:
        # What is set by now: a number that is still being typed comes with the very click.
        if (given := _set(ask, shown, f"{key}-answer")) is not None:
            take(given)

    with st.container(horizontal=True):
        if ask.kind in BESIDE:
            st.button(said.check, key=f"{key}-check", type="primary", on_click=reader.heard_whole(check))
        st.button(
            said.show, key=f"{key}-show", on_click=reader.heard_whole(take), args=(None,),
            icon=":material/visibility:",
        )  # fmt: skip
    if scene.hint:
        with st.expander(said.hint, icon=":material/lightbulb:"):
            st.markdown(scene.hint)


def _control(ask: Ask, shown: Shown, key: str) -> None:
    """What an answer is set with, of questions that are not answered on the picture alone."""
    said = state.said()
    if ask.kind in (*ON_THE_STAGE, "cell"):
        st.caption(said.on_picture)
    if ask.kind == "choice":
        st.radio(
            said.pick, list(ask.options), index=None, format_func=ask.options.__getitem__, key=key,
            label_visibility="collapsed",
        )  # fmt: skip
    if ask.kind == "number":
        unit = f" ({ask.unit})" if ask.unit else ""
        st.number_input(said.number + unit, value=None, format="%g", key=key)
    if ask.kind == "cell":  # without a mouse: a value of each axis of the map
        with st.container(horizontal=True):
            for axis in shown.grid.axes:
                st.selectbox(
                    axis.spec.title, range(len(axis.values)), index=None, key=f"{key}-{axis.name}", width=150,
                    format_func=partial(_value, axis),
                )  # fmt: skip


def _set(ask: Ask, shown: Shown, key: str) -> Any:
    """What the reader has set, None where that is nothing yet."""
    if ask.kind != "cell":
        return st.session_state.get(key)
    chosen = [st.session_state.get(f"{key}-{axis.name}") for axis in shown.grid.axes]
    return None if None in chosen else chosen


def _value(axis: Axis, at: int) -> str:
    return written(axis.spec, axis.values[at])


def outcome(scene: Scene, given: Given, found: Found, shown: Shown) -> None:
    """What came of it, what a wrong answer would mean, and the reason."""
    said, ask = state.said(), scene.ask
    assert ask  # noqa: S101
    right = given.outcome == RIGHT
    if given.outcome == UNANSWERED:
        head, icon = said.looked, "visibility"
    else:
        head, icon = (said.right, "check") if right else (said.wrong, "close")
    parts = [f":material/{icon}: **{head}**"]
    if ask.kind in BESIDE:
        if not right and given.answer is not None:
            parts.append(f"{said.yours} {_spoken(ask, given.answer, shown)}.")
        if ask.kind != "cell":
            parts.append(f"{said.truth} {_spoken(ask, found.truth, shown)}.")
    parts.append(scene.mistakes.get(given.outcome, ""))
    box = st.success if right else st.info
    box(" ".join(filter(None, parts)))
    st.markdown(scene.reason)


def _spoken(ask: Ask, answer: Any, shown: Shown) -> str:
    """An answer in words."""
    if ask.kind == "choice":
        return ask.options.get(str(answer), str(answer))
    if ask.kind == "cell":
        return setting(shown.grid, answer)
    return f"{answer:.4g}{f' {ask.unit}' * bool(ask.unit)}"
