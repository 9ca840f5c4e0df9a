"""A lesson: scenes of the explorer, each with one idea and at most one question."""

from collections.abc import Mapping
from dataclasses import dataclass

from nmn.lessons.ask import Ask

IDEA, REASON = 60, 40  # words at most
PANELS = (
    "network", "memory", "state", "projections", "X-ray", "3-D", "convergence", "fork", "your own", "numbers",
    "two futures",
)  # fmt: skip  # of the stage
PHASES = ("read", "state", "forward", "output", "error", "back", "fire?", "gate", "decay", "write")


@dataclass(frozen=True)
class Scene:
    """A state of the explorer, one idea, and a question about it.

    Attributes:
        number: from 1 on.
        title: its heading.
        see: a link of the explorer.
        panels: titles of the stage's panels that are shown, in reading order.
        until: the last phase of the step that is shown while the question is open; "": the whole step.
        ask: the question's kind, None where nothing is asked.
        text: the idea, in Markdown.
        question: one sentence.
        hint, reason: on request; after the answer.
        mistakes: what an answer would have meant, by the name of the mistake.
    """

    number: int
    title: str
    see: str
    panels: tuple[str, ...]
    until: str
    ask: Ask | None
    text: str
    question: str
    hint: str
    reason: str
    mistakes: Mapping[str, str]


@dataclass(frozen=True)
class Lesson:
    """A lesson in a language.

    Attributes:
        name: of its file, such as 02-fire-fade-write.
        language: the folder that it is in.
        title: its heading.
        about: what it is about, in a sentence.
        minutes: how long it takes.
        scenes: in their order.
    """

    name: str
    language: str
    title: str
    about: str
    minutes: int
    scenes: tuple[Scene, ...]

    @property
    def number(self) -> int:
        """Its number: what its file's name begins with."""
        return int(self.name.partition("-")[0])

    @property
    def asked(self) -> tuple[Scene, ...]:
        """The scenes that ask something."""
        return tuple(scene for scene in self.scenes if scene.ask)


class LessonError(ValueError):
    """A lesson's file that cannot be read: the file, the scene, and what is allowed."""
