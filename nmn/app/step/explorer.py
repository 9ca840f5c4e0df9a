"""The stage on a page: it steps by itself in the browser, and asks here for another part of the run."""

import zlib
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nmn.address.custom_sequence import SequenceQuery
from nmn.address.fork import Fork
from nmn.address.fork import parse as parse_fork
from nmn.app.shared import controls, frame
from nmn.app.shared.words import EQUATIONS, scene
from nmn.app.step import beside, fork_check, fork_view, live, rest, sequence_view, shipped, written_axes
from nmn.app.step.events import asked, seek
from nmn.app.step.scales import ceilings
from nmn.app.step.stage import stage
from nmn.app.step.window import bounds, filled, most_varied, packed, undrawn
from nmn.parameters import Parameters
from nmn.runs.findings import find
from nmn.runs.start_up import START_UP
from nmn.runs.tape import Tape
from nmn.runs.training import Run


def explorer(parameters: Parameters) -> None:
    """Show a run around the current step, beside the curves that it is compared with, a fork, or one's own sequence.

    Where a server answers, the other runs are trained behind the stage, which asks for their curves.
    """
    _first(parameters, shipped.STEPPED, "stage", shipped.fits(frame.screen()))
    _explorer(controls.runs(parameters, alone=beside.served()), parameters)


def _first(parameters: Parameters, name: str, key: str, fits: bool) -> None:
    """While the engine is compiled for a run, show the shipped one where it fits."""
    if START_UP.lacks([parameters]):
        if fits:
            stage(shipped.window(name), key)
        frame.compiled([parameters])


@st.fragment
def _explorer(runs: dict[str, Run], parameters: Parameters) -> None:
    run, place = runs[parameters.model], st.empty()  # always there, so that the stage keeps its own
    if words := undrawn(run):
        place.info(words)
        frame.write_url()
        return
    if run.length == 0:
        _offer(place, "Nothing is trained yet: train")
        return
    state = st.session_state
    notes = [finding.sentence] if (finding := find(run)) else []
    if not run.finished:
        notes.append(f"Training was stopped after {run.length:,} of {run.parameters.steps:,} inputs.")
        _offer(place, "Train on")
    own, about = _own(run, notes)
    tape: Tape = own or run
    fork = None if own else _fork(run, notes)
    at = _step(tape, 1 if own else live.OPENING, notes)
    _neuron(tape, at, notes)
    _keep_offer((run.parameters, run.length, fork, state.own, bounds(tape, at)), at, notes)
    about |= {"scene": "own"} if own else {"forkable": fork_check.forkable(run.parameters)}
    about |= {} if own or fork else live.told(frame.parameters())
    about |= {} if own or not run.finished else beside.told(parameters, runs)
    about["screen"] = state.screen = zlib.crc32(repr(state.own).encode()) if own else 0
    about |= {"pad": sequence_view.pad(run), "about": scene(run.parameters), "equations": EQUATIONS}
    others = {} if own else runs
    data = _both(run, runs, fork, at, about) if fork else _one(tape, others, at, about)
    look = partial(_seek, tape)
    stage(
        data,
        "stage",
        on_at=_moved,
        on_focus=_chosen,
        on_seek=look,
        on_fork=_forked,
        on_own=partial(_owned, run),
        on_look=_looked,
        on_phase=_phased,
    )
    frame.write_url()


def _keep_offer(window: object, at: int, notes: list[str]) -> None:
    """Offer step and neuron to the stage in a new window, and keep the offer while it stays."""
    state, sought = st.session_state, st.session_state.get("sought")
    if state.window != window or state.offer["sought"] != sought:
        state.window = window
        note = " ".join(notes) or None
        state.offer = {
            "offered": at,
            "focus": state.neuron,
            "note": note,
            "sought": sought,
            "look": state.look,
            "phase": state.phase,
        }


def _offer(place: DeltaGenerator, words: str) -> None:
    """A button that lets training go on."""
    if place.button(words, icon=":material/play_arrow:"):
        controls.resume()
        st.rerun()


def _own(run: Run, notes: list[str]) -> tuple[Tape | None, dict[str, Any]]:
    """The tape of one's own sequence, None where there is none or it is not possible, and what the stage is told."""
    query: SequenceQuery | None = st.session_state.own
    if query is None:
        return None, {}
    own, problems = sequence_view.made(run, query)
    notes += [f"Your own sequence: {problem}" for problem in problems]
    if own:
        st.session_state.own = query = replace(query, rows=own.text)
    if own and not query.text:
        notes.append("Your own sequence is too long for the address: a link opens without it.")
    return own, {"own": sequence_view.header(query, own, problems)}


def _fork(run: Run, notes: list[str]) -> Fork | None:
    """The fork as far as this run can do it."""
    state = st.session_state
    if state.fork is not None:
        state.fork, problems = fork_check.fitting(state.fork, run)
        state.fork_notes = state.fork_notes + problems
    notes += state.fork_notes
    fork: Fork | None = state.fork
    return fork


def _step(tape: Tape, opening: int, notes: list[str]) -> int:
    query: int = st.session_state.at or opening
    if query > tape.length and st.session_state.at:
        notes.append(
            f"Step {query:,} is beyond the end: this run has the steps 1 to {tape.length:,}. Here is its last."
        )
    return min(query, tape.length)


def _neuron(tape: Tape, at: int, notes: list[str]) -> None:
    """Choose a neuron where none is chosen."""
    state, neurons = st.session_state, len(tape.clamp)
    if (state.neuron or 0) >= neurons:
        notes.append(f"Neuron {state.neuron + 1} is not in this network: it has {neurons} hidden neurons.")
        state.neuron = None
    if state.neuron is None:
        state.neuron = most_varied(tape, at)


def _one(tape: Tape, others: dict[str, Run], at: int, about: dict[str, Any]) -> bytes:
    """The window around a step. Where a server answers, the weights and sums of its other steps come after it."""
    offer = st.session_state.offer
    if rest.served():
        about |= {"only": offer["offered"], **rest.told(st.session_state.window, (tape, *bounds(tape, at)))}
    return packed(tape, others, at, **offer, **about)


def _both(run: Run, runs: dict[str, Run], fork: Fork, at: int, about: dict[str, Any]) -> bytes:
    """Both futures of a fork, one behind the other."""
    other = fork_view.made(run, fork)
    with written_axes.steady(run):
        trace = fork_view.window(other, fork, *bounds(run, at))
        about["fork"] = fork_view.header(run, other, fork)
        if not trace:
            return _one(run, runs, at, about)
        offer, theirs = st.session_state.offer, (other, trace.first, trace.first + len(trace.inputs))
        step = None
        if rest.served():
            about |= {
                "only": offer["offered"],
                **rest.told(st.session_state.window, (run, *bounds(run, at)), theirs),
            }
            step = min(max(offer["offered"], trace.first), theirs[2] - 1)
        return packed(run, runs, at, **offer, **about) + filled(*theirs, step)


def _said(name: str) -> Mapping[str, Any] | None:
    """What the stage has said of a step; None where that is one of another sequence than is shown or awaited."""
    state = st.session_state
    said: Mapping[str, Any] | None = state.stage[name]
    return said if said and said["screen"] == state.screen else None


def _moved() -> None:
    if said := _said("at"):
        st.session_state.at = int(said["step"])


def _chosen() -> None:
    st.session_state.neuron = int(st.session_state.stage.focus)


def _looked() -> None:
    st.session_state.look = str(st.session_state.stage.look or "")


def _phased() -> None:
    st.session_state.phase = str(st.session_state.stage.phase or "")


def _seek(tape: Tape) -> None:
    """Look for an event beyond the browser's window and go there."""
    question = _said("seek")
    search = asked(tape, question, ceilings(tape).inputs)
    if question is None or search is None:
        return
    found = seek(tape, *search)
    st.session_state.sought = {"id": question.get("id"), **found._asdict()}
    if found.step is not None:
        st.session_state.at = found.step


def _forked() -> None:
    """Take a fork from the stage; an empty text ends it."""
    state = st.session_state
    text = str(state.stage.fork or "")
    state.fork, state.fork_notes = parse_fork(text) if text else (None, [])


def _owned(run: Run) -> None:
    """Take a sequence from the stage, and how it is to be stepped; without a possible one, stay at training."""
    state, asked = st.session_state, dict(st.session_state.stage.own or {})
    state.screen = None  # until the next sequence is drawn, steps are those of the last one
    if not asked.get("rows"):
        state.at, state.own = (state.own.after or None) if state.own else state.at, None
        return
    query = SequenceQuery(int(asked["after"]), bool(asked["learn"]), bool(asked["keep"]), str(asked["rows"]))
    state.own = query
    state.at = int(asked.get("at") or 1) if sequence_view.made(run, query)[0] else query.after or None


def preview(parameters: Parameters) -> None:
    """A small stage that plays the last inputs of the memory network's training by itself."""
    parameters = replace(parameters, model="nmn")
    _first(parameters, shipped.PREVIEW, "preview", fits=True)  # whatever is set, a network at work
    run = controls.runs(parameters, alone=True)["nmn"]
    if words := undrawn(run):
        st.info(words)
    elif run.length:
        first, _ = bounds(run, run.length)
        focus = most_varied(run, run.length)
        stage(packed(run, {}, run.length, first, focus=focus, compact=True), key="preview")
    frame.write_url()
