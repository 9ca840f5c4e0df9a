"""Figures that follow what is moved, in the words of `assets/chart/follow.js`."""

from collections.abc import Mapping
from typing import Any

from plotly.io.json import to_json_plotly

GONE = "The page shows something else by now: load it again."


def answer(
    figures: Mapping[str, dict[str, Any]],
    note: str,
    more: bool,
    headings: Mapping[str, str] | None = None,
    place: str = "",
) -> bytes:
    """What is drawn over the figures of a page, as JSON.

    Args:
        figures: by the keys of their charts.
        note: a sentence below what is moved.
        more: whether to ask again will bring more of the same.
        headings: the sentences above the figures, by their keys.
        place: what is answered about, as the page's charts name it.
    """
    drawn = {key: each if isinstance(each, dict) else each.to_plotly_json() for key, each in figures.items()}
    said = {"figures": drawn, "note": note, "more": more, "headings": headings or {}, "place": place}
    return to_json_plotly(said).encode()
