"""What a session knows of lessons: which one is open, and what was answered."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from nmn.address.lesson_query import LessonQuery
from nmn.app.shared import reader
from nmn.lessons import codes
from nmn.lessons.codes import Given
from nmn.lessons.lesson import Lesson
from nmn.lessons.player import Words, words
from nmn.lessons.reading import languages, lessons


def query() -> LessonQuery:
    """What the address asks for."""
    asked: LessonQuery = st.session_state.lessons or LessonQuery()
    return asked


def go(**changes: Any) -> None:
    """Open another lesson, scene or language."""
    st.session_state.lessons = replace(query(), **changes)


def going(**changes: Any) -> Callable[..., None]:
    """A button's listener that opens another lesson, scene or language."""
    return reader.heard_whole(partial(go, **changes))


def leave() -> None:
    """Open the list of all lessons."""
    st.session_state.lessons = LessonQuery(lang=query().lang)


def language() -> str:
    """The language of the lessons: the first one that there is, where the address names none of them."""
    return query().lang if query().lang in languages() else languages()[0]


def said() -> Words:
    """The player's words."""
    return words(language())


def course() -> dict[int, Lesson]:
    """All lessons, by number."""
    return dict(lessons(language()))


def following(lesson: Lesson) -> Lesson | None:
    """The lesson after one; None after the last, and after a question that a link asks."""
    return next((each for n, each in course().items() if lesson.title and n > lesson.number), None)


def answers(lesson: Lesson) -> dict[int, Given]:
    """What was answered to the questions of a lesson, by scene; those of the address where nothing is known yet."""
    known: dict[int, dict[int, Given]] = st.session_state.setdefault("lesson_answers", {})
    if lesson.number not in known:
        asked = query()
        coded = codes.decoded(asked.answers, lesson) if asked.lesson == lesson.number else None
        known[lesson.number] = coded or {}
    return known[lesson.number]


def take(lesson: Lesson, scene: int, given: Given) -> None:
    """Keep what came of a question; the first answer counts."""
    answers(lesson).setdefault(scene, given)


def anew(lesson: Lesson) -> None:
    """Begin a lesson once more: its answers are forgotten, by the browser too."""
    answers(lesson).clear()
    st.session_state.lesson_said = None
    st.session_state.setdefault("lessons_anew", set()).add(lesson.number)
    go(lesson=lesson.number, scene=1, answers="")


def remember(kept: dict[str, str]) -> None:
    """Take the answers that the browser has kept, by lesson, where this session has none."""
    for lesson in course().values():
        found = codes.decoded(kept.get(str(lesson.number), ""), lesson)
        for scene, given in (found or {}).items():
            take(lesson, scene, given)


def kept() -> dict[str, str]:
    """The codes of all answers, by lesson, for the browser to keep."""
    found = {n: codes.code(lesson, answers(lesson)) for n, lesson in course().items()}
    begun: set[int] = st.session_state.get("lessons_anew", set())
    return {str(n): code for n, code in found.items() if code or n in begun}
