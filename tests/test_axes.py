"""What is said of the axes of a memory holds for what the engine does."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nmn.app.step import labels
from nmn.parameters import recipe
from nmn.runs.training import Run

PLAIN = {"gate": "tied", "write": "neighbour", "code": "hard"}
COLUMN = {**PLAIN, "neighbourhood": "column", "hidden": (12, 9)}
VARIANTS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "τ = 0": {"tau": 0, "write": "neighbour"},
    "column": {**COLUMN, "memory": ()},
    "wide column": {**COLUMN, "tau": 4, "memory": (True, False)},
    "soft": {"code": "soft", "write": "neighbour"},
    "turning": {**PLAIN, "turn": 1.0, "store": "add"},
    "gate": {"gate": "learned", "write": "neighbour", "code": "hard", "store": "add"},
    "addressed": {"read": "addressed", "write": "neighbour", "gate": "tied"},
    "addressed input": {"read": "addressed", "write": "input", "gate": "tied"},
}  # fmt: skip
TASKS = ("sorted", "classify-recall", "memory-recall", "extended-recall", "signal", "digits", "sunspots")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("task", TASKS)
def test_what_can_never_be_written_is_never_anything_but_0_and_the_rest_is_named(
    task: str, variant: str
) -> None:
    run = Run(replace(recipe(task), model="nmn", steps=300, **VARIANTS[variant])).train()
    trace = run.trace(1, 301)
    told = labels.never(run)
    at, hidden = 0, [layer for layer in run.layers if layer.kind == "hidden"]
    for layer, reasons in zip(hidden, told["never"], strict=True):
        memory = trace.memory[:, at : at + layer.size * layer.axes].reshape(300, layer.size, layer.axes)
        at += layer.size * layer.axes
        assert not layer.axes or len(labels.axes(run)) == layer.axes
        if not reasons:
            continue
        assert len(reasons) == layer.axes
        assert not memory[:, :, np.array(reasons) > 0].any()
        assert set(reasons) <= {0, 1, 2}
        assert np.count_nonzero(np.array(reasons) == 1) == layer.axes // 2


def test_half_of_the_axes_is_never_written_where_a_firing_neuron_is_part_of_its_pattern() -> None:
    run = Run(replace(recipe("sorted"), steps=10))
    (reasons,) = labels.never(run)["never"]
    never = [name for name, reason in zip(labels.axes(run), reasons, strict=True) if reason]
    assert never == ["000", "001", "100", "101"]


@pytest.mark.parametrize("variant", ["soft", "gate", "addressed", "addressed input"])
def test_where_every_axis_can_be_written_none_is_said_not_to_be(variant: str) -> None:
    run = Run(replace(recipe("sorted"), steps=10, **VARIANTS[variant]))
    assert labels.never(run)["never"] == [[]]


def test_what_was_written_before_a_fork_is_not_said_never_to_be() -> None:
    run = Run(replace(recipe("sorted"), steps=200, code="soft")).train()
    assert labels.never(run.fork(100, code="hard"))["never"] == [[]]
