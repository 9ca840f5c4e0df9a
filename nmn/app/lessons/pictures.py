"""The picture of a scene: the stage, a race or a map, which stays empty until its question is answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from nmn.address.race_query import RaceQuery, names, number, parts
from nmn.app.lessons import measuring, state
from nmn.app.lessons.drawings import FIGURES, axes, localised
from nmn.app.map import heatmap_data
from nmn.app.map.table import Table
from nmn.app.race import race_table
from nmn.app.shared import figures, frame
from nmn.app.shared.chart import chart
from nmn.app.shared.words import percent
from nmn.app.step.scene import scene as on_stage
from nmn.lessons.ask import OF_AGES, ON_THE_STAGE, Ask
from nmn.lessons.found import Found
from nmn.lessons.lesson import Scene
from nmn.lessons.questions import find
from nmn.lessons.shown import FIGURE, Shown
from nmn.lessons.truths import handles, outputs, top
from nmn.tasks import TASKS

HEIGHT = 520  # px of a figure, which fits a small screen with the menu above


@dataclass(frozen=True)
class Picture:
    """A scene as it is drawn.

    Attributes:
        scene, shown: what is drawn.
        key: names it.
        open: whether its question waits for an answer.
        found: what is right, and `given` the answer; None while it is open.
        take: called with an answer that is given on the picture.
    """

    scene: Scene
    shown: Shown
    key: str
    open: bool
    found: Found | None
    given: Any
    take: Callable[[Any], None]


def picture(drawn: Picture) -> None:
    """Draw a scene's picture."""
    page = drawn.shown.page
    if page.startswith(FIGURE):
        _figure(drawn, page.removeprefix(FIGURE))
    else:
        {"step_through": _stage, "race": _race, "map": _map}[page](drawn)


def _figure(drawn: Picture, name: str) -> None:
    """A figure that is made for lessons: empty while its question is open."""
    if drawn.open:
        _hidden([])
        return
    made = FIGURES[name](drawn.shown, frame.theme(), state.said())
    chart(made.figure, drawn.key, alt=made.alt, numbers=made.numbers, name=name)


def _hidden(names: Sequence[str]) -> None:
    """What stands in the place of a picture that would give the answer away."""
    with st.container(border=True, height=HEIGHT, horizontal_alignment="center", vertical_alignment="center"):
        st.markdown("  \n".join(f"**{name}**" for name in names), text_alignment="center", width="content")
        st.markdown(f":material/visibility_off: {state.said().hidden}", width="content")


def _stage(drawn: Picture) -> None:
    scene, ask, said = drawn.scene, drawn.scene.ask, state.said()
    on_it = ask is not None and ask.kind in ON_THE_STAGE
    told: dict[str, Any] = {
        "panels": list(scene.panels) or ["network", "memory", "projections"],
        "until": scene.until or None if drawn.open else None,
        "ask": asked(drawn, ask) if ask and on_it else None,
        "alone": bool(drawn.open and ask and ask.measure in OF_AGES),
        "given": drawn.given if on_it else None,
        "truth": drawn.found.truth if on_it and drawn.found else None,
        "reveal": {"phases": True} if ask and not drawn.open else None,
        "words": {"yours": said.given, "runs": said.run, "check": said.check},
    }

    def heard(answer: dict[str, Any]) -> None:
        if answer.get("id") == drawn.key:
            drawn.take(answer.get("value"))

    on_stage(
        drawn.shown, drawn.key, told, heard, drawn.open, bool(drawn.open and ask and ask.kind == "curve")
    )


def asked(drawn: Picture, ask: Ask) -> dict[str, Any]:
    """What the stage is told of a question, without what is right: see `Ask` in assets/stage/model/types.d.ts."""
    shown = drawn.shown
    choices: dict[str, Callable[[], Sequence[int]]] = {
        "order": lambda: ask.axes or sorted(find(shown, ask).truth),
        "output": lambda: outputs(shown, ask),
        "curve": lambda: handles(shown),
    }
    return {
        "id": drawn.key, "kind": ask.kind, "neuron": shown.neuron, "axis": ask.axis,
        "axes": list(choices.get(ask.kind, list)()), "words": drawn.scene.question, "low": ask.low or 0.0,
        "high": top(shown, ask) if ask.kind == "value" else 1.0,
    }  # fmt: skip


def _race(drawn: Picture) -> None:
    shown, said = drawn.shown, state.said()
    job = measuring.race(shown)
    query = shown.screen.race or RaceQuery()
    task = shown.parameters.task
    if drawn.open:
        _hidden([entrant.name for entrant in shown.entrants])
        return
    word = query.part if query.part in parts(task) else ""
    part, headline = number(task, word), number(task, "")
    contenders = race_table.contenders(shown.entrants, shown.seeds, job.snapshot())
    trails = [t for each in contenders if (t := race_table.trail(each, part, part == headline))]
    steps = max(contender.entrant.parameters.steps for contender in contenders)
    first = min(run.history.steps[0] for each in contenders for run in each.runs if run.history.steps)
    called = axes(task, parts(task)[word] if len(names(task)) > 1 else "", said)
    chart(
        localised(figures.race(trails, figures.Frame(first, steps, query.logs, called), frame.theme()), said),
        drawn.key,
        alt=race_table.described(contenders, part),
        numbers=lambda: race_table.numbers(contenders),
        name=f"race-{task}",
    )
    told = (f"{entrant.name} {percent(shown.errors[entrant.word])}" for entrant in shown.entrants)
    st.caption(f"{said.tested}: {', '.join(told)}.")


def _map(drawn: Picture) -> None:
    shown = drawn.shown
    survey = measuring.survey(shown)
    table = Table(shown.grid, {}) if drawn.open else survey.table()
    across, up, *_ = (heatmap_data.ticks(each) for each in table.grid.axes)
    sheets = [_silent(sheet) if drawn.open else _plain(sheet) for sheet in heatmap_data.sheets(table)]
    unit = TASKS[table.grid.base.task].errors
    given = drawn.given if isinstance(drawn.given, tuple) else None
    picked = None if given is None else (given[2] if len(given) > 2 else 0, given[1], given[0])
    cells = {heatmap_data.name(table.grid, cell): cell for cell in table.grid.cells}

    def clicked(point: dict[str, Any]) -> None:
        if (cell := cells.get(str(point.get("customdata")))) is not None:
            drawn.take(list(cell))

    asks = drawn.open and drawn.scene.ask and drawn.scene.ask.kind == "cell"
    chart(
        figures.heat(
            sheets, across, up, frame.theme(), picked=picked, title=unit, height=HEIGHT, blank=drawn.open
        ),
        f"{drawn.key}-blank" if drawn.open else drawn.key,
        alt=drawn.scene.question or drawn.scene.title,
        numbers=table.frame,
        name="map",
        on_point=clicked if asks else None,
    )


def _plain(sheet: figures.Sheet) -> figures.Sheet:
    """A panel without the crosses of failed runs: a lesson says itself what counts as broken."""
    return sheet._replace(failed=sheet.failed * 0)


def _silent(sheet: figures.Sheet) -> figures.Sheet:
    """A panel whose cells say of themselves where they are, and nothing else."""
    return sheet._replace(words=[[words.partition("<br>")[0] for words in row] for row in sheet.words])
