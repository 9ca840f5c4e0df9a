"""Recurrent networks of one hidden layer, trained by back-propagation through time: what the RNN and the LSTM share.

Errors go back through a window of `bptt` steps (or a whole episode); at its end Adam (Kingma and Ba, 2015) takes one
step down the mean gradient, whose norm is cut to at most 1 (`window.LONGEST`). A window in which nothing is asked
changes nothing. The state is wiped where an episode starts.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nmn.engine.layout import starts
from nmn.engine.protocol import Kind, Rules, Weights, rates
from nmn.parameters import Parameters
from nmn.trace import Flags, Floats, Layer, Ports, Stream, Trace


class Network(NamedTuple):
    """The fixed part of a recurrent network.

    Attributes:
        inputs, width, outputs: sizes of the layers: n, k, m.
        gates: weighted sums of each hidden neuron: 1, or the 4 of an LSTM cell: input, forget, output, candidate.
        window: steps that errors go back in time.
        groups: [G+1] bounds of the G answers among the outputs.
        unit: `Ports.unit`.
        entropy: whether the outputs are `answers.softmax`, with cross-entropy; else linear, with the squared error.
        at: [5] where the hidden layer's weights [(n + k) gates k] and biases [gates k] and the output layer's [k m] and
            [m] start in the flat weights, and their end.
    """

    inputs: int
    width: int
    outputs: int
    gates: int
    window: int
    groups: NDArray[np.int64]
    unit: float
    entropy: bool
    at: tuple[int, ...]

    @property
    def components(self) -> int:
        """Memory components, M: the cell states."""
        return self.width if self.gates > 1 else 0

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers as pictures need them."""
        return (
            Layer("input", self.inputs, 0),
            Layer("hidden", self.width, self.components // self.width),
            Layer("output", self.outputs, 0),
        )


class State(NamedTuple):
    """What a recurrent network carries from step to step.

    Attributes:
        step: inputs consumed so far.
        weights: flat, see `Network.at`.
        mean, square: Adam's running moments of the gradient, flat as the weights.
        counts: [3] Adam's updates so far; steps in the window so far, and those of them that asked something.
        seen: [window + 1, n + k] what the hidden layer saw at each step of the window: the input, and its own output
            one step before.
        error: [window, m] the loss's gradient with respect to the output layer's sums; 0 where nothing is asked.
        cell: [window + 1, M] cell states before the window and after each of its steps.
        gates: [window, 5 M] what each step's cells computed, see `cells.lstm_forward`.
    """

    step: int
    weights: Floats
    mean: Floats
    square: Floats
    counts: NDArray[np.int64]
    seen: Floats
    error: Floats
    cell: Floats
    gates: Floats


class ThroughTime(Kind):
    """A recurrent network of one hidden layer.

    Attributes:
        gates: as in `Network`.
    """

    memory = "state"
    parameters = ("rnn_width", "rnn_alpha", "bptt")
    rate = "rnn_alpha"
    signed = linear = learns_first = True
    telling = ("rnn_width=5,10,20,40", "rnn_alpha=0.001,0.003,0.01,0.03,0.1", "bptt=1,5,25")
    gates: int

    def build(self, parameters: Parameters, ports: Ports) -> Network:
        """The recurrent network that the parameters describe, for a task's ports."""
        n, k, m = ports.inputs, parameters.rnn_width, sum(ports.groups)
        steps, entropy = parameters.bptt or ports.episode, parameters.loss == "cross-entropy"
        at = tuple(starts([(n + k) * self.gates * k, self.gates * k, k * m, m]).tolist())
        return Network(n, k, m, self.gates, steps, starts(ports.groups), ports.unit, entropy, at)

    def init(self, network: Network, parameters: Parameters, start: int = 0) -> State:
        """Initial state: weights uniform in plus or minus 1 / sqrt(neurons of the layer below), biases 0.

        A forget gate's bias is 1, so that cells keep what they hold at first (Gers, Schmidhuber and Cummins, 2000).

        Args:
            network: from `build`.
            parameters: their seed counts.
            start: which of the initial weights that the seed gives.
        """
        rng = np.random.default_rng((parameters.seed, 1, start))
        n, k, m, steps = network.inputs, network.width, network.outputs, network.window
        sums, size, memory = network.gates * k, int(network.at[-1]), network.components
        reach = np.repeat([n**-0.5, k**-0.5, 0.0, k**-0.5, 0.0], [n * sums, k * sums, sums, k * m, m])
        weights = rng.uniform(-1, 1, size) * reach
        weights[network.at[1] :][k : k + memory] = 1.0
        return State(
            step=0,
            weights=weights,
            mean=np.zeros(size),
            square=np.zeros(size),
            counts=np.zeros(3, np.int64),
            seen=np.zeros((steps + 1, n + k)),
            error=np.zeros((steps, m)),
            cell=np.zeros((steps + 1, memory)),
            gates=np.zeros((steps, 5 * memory)),
        )

    def advance(
        self,
        network: Network,
        parameters: Parameters,
        state: State,
        stream: Stream,
        *,
        learn: bool = True,
        record: bool = False,
        clamp: Floats | None = None,
    ) -> tuple[State, Trace]:
        """Move a recurrent network over T >= 1 inputs; arguments and result as in `Kind.advance`."""
        from nmn.engine.baselines import window  # whoever only asks what there is need not wait for Numba

        steps = len(stream.inputs)
        rows = steps if record else 0
        trace = Trace.empty(state.step + 1, stream, rows, network.width, network.outputs, network.components)
        copies = {name: part.copy() for name, part in state._asdict().items() if name != "step"}
        after = State(state.step + steps, **copies)
        halted, slope = window.advance(
            network,
            rates(parameters, parameters.rnn_alpha, state.step, steps),
            np.full(network.width, np.nan) if clamp is None else clamp,
            *after[1:],
            stream,
            learn,
            record,
            trace,
        )
        trace.found[:] = state.cell[state.counts[1]]
        trace = trace._replace(halted=halted, slope=slope)
        if halted >= 0:
            return self.advance(network, parameters, state, stream.cut(0, halted), learn=learn, clamp=clamp)[
                0
            ], trace
        return after, trace

    def compiled(self, network: Network) -> str:
        """One loop for both."""
        return "recurrent networks"

    def connections(self, network: Network, state: State) -> list[Floats]:
        """Weights between neurons of neighbouring layers, [receiving, sending]: of a cell's sums the candidate."""
        hidden = state.weights[: network.at[1]].reshape(network.inputs + network.width, -1)
        output = state.weights[network.at[2] : network.at[3]].reshape(network.width, network.outputs)
        return [hidden[: network.inputs, -network.width :].T, output.T]

    def widths(self, parameters: Parameters) -> tuple[int, ...]:
        """Its one hidden layer."""
        return (parameters.rnn_width,)

    def effort(self, parameters: Parameters) -> float:
        """Inputs times weights, forward and back."""
        width = parameters.rnn_width
        return parameters.steps * 3.0 * width * (width + 20) * self.gates

    def rules(self, parameters: Parameters, neurons: int, learn: bool) -> Rules:
        """Adam moves the weights."""
        return super().rules(parameters, neurons, learn)._replace(optimiser="adam")

    def weights(self, network: Network, state: State) -> Weights:
        """What makes a neuron's sum; of a cell's sums the candidate."""
        n, k, m = network.inputs, network.width, network.outputs
        biases = state.weights[network.at[1] : network.at[2]][-k:], state.weights[network.at[3] :]
        feedback = [np.zeros((k, 0, n)), np.zeros((m, 0, k))]
        return Weights(self.connections(network, state), feedback, list(biases))

    def fed_back(self, network: Network, state: State) -> Floats:
        """The state of one step before, by its weights."""
        n, k = network.inputs, network.width
        feedback = state.weights[: network.at[1]].reshape(n + k, -1)[n:, -k:]
        back: Floats = feedback.T @ state.seen[state.counts[1] - 1, n:]
        return back

    def taught(
        self,
        network: Network,
        parameters: Parameters,
        state: State,
        asked: Flags,
        starts: Flags,
        delta: Floats,
    ) -> Flags:
        """Errors of a window go back, and weights move, when the next one begins."""
        found, (_, now, questions) = np.zeros(len(asked), bool), state.counts.tolist()
        for t in range(len(asked)):
            if starts[t] or now == network.window:
                found[t], now, questions = questions > 0, 0, 0
            now, questions = now + 1, questions + asked[t]
        return found
