"""What a walk through the product tells: `make walk`."""

import pytest
import walk
from walking import report
from walking.networks import NETWORKS
from walking.walker import Fault


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
