"""Signal prediction in pictures: the weights of the external memory (Fig. 1b) and the waveforms (Fig. 2)."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from nmn.app.shared.figures.panels import look
from nmn.app.shared.figures.style import COLOURS, layout
from nmn.trace import Floats


class Waveform(NamedTuple):
    """A stretch of a signal and its prediction.

    Attributes:
        title: what stands above it.
        steps: [T], numbers of the inputs that are predicted.
        measured: [T], their values, noise included.
        predicted: [T], what the network had said one step before.
    """

    title: str
    steps: Floats
    measured: Floats
    predicted: Floats


def weights(matrix: Floats, theme: str = "light") -> go.Figure:
    """The part of each memory location in each extra input.

    Args:
        matrix: [extra inputs, locations].
        theme: "light" or "dark".
    """
    figure = go.Figure()
    for number, row in enumerate(matrix, start=1):
        figure.add_scatter(
            x=list(range(1, len(row) + 1)), y=row, name=f"extra input {number}", mode="lines+markers",
            line={"color": COLOURS[theme]["delayed"], "dash": look("delayed", number - 1).dash, "width": 2},
            marker={"symbol": look("delayed", number - 1).symbol, "size": 8},
            hovertemplate="%{y:.2f} of the value %{x} inputs ago",
        )  # fmt: skip
        top = int(row.argmax())
        figure.add_annotation(text=f"C{number}", x=top + 1, y=row[top], yshift=14, showarrow=False)
    figure.update_xaxes(title="memory location: inputs ago", dtick=1)
    figure.update_yaxes(title="weight", rangemode="tozero")
    return layout(figure, 300, theme).update_layout(showlegend=False)


def parts(matrix: Floats) -> pd.DataFrame:
    """The numbers that `weights` draws: a row for each location of the memory, a column for each extra input."""
    table = pd.DataFrame(matrix.T, columns=[f"extra input {number + 1}" for number in range(len(matrix))])
    table.insert(0, "location", range(1, len(table) + 1))
    return table


def values(shown: Sequence[Waveform]) -> pd.DataFrame:
    """The numbers that `waveforms` draws: a row for each input."""
    return pd.concat(
        [
            pd.DataFrame(
                {"signal": w.title, "input": w.steps, "measured": w.measured, "predicted": w.predicted}
            )
            for w in shown
        ],
        ignore_index=True,
    )


def waveforms(parts: Sequence[Waveform], theme: str = "light") -> go.Figure:
    """Signals as points, predictions as lines, one above the other.

    Args:
        parts: what to draw.
        theme: "light" or "dark".
    """
    colours = COLOURS[theme]
    figure = make_subplots(
        len(parts), 1, shared_yaxes=True, vertical_spacing=0.22, subplot_titles=[p.title for p in parts]
    )
    for number, part in enumerate(parts, start=1):
        place = {"row": number, "col": 1, "showlegend": number == 1}
        figure.add_scatter(
            x=part.steps, y=part.measured, name="measured", legendgroup="measured", mode="markers",
            marker={"color": colours["ffnn"], "size": 6, "symbol": "circle-open", "line": {"width": 1.5}}, **place,
        )  # fmt: skip
        figure.add_scatter(
            x=part.steps, y=part.predicted, name="predicted one step before", legendgroup="predicted", mode="lines",
            line={"color": colours["delayed"], "width": 2.5}, **place,
        )  # fmt: skip
    figure.update_yaxes(title="value", matches="y")
    figure.update_xaxes(tickformat=",")
    figure.update_xaxes(title="input", row=len(parts))
    return layout(figure, 400, theme)
