"""Figures that follow what is moved, in the words of `assets/chart/follow.js`."""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
from plotly.io.json import to_json_plotly

GONE = "The page shows something else by now: load it again."


def answer(
    figures: Mapping[str, go.Figure | dict[str, Any]],
    note: str,
    more: bool,
    headings: Mapping[str, str] | None = None,
) -> bytes:
    """What is drawn over the figures of a page, as JSON.

    Args:
        figures: by the keys of their charts.
        note: a sentence below what is moved.
        more: whether to ask again will bring more of the same.
        headings: the sentences above the figures, by their keys.
    """
    drawn = {key: each if isinstance(each, dict) else each.to_plotly_json() for key, each in figures.items()}
    said = {"figures": drawn, "note": note, "more": more, "headings": dict(headings or {})}
    return to_json_plotly(said).encode()
