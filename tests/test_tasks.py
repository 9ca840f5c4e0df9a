"""A task's stream can be entered anywhere, asks what it says, and is as difficult as it says."""

from dataclasses import replace

import numpy as np
import pytest

from nmn import tasks
from nmn.parameters import Parameters, recipe
from nmn.tasks import signal

TASKS = tuple(tasks.TASKS)
PARTS = ("training", "test", "validation")


def make(name: str, **changes: object) -> tasks.Task:
    return tasks.make(replace(recipe(name), seed=4, **changes))


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("name", TASKS)
def test_a_stream_is_the_same_wherever_it_is_entered(name: str, part: str) -> None:
    task = make(name)
    whole = task.stream(0, 5000, part)
    for start, stop in ((0, 1), (1, 2), (999, 1001), (1234, 4321), (3999, 4000), (4000, 5000)):
        for piece, same in zip(task.stream(start, stop, part), whole.cut(start, stop), strict=True):
            np.testing.assert_array_equal(piece, same)


@pytest.mark.parametrize("name", TASKS)
def test_a_stream_fits_the_ports_and_asks_for_every_part(name: str) -> None:
    task = make(name)
    stream = task.stream(0, 5000)
    assert stream.inputs.shape == (5000, task.ports.inputs) == (5000, len(task.inputs))
    assert stream.targets.shape == (5000, sum(task.ports.groups)) == (5000, len(task.outputs))
    assert stream.parts.shape == (5000, len(task.ports.groups))
    assert set(np.unique(stream.parts)) - {-1} == set(range(len(task.parts)))
    assert task.headline is None or 0 <= task.headline < len(task.parts)
    for first, size in zip(np.cumsum((0, *task.ports.groups)), task.ports.groups, strict=False):
        answer = stream.targets[stream.scored, first : first + size]
        assert size == 1 or set(answer.sum(axis=1)) <= {0.0, 1.0}


@pytest.mark.parametrize("name", TASKS)
def test_a_stream_is_its_callers_to_change(name: str) -> None:
    task = make(name)
    task.stream(0, 50).inputs[:] = np.nan
    assert np.isfinite(task.stream(0, 50).inputs).all()


@pytest.mark.parametrize("name", ["classify-recall", "memory-recall", "extended-recall"])
def test_training_validation_and_test_streams_have_nothing_to_do_with_each_other(name: str) -> None:
    """Their answers agree as often as answers that were drawn apart: within five standard errors."""
    task = make(name)
    first, second, third = (task.stream(0, 20_000, part) for part in PARTS)
    asked = first.scored
    expected = (first.targets[asked].mean(axis=0) ** 2).sum()
    for one, other in ((first, second), (first, third), (second, third)):
        agreement = (one.targets[asked] * other.targets[asked]).sum(axis=1)
        assert agreement.mean() == pytest.approx(expected, abs=5 * agreement.std() / np.sqrt(len(agreement)))


def test_sorted_classification_keeps_its_order_in_training_and_test() -> None:
    task = make("sorted")
    training, test = task.stream(0, 2000), task.stream(0, 2000, "test")
    assert not np.isclose(training.inputs, test.inputs).any()
    np.testing.assert_array_equal(training.targets, test.targets)
    np.testing.assert_array_equal(training.targets.argmax(axis=1), np.arange(2000) % 10)


def test_classification_and_recall_asks_for_this_class_and_the_two_before() -> None:
    stream = make("classify-recall").stream(0, 3000)
    this, one, two = np.split(stream.targets, 3, axis=1)
    np.testing.assert_array_equal(one[1:], this[:-1])
    np.testing.assert_array_equal(two[2:], this[:-2])
    np.testing.assert_array_equal(stream.parts[:3], [[0, -1, -1], [0, 1, -1], [0, 1, 2]])
    assert (stream.parts[2:] == [0, 1, 2]).all()
    assert not stream.starts.any()
    np.testing.assert_allclose(this.mean(axis=0), 1 / 3, atol=0.03)


@pytest.mark.parametrize("length", [2, 3, 10])
def test_memory_recall_asks_for_the_numbers_in_their_order(length: int) -> None:
    stream = make("memory-recall", length=length).stream(0, 2000 * length)
    shown, asked = stream.inputs.reshape(1000, 2, length, 5).transpose(1, 0, 2, 3)
    np.testing.assert_array_equal(stream.targets.reshape(1000, 2, length, 5)[:, 1], shown)
    assert not asked.any()
    numbers = shown @ [16, 8, 4, 2, 1]
    assert set(numbers.ravel()) == set(range(1, 32))
    np.testing.assert_array_equal(stream.scored, np.arange(2000 * length) % (2 * length) >= length)
    np.testing.assert_array_equal(stream.starts, np.arange(2000 * length) % (2 * length) == 0)


@pytest.mark.parametrize(("lag", "mark"), [(2, 1.0), (25, 1.0), (25, 3.0), (1500, 1.0)])
def test_extended_recall_asks_for_the_cue_after_the_lag(lag: int, mark: float) -> None:
    stream = make("extended-recall", lag=lag, mark=mark).stream(0, 20 * (lag + 1))
    inputs = stream.inputs.reshape(20, lag + 1, 4)
    targets = stream.targets.reshape(20, lag + 1, 3)
    np.testing.assert_array_equal(targets[:, :-1], inputs[:, :-1, :3])
    np.testing.assert_array_equal(targets[:, -1], targets[:, 0])
    assert not inputs[:, -1, :3].any()
    np.testing.assert_array_equal(inputs[0, :, 3], [mark, *[0.0] * (lag - 1), mark])
    np.testing.assert_array_equal(inputs[:, :, 3], inputs[[0] * 20, :, 3])
    np.testing.assert_array_equal(stream.parts.reshape(20, -1), [[0] * lag + [1]] * 20)
    np.testing.assert_array_equal(stream.starts.reshape(20, -1), [[True] + [False] * lag] * 20)


def test_extended_recalls_noise_is_on_the_classes_of_every_step_and_changes_no_answer() -> None:
    clean, noisy = (make("extended-recall", noise=noise).stream(0, 26_000) for noise in (0.0, 0.2))
    noise = (noisy.inputs - clean.inputs).reshape(1000, 26, 4)
    np.testing.assert_allclose(noise[..., :3].std(axis=(0, 2)), 0.2, rtol=0.1)
    assert not noise[..., 3].any()
    np.testing.assert_array_equal(noisy.targets, clean.targets)


def test_a_signals_target_is_the_next_input() -> None:
    for part in PARTS:
        stream = make("signal", noise=0.1).stream(0, 3000, part)
        np.testing.assert_array_equal(stream.targets[:-1], stream.inputs[1:])


def test_a_signal_is_one_sinusoid_in_training_and_three_others_in_the_test() -> None:
    """A sinusoid of angular frequency w obeys s(t+1) + s(t-1) = 2 cos(w) s(t); a sum obeys the rules convolved."""
    task = make("signal", noise=0.0)
    for part, periods in signal.PERIODS.items():
        rule = np.ones(1)
        for period in periods:
            rule = np.convolve(rule, (1, -2 * np.cos(2 * np.pi / period), 1))
        values = task.stream(0, 2000, part).inputs[:, 0] - signal.MIDDLE
        np.testing.assert_allclose(np.convolve(values, rule, mode="valid"), 0, atol=1e-10)
        assert 0.8 * signal.AMPLITUDE < abs(values).max() <= signal.AMPLITUDE
    assert not set(signal.PERIODS["training"]) & set(signal.PERIODS["test"])


def test_nobody_predicts_a_signal_better_than_its_noise_allows() -> None:
    """Knowing the signal without its noise, the error is sigma times the square root of 2 / pi."""
    task = signal.Signal(Parameters(task="signal", noise=0.1))
    stream, clean = task.stream(0, 50_000), task.clean(1, 50_001)
    known = signal.MIDDLE + signal.AMPLITUDE * clean
    error = abs(stream.targets[:, 0] - known).mean() / task.ports.unit
    assert error == pytest.approx(0.1 * np.sqrt(2 / np.pi), rel=0.02)


def test_seeds_draw_different_gaussians() -> None:
    assert not np.isclose(tasks.make(Parameters(seed=1)).means, tasks.make(Parameters(seed=2)).means).any()


@pytest.mark.parametrize(
    ("name", "classes", "overlap"),
    [
        ("sorted", 10, 0.045),
        ("sorted", 10, 0.2),
        ("sorted", 3, 0.045),
        ("sorted", 26, 0.1),
        ("classify-recall", 3, 0.001),
        ("classify-recall", 5, 0.05),
    ],
)
def test_the_overlap_is_what_was_asked_for_and_what_the_bayes_classifier_reaches(
    name: str, classes: int, overlap: float
) -> None:
    """Integrated on a grid, and counted on 50,000 points: within four standard errors."""
    task = make(name, classes=classes, overlap=overlap)
    reached = task.optimum if name == "sorted" else task.overlap
    assert reached == pytest.approx(overlap, abs=1e-4)
    stream = task.stream(0, 50_000)
    scores = []
    for mean, factor in zip(task.means, task.factors, strict=True):
        white = (stream.inputs - mean) @ np.linalg.inv(factor).T
        scores.append(-0.5 * (white**2).sum(axis=1) - np.log(abs(np.linalg.det(factor))))
    error = np.mean(np.argmax(scores, axis=0) != stream.targets[:, :classes].argmax(axis=1))
    assert error == pytest.approx(overlap, abs=4 * np.sqrt(overlap / 50_000))


@pytest.mark.parametrize("name", ["memory-recall", "extended-recall"])
def test_without_memory_guessing_is_best(name: str) -> None:
    """The most frequent answer errs as often as the optimum says: within four standard errors."""
    task = make(name)
    stream = task.stream(0, 100_000)
    asked = stream.targets[(stream.parts == task.headline).any(axis=1)]
    best = asked.mean(axis=0).max() if name == "extended-recall" else asked.mean()
    assert 1 - best == pytest.approx(task.optimum, abs=4 * 0.5 / np.sqrt(asked.size))


@pytest.mark.parametrize("name", TASKS)
def test_a_recipe_is_of_its_task(name: str) -> None:
    assert tasks.TASKS[name].name == recipe(name).task == name
