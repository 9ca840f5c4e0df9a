"""What is taken away does what it says: scripts and notebooks run, and print the run's error to the last digit."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from nmn.cli.main import main
from nmn.parameters import Parameters, recipe
from nmn.runs.training import Run
from nmn.studies.export import curves, notebook, snippet

pytestmark = pytest.mark.slow

SHORT = {
    "nmn": replace(
        recipe("sorted"), gamma=0.3, tau=4, hidden=(12, 9), memory=(False, True), seed=3, steps=400
    ),
    "rnn": replace(recipe("extended-recall"), model="rnn", seed=3, steps=400),
    "delayed": replace(recipe("signal"), steps=400),
    "stuck": replace(recipe("sorted"), gamma=1.0, steps=20_000),
}


def printed(python: str) -> str:
    """What a script prints."""
    ended = subprocess.run(
        [sys.executable, "-c", python], capture_output=True, text=True, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.parametrize("parameters", SHORT.values(), ids=SHORT)
def test_a_script_prints_the_error_of_the_run_and_shows_a_step(parameters: Parameters) -> None:
    run = Run(parameters).train()
    step = min(321, run.length)
    script = snippet(parameters, step)
    said = printed(script)
    assert f"test error {run.test_error()!r}\n" in said
    assert (run.trouble or "test error") in said
    moment = run.trace(step, step + 1)
    numbers = [float(text) for text in re.findall(r"[-+.\de]+", said.split("inputs [")[1].split("]")[0])]
    np.testing.assert_allclose(numbers, moment.inputs[0], atol=1e-6)
    if any(parameters.banks):
        layer = next(layer for layer in run.layers if layer.axes)
        shown = said.split(f"memory of neuron 0 after step {step} [")[1].split("]")[0].split()
        np.testing.assert_allclose([float(text) for text in shown], moment.memory[0, : layer.axes], atol=1e-6)
        assert len(shown) == layer.axes
    else:
        assert "hidden neurons [" in said


def test_a_script_shows_of_many_patterns_those_that_a_neuron_has_met() -> None:
    run = Run(replace(recipe("sorted"), tau=12, steps=400)).train()
    memory = run.trace(321, 322).memory[0, : run.layers[1].axes]
    said = re.findall(
        r"neuron 0 after step 321 pattern ([01]{13}) (\S+)", printed(snippet(run.parameters, 321))
    )
    assert {int(pattern, 2): float(number) for pattern, number in said} == {
        axis: memory[axis] for axis in np.flatnonzero(memory)
    }
    assert said


@pytest.mark.parametrize("write", ["neighbour", "input"])
def test_a_script_shows_of_many_slots_those_that_a_neuron_has_written(write: str) -> None:
    run = Run(replace(recipe("sorted"), tau=12, read="addressed", write=write, steps=400)).train()
    memory = run.trace(321, 322).memory[0, : run.layers[1].axes].reshape(2**12, -1)
    said = re.findall(r"neuron 0 after step 321 slot ([01]{12}) (.+)", printed(snippet(run.parameters, 321)))
    assert {int(slot, 2): [float(number) for number in contents.split()] for slot, contents in said} == {
        slot: list(memory[slot]) for slot in np.flatnonzero(memory.any(axis=1))
    }
    assert said


@pytest.mark.parametrize("parameters", [SHORT["nmn"], SHORT["rnn"]], ids=["nmn", "rnn"])
def test_a_notebook_runs_as_its_reader_would_run_it(parameters: Parameters, tmp_path: Path) -> None:
    file = tmp_path / "run.ipynb"
    file.write_text(notebook(parameters))
    execute = [sys.executable, "-c", "from nbclient.cli import main; main()", "--inplace", str(file)]
    ended = subprocess.run(execute, capture_output=True, text=True, timeout=180, check=False)
    assert ended.returncode == 0, ended.stderr
    cells = [cell for cell in json.loads(file.read_text())["cells"] if cell["cell_type"] == "code"]
    run = Run(parameters).train()
    assert "".join(cells[1]["outputs"][0]["text"]) == f"test error {run.test_error()!r}\n"
    drawn = cells[-1]["outputs"][0]["data"]["application/vnd.plotly.v1+json"]["data"][0]
    assert drawn["x"] == run.history.steps
    assert drawn["y"] == run.history.of(run.task.headline)


def test_only_what_differs_from_the_recipe_is_written_down() -> None:
    assert 'run = nmn.train("digits")\n' in snippet(recipe("digits"))
    assert 'run = nmn.train("signal", steps=400)\n' in snippet(SHORT["delayed"])
    assert notebook(SHORT["nmn"]) == notebook(SHORT["nmn"])


@pytest.mark.parametrize("step", [0, -1, 401])
def test_a_step_that_the_run_does_not_have_is_told(step: int, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="it has 1 to 400"):
        snippet(SHORT["nmn"], step)
    with pytest.raises(SystemExit) as stopped:
        main(["export", "sorted", "--steps", "400", f"--step={step}"])
    assert stopped.value.code == 2
    assert "it has 1 to 400" in capsys.readouterr().err


def test_the_command_prints_the_script_or_the_notebook(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["export", "signal", "--steps", "400"]
    assert main(options) == 0
    assert capsys.readouterr().out == snippet(SHORT["delayed"])
    assert main([*options, "--step", "7", "--notebook"]) == 0
    assert capsys.readouterr().out == notebook(SHORT["delayed"], 7)


def test_curves_are_a_table_of_every_point() -> None:
    runs = [Run(parameters).train() for parameters in (SHORT["nmn"], SHORT["rnn"])]
    table = curves(runs)
    assert list(table.columns) == [
        "task", "model", "seed", "settings", "step", "error", "error, current input", "error, recalled",
    ]  # fmt: skip
    for run, (_, mine) in zip(runs, table.groupby("task", sort=False), strict=True):
        assert list(mine.step) == run.history.steps
        assert list(mine.error) == run.history.of(run.task.headline)
    assert table.settings[0] == "tau=4&gamma=0.3&hidden=12,9&memory=0,1&steps=400"
    recalled = table[table.task == "extended-recall"]
    assert list(recalled["error, recalled"]) == list(recalled.error)
    assert curves([]).empty
