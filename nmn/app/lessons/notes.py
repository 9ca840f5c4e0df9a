"""The teacher's notes of a scene, in a window of their own beside the one that presents the lesson.

The two windows speak to each other in the browser (assets/notes); the server knows of no pair.
"""

from functools import cache
from typing import Any

import streamlit as st

from nmn.address import lesson_query
from nmn.app.lessons import measuring, state
from nmn.app.lessons.handout import solution
from nmn.app.shared.component import component
from nmn.app.shared.reader import while_there
from nmn.lessons.lesson import Lesson, Scene

KEY = "lesson-notes-windows"
PLACE = ("lesson", "scene", "lang")  # what a window says of where it is


@cache
def _component() -> Any:
    """Register the component, once a process; its styles reach the page, whose presentation shows its button."""
    return component("notes", "hand", isolate_styles=False)


def offer(lesson: Lesson, number: int) -> None:
    """In a window with a lesson: a button that opens the notes, where it is presented, and who turns at their word."""
    with st.container(key="lesson-notes"):  # the style sheet lays it over the page: nothing moves
        _windows(lesson, number, False)


def show(lesson: Lesson, scene: Scene) -> None:
    """Show a scene's notes: its text, question and hint, what is right and why, each mistake, and what comes next."""
    said = state.said()
    _windows(lesson, scene.number, True)
    with st.container(key="notes"):
        place = said.scene.format(n=scene.number, of=len(lesson.scenes))
        st.caption(f"{lesson.number} · {lesson.title} · {place} · {said.minutes.format(n=lesson.minutes)}")
        st.subheader(scene.title, anchor=False)
        st.markdown(scene.text)
        if scene.ask:
            st.markdown(f"**{scene.question}**")
            if scene.hint:
                st.markdown(f":material/lightbulb: {scene.hint}")
        answer = st.empty()
        after = lesson.scenes[scene.number : scene.number + 1]
        st.markdown(f"{said.notes_next} **{after[0].title}**" if after else said.notes_last)
        if scene.ask:
            answer.caption(said.measuring)  # not what the scene before had here
            found = solution(scene, scene.ask, measuring.opened(scene.see))
            answer.markdown(f":material/check: {found}")


def _windows(lesson: Lesson, number: int, notes: bool) -> None:
    said = state.said()
    words = {
        "open": said.notes, "back": said.back, "next": said.next, "follows": said.notes_follow,
        "alone": said.notes_alone,
    }  # fmt: skip
    at = {"lesson": lesson.number, "scene": number, "lang": state.language()}
    _component()(
        key=KEY,
        data={"notes": notes, "at": at, "of": len(lesson.scenes), "words": words},
        height="content",
        on_place_change=while_there(KEY, _go),
    )


def _go() -> None:
    """Go where the presenting window is."""
    if said := st.session_state[KEY].place:
        found, _ = lesson_query.parse({name: str(said[name]) for name in PLACE})
        state.go(lesson=found.lesson, scene=found.scene, lang=found.lang)
