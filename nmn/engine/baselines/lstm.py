"""Long short-term memory (Hochreiter and Schmidhuber, 1997; with the forget gate of Gers and others, 2000).

A cell adds what its input gate lets in to what its forget gate leaves, and its output gate says what the others see:
i, f, o = sigmoid and g = tanh of W x_t + U h_(t-1) + b, each of its own; c_t = f c_(t-1) + i g and h_t = o tanh(c_t).
The output layer is V h_t + c, linear, or its softmax. In a trace the cell state is the memory of a neuron, on one
axis, and the input gate its write gate. How it learns is in `through_time`.
"""

from nmn.engine.baselines.through_time import ThroughTime
from nmn.parameters import Parameters


class LSTM(ThroughTime):
    """Long short-term memory as a kind."""

    name, title, gates, single = "lstm", "LSTM", 4, False  # a cell has four sums
    sentence = "hidden neurons have a cell that gates fill, keep and read; errors go back through time."
    caption = (
        "Cells over time",
        (
            "A cell keeps what its forget gate leaves of it, and adds what its input gate lets in. "
            "Its state fades; nothing has an axis of its own."
        ),
    )

    def axes(self, parameters: Parameters, inputs: tuple[str, ...]) -> tuple[str, ...]:
        """The cell."""
        return ("cell",)
