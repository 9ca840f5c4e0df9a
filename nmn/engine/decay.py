"""What becomes of a neuron's memories when it fires: the decay of each neuron, and its angle where they turn."""

from functools import lru_cache

import numpy as np

from nmn.parameters import Parameters
from nmn.trace import Floats


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
