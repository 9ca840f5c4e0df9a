"""A fork as a text, as the address holds it: step:120,gamma:0.9,silence:3,input:130:0.2;0.4,wipe:5.

Items are separated by commas. `step` is the last step that both futures share; every other item changes something
from there on. Steps count from 1, neurons from 0, over all hidden layers; a link names them as
`nmn.address.neurons` does.

    step:120              leave after step 120
    gamma:0.9             a parameter's other value, any of `training.FORKABLE`
    silence:3             neuron 3 puts out 0 from then on
    force:3:1             neuron 3 puts out 1 from then on
    wipe:5   wipe:all     neuron 5 forgets its memory, or every neuron does, once
    input:130:0.2;0.4     the input of step 130 is another one
    swap:130:140          the inputs of steps 130 and 140 change places
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple

import numpy as np

from nmn.parameters import SPECS
from nmn.runs.training import FORKABLE, Run
from nmn.spec import ParameterError

LONGEST = 4000  # characters: what every browser takes in an address, with room for the rest
LARGEST = 1e6  # size of an input
KINDS = ("step", "changes", "clamp", "wipe", "input", "swap")


class Naming(NamedTuple):
    """How numbered things are named in a text: the number that a name stands for, or a ValueError; names in words."""

    read: Callable[[str], int]
    form: str


NUMBERED = Naming(lambda text: count(text, 0), "the number of a neuron from 0 on")
ABOUT_NEURONS = ("silence", "force", "wipe")


@dataclass(frozen=True)
class Fork:
    """What a second future has otherwise.

    Attributes:
        step: the last shared step.
        changes: parameters and their other values.
        clamp: forced outputs of hidden neurons.
        wipes: neurons that forget their memory after the step.
        wipe_all: whether all of them do, recurrent state and all.
        inputs: changed inputs, by step.
        swaps: pairs of steps whose inputs change places.
    """

    step: int
    changes: tuple[tuple[str, Any], ...] = ()
    clamp: tuple[tuple[int, float], ...] = ()
    wipes: tuple[int, ...] = ()
    wipe_all: bool = False
    inputs: tuple[tuple[int, tuple[float, ...]], ...] = ()
    swaps: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The text that `parse` turns back into this fork."""
        return self.told(str)

    def told(self, named: Callable[[int], str]) -> str:
        """The text with neurons as they are named somewhere else, as in a link."""
        items = [f"step:{self.step}"]
        items += [f"{name}:{SPECS[name].text(value)}" for name, value in self.changes]
        items += [
            f"silence:{named(n)}" if out == 0 else f"force:{named(n)}:{short(out)}" for n, out in self.clamp
        ]
        items += ["wipe:all"] * self.wipe_all + [f"wipe:{named(n)}" for n in self.wipes]
        items += [f"input:{step}:{';'.join(map(short, values))}" for step, values in self.inputs]
        items += [f"swap:{one}:{other}" for one, other in self.swaps]
        return ",".join(items)


def short(number: float) -> str:
    """The shortest text that stands for exactly this number: 1, 0.2."""
    return repr(float(number)).removesuffix(".0")


def parse(text: str, neuron: Naming = NUMBERED) -> tuple[Fork | None, list[str]]:
    """The fork that a text stands for; what is not possible is left out and explained.

    Args:
        text: as above.
        neuron: what a neuron is called in it.

    Returns:
        The fork, None where the text has no usable step, and a sentence for each item that could not be used.
    """
    if len(text) > LONGEST:
        return None, [f"fork is {len(text):,} characters long: it can have {LONGEST:,} at most."]
    found: dict[str, dict[Any, Any]] = {kind: {} for kind in KINDS}
    problems = []
    for item in filter(None, (part.strip() for part in text.split(","))):
        try:
            kind, key, value = _item(neuron, *item.split(":"))
        except ParameterError as error:
            problems.append(f"fork: {error}")
            continue
        if key in found[kind]:
            problems.append(f"fork: {item} comes after another value for the same, which is kept.")
        found[kind].setdefault(key, value)
    if not found["step"]:
        problems.append("fork needs the last step that both futures share, such as step:120.")
        return None, problems
    return _fork(found), problems


def leave(run: Run, fork: Fork) -> Run:
    """The second run that a fork asks for; it is not trained yet."""
    seen = {step: run.task.stream(step - 1, step).inputs[0] for pair in fork.swaps for step in pair}
    swapped = {a: seen[b] for one, other in fork.swaps for a, b in ((one, other), (other, one))}
    return run.fork(
        fork.step,
        clamp=dict(fork.clamp),
        inputs=swapped | {step: np.array(values) for step, values in fork.inputs},
        wipes=fork.wipes,
        wipe_all=fork.wipe_all,
        **dict(fork.changes),
    )


def _fork(found: dict[str, dict[Any, Any]]) -> Fork:
    return Fork(
        step=found["step"][""],
        changes=tuple(found["changes"].items()),
        clamp=tuple(found["clamp"].items()),
        wipes=tuple(neuron for neuron in found["wipe"] if neuron != "all"),
        wipe_all="all" in found["wipe"],
        inputs=tuple(found["input"].items()),
        swaps=tuple(found["swap"]),
    )


def _item(neuron: Naming, name: str, *values: str) -> tuple[str, Any, Any]:
    """Where an item belongs, what it is about, and its value."""
    if name in FORKABLE:
        return "changes", name, SPECS[name].parse(":".join(values))
    if name not in FORMS:
        raise ParameterError(
            f"{name} is nothing that a fork can change. It takes {', '.join((*FORMS, *FORKABLE))}."
        )
    form, read = FORMS[name]
    try:
        given = values
        if name in ABOUT_NEURONS and values[0] != "all":
            given = (str(neuron.read(values[0])), *values[1:])
        key, value = read(*given)
    except (ValueError, TypeError, IndexError):
        said = f"{':'.join((name, *values))} is not possible: it must be {form.format(neuron=neuron.form)}."
        raise ParameterError(said) from None
    return "clamp" if name in ("silence", "force") else name, key, value


def number(text: str) -> float:
    """A finite number that an input can have. Raises ValueError for any other text."""
    value = float(text)
    if not isfinite(value) or abs(value) > LARGEST or "_" in text:
        raise ValueError(text)
    return value


def count(text: str, least: int) -> int:
    """A whole number of at most nine digits. Raises ValueError for any other text."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10 and int(text) >= least):
        raise ValueError(text)
    return int(text)


def _force(neuron: str, output: str) -> tuple[int, float]:
    value = number(output)
    if abs(value) > 1:
        raise ValueError(output)
    return count(neuron, 0), value


def _swap(one: str, other: str) -> tuple[tuple[int, int], None]:
    pair = count(one, 1), count(other, 1)
    if pair[0] == pair[1]:
        raise ValueError(one)
    return (min(pair), max(pair)), None


FORMS: dict[str, tuple[str, Callable[..., tuple[Any, Any]]]] = {
    "step": ("step:N, N a whole number from 0 on", lambda text: ("", count(text, 0))),
    "silence": ("silence:N, N {neuron}", lambda text: (count(text, 0), 0.0)),
    "force": ("force:N:X, N {neuron} and X its output from -1 to 1", _force),
    "wipe": (
        "wipe:N, N {neuron}, or wipe:all",
        lambda text: ("all" if text == "all" else count(text, 0), None),
    ),
    "input": (
        "input:N:X;Y, N a step from 1 on and then the numbers of the input",
        lambda step, texts: (count(step, 1), tuple(number(text) for text in texts.split(";"))),
    ),
    "swap": ("swap:N:K, N and K two steps from 1 on", _swap),
}
