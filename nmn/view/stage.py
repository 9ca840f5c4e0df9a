"""The stage: the component that draws a window of a run in the browser and steps through it there.

`pack` turns a trace and what surrounds it into the one bytes object that the browser reads; `stage` mounts the
component. Its ES modules are in assets/stage; the browser gets them inside one loader script, so that they need no
address of their own and work from a clone and from a wheel alike.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nmn.home import home
from nmn.trace import Layer, Trace

# Turns every module into a blob of its own, the ones that it imports first.
LOADER = """
const urls = {};
function load(name) {
  return (urls[name] ??= URL.createObjectURL(new Blob(
    [sources[name].replace(/from "[.][/]([^"]+)"/g, (_, other) => `from "${load(other)}"`), `\\n//# sourceURL=stage/${name}\\n`],
    { type: "text/javascript" })));
}
export default (await import(load("main.js"))).default;
"""


def pack(
    trace: Trace,
    layers: Sequence[Layer],
    weights: Sequence[ArrayLike] = (),
    *,
    model: str,
    task: str,
    total: int,
    at: int | None = None,
    labels: Mapping[str, Sequence[str]] | None = None,
    parameters: Mapping[str, Any] | None = None,
    curves: Sequence[Mapping[str, Any]] = (),
    optimum: float | None = None,
    note: str | None = None,
    compact: bool = False,
    **more: Any,
) -> bytes:
    """Pack a window of a run: length of the header, header (JSON), float32 arrays, all little-endian.

    Args:
        trace: the window, recorded in full.
        layers: the layers from input to output.
        weights: for each layer above the input, the weights between standard neurons, [receiving, sending].
        model: "nmn", "ffnn", "rnn" or "lstm".
        task: name of the task.
        total: steps of the whole run.
        at: where the cursor should be when this is a new place; the window's first step by default.
        labels: names of "inputs", "outputs" and "axes".
        parameters: the run's parameters by name, as the equations on screen need them (tau, gamma, store, ...).
        curves: for each model "model", "label", "steps" and "error" (fraction wrong in the block ending there).
        optimum: error of the best answer without memory.
        note: a sentence shown over the stage.
        compact: the start page's variant: timeline, network and memory, playing by itself.
        **more: further fields of the header.
    """
    steps = len(trace.inputs)
    # What a step read is what the step before left, so `before` is sent for the first step only.
    tables: dict[str, ArrayLike] = {
        name: getattr(trace, name)
        for name in (
            "inputs",
            "targets",
            "outputs",
            "wrong",
            "loss",
            "starts",
            "scored",
            "hidden",
            "memory",
            "axis",
        )
    }
    tables["before"] = trace.before[:1]
    tables["weights"] = np.concatenate([np.ravel(np.asarray(w)) for w in weights] or [np.zeros(0)])[None, :]
    arrays: dict[str, list[int]] = {}
    parts: list[NDArray[np.float32]] = []
    offset = 0
    for name, table in tables.items():
        part = np.ascontiguousarray(table, dtype="<f4")
        rows = len(part)
        arrays[name] = [offset, rows, part.size // rows if rows else 0]
        parts.append(part.ravel())
        offset += part.size
    header = {
        "model": model, "task": task, "first": trace.first, "count": steps, "total": total,
        "at": trace.first if at is None else at, "layers": [layer._asdict() for layer in layers], "arrays": arrays,
        "labels": labels or {}, "parameters": parameters or {}, "curves": list(curves), "optimum": optimum,
        "note": note, "compact": compact, **more,
    }  # fmt: skip
    text = json.dumps(header, ensure_ascii=False, default=float).encode()
    text += b" " * (-len(text) % 4)
    return len(text).to_bytes(4, "little") + text + b"".join(part.tobytes() for part in parts)


@cache
def _component() -> Any:
    """Register the component, once a process."""
    import streamlit as st

    folder = home() / "assets" / "stage"
    sources = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.js"))}
    script = f"const sources = {json.dumps(sources)};{LOADER}"
    return st.components.v2.component("nmn_stage", css=(folder / "stage.css").read_text("utf-8"), js=script)


def stage(
    data: bytes,
    key: str,
    on_at: Callable[[], None] | None = None,
    on_focus: Callable[[], None] | None = None,
) -> Any:
    """Mount the stage. The result has `at`, the cursor's step, and `focus`, the chosen neuron (None: untouched)."""

    def nothing() -> None:
        """Streamlit keeps a state only where somebody listens."""

    return _component()(
        key=key, data=data, on_at_change=on_at or nothing, on_focus_change=on_focus or nothing
    )
