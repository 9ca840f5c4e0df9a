"""The sidebar, and the runs that its settings ask for. Every control is drawn from a parameter's declaration."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nmn.app.shared import frame, reader
from nmn.app.shared.layer_controls import layers
from nmn.app.shared.run_cache import RUNS
from nmn.app.shared.words import help_of, meanings
from nmn.engine import COMPARED
from nmn.parameters import SPECS, Parameters, recipe
from nmn.registry import title
from nmn.runs.findings import find
from nmn.runs.training import Run
from nmn.spec import ParameterError, Spec
from nmn.studies.streams import Shared


def sidebar(others: Iterable[Parameters] = ()) -> Parameters:
    """Draw the controls and give what they are set to.

    Args:
        others: further runs of the page; what neither they nor the sidebar's own have a use for is not shown.
    """
    runs = (frame.parameters(), *others)
    used = [spec for spec in SPECS.values() if any(run.uses(spec) for run in runs)]
    with st.sidebar:
        for group, specs in groupby(used, key=lambda spec: spec.group):
            if group == "main":
                _controls(list(specs))
            else:
                with st.expander(group[0].upper() + group[1:]):
                    _controls(list(specs))
        if frame.parameters() != recipe(frame.parameters().task):
            st.button(
                "Back to the defaults",
                on_click=reader.heard_whole(_reset),
                icon=":material/restart_alt:",
                type="tertiary",
            )
    return frame.parameters()


def _controls(specs: list[Spec]) -> None:
    for spec in specs:
        if spec.kind == "widths":
            layers(frame.parameters(), _change)
        if spec.kind in ("widths", "switches"):
            continue
        value = getattr(frame.parameters(), spec.name)
        value = float(value) if spec.kind == "number" else value
        index = {"index": spec.choices.index(value)} if spec.kind == "choice" and spec.name != "tau" else {}
        shared = reader.control(f"_{spec.name}", value, partial(_take, spec), **index)
        shared["help"] = help_of(spec)
        match spec.kind:
            case "choice" if spec.name == "tau":
                st.select_slider(spec.title, spec.choices, **shared)
            case "choice":
                st.selectbox(spec.title, tuple(spec.choices), format_func=title, **shared)
            case "number" if spec.group == "main":
                st.slider(spec.title, spec.low, spec.high, step=spec.step, **shared)
            case "integer":
                st.number_input(spec.title, int(spec.low), int(spec.high), step=int(spec.step), **shared)
            case _:
                digits = "%.0f" if spec.step >= 1 else "%g"
                st.number_input(spec.title, spec.low, spec.high, step=spec.step, format=digits, **shared)
        if said := meanings(spec, frame.parameters()).get(value):
            st.caption(f"{said[0].upper()}{said[1:]}")


def _take(spec: Spec, value: Any) -> None:
    """Take a control's new value."""

    def taken(now: Parameters) -> Parameters:
        # Another task brings the settings that suit it; those of the task before would teach it nothing.
        base = replace(recipe(value), seed=now.seed) if spec.name == "task" else now
        return replace(base, **{spec.name: value})

    _change(taken)


def _change(taken: Callable[[Parameters], Parameters]) -> None:
    """Change the parameters, or say why that is not possible and keep the old ones."""
    state = st.session_state
    state.problems = []
    reader.changed()
    try:
        state.parameters = taken(state.parameters)
    except ParameterError as error:
        state.problems = [str(error)]


def _reset() -> None:
    _change(lambda now: recipe(now.task))


def run(parameters: Parameters) -> Run:
    """The run of these parameters, the same for all pages, sessions and threads as long as one of them holds it."""
    return RUNS.get(parameters, lambda: Run(parameters, task=Shared(parameters)))


def known(parameters: Parameters) -> Run | None:
    """The run of these parameters where somebody holds it."""
    found: Run | None = RUNS.known(parameters)
    return found


def compared(parameters: Parameters) -> dict[str, Parameters]:
    """The parameters of the stepped model's run and of those that it is compared with on the same stream, by model.

    A setting that a model does not use makes no other run of it.
    """
    models = dict.fromkeys((*COMPARED, recipe(parameters.task).model, parameters.model))
    return {model: replace(parameters, model=model).relevant() for model in models}


def runs(parameters: Parameters, alone: bool = False) -> dict[str, Run]:
    """The runs of `compared`, trained unless stopped; alone: the stepped model's is, and the others as they are."""
    wanted = {model: run(each) for model, each in compared(parameters).items()}
    place = st.empty()  # always there, so that what follows keeps its place
    stopped = st.session_state.setdefault("stopped", set())
    due = [wanted[parameters.model]] if alone else wanted.values()
    left = [run for run in due if not run.finished and run.parameters not in stopped]
    if left:
        _train(left, place)
    return wanted


def _train(left: list[Run], place: DeltaGenerator) -> None:
    """Train with a progress bar and a way to stop. A click anywhere interrupts; what is trained stays."""
    total = sum(run.parameters.steps for run in left)
    with place.container(key="training"):  # the style sheet lays it over the page's corner: nothing moves
        bar = st.progress(0.0)
        st.button(
            "Stop training", on_click=reader.heard_whole(_stop), args=([run.parameters for run in left],),
            icon=":material/stop:",
        )  # fmt: skip

    def show(_: int) -> None:
        done = sum(run.length for run in left)
        names = ", ".join(run.engine.title for run in left if not run.finished)
        bar.progress(done / total, f"Training {names}: {done:,} of {total:,} inputs")

    for run in left:
        run.train(report=show)
        find(run, partial(_tested, run, show))  # while a click still interrupts
        RUNS.trim()
    place.empty()


def _tested(run: Run, show: Callable[[int], None]) -> float:
    """The run's test error; a click anywhere interrupts."""
    return run.score(run.test(report=show))


def _stop(parameters: list[Parameters]) -> None:
    st.session_state.stopped = st.session_state.stopped | set(parameters)


def resume() -> None:
    """Let stopped trainings go on."""
    st.session_state.stopped = set()
