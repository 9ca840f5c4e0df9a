"""What stands in the corner of every page: its link to copy and to scan, and the page on paper.

The browser's side is in assets/tools; it reads the address itself, which the stage writes without asking.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import streamlit as st

from nmn.app.shared.component import component
from nmn.app.shared.document import PAGES, base
from nmn.app.shared.reader import while_there

KEY = "tools-of-page"
STAGED = ("start.py", "step_through.py")  # pages with a stage


Asking = Callable[[str, str], None]


def tools(file: str, about: str, ask: Asking | None = None) -> None:
    """Show the tools of a page.

    Args:
        file: of the page, in pages/.
        about: what is seen there, in a line, for the caption on paper.
        ask: opens the dialog in which a question is asked about what is on screen; called with the page's file and its
            address's query. None where nothing can be asked.
    """
    with st.container(key="tools"):  # the style sheet lays it over the page's header: nothing moves
        _tools(file, about, ask)


@st.fragment
def _tools(file: str, about: str, ask: Asking | None) -> None:
    data = {
        "base": base(), "file": file, "page": PAGES[file][0], "about": about, "picture": file in STAGED,
        "asks": ask is not None,
    }  # fmt: skip
    _component()(
        key=KEY,
        data=data,
        height="content",
        on_ask_change=while_there(KEY, _ask),
        on_present_change=while_there(KEY, _present),
    )
    # As long as it is open: a page that is drawn anew would close it.
    if ask and (asking := st.session_state.get("asking")) and asking[0] == file:
        ask(*asking)


def _present() -> None:
    if said := st.session_state[KEY].present:
        st.session_state.present = "1" if said["on"] else ""


def _ask() -> None:
    if said := st.session_state[KEY].ask:
        st.session_state.asking = (str(said["file"]), str(said["search"]))


@cache
def _component() -> Any:
    """Register the component, once a process; its styles reach the page, as paper asks for."""
    return component("tools", "hand", isolate_styles=False)
