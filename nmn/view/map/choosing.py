"""The controls of the map: which parameters, which values, which seeds, how long."""

from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from nmn.parameters import SPECS, Parameters
from nmn.spec import ParameterError
from nmn.sweep import Axis, axis
from nmn.view.map.plan import around, planned, possible
from nmn.view.map.wish import MOST, READ, ROLES, Wish, axis_of, spans, written

TITLES = {"across": "Across", "up": "Up", "panels": "Panels"}
NONE = ""
HELP = {
    "number": "First, last and count, such as 0.1:0.9:9; or values with commas between.",
    "integer": "First, last and count, such as 5:25:5; or values with commas between.",
    "widths": "Layer sizes with semicolons between the settings, such as 10;20;24,24.",
    "switches": "A 1 (memory) or 0 for each hidden layer, semicolons between the settings, such as 1,0;1,1.",
}
STANDARD = Wish(
    axis("gamma=0.1:0.9:9"), axis("alpha=0.1:1.7:9"), None, tuple(range(5)), 50_000
)  # what the speed of a map is measured with


def plan(parameters: Parameters) -> Wish:
    """What the map shows; what this task and model cannot have is explained and replaced."""
    state = st.session_state
    full, problems = planned(state.map or Wish(), parameters)
    if problems:
        state.problems = [*state.problems, *problems]
        state.map = full
    return full


def choose(full: Wish, parameters: Parameters) -> DeltaGenerator:
    """Draw the controls; a change is taken by the next run. Gives a place beside them."""
    *columns, beside = st.columns([1, 1, 1, 0.8, 0.5], gap="small")
    for role, place in zip(ROLES, columns, strict=False):
        _axis(place, role, full, parameters)
    with columns[-1]:
        _runs(full, parameters)
    return beside


def _axis(place: DeltaGenerator, role: str, full: Wish, parameters: Parameters) -> None:
    """A parameter and its values."""
    mine: Axis | None = getattr(full, role)
    state, key = st.session_state, f"map-{role}"
    names = [spec.name for spec in possible(parameters)]
    state[key] = mine.name if mine else NONE
    place.selectbox(
        TITLES[role], [NONE, *names] if role == "panels" else names, key=key, args=(role, full, parameters),
        format_func=lambda name: SPECS[name].title if name else "one panel", on_change=_other,
    )  # fmt: skip
    if mine is None:
        return
    values = f"map-{role}-values"
    shared: dict[str, Any] = {"key": values, "on_change": _values, "args": (role, full)}
    label = f"{TITLES[role]}: values of {mine.spec.label}"
    if mine.spec.kind == "choice":
        state[values] = list(mine.values)
        place.pills(
            label,
            mine.spec.choices,
            selection_mode="multi",
            label_visibility="collapsed",
            format_func=str,
            **shared,
        )
    else:
        state[values] = written(mine).partition("=")[2]
        place.text_input(label, label_visibility="collapsed", help=HELP[mine.spec.kind], **shared)


def _runs(full: Wish, parameters: Parameters) -> None:
    """Seeds and length of the runs."""
    state = st.session_state
    state["map-seeds"], state["map-inputs"] = spans(full.seeds or ()), full.inputs
    left, right = st.columns(2)
    left.text_input(
        "Seeds", key="map-seeds", on_change=_text, args=("seeds", full), help="Such as 0-4 or 0,3,7."
    )
    right.number_input(
        "Inputs", 1, int(SPECS["steps"].high), step=10_000, key="map-inputs", on_change=_text, args=("inputs", full),
        help="What each run of the map is trained on. The sidebar's training steps are for single runs.",
    )  # fmt: skip
    if parameters.model == "nmn":
        st.button(
            "Finer map", type="tertiary", icon=":material/grid_on:", on_click=_keep,
            args=(STANDARD,), help="γ by α, 9 × 9 with 5 seeds of 50,000 inputs each.",
        )  # fmt: skip


def _keep(wish: Wish, problems: tuple[str, ...] = ()) -> None:
    st.session_state.map = wish
    st.session_state.problems = list(problems)


def _other(role: str, full: Wish, parameters: Parameters) -> None:
    """Take another parameter for an axis; one that is on another axis changes places."""
    name = st.session_state[f"map-{role}"]
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


def _free(full: Wish, parameters: Parameters) -> str:
    """A parameter that is on no axis."""
    taken = [each.name for each in (full.across, full.up, full.panels) if each]
    return next(spec.name for spec in possible(parameters) if spec.name not in taken)


def _values(role: str, full: Wish) -> None:
    """Take the values of an axis."""
    mine: Axis = getattr(full, role)
    given = st.session_state[f"map-{role}-values"]
    text = given if isinstance(given, str) else ",".join(str(c) for c in mine.spec.choices if c in given)
    try:
        changed: dict[str, Any] = {role: axis_of(role, f"{mine.name}={text}"), "cell": None}
        _keep(replace(full, **changed))
    except ParameterError as error:
        _keep(full, (f"map: {error}",))


def _text(role: str, full: Wish) -> None:
    """Take seeds or length."""
    try:
        _keep(replace(full, **{role: READ[role](role, str(st.session_state[f"map-{role}"]))}))
    except ParameterError as error:
        _keep(full, (f"map: {error}",))
