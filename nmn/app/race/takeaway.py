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
            for label, form, ending, mime in FORMS:
                st.download_button(
                    label, partial(form, parameters), f"{file}{ending}", mime, on_click="ignore"
                )
        st.code(snippet(parameters), language="python")
