"""The stage: the component that draws a window of a run in the browser and steps through it there.

It gets the one bytes object that `nmn.app.step.pack` makes. Its ES modules are in assets/stage.
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import streamlit as st

from nmn.app.shared.component import component
from nmn.app.shared.reader import while_there


@cache
def _component() -> Any:
    """Register the component, once a process."""
    return component("stage", "hand")


def _nothing() -> None:
    """Streamlit keeps a state only where somebody listens."""


def _heard(key: str, name: str, listener: Callable[[], None]) -> None:
    """Call a listener for what the stage has said; a stage that is put in the place of another takes it all back."""
    if getattr(st.session_state[key], name, None) is not None:
        listener()


def stage(data: bytes, key: str, **on: Callable[[], None]) -> Any:
    """Mount the stage.

    Args:
        data: from `window.packed`; of a fork, both futures, one behind the other.
        key: names the component.
        **on: what to call when the stage has something to say: `on_at` (the cursor's step), `on_focus` (the chosen
            neuron), `on_look` and `on_phase` (the open views and the phase of the step, as the address has them),
            `on_seek` (an event to look for beyond the window), `on_fork` (a fork's text), `on_own` (a sequence of
            one's own) and `on_answer` (to a lesson's question: its "id" and the "value"). What is said of a step names
            the `screen` that it is one of, as the header does.

    Returns:
        What it said, by name (None: untouched); `fork`, `own` and `answer` only while they are called for.
    """
    said = ("at", "focus", "look", "phase", "seek", "fork", "own", "answer")
    listeners = {
        f"on_{name}_change": while_there(key, partial(_heard, key, name, on.get(f"on_{name}", _nothing)))
        for name in said
    }
    return _component()(key=key, data=data, **listeners)
