"""What the questions of a lesson ask for, measured on the runs of its scene: a function by name for each of them.

A measure gets what the scene shows and what its question says beside the measure's name, and gives what it found: the
right answer and, by name, answers that are wrong in a way worth a word.
"""

from nmn.lessons.found import Found, Measure
from nmn.lessons.shown import Shown


def best(shown: Shown) -> Found:
    """The word of the racing network with the least median test error."""
    return Found(min(shown.errors, key=shown.errors.__getitem__))


def axes(shown: Shown) -> Found:
    """How many axes the memory of a neuron has, 2^(τ+1); `neighbours` counts τ, `one` forgets the neuron's own bit."""
    tau = shown.parameters.tau
    return Found(2 ** (tau + 1), {"neighbours": tau, "one": 2**tau})


# By name: the function, and the mistakes that it can name.
MEASURES: dict[str, tuple[Measure, tuple[str, ...]]] = {
    "best": (best, ()),
    "axes": (axes, ("neighbours", "one")),
}
