"""The paper's experiments as data: what to run, and what the paper says came out.

Settings were chosen on seeds below 100; the tables report others.
"""

from collections.abc import Iterator
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
_SOFT = replace(_SORTED, code="soft", store="refresh", alpha=0.8)
_READ = Parameters(steps=200_000)
_SHORT = Parameters(steps=100_000)
_CLASSIFY = recipe("classify-recall")
_MEMORY = recipe("memory-recall")
_OTHER = replace(_MEMORY, steps=150_000)
_NEIGHBOUR = replace(
    _MEMORY, write="neighbour", code="soft", hidden=(64, 32), memory=(True, False), first_range=4.0, later_range=0.1,
    gamma=0.4, gamma_spread=0.3, optimiser="sgd", alpha=0.4, steps=500_000,
)  # fmt: skip
_LONGER = replace(
    _MEMORY, hidden=(48, 64), gamma=0.635, gamma_spread=0.335, optimiser="sgd", alpha=0.5, later_range=0.1,
    steps=300_000,
)  # fmt: skip
_TURNING = replace(
    _MEMORY, hidden=(128,), turn=3.14, gamma=0.95, gamma_spread=0.0, optimiser="sgd", alpha=0.2, first_range=1.0,
    later_range=0.1, steps=50_000,
)  # fmt: skip
_LEARNED = replace(recipe("extended-recall"), stop_at=0.005)
_MORE = replace(_LEARNED, hidden=(48, 24))  # of more gates, one is likelier to start near what is needed
_TIED = replace(
    _LEARNED, gate="tied", hidden=(40, 8), optimiser="sgd", alpha=0.5, first_range=6.0, later_range=0.2, mark=3.0,
    tolerance=0.0, steps=200_000, restarts=4, restart_steps=15_000,
)  # fmt: skip
_THROUGH = replace(recipe("extended-recall"), steps=1_000_000)
_SIGNAL, _DIGITS, _SUNSPOTS = recipe("signal"), recipe("digits"), recipe("sunspots")


def _lengths() -> Iterator[Row]:
    """Longer sequences: 21,000 parameters, as in the recurrent networks; where memories turn, 8,000 or 12,000."""
    yield Row("S = 3, input write", replace(_LONGER, length=3, steps=900_000), target=0.001)
    yield Row("S = 5, input write", replace(_LONGER, length=5))
    for length, steps in ((3, 50_000), (4, 50_000), (5, 50_000), (10, 100_000)):
        turning = replace(_TURNING, length=length, steps=steps)
        yield Row(f"S = {length}, input write, turning", turning, target=0.001)
    neighbour = replace(_TURNING, length=5, write="neighbour", code="soft", steps=100_000)
    yield Row("S = 5, neighbour write, turning", neighbour, target=0.001)
    for length, steps in ((5, 300_000), (10, 200_000)):
        lstm = replace(_MEMORY, model="lstm", rnn_width=68, length=length, steps=steps)
        yield Row(f"S = {length}, 68 wide", lstm)
    rnn = replace(_MEMORY, model="rnn", rnn_width=138, rnn_alpha=0.003, loss="cross-entropy")
    yield Row("S = 5, 138 wide, cross-entropy", replace(rnn, length=5))


EXPERIMENTS: dict[str, tuple[Row, ...]] = {
    "sorted": (
        Row("memory off", replace(_SORTED, model="ffnn"), 0.045),
        Row("25 steps back in time", replace(_SORTED, model="rnn"), 0.018),
        Row("25 steps back in time", replace(_SORTED, model="lstm")),
        Row("hard code, add (the paper's)", _SORTED, 0.007),
        Row("soft code, refresh", _SOFT, 0.007, 0.002),
        Row("soft code, refresh, 10,000 inputs only", replace(_SOFT, steps=10_000), 0.007),
        Row("hard code, refresh", replace(_READ, store="refresh"), 0.007, reading=True),
        Row("hard code, add, printed back-propagation", replace(_READ, backprop="printed"), 0.007, reading=True),
        Row("hard code, add, learned gate", replace(_READ, gate="learned"), 0.007, reading=True),
    ),
    "classify-recall": (
        Row("memory off", replace(_CLASSIFY, model="ffnn")),
        Row("25 steps back in time", replace(_CLASSIFY, model="rnn"), 0.001, 0.0025),
        Row("25 steps back in time", replace(_CLASSIFY, model="lstm"), target=0.0025),
        Row("soft code, refresh", _CLASSIFY, 0.07, 0.0025),
        Row("hard code, add (the paper's)", replace(_CLASSIFY, code="hard", store="add"), 0.07, 0.0025, reading=True),
        Row("soft code, refresh, printed back-propagation", replace(_CLASSIFY, backprop="printed"), 0.07, 0.0025,
            reading=True),
    ),
    "memory-recall": (
        Row("S = 2", replace(_MEMORY, model="rnn"), target=0.001),
        Row("S = 2", replace(_MEMORY, model="lstm"), target=0.001),
        Row("S = 2, input write", _MEMORY, target=0.001),
        Row("S = 2, neighbour write", _NEIGHBOUR, target=0.001),
        *_lengths(),
        Row("S = 2, input write, refresh", replace(_OTHER, store="refresh"), target=0.001, reading=True),
        Row("S = 2, input write, one γ", replace(_OTHER, gamma_spread=0.0), target=0.001, reading=True),
        Row("S = 2, input write, one γ, best of 4 starts",
            replace(_OTHER, gamma_spread=0.0, restarts=4), target=0.001, reading=True),
    ),
    "extended-recall": (
        Row("lag 25, squared error", replace(_THROUGH, model="rnn"), 0.66),
        Row("lag 25, cross-entropy", replace(_THROUGH, model="rnn", loss="cross-entropy")),
        Row("lag 25, squared error", replace(_THROUGH, model="lstm")),
        Row("lag 25, cross-entropy", replace(_THROUGH, model="lstm", loss="cross-entropy", rnn_alpha=0.003)),
        Row("lag 25, tied gate, best of 4 starts", _TIED, 0.0),
        Row("lag 25, learned gate", replace(_LEARNED, steps=400_000), 0.0),
        Row("lag 100, learned gate", replace(_LEARNED, lag=100, steps=1_000_000), target=0.0),
        Row("lag 400, learned gate", replace(_LEARNED, lag=400, steps=4_000_000), target=0.0),
        Row("lag 1000, learned gate", replace(_MORE, lag=1000, steps=10_000_000), target=0.0),
        Row("lag 100, noise 0.2, learned gate",
            replace(_MORE, hidden=(72, 24), lag=100, noise=0.2, loss="cross-entropy", steps=1_000_000), target=0.01),
    ),
    "signal": (
        Row("last 10 values", _SIGNAL, 0.15),
        Row("the value alone", replace(_SIGNAL, model="ffnn")),
        Row("25 steps back in time", replace(_SIGNAL, model="rnn", rnn_alpha=0.003)),
        Row("25 steps back in time", replace(_SIGNAL, model="lstm", rnn_alpha=0.003)),
    ),
    "future": (
        Row("as the paper has it", _SHORT),
        Row("line search", replace(_SHORT, optimiser="line-search", alpha=2.0)),
        Row("AdaGrad", replace(_SHORT, optimiser="adagrad", alpha=0.1)),
        Row("mixed decay", replace(_SHORT, gamma_spread=0.4)),
        Row("addressed memory", replace(_SHORT, read="addressed", code="soft")),
        Row("addressed memory, focused", replace(_SHORT, read="addressed", code="soft", focus=3.0)),
        Row("two layers", replace(_SHORT, hidden=(20, 20))),
        Row("two layers, neighbours in the column", replace(_SHORT, neighbourhood="column", hidden=(20, 20))),
        Row("asymptotic decay in use", replace(_SHORT, decay_in_use="asymptotic", gamma_in_use=0.5)),
    ),
    "digits": (
        Row("memory off", replace(_DIGITS, model="ffnn")),
        Row("25 steps back in time", replace(_DIGITS, model="rnn")),
        Row("25 steps back in time", replace(_DIGITS, model="lstm")),
        Row("hard code, add", _DIGITS),
        Row("two layers, soft code, refresh", replace(_DIGITS, hidden=(32, 32), code="soft", store="refresh")),
    ),
    "sunspots": (
        Row("last 10 values", _SUNSPOTS),
        Row("the value alone", replace(_SUNSPOTS, model="ffnn")),
        Row("25 steps back in time", replace(_SUNSPOTS, model="lstm", rnn_alpha=0.003)),
    ),
    "longest-lags": (
        Row("lag 3000, learned gate", replace(_MORE, lag=3000, steps=20_000_000), target=0.0),
        Row("lag 10000, learned gate", replace(_MORE, lag=10_000, steps=20_000_000), target=0.0),
    ),
}  # fmt: skip
ON_REQUEST = ("longest-lags",)  # takes many minutes: only where it is asked for by name
