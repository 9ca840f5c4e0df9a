"""Every registered network keeps what `nmn.engine.protocol` promises; so does one from outside the package."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nmn import engine, tasks
from nmn.engine.protocol import judged
from nmn.parameters import SPECS, Parameters
from nmn.shelf import size_of
from nmn.site_path import site_path
from nmn.spec import ParameterError

CASES = [
    pytest.param(name, settings, id=" ".join((name, *map(str, settings.values()))))
    for name, kind in engine.NETWORKS.items()
    for settings in (*kind.variants, {"hidden": (8, 6)})
]
STEPS = 60


CLAIMS: list[Callable[[str, dict[str, Any]], None]] = []


def claim(test: Callable[[str, dict[str, Any]], None]) -> Callable[[str, dict[str, Any]], None]:
    """A claim about every network that is registered, and about those that others register."""
    CLAIMS.append(test)
    return pytest.mark.parametrize(("model", "settings"), CASES)(test)


def parameters(model: str, task: str = "extended-recall", **settings: Any) -> Parameters:
    """Short episodes of a task that wipes memories between them."""
    return Parameters(
        task=task, model=model, **{"lag": 7, "tau": 2, "steps": STEPS, "bptt": 5, "rnn_width": 6, **settings}
    )


def begun(model: str, settings: dict[str, Any]) -> tuple[Any, Any, Parameters, Any]:
    """A kind, a network of it, its parameters and the first state."""
    p = parameters(model, **settings)
    kind = engine.kind(p)
    network = kind.build(p, tasks.make(p).ports)
    return kind, network, p, kind.init(network, p)


def same(one: Any, other: Any) -> bool:
    """Whether two states, or traces, have the same bits."""
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return np.array_equal(one, other, equal_nan=isinstance(one, np.ndarray) and one.dtype.kind == "f")


@claim
def test_a_trace_has_the_shapes_of_the_layers(model: str, settings: dict[str, Any]) -> None:
    kind, network, p, state = begun(model, settings)
    stream = tasks.make(p).stream(0, STEPS)
    layers = kind.layers(network)
    assert [layer.kind for layer in layers] == ["input", *["hidden"] * (len(layers) - 2), "output"]
    hidden = [layer.size for layer in layers[1:-1]]
    assert tuple(hidden) == kind.widths(p)
    after, trace = kind.advance(network, p, state, stream, record=True)
    assert (state.step, after.step, trace.first, trace.halted) == (0, STEPS, 1, -1)
    H, m, M = sum(hidden), layers[-1].size, sum(layer.size * layer.axes for layer in layers)
    assert trace.inputs.shape == (STEPS, layers[0].size)
    assert trace.hidden.shape == trace.gate.shape == trace.axis.shape == (STEPS, H)
    assert (trace.outputs.shape, trace.delta.shape, trace.memory.shape) == (
        (STEPS, m),
        (STEPS, H + m),
        (STEPS, M),
    )
    assert np.array_equal(judged(tasks.make(p).ports, trace.outputs, trace.targets, trace.parts), trace.wrong)
    low = -1 if kind.signed else 0
    assert low <= trace.hidden.min() <= trace.hidden.max() <= 1
    assert kind.active(p, trace).shape == (STEPS, H)
    _, errors = kind.advance(network, p, state, stream)
    assert np.array_equal(errors.wrong, trace.wrong)
    assert len(errors.hidden) == 0


@claim
def test_a_state_stays_and_a_cut_stream_gives_the_same_bits(model: str, settings: dict[str, Any]) -> None:
    kind, network, p, state = begun(model, settings)
    stream, again = tasks.make(p).stream(0, STEPS), kind.init(network, p)
    assert same(state, again)
    whole, _ = kind.advance(network, p, state, stream)
    assert same(state, again), "a tape keeps it"
    for at in (1, 13, 40):
        first, _ = kind.advance(network, p, state, stream.cut(0, at))
        assert same(kind.advance(network, p, first, stream.cut(at, STEPS))[0], whole), at
    assert size_of(whole) > 0
    assert not same(kind.init(network, p, start=1), again)


@claim
def test_learning_moves_what_is_free_and_nothing_else_does(model: str, settings: dict[str, Any]) -> None:
    kind, network, p, state = begun(model, settings)
    stream = tasks.make(p).stream(0, STEPS)
    learned, _ = kind.advance(network, p, state, stream)
    used, _ = kind.advance(network, p, state, stream, learn=False)
    assert kind.size(state) == sum(part.size for part in kind.free(state)) > 0
    assert same(kind.free(used), kind.free(state))
    assert not same(kind.free(learned), kind.free(state))
    delta = np.ones(sum(layer.size for layer in kind.layers(network)[1:]))
    assert kind.share(p, state, used, delta, 0.1) == 0
    assert kind.share(p, state, learned, delta, 0.1) > 0


@claim
def test_connections_fit_the_layers_and_are_a_part_of_the_sums(model: str, settings: dict[str, Any]) -> None:
    kind, network, p, state = begun(model, settings)
    sizes = [layer.size for layer in kind.layers(network)]
    found, made = kind.connections(network, state), kind.weights(network, state)
    assert [W.shape for W in found] == list(zip(sizes[1:], sizes[:-1], strict=True))
    assert all(map(np.array_equal, found, made.W))
    assert [b.shape for b in made.b] == [(size,) for size in sizes[1:]]
    x = [np.full(size, 0.5) for size in sizes[:-1]]
    handed = kind.handed(network, p, state, x, starts=False)
    assert [each.shape for each in handed] == [(R.shape[1], R.shape[2]) for R in made.R]


@claim
def test_a_forced_neuron_stays_where_it_is_forced(model: str, settings: dict[str, Any]) -> None:
    kind, network, p, state = begun(model, settings)
    clamp = np.full(sum(kind.widths(p)), np.nan)
    clamp[1] = 0.25
    _, trace = kind.advance(network, p, state, tasks.make(p).stream(0, STEPS), record=True, clamp=clamp)
    assert (trace.hidden[:, 1] == 0.25).all()


@claim
def test_an_episode_begins_with_nothing_remembered(model: str, settings: dict[str, Any]) -> None:
    kind, network, p, state = begun(model, settings)
    stream = tasks.make(p).stream(0, 16)  # two episodes
    assert stream.starts[8]
    whole = kind.advance(network, p, state, stream, learn=False, record=True)[1]
    alone = kind.advance(network, p, state, stream.cut(8, 16), learn=False, record=True)[1]
    assert np.array_equal(whole.outputs[8:], alone.outputs)


@claim
def test_a_neuron_is_wiped_where_it_has_banks_and_refused_elsewhere(
    model: str, settings: dict[str, Any]
) -> None:
    kind, network, p, state = begun(model, settings)
    state, _ = kind.advance(network, p, state, tasks.make(p).stream(0, 5))
    if not kind.banks:
        with pytest.raises(ValueError, match="none has a memory of its own"):
            kind.wipe(network, state, [0])
        return
    k = kind.layers(network)[1].size
    before, after = (kind.handed(network, p, each, [np.ones(1), np.ones(k)], False)[1] for each in (
        state, kind.wipe(network, state, [0])
    ))  # fmt: skip
    assert not after[:, 0].any()
    assert np.array_equal(before[:, 1:], after[:, 1:])


@pytest.mark.parametrize("model", engine.NETWORKS)
def test_what_a_network_says_of_itself_fits(model: str) -> None:
    kind, p = engine.NETWORKS[model], parameters(model)
    assert (kind.name, engine.kind(p)) == (model, kind)
    assert kind.memory in ("banks", "state", "window", "none")
    assert kind.describe(p).endswith(".")
    assert kind.alpha(p) > 0
    assert SPECS[kind.rate].of == "network"
    assert kind.rate in kind.parameters
    assert kind.effort(replace(p, steps=2 * STEPS)) == pytest.approx(2 * kind.effort(p))
    network = kind.build(p, tasks.make(p).ports)
    rules = kind.rules(p, sum(kind.widths(p)), True)
    assert len(rules.gammas) == (sum(kind.widths(p)) if kind.banks else 0)
    axes = {layer.axes for layer in kind.layers(network) if layer.axes}
    assert axes <= {len(kind.axes(p, tasks.make(p).inputs))}


@pytest.mark.parametrize("model", engine.NETWORKS)
def test_one_is_refused_that_names_a_setting_which_is_everybodys(model: str) -> None:
    class Strange(type(engine.NETWORKS[model])):  # type: ignore[misc]
        parameters = ("steps", "gama")

    with pytest.raises(ValueError, match="steps, gama is none of"):
        engine.register(Strange())
    assert engine.NETWORKS[model].parameters != ("steps", "gama")


OUTSIDE = """
import outside
import test_protocol as protocol
from nmn.address import map_plan, race_query, screen
from nmn.address.map_query import MapQuery
from nmn.cli.main import main
from nmn.parameters import SPECS, recipe

outside.register()
p = recipe("echo")
assert (SPECS["model"].choices[-1], SPECS["task"].choices[-1], p.model) == ("traces", "echo", "traces")
assert SPECS["hidden"].models == ("nmn", "ffnn", "delayed", "traces")
assert p.matters(SPECS["alpha"]) and not p.matters(SPECS["gamma"]) and not p.matters(SPECS["classes"])
assert screen.parse(screen.write(screen.Screen(p, at=7)))[0] == screen.Screen(p, at=7)
full, problems = map_plan.planned(MapQuery(), p)
assert not problems and full.across.name != full.up.name
query, problems = race_query.parse("nmn traces")
assert not problems and [each.name for each in race_query.field(p, query)[0]] == ["NMN", "Exponential traces"]
for claim in protocol.CLAIMS:
    claim("traces", {"hidden": (6,)})
protocol.test_what_a_network_says_of_itself_fits("traces")
raise SystemExit(main(["train", "echo", "--json"]))
"""


def test_a_network_and_a_task_from_outside_are_known_everywhere_and_keep_the_same_promises() -> None:
    path = {"PYTHONPATH": f"{site_path()}:{site_path() / 'tests'}"}
    done = subprocess.run(
        [sys.executable, "-c", OUTSIDE], capture_output=True, text=True, check=False, env=os.environ | path
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["task"], told["model"]) == ("echo", "traces")
    assert told["test_error"] < 0.2 < told["optimum_without_memory"]
    assert list(engine.NETWORKS)[-1] == "delayed", "nothing of it is known here"
    with pytest.raises(ParameterError, match="one of nmn, ffnn, rnn, lstm, delayed"):
        Parameters(model="traces")
