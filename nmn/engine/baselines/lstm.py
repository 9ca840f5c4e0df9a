"""Long short-term memory (Hochreiter and Schmidhuber, 1997; with the forget gate of Gers and others, 2000).

A cell adds what its input gate lets in to what its forget gate leaves, and its output gate says what the others see:
i, f, o = sigmoid and g = tanh of W x_t + U h_(t-1) + b, each of its own; c_t = f c_(t-1) + i g and h_t = o tanh(c_t).
The output layer is V h_t + c, linear, or its softmax. In a trace the cell state is the memory of a neuron, on one
axis, and the input gate its write gate. How it learns is in `through_time`.
"""

from nmn.engine.baselines import through_time
from nmn.engine.baselines.through_time import Network, State, advance, connections, init
from nmn.parameters import Parameters
from nmn.trace import Ports

__all__ = ["Network", "State", "advance", "build", "connections", "init"]


def build(parameters: Parameters, ports: Ports) -> Network:
    """The LSTM that the parameters describe, for a task's ports."""
    return through_time.build(parameters, ports, gates=4)
