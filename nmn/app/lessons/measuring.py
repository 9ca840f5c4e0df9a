"""What answers are measured on: runs are trained while a scene is read, and waited for when it is revealed."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

import streamlit as st

from nmn.app.lessons import state
from nmn.app.map.adaptive_grid import Survey
from nmn.app.map.page import looked_at
from nmn.app.race import race_table
from nmn.app.shared import controls, frame
from nmn.lessons.shown import Shown
from nmn.parameters import Parameters
from nmn.runs.training import Run
from nmn.studies.race import Race

_number = count()  # tells one bar of a page from the next
PAUSE = 0.2  # seconds between two looks at how far it is


def opened(see: str) -> Shown:
    """What a link shows; the same one as long as the session looks at it."""
    kept: tuple[str, Shown] | None = st.session_state.get("lesson_shown")
    if kept is None or kept[0] != see:
        st.session_state.lesson_shown = kept = (see, seen(see))
    return kept[1]


def seen(see: str) -> Shown:
    """What a link shows, on the runs of the pages."""
    return Shown(see, trained, _error)


def trained(parameters: Parameters) -> Run:
    """A run of the pages', trained to its end."""
    return controls.run(parameters).train()


def _error(parameters: Parameters) -> float:
    """A run's test error: as the race or the map has it, else tested now."""
    job: Race | None = st.session_state.get("lesson_race")
    for run in job.snapshot() if job else ():
        if run.parameters == parameters and run.error is not None:
            return run.error
    survey: Survey | None = st.session_state.get("survey")
    for outcome in survey.table().known.values() if survey else ():
        if outcome.parameters == parameters:
            return outcome.error
    return trained(parameters).test_error()


def race(shown: Shown) -> Race:
    """The race of a scene; it goes on while somebody looks."""
    wanted = race_table.jobs(shown.entrants, shown.seeds)
    job: Race | None = st.session_state.get("lesson_race")
    if job is None or job.parameters != wanted:
        if job is not None:
            job.pause()
        job = st.session_state.lesson_race = Race(wanted, controls.run, controls.known)
    job.snapshot()
    return job


def survey(shown: Shown) -> Survey:
    """The measuring of a scene's map."""
    return looked_at(shown.grid)


def compiled(*scenes: Shown) -> None:
    """Have the engine compiled for what scenes show."""
    runs = [race_table.jobs(s.entrants, s.seeds) if s.page == "race" else [s.parameters] for s in scenes]
    frame.compiled([run for each in runs for run in each])


def begin(shown: Shown) -> None:
    """Have the engine compiled for what a scene shows, and its runs begun: the stepped one is trained at once."""
    compiled(shown)
    match shown.page:
        case "race":
            race(shown)
        case "map":
            survey(shown)
        case _:
            _train(controls.run(shown.parameters.relevant()))


def _train(run: Run) -> None:
    """Train a run and show how far it is; a click anywhere interrupts, and what is trained stays."""
    if run.finished:
        return
    with _bar() as show:
        run.train(report=lambda length: show(length / run.parameters.steps))


@contextmanager
def _bar() -> Iterator[Callable[[float], None]]:
    """Something that shows how far something is, where training shows it; a page may need several, one by one."""
    number = next(_number)
    place = st.empty()
    with place.container(key=f"training-{number}"):
        bar = st.progress(0.0)

    def show(share: float) -> None:
        bar.progress(min(1.0, share), state.said().measuring)

    yield show
    place.empty()


def finish(shown: Shown) -> None:
    """Wait until all runs of a race or a map are there, and say how far they are."""
    if shown.page == "race":
        job = race(shown)
        total = sum(each.steps for each in job.parameters)
        _wait(lambda: job.done, lambda: sum(run.length for run in job.snapshot()) / total)
    elif shown.page == "map":
        known = survey(shown)
        _wait(lambda: known.finished or bool(known.problem), lambda: _looked(known))


def _looked(known: Survey) -> float:
    known.look(st.session_state.visitor)
    return known.done / max(1, known.total)


def _wait(done: Callable[[], bool], share: Callable[[], float]) -> None:
    """Show how far it is until it is done; a click anywhere interrupts."""
    if done():
        return
    with _bar() as show:
        while not done():
            show(share())
            time.sleep(PAUSE)
