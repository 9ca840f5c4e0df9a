"""The stage on a page: it steps by itself in the browser, and asks here for another part of the run."""

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nmn.training import Run
from nmn.view import controls, frame
from nmn.view.ceilings import ceilings
from nmn.view.events import asked, seek
from nmn.view.stage import stage
from nmn.view.window import bounds, most_varied, packed

OPENING = 40  # the step to open at: the first memories are there, and the network still errs


@st.fragment
def explorer(runs: dict[str, Run], model: str) -> None:
    """Show the run of a model around the current step, beside the curves of all runs."""
    run, place = runs[model], st.empty()  # the place is always there, so that the stage keeps its own
    if run.length == 0:
        _offer(place, "Nothing is trained yet: train")
        return
    state = st.session_state
    wish = state.at or OPENING
    at = min(wish, run.length)
    notes = [run.trouble] if run.trouble else []
    if not run.finished:
        notes.append(f"Training was stopped after {run.length:,} of {run.parameters.steps:,} inputs.")
        _offer(place, "Train on")
    if state.at and wish > run.length:
        notes.append(
            f"Step {wish:,} is beyond the end: this run has the steps 1 to {run.length:,}. Here is its last."
        )
    neurons = sum(layer.size for layer in run.layers if layer.kind == "hidden")
    if (state.neuron or 0) >= neurons:
        notes.append(f"Neuron {state.neuron} is not in this network: it has 0 to {neurons - 1}.")
        state.neuron = None
    if state.neuron is None:
        state.neuron = most_varied(run, at)
    window = (run.parameters, run.length, bounds(run, at))
    sought = state.get("sought")
    if state.window != window or state.offer["sought"] != sought:  # a new one: offer step and neuron anew
        state.window = window  # and keep the offer while it stays
        state.offer = {
            "offered": at,
            "focus": state.neuron,
            "note": " ".join(notes) or None,
            "sought": sought,
        }
    data = packed(run, runs, at, **state.offer)
    stage(data, key="stage", on_at=_moved, on_focus=_chosen, on_seek=partial(_seek, run))
    frame.write_url()


def _offer(place: DeltaGenerator, words: str) -> None:
    """A button that lets training go on."""
    if place.button(words, icon=":material/play_arrow:"):
        controls.resume()
        st.rerun()


def _moved() -> None:
    st.session_state.at = int(st.session_state.stage.at)


def _chosen() -> None:
    st.session_state.neuron = int(st.session_state.stage.focus)


def _seek(run: Run) -> None:
    """Look for an event beyond the browser's window and go there."""
    question = st.session_state.stage.seek
    search = asked(run, question, ceilings(run).inputs)
    if search is None:
        return
    found = seek(run, *search)
    st.session_state.sought = {"id": question.get("id"), **found._asdict()}
    if found.step is not None:
        st.session_state.at = found.step


def preview(runs: dict[str, Run]) -> None:
    """A small stage that plays the last inputs of the memory network's training by itself."""
    run = runs["nmn"]
    if run.length:
        stage(
            packed(
                run,
                runs,
                run.length,
                bounds(run, run.length)[0],
                focus=most_varied(run, run.length),
                compact=True,
            ),
            key="preview",
        )
    frame.write_url()
