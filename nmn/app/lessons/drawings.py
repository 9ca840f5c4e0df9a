"""Figures that are made for lessons alone: by name, what a scene with the link figure/NAME?... shows."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from nmn.app.shared.figures import Rest, remaining
from nmn.app.shared.figures.remaining import numbers
from nmn.engine import NETWORKS
from nmn.lessons import through_time
from nmn.lessons.shown import Shown
from nmn.runs.training import Run
from nmn.trace import Floats


class Drawing(NamedTuple):
    """A figure with what is said of it.

    Attributes:
        figure: as Plotly takes it.
        alt: what it shows, for those who do not see it.
        numbers: what it is drawn from.
    """

    figure: Any
    alt: str
    numbers: pd.DataFrame


RECALLING = ("nmn", "lstm", "rnn")  # the networks that hold something from step to step


def _left(sizes: Callable[[Run, int], Floats], title: str, about: str, shown: Shown, theme: str) -> Drawing:
    """What is left of something in each network that recalls, from the step under the cursor on.

    Args:
        sizes: of it, step by step, for a run and the step.
        title: of the axis of steps.
        about: what it is, for those who do not see it.
        shown: the scene.
        theme: "light" or "dark".
    """
    rests = []
    for model in RECALLING:
        found = sizes(shown.run(replace(shown.parameters, model=model).relevant()), shown.at)
        rests.append(Rest(model, NETWORKS[model].label, found / found[0]))
    words = ", ".join(
        f"{rest.label} {rest.shares[-1]:.1g} after {len(rest.shares) - 1} steps" for rest in rests
    )
    return Drawing(remaining(rests, title, theme), f"{about} is left: {words}.", numbers(rests, title))


def _traces(run: Run, step: int) -> Floats:
    """To the end of the episode."""
    return through_time.traces(run, step, run.task.period - (step - 1) % run.task.period)


# A function of what is shown and the theme.
FIGURES: dict[str, Callable[[Shown, str], Drawing]] = {
    "gradient": partial(_left, through_time.gradients, "steps back in time", "What of the question's error"),
    "traces": partial(_left, _traces, "steps after the input", "What of the difference that an input made"),
}
