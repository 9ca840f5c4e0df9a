"""A figure on a page: drawn by Plotly in a node that stays, studied by everybody, and taken away in four forms.

The browser's side is in assets/chart. Plotly's script is fetched once from this server, see
`nmn.app.shared.plotly_script`.
"""

from collections.abc import Callable
from functools import cache, partial
from itertools import count
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from plotly.io.json import to_json_plotly

from nmn.app.shared.component import component
from nmn.app.shared.document import base
from nmn.app.shared.figures import BACKGROUND
from nmn.app.shared.plotly_script import ADDRESS
from nmn.app.shared.reader import while_there

BUTTONS = 32  # px below the picture for the row of buttons
HEADING = 52  # px above it for two lines of a sentence
HEIGHT = 440  # px of a figure that has no height of its own
Numbers = pd.DataFrame | Callable[[], pd.DataFrame]


def chart(
    figure: go.Figure | dict[str, Any],
    key: str,
    *,
    alt: str,
    numbers: Numbers,
    name: str,
    on_point: Callable[[dict[str, Any]], None] | None = None,
    heading: str = "",
    live: dict[str, object] | None = None,
    place: str = "",
    cross: dict[str, object] | None = None,
) -> None:
    """Show a figure, with buttons to take it away. It is drawn once it is near what the visitor sees.

    The figure's next version is drawn in place: nothing flickers, and zoom and hidden lines stay as they are. Where
    they should not (another kind of axis, say), give the figure another `layout.uirevision`. Lines that come and go
    keep their place in the legend by a `uid` of their own.

    Args:
        figure: what to draw, in the colours of the visitor's theme; it may be the dictionary that Plotly's script
            reads, since making a go.Figure of it takes tens of milliseconds. Such a one may have a layout for a small
            screen, too: "narrow".
        key: names the component.
        alt: what the figure shows, for those who do not see it.
        numbers: what it is drawn from, for the CSV; a function is called only when somebody asks.
        name: of the files that are downloaded, without an ending, and of the buttons.
        on_point: called with "customdata", "x" and "y" of a point that is clicked.
        heading: a sentence above it.
        live: where to ask for the figure that a moved control comes to, see `live_controls`.
        place: what the figure is about, where figures follow a cross-hair: an answer to the same place ends with it.
        cross: where to ask for what the page shows at the place of a cross-hair that is moved over this figure.
    """
    asked = f"{key}-csv"
    drawn: dict[str, Any] = figure if isinstance(figure, dict) else figure.to_plotly_json()
    layout = drawn["layout"]
    narrow = drawn.get("narrow", layout)
    data = {
        "key": key,
        "figure": to_json_plotly(drawn),
        "height": int(layout.get("height", HEIGHT)),
        "narrow": int(narrow.get("height", HEIGHT)),
        "alt": alt,
        "summary": summary(figure),
        "name": name,
        "script": base() + ADDRESS,
        "theme": next((t for t, ground in BACKGROUND.items() if ground == layout.get("paper_bgcolor")), None),
        "clicks": on_point is not None,
        "heading": heading,
        "live": live,
        "place": place,
        "cross": cross,
        "table": _table(numbers, st.session_state.pop(asked)) if asked in st.session_state else None,
    }
    _component()(
        key=key,
        data=data,
        height=data["height"] + BUTTONS + HEADING * bool(heading),
        on_theme_change=_nothing,
        on_csv_change=while_there(key, partial(_ask, asked)),
        on_point_change=while_there(key, partial(_point, key, on_point)),
    )


def summary(figure: go.Figure | dict[str, Any]) -> str:
    """What is drawn, line by line: where each begins and ends."""
    said = []
    for trace in figure["data"]:
        kind, name, shown, x, y = (_of(trace, field) for field in ("type", "name", "visible", "x", "y"))
        if kind == "scatter" and name and shown in (None, True) and y is not None and len(y):
            x = range(len(y)) if x is None else x
            said.append(f"{name}: {_said(y[0])} at {_said(x[0])}, {_said(y[-1])} at {_said(x[-1])}")
    return "; ".join(said)


def _of(trace: Any, field: str) -> Any:
    """A field of a trace, None where it is not set; the traces of a go.Figure give that by themselves."""
    return trace.get(field) if isinstance(trace, dict) else trace[field]


def _said(value: Any) -> str:
    return (
        f"{value:.4g}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
    )


@cache
def _component() -> Any:
    """Register the component, once a process; Plotly draws in the page itself, where its styles reach it."""
    return component("chart", "hand", isolate_styles=False)


def _nothing() -> None:
    """The theme has been switched: that the page runs again is all that is needed."""


_number = count(1)  # tells one download from the next


def _ask(asked: str) -> None:
    st.session_state[asked] = next(_number)


def _table(numbers: Numbers, number: int) -> dict[str, Any]:
    table = numbers if isinstance(numbers, pd.DataFrame) else numbers()
    return {"number": number, "csv": table.to_csv(index=False)}


def _point(key: str, on_point: Callable[[dict[str, Any]], None] | None) -> None:
    point = st.session_state[key].point
    if on_point and point:
        on_point(dict(point))
