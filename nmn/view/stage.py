"""The stage: the component that draws a window of a run in the browser and steps through it there.

`pack` turns a trace and what surrounds it into the one bytes object that the browser reads; `stage` mounts the
component. Its ES modules are in assets/stage.
"""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nmn.trace import Layer, Trace
from nmn.view.changes import changes
from nmn.view.component import component
from nmn.view.reader import heard_whole

SENT = (
    "inputs", "targets", "outputs", "parts", "loss", "starts", "scored", "hidden", "gate", "axis", "delta",
)  # fmt: skip


def pack(
    trace: Trace,
    layers: Sequence[Layer],
    weights: Sequence[ArrayLike] = (),
    rows: Mapping[str, ArrayLike] | None = None,
    **header: Any,
) -> bytes:
    """Pack a window of a run: length of the header, header (JSON), float32 arrays, all little-endian.

    Args:
        trace: the window, recorded in full.
        layers: the layers from input to output.
        weights: for each layer above the input, the weights between standard neurons, [receiving, sending].
        rows: further numbers by name, flat: `reads`, `gammas` and `angles` (see `nmn.view.reads`).
        **header: what the browser needs beside the arrays. Required: `model` ("nmn", "ffnn", "rnn", "lstm"), `task`,
            `total` (steps of the whole run). Optional: `at` (step where the cursor should be when this is a new place;
            the first of the window by default), `labels` (names of "inputs", "outputs", "axes"), `parameters` (by name,
            as the equations on screen need them), `groups` and `unit` (see `Ports`), `partNames` and `headline` (see
            `Task`), `ceilings` (see `nmn.view.ceilings`), `curves` (for each model "model", "label", "steps" and
            "error", the fraction wrong in the block that ends there; `curvesKey` changes whenever they do), `optimum`
            (error of the best answer without memory), `note` (a sentence shown over the stage), `sought` (answer to a
            search: its "id", the "step" that was found, or "until" where it was given up), `look` (the views that are
            open at first), `compact` (the start page's variant, which plays by itself).
    """
    tables: dict[str, ArrayLike] = {name: getattr(trace, name) for name in SENT}
    tables["wrong"], tables["errors"] = trace.share, trace.wrong
    # What a step read is what the step before left, so `before` is sent for the first step only.
    tables["before"] = trace.before[:1]
    changed, values = changes(trace.before[:1], trace.memory, trace.starts)
    tables |= {"changed": changed, "changes": values[None, :]}
    tables["weights"] = np.concatenate([np.zeros(0), *(np.ravel(np.asarray(w)) for w in weights)])[None, :]
    tables |= {name: np.asarray(row).reshape(1, -1) for name, row in (rows or {}).items()}
    arrays: dict[str, list[int]] = {}
    parts: list[NDArray[np.float32]] = []
    offset = 0
    for name, table in tables.items():
        part = np.asarray(table, dtype="<f4")
        arrays[name] = [offset, len(part), math.prod(part.shape[1:])]
        parts.append(part)
        offset += part.size
    about = {
        "at": trace.first,
        **header,
        "first": trace.first,
        "count": len(trace.inputs),
        "layers": [layer._asdict() for layer in layers],
        "arrays": arrays,
    }
    text = json.dumps(_plain(about), ensure_ascii=False, allow_nan=False).encode()
    text += b" " * (-len(text) % 4)
    return len(text).to_bytes(4, "little") + text + b"".join(part.tobytes() for part in parts)


def _plain(value: Any) -> Any:
    """Give the value as JSON can hold it: NumPy's numbers as Python's, what is not finite as null."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


@cache
def _component() -> Any:
    """Register the component, once a process."""
    return component("stage")


def _nothing() -> None:
    """Streamlit keeps a state only where somebody listens."""


def stage(data: bytes, key: str, **on: Callable[[], None]) -> Any:
    """Mount the stage.

    Args:
        data: from `pack`; of a fork, both futures, one behind the other.
        key: names the component.
        **on: what to call when the stage has something to say: `on_at` (the cursor's step), `on_focus` (the chosen
            neuron), `on_look` (the open views, as the address has them), `on_seek` (an event to look for beyond the
            window), `on_fork` (a fork's text) and `on_own` (a sequence of one's own).

    Returns:
        What it said, by name (None: untouched); `fork` and `own` only while they are called for.
    """
    said = ("at", "focus", "look", "seek", "fork", "own")
    listeners = {f"on_{name}_change": heard_whole(on.get(f"on_{name}", _nothing)) for name in said}
    return _component()(key=key, data=data, **listeners)
