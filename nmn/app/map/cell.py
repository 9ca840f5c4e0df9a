"""One cell of the map beside it: its numbers, how its runs learned, and the way into them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from nmn.address.map_plan import grid, planned
from nmn.address.map_query import MapQuery
from nmn.address.screen import run_link
from nmn.app.map import heatmap_data
from nmn.app.map.phrases import counted, named, setting
from nmn.app.map.table import KINDS, Cell, Table, closest
from nmn.app.shared import figures, frame, reader
from nmn.app.shared.chart import chart
from nmn.app.shared.figures.style import percent
from nmn.parameters import Parameters
from nmn.studies import export
from nmn.studies.grid import Grid
from nmn.studies.outcome import Outcome

LEARNING = "map-learning"  # the key of its chart
ARROWS = (
    ("arrow_back", "arrow_forward"), ("arrow_downward", "arrow_upward"), ("first_page", "last_page"),
)  # fmt: skip


def clicked(point: dict[str, Any]) -> None:
    """Take the cell that was clicked, unless the map has no such cell by now."""
    full, wanted = _now()
    for cell in wanted.cells:
        if heatmap_data.name(wanted, cell) == point.get("customdata"):
            _keep(full, cell)


def _move(number: int, by: int) -> None:
    """Take the next cell along an axis."""
    full, wanted = _now()
    if number < len(wanted.axes):
        cell = list(full.cell or closest(wanted, frame.parameters()))
        cell[number] = min(max(cell[number] + by, 0), len(wanted.axes[number].values) - 1)
        _keep(full, tuple(cell))


def _now() -> tuple[MapQuery, Grid]:
    """What the map shows by now, and its runs."""
    full = planned(st.session_state.map or MapQuery(), frame.parameters())[0]
    return full, grid(full, frame.parameters())


def _keep(full: MapQuery, cell: Cell) -> None:
    st.session_state.map = replace(full, cell=cell)
    st.session_state.problems = []


def show(table: Table, cell: Cell, theme: str, unit: str) -> None:
    """One setting: its numbers, how its runs learned, and the way into them."""
    _moves(table, cell)
    runs = table.runs(cell)
    ends = ", ".join(f"seed {run.parameters.seed} {percent(run.error)}" for run in runs) or "not known yet"
    chart(
        learning(table, cell, theme, unit), LEARNING, heading=told(table, cell), place=placed(cell),
        alt=f"Learning curves at {setting(table.grid, cell)}. Test errors: {ends}.",
        numbers=lambda: heatmap_data.curves(table, cell), name="learning",
    )  # fmt: skip
    failed = {seed for _, seeds in _failures(table, cell).values() for seed in seeds}
    links = " · ".join(
        f"[{run.parameters.seed}{' ×' * (run.parameters.seed in failed)}]({run_link(run.parameters)})"
        for run in runs
    )
    st.markdown(f"Open this run in Step through, seed {links or '–'}")
    if runs:
        _away([run.parameters for run in runs])
    for kind, (run, seeds) in _failures(table, cell).items():
        st.caption(f"× seed {', '.join(map(str, seeds))}: {run.trouble or KINDS[kind]}")


def placed(cell: Cell) -> str:
    """A cell as a text: 3.1."""
    return ".".join(map(str, cell))


def told(table: Table, cell: Cell) -> str:
    """A cell in a sentence."""
    return f"{setting(table.grid, cell)}: {_numbers(table, cell)}"


def learning(
    table: Table, cell: Cell, theme: str, unit: str, more: Sequence[figures.Learner] = ()
) -> dict[str, Any]:
    """How the runs of a cell learned.

    Args:
        table: what is known.
        cell: the setting.
        theme: "light" or "dark".
        unit: what an error is.
        more: runs that are no part of the map.
    """
    base = table.parameters(cell) or table.grid.base
    curves = [*heatmap_data.learners(table, cell), *more]
    return figures.learning(curves, base.steps, base.model, theme, unit, height=230)


def _failures(table: Table, cell: Cell) -> dict[str, tuple[Outcome, list[int]]]:
    """The runs of a cell that failed, by kind: the first one, and the seeds of all."""
    found: dict[str, tuple[Outcome, list[int]]] = {}
    for number, seed in enumerate(table.grid.seeds):
        if kind := table.kinds.get((cell, number)):
            found.setdefault(kind, (table.known[cell, number], []))[1].append(seed)
    return found


def _away(runs: list[Parameters]) -> None:
    """A run as a notebook or a script that prints the same error to the last digit."""
    with st.popover("Take a run away", icon=":material/download:"):
        seeds = {run.seed: run for run in runs}
        run = seeds[st.selectbox("Seed", list(seeds), key="map-away")]
        name = f"{run.task}-{run.model}-seed-{run.seed}"
        st.download_button(
            "Notebook", partial(export.notebook, run), f"{name}.ipynb", icon=":material/menu_book:",
            on_click="ignore", width="stretch",
        )  # fmt: skip
        st.download_button(
            "Python", partial(export.snippet, run), f"{name}.py", icon=":material/code:", on_click="ignore",
            width="stretch",
        )  # fmt: skip


def _moves(table: Table, cell: Cell) -> None:
    """From cell to cell without a mouse."""
    with st.container(horizontal=True, gap="medium"):
        for number, axis in enumerate(table.grid.axes):
            for by, icon in zip((-1, 1), ARROWS[number], strict=True):
                there = cell[number] + by
                st.button(
                    named(axis.spec), key=f"map-move-{number}-{by}", icon=f":material/{icon}:", type="tertiary",
                    help=f"The cell with the {'next' if by > 0 else 'previous'} {axis.spec.label}",
                    disabled=not 0 <= there < len(axis.values), on_click=reader.heard_whole(_move),
                    args=(number, by),
                )  # fmt: skip


def _numbers(table: Table, cell: Cell) -> str:
    """What is known of a cell in a sentence."""
    if cell in table.grid.impossible:
        return table.grid.impossible[cell]
    count = int(table.count[cell])
    if not count:
        return "not measured yet."
    low, middle, high = table.band(cell)
    failed = int(table.failed[cell].sum())
    spread = f", quartiles {percent(low)} to {percent(high)}" if count > 1 else ""
    return (
        f"median {percent(middle)} of {counted(count, 'run')}{spread}{f', {failed} failed' * (failed > 0)}."
    )
