"""Charts to study and to take away: pure functions from measured tables to Plotly figures."""

import math

import pandas as pd
import plotly.graph_objects as go

from nmn.experiments import Row
from nmn.spec import MODELS

# Okabe and Ito's colours; the lighter tints are for a dark background.
COLOURS = {
    "light": {"nmn": "#0072B2", "rnn": "#D55E00", "ffnn": "#6B747C"},
    "dark": {"nmn": "#3D96D0", "rnn": "#F08A4B", "ffnn": "#A3ABB3"},
}
DASHES = ("solid", "dash", "dot")
FLOOR = 1e-4  # a logarithmic axis has no 0: what is below is drawn here


def convergence(frame: pd.DataFrame, rows: tuple[Row, ...], theme: str = "light") -> go.Figure:
    """Training error over the inputs seen: median and quartiles over seeds, and the paper's figures.

    Args:
        frame: what `experiments.reproduce` gave.
        rows: the experiment's rows, for the paper's figures.
        theme: "light" or "dark".
    """
    figure = go.Figure()
    curves = frame[frame.metric == "training error"]
    seen: dict[str, int] = {}
    for row in rows:
        model = row.parameters.model
        colour, dash = COLOURS[theme][model], DASHES[seen.setdefault(model, 0) % len(DASHES)]
        seen[model] += 1
        errors = curves[(curves.model == model) & (curves.variant == row.variant)].groupby("steps").value
        low, middle, high = (errors.quantile(q).clip(lower=FLOOR) for q in (0.25, 0.5, 0.75))
        name = f"{MODELS[model]}, {row.variant}"
        for edge, fill in ((high, None), (low, "tonexty")):
            figure.add_scatter(
                x=edge.index, y=edge, mode="lines", line={"width": 0}, fill=fill, fillcolor=_faint(colour),
                legendgroup=name, showlegend=False, hoverinfo="skip",
            )  # fmt: skip
        figure.add_scatter(
            x=middle.index, y=middle, name=name, legendgroup=name, mode="lines",
            line={"color": colour, "dash": dash, "width": 2.5},
            hovertemplate="%{y:.2%} after %{x:,} inputs",
        )  # fmt: skip
    for model, paper in {row.parameters.model: row.paper for row in rows}.items():
        if paper is not None:
            figure.add_hline(
                paper, line={"color": COLOURS[theme][model], "dash": "dot", "width": 1},
            )  # fmt: skip
            figure.add_annotation(  # annotations of a logarithmic axis are placed by exponent
                text=f"paper: {MODELS[model]} {paper:.1%}", font={"color": COLOURS[theme][model]}, showarrow=False,
                xref="paper", x=1, xanchor="right", y=math.log10(paper), yanchor="bottom",
            )  # fmt: skip
    figure.update_xaxes(type="log", title="inputs seen", tickformat="~s", tickvals=[1e3, 1e4, 1e5, 4e5])
    figure.update_yaxes(
        type="log", title="wrong answers", range=[-4.1, 0],
        tickvals=[1, 0.1, 0.01, 0.001, FLOOR], ticktext=["100 %", "10 %", "1 %", "0.1 %", "0 – 0.01 %"],
    )  # fmt: skip
    figure.update_layout(
        height=440, margin={"t": 16, "b": 8, "l": 8, "r": 8}, legend={"orientation": "h", "y": -0.2}
    )
    return figure


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.15)"
