"""Kinds of questions, and how an answer is marked. What is right is found in the real run, never in a lesson's file."""

import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from nmn.lessons import truths
from nmn.lessons.ask import HANDLES, RIGHT, UNANSWERED, Ask
from nmn.lessons.found import Found
from nmn.lessons.measures import MEASURES
from nmn.lessons.shown import Shown


class Kind(NamedTuple):
    """A kind of question.

    Attributes:
        takes: names of the fields of `Ask` that it has a use for; the first `needs` of them it must have.
        needs: how many.
        find: what is right in a scene, and mistakes by name; raises ValueError where this cannot be asked there.
        mistakes: names of the mistakes that marking can find.
        read: an answer as it comes from the stage, a control or a code, as marking takes it; raises ValueError.
        mark: the name of the outcome.
    """

    takes: tuple[str, ...]
    needs: int
    find: Callable[[Shown, Ask], Found]
    mistakes: Callable[[Ask], tuple[str, ...]]
    read: Callable[[Any], Any]
    mark: Callable[[Found, Any, Ask], str]


def outcomes(ask: Ask) -> tuple[str, ...]:
    """All that can come of a question, in the order of the codes."""
    return RIGHT, UNANSWERED, *KINDS[ask.kind].mistakes(ask)


def find(shown: Shown, ask: Ask) -> Found:
    """What is right in a scene. Raises ValueError where the question cannot be asked there."""
    return KINDS[ask.kind].find(shown, ask)


def mark(found: Found, ask: Ask, answer: Any) -> str:
    """The outcome of an answer: "right", or the name of a mistake."""
    return KINDS[ask.kind].mark(found, answer, ask)


def read(ask: Ask, answer: Any) -> Any:
    """An answer as marking takes it. Raises ValueError where it is none."""
    try:
        return KINDS[ask.kind].read(answer)
    except TypeError as error:
        raise ValueError(answer) from error


def told(answer: Any) -> str:
    """An answer as a text that `read` takes back: in codes."""
    if isinstance(answer, tuple):
        return "~".join(map(told, answer))
    return f"{answer:.4g}".replace("+", "") if isinstance(answer, float) else str(answer)


def _numbers(answer: Any, each: Callable[[Any], Any]) -> tuple[Any, ...]:
    parts: Iterable[Any] = answer.split("~") if isinstance(answer, str) else answer
    return tuple(each(part) for part in parts)


def _whole(answer: Any) -> int:
    if int(answer) != float(answer) or int(answer) < 0:
        raise ValueError(answer)
    return int(answer)


def _finite(answer: Any) -> float:
    if not math.isfinite(number := float(answer)):
        raise ValueError(answer)
    return number


def _places(answer: Any) -> tuple[int, ...]:
    return _numbers(answer, _whole)


def _heights(answer: Any) -> tuple[float, ...]:
    found = _numbers(answer, _finite)
    if len(found) != HANDLES:
        raise ValueError(answer)
    return found


def _same(found: Found, answer: Any, _: Ask) -> str:
    """Right, the mistake that it is one of, or "other"."""
    if answer == found.truth:
        return RIGHT
    return next((name for name, mistake in found.mistakes.items() if answer in mistake), "other")


def _one_of(found: Found, answer: Any, _: Ask) -> str:
    """A key: a wrong one is its own mistake."""
    return RIGHT if answer == found.truth else str(answer)


def _cell(found: Found, answer: Any, _: Ask) -> str:
    if answer in found.truth:
        return RIGHT
    return next((name for name, cells in found.mistakes.items() if answer in cells), "other")


def _near(found: Found, answer: float, ask: Ask) -> str:
    """Right where it is near the truth, and nearer than any mistake; then the mistake that it is near to."""
    reach = max(ask.within * abs(found.truth), 1e-9) if found.reach is None else found.reach
    known = {RIGHT: found.truth, **found.mistakes}
    away = {name: abs(answer - value) for name, value in known.items() if abs(answer - value) <= reach}
    if away:
        return min(away, key=away.__getitem__)
    return "higher" if answer > found.truth else "lower"


def _drawn(found: Found, answer: tuple[float, ...], _: Ask) -> str:
    apart = [mine - real for mine, real in zip(answer, found.truth, strict=True)]
    far = sum(map(abs, apart)) / len(apart)
    if far <= truths.CLOSE:
        return RIGHT
    mean = sum(apart) / len(apart)
    return ("too-high" if mean > 0 else "too-low") if abs(mean) >= far / 2 else "other"


def _measured(shown: Shown, ask: Ask) -> Found:
    return MEASURES[ask.measure][0](shown, **ask.about)


def _named(ask: Ask) -> tuple[str, ...]:
    return MEASURES[ask.measure][1]


def _constant(*names: str) -> Callable[[Ask], tuple[str, ...]]:
    return lambda _: names


MEASURED = ("measure", "about")
KINDS: dict[str, Kind] = {
    "axis": Kind((), 0, truths.axis, _constant("own-bit", "last", "other"), _whole, _same),
    "value": Kind(
        ("axis", "low", "high"), 1, truths.value,
        _constant("unfaded", "unwritten", "replaced", "higher", "lower"), _finite, _near,
    ),
    "order": Kind(("axes",), 0, truths.order, _constant("reversed", "other"), _places, _same),
    "output": Kind(("answer",), 0, truths.output, _constant("target", "other"), _whole, _same),
    "curve": Kind((), 0, truths.curve, _constant("too-low", "too-high", "other"), _heights, _drawn),
    "talk": Kind((), 0, lambda *_: Found(None), _constant(), str, lambda *_: RIGHT),
    "cell": Kind(MEASURED, 1, _measured, lambda ask: (*_named(ask), "other"), _places, _cell),
    "choice": Kind(
        ("measure", "options", "about"), 2, _measured, lambda ask: tuple(ask.options), str, _one_of
    ),
    "number": Kind(
        ("measure", "about", "within", "unit"), 1, _measured, lambda ask: (*_named(ask), "higher", "lower"),
        _finite, _near,
    ),
}  # fmt: skip
