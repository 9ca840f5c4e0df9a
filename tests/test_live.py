"""The network of a control that is being moved: the page's own run and bytes, bounded, given up when nobody waits."""

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from starlette.types import Message, Scope
from test_stage import unpack

from nmn.app.shared import answers, controls, live_controls, patience
from nmn.app.shared.run_cache import RUNS
from nmn.app.step import live, window
from nmn.app.step.read_weights import reads
from nmn.app.step.window import bounds, filled
from nmn.engine import NETWORKS
from nmn.parameters import SPECS, Parameters, recipe
from nmn.runs.training import Run
from nmn.tasks import TASKS

SMALL = Parameters(hidden=(5, 4), steps=3000, gamma=0.6)
RECORDED = (
    "inputs",
    "hidden",
    "memory",
    "axis",
    "wrote",
    "stayed",
    "fade",
    "scale",
    "usual",
    "rates",
    "gammas",
)
SUMS = ("bias", "own", "through", "told", "share", "read")


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As much patience as a test may need, and no run of another test."""
    monkeypatch.setattr(patience, "PATIENCE", 600.0)
    RUNS.clear()
    yield
    RUNS.clear()


def asked(parameters: Parameters, **more: object) -> dict[str, str]:
    return {"v": "2", **parameters.to_query(), **{name: str(value) for name, value in more.items()}}


def seen(parameters: Parameters, **more: object) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What the browser reads of the answer."""
    found = live.window(asked(parameters, **more))
    assert isinstance(found, bytes), found
    return unpack(found)


@pytest.mark.parametrize("optimiser", ["sgd", "line-search"])
def test_the_window_is_the_pages_own_with_the_weights_and_sums_of_its_step(optimiser: str) -> None:
    parameters = replace(SMALL, optimiser=optimiser)
    header, arrays = seen(parameters, at=2000)
    run = controls.run(parameters.relevant())
    whole, all_of_it = unpack(filled(run, *bounds(run, 2000)))
    assert [header[name] for name in ("first", "count", "total")] == [
        whole[name] for name in ("first", "count", "total")
    ]
    for name in ("ceilings", "layers", "labels", "rules", "parameters", "foundAt"):
        assert header[name] == whole[name], name
    t = 2000 - header["first"]
    for name in RECORDED:
        cut = slice(t, t + 1) if name == "rates" else slice(None)
        assert np.array_equal(arrays[name][cut], all_of_it[name][cut]), name
    for name in SUMS:
        assert np.array_equal(arrays[name], all_of_it[name][t : t + 1]), name
    assert (header["summed"], whole["summed"]) == (t, 0)
    assert header["frames"] == [1999]
    weights = np.concatenate([each.ravel() for each in run.connections(1999)])
    assert np.array_equal(arrays["weights"][0], weights.astype("f4"))
    assert np.array_equal(arrays["reads"][0], reads(run, run.at(1999)).astype("f4"))


VARIANTS = (
    {}, {"gate": "learned"}, {"read": "addressed"}, {"write": "input"}, {"neighbourhood": "column"}, {"code": "soft"},
    {"store": "refresh"}, {"decay": "asymptotic"}, {"turn": 1.0}, {"tau": 10}, {"optimiser": "adagrad"},
)  # fmt: skip


@pytest.mark.parametrize(
    "settings",
    [{"task": task, "model": model} for task in TASKS for model in NETWORKS] + [*VARIANTS],
    ids=lambda settings: " ".join(map(str, settings.values())) or "as the paper",
)
def test_every_network_on_every_task_in_every_variant_has_its_window(settings: dict[str, Any]) -> None:
    small = {"hidden": (12, 11), "memory": (), "steps": 200, "restarts": 1}
    parameters = replace(recipe(settings.get("task", "sorted")), **small | settings)
    header, arrays = seen(parameters, at=120)
    run = controls.run(parameters.relevant())
    _, whole = unpack(filled(run, header["first"], header["first"] + header["count"]))
    t = 120 - header["first"]
    assert header["model"] == parameters.model
    assert arrays.keys() == whole.keys()
    for name in RECORDED:
        assert np.array_equal(arrays[name], whole[name], equal_nan=True), name
    for name in SUMS:
        assert name not in whole or np.array_equal(arrays[name], whole[name][t : t + 1], equal_nan=True), name


def test_what_is_let_go_of_is_trained_and_what_does_not_change_is_not_trained_again() -> None:
    other = controls.run(replace(SMALL, model="rnn", rnn_width=2).relevant()).train()
    ffnn = controls.run(replace(SMALL, model="ffnn").relevant()).train()
    header, _ = seen(replace(SMALL, rnn_width=2, gamma=0.7), at=100)
    assert [curve["model"] for curve in header["curves"]] == ["nmn", "ffnn", "rnn"]
    assert [curve["error"] for curve in header["curves"][1:]] == [ffnn.history.error, other.history.error]
    run = controls.known(replace(SMALL, gamma=0.7).relevant())
    assert run is not None
    assert run.finished
    assert header["curves"][0]["error"] == run.history.error == Run(run.parameters).train().history.error
    header, _ = seen(replace(SMALL, rnn_width=2, gamma=0.7, alpha=0.3), at=100)
    assert [curve["model"] for curve in header["curves"]] == ["nmn", "rnn"], "the FFNN has an α, too"


def test_a_long_run_is_shown_as_far_as_patience_goes_and_goes_on_from_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "PATIENCE", 0.0)  # a piece with each answer
    parameters = replace(SMALL, steps=4000)
    for length in (1000, 2000, 3000):
        header, _ = seen(parameters, at=3500)
        assert header["note"] == f"Shown after the first {length:,} inputs while you drag."
        assert (header["at"], header["more"]) == (length, True)
    header, _ = seen(parameters, at=3500)
    assert (header["at"], header["more"]) == (3500, False)
    assert header["note"] == f"Trained anew on 4,000 inputs in {1000 * header['seconds']:.0f} ms."


def test_of_several_starts_the_first_is_shown_and_it_says_so() -> None:
    header, _ = seen(replace(SMALL, restarts=3, restart_steps=1000), at=100)
    assert header["note"].startswith("The first of 3 starts, trained anew on 3,000 inputs in ")
    assert header["curves"][0]["error"] == Run(SMALL).train().history.error


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"gamma": "7"}, "gamma = 7 is not possible: decay must be a number from 0 to 1."),
        ({"gamma": "0.9", "gamma_spread": "0.2"}, "gamma_spread = 0.2 does not fit gamma = 0.9"),
        ({"hidden": "2"}, "tau = 2 does not fit hidden = 2"),
    ],
)
def test_what_is_not_possible_is_a_sentence(query: dict[str, str], words: str) -> None:
    found = live.window({"v": "2", "steps": "1000", **query})
    assert isinstance(found, str)
    assert words in found


def test_what_cannot_be_drawn_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "COMPONENTS", 10)
    assert "too many to draw one by one" in str(live.window(asked(SMALL)))


def test_what_breaks_off_at_once_says_why() -> None:
    run = controls.run(SMALL.relevant())
    run.trouble = "Training stopped after step 1: the next output was not a finite number."
    assert live.window(asked(SMALL)) == run.trouble


@pytest.mark.parametrize("model", NETWORKS)
@pytest.mark.parametrize("task", TASKS)
def test_every_number_of_every_network_has_a_control_that_says_what_the_address_does(
    task: str, model: str
) -> None:
    parameters = replace(recipe(task), model=model, hidden=(6, 5, 4), memory=())
    told = live_controls.told(parameters)
    numbers = [
        spec.name
        for spec in SPECS.values()
        if spec.of == "network"
        and parameters.uses(spec)
        and isinstance(getattr(parameters, spec.name), int | float)
    ]
    assert {control["name"] for control in told.values()} == {*numbers, "hidden"} & {
        spec.name for spec in SPECS.values() if parameters.uses(spec)
    }
    for key, control in told.items():
        spec = SPECS[control["name"]]
        now = getattr(parameters, spec.name)
        assert spec.parse(control["text"]) == now
        if spec.kind == "widths":
            place = int(key.rsplit("_", 1)[1])
            text = f"{control['before']}9{control['after']}"
            assert spec.parse(text) == (*now[:place], 9, *now[place + 1 :])
        elif "values" in control:
            assert [spec.parse(text) for text in control["values"]] == list(spec.choices)
    json.dumps(told)


def test_a_page_offers_to_ask_only_where_somebody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_served", set())
    assert live.told(SMALL) == {}
    assert live.route().path == f"/{live.ADDRESS}"
    found: Any = live.told(SMALL)["live"]
    assert found["query"] == asked(SMALL)
    assert found["controls"]["_gamma"] == {"name": "gamma", "text": "0.6"}


class Asker:
    """A browser that asks the route, and can leave."""

    def __init__(self, name: str, query: str) -> None:
        self.name, self.query = name, query
        self.left = asyncio.Event()
        self.status, self.body = 0, b""
        self.type = ""

    async def ask(self) -> "Asker":
        headers = [(answers.ASKER.lower().encode(), self.name.encode())] if self.name else []
        scope: Scope = {
            "type": "http", "method": "POST", "path": f"/{live.ADDRESS}", "query_string": self.query.encode(),
            "headers": headers, "root_path": "",
        }  # fmt: skip
        sent: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Message:
            if sent:
                return sent.pop()
            await self.left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.type = dict(message["headers"]).get(b"content-type", b"").decode()
            else:
                self.body += message.get("body", b"")

        await live.route().handle(scope, receive, send)
        return self


def test_the_route_answers_with_bytes_or_a_sentence_and_only_who_says_who_they_are() -> None:
    async def asks() -> list[Asker]:
        queries = ("v=2&steps=500&at=7", "v=2&gamma=7")
        return [await Asker(name, query).ask() for name in ("me", "") for query in queries]

    shown, refused, *strangers = asyncio.run(asks())
    assert (shown.status, unpack(shown.body)[0]["at"]) == (200, 7)
    assert (refused.status, refused.type) == (200, "text/plain; charset=utf-8")
    assert b"gamma = 7 is not possible" in refused.body
    assert [each.status for each in strangers] == [403, 403], "a page of another site cannot send the header"


@pytest.mark.parametrize("how", ["asks anew", "leaves"])
def test_what_nobody_waits_for_any_more_is_not_trained_on(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, go_on = threading.Event(), threading.Event()
    train = Run.train

    def slow(self: Run, until: int | None = None) -> Run:
        at_work.set()
        assert go_on.wait(60)
        return train(self, until)

    monkeypatch.setattr(Run, "train", slow)

    async def asks() -> list[Asker]:
        first, second = Asker("me", "v=2&steps=9000&gamma=0.3"), Asker("me", "v=2&steps=500&gamma=0.4")
        asking = [asyncio.create_task(first.ask())]
        await asyncio.to_thread(at_work.wait, 60)
        gone = answers._asking["me"]
        if how == "leaves":
            first.left.set()
        else:
            asking.append(asyncio.create_task(second.ask()))
        while not gone.is_set():
            await asyncio.sleep(0)
        go_on.set()
        return list(await asyncio.gather(*asking))

    first, *second = asyncio.run(asks())
    assert first.status == 204
    assert [each.status for each in second] == [200] * (how == "asks anew")
    assert controls.run(Parameters(steps=9000, gamma=0.3).relevant()).length == 1000
    assert not answers._asking
