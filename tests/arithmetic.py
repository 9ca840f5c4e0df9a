"""Equations in a sentence, worked out: does each come to the number that it prints, as far as its digits tell?"""

import math
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise

TOKEN = re.compile(r"\s*(σ|tanh|log|e\^|[()+−·/^]|\d[\d,]*(?:\.\d+)?(?:e−?\d+)?)")
NUMBER = re.compile(r"\d")
DECIMALS = 2  # that a number has at least; zeros at its end are left out

Interval = tuple[float, float]


def interval(text: str) -> Interval:
    """What a printed number may stand for."""
    digits, _, power = text.replace(",", "").replace("−", "-").partition("e")
    scale = 10.0 ** int(power or 0)
    places = len(digits.partition(".")[2])
    half = 0.5 * 10.0 ** -(places if power else max(places, DECIMALS)) * 1.001
    return (float(digits) - half) * scale, (float(digits) + half) * scale


def both(one: Interval, other: Interval, by: Callable[[float, float], float]) -> Interval:
    """What comes of two intervals where the extremes are at their ends."""
    all_four = [by(a, b) for a in one for b in other]
    return min(all_four), max(all_four)


def divided(a: float, b: float) -> float:
    """A quotient, infinite by 0."""
    return a / b if b else math.copysign(math.inf, a)


def logarithm(value: float) -> float:
    """A logarithm, minus infinity of what is not positive."""
    return math.log(value) if value > 0 else -math.inf


FUNCTIONS: dict[str, Callable[[float], float]] = {
    "σ": lambda z: 1 / (1 + math.exp(-max(-700.0, min(700.0, z)))),
    "tanh": math.tanh,
    "log": logarithm,
    "e^": lambda z: math.exp(min(700.0, z)),
}


class Sum:
    """A reader of one expression."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        at = 0
        while match := TOKEN.match(text, at):
            self.tokens.append(match[1])
            at = match.end()
        self.whole = at == len(text.rstrip())
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def total(self) -> Interval:
        value = self.product()
        while self.peek() in ("+", "−"):
            sign = 1 if self.take() == "+" else -1
            value = both(value, self.product(), lambda a, b, sign=sign: a + sign * b)
        return value

    def product(self) -> Interval:
        value = self.power()
        while self.peek() in ("·", "/"):
            by = (lambda a, b: a * b) if self.take() == "·" else divided
            value = both(value, self.power(), by)
        return value

    def power(self) -> Interval:
        value = self.atom()
        if self.peek() == "^":
            self.take()
            exponent = float(self.take())
            value = (max(0.0, value[0]) ** exponent, value[1] ** exponent)
        return value

    def atom(self) -> Interval:
        token = self.take()
        if token == "−":
            low, high = self.power()
            return -high, -low
        if token == "(":
            value = self.total()
            if self.take() != ")":
                raise ValueError
            return value
        if token in FUNCTIONS:
            low, high = self.atom()
            return FUNCTIONS[token](low), FUNCTIONS[token](high)
        if not NUMBER.match(token):
            raise ValueError
        return interval(token)


def worked_out(text: str) -> Interval | None:
    """What a text comes to, None where it is no expression of numbers."""
    try:
        reader = Sum(text)
        if not reader.whole or not reader.tokens:
            return None
        value = reader.total()
        return value if reader.at == len(reader.tokens) else None
    except (ValueError, IndexError):
        return None


def ends(text: str, last: bool) -> Interval | None:
    """What the longest expression at the end of a text comes to (last), or at its beginning."""
    cuts = [0, *(match.end() for match in re.finditer(r"[\s:,]+(?=\S)", text))]
    if last:
        return next((found for cut in cuts if (found := worked_out(text[cut:]))), None)
    stops = [len(text), *(match.start() for match in reversed(list(re.finditer(r"[\s:,;]", text))))]
    return next((found for stop in stops if (found := worked_out(text[:stop]))), None)


@cache
def equations(text: str) -> list[tuple[str, bool]]:
    """Each equation of a sentence that has numbers on both sides, and whether they agree."""
    found = []
    for left, right in pairwise(re.split(r" = ", text)):
        one, other = ends(left, True), ends(right, False)
        if one and other:
            agree = one[0] <= other[1] and other[0] <= one[1]
            found.append((f"{left} = {right}", agree))
    return found
