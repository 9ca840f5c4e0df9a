"""Along one parameter, and along the inputs: how errors answer to a knob, and how the runs of one setting learned."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nmn.app.shared.figures.ends import Beside, End, named, needed, width
from nmn.app.shared.figures.map import LABELLED, MARK, Ticks, spread
from nmn.app.shared.figures.panels import look
from nmn.app.shared.figures.style import (
    COLOURS,
    FLOOR,
    TEXT,
    error_axis,
    errors,
    faint,
    height_of,
    layout,
    lowest,
)
from nmn.trace import Floats

ABOVE, BELOW, LETTERS = 12, 52, 10  # px around the curves, and letters in a row of a name


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
        model: a network by name, for its colour.
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
        model: a network by name, for its colour.
        theme: "light" or "dark".
        title: of the axis of errors.
        height: px.
    """
    figure = go.Figure()
    colour = COLOURS[theme][model]
    low = lowest(min((min(each.error) for each in learners if len(each.error)), default=FLOOR))
    ends = []
    for number, each in enumerate(learners):
        error, way = np.clip(np.asarray(each.error, float), low, None), look(model, number)
        figure.add_scatter(
            x=each.steps, y=error, name=each.name, mode="lines", hovertemplate="%{y:.2%} after %{x:,} inputs",
            line={"color": colour, "width": 1.8, "dash": way.dash},
        )  # fmt: skip
        mark = (
            {"symbol": "x", "color": MARK[theme]} if each.failed else {"symbol": way.symbol, "color": colour}
        )
        figure.add_scatter(
            x=each.steps[-1:], y=error[-1:], mode="markers", hoverinfo="skip", cliponaxis=False,
            name=f"{each.name} failed" if each.failed else f"end of {each.name}", marker={**mark, "size": 9},
        )  # fmt: skip
        if len(error):
            ends.append(End(each.name, height_of(float(error[-1]), low), colour, way.dash))
    tall = max(height - ABOVE - BELOW, needed([end.text for end in ends], LETTERS))
    layout(figure, round(tall + ABOVE + BELOW), theme)
    bottom, top = errors(low)["range"]
    beside = Beside(1, (bottom, top), True, 1.0, tall, LETTERS)
    figure.update_layout(
        **named(ends, beside, theme),
        showlegend=False,
        margin={"t": ABOVE, "b": BELOW, "l": 8, "r": width(LETTERS)},
    )
    figure.update_xaxes(title_text="inputs seen", tickformat="~s", range=[0, inputs], automargin=False)
    figure.update_yaxes(**errors(low), title_text=title)
    return figure
