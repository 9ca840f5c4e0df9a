"""What the X-ray reads beside the trace: weights from memories to the layer above, and each neuron's decay."""

import math
from itertools import pairwise

import numpy as np
import pytest

from nmn.app.step import read_weights as module
from nmn.app.step import written_axes
from nmn.app.step.read_weights import reads
from nmn.app.step.rules import Stretch, stretches
from nmn.parameters import Parameters
from nmn.runs.training import Run
from nmn.trace import Floats

STEPS = 300


def rules(run: Run) -> Stretch:
    return stretches(run, 1, 2)[0]


def into(run: Run, step: int, layer: int) -> Floats:
    """W a of a layer at a step, from what the stage gets: outputs and memories of the layer below."""
    kinds, trace = run.layers, run.trace(step, step + 1)
    below, above = kinds[layer - 1], kinds[layer]
    neurons = sum(each.size for each in kinds[1 : layer - 1])
    components = sum(each.size * each.axes for each in kinds[1 : layer - 1])
    weights = sum(a.size * a.axes * b.size for a, b in pairwise(kinds[:layer]))
    x = trace.hidden[0, neurons : neurons + below.size]
    bank = (below.size, below.axes)
    memory = trace.before[0, components : components + math.prod(bank)].reshape(bank)
    sent = reads(run, run.at(step - 1))[weights : weights + memory.size * above.size].reshape(
        *bank, above.size
    )
    return run.connections(step - 1)[layer - 1] @ x + np.einsum("j,jm,jma->a", x, memory, sent)


@pytest.mark.parametrize("layer", [2, 3])
def test_outputs_follow_from_the_weights_that_are_sent(layer: int) -> None:
    run = Run(Parameters(hidden=(7, 6), steps=STEPS, tau=2)).train()
    step = 200
    biases = run.at(step - 1).biases
    first = sum(each.size for each in run.layers[1:layer])
    z = into(run, step, layer) + biases[first : first + run.layers[layer].size]
    trace = run.trace(step, step + 1)
    seen = trace.outputs[0] if layer == 3 else trace.hidden[0, 7:]
    assert np.allclose(1 / (1 + np.exp(-z)), seen, atol=1e-12)


@pytest.mark.parametrize("tau", [2, 6])
def test_every_slot_of_an_addressed_memory_is_read_with_the_weight_of_what_is_handed_on(tau: int) -> None:
    run = Run(Parameters(hidden=(7,), steps=STEPS, read="addressed", tau=tau)).train()
    size, axes, above = run.layers[1].size, written_axes.layers(run)[1].axes, run.layers[2].size
    sent = reads(run, run.at(100)).reshape(size, axes, above)
    assert np.ptp(sent, axis=1).max() == 0
    assert np.unique(sent).size == size * above


def test_layers_without_memory_are_left_out() -> None:
    run = Run(Parameters(hidden=(7, 6), memory=(False, True), steps=STEPS)).train()
    assert len(reads(run, run.at(10))) == 6 * 8 * 10
    other = Run(Parameters(model="ffnn", steps=STEPS)).train()
    assert len(reads(other, other.at(10))) == 0


def test_too_many_weights_are_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(Parameters(steps=STEPS)).train()
    monkeypatch.setattr(module, "MOST", 20 * 8 * 10)
    assert len(reads(run, run.at(10))) == 20 * 8 * 10
    monkeypatch.setattr(module, "MOST", 20 * 8 * 10 - 1)
    assert len(reads(run, run.at(10))) == 0


def test_each_neuron_has_the_angle_by_which_its_memory_turns() -> None:
    run = Run(Parameters(turn=2.0, gamma=1.0, steps=STEPS)).train()
    each, trace = rules(run).rules.angles, run.trace(100, 200)
    was, now = (memory.reshape(100, 20, 2, 8) for memory in (trace.before, trace.memory))
    planes = (trace.gate[:, :, None] > 0) & (np.arange(8) != trace.axis[:, :, None])
    planes &= np.hypot(was[:, :, 0], was[:, :, 1]) > 0.5
    turned = np.arctan2(now[:, :, 1], now[:, :, 0]) - np.arctan2(was[:, :, 1], was[:, :, 0])
    assert planes.sum() > 100
    assert np.allclose((turned % (2 * np.pi))[planes], np.broadcast_to(each[:, None], planes.shape)[planes])
    assert len(rules(Run(Parameters(steps=STEPS))).rules.angles) == 0


def test_each_neuron_has_the_decay_with_which_its_memory_fades() -> None:
    run = Run(Parameters(gamma_spread=0.4, steps=STEPS)).train()
    each = rules(run).rules.gammas
    trace = run.trace(100, 200)
    kept = trace.memory.reshape(100, 20, 8)
    was = trace.before.reshape(100, 20, 8)
    others = (trace.gate[:, :, None] > 0) & (np.arange(8) != trace.axis[:, :, None]) & (was > 1e-6)
    assert others.sum() > 100
    assert np.allclose(kept[others], (was * each[:, None])[others])
    assert len(rules(Run(Parameters(model="rnn", steps=STEPS))).rules.gammas) == 0
