"""What went wrong in a run is found on seeds that the limits were not chosen on, and nothing where all is well."""

from dataclasses import replace
from typing import Any

import pytest

from nmn.engine import NETWORKS
from nmn.parameters import SPECS, Parameters, recipe
from nmn.runs.findings import KINDS, Finding, find
from nmn.runs.training import Run
from nmn.studies.outcome import measure
from nmn.studies.race import Race
from nmn.studies.streams import Shared

pytestmark = pytest.mark.slow

SEED = 207
USELESS = {
    ("extended-recall", model) for model in ("rnn", "lstm", "delayed")
}  # as the paper has it for the RNN


def found(task: str, **changes: Any) -> Finding | None:
    parameters = replace(recipe(task), **{"seed": SEED} | changes)
    return find(Run(parameters, task=Shared(parameters)).train())


@pytest.mark.parametrize("model", NETWORKS)
@pytest.mark.parametrize("task", SPECS["task"].choices)
def test_a_recipe_that_learns_gets_no_finding(task: str, model: str) -> None:
    finding = found(task, model=model)
    assert (finding.kind if finding else None) == ("no use" if (task, model) in USELESS else None)


@pytest.mark.parametrize(
    ("task", "changes", "kind"),
    [
        ("sorted", {"gamma": 0.9}, "saturated"),
        ("sorted", {"gamma": 1.0}, "saturated"),
        ("sorted", {"decay": "none"}, "saturated"),
        ("sorted", {"tau": 0}, "one axis"),
        ("sorted", {"steps": 400}, "untrained"),
        ("sorted", {"steps": 3}, "untrained"),
        ("sorted", {"decay_in_use": "none"}, "in use"),
        ("sorted", {"model": "rnn", "rnn_alpha": 1.0}, "stuck"),
        ("classify-recall", {"alpha": 2.0}, "stuck"),
        ("classify-recall", {"gamma": 0.9, "store": "add", "optimiser": "sgd", "alpha": 0.5}, "saturated"),
        ("classify-recall", {"steps": 300}, "untrained"),
        ("memory-recall", {"alpha": 2.0, "steps": 20_000}, "stuck"),
        ("memory-recall", {"gamma": 1.0, "gamma_spread": 0.0, "steps": 50_000}, "no order"),
        ("extended-recall", {"gate": "tied"}, "forgets"),
        ("extended-recall", {"model": "rnn", "bptt": 5}, "cut off"),
        ("digits", {"gamma": 1.0}, "saturated"),
        ("signal", {"model": "nmn", "gamma": 0.95}, "saturated"),
        ("sunspots", {"model": "rnn", "rnn_alpha": 1.0}, "stuck"),
    ],
)
def test_what_went_wrong_is_named_with_a_reason_and_a_remedy(
    task: str, changes: dict[str, Any], kind: str
) -> None:
    finding = found(task, **changes)
    assert finding is not None
    assert finding.kind == kind and kind in KINDS
    assert finding.sentence.endswith(".")
    assert any(word in finding.sentence for word in ("Try ", "A smaller α"))


def test_a_run_that_diverges_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(replace(recipe("sorted"), steps=2000)).train()
    monkeypatch.setattr(
        run, "trouble", "Training stopped after step 9: the next output was not a finite number."
    )
    finding = find(run)
    assert finding is not None and finding.kind == "diverged"


def test_nothing_is_found_before_training_has_ended() -> None:
    run = Run(replace(recipe("sorted"), gamma=0.9, steps=3000)).train(until=2000)
    assert find(run) is None
    assert find(run.train()) is not None


@pytest.mark.parametrize("measured", ["outcome", "race"])
def test_a_run_is_tested_once(measured: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tested, test = [], Run.test
    monkeypatch.setattr(
        Run, "test", lambda self, *args, **how: tested.append(self) or test(self, *args, **how)
    )
    lost = Parameters(steps=20_000, seed=2, decay_in_use="none")
    if measured == "outcome":
        assert measure(lost).kind == "in use"
    else:
        race = Race((lost,), patience=120)
        race.resume()
        assert race.wait(120)
        assert race.snapshot()[0].finding
    assert len(tested) == 1
