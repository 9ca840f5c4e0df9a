"""The state of a memory network before its first input."""

import numpy as np
from numpy.typing import NDArray

from nmn.engine.network import Network, State, fitted
from nmn.parameters import Parameters
from nmn.trace import Floats

SLOTS = 8  # that a neuron has at first where memories are sparse, and the least that it gets more


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


def halves(generator: np.random.PCG64) -> NDArray[np.uint64]:
    """[4] where a generator stands: the upper and the lower half of its state and of its increment."""
    numbers = generator.state["state"]
    return np.array([part for name in ("state", "inc") for part in divmod(numbers[name], 2**64)], np.uint64)


def drawn(generator: np.random.PCG64, s: float, rows: int, kept: int, every: int, room: int) -> Floats:
    """Initial weights, uniform in plus or minus s, flat.

    Args:
        generator: draws `every` numbers for each row, be they needed or not.
        s: the range.
        rows: number of rows.
        kept: of each row's numbers those that come first and are needed now; the rest are those of axes.
        every: how many there are.
        room: length of a row: where it is not that of all, what follows the first is left to the patterns to come.
    """
    rng = np.random.Generator(generator)
    if every == room:
        return rng.uniform(-s, s, rows * every)
    weights = np.zeros((rows, room))
    for row in weights:
        row[:kept] = rng.uniform(-s, s, kept)
        generator.advance(every - kept)
    return weights.ravel()
