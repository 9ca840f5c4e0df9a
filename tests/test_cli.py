"""`nmn train` and `nmn reproduce`: what they print, what they refuse, and the exit codes that scripts rely on."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from nmn.cli import progress
from nmn.cli.main import main
from nmn.parameters import SPECS, Parameters, recipe
from nmn.studies import experiments
from nmn.tasks import about

QUICK = ("--steps", "3000")


def result(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict:
    """What `nmn train sorted ... --json` printed: one JSON object and nothing else."""
    assert main(["train", "sorted", *arguments, "--json"]) == code
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return json.loads(out)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What was said on the way to exit code 2, line breaks and runs of spaces made single spaces."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    said = capsys.readouterr()
    assert stopped.value.code == 2
    assert not said.out
    assert "Traceback" not in said.err
    return " ".join(said.err.split())


def helped(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *command: str) -> str:
    monkeypatch.setenv("COLUMNS", "400")
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--help"])
    assert stopped.value.code == 0
    return capsys.readouterr().out


@pytest.mark.slow
def test_train_prints_one_json_object_and_nothing_else() -> None:
    command = [
        sys.executable,
        "-m",
        "nmn",
        "train",
        "sorted",
        "--model",
        "nmn",
        "--seed",
        "3",
        *QUICK,
        "--json",
    ]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert {name: found[name] for name in ("task", "model", "seed", "steps")} == {
        "task": "sorted", "model": "nmn", "seed": 3, "steps": 3000,
    }  # fmt: skip
    assert 0 <= found["test_error"] <= 1
    assert found["microseconds_per_step"] > 0
    assert found["trouble"] is None


@pytest.mark.parametrize("model", ["nmn", "ffnn", "rnn", "lstm"])
def test_the_same_seed_gives_the_same_test_error(model: str, capsys: pytest.CaptureFixture[str]) -> None:
    brief = ("--model", model, "--steps", "200")  # too few for any of them to be without an error
    first, again = (result(capsys, "--seed", "3", *brief) for _ in range(2))
    assert first["model"] == model
    assert first["test_error"] == again["test_error"]
    other = result(capsys, "--seed", "4", *brief)
    assert other["test_error"] != first["test_error"]


def test_the_json_names_every_setting_that_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    made = ("--tau", "4", "--gamma", "0.7", "--hidden", "12,9", "--memory", "1,0", "--decay-in-use", "none")
    assert result(capsys, *made, *QUICK)["parameters"] == {
        "tau": "4", "gamma": "0.7", "hidden": "12,9", "memory": "1,0", "decay_in_use": "none", "steps": "3000",
    }  # fmt: skip


def test_without_json_the_same_result_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    error = result(capsys, "--seed", "3", *QUICK)["test_error"]
    assert main(["train", "sorted", "--seed", "3", *QUICK]) == 0
    out = capsys.readouterr().out
    assert "seed 3: 3,000 inputs" in out
    assert f"test error {error:.3%}" in out
    assert "microseconds a step" in out


def test_a_task_begins_with_what_suits_it_and_its_parts_have_errors_of_their_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = ["train", "extended-recall", "--seed", "3", "--steps", "4000", "--gamma", "0.4"]
    assert main([*made, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["parameters"] == {"task": "extended-recall", "gamma": "0.4", "seed": "3", "steps": "4000"}
    assert list(found["test_errors"]) == ["current input", "recalled"]
    assert found["test_error"] == found["test_errors"]["recalled"]
    assert main(made) == 0
    told = capsys.readouterr().out
    for part, error in found["test_errors"].items():
        assert f"  {part}: {error:.3%}" in told


def test_every_parameter_is_an_option_with_its_sentence_and_default(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = helped(capsys, monkeypatch, "train")
    words = " ".join(shown.split())
    assert SPECS["task"].help in words
    assert all(f"{task}: {about(recipe(task))}" in words for task in SPECS["task"].choices)
    entries = dict(re.findall(r"^  --([a-z-]+) (.*(?:\n {4,}.*)*)", shown, re.MULTILINE))
    for name, spec in SPECS.items():
        if name != "task":
            entry = " ".join(entries[name.replace("_", "-")].split())
            assert spec.help in entry
            assert f"Default: {spec.text(getattr(Parameters(), name))}." in entry
            if spec.kind == "choice" and name != "tau":
                assert all(f"{choice}: {spec.meanings[choice]}" in entry for choice in spec.choices)


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--tau", "3", "one of 0, 2, 4, 6, 8"),
        ("--gamma", "7", "a number from 0 to 1"),
        ("--alpha", "nan", "a number from 0.01 to 2"),
        ("--hidden", "10000", "each from 1 to 256"),
        ("--seed", "1.5", "a whole number from 0 to 999,999"),
        ("--steps", "0", "a whole number from 1 to 20,000,000"),
        ("--model", "gru", "one of nmn, ffnn, rnn, lstm, delayed"),
        ("--decay-in-use", "slow", "one of same, exponential, asymptotic, none"),
    ],
)
def test_an_impossible_value_is_a_sentence_and_exit_code_2(
    option: str, value: str, allowed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(capsys, "train", "sorted", f"{option}={value}", "--json")
    assert f"{option.removeprefix('--').replace('-', '_')} = {value} is not possible" in said
    assert allowed in said


@pytest.mark.parametrize("value", ["-1", "-0.5"])
def test_a_negative_value_is_refused_like_any_other(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, "train", "sorted", "--alpha", value)
    assert "alpha" in said
    assert "a number from 0.01 to 2" in said


def test_values_that_do_not_fit_each_other_are_a_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = refusal(capsys, "train", "sorted", "--tau", "8", "--hidden", "3")
    assert "tau = 8" in said
    assert "hidden = 3" in said
    assert "at least 9" in said


def test_every_impossible_value_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, "train", "sorted", "--tau", "3", "--gamma", "7")
    assert "tau = 3 is not possible" in said
    assert "gamma = 7 is not possible" in said


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("train", "juggling"), "sorted"),
        (("train", "sorted", "--colour", "blue"), "--colour"),
        (("dance",), "train"),
        ((), "COMMAND"),
    ],
)
def test_what_there_is_not_ends_with_exit_code_2(
    arguments: tuple[str, ...], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert named in refusal(capsys, *arguments)


def test_a_saturated_run_ends_with_1_and_says_when_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    found = result(capsys, "--gamma", "1", "--steps", "20000", code=1)
    assert found["steps"] < 20_000
    assert f"Training stopped after step {found['steps']:,}" in found["trouble"]
    assert "no error flows back" in found["trouble"]
    assert main(["train", "sorted", "--gamma", "1", "--steps", "20000"]) == 1
    assert found["trouble"] in capsys.readouterr().out


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> tuple[experiments.Row, ...]:
    """An experiment "brief" with runs of 3,000 steps, in this process."""
    rows = tuple(
        row._replace(parameters=replace(row.parameters, steps=3000))
        for row in experiments.EXPERIMENTS["sorted"]
        if not row.reading
    )
    monkeypatch.setitem(experiments.EXPERIMENTS, "brief", rows)
    monkeypatch.setattr(experiments, "reproduce", partial(experiments.reproduce, count=1))
    return rows


def test_reproduce_writes_every_number_to_a_table_and_tells_the_paper_s_figure_beside(
    brief: tuple[experiments.Row, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "runs.csv"
    assert main(["reproduce", "brief", "--seeds", "3-4", "--table", str(file)]) == 0
    shown = capsys.readouterr().out
    every = pd.read_csv(file)
    assert tuple(every.columns) == experiments.COLUMNS
    frame = every[every.metric == "test error"]
    assert set(every.metric) == {"test error", "training error", "settings"}
    assert list(frame.seed) == [3, 4] * len(brief)
    assert list(frame.variant) == [row.variant for row in brief for _ in range(2)]
    assert set(frame.steps) == {3000}
    assert every[every.metric != "settings"].value.between(0, 1).all()
    for row in brief:
        assert f"| {row.variant} | {'–' if row.paper is None else f'{row.paper:.1%}'} |" in shown


def test_reproduce_gives_the_error_that_train_gives(
    brief: tuple[experiments.Row, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "runs.csv"
    assert main(["reproduce", "brief", "--seeds", "3", "--table", str(file)]) == 0
    capsys.readouterr()
    frame = pd.read_csv(file)
    frame = frame[frame.metric == "test error"]
    assert len(frame) == len(brief)
    for row, value in zip(brief, frame.value, strict=True):
        options = [f"--{name.replace('_', '-')}={text}" for name, text in row.parameters.to_query().items()]
        assert value == result(capsys, *options, "--seed", "3")["test_error"]


def test_several_experiments_share_one_table_and_have_a_table_each(
    brief: tuple[experiments.Row, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(experiments.EXPERIMENTS, "again", brief[:1])
    file = tmp_path / "runs.csv"
    assert main(["reproduce", "brief", "again", "brief", "--seeds", "3", "--table", str(file)]) == 0
    shown = capsys.readouterr().out
    assert [line.split(",")[0] for line in shown.splitlines() if "over seeds 3" in line] == ["brief", "again"]
    frame = pd.read_csv(file)
    assert tuple(frame.columns) == experiments.COLUMNS
    assert list(frame.experiment.unique()) == ["brief", "again"]
    assert (frame.metric == "test error").sum() == len(brief) + 1


@pytest.mark.parametrize("seeds", ["5-3", "a-b", "", "-", "-3", "1-2-3", "1.5", "1-9999999", "²"])
def test_bad_seeds_are_a_sentence_and_exit_code_2(
    seeds: str, brief: dict, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refusal(capsys, "reproduce", "sorted", f"--seeds={seeds}")
    assert f"--seeds {seeds}".strip() in said
    assert "a first and a last seed, such as 700-719" in said


def test_an_unknown_experiment_is_named_with_those_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    said = refusal(capsys, "reproduce", "juggling", "--seeds", "1-1")
    assert "juggling is not an experiment" in said
    assert ", ".join(experiments.EXPERIMENTS) in said


@pytest.mark.parametrize(
    "place", ["nowhere/runs.csv", "folder.csv", "notes.csv", "notes.parquet", "runs.xlsx"]
)
def test_a_table_that_cannot_be_written_is_refused_before_anything_runs(
    place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("notes.csv", "notes.parquet"):
        (tmp_path / name).write_text("what was there before\n")
    monkeypatch.setattr(experiments, "reproduce", lambda *_: pytest.fail("it ran"))
    said = refusal(capsys, "reproduce", "sorted", "--seeds", "3", "--table", str(tmp_path / place))
    assert "--table" in said
    assert tmp_path.name in said
    assert {(tmp_path / f"notes.{kind}").read_text() for kind in ("csv", "parquet")} == {
        "what was there before\n"
    }


def test_the_progress_bar_tells_how_far_it_is_and_how_long_it_takes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter((100.0, 130.0, 190.0))
    monkeypatch.setattr(progress, "time", SimpleNamespace(perf_counter=lambda: next(clock)))
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress.ProgressBar("runs", 10) as bar:
        bar(3, 0.25)
        bar(6)
    begun, early, late = capsys.readouterr().err.rstrip("\n").removeprefix("\r").split("\r")
    assert "0 of 10" in begun
    assert "left" not in begun
    assert "3 of 10, 1:30 left" in early
    assert "6 of 10, 1:00 left" in late
    assert late.count("█") == 18


def test_nothing_is_drawn_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.ProgressBar("runs", 10) as bar:
        bar(3)
    assert capsys.readouterr().err == ""
