"""Measures of what memories hold: of the chosen neuron at the step of a scene, and of what its rules make of them."""

import math
from collections.abc import Sequence

import numpy as np

from nmn.address import sequence_text
from nmn.lessons.found import Found
from nmn.lessons.shown import Shown
from nmn.lessons.truths import bank
from nmn.paper import equations
from nmn.runs.custom_sequence import CustomSequence
from nmn.trace import Floats

TINY = 1e-3  # of a memory left: nothing, in effect
SAME = 1e-9
SEARCHED = 200  # steps in which two writes to the same axis are looked for


def gamma(shown: Shown) -> float:
    """The decay of the chosen neuron."""
    return float(
        shown.stepped.engine.rules(shown.parameters, len(shown.tape.clamp), True).gammas[shown.neuron]
    )


def held(shown: Shown, before: bool = False) -> Floats:
    """[D] what the chosen neuron holds after the step, or before it."""
    step = shown.step
    return np.asarray((step.before if before else step.memory)[0, bank(shown)])


def acts(shown: Shown) -> Found:
    """What the chosen neuron does in the step: fires, rests."""
    return Found(
        "fires" if shown.stepped.engine.active(shown.parameters, shown.step)[0, shown.neuron] else "rests"
    )


def left(shown: Shown, fires: int) -> Found:
    """What is left of 1 after so many fires; after one (`once`), or where factors are added (`product`)."""
    rate = gamma(shown)
    return Found(rate**fires, {"once": rate, "product": fires * rate})


def never(shown: Shown) -> Found:
    """How many axes a neuron can never write, as its own bit is 1 when it does; `zero-only`: 00...0 alone."""
    bits = shown.parameters.tau + 1
    own = 1 << bits // 2
    return Found(sum(not axis & own for axis in range(2**bits)), {"no-axis": 0, "zero-only": 1})


def stored(shown: Shown) -> Found:
    """What a memory tells: input, or neighbours where other inputs with their pattern leave the same memory."""
    tape, neuron, start = shown.tape, shown.neuron, max(1, shown.at - SEARCHED)
    trace = tape.trace(start, shown.at + 1)
    axis = trace.axis[:, neuron]
    alike = np.flatnonzero(axis == trace.axis[-1, neuron])
    differ = len(np.unique(trace.inputs[alike], axis=0)) > 1
    return Found("neighbours" if differ and shown.parameters.write == "neighbour" else "input")


def age(shown: Shown, axis: int) -> Found:
    """How many fires ago an axis was written, by the record. Raises ValueError: it was not, lately."""
    trace = shown.tape.trace(max(1, shown.at - SEARCHED), shown.at + 1)
    fires = [each for each in trace.axis[:, shown.neuron].tolist() if each >= 0]
    if axis not in fires:
        raise ValueError(f"Axis {axis} was not written in the {SEARCHED} steps before.")
    return Found(float(fires[::-1].index(axis)))


def older(shown: Shown, axes: Sequence[int]) -> Found:
    """Which of two components is the smaller one, and so the older: a, b; cannot where they are alike."""
    a, b = held(shown)[list(axes)]
    return Found("cannot" if abs(a - b) < SAME else "a" if a < b else "b")


def limit(shown: Shown) -> Found:
    """1 / (1 - γ), to which a component grows that is written at every fire; and 1 - γ, 1, 1 + γ."""
    rate = gamma(shown)
    return Found(1 / (1 - rate), {"complement": 1 - rate, "single": 1.0, "two-writes": 1 + rate})


def axes(shown: Shown) -> Found:
    """How many axes the memory of a neuron has, 2^(τ+1); `neighbours` counts τ, `no-own` forgets its own bit."""
    tau = shown.parameters.tau
    return Found(2 ** (tau + 1), {"neighbours": tau, "no-own": 2**tau})


def slots(shown: Shown) -> Found:
    """How many numbers of an addressed memory a neuron hands on; `columns`: as many as axes, `slots`: all of them."""
    tau = shown.parameters.tau
    return Found(shown.stepped.network.contents, {"columns": 2 ** (tau + 1), "slots": 2**tau})


def dot(_: Shown, patterns: Sequence[str]) -> Found:
    """The dot product of the memories of two patterns; `bits`: of their names."""
    bits = np.array([[float(bit) for bit in each] for each in patterns])
    one, other = equations.hard_code(bits)
    return Found(float(one @ other), {"bits": float(bits[0] @ bits[1])})


def component(shown: Shown, axis: int) -> Found:
    """A component after the step; `unfaded`: without the decay, `replaced`: what was written alone."""
    was, now = held(shown, before=True)[axis], held(shown)[axis]
    written = now - gamma(shown) * was
    return Found(float(now), {"unfaded": float(was + written), "replaced": float(written)})


def after(shown: Shown, rows: str) -> Floats:
    """[D] what the chosen neuron holds after a sequence that begins without memories.

    Raises:
        ValueError: the sequence is not possible, or the neuron does not fire at each of its steps.
    """
    steps, problems = sequence_text.parse(rows.replace("/", "\n"), shown.stepped.task)
    if problems or shown.screen.own is None:
        raise ValueError(" ".join(problems) or "The scene has no sequence of its own.")
    tape = CustomSequence(shown.stepped, shown.screen.own.after, steps)
    trace = tape.trace(1, tape.length + 1)
    if (trace.axis[:, shown.neuron] < 0).any():
        raise ValueError("The chosen neuron does not fire at each step.")
    return np.asarray(trace.memory[-1, bank(shown)])


def pasts(shown: Shown, other: str) -> Found:
    """How many pasts a memory can have: many where another sequence leaves it too; else order or one."""
    if np.abs(held(shown) - after(shown, other)).max() < SAME:
        return Found("many")
    return Found("order" if swapped(shown).truth == "same" else "one")


def swapped(shown: Shown) -> Found:
    """What the scene's sequence leaves in the opposite order: same, differs."""
    assert shown.screen.own  # noqa: S101 (`after` says so of others)
    rows = "/".join(shown.screen.own.rows.splitlines()[::-1])
    return Found("same" if np.abs(held(shown) - after(shown, rows)).max() < SAME else "differs")


def since(shown: Shown) -> int:
    """How often the chosen neuron has fired after the first step of the episode, before this one. Raises ValueError:
    not in the first step.
    """
    period = shown.stepped.task.period
    start = (shown.at - 1) // period * period + 1
    fires = shown.tape.trace(start, shown.at).axis[:, shown.neuron] >= 0
    if not fires[0]:
        raise ValueError("The chosen neuron does not fire in the episode's first step.")
    return int(fires[1:].sum())


def spoiled(shown: Shown) -> Found:
    """What is left of what the neuron wrote in the episode's first step: all, half, tiny."""
    rest = gamma(shown) ** since(shown)
    return Found("tiny" if rest < TINY else "all" if math.isclose(rest, 1.0) else "half")


def opens(shown: Shown, until: int) -> Found:
    """When a learned gate opens in an episode: mark (its first step alone), question (its last alone), or always."""
    gate = shown.tape.trace(shown.at, until + 1).gate[:, shown.neuron]
    on = gate >= 0.5
    return Found(
        "mark" if on[0] and not on[1:].any() else "question" if on[-1] and not on[:-1].any() else "always"
    )
