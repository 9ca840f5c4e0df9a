"""One scene of a lesson: its text and question beside its picture; the answer is marked, then everything is shown."""

from typing import Any

import streamlit as st

from nmn.app.lessons import measuring, state
from nmn.app.lessons.pictures import Picture, picture
from nmn.app.shared import reader
from nmn.lessons import codes, questions
from nmn.lessons.ask import ON_THE_STAGE, RIGHT, UNANSWERED
from nmn.lessons.codes import Given
from nmn.lessons.found import Found
from nmn.lessons.lesson import Lesson, Scene
from nmn.lessons.shown import Shown


def play(lesson: Lesson, number: int) -> None:
    """Show the scene of that number, counted from 1."""
    scene = lesson.scenes[number - 1]
    shown = measuring.opened(scene.see)
    key = f"lesson-{lesson.number}-{scene.number}"
    with st.container(key="lesson"):
        text, side = st.columns([1, 2], gap="medium")
    waits = (
        scene.ask is not None and scene.number not in state.answers(lesson) and not _pending(lesson, scene)
    )
    with text:
        _text(lesson, scene, shown)
        told = st.container()  # its place is kept: what it says may have to be measured first
        _onward(lesson, scene, shown, waits)
    if waits:
        with told:
            _question(lesson, scene)
    with side:
        measuring.begin(shown)
        found = _mark(lesson, scene, shown)
    given = state.answers(lesson).get(scene.number)
    if scene.ask and given and found:
        with told:
            _told(scene, given, found)
    with side:
        answer = given.answer if given else None
        hidden = scene.ask is not None and given is None
        picture(Picture(scene, shown, key, hidden, found, answer, lambda value: _take(lesson, scene, value)))


def _pending(lesson: Lesson, scene: Scene) -> bool:
    """Whether an answer to the scene's question has been given and is not marked yet."""
    return (st.session_state.get("lesson_said") or ())[:2] == (lesson.number, scene.number)


def _take(lesson: Lesson, scene: Scene, answer: Any) -> None:
    """Take an answer; it is marked when the scene is drawn next."""
    st.session_state.lesson_said = (lesson.number, scene.number, answer)


def _mark(lesson: Lesson, scene: Scene, shown: Shown) -> Found | None:
    """What is right, where the question is answered by now; marks the answer that was given last."""
    if scene.ask is None:
        return None
    now = _pending(lesson, scene)
    said = st.session_state.lesson_said[2] if now else None
    if not now and scene.number not in state.answers(lesson):
        return None
    measuring.finish(shown)
    try:
        found = questions.find(shown, scene.ask)
        answer = None if said is None else questions.read(scene.ask, said)
    except ValueError as error:
        st.session_state.lesson_said = None
        st.warning(state.said().impossible.format(why=error))
        return None
    if now:
        outcome = UNANSWERED if answer is None else questions.mark(found, scene.ask, answer)
        state.take(lesson, scene.number, Given(outcome, answer))
        st.session_state.lesson_said = None
    return found


def _text(lesson: Lesson, scene: Scene, shown: Shown) -> None:
    said = state.said()
    if lesson.title:  # a question that a link asks has none
        st.caption(
            f"{lesson.number} · {lesson.title} · {said.scene.format(n=scene.number, of=len(lesson.scenes))}"
        )
        st.subheader(scene.title, anchor=False)
    for problem in shown.problems:
        st.warning(problem)
    st.markdown(scene.text)
    if scene.question:
        st.markdown(f"**{scene.question}**")


def _question(lesson: Lesson, scene: Scene) -> None:
    """The way to answer, a hint, and the way to see what is right without an answer."""
    said, ask = state.said(), scene.ask
    assert ask  # noqa: S101 (the caller has looked)
    key = f"lesson-answer-{lesson.number}-{scene.number}"
    given: Any = None
    if ask.kind in ON_THE_STAGE or ask.kind == "cell":
        st.caption(said.on_picture)
    elif ask.kind == "choice":
        given = st.radio(
            said.pick, list(ask.options), index=None, format_func=ask.options.__getitem__, key=key,
            label_visibility="collapsed",
        )  # fmt: skip
    elif ask.kind == "number":
        unit = f" ({ask.unit})" if ask.unit else ""
        given = st.number_input(said.number + unit, value=None, format="%g", key=key)
    with st.container(horizontal=True):
        if ask.kind in ("choice", "number"):
            st.button(
                said.check, key=f"{key}-check", type="primary", disabled=given is None,
                on_click=reader.heard_whole(_take), args=(lesson, scene, given),
            )  # fmt: skip
        st.button(
            said.show, key=f"{key}-show", on_click=reader.heard_whole(_take), args=(lesson, scene, None),
            icon=":material/visibility:",
        )  # fmt: skip
    if scene.hint:
        with st.expander(said.hint, icon=":material/lightbulb:"):
            st.markdown(scene.hint)


def _told(scene: Scene, given: Given, found: Found) -> None:
    """What came of it, what a wrong answer would mean, and the reason."""
    said, ask = state.said(), scene.ask
    assert ask  # noqa: S101
    right = given.outcome == RIGHT
    if given.outcome == UNANSWERED:
        head, icon = said.looked, "visibility"
    else:
        head, icon = (said.right, "check") if right else (said.wrong, "close")
    parts = [f":material/{icon}: **{head}**"]
    if ask.kind in ("choice", "number"):
        if not right and given.answer is not None:
            parts.append(f"{said.yours} {_spoken(scene, given.answer)}.")
        parts.append(f"{said.truth} {_spoken(scene, found.truth)}.")
    parts.append(scene.mistakes.get(given.outcome, ""))
    box = st.success if right else st.info
    box(" ".join(filter(None, parts)))
    st.markdown(scene.reason)


def _spoken(scene: Scene, answer: Any) -> str:
    """An answer in words."""
    assert scene.ask  # noqa: S101
    if scene.ask.kind == "choice":
        return scene.ask.options.get(str(answer), str(answer))
    return f"{answer:.4g}{f' {scene.ask.unit}' * bool(scene.ask.unit)}"


def _onward(lesson: Lesson, scene: Scene, shown: Shown, waits: bool) -> None:
    """Back, on, and out into the explorer. Nothing blocks going on."""
    said = state.said()
    last = scene.number == len(lesson.scenes)
    overview = reader.heard_whole(state.leave)
    with st.container(horizontal=True, key="lesson-onward"):
        st.button(
            said.back, icon=":material/arrow_back:", disabled=scene.number == 1,
            on_click=state.going(scene=scene.number - 1),
        )  # fmt: skip
        st.button(
            said.overview if last else said.next, icon=":material/arrow_forward:",
            type="primary" if not waits else "secondary",
            on_click=overview if last else state.going(scene=scene.number + 1),
        )  # fmt: skip
    with st.container(horizontal=True):
        if not last:
            st.button(said.overview, icon=":material/list:", type="tertiary", on_click=overview)
        st.link_button(said.explore, shown.link, icon=":material/open_in_new:", type="tertiary")
    if last and (code := codes.code(lesson, state.answers(lesson))):
        st.caption(said.code_help)
        st.code(code, language=None)
