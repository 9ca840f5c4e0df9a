"""What a session's page shows, for the addresses beside it: they answer about it without a run of its script."""

import secrets
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import streamlit as st

T = TypeVar("T")
_shown: WeakValueDictionary[str, Any] = WeakValueDictionary()  # as long as the sessions hold them


def put(board: Any) -> str:
    """Keep what the page shows by now, in place of what the session's page showed before.

    Returns:
        A name that only the session is told.
    """
    name: str = st.session_state.setdefault("board_name", secrets.token_urlsafe(12))
    st.session_state["board"] = _shown[name] = board
    return name


def find(name: str, kind: type[T]) -> T | None:
    """What a session's page shows, None where it shows nothing of that kind any more."""
    board = _shown.get(name)
    return board if isinstance(board, kind) else None
