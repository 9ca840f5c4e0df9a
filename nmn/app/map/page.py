"""The map on screen: it is redrawn while its runs come in, and shows one cell beside it."""

import time
from typing import NamedTuple

import streamlit as st

from nmn.address.map_plan import grid
from nmn.address.map_query import MapQuery
from nmn.app.map import cell as beside
from nmn.app.map import choosing, cross, heatmap_data, words
from nmn.app.map.adaptive_grid import Survey
from nmn.app.map.phrases import counted, setting
from nmn.app.map.table import Cell, Table, closest
from nmn.app.shared import boards, figures, frame, reader
from nmn.app.shared.chart import chart
from nmn.parameters import Parameters
from nmn.studies.grid import Grid
from nmn.studies.jobs import duration
from nmn.studies.store import Store
from nmn.tasks import TASKS

# Seconds between two drawings: while the map takes shape, while it is refined (drawing takes time from the runs, here
# and, where that is the same machine, in the browser), and while runs are held.
LIVE, REFINED, WAITING = 0.5, 2.0, 5.0
SHAPE = 4.0  # seconds in which a map takes shape


@st.cache_resource(show_spinner=False)
def _store() -> Store:
    """What was ever measured for a map, for all visitors."""
    return Store()


@st.cache_resource(max_entries=24, show_spinner=False)
def _survey(wanted: Grid) -> Survey:
    return Survey(wanted, _store())


def map_page(full: MapQuery, parameters: Parameters) -> None:
    """The controls, and the map below them."""
    survey = looked_at(grid(full, parameters))
    standing = _standing(
        survey
    )  # buttons and pace are for the same moment, though the survey may be on by now
    with choosing.choose(full, parameters):
        _buttons(survey, standing)
    with st.container(key="map-live"):  # the style sheet keeps what is drawn time and again from blinking
        st.fragment(_live, run_every=standing.tempo)(survey, full, standing, boards.put(survey))


def looked_at(wanted: Grid) -> Survey:
    """The survey of a grid; the one that was looked at before is left."""
    state, survey = st.session_state, _survey(wanted)
    visitor = state.setdefault("visitor", object())
    before: Survey | None = state.get("survey")
    if before is not None and before is not survey:
        before.leave(visitor)
    state.survey = survey
    survey.look(visitor)
    return survey


class _Standing(NamedTuple):
    """How measuring stands at a moment: what the page is drawn for.

    Attributes:
        finished, over: whether every run is there, and whether no more come.
        paused: whether runs are held.
        tempo: seconds until it is drawn anew, None for not at all.
    """

    finished: bool
    over: bool
    paused: bool
    tempo: float | None


def _standing(survey: Survey) -> _Standing:
    finished, paused = survey.finished, survey.paused
    over = finished or survey.cancelled or bool(survey.problem)
    shaping = time.monotonic() - survey.began < SHAPE
    return _Standing(
        finished, over, paused, None if over else WAITING if paused else LIVE if shaping else REFINED
    )


def _live(survey: Survey, full: MapQuery, standing: _Standing, board: str) -> None:
    """Everything that changes while runs come in; what else changes is drawn by the page, controls and all."""
    survey.look(st.session_state.visitor)
    if _standing(survey) != standing or (st.session_state.map or MapQuery()).cell != full.cell:
        st.rerun()
    table = survey.table()
    known = len(table.known)  # all below tells of the same moment, though more may be there by now
    done = f"{known:,} of {counted(survey.total, 'run')}"
    st.progress(known / max(1, survey.total), f"{done}{_state(survey)}")
    cell = full.cell or closest(table.grid, frame.parameters())
    theme, unit = frame.theme(), TASKS[table.grid.base.task].errors
    several = len(table.grid.axes) > 2
    left, right = st.columns([2, 1] if several else [3, 2], gap="medium")
    with left:
        _map(table, cell, theme, unit, cross.told(survey, board, theme))
    with right:
        beside.show(table, cell, theme, unit)
    below, told = st.columns(2, gap="medium")
    with below:
        _sides(table, cell, theme, unit)
    if sentences := words.explained(table, unit):
        so_far = "" if known == survey.total else f" (so far: {done})"
        told.markdown(f"**What the map tells**{so_far}\n\n" + "\n".join(f"- {each}" for each in sentences))


def _buttons(survey: Survey, standing: _Standing) -> None:
    """What can be done about the measuring; outside of what is drawn time and again, so that no click is lost."""
    held = standing.paused or (standing.over and not standing.finished)
    name, icon, act = ("Go on", "play_arrow", survey.resume) if held else ("Pause", "pause", survey.pause)
    st.button(
        name, "map-hold", on_click=reader.heard_whole(act), icon=f":material/{icon}:", width="stretch",
        disabled=standing.finished,
    )  # fmt: skip
    st.button(
        "Cancel", "map-cancel", on_click=reader.heard_whole(survey.cancel), icon=":material/stop:",
        width="stretch", disabled=standing.over,
    )  # fmt: skip


def _state(survey: Survey) -> str:
    """What is going on, as the end of a line."""
    if survey.finished:
        return ""
    if survey.problem:
        return f". It ended: {survey.problem}"
    if survey.cancelled:
        return ". Cancelled; what is there stays"
    if survey.paused:
        return ". Paused"
    if survey.left is None:
        return ", drawing the first inputs"
    return f", {f'{survey.left:.0f} s' if survey.left < 100 else duration(survey.left)} left"


def _map(table: Table, cell: Cell, theme: str, unit: str, crossed: dict[str, object] | None) -> None:
    across, up, *third = (heatmap_data.ticks(each) for each in table.grid.axes)
    panels = heatmap_data.sheets(table)
    picture = figures.heat(
        panels, across, up, theme, picked=(cell[2] if third else 0, cell[1], cell[0]), title=unit,
        height=400 if len(panels) < 4 else 500,
    )  # fmt: skip
    chart(
        picture,
        "map-heat",
        alt=words.described(table, unit),
        numbers=table.frame,
        name="map",
        on_point=beside.clicked,
        place=beside.placed(cell),
        cross=crossed,
    )
    st.caption(words.marks(figures.numbered(len(panels), across)))


def _sides(table: Table, cell: Cell, theme: str, unit: str) -> None:
    said = f"Median {unit} along each parameter through {{}}, with quartiles over seeds."
    chart(
        cross.along(table, cell, theme, unit), cross.ALONG, alt=said.format(setting(table.grid, cell)),
        numbers=lambda: heatmap_data.bands(table, cell), name="response", place=beside.placed(cell),
    )  # fmt: skip
    st.caption(said.format("the chosen cell"))
