"""What moves: the kinds of networks, by the name that users type. What each can do and says is in `protocol`."""

from typing import cast

from nmn import registry
from nmn.engine.baselines.delayed import Delayed
from nmn.engine.baselines.lstm import LSTM
from nmn.engine.baselines.recurrent import RNN
from nmn.engine.memory_network import FeedForward, MemoryNetwork
from nmn.engine.protocol import Kind
from nmn.parameters import Parameters, claim

COMPARED = ("nmn", "ffnn", "rnn", "lstm")  # beside each other where nobody has chosen
NETWORKS = cast("dict[str, Kind]", registry.NETWORKS)


def register(kind: Kind) -> None:
    """Let a kind of network be chosen everywhere by its name.

    Raises:
        ValueError: it says of a parameter that it matters that no network has, or that matters to all.
    """
    claim("network", kind.name, kind.parameters)
    NETWORKS[kind.name] = kind


def kind(parameters: Parameters) -> Kind:
    """The kind of network that the parameters name."""
    return NETWORKS[parameters.model]


for _kind in (MemoryNetwork(), FeedForward(), RNN(), LSTM(), Delayed()):
    register(_kind)
