"""The recurrent network of the paper's comparison, in the shape of layrecnet (Fig. 6).

One tanh hidden layer with a feedback delay of one, and an output layer: h_t = tanh(W x_t + U h_(t-1) + b),
output_t = V h_t + c, linear, or its softmax. How it learns is in `through_time`.
"""

from nmn.engine.baselines.through_time import ThroughTime


class RNN(ThroughTime):
    """The recurrent network as a kind."""

    name, title, gates = "rnn", "RNN", 1
    sentence = "hidden neurons read their own outputs of one step ago; errors go back through time."
    caption = (
        "State over time",
        "The state is all that it remembers: every step overwrites it. It has no separate memory.",
    )
