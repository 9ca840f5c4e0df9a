"""The recurrent network of the paper's comparison, in the shape of layrecnet (Fig. 6).

One tanh hidden layer with a feedback delay of one, and a linear output layer:
h_t = tanh(W x_t + U h_(t-1) + b), output_t = V h_t + c. Trained by back-propagation through time over windows of
`bptt` steps (or a whole episode) with Adam (Kingma and Ba, 2015). The state is wiped where an episode starts.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nmn.kernels import answers_wrong, compiled
from nmn.network import rates, starts
from nmn.parameters import Parameters
from nmn.trace import Floats, Layer, Ports, Stream, Trace

BETA_1, BETA_2, TINY = 0.9, 0.999, 1e-8


class Network(NamedTuple):
    """The fixed part of a recurrent network.

    Attributes:
        inputs, width, outputs: sizes of the layers: n, k, m.
        window: steps that errors go back in time.
        groups: [G+1] bounds of the G answers among the outputs.
        at: [6] where W [k, n], U [k, k], b [k], V [m, k] and c [m] start in the flat weights, and their end.
    """

    inputs: int
    width: int
    outputs: int
    window: int
    groups: NDArray[np.int64]
    at: NDArray[np.int64]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers as pictures need them."""
        return (
            Layer("input", self.inputs, 0),
            Layer("hidden", self.width, 0),
            Layer("output", self.outputs, 0),
        )


class State(NamedTuple):
    """What a recurrent network carries from step to step.

    Attributes:
        step: inputs consumed so far.
        weights: flat, see `Network.at`.
        mean, square: Adam's running moments of the gradient, flat as the weights.
        counts: [2] Adam's updates so far, and steps in the window so far.
        seen: [window, n] inputs of the window.
        hidden: [window + 1, k] hidden state before the window and after each of its steps.
        error: [window, m] output minus target of each of its steps; 0 where a step is not scored.
    """

    step: int
    weights: Floats
    mean: Floats
    square: Floats
    counts: NDArray[np.int64]
    seen: Floats
    hidden: Floats
    error: Floats


def build(parameters: Parameters, ports: Ports) -> Network:
    """The recurrent network that the parameters describe, for a task's ports."""
    n, k, m = ports.inputs, parameters.rnn_width, sum(ports.groups)
    at = starts([k * n, k * k, k, m * k, m])
    return Network(n, k, m, parameters.bptt or ports.episode, starts(ports.groups), at)


def init(network: Network, parameters: Parameters) -> State:
    """Initial state: weights uniform in plus or minus one over the square root of the inputs of their neuron."""
    rng = np.random.default_rng((parameters.seed, 1))
    n, k, m, size = network.inputs, network.width, network.outputs, int(network.at[-1])
    reach = np.repeat([1 / math.sqrt(n), 1 / math.sqrt(k), 0.0, 1 / math.sqrt(k), 0.0], np.diff(network.at))
    return State(
        step=0,
        weights=rng.uniform(-1, 1, size) * reach,
        mean=np.zeros(size),
        square=np.zeros(size),
        counts=np.zeros(2, np.int64),
        seen=np.zeros((network.window, n)),
        hidden=np.zeros((network.window + 1, k)),
        error=np.zeros((network.window, m)),
    )


@compiled
def gradient(net, weights, clamp, steps, seen, hidden, error, out):
    """Back-propagation through time over the window's steps: fill out, flat as the weights, with the mean gradient."""
    n, k, m = net.inputs, net.width, net.outputs
    W, U, b, V, c = net.at[0], net.at[1], net.at[2], net.at[3], net.at[4]
    out[:] = 0.0
    back = np.zeros(k)
    for t in range(steps - 1, -1, -1):
        before, h, e, x = hidden[t], hidden[t + 1], error[t], seen[t]
        for i in range(m):
            row, slope = weights[V + i * k : V + (i + 1) * k], out[V + i * k : V + (i + 1) * k]
            for j in range(k):
                back[j] += row[j] * e[i]
                slope[j] += e[i] * h[j]
            out[c + i] += e[i]
        for j in range(k):
            back[j] = back[j] * (1.0 - h[j] * h[j]) if math.isnan(clamp[j]) else 0.0
        earlier = np.zeros(k)
        for j in range(k):
            d = back[j]
            row, slope = weights[U + j * k : U + (j + 1) * k], out[U + j * k : U + (j + 1) * k]
            for i in range(k):
                earlier[i] += row[i] * d
                slope[i] += d * before[i]
            for i in range(n):
                out[W + j * n + i] += d * x[i]
            out[b + j] += d
        back[:] = earlier
    for i in range(len(out)):
        out[i] /= steps


@compiled
def descend(net, rate, clamp, weights, mean, square, counts, seen, hidden, error, out):
    """One step of Adam on the window's gradient."""
    gradient(net, weights, clamp, counts[1], seen, hidden, error, out)
    counts[0] += 1
    first = 1.0 - BETA_1 ** counts[0]
    second = 1.0 - BETA_2 ** counts[0]
    for i in range(len(out)):
        mean[i] = BETA_1 * mean[i] + (1.0 - BETA_1) * out[i]
        square[i] = BETA_2 * square[i] + (1.0 - BETA_2) * out[i] * out[i]
        weights[i] -= rate * (mean[i] / first) / (math.sqrt(square[i] / second) + TINY)


@compiled
def kernel(net, rates, clamp, weights, mean, square, counts, seen, hidden, error, stream, learn, record, out):
    """Move a recurrent network over a stream, in place; see `advance`. Returns what `kernels.advance` returns."""
    n, k, m = net.inputs, net.width, net.outputs
    W, U, b, V, c = net.at[0], net.at[1], net.at[2], net.at[3], net.at[4]
    output, slopes, slope = np.zeros(m), np.zeros(len(weights)), 0.0
    for t in range(len(stream.inputs)):
        if stream.starts[t]:
            if learn and counts[1] > 0:
                descend(net, rates[t], clamp, weights, mean, square, counts, seen, hidden, error, slopes)
            hidden[0, :] = 0.0
            counts[1] = 0
        now = counts[1]
        before, h, x = hidden[now], hidden[now + 1], stream.inputs[t]
        seen[now, :] = x
        for j in range(k):
            z = weights[b + j]
            for i in range(n):
                z += weights[W + j * n + i] * x[i]
            row = weights[U + j * k : U + (j + 1) * k]
            for i in range(k):
                z += row[i] * before[i]
            h[j] = math.tanh(z) if math.isnan(clamp[j]) else clamp[j]
        loss = 0.0
        for i in range(m):
            z = weights[c + i]
            row = weights[V + i * k : V + (i + 1) * k]
            for j in range(k):
                z += row[j] * h[j]
            output[i] = z
            off = z - stream.targets[t, i]
            loss += 0.5 * off * off
            error[now, i] = off if stream.scored[t] else 0.0
        if not math.isfinite(loss):
            return t, slope
        out.loss[t] = loss
        out.wrong[t] = answers_wrong(net.groups, output, stream.targets[t])
        if out.wrong[t] > 0.0:
            slope = max(slope, math.sqrt(2.0 * loss))
        if record:
            out.hidden[t, :] = h
            out.outputs[t, :] = output
            out.axis[t, :] = -1
            out.delta[t, :k] = np.nan
            out.delta[t, k:] = error[now]
        counts[1] = now + 1
        if counts[1] == net.window:
            if learn:
                descend(net, rates[t], clamp, weights, mean, square, counts, seen, hidden, error, slopes)
            hidden[0, :] = hidden[net.window]
            counts[1] = 0
    return -1, slope


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
    """Move a recurrent network over T >= 1 inputs; arguments and result as in `network.advance`."""
    steps = len(stream.inputs)
    rows = steps if record else 0
    trace = Trace.empty(state.step + 1, stream, rows, network.width, network.outputs, 0)
    copies = {name: part.copy() for name, part in state._asdict().items() if name != "step"}
    after = State(state.step + steps, **copies)
    halted, slope = kernel(
        network,
        rates(parameters, parameters.rnn_alpha, state.step, steps),
        np.full(network.width, np.nan) if clamp is None else clamp,
        *after[1:],
        stream,
        learn,
        record,
        trace,
    )
    trace = trace._replace(halted=halted, slope=slope)
    if halted >= 0:
        return advance(network, parameters, state, stream.cut(0, halted), learn=learn, clamp=clamp)[0], trace
    return after, trace


def connections(network: Network, state: State) -> list[Floats]:
    """Weights between the neurons of neighbouring layers, [receiving, sending], without the feedback."""
    W = state.weights[network.at[0] : network.at[1]].reshape(network.width, network.inputs)
    V = state.weights[network.at[3] : network.at[4]].reshape(network.outputs, network.width)
    return [W, V]
