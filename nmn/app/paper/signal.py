"""The data behind the pictures of Section I: one trained network's waveforms, and how hard the signal is."""

import math
from dataclasses import replace
from functools import lru_cache

import numpy as np

from nmn.app.shared.figures import Waveform
from nmn.engine.baselines.delayed import EXTRAS, LOCATIONS, gaussian_weights
from nmn.parameters import Parameters
from nmn.runs.training import Run
from nmn.tasks import make
from nmn.tasks.signal import PERIODS

SHOWN = 120  # inputs of each waveform
COUNTED = 20_000  # test inputs on which repeating the last value is judged

__all__ = ["EXTRAS", "LOCATIONS", "certain", "gaussian_weights", "periods", "repeating", "waveforms"]


@lru_cache(maxsize=8)
def waveforms(parameters: Parameters) -> tuple[Waveform, Waveform]:
    """The end of a run's training, and the signals that it is tested with after it, learning off."""
    run = Run(parameters).train()
    first = run.length - SHOWN + 1
    learned = run.trace(first, run.length + 1)
    lead = run.task.reach
    stream = run.task.stream(run.length, run.length + lead + SHOWN, "test")
    tested = run.advance(run.state, stream, learn=False, record=True)[1]
    steps = np.arange(first, run.length + 1, dtype=float)
    return (
        Waveform("the last inputs of training: one sinusoid", steps, learned.targets[:, 0], learned.outputs[:, 0]),
        Waveform(
            "the test: a sum of three others", steps + SHOWN + lead,
            tested.targets[lead:, 0], tested.outputs[lead:, 0],
        ),
    )  # fmt: skip


@lru_cache(maxsize=8)
def repeating(parameters: Parameters, seeds: tuple[int, ...]) -> float:
    """Median error over seeds of predicting that the last value comes again, on a task's test stream."""
    errors = []
    for seed in seeds:
        task = make(replace(parameters, seed=seed))
        stream = task.stream(0, COUNTED, "test")
        errors.append(np.abs(stream.targets - stream.inputs)[stream.scored].mean() / task.ports.unit)
    return float(np.median(errors))


def certain(noise: float) -> float:
    """The mean distance of Gaussian noise from 0: what the best prediction still errs by."""
    return noise * math.sqrt(2 / math.pi)


def periods(part: str) -> str:
    """The periods of a stream's sinusoids, as words."""
    return ", ".join(map(str, PERIODS[part]))
