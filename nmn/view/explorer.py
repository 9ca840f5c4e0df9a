"""The stage on a page: it steps by itself in the browser, and asks here for another part of the run."""

import streamlit as st

from nmn.training import Run
from nmn.view import controls, frame
from nmn.view.stage import stage
from nmn.view.window import bounds, packed


@st.fragment
def explorer(runs: dict[str, Run], model: str) -> None:
    """Show the run of a model around the current step, beside the curves of all runs."""
    run = runs[model]
    if run.length == 0:
        st.info("Nothing is trained yet.")
        st.button("Train", on_click=controls.resume)
        return
    state = st.session_state
    at = state.at or min(run.length, 1)
    note = run.trouble
    if at > run.length:
        note = f"Step {at:,} is beyond the end: this run has the steps 1 to {run.length:,}. Here is its last."
        at = state.at = run.length
    if not run.finished:
        note = f"Training was stopped after {run.length:,} of {run.parameters.steps:,} inputs."
        st.button("Train on", on_click=controls.resume, icon=":material/play_arrow:")
    place = (run.parameters, run.length, bounds(run, at))
    if state.place != place:  # a new window: offer step and neuron, and keep the offer while it stays
        state.place, state.offer = place, {"offered": at, "focus": state.neuron, "note": note}
    data = packed(run, runs, at, **state.offer)
    stage(data, key="stage", on_at=_moved, on_focus=_chosen)
    frame.write_url()


def _moved() -> None:
    st.session_state.at = int(st.session_state.stage.at)


def _chosen() -> None:
    st.session_state.neuron = int(st.session_state.stage.focus)


def preview(runs: dict[str, Run]) -> None:
    """A small stage that plays the last inputs of the memory network's training by itself."""
    run = runs["nmn"]
    if run.length:
        stage(packed(run, runs, run.length, bounds(run, run.length)[0], compact=True), key="preview")
    frame.write_url()
