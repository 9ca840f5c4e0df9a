"""A network and a task from outside the package, as CONTRIBUTING says: a file each, and a line that registers it."""

from typing import Any, NamedTuple

import numpy as np

from nmn import engine, tasks
from nmn.engine.protocol import Kind, judged, rates
from nmn.parameters import Parameters
from nmn.tasks import blocks
from nmn.trace import Floats, Layer, Ports, Stream, Trace


def sigmoid(sums: Floats) -> Floats:
    return 1 / (1 + np.exp(-sums))


class Network(NamedTuple):
    layers: tuple[Layer, ...]
    ports: Ports


class State(NamedTuple):
    step: int
    hidden: Floats  # [k] the traces
    W: Floats  # [k, n] stay as they were drawn
    V: Floats  # [m, k + 1] of the outputs, and their biases


class Traces(Kind):
    """Hidden neurons whose outputs are exponential traces; only what reads them learns, by the delta rule."""

    name, title, memory = "traces", "Exponential traces", "state"
    sentence = "hidden neurons keep a part of what they were; only what reads them learns."
    parameters = ("hidden", "alpha")
    linear = True

    def widths(self, parameters: Parameters) -> tuple[int, ...]:
        return parameters.hidden[:1]

    def build(self, parameters: Parameters, ports: Ports) -> Network:
        (width,) = self.widths(parameters)
        sizes = {"input": ports.inputs, "hidden": width, "output": sum(ports.groups)}
        return Network(tuple(Layer(kind, size, 0) for kind, size in sizes.items()), ports)

    def init(self, network: Network, parameters: Parameters, start: int = 0) -> State:
        n, k, m = (layer.size for layer in network.layers)
        rng = np.random.default_rng((parameters.seed, 1, start))
        return State(0, np.zeros(k), rng.uniform(-3, 3, (k, n)), rng.uniform(-0.3, 0.3, (m, k + 1)))

    def advance(
        self, network: Network, parameters: Parameters, state: State, stream: Stream, *, learn: bool = True,
        record: bool = False, clamp: Floats | None = None,
    ) -> tuple[State, Trace]:  # fmt: skip
        (_, k, m), T = (layer.size for layer in network.layers), len(stream.inputs)
        alphas, forced = rates(parameters, parameters.alpha, state.step, T), np.full(k, np.nan)
        forced, kept = forced if clamp is None else clamp, np.linspace(0, 0.8, k)
        h, V, hidden, outputs, delta = (
            state.hidden,
            state.V,
            np.zeros((T, k)),
            np.zeros((T, m)),
            np.zeros((T, m)),
        )
        for t in range(T):
            new = sigmoid((state.W * stream.inputs[t]).sum(axis=1))
            h = kept * h * (not stream.starts[t]) + (1 - kept) * new
            hidden[t] = h = np.where(np.isnan(forced), h, forced)
            outputs[t] = sigmoid((V[:, :k] * h).sum(axis=1) + V[:, k])
            delta[t] = (outputs[t] - stream.targets[t]) * stream.scored[t]
            V = V - alphas[t] * learn * np.outer(delta[t], np.append(h, 1.0))
        trace = Trace.empty(state.step + 1, stream, T if record else 0, k, m, 0)._replace(
            wrong=judged(network.ports, outputs, stream.targets, stream.parts),
            loss=0.5 * (delta**2).sum(axis=1), slope=float(np.abs(delta).max()),
        )  # fmt: skip
        if record:
            trace = trace._replace(hidden=hidden, outputs=outputs, delta=np.hstack((0 * hidden, delta)))
        return State(state.step + T, h, state.W, V), trace

    def connections(self, network: Network, state: State) -> list[Floats]:
        return [state.W, state.V[:, :-1]]

    def free(self, state: State) -> tuple[Floats, ...]:
        return (state.V,)


class Echo:
    """Say the bit that came before."""

    name, parameters, errors, unit = "echo", (), "wrong bits", ""
    recipe: dict[str, Any] = {"model": "traces", "hidden": (8,), "alpha": 1.0, "steps": 3_000}  # noqa: RUF012

    def __init__(self, parameters: Parameters) -> None:
        self.seed, self.inputs, self.outputs, self.parts = parameters.seed, ("bit",), ("before",), ("before",)
        self.ports, self.headline, self.period, self.reach, self.optimum = Ports(1, (1,)), 0, 1, 1, 0.5

    @staticmethod
    def about(_: Parameters) -> str:
        return "say the bit that came before."

    @staticmethod
    def lookback(_: Parameters) -> int | None:
        return 1

    def stream(self, start: int, stop: int, part: str = "training") -> Stream:
        (bits,) = blocks.cut(
            lambda rng, size: (rng.integers(2, size=size),), self.seed, part, start, stop + 1
        )
        T, none = stop - start, np.zeros(stop - start, bool)
        return Stream(
            bits[1:, None].astype(float), bits[:-1, None].astype(float), np.zeros((T, 1), np.int8), none
        )


def register() -> None:
    engine.register(Traces())
    tasks.register(Echo)
