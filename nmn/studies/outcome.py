"""What is kept of a run: its test error, its learning curve in few points, and why it failed, if it did."""

from collections.abc import Callable
from dataclasses import dataclass, field

from nmn.parameters import Parameters
from nmn.runs.findings import find
from nmn.runs.training import Run
from nmn.studies.streams import Shared

POINTS = 40  # of a learning curve, evenly spread over the logarithm of the steps
Curves = dict[str, tuple[tuple[int, ...], tuple[float, ...]]]


class Cancelled(Exception):  # noqa: N818 (nothing is wrong)
    """The run was given up because nobody wants it any more."""


@dataclass(frozen=True)
class Outcome:
    """A run that was trained and tested: plain values, the same to the last bit wherever it ran.

    Attributes:
        parameters: what determines it.
        error: the test error that the task is about, see `Run.score`.
        parts: the test error of each part of the task, by its name.
        trouble: what went wrong, in words, or None. A run with trouble has failed.
        steps: how many inputs it was trained on.
        seconds: time that training took; does not count when outcomes are compared.
        curves: learning curves as steps and errors, see `Curve.thinned`: "" what `error` is about, then each part by
            its name, where there are several.
        kind: what went wrong, as a key of `nmn.runs.findings.KINDS`, or None.
    """

    parameters: Parameters
    error: float
    parts: dict[str, float]
    trouble: str | None
    steps: int
    seconds: float = field(compare=False)
    curves: Curves
    kind: str | None = None


def measure(parameters: Parameters, cancelled: Callable[[], bool] | None = None) -> Outcome:
    """Train a run and test it.

    Args:
        parameters: what determines the run.
        cancelled: asked every now and then, also while it is tested.

    Raises:
        Cancelled: as soon as `cancelled` says so.
    """

    def check(_: int) -> None:
        if cancelled and cancelled():
            raise Cancelled

    check(0)
    run = Run(parameters, task=Shared(parameters)).train(report=check)
    errors = run.test(report=check)
    parts = run.task.parts if len(run.task.parts) > 1 else ()
    wanted = {"": run.task.headline} | {name: number for number, name in enumerate(parts)}
    thinned = {name: run.history.thinned(part, POINTS) for name, part in wanted.items()}
    finding = find(run, lambda: run.score(errors))
    return Outcome(
        parameters,
        run.score(errors),
        errors,
        finding.sentence if finding else None,
        run.length,
        run.seconds,
        {name: (tuple(steps), tuple(error)) for name, (steps, error) in thinned.items()},
        finding.kind if finding else None,
    )
