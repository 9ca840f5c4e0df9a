"""What stands in the corner of every page: its link to copy and to scan, and the page on paper.

The browser's side is in assets/tools; it reads the address itself, which the stage writes without asking.
"""

from functools import cache
from typing import Any

import streamlit as st

from nmn.app.shared.component import component
from nmn.app.shared.document import PAGES, base

STAGED = ("start.py", "step_through.py")  # pages with a stage


def tools(file: str, about: str) -> None:
    """Show the tools of a page.

    Args:
        file: of the page, in pages/.
        about: what is seen there, in a line, for the caption on paper.
    """
    data = {"base": base(), "page": PAGES[file][0], "about": about, "picture": file in STAGED}
    with st.container(key="tools"):  # the style sheet lays it over the page's header: nothing moves
        _component()(key="tools-of-page", data=data, height="content")


@cache
def _component() -> Any:
    """Register the component, once a process; its styles reach the page, as paper asks for."""
    return component("tools", isolate_styles=False)
