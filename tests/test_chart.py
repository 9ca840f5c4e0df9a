"""A figure's words follow from what it draws."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from nmn.app.shared import figures
from nmn.app.shared.chart import summary
from nmn.app.shared.figures import Line, Panel


def test_a_summary_says_where_each_line_that_is_shown_begins_and_ends() -> None:
    figure = go.Figure()
    figure.add_scatter(x=[1000, 20000], y=[0.25, 0.015], name="NMN")
    figure.add_scatter(y=[1.0, 2.0], name="hidden", visible="legendonly")
    figure.add_scatter(y=[1.0, 2.0])
    figure.add_scatter(y=pd.Series([0.5, 0.1]), name="RNN")
    said = "NMN: 0.25 at 1,000, 0.015 at 20,000"
    assert summary(figure) == f"{said}; RNN: 0.5 at 0, 0.1 at 1"
    assert (
        summary({"data": [{"type": "scatter", "name": "NMN", "x": [1000, 20000], "y": [0.25, 0.015]}]})
        == said
    )


def test_the_numbers_are_those_of_the_lines() -> None:
    band = pd.DataFrame({"low": [0.1, 0.0], "middle": [0.2, 0.0], "high": [0.3, 0.1]}, index=[10, 20])
    panels = [Panel("left", [Line("a", "nmn", band, 0.007), Line("b", "rnn", band)])]
    table = figures.curves(panels)
    assert list(table["line"]) == ["a", "a", "b", "b"]
    assert list(table.inputs) == [10, 20, 10, 20]
    assert list(table["median"]) == [0.2, 0.0, 0.2, 0.0]  # 0 stays 0, whatever the axis can show
    assert list(table.paper[:2]) == [0.007, 0.007] and table.paper[2:].isna().all()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_has_the_colours_of_its_theme(theme: str) -> None:
    drawn = figures.weights(pd.DataFrame([[1.0, 0.5]]).to_numpy(), theme)
    assert drawn.layout.paper_bgcolor == figures.BACKGROUND[theme]
