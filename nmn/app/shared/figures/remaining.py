"""What is left of something step after step, network beside network: an error on its way back, an input's trace."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from nmn.app.shared.figures.panels import look
from nmn.app.shared.figures.style import COLOURS, layout
from nmn.trace import Floats

LEAST = 1e-10  # of what there was at first: what is less is drawn at the lower edge
TICKS = (1.0, 0.1, 1e-3, 1e-6, 1e-9)


class Rest(NamedTuple):
    """A network and what is left there.

    Attributes:
        model: by name, for its colour and its mark.
        label: what it is called.
        shares: [n] of what there was at first, after 0, 1, 2, ... steps; it ends where nothing is left.
    """

    model: str
    label: str
    shares: Floats


class Left(NamedTuple):
    """What a figure of what is left says, in any language.

    Attributes:
        steps, shares: the axes.
        ticks: the axis of shares, at TICKS.
        point: what a point says of itself, as Plotly takes it.
    """

    steps: str
    shares: str
    ticks: Sequence[str]
    point: str


def remaining(rests: Sequence[Rest], said: Left, theme: str = "light") -> go.Figure:
    """Shares over steps, the shares on a logarithmic axis.

    Args:
        rests: a line each.
        said: its words.
        theme: "light" or "dark".
    """
    figure = go.Figure()
    for number, rest in enumerate(rests):
        drawn, last = look(rest.model, number), len(rest.shares) - 1
        figure.add_scatter(
            x=np.arange(len(rest.shares)), y=np.maximum(rest.shares, LEAST), name=rest.label, mode="lines+markers+text",
            text=[""] * last + [rest.label], textposition="middle right" if last else "top right", cliponaxis=False,
            customdata=rest.shares, line={"color": COLOURS[theme][rest.model], "dash": drawn.dash, "width": 2.5},
            marker={"symbol": drawn.symbol, "size": 9},
            hovertemplate=said.point,
        )  # fmt: skip
    most = max(len(rest.shares) for rest in rests)
    figure.update_xaxes(title=said.steps, range=[-0.5, most * 1.2])
    figure.update_yaxes(
        title=said.shares, type="log", range=[np.log10(LEAST) - 0.3, 0.4],
        tickvals=list(TICKS), ticktext=list(said.ticks),
    )  # fmt: skip
    return layout(figure, 480, theme).update_layout(showlegend=False)


def numbers(rests: Sequence[Rest], title: str) -> pd.DataFrame:
    """The numbers that `remaining` draws: a row for each number of steps, a column for each network."""
    table = pd.DataFrame({rest.label: pd.Series(rest.shares) for rest in rests})
    table.insert(0, title, table.index)
    return table
