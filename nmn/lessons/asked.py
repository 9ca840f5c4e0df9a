"""A question that somebody asks with a link alone: a screen, what is shown of it, what is asked, and its words.

In the address, `ask` is a kind and, where it needs one, a number: value:6 asks for the component on axis 6, output:2
for the largest output of answer 2.
"""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlencode
from zlib import crc32

from nmn.address import race_query
from nmn.address.lesson_query import LessonQuery
from nmn.address.race_query import RaceQuery
from nmn.address.screen import Screen
from nmn.lessons.ask import Ask
from nmn.lessons.lesson import PANELS, PHASES, Lesson, LessonError, Scene
from nmn.lessons.shown import Shown


class Offer(NamedTuple):
    """A kind of question that can be asked by a link.

    Attributes:
        title: what is asked.
        pages: where it can be asked.
        until: the last phase that is shown while it is open; "": the whole step.
        of: what the number counts, "" where none is needed.
    """

    title: str
    pages: tuple[str, ...]
    until: str = ""
    of: str = ""


STEP, RACE, MAP = "step_through", "race", "map"
OFFERED: Mapping[str, Offer] = {
    "axis": Offer("which axis the chosen neuron writes", (STEP,), "fire?"),
    "value": Offer("what an axis of the chosen neuron holds after the step", (STEP,), "fire?", "axis"),
    "order": Offer("in which order the chosen neuron's axes were written", (STEP,)),
    "output": Offer("which output wins", (STEP,), "forward", "answer"),
    "curve": Offer("how the error falls in training", (STEP,)),
    "least": Offer("which network has the least error", (RACE,)),
    "lowest": Offer("which settings have the least error", (MAP,)),
    "talk": Offer("something that is talked about: nothing is marked", (STEP, RACE, MAP), "forward"),
}


def lesson(query: LessonQuery) -> Lesson:
    """The lesson of one scene that a link asks for.

    Raises:
        LessonError: it cannot be asked, and why.
    """
    shown = Shown(query.see)
    kind, _, number = query.ask.partition(":")
    if kind not in OFFERED or shown.page not in OFFERED[kind].pages:
        known = [name for name, offer in OFFERED.items() if shown.page in offer.pages]
        raise LessonError(
            f"ask = {query.ask or '(nothing)'} is not possible of {shown.page}: {', '.join(known)} are."
        )
    if OFFERED[kind].of and not (number.isascii() and number.isdecimal()):
        raise LessonError(f"ask = {query.ask} names no {OFFERED[kind].of}, as {kind}:1 does.")
    panels = tuple(filter(None, query.panels.split(",")))
    for panel in panels:
        if panel not in PANELS:
            raise LessonError(f"panels = {panel} is not possible: there are {', '.join(PANELS)}.")
    if query.until and query.until not in PHASES:
        raise LessonError(f"until = {query.until} is not possible: there are {', '.join(PHASES)}.")
    ask = _ask(kind, int(number or 0), shown.screen)
    name = f"{1000 + crc32(repr(query.query).encode())}-asked"  # its answers are of no other question
    scene = Scene(1, "", query.see, panels, query.until, ask, "", query.words, "", "", {})
    return Lesson(name, query.lang, "", "", 0, (scene,))


def _ask(kind: str, number: int, screen: Screen) -> Ask:
    """What the player asks."""
    match kind:
        case "value":
            return Ask(kind, axis=number)
        case "output":
            return Ask(kind, answer=number)
        case "least":
            racing = race_query.field(screen.parameters, screen.race or RaceQuery())[0]
            if len(racing) < 2:
                raise LessonError("Two networks at least must race.")
            each = {entrant.word: [entrant.word] for entrant in racing}
            options = {entrant.word: entrant.name for entrant in racing} | {"same": "two of them, alike"}
            return Ask("choice", measure=kind, about={"groups": each}, options=options)
        case "lowest":
            return Ask("cell", measure=kind)
    return Ask(kind)


def link(query: LessonQuery) -> str:
    """The link of a question, from the explorer's root."""
    return f"lessons?{urlencode(query.query)}"


def markdown(words: str, url: str, code: str) -> str:
    """A question for a page of a course: its words, its link, and its link's code.

    Args:
        words: the sentence.
        url: the whole link.
        code: the whole address of its code's picture.
    """
    return f"**{words}**\n\n[Answer in the explorer]({url})\n\n![The question's link as a QR code]({code})\n"


def embedded(words: str, url: str) -> str:
    """A question as a part of a page of a course, in HTML."""
    title = words.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    source = f"{url}&embed=true".replace("&", "&amp;")
    return f'<iframe src="{source}" title="{title}" width="100%" height="640"></iframe>'
