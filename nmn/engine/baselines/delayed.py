"""The feed-forward network with external memory (Section I, Fig. 1): the memory network's older relative.

The last ten inputs stand in a memory outside the network. Beside the input of the step, the network gets five weighted
sums of that memory for every input, the weights a Gaussian over the locations: what it recalls is laid down beforehand,
and it learns only what to make of it. The network itself is `nmn.engine.network` with its memory banks off.
"""

from typing import Any, NamedTuple

import numpy as np

from nmn.engine import network as ffnn
from nmn.engine.memory_network import FeedForward
from nmn.engine.protocol import Weights
from nmn.parameters import Parameters
from nmn.trace import Floats, Ports, Stream, Trace

LOCATIONS, EXTRAS = 10, 5
# Standard deviation of the Gaussians, in locations: the tallest weights are near 0.8, as in Fig. 1b.
WIDTH = 0.5


class State(NamedTuple):
    """What a network with external memory carries from step to step.

    Attributes:
        step: inputs consumed so far.
        recent: [10, n] the inputs before, the newest first; zeros where there were none.
        network: the state of the feed-forward network.
    """

    step: int
    recent: Floats
    network: ffnn.State


def gaussian_weights() -> Floats:
    """[5, 10], the part of each memory location in each extra input (Fig. 1b): rows of sum 1, centres evenly spread."""
    centres = np.linspace(0, LOCATIONS - 1, EXTRAS)[:, np.newaxis]
    weights = np.exp(-0.5 * ((np.arange(LOCATIONS) - centres) / WIDTH) ** 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def names(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """Names of what the network sees: the task's inputs, and each of them in each extra input."""
    return (*inputs, *(f"{name}, memory {extra}" for extra in range(1, EXTRAS + 1) for name in inputs))


def recall(recent: Floats, stream: Stream) -> Floats:
    """[T + 1, 10, n], the memory as each step of a stream finds it, and as the last one leaves it.

    Args:
        recent: [10, n], the memory before the stream, the newest input first.
        stream: T inputs; where one starts an episode, it finds the memory wiped.
    """
    steps = len(stream.inputs)
    tape = np.concatenate((recent[::-1], stream.inputs))
    wiped = np.maximum.accumulate(np.where(stream.starts, np.arange(steps), -LOCATIONS))
    wiped = np.append(wiped, wiped[-1])
    at = np.arange(steps + 1)[:, np.newaxis] - np.arange(1, LOCATIONS + 1)
    kept = (at >= wiped[:, np.newaxis])[..., np.newaxis]
    return np.where(kept, tape[at + LOCATIONS], 0.0)


def widen(inputs: Floats, memory: Floats) -> Floats:
    """Inputs [T, n] and the memories that they find [T, 10, n] as what the network sees: [T, 6 n].

    The sum runs over the locations in their order, so that a step's result does not depend on the steps beside it.
    """
    extras = np.zeros((len(inputs), EXTRAS, inputs.shape[1]))
    for location, weights in enumerate(gaussian_weights().T):
        extras += weights[:, np.newaxis] * memory[:, np.newaxis, location]
    return np.concatenate((inputs, extras.reshape(len(inputs), -1)), axis=1)


class Delayed(FeedForward):
    """The feed-forward network with external memory as a kind: what is asked of its state is asked of the inner one."""

    name, title, short, memory = "delayed", "FFNN with external memory", "FFNN + memory", "window"
    sentence = "a feed-forward network that reads five weighted sums of the last ten inputs beside the input."
    caption = (
        "Memory outside",
        (
            "The last ten inputs come in again as weighted sums; the network itself keeps nothing. "
            "Below: its neurons' outputs."
        ),
    )

    def build(self, parameters: Parameters, ports: Ports) -> ffnn.Network:
        """The feed-forward network of the parameters, with 5 more inputs for every input of a task's ports."""
        return super().build(parameters, ports._replace(inputs=ports.inputs * (1 + EXTRAS)))

    def init(self, network: ffnn.Network, parameters: Parameters, start: int = 0) -> State:
        """Initial state: that of the network, and an empty memory."""
        inputs = int(network.sizes[0]) // (1 + EXTRAS)
        return State(0, np.zeros((LOCATIONS, inputs)), super().init(network, parameters, start))

    def advance(
        self,
        network: ffnn.Network,
        parameters: Parameters,
        state: State,
        stream: Stream,
        *,
        learn: bool = True,
        record: bool = False,
        clamp: Floats | None = None,
    ) -> tuple[State, Trace]:
        """Move a network with external memory over T >= 1 inputs; arguments and result as in `Kind.advance`.

        The trace's inputs are what the network saw: the stream's and the extra ones.
        """
        memory = recall(state.recent, stream)
        seen = stream._replace(inputs=widen(stream.inputs, memory[:-1]))
        after, trace = super().advance(
            network, parameters, state.network, seen, learn=learn, record=record, clamp=clamp
        )
        return State(after.step, memory[after.step - state.step].copy(), after), trace

    def connections(self, network: ffnn.Network, state: State) -> list[Floats]:
        """Weights between the neurons of neighbouring layers, [receiving, sending], the extra inputs among them."""
        return super().connections(network, state.network)

    def free(self, state: State) -> tuple[Floats, ...]:
        """Those of the network behind the memory."""
        return super().free(state.network)

    def weights(self, network: ffnn.Network, state: State) -> Weights:
        """Those of the network behind the memory."""
        return super().weights(network, state.network)

    def share(self, parameters: Parameters, before: Any, after: Any, delta: Floats, rate: float) -> float:
        """That of the network behind the memory."""
        return super().share(parameters, before.network, after.network, delta, rate)
