"""A task's stream can be entered anywhere, and its difficulty is what it says."""

import numpy as np
import pytest

from nmn import tasks
from nmn.parameters import Parameters


def test_a_stream_is_the_same_wherever_it_is_entered() -> None:
    task = tasks.make(Parameters(seed=4))
    whole = task.stream(0, 5000)
    for start, stop in ((0, 1), (999, 1001), (1234, 4321), (4000, 5000)):
        for part, same in zip(task.stream(start, stop), whole.cut(start, stop), strict=True):
            np.testing.assert_array_equal(part, same)


def test_training_and_test_streams_differ_and_keep_the_order() -> None:
    task = tasks.make(Parameters(seed=4))
    training, test = task.stream(0, 2000), task.stream(0, 2000, "test")
    assert not np.isclose(training.inputs, test.inputs).any()
    np.testing.assert_array_equal(training.targets, test.targets)
    np.testing.assert_array_equal(training.targets.argmax(axis=1), np.arange(2000) % 10)


def test_seeds_draw_different_gaussians() -> None:
    assert not np.isclose(tasks.make(Parameters(seed=1)).means, tasks.make(Parameters(seed=2)).means).any()


@pytest.mark.parametrize(("classes", "overlap"), [(10, 0.045), (10, 0.2), (3, 0.045), (26, 0.1)])
def test_the_optimum_is_what_was_asked_for_and_what_the_bayes_classifier_reaches(
    classes: int, overlap: float
) -> None:
    """Integrated on a grid, and counted on 50,000 points: within four standard errors."""
    task = tasks.make(Parameters(seed=11, classes=classes, overlap=overlap))
    assert task.optimum == pytest.approx(overlap, abs=1e-4)
    stream = task.stream(0, 50_000)
    scores = []
    for mean, factor in zip(task.means, task.factors, strict=True):
        white = (stream.inputs - mean) @ np.linalg.inv(factor).T
        scores.append(-0.5 * (white**2).sum(axis=1) - np.log(abs(np.linalg.det(factor))))
    error = np.mean(np.argmax(scores, axis=0) != stream.targets.argmax(axis=1))
    assert error == pytest.approx(overlap, abs=4 * np.sqrt(overlap / 50_000))
