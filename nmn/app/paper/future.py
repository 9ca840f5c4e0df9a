"""Section VI: what the paper leaves to future work, and what came of it here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nmn.address.screen import run_link
from nmn.app.paper.measured import Result
from nmn.app.shared.words import percent
from nmn.parameters import Parameters
from nmn.studies.experiments import EXPERIMENTS


class Idea(NamedTuple):
    """Something that the paper proposes.

    Attributes:
        name: what it is.
        words: what it is here.
        parameters: a run that shows it.
        uses: whether a run makes use of it.
    """

    name: str
    words: str
    parameters: Parameters
    uses: Callable[[Parameters], bool]


def _first(experiment: str, **wanted: object) -> Parameters:
    rows = (row.parameters for row in EXPERIMENTS[experiment])
    return next(p for p in rows if p.model == "nmn" and all(getattr(p, n) == v for n, v in wanted.items()))


IDEAS = (
    Idea(
        "Separate read and write commands", "A gate of each neuron's own learns when to write; an eligibility trace "
        "carries the gradient forward in time.",
        _first("extended-recall", gate="learned"), lambda p: p.gate == "learned",
    ),
    Idea(
        "Addressed memory, Eq. (12)", "A neuron's neighbours address one slot of its bank, so that the next layer "
        "grows with the number of neurons only; a focusing exponent sharpens the address.",
        _first("future", read="addressed"), lambda p: p.read == "addressed",
    ),
    Idea(
        "Line search", "Each step is shortened until the loss falls enough (backtracking, Armijo).",
        _first("future", optimiser="line-search"), lambda p: p.optimiser == "line-search",
    ),
    Idea(
        "Better optimisation", "AdaGrad gives every weight a falling learning rate of its own, so that rare errors "
        "are not drowned.",
        _first("future", optimiser="adagrad"), lambda p: p.optimiser == "adagrad",
    ),
    Idea(
        "Any desired decay schedule (III-C)", "Neurons draw different decays from a range, so that some remember "
        "for long and others can be read for order.",
        _first("future", gamma_spread=0.4), lambda p: p.gamma_spread > 0,
    ),
    Idea(
        "Any desired decay schedule (III-C), ours", "Memories turn as they fade, each neuron's by an angle of its own, "
        "so that weights of ordinary size tell long sequences apart.",
        _first("memory-recall", turn=3.14), lambda p: p.turn > 0,
    ),
    Idea(
        "Training schedules", "Decay in use may differ from decay in training, and several short starts may be tried "
        "before one is trained on.",
        _first("future", decay_in_use="asymptotic"), lambda p: p.decay_in_use != "same" or p.restarts > 1,
    ),
)  # fmt: skip


def lines(found: Mapping[str, Sequence[Result]]) -> Iterator[str]:
    """The ideas as a Markdown table: what the paper asks for, what it is here, what came out, and a run to open.

    Args:
        found: the results of each experiment.
    """
    yield "| the paper asks for | here | median test errors | open a run |"
    yield "| --- | --- | --- | --- |"
    for idea in IDEAS:
        link = f'[{idea.parameters.task}]({run_link(idea.parameters)} "Open {idea.name} in Step through")'
        yield f"| {idea.name} | {idea.words} | {_outcome(idea, found)} | {link} |"


def _outcome(idea: Idea, found: Mapping[str, Sequence[Result]]) -> str:
    errors = (
        f"{result.row.parameters.task}, {result.row.variant}: {percent(result.median)}"
        for results in found.values()
        for result in results
        if result.row.parameters.model == "nmn"
        and not result.row.reading
        and idea.uses(result.row.parameters)
    )
    return "; ".join(errors) or "not in our tables: try it"
