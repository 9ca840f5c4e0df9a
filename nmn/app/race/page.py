"""The race on a page: who runs, the curves as they grow, and how it stands."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from nmn.address import race_query
from nmn.address.race_query import Entrant, RaceQuery
from nmn.app.race import ghosts, live, race_table
from nmn.app.race.live import Board
from nmn.app.race.picture import KEY, part_of, picture
from nmn.app.race.race_table import Contender
from nmn.app.race.takeaway import take_away
from nmn.app.shared import boards, controls, frame, reader
from nmn.app.shared.chart import chart
from nmn.engine import NETWORKS
from nmn.parameters import Parameters
from nmn.studies.race import Race

EVERY = 0.2  # seconds between two drawings of a race that runs


def come_back() -> None:
    """Bring the race's own settings back where only a click on one of its curves has changed them."""
    state = st.session_state
    opened, base = state.pop("race_left", (None, None))
    if opened == state.parameters:
        state.parameters = base


def racing() -> list[Parameters]:
    """The settings of all who race."""
    query: RaceQuery = st.session_state.race or RaceQuery()
    return [entrant.parameters for entrant in race_query.field(frame.parameters(), query)[0]]


def race(parameters: Parameters) -> None:
    """Show the race that the sidebar and the page ask for."""
    query = _wish()
    entrants, notes = race_query.field(parameters, query)
    seeds = race_query.seeds(parameters, query, len(entrants))
    job = _job(entrants, seeds)
    standing = _standing(job)  # all below is drawn for the same moment, though the race may be on by now
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header("Which network learns this?", anchor=False)
        _running(job, standing)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _settings(query, parameters.task)
        _adding(query, parameters)
    _choice(query)
    notes = (*notes, *_cut(query, seeds), *_no_such_part(query, parameters.task))
    place = st.empty()  # always there, so that the chart keeps its node
    if notes:
        place.caption("\n".join(f"- {note}" for note in notes))
    if entrants:
        every = EVERY if standing == ("running", False) else None
        board = Board(parameters, query, entrants, seeds, job, st.session_state.get("ghosts", []))
        name = boards.put(board)
        with st.container(key="race"):  # the style sheet keeps it from fading while it is drawn anew
            st.fragment(_live, run_every=every)(board, name, standing)
        take_away(
            {f"{e.name}, seed {seed}": replace(e.parameters, seed=seed) for e in entrants for seed in seeds}
        )
    else:
        st.info("Nobody races. Choose a network above, or add the one that the sidebar is set to.")
    frame.write_url()


def _standing(job: Race) -> tuple[str, bool]:
    """What the buttons and the pace of drawing depend on."""
    return job.state, job.done


def _job(entrants: Sequence[Entrant], seeds: Sequence[int]) -> Race:
    """The race of these runs: the one that is on, or a new one, which leaves the old one's curves as ghosts."""
    state = st.session_state
    wanted = race_table.jobs(entrants, seeds)
    old: Race | None = state.get("race_job")
    if old is None or old.parameters != wanted:
        running = old is None or old.state == "running"
        if old is not None:
            old.pause()
            raced, over = state.race_field
            before = race_table.contenders(raced, over, old.snapshot())
            state.ghosts = ghosts.kept(state.get("ghosts", []), before, entrants, seeds)
        state.race_job = Race(wanted, controls.run, controls.known, running)
    state.race_field = (tuple(entrants), tuple(seeds))
    job: Race = state.race_job
    return job


def _settings(query: RaceQuery, task: str) -> None:
    """How many seeds, which error, and what axes."""
    parts = race_query.parts(task)
    st.number_input(
        "seeds", 1, race_query.MOST_SEEDS, width=110,
        help="Runs of each network, on streams and with initial weights of their own: from the sidebar's seed on.",
        **reader.control("_race_seeds", query.seeds, lambda count: _take(seeds=int(count))),
    )  # fmt: skip
    part = query.part if query.part in parts else ""
    st.selectbox(
        "error of", list(parts), format_func=parts.__getitem__, width=144,
        help="The part of the task whose error is drawn.",
        **reader.control(
            "_race_part", part, lambda word: _take(part=str(word)), task, index=list(parts).index(part)
        ),
    )  # fmt: skip
    for number, (name, label) in enumerate((("x", "log inputs"), ("y", "log errors"))):
        st.toggle(label, **reader.control(f"_race_{name}", query.logs[number], partial(_scale, number)))


def _choice(query: RaceQuery) -> None:
    """Who races."""
    chosen = [word for word in query.words if word in query.chosen]
    st.pills(
        "who races", query.words, format_func=race_query.name_of, selection_mode="multi", label_visibility="collapsed",
        **reader.control("_race_chosen", chosen, _enter, query.own, default=chosen),
    )  # fmt: skip


def _wish() -> RaceQuery:
    """What is raced and shown by now."""
    query: RaceQuery = st.session_state.race or RaceQuery()
    return query


def _take(**changes: Any) -> None:
    """Take what a control is set to."""
    st.session_state.race = _wish()._replace(**changes)


def _scale(axis: int, log: bool) -> None:
    """Take the kind of an axis."""
    logs = _wish().logs
    _take(logs=(log, logs[1]) if axis == 0 else (logs[0], log))


def _enter(words: list[str]) -> None:
    """Take who races."""
    _take(chosen=tuple(word for word in _wish().words if word in words))


def _running(job: Race, standing: tuple[str, bool]) -> None:
    """Pause, go on, cancel."""
    state, done = standing
    shown = (
        [("Pause", job.pause, "pause"), ("Cancel", job.cancel, "stop")]
        if state == "running" else [("Go on", job.resume, "play_arrow")]
    )  # fmt: skip
    for label, act, icon in shown:
        st.button(
            label, on_click=reader.heard_whole(act), icon=f":material/{icon}:", disabled=done,
            type="secondary" if state == "running" else "primary",
        )  # fmt: skip


def _adding(query: RaceQuery, parameters: Parameters) -> None:
    """Add a network, drop those of one's own that do not race, clear the ghosts."""
    word = race_query.word(parameters)
    known, full = word in query.own, len(query.own) >= race_query.MOST_OWN
    st.button(
        "Add these settings", on_click=reader.heard_whole(_add), args=(word,), icon=":material/add:",
        disabled=known or full,
        help="They race already." if known else f"There is room for {race_query.MOST_OWN} networks of your own."
        if full else f"Lets the network that the sidebar is set to race as well: {race_query.name_of(word)}. It keeps "
        "its settings when the sidebar's change.",
    )  # fmt: skip
    if any(own not in query.chosen for own in query.own):
        st.button("Drop those switched off", on_click=reader.heard_whole(_drop), icon=":material/delete:")
    if st.session_state.get("ghosts"):
        st.button("Clear earlier curves", on_click=reader.heard_whole(_clear), icon=":material/layers_clear:")


def _add(word: str) -> None:
    query = _wish()
    if word not in query.own:
        _take(own=(*query.own, word), chosen=(*query.chosen, word))


def _drop() -> None:
    query = _wish()
    _take(own=tuple(own for own in query.own if own in query.chosen))


def _clear() -> None:
    st.session_state.ghosts = []


def _cut(query: RaceQuery, seeds: Sequence[int]) -> list[str]:
    """What to say where there is no room for all seeds."""
    if len(seeds) == query.seeds:
        return []
    return [
        f"{len(seeds)} of {query.seeds} seeds race: there is room for {race_query.MOST_RUNS} runs at a time."
    ]


def _no_such_part(query: RaceQuery, task: str) -> list[str]:
    parts = race_query.parts(task)
    if query.part in parts:
        return []
    return [f"part = {query.part} is not in this task: shown is the error of {parts['']}."]


def _live(board: Board, name: str, standing: tuple[str, bool]) -> None:
    """The race as it stands: drawn again and again while it runs."""
    _open_asked(board)
    query, theme, task = board.query, frame.theme(), board.entrants[0].parameters.task
    shown = race_table.contenders(board.entrants, board.seeds, board.job.snapshot())
    _progress(board.job, shown)
    chart(
        picture(shown, board.ghosts, query, theme),
        KEY,
        alt=race_table.described(shown, race_query.number(task, part_of(query, task))),
        numbers=partial(race_table.numbers, shown),
        name=f"race-{task}",
        on_point=_ask,
        live=live.told(board, name, theme),
    )
    st.markdown(race_table.table(shown, race_query.number(task, "")))
    if said := race_table.troubles(shown):
        st.markdown("\n".join(f"- {sentence}" for sentence in said))
    if _standing(board.job) != standing:
        st.rerun()  # buttons and pace are drawn for another moment


def _progress(job: Race, shown: Sequence[Contender]) -> None:
    runs = [run for contender in shown for run in contender.runs]
    total = sum(contender.entrant.parameters.steps for contender in shown for _ in contender.runs)
    seen = sum(run.parameters.steps if run.done else run.length for run in runs)
    words = {"running": "Training", "paused": "Paused", "cancelled": "Cancelled; what was learned stays"}[
        job.state
    ]
    done = sum(run.done for run in runs)
    st.progress(
        min(1.0, seen / total),
        f"All {len(runs)} runs are done and tested." if job.done
        else f"{words}: {seen:,} of {total:,} inputs, {done} of {len(runs)} runs done and tested.",
    )  # fmt: skip


def _ask(point: dict[str, Any]) -> None:
    st.session_state.race_asked = point["customdata"]


def _open_asked(board: Board) -> None:
    """Open Step through at the point of a curve that was clicked, at once: what is not trained yet waits."""
    state = st.session_state
    asked = state.pop("race_asked", None)
    known = [*board.entrants, *(contender.entrant for contender in board.ghosts)]
    entrant = next((each for each in known if asked and each.word == asked[0]), None)
    if entrant is None:
        return
    opened = replace(entrant.parameters, seed=int(asked[1]))
    state.race_left = (opened, state.parameters)
    models = dict.fromkeys((*NETWORKS, opened.model))
    stopped = {replace(opened, model=model).relevant() for model in models}
    state.stopped = state.get("stopped", set()) | stopped
    frame.open_run(opened, int(asked[2]))
