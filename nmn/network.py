"""The neural memory network: what it is made of, what it carries, and the one function that moves it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nmn import kernels
from nmn.parameters import SPECS, Parameters
from nmn.trace import Floats, Layer, Ports, Stream, Trace

Counts = NDArray[np.int64]


class Network(NamedTuple):
    """The fixed part of a memory network: where things are in the flat arrays, and the rules. Layers run 0 ... L+1.

    Attributes:
        sizes: [L+2] standard neurons k of each layer.
        axes: [L+2] memory axes D of each neuron of a layer; 0 without memory.
        lengths: [L+2] augmented length k (1 + D) of each layer.
        augmented_at: [L+3] where a layer's augmented output starts.
        neuron_at: [L+3] where a layer's neurons start; the input layer has none.
        weight_at: [L+3] where the weights into a layer start.
        memory_at: [L+3] where a layer's memory starts.
        groups: [G+1] bounds of the G answers among the outputs.
        tau, floor: as in `Parameters`.
        write, code, store, backprop: as in `Parameters`, by position among the choices.
    """

    sizes: Counts
    axes: Counts
    lengths: Counts
    augmented_at: Counts
    neuron_at: Counts
    weight_at: Counts
    memory_at: Counts
    groups: Counts
    tau: int
    floor: float
    write: int
    code: int
    store: int
    backprop: int

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers as pictures need them."""
        kinds = ("input", *("hidden",) * (len(self.sizes) - 2), "output")
        return tuple(
            Layer(*layer) for layer in zip(kinds, self.sizes.tolist(), self.axes.tolist(), strict=True)
        )


class State(NamedTuple):
    """What a memory network carries from step to step.

    Attributes:
        step: inputs consumed so far.
        weights: flat; layer after layer, row after row.
        biases: flat; layer after layer.
        memory: flat; composite memories, layer after layer, axis after axis, neuron after neuron.
    """

    step: int
    weights: Floats
    biases: Floats
    memory: Floats


def _position(parameters: Parameters, name: str) -> int:
    return SPECS[name].choices.index(getattr(parameters, name))


def starts(lengths: Sequence[int]) -> Counts:
    """Where parts of the given lengths start when they follow each other, and where the last ends."""
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)


def build(parameters: Parameters, ports: Ports) -> Network:
    """The network that the parameters describe.

    Args:
        parameters: a run's parameters; its model is "nmn" or "ffnn" (memory off).
        ports: what the task puts in and wants out.
    """
    bank = ports.inputs if parameters.write == "input" else 2 ** (parameters.tau + 1)
    sizes = [ports.inputs, *parameters.hidden, sum(ports.groups)]
    axes = [0, *(bank * on for on in parameters.banks), 0]
    lengths = [k * (1 + d) for k, d in zip(sizes, axes, strict=True)]
    return Network(
        sizes=np.array(sizes),
        axes=np.array(axes),
        lengths=np.array(lengths),
        augmented_at=starts(lengths),
        neuron_at=starts([0, *sizes[1:]]),
        weight_at=starts([0, *(k * n for k, n in zip(sizes[1:], lengths[:-1], strict=True))]),
        memory_at=starts([k * d for k, d in zip(sizes, axes, strict=True)]),
        groups=starts(ports.groups),
        tau=parameters.tau,
        floor=parameters.floor,
        write=_position(parameters, "write"),
        code=_position(parameters, "code"),
        store=_position(parameters, "store"),
        backprop=_position(parameters, "backprop"),
    )


def init(network: Network, parameters: Parameters) -> State:
    """Initial state: weights and biases uniform in plus or minus the stated ranges, memories empty."""
    rng = np.random.default_rng((parameters.seed, 1))
    ranges = [parameters.first_range] + [parameters.later_range] * (len(network.sizes) - 2)
    weights = [rng.uniform(-s, s, n) for s, n in zip(ranges, np.diff(network.weight_at)[1:], strict=True)]
    biases = [rng.uniform(-s, s, k) for s, k in zip(ranges, network.sizes[1:], strict=True)]
    return State(0, np.concatenate(weights), np.concatenate(biases), np.zeros(network.memory_at[-1]))


def rates(parameters: Parameters, alpha: float, first: int, count: int) -> Floats:
    """Learning rate of each of count steps after the first: alpha, and alpha times the cooldown in the last third."""
    late = np.arange(first, first + count) >= parameters.steps - parameters.steps // 3
    return np.where(late, alpha * parameters.cooldown, alpha)


def connections(network: Network, state: State) -> list[Floats]:
    """Weights between the standard neurons of neighbouring layers, [receiving, sending]."""
    rows = [
        state.weights[network.weight_at[layer] : network.weight_at[layer + 1]].reshape(
            network.sizes[layer], -1
        )
        for layer in range(1, len(network.sizes))
    ]
    return [W[:, :below] for W, below in zip(rows, network.sizes[:-1], strict=True)]


def _neuron_by_neuron(network: Network, memory: Floats) -> Floats:
    """Recorded memories [T, M] from the kernel's order, axis after axis, to the trace's, neuron after neuron."""
    banks = np.split(memory, network.memory_at[1:-1], axis=1)
    swapped = [
        bank.reshape(len(memory), axes, size).transpose(0, 2, 1).reshape(len(memory), axes * size)
        for bank, size, axes in zip(banks, network.sizes, network.axes, strict=True)
    ]
    return np.concatenate(swapped, axis=1)


def advance(
    network: Network,
    parameters: Parameters,
    state: State,
    stream: Stream,
    *,
    learn: bool = True,
    record: bool = False,
    clamp: Floats | None = None,
) -> tuple[State, Trace]:
    """Move a network over T >= 1 inputs: forward, back, update, store (Section III). Nothing else moves a network.

    Args:
        network: from `build`.
        parameters: learning rate and decay are read at every call, so they may differ from call to call.
        state: where the network is; it stays as it was.
        stream: T inputs.
        learn: whether the weights change; where not, the decay in use applies.
        record: whether the trace holds activations, memories and errors too.
        clamp: [H] forced output of each hidden neuron, NaN where it is free.

    Returns:
        The new state and the trace. Where a step is not finite, the state is that before it and trace.halted its index.
    """
    steps, hidden = len(stream.inputs), int(network.neuron_at[-2])
    rows = steps if record else 0
    trace = Trace.empty(
        state.step + 1, stream, rows, hidden, int(network.sizes[-1]), int(network.memory_at[-1])
    )
    own = not learn and parameters.decay_in_use != "same"
    decay = parameters.decay_in_use if own else parameters.decay
    gamma = np.full(hidden, parameters.gamma_in_use if own else parameters.gamma)
    after = State(state.step + steps, state.weights.copy(), state.biases.copy(), state.memory.copy())
    halted, slope = kernels.advance(
        network,
        rates(parameters, parameters.alpha, state.step, steps),
        SPECS["decay"].choices.index(decay),
        gamma,
        np.full(hidden, np.nan) if clamp is None else clamp,
        after.weights,
        after.biases,
        after.memory,
        stream,
        learn,
        record,
        trace,
    )
    trace = trace._replace(
        halted=halted,
        slope=slope,
        before=_neuron_by_neuron(network, trace.before),
        memory=_neuron_by_neuron(network, trace.memory),
    )
    if halted >= 0:
        finite = stream.cut(0, halted)
        return advance(network, parameters, state, finite, learn=learn, clamp=clamp)[0], trace
    return after, trace
