"""The paper's experiments as data: what to run, and what the paper says came out.

Settings were chosen on seeds below 100; the tables report others.
"""

from dataclasses import replace
from typing import NamedTuple

from nmn.parameters import Parameters, recipe

COLUMNS = ("experiment", "model", "variant", "seed", "metric", "value", "steps", "seconds")


class Row(NamedTuple):
    """One line of an experiment's table.

    Attributes:
        variant: what sets it apart from the others of its model.
        parameters: the run, up to its seed.
        paper: the error that the paper reports, as a fraction, or None.
        target: the error that we want to reach, or None where that is the paper's.
        reading: whether it only answers what another reading of the paper would give.
    """

    variant: str
    parameters: Parameters
    paper: float | None = None
    target: float | None = None
    reading: bool = False

    @property
    def goal(self) -> float | None:
        """The error that a seed has to reach, if there is one."""
        return self.paper if self.target is None else self.target


_SORTED = Parameters(steps=400_000)
_CLASSIFY = recipe("classify-recall")
_MEMORY = recipe("memory-recall")
_LEARNED = replace(recipe("extended-recall"), stop_at=0.005, tolerance=0.0001)
_TIED = replace(
    _LEARNED, gate="tied", hidden=(40, 8), optimiser="sgd", alpha=0.5, first_range=6.0, later_range=0.2, mark=3.0,
    tolerance=0.0, steps=400_000,
)  # fmt: skip
_THREE = replace(_MEMORY, hidden=(48, 64), gamma=0.635, gamma_spread=0.335, length=3)
_FIVE = replace(_THREE, length=5)
_NEIGHBOUR = replace(
    _MEMORY, write="neighbour", code="soft", hidden=(64, 32), memory=(True, False), first_range=4.0, later_range=0.1,
    gamma=0.4, gamma_spread=0.3, alpha=0.4,
)  # fmt: skip
_SIGNAL, _DIGITS, _SUNSPOTS = replace(recipe("signal"), noise=0.1), recipe("digits"), recipe("sunspots")

EXPERIMENTS: dict[str, tuple[Row, ...]] = {
    "sorted": (
        Row("memory off", replace(_SORTED, model="ffnn"), 0.045),
        Row("Adam, 25 steps back in time", replace(_SORTED, model="rnn"), 0.018),
        Row("hard code, add (the paper's)", _SORTED, 0.007),
        Row("soft code, refresh", replace(_SORTED, code="soft", store="refresh", alpha=0.8), 0.007),
        Row("hard code, refresh", replace(_SORTED, store="refresh"), 0.007, reading=True),
        Row("hard code, add, printed back-propagation", replace(_SORTED, backprop="printed"), 0.007, reading=True),
        Row("hard code, add, learned gate", replace(_SORTED, gate="learned"), 0.007, reading=True),
    ),
    "classify-recall": (
        Row("memory off", replace(_CLASSIFY, model="ffnn")),
        Row("Adam, 25 steps back in time", replace(_CLASSIFY, model="rnn"), 0.001),
        Row("Adam, 25 steps back in time", replace(_CLASSIFY, model="lstm"), target=0.001),
        Row("soft code, refresh", _CLASSIFY, 0.07, 0.0025),
        Row("hard code, add (the paper's)", replace(_CLASSIFY, code="hard", store="add"), 0.07, reading=True),
    ),
    "memory-recall": (
        Row("S = 2, full back-propagation through time", replace(_MEMORY, model="rnn"), target=0.001),
        Row("S = 2, full back-propagation through time", replace(_MEMORY, model="lstm"), target=0.001),
        Row("S = 2, input write", _MEMORY, target=0.001),
        Row("S = 2, neighbour write", _NEIGHBOUR, target=0.001),
        Row("S = 3, input write", _THREE, target=0.001),
        Row("S = 5, full back-propagation through time", replace(_FIVE, model="rnn")),
        Row("S = 5, full back-propagation through time", replace(_FIVE, model="lstm")),
        Row("S = 5, input write", _FIVE, target=0.04),
    ),
    "extended-recall": (
        Row("lag 25, full back-propagation through time", replace(_LEARNED, model="rnn", steps=1_000_000), 0.66),
        Row("lag 25, full back-propagation through time", replace(_LEARNED, model="lstm", steps=1_000_000)),
        Row("lag 25, tied gate", _TIED, 0.0),
        Row("lag 25, learned gate", replace(_LEARNED, steps=400_000), 0.0),
        Row("lag 100, learned gate", replace(_LEARNED, lag=100, steps=1_000_000), target=0.0),
        Row("lag 400, learned gate", replace(_LEARNED, lag=400, steps=4_000_000), target=0.0),
        Row("lag 1000, learned gate", replace(_LEARNED, lag=1000, steps=8_000_000), target=0.0),
        Row("lag 100, noise 0.2, learned gate", replace(_LEARNED, lag=100, noise=0.2, steps=2_000_000), target=0.01),
    ),
    "signal": (
        Row("last 10 values", _SIGNAL, 0.15),
        Row("the value alone", replace(_SIGNAL, model="ffnn")),
    ),
    "digits": (
        Row("memory off", replace(_DIGITS, model="ffnn")),
        Row("Adam, 25 steps back in time", replace(_DIGITS, model="rnn")),
        Row("hard code, add", _DIGITS),
    ),
    "sunspots": (
        Row("last 10 values", _SUNSPOTS),
        Row("the value alone", replace(_SUNSPOTS, model="ffnn")),
    ),
}  # fmt: skip
