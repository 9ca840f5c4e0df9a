"""The page of lessons: the list of all, or one that is played."""

from functools import partial

import streamlit as st

from nmn.app.lessons import classroom, memory, notes, state
from nmn.app.lessons.handout import handout
from nmn.app.lessons.player import play
from nmn.app.shared import frame, reader
from nmn.lessons import codes
from nmn.lessons.ask import RIGHT
from nmn.lessons.asked import lesson as link_lesson
from nmn.lessons.lesson import Lesson, LessonError
from nmn.lessons.player import words
from nmn.lessons.reading import languages


def lessons() -> None:
    """Show what the address asks for."""
    asked, course = state.query(), state.course()
    problems = _problems()
    frame.show_problems()
    lesson = None if asked.lesson is None else course.get(asked.lesson)
    if asked.see and not lesson:
        lesson = _asked(problems)
    if lesson is None:
        _overview(course, problems)
    else:
        if problems:
            st.warning("\n".join(f"- {problem}" for problem in problems))
        if asked.handout:
            handout(lesson)
            frame.put(state.query().query)
            return
        number = min(max(asked.scene or 1, 1), len(lesson.scenes))
        if asked.notes and not asked.see:
            notes.show(lesson, lesson.scenes[number - 1])
            frame.put(state.query().query)
            return
        if not asked.see:
            notes.offer(lesson, number)  # before the picture, which may have to be measured
        play(lesson, number)
        if not asked.see:
            state.go(scene=number, answers=codes.code(lesson, state.answers(lesson)))
    memory.browser()  # last: it takes no place above what is read
    frame.put(state.query().query)


def _asked(problems: list[str]) -> Lesson | None:
    """The question that the address itself asks, None where that is not possible."""
    try:
        return link_lesson(state.query())
    except LessonError as error:
        problems.append(str(error))
        return None


def _problems() -> list[str]:
    """What the address asks for and there is not."""
    asked, said, course = state.query(), state.said(), state.course()
    found = []
    if asked.lang and asked.lang not in languages():
        found.append(said.no_language.format(language=asked.lang, known=", ".join(languages())))
    lesson = None if asked.lesson is None else course.get(asked.lesson)
    if asked.lesson is not None and lesson is None:
        found.append(said.no_lesson.format(number=asked.lesson, known=", ".join(map(str, course))))
    if lesson and (asked.scene or 1) > len(lesson.scenes):
        found.append(said.no_scene.format(number=asked.scene, of=len(lesson.scenes)))
    if lesson and asked.answers and codes.decoded(asked.answers, lesson) is None:
        found.append(said.bad_code)
    return found


def _overview(course: dict[int, Lesson], problems: list[str]) -> None:
    said = state.said()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header(said.lessons, anchor=False)
        if len(languages()) > 1:
            _languages()
    if problems:
        st.warning("\n".join(f"- {problem}" for problem in problems))
    st.container(width=820).markdown(said.introduction)
    for column, half in zip(st.columns(2, gap="medium"), _halves([*course.values()]), strict=True):
        with column:
            for lesson in half:
                _entry(lesson)
    with st.expander(said.class_title, icon=":material/groups:"):
        classroom.view(course)


def _halves(course: list[Lesson]) -> tuple[list[Lesson], list[Lesson]]:
    """The list in two columns, as one reads."""
    middle = (len(course) + 1) // 2
    return course[:middle], course[middle:]


def _languages() -> None:
    names = {each: words(each).language for each in languages()}
    st.segmented_control(
        "Language / Sprache", list(names), format_func=names.__getitem__, label_visibility="collapsed",
        **reader.control(
            "_lesson_language", state.language(),
            lambda chosen: state.go(lang=chosen or state.language()), default=state.language(),
        ),
    )  # fmt: skip


def _entry(lesson: Lesson) -> None:
    """A lesson in the list: what it is about, how far one is, and the way in."""
    said, given = state.said(), state.answers(lesson)
    done = len(given)
    over = done == len(lesson.asked)
    right = sum(each.outcome == RIGHT for each in given.values())
    how = f" · {said.progress.format(done=done, of=len(lesson.asked), right=right)}" if done else ""
    way, words = st.columns([1, 5], vertical_alignment="center")
    way.button(
        said.again if over else said.go_on if done else said.begin, key=f"lesson-{lesson.number}-begin",
        width="stretch", on_click=reader.heard_whole(partial(state.anew, lesson)) if over
        else state.going(lesson=lesson.number, scene=_next(lesson), answers=""),
    )  # fmt: skip
    minutes = said.minutes.format(n=lesson.minutes)
    words.markdown(f"**{lesson.number} · {lesson.title}** :gray[{minutes}{how}]  \n{lesson.about}")


def _next(lesson: Lesson) -> int:
    """The first scene whose question is open; the first one of all where none is."""
    given = state.answers(lesson)
    return next((scene.number for scene in lesson.asked if given and scene.number not in given), 1)
