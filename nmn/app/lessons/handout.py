"""A lesson to print: a page of questions with their pictures, and a page of answers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import streamlit as st

from nmn.app.lessons import measuring, state
from nmn.app.lessons.pictures import Picture, picture
from nmn.app.map.phrases import setting
from nmn.app.step.labels import axes
from nmn.lessons import questions
from nmn.lessons.ask import Ask
from nmn.lessons.lesson import Lesson, Scene
from nmn.lessons.shown import Shown
from nmn.lessons.truths import handles

ANSWERED_IN = {"axis": "projections", "value": "projections", "order": "projections", "output": "network",
               "curve": "convergence"}  # fmt: skip


def handout(lesson: Lesson) -> None:
    """Show both pages, one below the other; the style sheet gives each a sheet of paper."""
    said = state.said()
    with st.container(horizontal=True, vertical_alignment="center", key="handout-head"):
        st.button(said.back, icon=":material/arrow_back:", on_click=state.going(handout=""))
        st.markdown(said.handout_help)
    scenes = [(scene, measuring.seen(scene.see)) for scene in lesson.scenes]
    measuring.compiled(*(shown for _, shown in scenes))
    with st.container(key="handout-questions"):
        st.header(f"{lesson.number} · {lesson.title}", anchor=False)
        st.markdown(lesson.about)
        for scene, shown in scenes:
            _asked(lesson, scene, shown)
    with st.container(key="handout-answers"):
        st.header(said.handout_answers.format(n=lesson.number, title=lesson.title), anchor=False)
        for scene, shown in scenes:
            if scene.ask:
                _answered(scene, scene.ask, shown)


def _asked(lesson: Lesson, scene: Scene, shown: Shown) -> None:
    """A scene's idea and question, and the panel that they are about."""
    with st.container(key=f"handout-{scene.number}"):
        st.markdown(f"**{scene.number} · {scene.title}**  \n{scene.text}")
        if scene.ask is None:
            return
        st.markdown(f"**{scene.question}**")
        if scene.ask.kind == "choice":
            st.markdown("  \n".join(f"☐ {words}" for words in scene.ask.options.values()))
        if shown.page == "step_through":
            measuring.begin(shown)
            panel = ANSWERED_IN.get(scene.ask.kind) or (*scene.panels, "network")[0]
            one = replace(scene, panels=(panel,))
            key = f"handout-{lesson.number}-{scene.number}"
            picture(Picture(one, shown, key, True, None, None, lambda _: None))


def _answered(scene: Scene, ask: Ask, shown: Shown) -> None:
    """The question again, and what is to say of it."""
    st.markdown(f"**{scene.number} · {scene.question}**  \n{solution(scene, ask, shown)}")


def solution(scene: Scene, ask: Ask, shown: Shown) -> str:
    """What is right, and why; what a wrong answer would mean: in Markdown, once it is measured."""
    said = state.said()
    measuring.begin(shown)
    measuring.finish(shown)
    try:
        truth = spoken(ask, shown, questions.find(shown, ask).truth)
    except ValueError as error:
        truth = said.impossible.format(why=error)
    called = {**said.outcomes, **ask.options}
    wrong = "\n".join(
        f"- *{called[name]}*: {words}" if name in called else f"- {words}"
        for name, words in scene.mistakes.items()
    )
    return f"**{truth}** {scene.reason}\n\n{wrong}"


def spoken(ask: Ask, shown: Shown, truth: Any) -> str:
    """An answer in words."""
    words: dict[str, Callable[[], str]] = {
        "axis": lambda: axes(shown.tape)[truth],
        "value": lambda: f"{truth:.3g}",
        "order": lambda: " → ".join(axes(shown.tape)[each] for each in truth),
        "output": lambda: shown.tape.task.outputs[truth],
        "curve": lambda: ", ".join(
            f"{step:,}: {error:.1%}" for step, error in zip(handles(shown), truth, strict=True)
        ),
        "cell": lambda: "; ".join(setting(shown.grid, cell) for cell in sorted(truth)),
        "choice": lambda: ask.options[truth],
        "number": lambda: f"{truth:.4g}{f' {ask.unit}' * bool(ask.unit)}",
    }
    return f"{words[ask.kind]().rstrip('.')}."
