"""A fork and a sequence of one's own on the page: from the address, and back into it."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import address, drawn, stages, visit, warnings

from nmn.address.sequence_text import EXPLAINED

pytestmark = pytest.mark.slow

FORK = "step:300,gamma:0.9,silence:3,wipe:all"
OWN = "after:700,rows:0.2 -0.4 = A/0.1 0.3"


def futures(app: AppTest) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """The headers of what the stage was sent: the first future's, and the second's where there is one."""
    (stage,) = stages(app)
    header, rest = unpacked(stage.proto.bytes)
    return header, unpacked(rest)[0] if rest else None


def unpacked(sent: bytes) -> tuple[dict[str, Any], bytes]:
    """A header, and what follows its arrays."""
    size = int.from_bytes(sent[:4], "little")
    header = json.loads(sent[4 : 4 + size])
    values = sum(rows * columns for _, rows, columns in header["arrays"].values())
    return header, sent[4 + size + 4 * values :]


def test_a_fork_in_the_address_sends_both_futures() -> None:
    app = visit(seed="12", at="330", fork=FORK)
    assert not app.exception
    assert not warnings(app)
    first, second = futures(app)
    assert second is not None
    assert (first["fork"]["text"], address(app)["fork"]) == (FORK, FORK.replace("silence:3", "silence:4"))
    assert first["fork"]["words"] == ["γ 0.9 instead of 0.5", "neuron 4 silenced", "all memory wiped"]
    assert first["fork"]["differs"] > 300
    assert (first["parameters"]["gamma"], second["parameters"]["gamma"]) == (0.5, 0.9)
    assert (first["first"], first["count"]) == (second["first"], second["count"])
    assert first["note"] is None


def test_a_window_before_the_fork_sends_one_future() -> None:
    first, second = futures(visit(seed="12", at="30", fork="step:1500,gamma:0.9"))
    assert second is None
    assert first["fork"]["step"] == 1500


def test_without_a_fork_there_is_one_future_and_what_can_change() -> None:
    first, second = futures(visit(seed="12", at="330"))
    assert second is None
    assert "fork" not in first
    assert [each["name"] for each in first["forkable"]][:2] == ["gamma", "alpha"]


def test_what_a_fork_in_the_address_cannot_be_is_explained_and_the_rest_opens() -> None:
    app = visit(seed="12", at="330", fork="step:300,gamma:7,silence:77,wipe:5")
    assert not app.exception
    (said,) = warnings(app)
    assert said.startswith("fork: gamma = 7 is not possible")
    header = drawn(app)
    assert "neuron 78 is not in this network: it has 20 hidden neurons." in header["note"]
    assert address(app)["fork"] == "step:300,wipe:6"
    assert (header["at"], app.session_state.parameters.seed) == (330, 12)


@pytest.mark.parametrize("fork", ["gamma:0.9", "nonsense", "step:9999999,gamma:0.9", ","])
def test_a_fork_that_cannot_be_leaves_the_run_as_it_is(fork: str) -> None:
    app = visit(seed="12", at="330", fork=fork)
    assert not app.exception
    header = drawn(app)
    assert "fork" in " ".join([*warnings(app), header["note"] or ""])
    assert "fork" not in header
    assert "fork" not in address(app)
    assert header["at"] == 330


@pytest.mark.parametrize("model", ["rnn", "lstm", "ffnn"])
def test_every_model_can_be_forked(model: str) -> None:
    app = visit(seed="12", at="330", model=model, fork="step:300,force:2:1,wipe:all,input:310:2;2")
    assert not app.exception
    first, second = futures(app)
    assert second is not None
    assert first["note"] is None


def test_a_sequence_in_the_address_is_what_the_stage_steps() -> None:
    app = visit(seed="12", at="2", own=OWN)
    assert not app.exception
    assert not warnings(app)
    header = drawn(app)
    assert (header["scene"], header["first"], header["count"], header["total"]) == ("own", 1, 2, 2)
    assert (header["at"], header["own"]["after"], header["own"]["learn"]) == (2, 700, False)
    assert header["curves"] == []
    assert "forkable" not in header
    assert address(app)["own"] == OWN


def test_a_sequence_opens_at_its_first_step() -> None:
    assert drawn(visit(seed="12", own=OWN))["at"] == 1


def test_what_is_no_sequence_is_explained_and_the_training_is_stepped() -> None:
    app = visit(seed="12", at="330", own="after:700,rows:" + "/".join(["0.2", *["a b"] * 9]))
    assert not app.exception
    header = drawn(app)
    assert header["total"] == 2000
    assert "Line 1: an input has 2 numbers (x, y), not 1." in header["note"]
    assert len(header["own"]["problems"]) == EXPLAINED + 1
    assert header["own"]["rows"].startswith("0.2\na b"), "it can be mended"
    assert header["at"] == 330


@pytest.mark.parametrize("own", ["after:9999999,rows:1 2", "after:soon,rows:", "nonsense"])
def test_a_network_or_an_address_that_cannot_be_is_explained(own: str) -> None:
    app = visit(seed="12", at="330", own=own)
    assert not app.exception
    header = drawn(app)
    assert "own" in " ".join([*warnings(app), header["note"] or ""])
    assert header["total"] == 2000


def test_fork_and_sequence_survive_another_page() -> None:
    app = visit(seed="12", at="330", fork=FORK)
    app.switch_page("pages/start.py").run()
    app.switch_page("pages/step_through.py").run()
    assert futures(app)[1] is not None
    assert address(app)["fork"] == FORK.replace("silence:3", "silence:4")


def test_another_task_explains_what_it_cannot_step() -> None:
    app = visit(task="memory-recall", seed="12", own=OWN, steps="1000")
    assert not app.exception
    header = drawn(app)
    assert "Your own sequence" in header["note"]
    assert "bit 1" in header["pad"]["inputs"]
