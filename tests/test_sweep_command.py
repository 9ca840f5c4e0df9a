"""`nmn sweep`: what it prints, what it refuses, and that it goes on where it was stopped, however that happened."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pandas as pd
import pytest
from children import children, wait_until

from nmn.cli import commands
from nmn.cli.main import main
from nmn.parameters import from_texts
from nmn.runs.training import Run

pytestmark = pytest.mark.slow

LONG = ("sorted", "--vary", "gamma=0.1:0.9:5", "--seeds", "3-4", "--steps", "10000")
RUNS = 10
# The command, but that four of the runs last until it is stopped.
SCRIPT = """
import signal, sys, time
from nmn.cli.main import main
from nmn.studies import jobs
from nmn.studies.outcome import measure
def held(parameters):
    if parameters.gamma in (0.3, 0.7):
        time.sleep(3600)
    return measure(parameters)
jobs.measure = held
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever the tests were started with
sys.exit(main(sys.argv[1:]))
"""


def rows(file: Path) -> list[str]:
    """The keys of the runs in a store; none before it is one."""
    with closing(sqlite3.connect(file)) as base, suppress(sqlite3.OperationalError):
        return [key for (key,) in base.execute("SELECT key FROM runs")]
    return []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_sweep_that_was_stopped_goes_on_with_the_same_command(
    how: signal.Signals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sweep.sqlite"
    command = ["sweep", *LONG, "--file", str(file)]
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *command, "--jobs", "2"],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as started:
        try:
            wait_until(lambda: started.poll() is not None or (file.exists() and len(rows(file)) >= 2))
            assert started.poll() is None, "it ended before it was stopped"
            workers = children(started.pid)
            os.killpg(started.pid, how) if how == signal.SIGINT else started.kill()
            said = started.communicate(timeout=180)[1]
        finally:
            started.kill()
    assert workers
    wait_until(lambda: not any(worker.exists() for worker in workers))
    kept = len(rows(file))
    assert 2 <= kept <= 6
    if how == signal.SIGINT:
        assert started.returncode == 130
        assert f"Stopped with {RUNS - kept} of {RUNS} runs to go. {file} has the others" in said
        assert "Traceback" not in said
    assert main([*command, "--jobs", "1"]) == 0
    assert f"{RUNS - kept} runs in" in capsys.readouterr().out
    assert len(rows(file)) == len(set(rows(file))) == RUNS
    assert main(command) == 0
    assert "\n0 runs in" in capsys.readouterr().out


def test_a_sweep_prints_a_table_and_writes_what_train_would_give(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    command = [
        "sweep",
        "extended-recall",
        "--steps=700",
        "--gate=tied",
        "--seeds=3-4",
        "--jobs=1",
        "--csv=runs.csv",
    ]
    assert (
        main(
            [*command, "--vary", "write=input,neighbour", "--vary", "read=composite,addressed", "--tau", "6"]
        )
        == 0
    )
    shown = capsys.readouterr().out
    assert "| write | read | seeds | median | quartiles | failed | note |" in shown
    assert "All 8 are in nmn-sweep.sqlite." in shown
    frame = pd.read_csv("runs.csv")
    assert list(frame.columns) == [
        "write", "read", "seed", "error", "error, current input", "error, recalled", "trouble", "trained", "seconds",
    ]  # fmt: skip
    assert len(frame) == 8
    texts = {
        "task": "extended-recall",
        "steps": "700",
        "gate": "tied",
        "tau": "6",
        "seed": "4",
        "write": "neighbour",
    }
    run = Run(from_texts(texts)[0]).train()
    mine = frame[(frame.write == "neighbour") & (frame.read == "composite") & (frame.seed == 4)]
    assert list(mine.error) == [run.test_error()]
    with pytest.raises(SystemExit):  # another sweep's lines are not overwritten
        main([*command, "--vary", "tau=0,2"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "nothing to vary: give --vary, such as --vary gamma=0.1:0.9:9, or several --seeds"),
        (("--vary", "gama=1,2"), "--vary gama is not a parameter: perhaps gamma"),
        (("--vary", "gamma=0:7:3"), "--vary gamma = 7 is not possible: decay must be a number from 0 to 1"),
        (("--vary", "gamma=0:1"), "write gamma=0:1:9"),
        (("--vary", "gamma=0:1:1000", "--vary", "alpha=0.1:1:1000"), "1,000,000 runs, more than the 200,000"),
        (("--vary", "seed=1,2"), "the sweep's seeds"),
        (("--vary", "tau=0,2", "--seeds", "4-3"), "give a first and a last seed, such as 0-19"),
        (("--vary", "tau=0,2", "--jobs", "0"), "--jobs 0: give the number of processes"),
        (("--vary", "tau=0,2", "--jobs", "2", "--cluster", "here:1"), "not allowed with"),
        (("--vary", "tau=0,2", "--gamma", "7"), "gamma = 7 is not possible"),
        (("--vary", "tau=0,2", "--file", "notes.txt"), "notes.txt cannot keep runs: file is not a database"),
        (("--vary", "tau=0,2", "--file", "nowhere/s"), "nowhere/s cannot keep runs: unable to open"),
        (("--vary", "tau=0,2", "--csv", "notes.txt"), "notes.txt holds something else, which would be lost"),
        (("--vary", "tau=0,2", "--csv", "nowhere/s"), "--csv nowhere/s"),
        (("--vary", "tau=0,2", "--csv", "."), "--csv ."),
    ],
)
def test_what_is_not_possible_is_a_sentence_and_exit_code_2_before_anything_runs(
    arguments: tuple[str, ...],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("notes.txt").write_text("what was there before, and that is rather a lot\n" * 99)
    monkeypatch.setattr(commands, "work", lambda *_: pytest.fail("it ran"))
    with pytest.raises(SystemExit) as stopped:
        main(["sweep", "sorted", *arguments])
    assert stopped.value.code == 2
    err = " ".join(capsys.readouterr().err.split())
    assert said in err
    assert "Traceback" not in err
    assert Path("notes.txt").read_text().startswith("what was there before")
