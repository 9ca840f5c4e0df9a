"""The browser's memory: answers stay there, on the reader's own machine, and nowhere else."""

from functools import cache
from typing import Any

import streamlit as st

from nmn.app.lessons import state
from nmn.app.shared.component import component
from nmn.app.shared.reader import while_there

KEY = "lesson-memory"


@cache
def _component() -> Any:
    return component("memory")


def browser() -> None:
    """Give the browser what is answered by now, and take what it has kept from before."""
    with st.container(key="lesson-kept"):  # the style sheet gives it no place
        _component()(key=KEY, data={"codes": state.kept()}, on_kept_change=while_there(KEY, _kept))


def _kept() -> None:
    kept = st.session_state[KEY].kept
    if isinstance(kept, dict):
        state.remember({str(number): str(code) for number, code in kept.items()})
