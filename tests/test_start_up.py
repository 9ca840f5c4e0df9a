"""The first minute: pages answer while the engine is compiled, show a shipped run, and say how far it is."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from test_stage import unpack

from nmn.app.shared import frame
from nmn.app.step import explorer, shipped
from nmn.parameters import Parameters
from nmn.runs import start_up
from nmn.runs.start_up import StartUp
from nmn.runs.warm import Progress, parts, usual

RNN = Parameters(model="rnn")


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[StartUp, threading.Semaphore]]:
    """A start-up whose parts are compiled one by one, as the test lets go of them."""
    going_on = threading.Semaphore(0)

    def compiling(runs: Any) -> Iterator[Progress]:
        names = list(parts(runs))
        for done, words in enumerate([*names, ""]):
            yield Progress(words, done, len(names))
            going_on.acquire(timeout=60)

    monkeypatch.setattr(start_up, "compiling", compiling)
    began = StartUp()
    for module in (frame, explorer):
        monkeypatch.setattr(module, "START_UP", began)
    began.begin()
    yield began, going_on
    going_on.release(100)
    assert began.ended(60)


def test_who_needs_a_network_waits_for_that_one(held: tuple[StartUp, threading.Semaphore]) -> None:
    began, going_on = held
    seen: list[Progress] = []

    def show(now: Progress) -> None:
        seen.append(now)
        going_on.release()

    assert began.lacks([Parameters()]) and began.lacks([RNN])
    began.wait([Parameters()], show)
    assert not began.lacks([Parameters()])
    assert not began.lacks([replace(Parameters(), gamma=0.9)]), "the same code"
    began.wait(usual(), show)
    going_on.release()
    assert began.ended(60)
    assert not began.lacks([RNN])
    assert [now.done for now in seen] == sorted(now.done for now in seen)


def test_where_nothing_was_begun_nothing_lacks() -> None:
    assert not StartUp().lacks(usual())


def test_what_is_no_usual_run_is_compiled_when_it_is_asked_for(
    held: tuple[StartUp, threading.Semaphore],
) -> None:
    began, going_on = held
    going_on.release(100)
    assert began.ended(60)
    other = Parameters(optimiser="line-search")
    assert began.lacks([other])
    seen: list[Progress] = []
    began.wait([other], seen.append)
    assert [(now.words, now.total) for now in seen] == [(*parts([other]), 1)]
    assert not began.lacks([other])


@pytest.mark.parametrize(("page", "name"), [("start", shipped.PREVIEW), ("step_through", shipped.STEPPED)])
def test_a_page_shows_the_shipped_run_and_how_far_it_is_and_then_the_engines(
    page: str, name: str, held: tuple[StartUp, threading.Semaphore], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, going_on = held
    drawn: list[bytes] = []
    monkeypatch.setattr(explorer, "stage", lambda data, *_, **__: (drawn.append(data), going_on.release(100)))
    app = AppTest.from_file(f"../pages/{page}.py", default_timeout=120)
    app.run()
    assert not app.exception
    assert drawn[0] == shipped.window(name)
    assert unpack(drawn[-1])[0]["parameters"] == unpack(drawn[0])[0]["parameters"]
    assert len(drawn) > 1


def test_what_is_shipped_is_what_the_engine_does() -> None:
    now = shipped.made()
    for name in (shipped.PREVIEW, shipped.STEPPED):
        (header, arrays), (wanted, numbers) = unpack(shipped.window(name)), unpack(now[name])
        differing = {key for key in wanted if header.get(key) != wanted[key]}
        assert differing <= {"curves", "curvesKey", "ceilings", "focus"}, "run `make docs`"
        assert {key: array.shape for key, array in arrays.items()} == {
            key: array.shape for key, array in numbers.items()
        }
        assert [curve["steps"] for curve in header["curves"]] == [
            curve["steps"] for curve in wanted["curves"]
        ]
        if name == shipped.STEPPED:  # after 100,000 steps another processor's rounding may show
            for key in ("inputs", "hidden", "outputs", "loss", "axis"):
                np.testing.assert_allclose(arrays[key], numbers[key], rtol=1e-3, atol=1e-5, err_msg=key)
