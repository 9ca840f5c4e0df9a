"""Who races, over how many seeds, and how their curves are shown: as a text in the address and back.

The text is a list of words, separated by spaces: nmn ffnn soft -model=nmn;gamma=0.4 seeds.5 part.1 x.linear y.linear.

    nmn  soft             presets that race, keys of `presets`; none: nobody does
    model=nmn;gamma=0.4   a network of one's own: what differs from the task's recipe; - before it: it does not race
    seeds.5               so many seeds, from the sidebar's on
    part.1   part.all     the error of that part of the task, counted from 0, or of all answers
    x.linear  y.linear    an axis that is not logarithmic
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from nmn.engine import NETWORKS
from nmn.parameters import SPECS, Parameters, recipe
from nmn.spec import ParameterError, Spec
from nmn.tasks import make
from nmn.versions import VERSION, as_of

_NMN = {"model": "nmn", "gate": "tied", "read": "composite"}
# Variants of the memory network; further settings make them possible beside any others.
_VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "soft": ("NMN, soft, refresh", {**_NMN, "code": "soft", "store": "refresh"}),
    "input": ("NMN, input write", {**_NMN, "write": "input"}),
    "learned": ("NMN, learned gate", {**_NMN, "gate": "learned", "store": "add", "decay": "exponential"}),
    "addressed": (
        "NMN, addressed",
        {**_NMN, "read": "addressed", "code": "soft", "neighbourhood": "layer", "backprop": "derived"},
    ),
}
USUAL = ("nmn", "ffnn", "rnn", "lstm")
SEEDS, MOST_SEEDS, MOST_OWN, MOST_RUNS = 3, 10, 6, 60


def presets() -> dict[str, tuple[str, dict[str, Any]]]:
    """The name of each preset, and what it has otherwise than the sidebar: every network, and some variants."""
    return {name: (kind.label, {"model": name}) for name, kind in NETWORKS.items()} | _VARIANTS


class RaceQuery(NamedTuple):
    """What is raced and shown.

    Attributes:
        chosen: words of those that race.
        own: words of the networks of one's own, racing or not.
        seeds: how many.
        part: number of a part of the task, "all", or "" for what the paper's figures are about.
        logs: whether the axis of inputs and the axis of errors are logarithmic.
    """

    chosen: tuple[str, ...] = USUAL
    own: tuple[str, ...] = ()
    seeds: int = SEEDS
    part: str = ""
    logs: tuple[bool, bool] = (True, True)

    @property
    def words(self) -> tuple[str, ...]:
        """All that can be chosen, in their order."""
        return (*presets(), *self.own)

    @property
    def text(self) -> str:
        """The text that `parse` turns back into the query."""
        said = [] if self.chosen else ["none"]
        said += [word for word in presets() if word in self.chosen]
        said += [word if word in self.chosen else f"-{word}" for word in self.own]
        said = [] if tuple(said) == USUAL else said
        said += [f"seeds.{self.seeds}"] * (self.seeds != SEEDS) + [f"part.{self.part}"] * bool(self.part)
        said += [f"{axis}.linear" for axis, log in zip("xy", self.logs, strict=True) if not log]
        return " ".join(said)


class Entrant(NamedTuple):
    """One of those that race: its word, its name, and its settings with the first seed."""

    word: str
    name: str
    parameters: Parameters


def parse(
    text: str, version: int = VERSION, base: Parameters | None = None
) -> tuple[RaceQuery | None, list[str]]:
    """The query that a text stands for, and a sentence for each part of it that is not possible.

    Args:
        text: from the address.
        version: the version of the link that the text is from.
        base: what the sidebar is set to there; the recipe of sorted where it is None.
    """
    base = base or recipe("sorted")
    usual: dict[str, Any] = as_of(version, "race", {"usual": USUAL, "seeds": SEEDS})
    query, problems = (
        RaceQuery(chosen=usual["usual"], seeds=usual["seeds"], part=_headline(base.task, version)),
        [],
    )
    chosen: list[str] = []
    named = False
    for word in text.split():
        kind, _, value = word.partition(".")
        if word in presets() or word == "none":
            named, chosen = True, chosen + [word] * (word != "none")
        elif "=" in word:
            named, own = True, word.removeprefix("-")
            if problem := _impossible(own, query):
                problems.append(problem)
                continue
            query = query._replace(own=(*query.own, own))
            chosen += [own] * (own == word)
        elif kind == "seeds" and value.isdecimal() and 1 <= int(value) <= MOST_SEEDS:
            query = query._replace(seeds=int(value))
        elif kind == "part" and (value == "all" or (value.isdecimal() and len(value) < 3)):
            query = query._replace(part=value)
        elif word in ("x.linear", "y.linear"):
            logs = query.logs
            query = query._replace(logs=(logs[0] and kind != "x", logs[1] and kind != "y"))
        else:
            problems.append(
                f"race = {word} is not possible: it must be one of {', '.join(presets())}, none, settings such as "
                f"model=nmn;gamma=0.4, seeds.1 to seeds.{MOST_SEEDS}, part.0 or part.all, x.linear or y.linear."
            )
    return _renewed(query._replace(chosen=tuple(chosen)) if named else query, base, version), problems


def _headline(task: str, version: int) -> str:
    """The word of the part that links of a version mean where they name none."""
    now = number(task, "")
    then = as_of(version, "headlines", {task: now})[task]
    return "" if then == now else "all" if then is None else str(then)


def _renewed(query: RaceQuery, base: Parameters, version: int) -> RaceQuery:
    """A query of an earlier version as today's links say it: what was otherwise then is written out."""
    settings = {name: changes for name, (_, changes) in presets().items()}
    before, now, then = as_of(version, "presets", settings), recipe(base.task), recipe(base.task, version)
    renewed = {name: name for name in presets()}
    for name in query.chosen:
        if name in presets() and before[name] != settings[name]:
            renewed[name] = word(replace(base, **before[name]))
    left_out = {name: SPECS[name].text(getattr(then, name)) for name in _changed(then, now)}
    for own in query.own:
        texts = left_out | _texts(own)
        renewed[own] = _told({name: texts[name] for name in SPECS if name in texts}) if left_out else own
    owned = dict.fromkeys(new for old, new in renewed.items() if new not in presets())
    return query._replace(
        chosen=tuple(dict.fromkeys(renewed[name] for name in query.chosen)), own=tuple(owned)
    )


def _impossible(own: str, query: RaceQuery) -> str | None:
    """Why a text is no network of one's own that can be added, or None."""
    if own in query.own:
        return f"race = {own} is there twice: once is enough."
    if len(query.own) == MOST_OWN:
        return f"race = {own} is one too many: there is room for {MOST_OWN} networks of your own."
    for name, text in _texts(own).items():
        spec = SPECS.get(name)
        if spec is None or not _of_the_network(spec):
            return f"race = {own} is not possible: {name} is not a setting of a network."
        try:
            spec.parse(text)
        except ParameterError as error:
            return f"race = {own} is not possible. {error}"
    return None


def _texts(own: str) -> dict[str, str]:
    return {name: value for name, _, value in (item.partition("=") for item in own.split(";"))}


def _of_the_network(spec: Spec) -> bool:
    """Whether a parameter is the network's: task, stream, seed and length of the race are everybody's."""
    return spec.group != "task" and spec.name not in ("task", "seed", "steps")


def word(parameters: Parameters) -> str:
    """The word of a network as it is set: what differs from its task's recipe."""
    relevant, usual = parameters.relevant(), recipe(parameters.task)
    changed = dict.fromkeys(("model", *_changed(relevant, usual)))
    return _told({name: SPECS[name].text(getattr(relevant, name)) for name in changed})


def _changed(some: Parameters, others: Parameters) -> list[str]:
    """The settings of a network in which two differ."""
    return [
        spec.name
        for spec in SPECS.values()
        if _of_the_network(spec) and getattr(some, spec.name) != getattr(others, spec.name)
    ]


def _told(texts: dict[str, str]) -> str:
    return ";".join(f"{name}={text}" for name, text in texts.items())


def name_of(word: str) -> str:
    """What an entrant is called."""
    if word in presets():
        return presets()[word][0]
    texts = _texts(word)
    model = NETWORKS[texts.pop("model", "nmn")].title
    return ", ".join([model, *(_setting(SPECS[name], text) for name, text in texts.items())])


def _setting(spec: Spec, text: str) -> str:
    return f"{spec.symbol or spec.label} {text}"


def difference(old: Parameters, new: Parameters) -> str:
    """What an earlier network had otherwise, in words."""
    before, after = old.relevant(), new.relevant()
    return ", ".join(
        _setting(spec, spec.text(getattr(before, spec.name)))
        for spec in SPECS.values()
        if getattr(before, spec.name) != getattr(after, spec.name)
    )


@lru_cache(maxsize=32)
def field(base: Parameters, query: RaceQuery) -> tuple[tuple[Entrant, ...], tuple[str, ...]]:
    """Those that race with the sidebar's settings, and a sentence for each one that cannot."""
    entrants: dict[Parameters, Entrant] = {}
    problems = []
    for chosen in (word for word in query.words if word in query.chosen):
        name = name_of(chosen)
        try:
            parameters = _parameters(base, chosen)
        except ParameterError as error:
            problems.append(f"{name} does not race: {error}")
            continue
        same = entrants.setdefault(parameters.relevant(), Entrant(chosen, name, parameters))
        if same.word != chosen:
            problems.append(
                f"{name} is the same network as {same.name} while the sidebar is set so: it races once."
            )
    return tuple(entrants.values()), tuple(problems)


def _parameters(base: Parameters, chosen: str) -> Parameters:
    if chosen in presets():
        return replace(base, **presets()[chosen][1])
    shared = {spec.name: getattr(base, spec.name) for spec in SPECS.values() if not _of_the_network(spec)}
    texts = _texts(chosen)
    return replace(
        recipe(base.task), **shared, **{name: SPECS[name].parse(text) for name, text in texts.items()}
    )


def seeds(base: Parameters, query: RaceQuery, entrants: int) -> tuple[int, ...]:
    """The seeds of the race: as many as are wished for and as there is room for."""
    last = int(SPECS["seed"].high)
    count = min(query.seeds, max(1, MOST_RUNS // max(1, entrants)), last + 1 - base.seed)
    return tuple(range(base.seed, base.seed + count))


@lru_cache(maxsize=16)
def names(task: str) -> tuple[str, ...]:
    """The parts of a task."""
    return make(recipe(task)).parts


@lru_cache(maxsize=16)
def parts(task: str) -> dict[str, str]:
    """What the error of can be shown, by its word in the address: first what the paper's figures are about."""
    made = make(recipe(task))
    names = {str(number): name for number, name in enumerate(made.parts)}
    if len(names) == 1:
        return {"": next(iter(names.values()))}
    if made.headline is None:
        return {"": "all answers", **names}
    return {"": names.pop(str(made.headline)), **names, "all": "all answers"}


@lru_cache(maxsize=16)
def number(task: str, part: str) -> int | None:
    """The number of the part that a word stands for, None for all answers."""
    headline = make(recipe(task)).headline
    return headline if part == "" else None if part == "all" else int(part)
