"""The one codec of links: `parse` gives the screen that a query means, `write` the query that opens a screen anywhere.

What is not possible in a link becomes a sentence, and the rest of it opens all the same.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any
from urllib.parse import urlencode

from nmn import versions
from nmn.address import custom_sequence, fork, lesson_query, map_plan, neurons, paper_query, race_query
from nmn.address.custom_sequence import SequenceQuery
from nmn.address.fork import Fork, Naming
from nmn.address.lesson_query import LessonQuery
from nmn.address.map_query import MapQuery
from nmn.address.paper_query import PaperQuery
from nmn.address.race_query import RaceQuery
from nmn.parameters import Parameters, from_texts

STEP = Naming(lambda text: fork.count(text, 1), "a whole number from 1 on")
WORDS = {
    "phase": ("[a-z]{0,12}", "it names a phase of a step, such as decay"),
    "look": ("[a-z0-9:,-]{0,80}", "it names open views, such as x-ray,axis:101,input:120"),
    "present": ("1?", "it is 1 or left out"),
}  # what the stage writes and reads itself: the texts that it may be, and their meaning in words


@dataclass(frozen=True)
class Screen:
    """All that a link can hold. None and "" are what a page shows where nobody has chosen.

    Attributes:
        parameters: what the sidebar is set to.
        at: the step under the cursor, from 1 on.
        neuron: the chosen hidden neuron, counted from 0 over all hidden layers.
        look, phase: the stage's open views, and the phase of the step that it tells.
        present: "1" in a presentation.
        fork: what a second future has otherwise.
        own: a sequence of one's own that is stepped.
        readings: the rows of the paper's figures that are drawn.
        race: who races.
        map: what the map shows.
        lessons: which lesson is open; it has an address of its own, `lessons.query`, which `write` leaves out.
    """

    parameters: Parameters
    at: int | None = None
    neuron: int | None = None
    look: str = ""
    phase: str = ""
    present: str = ""
    fork: Fork | None = None
    own: SequenceQuery | None = None
    readings: PaperQuery | None = None
    race: RaceQuery | None = None
    map: MapQuery | None = None
    lessons: LessonQuery | None = None


FIELDS = tuple(field.name for field in fields(Screen))
OF_STAGE = ("at", "neuron", "look", "phase", "present")  # the browser writes these into the address itself


def parse(query: Mapping[str, str]) -> tuple[Screen, list[str]]:
    """The screen that a query means, and a sentence for each part of it that is not possible.

    Args:
        query: names and texts; without `v` it is of the first version, and an empty one of today's.
    """
    texts = dict(query)
    lesson, said = lesson_query.parse({name: texts.pop(name) for name in lesson_query.NAMES if name in texts})
    version, problems = versions.parse(texts.pop("v", None) if texts else str(versions.VERSION))
    ours = {name: texts.pop(name) for name in FIELDS if name in texts and name != "lessons"}
    parameters, wrong = from_texts(texts, version=version)
    named = neurons.naming(neurons.sizes(parameters), version)
    readers: dict[str, Callable[[str], tuple[Any, list[str]]]] = {
        "at": partial(_number, "at", kind=STEP),
        "neuron": partial(_number, "neuron", kind=named),
        **{name: partial(_word, name) for name in WORDS},
        "fork": partial(fork.parse, neuron=named),
        "own": custom_sequence.parse,
    }
    problems += said
    found: dict[str, Any] = {"lessons": lesson if lesson.query else None}
    for name, read in readers.items():
        if name in ours:
            found[name], said = read(ours[name])
            problems += said
    for name, meant in (
        ("readings", paper_query.parse),
        ("race", partial(race_query.parse, base=parameters)),
        ("map", partial(map_plan.parse, parameters=parameters)),
    ):
        asked, said = meant(ours.get(name, ""), version)  # what an old link leaves out has a meaning, too
        found[name] = asked if asked and asked.text else None
        problems += said
    return Screen(parameters, **found), problems + wrong


def write(screen: Screen) -> dict[str, str]:
    """The query that `parse` reads as the screen; empty for the screen that opens where nothing is asked."""
    named = partial(neurons.written, layers=neurons.sizes(screen.parameters))
    query = screen.parameters.to_query()
    query |= {"at": str(screen.at)} if screen.at is not None else {}
    query |= {"neuron": named(screen.neuron)} if screen.neuron is not None else {}
    query |= {"fork": screen.fork.told(named)} if screen.fork is not None else {}
    for name in ("own", "readings", "race", "map"):
        if (asked := getattr(screen, name)) is not None and asked.text:
            query[name] = asked.text
    query |= {name: text for name in WORDS if (text := getattr(screen, name))}
    return {"v": str(versions.VERSION), **query} if query else {}


def run_link(parameters: Parameters) -> str:
    """Where Step through shows a run, from any other page."""
    return f"step_through?{urlencode({'v': versions.VERSION, **parameters.to_query()})}"


def _number(name: str, text: str, kind: Naming) -> tuple[int | None, list[str]]:
    """The number that a text stands for, None and a sentence where there is none."""
    if not text:
        return None, []
    try:
        return kind.read(text), []
    except ValueError:
        return None, [f"{name} = {text} is not possible: it must be {kind.form}."]


def _word(name: str, text: str) -> tuple[str, list[str]]:
    form, meaning = WORDS[name]
    return (text, []) if re.fullmatch(form, text) else ("", [f"{name} = {text} is not possible: {meaning}."])
