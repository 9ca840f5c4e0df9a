"""Figures that are made for lessons alone: by name, what a scene with the link figure/NAME?... shows."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

import pandas as pd

from nmn.app.shared.figures import (
    Axes,
    Left,
    Line,
    Panel,
    Rest,
    convergence,
    curves,
    quartiles,
    remaining,
    thinned,
)
from nmn.app.shared.figures.remaining import numbers
from nmn.app.shared.figures.style import percent
from nmn.engine import NETWORKS
from nmn.lessons import through_time
from nmn.lessons.player import Words
from nmn.lessons.shown import Shown
from nmn.runs.training import Run
from nmn.tasks import TASKS
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


def axes(task: str, part: str, said: Words) -> Axes:
    """What the axes of a task's learning curves are called; the part only where there are several, else ""."""
    errors = TASKS[task].errors
    called = said.figure_errors.get(errors, errors)
    asked = f", {said.figure_parts.get(part, part)}" if part else ""
    return Axes(
        called + asked, said.figure_inputs, said.figure_point.format(error="%{y:.2%}", inputs="%{x:,}")
    )


def localised(figure: dict[str, Any], said: Words) -> dict[str, Any]:
    """A figure whose numbers are written as the language writes them."""
    for layout in (figure["layout"], figure.get("narrow", {})):
        layout["separators"] = said.figure_separators
        for axis in layout.values():
            if isinstance(axis, dict) and "ticktext" in axis:
                axis["ticktext"] = [_number(text, said) for text in axis["ticktext"]]
    return figure


def _number(text: str, said: Words) -> str:
    """A number with a decimal point as the language writes it."""
    return text.replace(".", said.figure_separators[0])


def _answers(shown: Shown, theme: str, said: Words) -> Drawing:
    """The error of each answer over the inputs: of the run, or of each network that the link lets race."""
    runs = [shown.run(first) for first, *_ in shown.racing.values()] if shown.screen.race else [shown.stepped]
    panels = [_panel(run, said) for run in runs]
    told = "; ".join(
        f"{panel.title}: "
        + ", ".join(f"{line.name} {_number(percent(_end(line)), said)}" for line in panel.lines)
        for panel in panels
    )
    figure = convergence(panels, theme, axes(shown.parameters.task, "", said), stacked=len(panels) > 1)
    return Drawing(localised(figure, said), said.figure_answers.format(words=told), curves(panels))


def _panel(run: Run, said: Words) -> Panel:
    """The learning curves of a run, one for each part of its task."""
    curve, steps = run.curve, run.parameters.steps
    lines = []
    for part in map(str, list(curve)[1:] or list(curve)):
        known = curve[part].dropna()
        band = quartiles([thinned(known.index.to_numpy(), known.to_numpy(), steps)])
        lines.append(Line(said.figure_parts.get(part, part), run.parameters.model, band))
    sizes = ", ".join(map(str, run.parameters.hidden))
    return Panel(said.figure_layers.format(sizes=sizes), lines)


def _end(line: Line) -> float:
    return float(line.band.middle.iloc[-1])


def _left(sizes: Callable[[Run, int], Floats], name: str, shown: Shown, theme: str, said: Words) -> Drawing:
    """What is left of something in each network that recalls, from the step under the cursor on.

    Args:
        sizes: of it, step by step, for a run and the step.
        name: of the figure.
        shown: the scene.
        theme: "light" or "dark".
        said: the words.
    """
    rests = []
    for model in RECALLING:
        found = sizes(shown.run(replace(shown.parameters, model=model).relevant()), shown.at)
        rests.append(Rest(model, NETWORKS[model].label, found / found[0]))
    told = ", ".join(
        said.figure_rest.format(name=rest.label, share=share, steps=len(rest.shares) - 1)
        for rest in rests
        for share in [_number(f"{rest.shares[-1]:.1g}", said)]
    )
    steps, alt = {
        "gradient": (said.figure_back, said.figure_gradient), "traces": (said.figure_on, said.figure_traces),
    }[name]  # fmt: skip
    point = said.figure_share.format(share="%{customdata:.2g}", steps="%{x}")
    figure = remaining(rests, Left(steps, said.figure_left, said.figure_ticks, point), theme)
    figure.update_layout(separators=said.figure_separators)
    return Drawing(figure, alt.format(words=told), numbers(rests, steps))


def _traces(run: Run, step: int) -> Floats:
    """To the end of the episode."""
    return through_time.traces(run, step, run.task.period - (step - 1) % run.task.period)


# A function of what is shown, the theme and the words.
FIGURES: dict[str, Callable[[Shown, str, Words], Drawing]] = {
    "answers": _answers,
    "gradient": partial(_left, through_time.gradients, "gradient"),
    "traces": partial(_left, _traces, "traces"),
}
