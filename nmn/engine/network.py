"""The neural memory network: what it is made of, what it carries, and the one function that moves it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nmn.engine.kernels.work import loaded, unload
from nmn.engine.layout import Layout, layout, starts
from nmn.engine.protocol import rates
from nmn.engine.sparse_state import drawn, halves, longer
from nmn.engine.variant import variant_of
from nmn.parameters import SPECS, Parameters
from nmn.spec import ParameterError
from nmn.trace import Counts, Floats, Layer, Ports, Stream, Trace

SLOTS = 8  # that a neuron has at first where memories are sparse, and the least that it gets more


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


def init(network: Network, parameters: Parameters, start: int = 0) -> State:
    """Initial state: weights and biases uniform in plus or minus the stated ranges, memories empty.

    Gates have spread time scales: biases c = -u ln(horizon) with u uniform in 0 ... 1, weights uniform.

    Args:
        network: from `build`.
        parameters: seed and ranges.
        start: number of the draw: a restart has another.
    """
    generator = np.random.PCG64((parameters.seed, 1, start))
    rng, seeds = np.random.Generator(generator), halves(generator)
    slots = np.where(network.axes, SLOTS, 0) if network.addressed else np.minimum(network.axes, SLOTS)
    slots = slots[: len(network.axes) * network.sparse]
    net = fitted(network, slots)
    ranges = [parameters.first_range] + [parameters.later_range] * (len(network.sizes) - 2)
    below = zip(
        network.sizes[:-1].tolist(), network.lengths[:-1].tolist(), net.lengths[:-1].tolist(), strict=True
    )
    weights = [
        drawn(generator, s, k, *lengths)
        for s, k, lengths in zip(ranges, network.sizes[1:], below, strict=True)
    ]
    biases = [rng.uniform(-s, s, k) for s, k in zip(ranges, network.sizes[1:], strict=True)]
    neurons = network.neuron_at[-1] if network.learned else 0
    return State(
        step=0,
        weights=np.concatenate(weights),
        biases=np.concatenate(biases),
        memory=np.zeros(net.memory_at[-1]),
        squares=np.zeros(net.squares_at[-1]),
        gate_weights=rng.uniform(-parameters.gate_range, parameters.gate_range, network.gate_at[-1]),
        gate_biases=-rng.uniform(0, 1, neurons) * np.log(parameters.horizon),
        eligibility=np.zeros(network.eligibility_at[-1]),
        slots=slots,
        patterns=np.full(net.memory_at[-1] if network.sparse else 0, -1),
        seeds=seeds[: 4 * network.sparse],
    )


def _roomier(network: Network, state: State) -> State:
    """The state with more slots in each layer where a neuron has none left."""
    net, more = fitted(network, state.slots), state.slots.copy()
    for layer in np.flatnonzero(state.slots):
        last = state.patterns[net.memory_at[layer + 1] - net.sizes[layer] : net.memory_at[layer + 1]]
        if (last >= 0).any():
            further = max(SLOTS, more[layer] // (4 * SLOTS) * SLOTS)
            more[layer] = min(more[layer] + further, network.axes[layer] // network.contents)
    new = fitted(network, more)
    matrices = (net.sizes[1:], net.lengths[:-1], new.lengths[:-1])
    banks = (np.full_like(more, net.contents), net.sizes * state.slots, net.sizes * more)
    squares = state.squares
    if len(squares):
        cut = net.squares_at[1]
        squares = np.concatenate((longer(squares[:cut], *matrices), squares[cut:]))
    return state._replace(
        weights=longer(state.weights, *matrices),
        memory=longer(state.memory, *banks),
        squares=squares,
        slots=more,
        patterns=longer(state.patterns, *banks, blank=-1),
    )


def decays(parameters: Parameters, neurons: int, learn: bool) -> Floats:
    """[H] decay of each hidden neuron: gamma, or a draw of its own within the spread; gamma in use where it applies."""
    if not learn and parameters.decay_in_use != "same":
        return np.full(neurons, parameters.gamma_in_use)
    if not parameters.gamma_spread:
        return np.full(neurons, parameters.gamma)
    return np.clip(parameters.gamma + parameters.gamma_spread * _draw(parameters.seed, neurons), 0.0, 1.0)


def schedule(parameters: Parameters, learn: bool) -> str:
    """The decay schedule: that of the training, or the one in use where a network that learns nothing has its own."""
    return parameters.decay if learn or parameters.decay_in_use == "same" else parameters.decay_in_use


@lru_cache(maxsize=256)
def _draw(seed: int, neurons: int) -> Floats:
    """[H] numbers from -1 to 1 that place each hidden neuron's decay; a generator takes longer than a few steps."""
    draw = np.random.default_rng((seed, 4)).uniform(-1, 1, neurons)
    draw.flags.writeable = False
    return draw


def angles(parameters: Parameters, neurons: int) -> Floats:
    """[H] angle by which each hidden neuron turns its memories when it fires: a draw of its own, up to `turn`."""
    return np.random.default_rng((parameters.seed, 5)).uniform(0, parameters.turn, neurons)


def inherited(network: Network, before: Network, state: State) -> tuple[Network, State]:
    """A network that takes over a state of another, which may keep its memories otherwise; and that state.

    All axes are kept on, whatever is written to them from now on; slots are given up for what writes to all axes.

    Raises:
        ParameterError: its weights belong to slots: those from the other axes are not there.
    """
    if network.sparse == before.sparse:
        return network, state
    if network.sparse:
        return network._replace(sparse=0), state
    if not network.addressed:
        raise ParameterError(
            "code = soft is not possible from here on: a soft code writes to all patterns, and this network has "
            "weights for those only that it has met."
        )
    whole = {name: getattr(state, name)[:0] for name in ("slots", "patterns", "seeds")}
    return network, state._replace(memory=_spread(before, state), **whole)


def _spread(network: Network, state: State) -> Floats:
    """Sparse addressed memories with all slots, in the order of `State.memory`."""
    whole, net, C = np.zeros(network.memory_at[-1]), fitted(network, state.slots), network.contents
    for layer, k in enumerate(network.sizes):
        part = slice(net.memory_at[layer], net.memory_at[layer + 1])
        banks, places = state.memory[part].reshape(C, -1, k), state.patterns[part].reshape(C, -1, k)[0]
        every = whole[network.memory_at[layer] : network.memory_at[layer + 1]].reshape(-1, C, k)
        slot, neuron = np.nonzero(places >= 0)
        every[places[slot, neuron], :, neuron] = banks[:, slot, neuron].T
    return whole


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
    """Move a network over T >= 1 inputs: forward, back, update, store (Section III). Nothing else moves NMN or FFNN.

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
    from nmn.engine.kernels.advance import loop  # whoever only asks what there is need not wait for Numba

    steps, hidden = len(stream.inputs), int(network.neuron_at[-2])
    rows = steps if record else 0
    trace = Trace.empty(
        state.step + 1, stream, rows, hidden, int(network.sizes[-1]), int(network.memory_at[-1])
    )
    gamma = decays(parameters, hidden, learn)
    alphas = rates(parameters, parameters.alpha, state.step, steps)
    fading = SPECS["decay"].choices.index(schedule(parameters, learn))
    before, done, slope = state, 0, 0.0
    while True:
        parts = {name: np.empty_like(part) for name, part in before._asdict().items() if name != "step"}
        after = State(step=state.step + steps, **(parts | {"slots": before.slots}))
        net = fitted(network, before.slots)
        at, variant = laid_out(net), variant_of(net)
        work = loaded(net, at, before, gamma, clamp)
        trial = loaded(net, at, before, gamma, clamp) if variant.searching else None
        done, halted, steepest = loop(variant)(
            net, alphas, fading, gamma, stream, done, learn, record, work, trial, trace
        )
        unload(net, at, work, after)
        slope = max(slope, steepest)
        if done == steps or halted >= 0:
            break
        before = _roomier(network, after)
    trace = trace._replace(halted=halted, slope=slope)
    if halted >= 0:
        finite = stream.cut(0, halted)
        return advance(network, parameters, state, finite, learn=learn, clamp=clamp)[0], trace
    return after, trace
