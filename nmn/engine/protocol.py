"""What every kind of network can do and says of itself: all that tapes, studies and pictures know of one.

A kind builds a network, the fixed part (sizes, where things lie, rules); a state is what it carries from step to
step, and only `advance` moves one. States are never changed in place, so that a tape can keep them and enter a run at
any step.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np

from nmn.parameters import Parameters
from nmn.trace import Counts, Flags, Floats, Layer, Parts, Ports, Stream, Trace


class State(Protocol):
    """What a network carries: a NamedTuple of `step`, arrays and further such tuples."""

    @property
    def step(self) -> int:
        """Inputs consumed so far."""
        ...


class Weights(NamedTuple):
    """What weighs in the sums of a step, Eq. (1) and (2), for the layers 1 ... L+1.

    Attributes:
        W: [k, n] each, from the standard neurons (or inputs) of the layer below.
        R: [k, C, n] each, from the C components that each of those neurons hands on of its memory; C may be 0.
        b: [k] each.
    """

    W: list[Floats]
    R: list[Floats]
    b: list[Floats]


class Rules(NamedTuple):
    """What is in effect while a network moves.

    Attributes:
        decay: the schedule by which memories shrink, as in `Parameters.decay`.
        gammas: [H] decay of each hidden neuron; empty where neurons have no memory banks.
        angles: [H] angle by which each turns its memories when it fires; empty where they do not turn.
        optimiser: what moves the weights, in a word.
        tolerance: largest output error that changes no weight.
    """

    decay: str
    gammas: Floats
    angles: Floats
    optimiser: str
    tolerance: float


class Kind(ABC):
    """A kind of network. What most of them do not have says so here; the rest is abstract.

    Attributes:
        name: what users type.
        title, short: its name in words, and a short one where that is long.
        sentence: what it is, in a sentence without its name.
        memory: what it remembers by: "banks" (each neuron stores patterns), "state" (every step overwrites it),
            "window" (the last inputs come in again) or "none".
        parameters: names of those that matter to it, of the parameters that matter to some networks only.
        rate: the parameter that is its learning rate; "" where it has none.
        signed: whether its hidden outputs lie in -1 ... 1, rather than 0 ... 1.
        linear: whether errors reach its outputs' sums as they are, rather than through a slope x (1 - x).
        single: whether each neuron has one weighted sum, which `weights` makes.
        learns_first: whether a step uses the weights that it has learned, rather than those that it found.
        variants: settings that differ in what is compiled for them, those that are asked for most first.
        telling: values that tell most on a map, the first first, as texts of `nmn.studies.grid.axis`.
        caption: title and sentence over the picture of a network without memory axes.
    """

    name: str
    title: str
    short: str = ""
    sentence: str
    memory: str = "none"
    parameters: tuple[str, ...] = ()
    rate: str = "alpha"
    signed: bool = False
    linear: bool = False
    single: bool = True
    learns_first: bool = False
    variants: Sequence[Mapping[str, Any]] = ({},)
    telling: tuple[str, ...] = ()
    caption: tuple[str, str] = ("Neurons over time", "The outputs of its hidden neurons, step after step.")

    @property
    def label(self) -> str:
        """Its name where there is little room."""
        return self.short or self.title

    @property
    def banks(self) -> bool:
        """Whether its neurons have memory banks of their own, as `nmn.engine.network` has them."""
        return self.memory == "banks"

    # What moves it.

    @abstractmethod
    def build(self, parameters: Parameters, ports: Ports) -> Any:
        """The network that the parameters describe, for a task's ports."""

    @abstractmethod
    def init(self, network: Any, parameters: Parameters, start: int = 0) -> Any:
        """Initial state: the seed's draw number `start` of the weights, memories empty."""

    @abstractmethod
    def advance(
        self,
        network: Any,
        parameters: Parameters,
        state: Any,
        stream: Stream,
        *,
        learn: bool = True,
        record: bool = False,
        clamp: Floats | None = None,
    ) -> tuple[Any, Trace]:
        """Move a network over T >= 1 inputs, with the same bits however a stream is cut.

        Args:
            network: from `build`.
            parameters: learning rate and decay are read at every call, so they may differ from call to call.
            state: where the network is; it stays as it was.
            stream: T inputs; where one starts an episode, memory and recurrent state are wiped before it.
            learn: whether the weights change; where not, the decay in use applies.
            record: whether the trace holds activations, memories and errors too.
            clamp: [H] forced output of each hidden neuron, NaN where it is free.

        Returns:
            The new state and the trace. Where a step is not finite, the state is that before it and trace.halted its
            index.
        """

    # What it is made of.

    def layers(self, network: Any) -> tuple[Layer, ...]:
        """Input layer, hidden layers, output layer."""
        found: tuple[Layer, ...] = network.layers
        return found

    @abstractmethod
    def connections(self, network: Any, state: Any) -> list[Floats]:
        """Weights between the standard neurons of neighbouring layers, [receiving, sending], from the input on."""

    def free(self, state: Any) -> tuple[Floats, ...]:
        """The numbers of a state that training changes."""
        return (state.weights,)

    def size(self, state: Any) -> int:
        """Free parameters."""
        return sum(part.size for part in self.free(state))

    def widths(self, parameters: Parameters) -> tuple[int, ...]:
        """Neurons of each hidden layer."""
        return parameters.hidden

    def describe(self, parameters: Parameters) -> str:
        """What it is with these settings, in a sentence without its name."""
        return self.sentence

    def effort(self, parameters: Parameters) -> float:
        """How long a run takes compared with others: inputs times weights, roughly."""
        widths = self.widths(parameters)
        weights = sum(a * b for a, b in zip((5, *widths), (*widths, 5), strict=True))
        return parameters.steps * (200.0 + weights)

    # What a fork can do to it.

    def wipe(self, network: Any, state: Any, neurons: Sequence[int]) -> Any:
        """The state in which some hidden neurons, by number over all hidden layers, have forgotten what they stored.

        Raises:
            ValueError: its neurons have no memory banks.
        """
        raise ValueError("no single neuron can be wiped in this network: none has a memory of its own.")

    def inherit(self, network: Any, before: Any, state: Any) -> tuple[Any, Any]:
        """A network that takes over a state of another one of this kind, and that state as it needs it.

        Raises:
            ParameterError: it cannot.
        """
        return network, state

    # What pictures and sentences ask of it.

    def rules(self, parameters: Parameters, neurons: int, learn: bool) -> Rules:
        """What is in effect for so many hidden neurons, with learning or without."""
        return Rules("none", np.zeros(0), np.zeros(0), "sgd", 0.0)

    def alpha(self, parameters: Parameters) -> float:
        """The learning rate before any cooldown, 0 where there is none."""
        return float(getattr(parameters, self.rate)) if self.rate else 0.0

    def weights(self, network: Any, state: Any) -> Weights:
        """What weighs in the sums of a step."""
        W = self.connections(network, state)
        return Weights(W, [np.zeros((len(w), 0, w.shape[1])) for w in W], [np.zeros(len(w)) for w in W])

    def handed(
        self, network: Any, parameters: Parameters, state: Any, x: Sequence[Floats], starts: bool
    ) -> list[Floats]:
        """[C, k] for the inputs and each hidden layer: what its neurons hand on of their memories, firing fully.

        Args:
            network, parameters: the network.
            state: what the step finds.
            x: inputs and outputs of the hidden layers.
            starts: whether memories are wiped before the step.
        """
        return [np.zeros((0, len(each))) for each in x]

    def fed_back(self, network: Any, state: Any) -> Floats | None:
        """[k] what the first hidden layer's own state of before added to its sums in the last step; None: nothing."""
        return None

    def taught(
        self, network: Any, parameters: Parameters, state: Any, asked: Flags, starts: Flags, delta: Floats
    ) -> Flags:
        """[T], whether weights move at each step.

        Args:
            network, parameters: the network.
            state: where it is before the T steps.
            asked, starts: [T] of each step, see `Stream`.
            delta: [T, n_out] back-propagated errors of the outputs.
        """
        return asked

    def share(self, parameters: Parameters, before: Any, after: Any, delta: Floats, rate: float) -> float:
        """The share of a learning rate that a step took, from its states and errors [H + n_out]; 0: no weight moved."""
        moved = zip(self.free(before), self.free(after), strict=True)
        return float(any(not np.array_equal(was, now) for was, now in moved))

    def active(self, parameters: Parameters, trace: Trace) -> Flags:
        """[T, H], where a neuron is on."""
        return np.asarray((np.abs(trace.hidden) if self.signed else trace.hidden) >= 0.5)

    def axes(self, parameters: Parameters, inputs: tuple[str, ...]) -> tuple[str, ...]:
        """Names of the memory axes of a neuron, for a task with these inputs; () where it has none."""
        return ()

    def sparse(self, network: Any) -> bool:
        """Whether memories are sparse, with states that have `patterns` as in `nmn.engine.network`."""
        return False

    def compiled(self, network: Any) -> str:
        """What is compiled to move a network, in words; networks of the same words share it."""
        return self.title

    def patterns(self, network: Any, state: Any) -> list[Counts] | None:
        """[S, k] for each layer, the axis of each component that is read; None where all axes are read."""
        return None


def rates(parameters: Parameters, alpha: float, first: int, count: int) -> Floats:
    """[count] learning rates after the first steps: alpha, and alpha times the cooldown in the last third."""
    late = np.arange(first, first + count) >= parameters.steps - parameters.steps // 3
    return np.where(late, alpha * parameters.cooldown, alpha)


def judged(ports: Ports, outputs: Floats, targets: Floats, parts: Parts) -> Floats:
    """[T, G] error of each answer, see `Trace.wrong`: for networks that are not written in the compiled language.

    Args:
        ports: the task's.
        outputs, targets: [T, n_out].
        parts: [T, G], see `Stream`.
    """
    found, bounds = np.zeros(parts.shape), np.cumsum((0, *ports.groups))
    for g, size in enumerate(ports.groups):
        x, y = (each[:, bounds[g] : bounds[g + 1]] for each in (outputs, targets))
        if ports.unit > 0:
            found[:, g] = np.abs(x - y).sum(axis=1) / (ports.unit * size)
        elif size == 1:
            found[:, g] = ((x >= 0.5) != (y >= 0.5))[:, 0]
        else:
            found[:, g] = x.argmax(axis=1) != y.argmax(axis=1)
    return np.where(parts >= 0, found, 0.0)
