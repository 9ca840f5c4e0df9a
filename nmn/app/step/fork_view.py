"""A fork of a run that is on screen: what of it this run can do, the second run, and what the stage needs of both."""

from dataclasses import asdict
from operator import attrgetter
from typing import Any

import numpy as np
import streamlit as st

from nmn.address.fork import Fork, leave
from nmn.app.shared.run_cache import RUNS
from nmn.app.step import fork_check, written_axes
from nmn.app.step.events import FAR
from nmn.app.step.pack import answers
from nmn.app.step.window import bounds
from nmn.runs.training import Run
from nmn.trace import Flags, Floats, Trace

SEARCHED = 400  # steps in which the first different answer is looked for
STRIDE = 100
BY_PARAMETERS: dict[str | type[Any], Any] = {Run: lambda run: run.parameters}  # they determine a run


def made(run: Run, fork: Fork) -> Run:
    """The second run, the same one for the same fork."""
    return RUNS.get((run.parameters, fork), lambda: leave(run, fork))


def window(forked: Run, fork: Fork, first: int, stop: int) -> Trace | None:
    """The other future's record of a window, None where the window ends before it begins, or begins after its end."""
    if stop - 1 <= fork.step:
        return None
    forked.train(until=stop - 1)
    stop = min(stop, forked.length + 1)
    if stop <= max(first, fork.step + 1):
        return None
    return written_axes.trace(forked, first, stop)


@st.cache_data(max_entries=64, show_spinner=False, hash_funcs=BY_PARAMETERS)
def differs(run: Run, _forked: Run, fork: Fork, last: int) -> int | None:
    """The first step up to the last one whose answers differ, None where there is none."""
    first, stop = bounds(run, fork.step + 1)
    while first <= last:
        stop = min(stop, last + 1, _forked.train(until=stop - 1).length + 1)
        if max(first, fork.step + 1) >= stop:
            return None
        ours, theirs = (_outputs(each, first, stop) for each in (run, _forked))
        found = np.flatnonzero(unlike(run, ours, theirs))
        if found.size:
            return first + int(found[0])
        first, stop = stop, stop + STRIDE
    return None


def _outputs(run: Run, first: int, stop: int) -> Floats:
    """[T, n_out], the outputs of a stretch."""
    return np.concatenate([*map(attrgetter("outputs"), run.pieces(first, stop))])


def unlike(run: Run, ours: Floats, theirs: Floats) -> Flags:
    """[T], whether outputs [T, n_out] of two futures mean other answers: classes or bits, or numbers far off."""
    far = FAR * run.task.ports.unit
    return np.asarray((np.abs(answers(run, ours) - answers(run, theirs)) > far).any(axis=1))


def header(run: Run, forked: Run, fork: Fork) -> dict[str, Any]:
    """What the stage is told of a fork."""
    last = min(run.length, fork.step + SEARCHED)
    return {
        "items": asdict(fork),
        "text": fork.text,
        "step": fork.step,
        "words": fork_check.words(run, fork),
        "differs": differs(run, forked, fork, last),
        "searched": last - fork.step,
        "trouble": forked.trouble,
    }
