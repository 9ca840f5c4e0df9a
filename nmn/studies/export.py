"""Runs to take away: as a Python script, as a notebook, and their learning curves as a table."""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from nmn.engine import NETWORKS
from nmn.parameters import Parameters, recipe
from nmn.runs.training import Run

TRAIN = """\
if run.trouble:
    print(run.trouble)
print("test error", run.test_error())"""
STEP = """\
step = {step}
moment = run.trace(step, step + 1)
print("inputs", moment.inputs[0])
print("outputs", moment.outputs[0], "targets", moment.targets[0])"""
MEMORY = """\
neuron, layer = 0, run.layers[{place}]
memory = moment.memory[0, : layer.size * layer.axes].reshape(layer.size, layer.axes)
print("memory of neuron", neuron, "after step", step, memory[neuron])"""
MEMORIES = """\
neuron, layer = 0, run.layers[{place}]
memory = moment.memory[0, : layer.size * layer.axes].reshape(layer.size, layer.axes)[neuron]
for axis in memory.nonzero()[0]:
    print("memory of neuron", neuron, "after step", step, f"pattern {{axis:0{bits}b}}", memory[axis])"""
SLOTS = """\
neuron, layer = 0, run.layers[{place}]
memory = moment.memory[0, : layer.size * layer.axes].reshape(layer.size, 2**{bits}, -1)[neuron]
for slot in memory.any(axis=1).nonzero()[0]:
    print("memory of neuron", neuron, "after step", step, f"slot {{slot:0{bits}b}}", *memory[slot])"""
HIDDEN = 'print("hidden neurons", moment.hidden[0])'
CURVE = """\
import plotly.graph_objects as go

figure = go.Figure(go.Scatter(x=list(run.curve.index), y=list(run.curve["error"])))
figure.update_layout(
    title="{title}", xaxis_title="inputs", yaxis_title="error while training", yaxis_rangemode="tozero"
)
figure"""


def snippet(parameters: Parameters, step: int | None = None) -> str:
    """A Python script that trains and tests the run: it prints the same error as the explorer, to the last digit.

    Args:
        parameters: what determines the run.
        step: a step to look at, with the memory of one neuron, or None.

    Raises:
        ValueError: the run has no such step.
    """
    parts = [
        f'"""{title(parameters)}: train it, and test it on fresh inputs."""',
        "import nmn",
        settings(parameters),
        TRAIN,
    ]
    return "\n\n".join([*parts, *_look(parameters, step)]) + "\n"


def notebook(parameters: Parameters, step: int | None = None) -> str:
    """A notebook, as the text of its file, that does what the script of `snippet` does and draws the learning curve.

    Args:
        parameters: what determines the run.
        step: see `snippet`.
    """
    from nbformat import v4, writes

    told = (
        f"# {title(parameters)}\n\nThe settings below are those that suit the task, but for what is named. The seed "
        "draws the stream and the initial weights: the same seed, the same run, to the last digit."
    )
    source = [f"import nmn\n\n{settings(parameters)}", TRAIN, *_look(parameters, step)]
    source.append(CURVE.format(title=title(parameters)))
    cells = [v4.new_markdown_cell(told, id="cell-0")]
    cells += [v4.new_code_cell(text, id=f"cell-{number}") for number, text in enumerate(source, start=1)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    written: str = writes(v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}))
    return written + "\n"


def title(parameters: Parameters) -> str:
    """A run in words."""
    return f"{NETWORKS[parameters.model].title} on {parameters.task}, seed {parameters.seed}"


def settings(parameters: Parameters) -> str:
    """The line of Python that trains the run: its task, and what differs from the task's recipe."""
    usual = recipe(parameters.task)
    texts = {
        name: f'"{value}"' if isinstance(value, str) else repr(value)
        for name, value in vars(parameters).items()
    }
    changed = [
        f"{name}={text}" for name, text in texts.items() if getattr(parameters, name) != getattr(usual, name)
    ]
    given = [f'"{parameters.task}"', *changed]
    line = f"run = nmn.train({', '.join(given)})"
    return (
        line
        if len(line) <= 100
        else "\n".join(["run = nmn.train(", *(f"    {each}," for each in given), ")"])
    )


def _look(parameters: Parameters, step: int | None) -> Iterator[str]:
    """What shows a step of the run, with the memory of the first neuron that has one."""
    if step is None:
        return
    if not 1 <= step <= parameters.steps:
        raise ValueError(f"step {step:,} is not in this run: it has 1 to {parameters.steps:,}.")
    place = 1 + parameters.banks.index(True) if any(parameters.banks) else None
    memory, bits = MEMORIES if parameters.sparse else MEMORY, parameters.tau + 1
    if parameters.sparse and not parameters.widens:
        memory, bits = SLOTS, parameters.tau
    yield STEP.format(step=step) + "\n" + (memory.format(place=place, bits=bits) if place else HIDDEN)


def curves(runs: Iterable[Run]) -> pd.DataFrame:
    """A row for each point of each learning curve: the run, the last step of a block of inputs, and the error in it.

    `settings` has what differs from the task's recipe, as in an address. After the error that the task is about stands
    that of each part, where there are several.
    """
    return pd.DataFrame([point for run in runs for point in _points(run)])


def _points(run: Run) -> Iterator[dict[str, Any]]:
    query = {
        name: text
        for name, text in run.parameters.to_query().items()
        if name not in ("task", "model", "seed")
    }
    names = run.task.parts if len(run.task.parts) > 1 else ()
    place = {
        "task": run.parameters.task,
        "model": run.parameters.model,
        "seed": run.parameters.seed,
        "settings": "&".join(f"{name}={text}" for name, text in query.items()),
    }
    for step, error, parts in zip(
        run.history.steps, run.history.of(run.task.headline), run.history.parts, strict=False
    ):
        yield (
            place
            | {"step": step, "error": error}
            | {f"error, {name}": part for name, part in zip(names, parts, strict=False)}
        )
