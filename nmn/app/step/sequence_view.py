"""A sequence of one's own that is on screen: the tape of it, and what the stage needs to edit it."""

from typing import Any

import numpy as np
import streamlit as st

from nmn.address import sequence_text
from nmn.address.custom_sequence import SequenceQuery
from nmn.app.shared.run_cache import RUNS
from nmn.app.step.fork_view import BY_PARAMETERS
from nmn.runs.custom_sequence import CustomSequence, SequenceStep
from nmn.runs.tape import NOT_FINITE
from nmn.runs.training import Run

SAMPLES = 150  # inputs of the task behind the pad
CELLS = 12  # inputs that the pad has rows for
EDITABLE = 20_000  # characters that the stage gets to edit


def made(run: Run, query: SequenceQuery) -> tuple[CustomSequence | None, list[str]]:
    """The tape of the sequence, the same one for the same query; None and sentences where it is not possible."""
    if query.after > run.length:
        return None, [
            f"step {query.after:,} is not in this run: the network can be taken after 0 to {run.length:,}."
        ]
    key = run.parameters, query
    own: CustomSequence | None = RUNS.known(key)
    if own is None:
        parsed, problems = sequence_text.parse(query.rows, run.task)
        if problems:
            return None, problems
        own = CustomSequence(run, query.after, parsed, query.learn, query.keep)
        own.text = sequence_text.text(parsed, run.task)
    if not own.length:
        return None, [f"the first step cannot be taken: {NOT_FINITE}."]
    made = own
    return RUNS.get(key, lambda: made), [own.trouble] if own.trouble else []


def header(query: SequenceQuery, own: CustomSequence | None, problems: list[str]) -> dict[str, Any]:
    """What the stage is told of a sequence, one that is not possible as well: it can be mended there."""
    return {
        "rows": query.rows if len(query.rows) <= EDITABLE else "",
        "steps": own.length if own else 0,
        "after": query.after,
        "learn": query.learn,
        "keep": query.keep,
        "problems": problems,
        "linked": bool(query.text),
    }


@st.cache_data(max_entries=32, show_spinner=False, hash_funcs=BY_PARAMETERS)
def pad(run: Run) -> dict[str, Any]:
    """What it takes to draw a sequence: the kind of pad, names, and inputs of the task to draw beside.

    Kinds: "points" in the plane, a "curve" of numbers, "cells" that are on or off, or "lines" of text only.
    """
    task = run.task
    stream = task.stream(0, SAMPLES)
    width = stream.inputs.shape[1]
    kind = {1: "curve", 2: "points"}.get(width, "cells" if width <= CELLS else "lines")
    first = stream.targets[:, : task.ports.groups[0]]
    classes = np.where(stream.parts[:, 0] >= 0, first.argmax(axis=1), -1)
    example = sequence_text.text(
        [SequenceStep(tuple(each), ()) for each in stream.inputs[:3].round(2).tolist()], task
    )
    return {
        "kind": kind,
        "inputs": task.inputs,
        "answers": sequence_text.answers(task),
        "classes": sequence_text.classes(task),
        "samples": stream.inputs.round(3).tolist() if kind in ("points", "curve") else [],
        "of": classes.tolist() if kind == "points" else [],
        "on": float(np.round(stream.inputs.max(), 3)),
        "example": example,
        "most": sequence_text.LONGEST,
    }
