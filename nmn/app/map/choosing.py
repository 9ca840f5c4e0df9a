"""The controls of the map: which parameters, which values, which seeds, how long."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nmn.address.map_plan import around, planned, possible
from nmn.address.map_query import MOST, READ, ROLES, MapQuery, axis_of, spans, written
from nmn.app.shared import frame, reader
from nmn.parameters import SPECS, Parameters
from nmn.spec import ParameterError
from nmn.studies.grid import Axis, axis

TITLES = {"across": "Across", "up": "Up", "panels": "Panels"}
NONE = ""
HELP = {
    "number": "First, last and count, such as 0.1:0.9:9; or values with commas between.",
    "integer": "First, last and count, such as 5:25:5; or values with commas between.",
    "widths": "Layer sizes with semicolons between the settings, such as 10;20;24,24.",
    "switches": "A 1 (memory) or 0 for each hidden layer, semicolons between the settings, such as 1,0;1,1.",
}
STANDARD = MapQuery(
    axis("gamma=0.1:0.9:9"), axis("alpha=0.1:1.7:9"), None, tuple(range(5)), 50_000
)  # what the speed of a map is measured with


def plan(parameters: Parameters) -> MapQuery:
    """What the map shows; what this task and model cannot have is explained and replaced."""
    state = st.session_state
    full, problems = planned(state.map or MapQuery(), parameters)
    if problems:
        state.problems = [*state.problems, *problems]
        state.map = full
    return full


def choose(full: MapQuery, parameters: Parameters) -> DeltaGenerator:
    """Draw the controls; a change is taken by the next run. Gives a place beside them."""
    *columns, beside = st.columns([1, 1, 1, 0.8, 0.5], gap="small")
    for role, place in zip(ROLES, columns, strict=False):
        _axis(place, role, full, parameters)
    with columns[-1]:
        _runs(full, parameters)
    return beside


def _axis(place: DeltaGenerator, role: str, full: MapQuery, parameters: Parameters) -> None:
    """A parameter and its values."""
    mine: Axis | None = getattr(full, role)
    names = [spec.name for spec in possible(parameters)]
    options, name = [NONE, *names] if role == "panels" else names, mine.name if mine else NONE
    place.selectbox(
        TITLES[role], options, format_func=lambda name: SPECS[name].title if name else "one panel",
        **reader.control(f"map-{role}", name, partial(_other, role), index=options.index(name)),
    )  # fmt: skip
    if mine is None:
        return
    chosen = mine.spec.kind == "choice"
    value = list(mine.values) if chosen else written(mine).partition("=")[2]
    shown = {"default": value} if chosen else {}
    take = partial(_values, role, mine.name)
    shared = reader.control(f"map-{role}-values", value, take, mine.name, **shown)
    label = f"{TITLES[role]}: values of {mine.spec.label}"
    if chosen:
        place.pills(
            label,
            tuple(mine.spec.choices),
            selection_mode="multi",
            label_visibility="collapsed",
            format_func=str,
            **shared,
        )
    else:
        place.text_input(label, label_visibility="collapsed", help=HELP[mine.spec.kind], **shared)


def _runs(full: MapQuery, parameters: Parameters) -> None:
    """Seeds and length of the runs."""
    left, right = st.columns(2)
    left.text_input(
        "Seeds", help="Such as 0-4 or 0,3,7.",
        **reader.control("map-seeds", spans(full.seeds or ()), partial(_text, "seeds")),
    )  # fmt: skip
    right.number_input(
        "Inputs", 1, int(SPECS["steps"].high), step=10_000,
        help="What each run of the map is trained on. The sidebar's training steps are for single runs.",
        **reader.control("map-inputs", full.inputs, partial(_text, "inputs")),
    )  # fmt: skip
    if parameters.matters(SPECS["gamma"]):
        st.button(
            "Finer map", type="tertiary", icon=":material/grid_on:", on_click=reader.heard_whole(_keep),
            args=(STANDARD,), help="γ by α, 9 × 9 with 5 seeds of 50,000 inputs each.",
        )  # fmt: skip


def _keep(query: MapQuery, problems: tuple[str, ...] = ()) -> None:
    st.session_state.map = query
    st.session_state.problems = list(problems)


def _now() -> tuple[MapQuery, Parameters]:
    """What the map shows by now, with everything chosen, and what the sidebar is set to."""
    parameters = frame.parameters()
    return planned(st.session_state.map or MapQuery(), parameters)[0], parameters


def _other(role: str, name: str) -> None:
    """Take another parameter for an axis; one that is on another axis changes places."""
    full, parameters = _now()
    mine = getattr(full, role)
    new = around(parameters, name) if name else None
    changes: dict[str, Any] = {role: new, "cell": None}
    for other in ROLES:
        there = getattr(full, other)
        if other != role and there and there.name == name:
            changes[role] = there
            changes[other] = mine or around(parameters, _free(full, parameters))
            if other == "panels" and mine and len(mine.values) > MOST["panels"]:
                changes[other] = None
    _keep(replace(full, **changes))


def _free(full: MapQuery, parameters: Parameters) -> str:
    """A parameter that is on no axis."""
    taken = [each.name for each in (full.across, full.up, full.panels) if each]
    return next(spec.name for spec in possible(parameters) if spec.name not in taken)


def _values(role: str, name: str, given: str | list[Any]) -> None:
    """Take the values of an axis, unless it is another parameter's by now."""
    full, _ = _now()
    mine: Axis | None = getattr(full, role)
    if mine is None or mine.name != name:
        return
    text = given if isinstance(given, str) else ",".join(str(c) for c in mine.spec.choices if c in given)
    try:
        changed: dict[str, Any] = {role: axis_of(role, f"{mine.name}={text}"), "cell": None}
        _keep(replace(full, **changed))
    except ParameterError as error:
        _keep(full, (f"map: {error}",))


def _text(role: str, given: object) -> None:
    """Take seeds or length."""
    full, _ = _now()
    try:
        _keep(replace(full, **{role: READ[role](role, str(given))}))
    except ParameterError as error:
        _keep(full, (f"map: {error}",))
