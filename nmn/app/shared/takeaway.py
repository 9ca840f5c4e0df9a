"""A run to take away: as a Python script and as a notebook, which print the same error as the explorer."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from nmn.parameters import Parameters
from nmn.studies.export import notebook, snippet

FORMS = (
    ("Notebook", notebook, ".ipynb", "application/x-ipynb+json"),
    ("Python script", snippet, ".py", "text/x-python"),
)


def take_away(runs: Mapping[str, Parameters]) -> None:
    """Offer runs, each by its name, for download; their files are written when somebody asks for them."""
    with st.popover("Take a run away", icon=":material/download:"):
        chosen = st.selectbox("run", list(runs))
        parameters = runs[chosen].relevant()
        file = f"{parameters.task}-{parameters.model}-{parameters.seed}"
        with st.container(horizontal=True):
            st.download_button(
                "Notebook",
                partial(notebook, parameters),
                f"{file}.ipynb",
                "application/x-ipynb+json",
                on_click="ignore",
            )
            st.download_button(
                "Python script",
                partial(snippet, parameters),
                f"{file}.py",
                "text/x-python",
                on_click="ignore",
            )
        st.code(snippet(parameters), language="python")
