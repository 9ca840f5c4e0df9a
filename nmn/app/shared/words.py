"""What tasks, networks and options are, in sentences: from their declarations, for the controls and for the stage."""

from dataclasses import replace
from typing import Any

from nmn.address.race_query import difference
from nmn.engine import kind
from nmn.paper.notation import ABOUT, MARKED, cited
from nmn.parameters import Parameters, recipe
from nmn.registry import title
from nmn.spec import Spec
from nmn.tasks import TASKS, about

EQUATIONS = [(number, tex, ABOUT[number]) for number, tex in MARKED.items()]  # as the stage writes them out


def meanings(spec: Spec, parameters: Parameters) -> dict[Any, str]:
    """A sentence for each choice of a parameter; that of the task at hand with its settings."""
    if spec.name != "task":
        return dict(spec.meanings)
    return {task: about(parameters if task == parameters.task else recipe(task)) for task in TASKS}


def help_of(spec: Spec) -> str:
    """The help of a control, in Markdown: what it is, every choice in a sentence, and the equations that it cites."""
    choices = [f"- **{title(choice)}**: {said}" for choice, said in meanings(spec, recipe("sorted")).items()]
    equations = [f"({number}) $\\displaystyle {tex}$" for number, tex in cited(spec.source).items()]
    return "\n\n".join(
        part for part in (f"{spec.help} {spec.source}".strip(), "\n".join(choices), *equations) if part
    )


def scene(parameters: Parameters) -> list[tuple[str, str]]:
    """What is seen on Step through: the task and the network, each with its name and a sentence."""
    return [
        (parameters.task, about(parameters)),
        (title(parameters.model), kind(parameters).describe(parameters)),
    ]


def seen(parameters: Parameters) -> str:
    """The task, the network, and what is set otherwise than the task suggests, in a line."""
    other = difference(parameters, replace(recipe(parameters.task), model=parameters.model))
    return ", ".join(part for part in (parameters.task, title(parameters.model), other) if part)


def percent(error: float) -> str:
    """An error in a table or a sentence beside one: two decimals each, as in docs/results.md."""
    return f"{error:.2%}"
