"""A short walk through every task, each with another network: a link to a fork, all tabs in both futures, no fault.

The whole of it, with every network and on every page, is `make walk`.
"""

from collections.abc import Callable
from typing import Any

import pytest
import walk
from checks import Log
from playwright.sync_api import Page
from walking import report, stage_scenes
from walking.networks import NETWORKS, TASKS, query
from walking.walker import Fault, Walker

CELLS = {
    "sorted": "turn",
    "classify-recall": "spread",
    "memory-recall": "input",
    "extended-recall": "learned",
    "signal": "soft-refresh",
    "digits": "two-layers",
    "sunspots": "delayed",
}


@pytest.mark.parametrize("task", TASKS)
def test_a_link_to_a_fork_shows_both_futures_in_every_tab(
    task: str, new_page: Callable[..., Page], server: Any
) -> None:
    found: list[Fault] = []
    walker = Walker(new_page(), server.url, Log(server.log), [], found)
    walker.task, walker.network, walker.fields = task, CELLS[task], query(task, CELLS[task], 1000)
    with walker.playing("fork"):
        stage_scenes.linked_fork(walker)
    assert not found, report.kinds(found)


def test_a_fault_is_counted_in_its_cell_and_told_once_for_its_kind() -> None:
    words = [
        "cut off: “a” (p.x)",
        "cut off: “b” (p.x)",
        "step 3 is drawn, the cursor is at 4",
    ]
    found = [
        Fault("sorted", "nmn", "tabs", ("open", "tab X-ray"), "/step_through?at=7", each) for each in words
    ]
    found.append(
        Fault("signal", "rnn", "step", ("open",), "/step_through", "step 5 is drawn, the cursor is at 6")
    )
    walked = dict.fromkeys([("sorted", "nmn"), ("sorted", "rnn"), ("signal", "rnn")], 1)
    assert report.table(walked, found, NETWORKS).splitlines() == [
        "|  | sorted | signal |",
        "| --- | --- | --- |",
        "| nmn | 3 | – |",
        "| rnn | ✓ | 1 |",
    ]
    told = report.kinds(found).splitlines()
    assert [line for line in told if line.startswith("-")] == [
        "- **cut off: “a” (p.x)** (sorted × nmn)",
        "- **step 3 is drawn, the cursor is at 4** (sorted × nmn, signal × rnn)",
    ]
    assert "  - /step_through?at=7" in told


@pytest.mark.parametrize("words", ["--tasks sort", "--networks gru", "--screens all"])
def test_a_part_that_there_is_not_is_refused_with_those_that_there_are(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        walk.main(words.split())
    assert ended.value.code == 2
    assert f"{words.split()[1]} is none of" in capsys.readouterr().err


def test_a_walk_that_is_ended_early_has_met_every_task_and_other_networks() -> None:
    cells = walk.mixed(TASKS, tuple(NETWORKS))
    assert sorted(cells) == sorted((task, network) for task in TASKS for network in NETWORKS)
    for begin in range(0, len(cells), len(TASKS)):
        tasks, networks = zip(*cells[begin : begin + len(TASKS)], strict=True)
        assert set(tasks) == set(TASKS)
        assert len(set(networks)) == len(TASKS)
