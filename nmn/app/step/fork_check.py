"""What of a fork a run can do, in which words, and what it offers to change."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from nmn.address.fork import Fork, short
from nmn.engine import NETWORKS
from nmn.parameters import SPECS, Parameters
from nmn.runs.training import FORKABLE, Run
from nmn.spec import ParameterError

LATER = ("cooldown", "decay_in_use", "gamma_in_use")  # these show late in a training, or in a test only


def fitting(fork: Fork, run: Run) -> tuple[Fork | None, list[str]]:
    """What of a fork this run can do, None where nothing, and a sentence for each item that it cannot."""
    if fork.step >= run.length:
        return None, [
            f"fork: step {fork.step:,} is not possible: this run has steps to come after 0 to {run.length - 1:,}."
        ]
    problems: list[str] = []

    def keep(possible: bool, sentence: str) -> bool:
        if not possible:
            problems.append(f"fork: {sentence}")
        return possible

    count = len(run.clamp)
    inputs, ahead = run.task.ports.inputs, f"the steps {fork.step + 1:,} to {run.length:,}"
    there = f"is not in this network: it has {count} hidden neurons."
    banks, alone = _banks(run), "wipe is not possible for a neuron without a memory bank; wipe:all is."
    fork = replace(
        fork,
        changes=_changes(fork, run.parameters, keep),
        clamp=tuple((n, x) for n, x in fork.clamp if keep(n < count, f"neuron {n + 1} {there}")),
        wipes=tuple(
            n for n in fork.wipes if keep(n < count, f"neuron {n + 1} {there}") and keep(n in banks, alone)
        ),
        inputs=tuple(
            (step, values)
            for step, values in fork.inputs
            if keep(
                fork.step < step <= run.length and len(values) == inputs,
                f"input {step:,} is not possible: give {inputs} numbers for one of {ahead}.",
            )
        ),
        swaps=tuple(
            (one, other)
            for one, other in fork.swaps
            if keep(
                fork.step < one and other <= run.length,
                f"swap {one:,} with {other:,} is not possible: both must be among {ahead}.",
            )
        ),
    )
    return fork, problems


def _banks(run: Run) -> set[int]:
    """The hidden neurons that have memory banks of their own."""
    hidden = [layer for layer in run.layers if layer.kind == "hidden"]
    each = [layer.axes > 0 and run.engine.banks for layer in hidden for _ in range(layer.size)]
    return {neuron for neuron, bank in enumerate(each) if bank}


def _changes(
    fork: Fork, parameters: Parameters, keep: Callable[[bool, str], bool]
) -> tuple[tuple[str, Any], ...]:
    kept: list[tuple[str, Any]] = []
    for name, value in fork.changes:
        model = NETWORKS[parameters.model].title
        if not keep(parameters.matters(SPECS[name]), f"{name} does not matter to the {model}."):
            continue
        try:
            replace(parameters, **dict([*kept, (name, value)]))
        except ParameterError as error:
            keep(False, str(error))
        else:
            kept.append((name, value))
    return tuple(kept)


def words(run: Run, fork: Fork) -> list[str]:
    """What the other future has otherwise, item by item."""
    said = []
    for name, value in fork.changes:
        spec = SPECS[name]
        was, now = spec.text(getattr(run.parameters, name)), spec.text(value)
        said.append(f"{spec.symbol or spec.label} {now} instead of {was}")
    said += [f"{_name(run, n)} {'silenced' if x == 0 else f'forced to {short(x)}'}" for n, x in fork.clamp]
    said += ["all memory wiped"] * fork.wipe_all + [f"memory of {_name(run, n)} wiped" for n in fork.wipes]
    said += [f"input {step:,} is {', '.join(map(short, values))}" for step, values in fork.inputs]
    return said + [f"inputs {one:,} and {other:,} swapped" for one, other in fork.swaps]


def _name(run: Run, neuron: int) -> str:
    """The neuron as the stage calls it: neuron 3, or layer 2, neuron 3."""
    sizes = [layer.size for layer in run.layers if layer.kind == "hidden"]
    names = [f"layer {number}, neuron {n + 1}" for number, size in enumerate(sizes, 1) for n in range(size)]
    return names[neuron] if len(sizes) > 1 else f"neuron {neuron + 1}"


def forkable(parameters: Parameters) -> list[dict[str, Any]]:
    """The parameters that a fork of this run can change, as the stage's form needs them."""
    return [
        {
            "name": name, "title": spec.title, "kind": spec.kind, "low": spec.low, "high": spec.high,
            "step": spec.step, "choices": spec.choices, "value": getattr(parameters, name),
        }
        for name in FORKABLE
        if name not in LATER and parameters.matters(spec := SPECS[name])
    ]  # fmt: skip
