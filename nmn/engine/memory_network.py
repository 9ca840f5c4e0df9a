"""The memory network as a kind of network, and the FFNN, which is the same with its memory banks off."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from nmn.engine.advance import advance
from nmn.engine.decay import angles, decays, schedule
from nmn.engine.initial import init
from nmn.engine.network import Network, State, build, connections, fitted, wiped
from nmn.engine.protocol import Kind, Rules, Weights
from nmn.engine.sparse_state import inherited
from nmn.engine.variant import variant_of
from nmn.paper import equations, future
from nmn.parameters import Parameters
from nmn.trace import Counts, Flags, Floats, Ports, Stream, Trace

SIGMOID = ("alpha", "hidden", "first_range", "later_range", "optimiser", "tolerance")
RATES = "alpha=0.05,0.1,0.2,0.3,0.5,0.8,1.1,1.5,2"


class FeedForward(Kind):
    """Sigmoid neurons without memory."""

    name, title = "ffnn", "FFNN"
    sentence = "a feed-forward network without memory: its answer follows from the input alone."
    parameters: tuple[str, ...] = SIGMOID
    telling: tuple[str, ...] = ("hidden=2;5;10;20;40", RATES, "first_range=1:9:5")
    caption = (
        "Memory off",
        "Without memory the network answers from the current input alone. Below: its neurons' outputs.",
    )

    def build(self, parameters: Parameters, ports: Ports) -> Network:
        """As `network.build`."""
        return build(parameters, ports)

    def init(self, network: Network, parameters: Parameters, start: int = 0) -> Any:
        """As `initial.init`."""
        return init(network, parameters, start)

    def advance(
        self,
        network: Network,
        parameters: Parameters,
        state: Any,
        stream: Stream,
        *,
        learn: bool = True,
        record: bool = False,
        clamp: Floats | None = None,
    ) -> tuple[Any, Trace]:
        """As `advance.advance`."""
        return advance(network, parameters, state, stream, learn=learn, record=record, clamp=clamp)

    def compiled(self, network: Network) -> str:
        """The words of its variant."""
        return variant_of(network).words

    def connections(self, network: Network, state: Any) -> list[Floats]:
        """As `network.connections`."""
        return connections(network, state)

    def free(self, state: Any) -> tuple[Floats, ...]:
        """Weights and biases, of learned gates too."""
        return (state.weights, state.biases, state.gate_weights, state.gate_biases)

    def effort(self, parameters: Parameters) -> float:
        """Inputs times weights, roughly, those that read memories among them."""
        axes = 10 if parameters.write == "input" else 2 ** (parameters.tau + 1)
        axes *= 2 if parameters.turn else 1
        below = [k * (1 + axes * on) for k, on in zip(parameters.hidden, parameters.banks, strict=True)]
        weights = sum(a * b for a, b in zip([5, *below], [*parameters.hidden, 5], strict=True))
        return parameters.steps * (200.0 + weights)

    def rules(self, parameters: Parameters, neurons: int, learn: bool) -> Rules:
        """Optimiser and tolerance; no neuron has memories that decay."""
        return Rules("none", np.zeros(0), np.zeros(0), parameters.optimiser, parameters.tolerance)

    def weights(self, network: Network, state: Any) -> Weights:
        """Weights and biases, layer by layer."""
        net = fitted(network, state.slots)
        rows, below = np.split(state.weights, net.weight_at[2:-1]), net.sizes[:-1].tolist()
        whole = [part.reshape(k, -1) for part, k in zip(rows, net.sizes[1:], strict=True)]
        return Weights(
            [W[:, :n] for W, n in zip(whole, below, strict=True)],
            [W[:, n:].reshape(len(W), -1, n) for W, n in zip(whole, below, strict=True)],
            np.split(state.biases, net.neuron_at[2:-1]),
        )

    def taught(
        self, network: Network, parameters: Parameters, state: Any, asked: Flags, starts: Flags, delta: Floats
    ) -> Flags:
        """Where an output errs more than is tolerated."""
        return np.asarray(asked & (np.abs(delta).max(axis=1) > parameters.tolerance))

    def share(self, parameters: Parameters, before: Any, after: Any, delta: Floats, rate: float) -> float:
        """Less than 1 after a line search, 0 where no weight moved."""
        same = len(before.weights) == len(after.weights) and np.array_equal(before.weights, after.weights)
        if same and np.array_equal(before.biases, after.biases):
            return 0.0
        if parameters.optimiser != "line-search":
            return 1.0
        steepest = int(np.abs(delta).argmax())
        taken = (before.biases[steepest] - after.biases[steepest]) / (rate * delta[steepest])
        return float(2.0 ** np.round(np.log2(taken))) if taken > 0 else 1.0


class MemoryNetwork(FeedForward):
    """The NMN: neurons with composite memories (Section III)."""

    name, title = "nmn", "NMN"
    sentence = "a neuron that fires stores a pattern, and older ones fade."
    memory = "banks"
    parameters = (
        *SIGMOID, "tau", "gamma", "memory", "gate", "read", "write", "neighbourhood", "code", "store", "focus",
        "gamma_spread", "turn", "decay", "floor", "decay_in_use", "gamma_in_use", "gate_range", "horizon", "backprop",
    )  # fmt: skip
    variants = ({}, {"gate": "learned"}, {"code": "soft"}, {"read": "addressed"})
    telling = ("gamma=0.1:0.9:9", RATES, "tau=0,2,4")

    def wipe(self, network: Network, state: State, neurons: Sequence[int]) -> State:
        """As `network.wiped`."""
        return wiped(network, state, neurons)

    def inherit(self, network: Network, before: Network, state: State) -> tuple[Network, State]:
        """As `sparse_state.inherited`."""
        return inherited(network, before, state)

    def rules(self, parameters: Parameters, neurons: int, learn: bool) -> Rules:
        """The decay of every neuron too, and its angle where memories turn."""
        return (
            super()
            .rules(parameters, neurons, learn)
            ._replace(
                decay=schedule(parameters, learn),
                gammas=decays(parameters, neurons, learn),
                angles=angles(parameters, neurons if parameters.turn else 0),
            )
        )

    def handed(
        self, network: Network, parameters: Parameters, state: State, x: Sequence[Floats], starts: bool
    ) -> list[Floats]:
        """Composite memories, or the slots that neighbours address."""
        net, found = fitted(network, state.slots), []
        for layer, outputs in enumerate(x):
            part = slice(net.memory_at[layer], net.memory_at[layer + 1])
            bank = state.memory[part].reshape(-1, len(outputs)) * (not starts)
            if parameters.read == "addressed" and len(bank):
                bank = _addressed(bank, state.patterns[part], outputs, net.contents, parameters)
            found.append(bank)
        return found

    def active(self, parameters: Parameters, trace: Trace) -> Flags:
        """A neuron is on where it fires, or where its learned gate is over a half."""
        return trace.gate >= 0.5 if parameters.gate == "learned" else super().active(parameters, trace)

    def axes(self, parameters: Parameters, inputs: tuple[str, ...]) -> tuple[str, ...]:
        """Patterns of neighbours, or the inputs that are written.

        Of memories that turn, the second axis of a plane has the name of the first and a sign for the right angle.
        """
        addressed = parameters.read == "addressed"
        bits = parameters.tau + (0 if addressed else 1)
        patterns = tuple(format(number, f"0{bits}b") if bits else "" for number in range(2**bits))
        if parameters.write == "neighbour":
            names = patterns
        elif addressed:
            names = tuple(f"{slot} {name}".strip() for slot in patterns for name in inputs)
        else:
            names = inputs
        return (*names, *(f"{name}⊥".strip() for name in names)) if parameters.turn else names

    def sparse(self, network: Network) -> bool:
        """Whether a state has slots in place of all axes."""
        return bool(network.sparse)

    def patterns(self, network: Network, state: State) -> list[Counts] | None:
        """The pattern of each slot that is read, where composite memories are sparse."""
        if not network.sparse or network.addressed:
            return None
        net = fitted(network, state.slots)
        bounds = zip(pairwise(net.memory_at.tolist()), net.sizes.tolist(), strict=True)
        return [state.patterns[start:end].reshape(-1, k) for (start, end), k in bounds]


def _addressed(bank: Floats, patterns: Counts, x: Floats, contents: int, parameters: Parameters) -> Floats:
    """Eq. (12): the content [C, k] that each neuron's neighbours select of its bank [slots, k].

    Dense banks have the contents of a slot side by side, sparse ones the slots of a content, each with its pattern.
    """
    k, tau = len(x), parameters.tau
    ring = equations.ring(future.focus(x, parameters.focus), tau)
    address = equations.soft_code(np.delete(ring, tau // 2, axis=1))
    if not len(patterns):
        return future.read_slots(address, bank.T.reshape(k, 2**tau, contents)).T
    met = patterns.reshape(contents, -1, k)[0]
    chosen = np.where(met >= 0, address[np.arange(k), met], 0.0)
    return np.asarray((bank.reshape(contents, -1, k) * chosen).sum(axis=1))
