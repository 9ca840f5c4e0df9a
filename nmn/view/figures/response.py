"""Along one parameter, and along the inputs: how errors answer to a knob, and how the runs of one setting learned."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nmn.trace import Floats
from nmn.view.figures.map import LABELLED, MARK, Ticks, spread
from nmn.view.figures.style import COLOURS, FLOOR, TEXT, dash, error_axis, faint, layout, lowest


class Side(NamedTuple):
    """Errors along one parameter, the others as they are in the chosen cell.

    Attributes:
        ticks: its values.
        band: [3, values], quartiles over seeds; NaN where nothing is known.
        picked: number of the chosen value.
    """

    ticks: Ticks
    band: Floats
    picked: int


class Learner(NamedTuple):
    """A run's learning curve: its name, inputs seen, errors, and whether training failed."""

    name: str
    steps: Sequence[int]
    error: Sequence[float]
    failed: bool


def response(
    sides: Sequence[Side], model: str, theme: str = "light", title: str = "wrong answers", height: int = 300
) -> go.Figure:
    """Errors along each parameter: the median over seeds, a band from quartile to quartile, the chosen value marked.

    Args:
        sides: a panel each.
        model: a key of MODELS, for its colour.
        theme: "light" or "dark".
        title: of the axis of errors.
        height: px.
    """
    figure = make_subplots(1, len(sides), shared_yaxes=True, horizontal_spacing=0.08)
    colour = COLOURS[theme][model]
    known = [side.band[np.isfinite(side.band)] for side in sides]
    low = lowest(min((float(band.min()) for band in known if len(band)), default=FLOOR))
    for column, side in enumerate(sides, start=1):
        at = np.flatnonzero(np.isfinite(side.band[1]))
        band = side.band[:, at].clip(min=low)
        shared = {"x": at, "row": 1, "col": column, "showlegend": False}
        for edge, to in ((band[2], None), (band[0], "tonexty")):
            figure.add_scatter(
                y=edge,
                mode="lines",
                line={"width": 0},
                fill=to,
                fillcolor=faint(colour),
                hoverinfo="skip",
                **shared,
            )
        figure.add_scatter(
            y=band[1], mode="lines+markers", line={"color": colour, "width": 2.5}, name="median",
            customdata=[side.ticks.texts[place] for place in at.tolist()],
            hovertemplate=f"%{{y:.2%}} at {side.ticks.title} %{{customdata}}<extra></extra>", **shared,
        )  # fmt: skip
        figure.add_shape(
            type="line", x0=side.picked, x1=side.picked, y0=0, y1=1, yref="y domain", row=1, col=column,
            line={"color": TEXT[theme], "width": 1, "dash": "dot"},
        )  # fmt: skip
        figure.update_xaxes(
            title=side.ticks.title, range=[-0.3, len(side.ticks.texts) - 0.7], row=1, col=column,
            **spread(side.ticks, LABELLED // len(sides) + 1),
        )  # fmt: skip
    error_axis(figure, low, title)
    return layout(figure, height, theme)


def learning(
    learners: Sequence[Learner],
    inputs: int,
    model: str,
    theme: str = "light",
    title: str = "wrong answers",
    height: int = 300,
) -> go.Figure:
    """How each run of a setting learned: errors over the inputs seen; a cross where training failed.

    Args:
        learners: the runs.
        inputs: that they are trained on.
        model: a key of MODELS, for its colour.
        theme: "light" or "dark".
        title: of the axis of errors.
        height: px.
    """
    figure = make_subplots(1, 1)
    colour = COLOURS[theme][model]
    low = lowest(min((min(each.error) for each in learners if len(each.error)), default=FLOOR))
    for number, each in enumerate(learners):
        error = np.clip(np.asarray(each.error, float), low, None)
        figure.add_scatter(
            x=each.steps, y=error, name=each.name, mode="lines", hovertemplate="%{y:.2%} after %{x:,} inputs",
            line={"color": colour, "width": 1.8, "dash": dash(model, number)},
        )  # fmt: skip
        if each.failed:
            figure.add_scatter(
                x=each.steps[-1:], y=error[-1:], mode="markers", hoverinfo="skip", showlegend=False,
                name=f"{each.name} failed", marker={"symbol": "x", "size": 10, "color": MARK[theme]},
            )  # fmt: skip
    figure.update_xaxes(title="inputs seen", tickformat="~s", range=[0, inputs])
    error_axis(figure, low, title)
    return layout(figure, height, theme).update_layout(legend_y=-100 / height)
