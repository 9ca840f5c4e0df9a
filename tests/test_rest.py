"""A window comes with the weights and sums of one step, and what belongs to the others comes after it."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from test_pages import stages, visit

from nmn.app.shared import answers
from nmn.app.step import rest
from nmn.app.step.window import again, bounds, filled
from nmn.engine import NETWORKS
from nmn.parameters import recipe
from nmn.runs.training import Run
from nmn.tasks import TASKS

LATER = {"usual", "rates", "speaks", "weights", "reads", "bias", "own", "through", "told", "share", "read"}
SCENES: dict[str, dict[str, str]] = {
    "training": {},
    "line search": {"optimiser": "line-search"},
    "a fork": {"fork": "step:110,gamma:0.7"},
    "a fork that is still to come": {"fork": "step:400,gamma:0.7"},
    "one's own sequence": {"own": "after:100,rows:0.2 0.1/0.3 0.2/0.5 0.5", "at": "2"},
}


def packs(data: bytes) -> list[tuple[dict[str, Any], dict[str, np.ndarray]]]:
    """Headers and arrays of what is packed, one behind the other."""
    found = []
    while data:
        size = int.from_bytes(data[:4], "little")
        header, values = json.loads(data[4 : 4 + size]), np.frombuffer(data, "<f4", offset=4 + size)
        places = header["arrays"].items()
        found.append(
            (header, {name: values[at : at + rows * columns] for name, (at, rows, columns) in places})
        )
        data = data[4 + size + 4 * sum(rows * columns for _, rows, columns in header["arrays"].values()) :]
    return found


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> None:
    assert one.keys() == other.keys()
    for name, array in one.items():
        assert np.array_equal(array, other[name], equal_nan=True), name


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES)
def test_the_page_sends_one_step_and_the_rest_makes_its_windows_whole(
    scene: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "_served", {rest.ADDRESS})
    app = visit(**{"steps": "500", "at": "130", **SCENES[scene]})
    assert not app.exception
    assert not app.warning
    (stage,) = stages(app)
    sent, board = packs(stage.proto.bytes), app.session_state.board
    asked = sent[0][0]["rest"]
    assert asked["address"] == rest.ADDRESS
    after = rest.whole(asked["query"])
    assert isinstance(after, bytes)
    assert len(sent) == len(board.windows) == (2 if scene == "a fork" else 1)
    for (header, arrays), (more, others), window in zip(sent, packs(after), board.windows, strict=True):
        (whole, every) = packs(filled(*window))[0]
        assert len(arrays["bias"]) * header["count"] == len(every["bias"])
        assert header["at"] - header["first"] in (header["summed"], 0)
        assert set(others) == LATER
        same({**arrays, **others}, every)
        assert {name: more[name] for name in ("frames", "summed")} == {
            name: whole[name] for name in ("frames", "summed")
        }
    app.run()
    assert stages(app)[0].proto.bytes == stage.proto.bytes, "nothing is sent anew"
    assert rest.whole({**asked["query"], "number": "1"}) is None
    assert rest.whole({**asked["query"], "board": "another"}) is None
    assert rest.whole(asked["query"], lambda: True) is None


def test_where_nobody_answers_the_page_sends_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_served", set())
    assert not rest.served()
    assert rest.route().path == f"/{rest.ADDRESS}"
    assert rest.served()


@pytest.mark.parametrize("model", NETWORKS)
@pytest.mark.parametrize("task", TASKS)
def test_the_rest_of_every_network_on_every_task_makes_its_window_whole(task: str, model: str) -> None:
    small = {"hidden": (12, 11), "memory": (), "steps": 200, "restarts": 1}
    run = Run(replace(recipe(task), model=model, **small)).train()
    first, stop = bounds(run, 120)
    (_, arrays), (_, others) = packs(filled(run, first, stop, 120) + again(run, first, stop))
    same({**arrays, **others}, packs(filled(run, first, stop))[0][1])
