"""What the browser gets: one bytes object that holds the window, and one script that holds the modules."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nmn.app.step import stage
from nmn.app.step.changes import changes
from nmn.app.step.pack import pack
from nmn.app.step.window import filled, packed
from nmn.engine import NETWORKS
from nmn.parameters import Parameters, recipe
from nmn.runs.training import Run
from nmn.tasks import TASKS

EMPTY = {"changed": np.zeros((1, 0), "f4"), "changes": [], "before": np.zeros((1, 0)), "starts": [0]}


def unpack(data: bytes) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Read the bytes as the browser does."""
    length = int.from_bytes(data[:4], "little")
    header = json.loads(data[4 : 4 + length])
    values = np.frombuffer(data, "<f4", offset=4 + length)
    arrays = {
        name: values[offset : offset + rows * columns].reshape(rows, columns)
        for name, (offset, rows, columns) in header["arrays"].items()
    }
    return header, arrays | {"memory": memories(arrays, header["layers"])}


def memories(arrays: dict[str, np.ndarray], layers: list[dict[str, Any]]) -> np.ndarray:
    """Read the memories [T, M] as the browser does: what each step changed, put onto what was before it."""
    size = sum(layer["size"] * layer["axes"] for layer in layers)
    bits = np.unpackbits(arrays["changed"].view(np.uint8), axis=1, bitorder="little")[:, :size].astype(bool)
    values, row, rows = iter(arrays["changes"].ravel()), arrays["before"][0], []
    for t, changed in enumerate(bits):
        row = np.zeros(size, "f4") if t and arrays["starts"][t] else row.copy()
        row[changed] = [next(values) for _ in range(changed.sum())]
        rows.append(row)
    assert next(values, None) is None
    return np.array(rows).reshape(len(bits), size)


@pytest.mark.parametrize("hidden", [(3,), (3, 4)])
def test_a_window_is_read_back_as_it_was(hidden: tuple[int, ...]) -> None:
    run = Run(Parameters(hidden=hidden, steps=120)).train()
    data = filled(run, 41, 61, note="γ → 1", total=100_000)
    header, arrays = unpack(data)
    trace = run.trace(41, 61)
    assert len(data) % 4 == 0
    assert [header[name] for name in ("task", "first", "count", "at", "total")] == [
        "sorted",
        41,
        20,
        41,
        100_000,
    ]
    assert header["layers"][1] == {"kind": "hidden", "size": 3, "axes": 8}
    for name in ("inputs", "targets", "outputs", "hidden", "memory", "axis", "gate", "delta", "parts"):
        assert np.array_equal(arrays[name], getattr(trace, name).astype("f4")), name
    for name in ("loss", "starts"):
        assert np.array_equal(arrays[name][:, 0], getattr(trace, name).astype("f4")), name
    assert np.array_equal(arrays["wrong"][:, 0], trace.share.astype("f4"))
    assert np.array_equal(arrays["errors"], trace.wrong.astype("f4"))
    assert np.array_equal(arrays["before"], trace.before[:1].astype("f4"))
    weights = np.concatenate([w.ravel() for w in run.connections(40)])
    assert np.array_equal(arrays["weights"][0], weights.astype("f4"))


def test_a_network_without_memory_sends_no_memory() -> None:
    header, arrays = unpack(filled(Run(Parameters(model="ffnn", steps=60)).train(), 1, 5))
    assert arrays["memory"].shape == (4, 0)
    assert header["layers"][1]["axes"] == 0


@given(
    steps=st.integers(1, 6),
    components=st.integers(1, 70),
    starts=st.sets(st.integers(0, 5)),
    odd=st.sampled_from([np.nan, np.inf, 1e-42, -3.0]),
)
def test_memories_that_stay_are_not_sent_and_all_are_read_back(
    steps: int, components: int, starts: set[int], odd: float
) -> None:
    """Whatever a step leaves as it was costs a bit; wiped, odd and unchanged memories are read back as they are."""
    random = np.random.default_rng(components)
    memory, was = random.random((steps, components)).astype("f4"), random.random(components).astype("f4")
    begins = np.array([t in starts for t in range(steps)])
    kept, found = random.random((steps, components)) < 0.7, np.empty((steps, components), "f4")
    for t in range(steps):
        found[t] = 0.0 if begins[t] else memory[t - 1] if t else was
        memory[t] = np.where(kept[t], found[t], memory[t])
        memory[t, 0] = odd
    bits, values = changes(found, memory)
    sent = {"changed": bits, "changes": values, "before": found[:1], "starts": begins}
    about = {"layers": [{"size": 1, "axes": components}]}
    _, arrays = unpack(pack(about, sent))
    np.testing.assert_array_equal(arrays["memory"], memory)
    assert arrays["changes"].size <= np.count_nonzero(~kept) + steps


def test_the_header_holds_what_json_cannot() -> None:
    curves = [
        {
            "model": "nmn",
            "label": "NMN",
            "steps": np.arange(1000, 3001, 1000),
            "error": np.array([0.5, np.nan, 0.0]),
        }
    ]
    data = pack({"layers": [], "curves": curves, "optimum": np.float64(0.045), "note": "γ → 1"}, EMPTY)
    header, _ = unpack(data)
    assert header["curves"][0]["steps"] == [1000, 2000, 3000]
    assert header["curves"][0]["error"] == [0.5, None, 0.0]
    assert header["optimum"] == 0.045
    assert header["note"] == "γ → 1"


@pytest.mark.parametrize("model", NETWORKS)
@pytest.mark.parametrize("task", TASKS)
def test_every_model_on_every_task_has_a_window_with_its_answers_and_scales(task: str, model: str) -> None:
    run = Run(replace(recipe(task), model=model, steps=60, restarts=1)).train()
    header, arrays = unpack(packed(run, {model: run}, 30, 30))
    answers = len(header["groups"])
    assert sum(group["size"] for group in header["groups"]) == arrays["outputs"].shape[1]
    assert arrays["parts"].shape == arrays["errors"].shape == (60, answers)
    assert len(header["labels"]["inputs"]) == arrays["inputs"].shape[1]
    assert len(header["labels"]["outputs"]) == arrays["outputs"].shape[1]
    axes = {layer["axes"] for layer in header["layers"]} - {0}
    assert not axes or axes == {len(header["labels"]["axes"])}
    assert np.abs(arrays["memory"]).max(initial=0) <= header["ceilings"]["memory"] * (1 + 1e-6)
    assert arrays["parts"].max() < len(header["partNames"])


@pytest.mark.parametrize("write", ["input", "neighbour"])
def test_planes_have_two_axes_of_one_name(write: str) -> None:
    run = Run(replace(recipe("memory-recall"), write=write, turn=3.0, hidden=(9, 6), steps=60)).train()
    header, arrays = unpack(packed(run, {"nmn": run}, 30, 30))
    names = header["labels"]["axes"]
    assert [layer["axes"] for layer in header["layers"]] == [0, len(names), len(names), 0]
    assert names[len(names) // 2 :] == [f"{name}⊥" for name in names[: len(names) // 2]]
    assert arrays["angles"].size == 15


@pytest.mark.parametrize("name", ["at", "focus", "look", "phase", "seek", "fork", "own"])
def test_what_a_stage_takes_back_is_not_heard_as_something_said(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    state = {"stage": SimpleNamespace(**{name: None})}
    monkeypatch.setattr(stage, "st", SimpleNamespace(session_state=state))
    stage._heard("stage", name, lambda: heard.append(name))
    assert heard == []
    state["stage"] = SimpleNamespace(**{name: ""})
    stage._heard("stage", name, lambda: heard.append(name))
    assert heard == [name], "an empty text ends a fork"
