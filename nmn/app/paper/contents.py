"""The page's contents, which stay in sight."""

from functools import cache
from typing import Any

import streamlit as st

from nmn.address.paper_query import PaperQuery
from nmn.app.shared.component import component

# What leads to each section: its anchor, and a name that is short enough to stand beside the others.
SECTIONS = {
    "at-a-glance": "At a glance", "signal": "I Signals", "method": "III Method", "sorted": "IV-A Sorted",
    "classify-recall": "IV-B Classify, recall", "memory-recall": "IV-C Memory recall",
    "extended-recall": "IV-D Extended", "future": "VI Future work", "longest-lags": "Longest lags",
    "digits": "Digits", "sunspots": "Sunspots",
}  # fmt: skip


def contents() -> None:
    """Links to all sections; an address that names a section, or readings of one, opens there."""
    chosen = (st.session_state.readings or PaperQuery()).chosen
    _component()(
        key="contents",
        data={
            "sections": [{"anchor": anchor, "name": name} for anchor, name in SECTIONS.items()],
            "start": chosen[0][0] if chosen else "",
        },
        height="content",
    )


@cache
def _component() -> Any:
    """Register the component, once a process; its links lead to headings of the page itself."""
    return component("contents", isolate_styles=False)
