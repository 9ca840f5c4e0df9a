"""Reads lessons from their files: Markdown with front matter, one file a lesson and language.

---
title: Fire, fade, write
about: What does a neuron do with its memory when it fires?
minutes: 4
---
## The next value of a cell
```scene
see: /step_through?task=sorted&steps=20000&at=312&neuron=4
panels: [network, memory, projections]
until: forward
ask: {kind: value, axis: 5}
```
The idea, then, where something is asked:

> The question.

### hint
### reason
### mistake unfaded
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from nmn.lessons.ask import Ask
from nmn.lessons.lesson import PANELS, PHASES, Lesson, LessonError, Scene
from nmn.lessons.measures import MEASURES
from nmn.lessons.questions import KINDS
from nmn.site_path import site_path

FOLDER = site_path() / "assets" / "lessons"
PLAYER = "player.md"  # the player's own words
OF_LESSON, OF_SCENE = ("title", "about", "minutes"), ("see", "panels", "until", "ask")
PART = re.compile(r"^### +(hint|reason|mistake +(\S+)) *$", re.MULTILINE)
FENCE = re.compile(r"^```scene\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@cache
def languages() -> tuple[str, ...]:
    """The languages that there are lessons in, English first."""
    found = sorted(path.parent.name for path in FOLDER.glob(f"*/{PLAYER}"))
    return tuple(sorted(found, key=lambda language: language != "en"))


@cache
def lessons(language: str) -> Mapping[int, Lesson]:
    """The lessons in a language, by number. Raises LessonError."""
    files = sorted(path for path in (FOLDER / language).glob("*.md") if path.name != PLAYER)
    return {lesson.number: lesson for lesson in map(read, files)}


def read(path: Path) -> Lesson:
    """The lesson of a file. Raises LessonError."""
    where = f"{path.parent.name}/{path.name}"
    if not re.fullmatch(r"\d\d-[a-z0-9-]+", path.stem):
        raise LessonError(f"{where}: its name must be two digits and words, such as 02-fire-fade-write.md.")
    return parsed(path.read_text("utf-8"), path.stem, path.parent.name)


def parsed(text: str, name: str, language: str) -> Lesson:
    """The lesson of a text. Raises LessonError."""
    where = f"{language}/{name}.md"
    head, body = front_matter(text, where)
    _known(head, OF_LESSON, where, needed=OF_LESSON)
    parts = re.split(r"^## +(.+)$", body, flags=re.MULTILINE)[1:]
    if not parts:
        raise LessonError(f"{where}: it has no scene: each begins with a heading, ## and its title.")
    scenes = [
        _scene(number, title.strip(), rest, f"{where}, scene {number}")
        for number, (title, rest) in enumerate(zip(parts[::2], parts[1::2], strict=True), 1)
    ]
    return Lesson(name, language, str(head["title"]), str(head["about"]), int(head["minutes"]), tuple(scenes))


def front_matter(text: str, where: str) -> tuple[dict[str, Any], str]:
    """What stands between the first two lines of dashes, and what follows. Raises LessonError."""
    match = re.match(r"---\n(.*?)^---\n", text, re.MULTILINE | re.DOTALL)
    if not match:
        raise LessonError(f"{where}: it must begin with front matter between two lines of ---.")
    return _mapping(match[1], where), text[match.end() :]


def _mapping(text: str, where: str) -> dict[str, Any]:
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise LessonError(f"{where}: {error}") from None
    if not isinstance(found, dict):
        raise LessonError(f"{where}: lines such as name: value are needed, not {text.strip()!r}.")
    return found


def _known(
    found: Mapping[str, Any], allowed: tuple[str, ...], where: str, needed: tuple[str, ...] = ()
) -> None:
    """Refuse names that mean nothing, and miss those that are needed."""
    for name in found:
        if name not in allowed:
            raise LessonError(f"{where}: {name} means nothing here. There are: {', '.join(allowed)}.")
    for name in needed:
        if name not in found:
            raise LessonError(f"{where}: {name} is missing.")


def _scene(number: int, title: str, text: str, where: str) -> Scene:
    match = FENCE.search(text)
    if not match:
        raise LessonError(f"{where}: it has no ```scene block.")
    told = _mapping(match[1], where)
    _known(told, OF_SCENE, where, needed=("see",))
    panels, until = tuple(told.get("panels", ())), str(told.get("until", ""))
    for panel in panels:
        if panel not in PANELS:
            raise LessonError(f"{where}: there is no panel {panel}. There are: {', '.join(PANELS)}.")
    if until and until not in PHASES:
        raise LessonError(f"{where}: there is no phase {until}. There are: {', '.join(PHASES)}.")
    ask = _ask(told["ask"], where) if "ask" in told else None
    body, *rest = PART.split(text[match.end() :])
    parts = {
        mistake or kind: _prose(words)
        for kind, mistake, words in zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    }
    idea, question = _question(body)
    if bool(ask) != bool(question):
        raise LessonError(f"{where}: a question (a line that begins with >) and `ask` belong together.")
    if ask and not parts.get("reason"):
        raise LessonError(f"{where}: it asks, and gives no ### reason.")
    hint, reason = parts.pop("hint", ""), parts.pop("reason", "")
    return Scene(number, title, str(told["see"]), panels, until, ask, idea, question, hint, reason, parts)


def _question(body: str) -> tuple[str, str]:
    """The idea, and the question in it: its lines that begin with >."""
    lines = body.strip().splitlines()
    asked = [line[1:].strip() for line in lines if line.startswith(">")]
    return _prose("\n".join(line for line in lines if not line.startswith(">"))), " ".join(asked)


def _prose(words: str) -> str:
    """Words in which a number that begins a line ("0. Within a step ...") is one, and no item of a list."""
    return re.sub(r"^(\d+)([.)])(?=\s)", r"\1\\\2", words.strip(), flags=re.MULTILINE)


def _ask(told: Any, where: str) -> Ask:
    """The question of a scene's `ask`. Raises LessonError."""
    if not isinstance(told, dict) or told.get("kind") not in KINDS:
        raise LessonError(f"{where}: ask needs a kind: one of {', '.join(KINDS)}.")
    takes = KINDS[told["kind"]].takes
    _known(told, ("kind", *takes), where, needed=takes[: KINDS[told["kind"]].needs])
    if "measure" in told and told["measure"] not in MEASURES:
        raise LessonError(
            f"{where}: there is no measure {told['measure']}. There are: {', '.join(MEASURES)}."
        )
    hints = get_type_hints(Ask)
    given: dict[str, Any] = {
        name: tuple(value) if hints[name] == tuple[int, ...] else value for name, value in told.items()
    }
    if "options" in given:
        given["options"] = {str(key): str(words) for key, words in given["options"].items()}
        for key in given["options"]:
            if not re.fullmatch("[a-z0-9-]+", key):
                raise LessonError(f"{where}: an option's key is of small letters, digits and -, not {key}.")
    return Ask(**given)
