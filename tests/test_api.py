"""The public interface does what docs/api.md shows, and refuses in words what is not possible."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import nmn
from nmn.runs.training import Run
from nmn.site_path import site_path

GUIDE = site_path() / "docs" / "api.md"


@pytest.mark.slow
def test_what_the_guide_shows_runs_as_it_stands(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) >= 4
    shown = subprocess.run(
        [sys.executable, "-W", "error", "-c", "".join(blocks)], cwd=tmp_path, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert shown.returncode == 0, shown.stderr
    assert "% of fresh inputs are answered wrongly" in shown.stdout
    assert "tau = 3 is not possible" in shown.stdout


def test_training_is_that_of_the_explorer() -> None:
    run = nmn.train("extended-recall", lag=3, seed=5, steps=2_000, hidden=(12, 12), memory=(True, False))
    same = Run(nmn.settings("extended-recall", lag=3, seed=5, steps=2_000, hidden=(12, 12))).train()
    assert run.test() == same.test()
    curve = run.curve
    assert list(curve.columns) == ["error", *run.task.parts]
    assert list(curve.index) == run.history.steps
    assert list(curve["error"]) == run.history.of(run.task.headline)


def test_numbers_of_numpy_and_one_layer_size_are_taken() -> None:
    settings = nmn.settings(gamma=np.float64(0.25), tau=np.int64(4), hidden=9, alpha=1)
    assert (settings.gamma, settings.tau, settings.hidden, settings.alpha) == (0.25, 4, (9,), 1.0)


def test_networks_are_compared_on_the_same_streams() -> None:
    table = nmn.compare("sorted", ["nmn", "ffnn"], seeds=[4, 5], steps=400)
    assert list(zip(table.model, table.seed, strict=True)) == [
        ("nmn", 4),
        ("nmn", 5),
        ("ffnn", 4),
        ("ffnn", 5),
    ]
    assert table.error[1] == nmn.train("sorted", seed=5, steps=400).test_error()


def test_a_sweep_keeps_its_runs_and_says_what_is_not_possible(tmp_path: Path) -> None:
    asked = {
        "tau": [2, 4],
        "hidden": [4, (9, 9)],
        "seeds": [1],
        "steps": 300,
        "file": tmp_path / "runs.sqlite",
    }
    first, again = nmn.sweep("sorted", **asked), nmn.sweep("sorted", **asked)
    pd.testing.assert_frame_equal(first, again)  # seconds too: nothing was run again
    assert list(first.hidden) == ["4", "9,9", "4", "9,9"]
    assert "tau = 4 does not fit" in first.trouble[2]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"gama": 0.3}, "gama is not a parameter: perhaps gamma"),
        ({"gamma": 2}, "gamma = 2.0 is not possible"),
        ({"task": "sortd"}, "task = sortd is not possible"),
        ({"tau": []}, "tau has no values to vary"),
        ({"gamma": [0.5, 7]}, "gamma = 7.0 is not possible"),
    ],
)
def test_what_is_not_possible_is_one_sentence(settings: dict[str, object], said: str) -> None:
    with pytest.raises(nmn.ParameterError, match=re.escape(said)):
        nmn.sweep(**settings)


def test_only_the_public_interface_is_there_and_it_is_loaded_late() -> None:
    assert dir(nmn) == sorted(nmn.__all__)
    with pytest.raises(AttributeError, match="no attribute 'trian'"):
        nmn.trian  # noqa: B018
    quick = "import sys, nmn, nmn.paper.equations; assert 'numba' not in sys.modules and 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", quick], check=True)
