"""What all charts share: a colour for each model, line styles, text sizes, and an axis for errors."""

import math
from typing import Any, NamedTuple

import plotly.graph_objects as go

# Okabe and Ito's colours, and one more that colour-blind readers tell from them; lighter tints on a dark background.
# The stage draws with the same, see assets/stage/ui/colour.js.
OTHERS = {"light": "#5B3A00", "dark": "#99632D"}  # of a network from outside the package


class Axes(NamedTuple):
    """What the axes of learning curves are called, in any language.

    Attributes:
        errors: the axis of errors.
        inputs: the axis of inputs.
        point: what a point says of itself, as Plotly takes it.
    """

    errors: str = "wrong answers"
    inputs: str = "inputs seen"
    point: str = "%{y:.2%} after %{x:,} inputs"


ENGLISH = Axes()


class _Colours(dict[str, str]):
    """The colour of each model, and one for those that others have registered."""

    def __init__(self, theme: str, **known: str) -> None:
        super().__init__(known)
        self.theme = theme

    def __missing__(self, model: str) -> str:
        """The colour of a model that is not among those that the package brings."""
        return OTHERS[self.theme]


COLOURS = {
    "light": _Colours(
        "light", nmn="#0072B2", rnn="#D55E00", lstm="#009E73", ffnn="#7A828A", delayed="#A0005A"
    ),
    "dark": _Colours("dark", nmn="#3D96D0", rnn="#F08A4B", lstm="#4CC3A0", ffnn="#A3ABB3", delayed="#F6CFE8"),
}
TEXT = {"light": "#1B2329", "dark": "#E4E8EB"}  # the page's own, see .streamlit/config.toml
BACKGROUND = {"light": "#FFFFFF", "dark": "#14191E"}
GRID = {"light": "#DCE1E6", "dark": "#333C44"}
FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif"
DASHES = (
    "solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "2px,6px", "12px,3px,2px,3px,2px,3px",
)  # fmt: skip
# Where the first line of a model is not solid: it differs from its nearest relative's.
OWN_DASH = {"delayed": 3}
SYMBOLS = (
    "circle", "square", "diamond", "triangle-up", "cross", "star", "triangle-down", "pentagon", "hexagram",
)  # fmt: skip
PRINTED = "1px,3px"  # the dashes of what the paper prints
FLOOR = 1e-4  # a logarithmic axis has no 0: what is below is drawn here
DECADES = (1.0, 0.1, 0.01, 0.001, FLOOR)
FINE = (1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)  # ticks where no error is below the last of them
SIZE = 14  # px: legible from the last row
SMALL = 13  # px: names beside a panel


def dash(model: str, number: int = 0) -> str:
    """The style of a model's line, the number-th among those of its colour."""
    return DASHES[(OWN_DASH.get(model, 0) + number) % len(DASHES)]


def faint(colour: str) -> str:
    """The colour of a band around a line."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.16)"


def percent(error: float) -> str:
    """An error as a tick, a mark or a sentence of a figure says it: 0.007 is 0.7 %."""
    return f"{error * 100:.3g} %" if math.isfinite(error) else "not known"


def lowest(smallest: float) -> float:
    """Where the axis of errors ends, given the smallest error that is drawn on it."""
    if smallest < FINE[-1]:
        return FLOOR
    return next((tick for tick in reversed(FINE) if tick > smallest * 0.4), FINE[0])


def errors(low: float) -> dict[str, Any]:
    """A logarithmic axis for errors from `low` to 1; on FLOOR, 0 is drawn as well."""
    ticks = DECADES if low == FLOOR else [tick for tick in FINE if tick >= low]
    return {
        "type": "log", "range": [math.log10(low) - 0.1, 0.05], "tickvals": list(ticks),
        "ticktext": [f"0 – {percent(tick)}" if tick == FLOOR else percent(tick) for tick in ticks],
    }  # fmt: skip


def height_of(error: float, low: float) -> float:
    """Where an error is on such an axis, as a share of its length."""
    bottom, top = errors(low)["range"]
    return (math.log10(max(error, low)) - bottom) / (top - bottom)


def paper(height: int, theme: str) -> dict[str, Any]:
    """A layout's colours, sizes and place of the legend."""
    font, ground = _font(theme), BACKGROUND[theme]
    return {
        "paper_bgcolor": ground, "plot_bgcolor": ground, "hoverlabel": {"bgcolor": ground, "font": font},
        "height": height, "margin": {"t": 32, "b": 8, "l": 8, "r": 8}, "font": font, "hovermode": "closest",
        "legend": {"orientation": "h", "y": -0.2, "yanchor": "top", "font": font, "itemwidth": 40},
    }  # fmt: skip


def axis(theme: str, title: str = "") -> dict[str, Any]:
    """What every axis has."""
    font = _font(theme)
    return {
        "tickfont": font, "title": {"font": font, "standoff": 8} | ({"text": title} if title else {}),
        "gridcolor": GRID[theme], "zeroline": False, "automargin": True,
    }  # fmt: skip


def layout(figure: go.Figure, height: int, theme: str) -> go.Figure:
    """Give a figure colours, sizes and the legend's place; the figure itself is given back."""
    figure.update_layout(template="none", **paper(height, theme))
    figure.update_annotations(font=_font(theme))
    figure.update_xaxes(**axis(theme))
    figure.update_yaxes(**axis(theme))
    _placed(figure)
    return figure


def _placed(figure: go.Figure) -> None:
    """Put a point nowhere into each of several panels.

    Plotly gives a panel its place when something is drawn in it, but draws its axes before.
    """
    panels = dict.fromkeys((trace.xaxis or "x", trace.yaxis or "y") for trace in figure.data)
    for x, y in panels if len(panels) > 1 else ():
        figure.add_scatter(x=[None], y=[None], xaxis=x, yaxis=y, showlegend=False, hoverinfo="skip")


def _font(theme: str) -> dict[str, Any]:
    return {"size": SIZE, "color": TEXT[theme], "family": FAMILY}
