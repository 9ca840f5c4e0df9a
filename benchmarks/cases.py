"""What is timed: a network at its beginning and a stream for it."""

from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from nmn import engine
from nmn.engine import Kind
from nmn.parameters import Parameters, recipe
from nmn.runs.training import Run
from nmn.trace import Floats, Ports, Stream

INPUTS, FEW_INPUTS, HEAVY = 20_000, 1000, 100_000  # of a sample; few for more weights than the last
FOREVER = 20_000_000  # training steps: the learning rate stays what it is


class Case(NamedTuple):
    """A network and a stream.

    Attributes:
        name: for the report.
        kind: what a peer has to do: "step", "gate", "address" or "recurrent".
        parameters: the network's.
        engine: the kind that moves it.
        network, state: from its build and init.
        stream: the inputs.
    """

    name: str
    kind: str
    parameters: Parameters
    engine: Kind
    network: Any
    state: Any
    stream: Stream

    def cut(self, steps: int) -> "Case":
        """The same with the first inputs only."""
        return self._replace(stream=self.stream.cut(0, steps))

    def run(self, **how: bool) -> tuple[Any, Any]:
        """What the engine makes of the stream: state and trace."""
        return self.engine.advance(self.network, self.parameters, self.state, self.stream, **how)

    def outputs(self) -> Floats:
        """[T, n_out] the engine's outputs while it learns."""
        return self.run(record=True)[1].outputs


# The networks by the name that the report gives them: what a peer has to do, parameters, and ports for random inputs.
NETWORKS: dict[str, tuple[str, Parameters, Ports | None]] = {
    "NMN [2, 20, 10], τ = 2": ("step", Parameters(), None),
    "NMN [2, 12, 12, 9], τ = 2": (
        "step",
        Parameters(task="classify-recall", classes=3, hidden=(12, 12)),
        None,
    ),
    "NMN [8, 64, 64, 10], τ = 4": (
        "step",
        Parameters(hidden=(64, 64), tau=4, first_range=1.0, later_range=0.1),
        Ports(8, (10,)),
    ),
    "learned gate [4, 24, 24, 3]": ("gate", replace(recipe("extended-recall"), tolerance=0.0), None),
    "addressed memory [2, 20, 10], τ = 2": ("address", Parameters(read="addressed"), None),
    "RNN [2, 20, 10], 25 steps back": ("recurrent", Parameters(model="rnn"), None),
    "LSTM [2, 20, 10], 25 steps back": ("recurrent", Parameters(model="lstm"), None),
    "RNN [5, 24, 5], memory recall": (
        "recurrent",
        Parameters(task="memory-recall", model="rnn", rnn_width=24, bptt=0),
        None,
    ),
    "LSTM [5, 24, 5], memory recall": (
        "recurrent",
        Parameters(task="memory-recall", model="lstm", rnn_width=24, bptt=0),
        None,
    ),
}


def random_stream(ports: Ports, steps: int, seed: int) -> Stream:
    """Normal inputs, each with a random class to learn."""
    rng = np.random.default_rng(seed)
    targets = np.eye(ports.groups[0])[rng.integers(ports.groups[0], size=steps)]
    inputs = rng.standard_normal((steps, ports.inputs))
    return Stream(inputs, targets, np.zeros((steps, 1), np.int8), np.zeros(steps, bool))


def case(kind: str, parameters: Parameters, ports: Ports | None, steps: int, name: str = "") -> Case:
    """A network at its beginning, before inputs of its task, or before random ones where ports are given."""
    parameters = replace(parameters, steps=FOREVER)
    if ports is None:
        task = Run(parameters).task
        first = -(-1000 // task.period) * task.period
        ports, stream = task.ports, task.stream(first, first + steps)
    else:
        stream = random_stream(ports, steps, parameters.seed)
    moved = engine.kind(parameters)
    net = moved.build(parameters, ports)
    return Case(name, kind, parameters, moved, net, moved.init(net, parameters), stream)


def named(name: str, steps: int) -> Case:
    """One of NETWORKS."""
    return case(*NETWORKS[name], steps, name)


def sample(name: str) -> Case:
    """One of NETWORKS with as many inputs as a sample of compiled loops wants."""
    heavy = len(named(name, 1).state.weights) > HEAVY
    return named(name, FEW_INPUTS if heavy else INPUTS)
