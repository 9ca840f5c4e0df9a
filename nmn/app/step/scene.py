"""A scene of a lesson on the stage: one step of a run, which moves nothing else on the page."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from nmn.app.shared.words import EQUATIONS
from nmn.app.shared.words import scene as scenery
from nmn.app.step import fork_check, fork_view, sequence_view, written_axes
from nmn.app.step.stage import stage
from nmn.app.step.window import bounds, curves, filled, undrawn
from nmn.lessons.shown import Shown


def scene(
    shown: Shown,
    key: str,
    lesson: dict[str, Any],
    on_answer: Callable[[dict[str, Any]], None],
    open: bool,
    curve: bool,
) -> None:
    """Show a scene's step.

    Args:
        shown: what its link opens.
        key: names the scene: another one is drawn anew.
        lesson: what the stage is told of it, see `assets/stage/model/types.d.ts`.
        on_answer: called with what the stage gives for an answer.
        open: whether its question waits for an answer: the window ends with the step.
        curve: whether the learning curve is what is asked for.
    """
    if words := undrawn(shown.tape):
        st.info(words)
        return
    screen, at = shown.screen, shown.at
    first, stop = bounds(shown.tape, at)
    about: dict[str, Any] = {
        "at": at, "offered": at, "focus": shown.neuron, "look": screen.look, "phase": screen.phase, "scene": key,
        "lesson": lesson | {"open": open}, "about": scenery(shown.parameters), "equations": EQUATIONS, "note": None,
        "optimum": shown.tape.task.optimum,
    }  # fmt: skip
    if open:
        stop, about["total"] = at + 1, at
    about |= curves({} if curve else {shown.parameters.model: shown.stepped})
    if shown.screen.own:
        about["own"] = sequence_view.header(shown.screen.own, shown.tape, [])  # type: ignore[arg-type]
    data = _both(shown, first, stop, about) if screen.fork else filled(shown.tape, first, stop, **about)

    def answered() -> None:
        on_answer(dict(st.session_state[key].answer))

    stage(data, key, on_answer=answered)


def _both(shown: Shown, first: int, stop: int, about: dict[str, Any]) -> bytes:
    """Both futures of a fork, one behind the other, as far as they may be seen."""
    run, other, fork = shown.stepped, shown.other, shown.screen.fork
    assert fork  # noqa: S101 (asked by the caller)
    with written_axes.steady(run):
        trace = fork_view.window(other, fork, first, stop)
        told = fork_view.header(run, other, fork)
        if told["differs"] is not None and told["differs"] >= stop:
            told["differs"] = None
        data = filled(run, first, stop, **about, fork=told, forkable=fork_check.forkable(run.parameters))
        return data + filled(other, trace.first, trace.first + len(trace.inputs)) if trace else data
