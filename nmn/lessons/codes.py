"""Answers as a short text: for the address, for the browser's memory, and to hand in.

2_c1.26__a5_k7    lesson 2: what came of the first question and the answer to it, the second one is open, ..., and two
                  characters that tell whether somebody has mistyped the rest
"""

import re
from collections import Counter
from collections.abc import Container, Mapping
from string import ascii_lowercase
from typing import Any, NamedTuple
from zlib import crc32

from nmn.lessons.ask import RIGHT, UNANSWERED
from nmn.lessons.lesson import Lesson, Scene
from nmn.lessons.questions import outcomes, read, told

DIGITS = "0123456789" + ascii_lowercase


class Given(NamedTuple):
    """What became of a question.

    Attributes:
        outcome: "right", "seen" or the name of a mistake.
        answer: as marking took it; None where there was none.
    """

    outcome: str
    answer: Any = None


Answers = Mapping[int, Given]  # by the scene's number


def code(lesson: Lesson, answers: Answers) -> str:
    """The code of the answers to a lesson's questions; "" where there is none."""
    parts = [_part(scene, answers[scene.number]) if scene.number in answers else "" for scene in lesson.asked]
    if not any(parts):
        return ""
    text = "_".join((str(lesson.number), *parts)).rstrip("_")
    return f"{text}_{_check(text)}"


def _part(scene: Scene, given: Given) -> str:
    assert scene.ask  # noqa: S101 (a lesson's `asked` all ask)
    place = outcomes(scene.ask).index(given.outcome)
    return ascii_lowercase[place] + ("" if given.answer is None else told(given.answer))


def _check(text: str) -> str:
    number = crc32(text.encode())
    return DIGITS[number % 36] + DIGITS[number // 36 % 36]


def number_of(text: str) -> int | None:
    """The lesson that a code is of; None where it is mistyped."""
    body, _, check = text.strip().lower().rpartition("_")
    number = body.partition("_")[0]
    return int(number) if body and check == _check(body) and number.isdecimal() else None


def decoded(text: str, lesson: Lesson) -> dict[int, Given] | None:
    """The answers of a code; None where it is mistyped, or of another lesson or edition of it."""
    if number_of(text) != lesson.number:
        return None
    parts = text.strip().lower().split("_")[1:-1]
    if len(parts) > len(lesson.asked):
        return None
    try:
        return {
            scene.number: _given(scene, part)
            for scene, part in zip(lesson.asked, parts, strict=False)
            if part
        }
    except (ValueError, IndexError):
        return None


def _given(scene: Scene, part: str) -> Given:
    assert scene.ask  # noqa: S101
    outcome = outcomes(scene.ask)[ascii_lowercase.index(part[0])]
    return Given(outcome, read(scene.ask, part[1:]) if part[1:] else None)


class Votes(NamedTuple):
    """What a class has answered to a question.

    Attributes:
        scene: the question's.
        counts: how many, by outcome, in the order of `outcomes`; those that nobody had are not there.
    """

    scene: Scene
    counts: Mapping[str, int]

    @property
    def common(self) -> str | None:
        """The mistake that most have made; None where nobody has made one."""
        wrong = {name: n for name, n in self.counts.items() if name not in (RIGHT, UNANSWERED)}
        return max(wrong, key=wrong.__getitem__) if wrong else None


def votes(lesson: Lesson, codes: list[str]) -> list[Votes]:
    """The answers of a class to each question of a lesson, from the codes of it among some."""
    given = [found for text in codes if (found := decoded(text, lesson))]
    told = []
    for scene in lesson.asked:
        assert scene.ask  # noqa: S101
        counts = Counter(each[scene.number].outcome for each in given if scene.number in each)
        told.append(Votes(scene, {name: counts[name] for name in outcomes(scene.ask) if counts[name]}))
    return told


def by_link(codes: list[str], lessons: Container[int]) -> dict[int, Counter[str]]:
    """Answers to questions that are in no lesson but were asked by a link, by the question's number: how many were
    "right" or "seen", and what was answered else, as in the code.
    """
    told: dict[int, Counter[str]] = {}
    for text in codes:
        number = number_of(text)
        part = text.strip().lower().split("_")[1]
        if number is not None and number not in lessons and part:
            known = {ascii_lowercase[0]: RIGHT, ascii_lowercase[1]: UNANSWERED}
            told.setdefault(number, Counter())[known.get(part[0], part[1:])] += 1
    return told


def pasted(text: str) -> tuple[list[str], list[str]]:
    """The codes in a text, the last word of each line, whoever stands before it; and the lines that hold none."""
    found: list[str] = []
    wrong: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        word = re.split(r"[\s,;:]+", line.strip(" \t,;:"))[-1]
        (found if number_of(word) is not None else wrong).append(
            word if number_of(word) is not None else line
        )
    return found, wrong
