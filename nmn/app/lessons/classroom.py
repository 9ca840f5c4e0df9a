"""A teacher's view: the answers of a class, from the codes that its students hand in."""

import pandas as pd
import streamlit as st

from nmn.app.lessons import state
from nmn.app.shared import figures, frame
from nmn.app.shared.chart import chart
from nmn.lessons import codes
from nmn.lessons.codes import Votes
from nmn.lessons.lesson import Lesson


def view(course: dict[int, Lesson]) -> None:
    """A field for codes, one a line, and what they say of each lesson."""
    said = state.said()
    st.caption(said.class_help)
    text = st.text_area(said.class_codes, key="lesson-codes", height=140)
    whole, bad = codes.pasted(text)
    good: list[str] = []
    for each in whole:
        lesson = course.get(codes.number_of(each) or 0)
        if lesson:
            (good if codes.decoded(each, lesson) else bad).append(each)
    if bad:
        st.warning(said.class_bad.format(lines=", ".join(bad[:5])))
    for number in sorted({codes.number_of(each) or 0 for each in good}):
        _lesson(course[number], good)
    for number, counts in codes.by_link(whole, course).items():
        answers = ", ".join(f"{said.outcomes.get(name, name)} {n}" for name, n in counts.most_common())
        st.markdown(said.class_by_link.format(number=number, answers=answers))


def _lesson(lesson: Lesson, good: list[str]) -> None:
    """Bars for each question, and the mistake that most made."""
    said, told = state.said(), codes.votes(lesson, good)
    count = sum(codes.number_of(each) == lesson.number for each in good)
    st.markdown(f"**{lesson.number} · {lesson.title}**: {said.class_votes.format(n=count)}")
    bars = [
        figures.Ballot(f"{each.scene.number} {each.scene.title}", _named(each), _kinds(each)) for each in told
    ]
    chart(
        figures.ballots(bars, frame.theme()), f"lesson-votes-{lesson.number}",
        alt=said.class_alt.format(title=lesson.title), numbers=lambda: _table(told), name=f"lesson-{lesson.number}",
    )  # fmt: skip
    lines = [
        said.class_common.format(
            scene=each.scene.number, outcome=outcome(each, each.common), n=each.counts[each.common]
        )
        for each in told
        if each.common
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))


def outcome(votes: Votes, name: str) -> str:
    """An outcome in few words: an option's own, or the player's."""
    options = votes.scene.ask.options if votes.scene.ask else {}
    return options.get(name) or state.said().outcomes.get(name, name)


def _named(votes: Votes) -> dict[str, int]:
    return {outcome(votes, name): count for name, count in votes.counts.items()}


def _kinds(votes: Votes) -> list[str]:
    return [name if name in ("right", "seen") else "wrong" for name in votes.counts]


def _table(told: list[Votes]) -> pd.DataFrame:
    said = state.said()
    return pd.DataFrame(
        [
            {
                said.class_question: f"{each.scene.number} {each.scene.title}",
                said.class_outcome: outcome(each, name),
                said.class_count: count,
            }
            for each in told
            for name, count in each.counts.items()
        ]
    )
