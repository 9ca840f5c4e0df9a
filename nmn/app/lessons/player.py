"""One scene of a lesson: its text and question beside its picture; the answer is marked, then all is shown."""

from typing import Any

import streamlit as st

from nmn.app.lessons import measuring, state
from nmn.app.lessons.answering import outcome, question
from nmn.app.lessons.pictures import Picture, picture
from nmn.app.shared import reader
from nmn.lessons import codes, questions
from nmn.lessons.ask import UNANSWERED
from nmn.lessons.codes import Given
from nmn.lessons.found import Found
from nmn.lessons.lesson import Lesson, Scene
from nmn.lessons.shown import Shown


def play(lesson: Lesson, number: int) -> None:
    """Show the scene of that number, counted from 1."""
    scene = lesson.scenes[number - 1]
    shown = measuring.opened(scene.see)
    key = f"lesson-{lesson.number}-{scene.number}"
    text, side = st.columns([1, 2], gap="medium")
    waits = (
        scene.ask is not None and scene.number not in state.answers(lesson) and not _pending(lesson, scene)
    )
    with text, st.container(key="lesson-text"):
        _text(lesson, scene, shown)
        told = st.container()  # its place is kept: what it says may have to be measured first
        _onward(lesson, scene, shown, waits)
        handed = st.container()  # and the code's: the last answer is in it
    if waits:
        with told:
            question(scene, shown, key, lambda answer: _take(lesson, scene, answer))
    with side:
        measuring.begin(shown)
        found = _mark(lesson, scene, shown)
    given = state.answers(lesson).get(scene.number)
    if scene.ask and given and found:
        with told:
            outcome(scene, given, found, shown)
    if scene.number == len(lesson.scenes) and (code := codes.code(lesson, state.answers(lesson))):
        with handed:
            st.caption(state.said().code_help)
            st.code(code, language=None)
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
        measuring.finish(shown)
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
        came = UNANSWERED if answer is None else questions.mark(found, scene.ask, answer)
        state.take(lesson, scene.number, Given(came, answer))
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


def _onward(lesson: Lesson, scene: Scene, shown: Shown, waits: bool) -> None:
    """Back, on, and out into the explorer. Nothing blocks going on."""
    said = state.said()
    words, to = said.next, state.going(scene=scene.number + 1)
    overview = reader.heard_whole(state.leave)
    if scene.number == len(lesson.scenes):
        words, to = said.overview, overview
        if following := state.following(lesson):
            words, to = said.next_lesson, state.going(lesson=following.number, scene=1, answers="")
    with st.container(horizontal=True, key="lesson-onward"):
        st.button(
            said.back, icon=":material/arrow_back:", disabled=scene.number == 1,
            on_click=state.going(scene=scene.number - 1),
        )  # fmt: skip
        st.button(
            words, icon=":material/arrow_forward:", type="primary" if not waits else "secondary", on_click=to,
        )  # fmt: skip
    with st.container(horizontal=True):
        if words != said.overview:
            st.button(said.overview, icon=":material/list:", type="tertiary", on_click=overview)
        if lesson.title:
            st.button(
                said.handout, icon=":material/print:", type="tertiary", on_click=state.going(handout="1")
            )
        st.link_button(said.explore, shown.link, icon=":material/open_in_new:", type="tertiary")
