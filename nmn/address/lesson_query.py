"""Which lesson is open, at which scene, in which language, and what was answered: as fields of the address and back.

A question that somebody asks with a link of its own has its screen and its words in the address instead: `see`, `ask`,
`panels`, `until` and `words`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class LessonQuery:
    """What the page of lessons shows.

    Attributes:
        lesson, scene: their numbers; None is the list of all lessons.
        lang: the language.
        answers: the code of the answers to this lesson.
        handout: "1" where the lesson is laid out for paper.
        notes: "1" where the teacher's notes of the scene are shown.
        see, ask, panels, until, words: of a question that is asked by a link alone.
    """

    lesson: int | None = None
    scene: int | None = None
    lang: str = ""
    answers: str = ""
    handout: str = ""
    notes: str = ""
    see: str = ""
    ask: str = ""
    panels: str = ""
    until: str = ""
    words: str = ""

    @property
    def query(self) -> dict[str, str]:
        """The fields of the address that `parse` turns back into this."""
        return {name: str(value) for name in NAMES if (value := getattr(self, name)) not in (None, "")}


NAMES = tuple(each.name for each in fields(LessonQuery))
NUMBERS = ("lesson", "scene")
FORMS = {"lang": "[a-z]{2}(-[A-Za-z]{2,4})?", "answers": "[a-z0-9._~-]{0,400}", "handout": "1", "notes": "1"}
LONGEST = 4000  # characters of any other field


def parse(query: Mapping[str, str]) -> tuple[LessonQuery, list[str]]:
    """What some fields of an address ask for, and a sentence for each that is not possible."""
    found: dict[str, str | int] = {}
    problems = []
    for name in NAMES:
        text = query.get(name, "")
        if name in NUMBERS:
            possible = not text or (text.isascii() and text.isdecimal() and len(text) < 4)
        else:
            possible = len(text) <= LONGEST and (
                not text or bool(re.fullmatch(FORMS.get(name, "(?s).*"), text))
            )
        if not possible:
            problems.append(f"{name} = {text[:40]} is not possible in the address of a lesson.")
        elif text:
            found[name] = int(text) if name in NUMBERS else text
    return LessonQuery(**found), problems  # type: ignore[arg-type]
