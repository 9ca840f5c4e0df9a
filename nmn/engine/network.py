"""The memory network: what it is made of, and what it carries. What moves it is in `advance`."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nmn.engine.decay import angles
from nmn.engine.layout import Layout, layout, starts
from nmn.parameters import SPECS, Parameters
from nmn.trace import Counts, Floats, Layer, Ports


class Network(NamedTuple):
    """The fixed part of a memory network: where things are in the flat arrays, and the rules. Layers run 0 ... L+1.

    Attributes:
        sizes: [L+2] standard neurons k of each layer.
        axes: [L+2] memory components of each neuron of a layer, D; 0 without memory.
        lengths: [L+2] augmented length of each layer: k (1 + D), or k (1 + C) with C contents of an addressed slot.
        neuron_at: [L+3] where a layer's neurons start; the input layer has none.
        weight_at: [L+3] where the weights into a layer start.
        memory_at: [L+3] where a layer's memory starts.
        gate_at: [L+3] where the weights into a layer's learned write gates start.
        eligibility_at: [L+3] where the eligibilities [n + 1, D, k] of a layer's gates start.
        squares_at: [5] where AdaGrad's squares of weights, biases, gate weights and gate biases start, and their end.
        groups: [G+1] bounds of the G answers among the outputs.
        cosine, sine: [H] of the angle by which each hidden neuron turns its memories; empty where they do not turn.
        unit: as in `Ports`.
        tau, floor, focus, tolerance: as in `Parameters`.
        write, code, store, optimiser: as in `Parameters`, by position among the choices.
        printed, learned, addressed, column, cross_entropy: 1 where the choice of that name is taken.
        sparse: 1 where memories are sparse, see `kernels.sparse`: a state then has slots in place of all axes, and
            `fitted` says where things are in it.
        contents: components of a slot, C: those of an addressed one, or 1.
        drawn_at: as weight_at, of all axes: where the weights into a layer are among the draws of the initial ones.
        spread: initial weights of the later layers are uniform in plus or minus this.
    """

    sizes: Counts
    axes: Counts
    lengths: Counts
    neuron_at: Counts
    weight_at: Counts
    memory_at: Counts
    gate_at: Counts
    eligibility_at: Counts
    squares_at: Counts
    groups: Counts
    cosine: Floats
    sine: Floats
    unit: float
    tau: int
    floor: float
    focus: float
    tolerance: float
    write: int
    code: int
    store: int
    optimiser: int
    printed: int
    learned: int
    addressed: int
    column: int
    cross_entropy: int
    sparse: int
    contents: int
    drawn_at: Counts
    spread: float

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
        memory: flat; composite memories, layer after layer, axis after axis, neuron after neuron; or, where addressed
            ones are sparse, content after content, slot after slot, neuron after neuron.
        squares: flat; AdaGrad's sums of squared gradients, see `Network.squares_at`; empty with other optimisers.
        gate_weights: flat; weights V of the learned write gates, layer after layer, [n, k] each.
        gate_biases: their biases c, one for each hidden or output neuron, as in biases; empty where gates are tied.
        eligibility: flat; derivative of each component by its gate's weights and bias, see `Network.eligibility_at`.
        slots: [L+2] slots that a neuron of each layer has where memories are sparse; empty where they are not.
        patterns: pattern of each slot, place for place as memory, -1 where the slot is free; empty as well.
        seeds: [4] where the generator stood before the initial weights: upper and lower half of its state and of its
            increment; empty as well.
    """

    step: int
    weights: Floats
    biases: Floats
    memory: Floats
    squares: Floats
    gate_weights: Floats
    gate_biases: Floats
    eligibility: Floats
    slots: Counts
    patterns: Counts
    seeds: NDArray[np.uint64]


def _position(parameters: Parameters, name: str) -> int:
    return SPECS[name].choices.index(getattr(parameters, name))


def build(parameters: Parameters, ports: Ports) -> Network:
    """The network that the parameters describe.

    Args:
        parameters: a run's parameters; its model is "nmn" or "ffnn" (memory off).
        ports: what the task puts in and wants out.
    """
    addressed, learned = parameters.read == "addressed", parameters.gate == "learned"
    contents = ports.inputs if parameters.write == "input" else 1
    axes_of_a_neuron = 2 << parameters.tau if parameters.write == "neighbour" else ports.inputs
    axes_of_a_neuron *= 2 if parameters.turn else 1  # planes
    bank = contents << parameters.tau if addressed else axes_of_a_neuron
    sizes = [ports.inputs, *parameters.hidden, sum(ports.groups)]
    axes = [0, *(bank * on for on in parameters.banks), 0]
    lengths = [k * (1 + (min(d, contents) if addressed else d)) for k, d in zip(sizes, axes, strict=True)]
    gated = [k if d and learned else 0 for k, d in zip(sizes, axes, strict=True)]
    below = [0, *lengths[:-1]]
    weight_at = starts([0, *(k * n for k, n in zip(sizes[1:], lengths[:-1], strict=True))])
    neuron_at = starts([0, *sizes[1:]])
    gate_at = starts([k * n for k, n in zip(gated, below, strict=True)])
    kept = [weight_at[-1], neuron_at[-1], gate_at[-1], neuron_at[-1] if any(gated) else 0]
    turns = angles(parameters, int(neuron_at[-2]) if parameters.turn else 0)
    return Network(
        sizes=np.array(sizes),
        axes=np.array(axes),
        lengths=np.array(lengths),
        neuron_at=neuron_at,
        weight_at=weight_at,
        memory_at=starts([k * d for k, d in zip(sizes, axes, strict=True)]),
        gate_at=gate_at,
        eligibility_at=starts([k * d * (n + 1) for k, d, n in zip(gated, axes, below, strict=True)]),
        squares_at=starts(kept if parameters.optimiser == "adagrad" else [0] * 4),
        groups=starts(ports.groups),
        cosine=np.cos(turns),
        sine=np.sin(turns),
        unit=float(ports.unit),
        tau=parameters.tau,
        floor=parameters.floor,
        focus=parameters.focus,
        tolerance=parameters.tolerance,
        write=_position(parameters, "write"),
        code=_position(parameters, "code"),
        store=_position(parameters, "store"),
        optimiser=_position(parameters, "optimiser"),
        printed=int(parameters.backprop == "printed"),
        learned=int(any(gated)),
        addressed=int(addressed),
        column=int(parameters.neighbourhood == "column"),
        cross_entropy=int(parameters.loss == "cross-entropy"),
        sparse=int(parameters.sparse),
        contents=contents if addressed else 1,
        drawn_at=weight_at,
        spread=parameters.later_range,
    )


def fitted(network: Network, slots: Counts) -> Network:
    """The network as a state with these slots has it: where memories are sparse, its axes are those of the slots."""
    if not network.sparse:
        return network
    axes = slots * network.contents
    lengths = network.lengths if network.addressed else network.sizes * (1 + axes)
    weight_at = starts([0, *(network.sizes[1:] * lengths[:-1])])
    kept = [weight_at[-1], network.neuron_at[-1], 0, 0] if network.squares_at[-1] else [0] * 4
    return network._replace(
        axes=axes,
        lengths=lengths,
        weight_at=weight_at,
        memory_at=starts(network.sizes * axes),
        squares_at=starts(kept),
    )


def laid_out(network: Network) -> Layout:
    """The layout of a network from `fitted`."""
    nodes = network.lengths - network.sizes
    return layout(
        tuple(network.sizes.tolist()), tuple(network.axes.tolist()), tuple(nodes.tolist()), network.tau,
        bool(network.learned),
    )  # fmt: skip


def connections(network: Network, state: State) -> list[Floats]:
    """Weights between the standard neurons of neighbouring layers, [receiving, sending]."""
    network = fitted(network, state.slots)
    rows = [
        state.weights[network.weight_at[layer] : network.weight_at[layer + 1]].reshape(
            network.sizes[layer], -1
        )
        for layer in range(1, len(network.sizes))
    ]
    return [W[:, :below] for W, below in zip(rows, network.sizes[:-1], strict=True)]


def wiped(network: Network, state: State, neurons: Sequence[int]) -> State:
    """The state in which some hidden neurons, by number over all hidden layers, have forgotten what they stored."""
    network = fitted(network, state.slots)
    memory, eligibility = state.memory.copy(), state.eligibility.copy()
    for layer, size in enumerate(network.sizes[:-1]):
        first = network.neuron_at[layer]
        inside = [neuron - first for neuron in neurons if layer and first <= neuron < first + size]
        banks = memory[network.memory_at[layer] : network.memory_at[layer + 1]]
        banks.reshape(network.axes[layer], size)[:, inside] = 0.0
        gates = eligibility[network.eligibility_at[layer] : network.eligibility_at[layer + 1]]
        gates.reshape(len(gates) // size, size)[:, inside] = 0.0
    return state._replace(memory=memory, eligibility=eligibility)
