"""What went wrong in a run that has learned nothing, or too little: the kind, the reason and a remedy in words.

A run that is trained to its end is held to what a network can do without memory, or to guessing where that is not
known. Where it errs as much, the first cause that shows in its curve, its outputs and its memories is named. The limits
were measured on seeds below 100 of all tasks and networks.
"""

from collections.abc import Callable
from typing import NamedTuple
from weakref import WeakKeyDictionary

from nmn.parameters import SPECS, Parameters
from nmn.runs.signs import Seen, course, guessing, left, needed
from nmn.runs.tape import NOT_FINITE
from nmn.runs.training import Run
from nmn.tasks import TASKS

NO_BETTER = 0.9  # of the error without memory, or of guessing: from there on nothing is learned
PART = (
    0.5  # of the error without memory, or of wrong classes by guessing: from there on too little is learned
)
WORSE, MORE = 1.5, 0.05  # a network without memory may err so many times the least it can, and so much more
PILED = 4.0  # size of a memory, in what one firing writes, that pushes what reads it to 0 or 1
FLAT_OUTPUT = 1e-3  # slope x (1 - x) below which little is learned
FLAT_LAYER = 0.97  # share of a hidden layer's outputs at the ends of their range, where it passes little on
FALLING = 0.8  # of the error in the second quarter of training: it still learns
SHORT = 4  # blocks of the curve: in fewer of them nothing can be learned
LOW = 0.05  # what is left of a memory when it can hardly be read any more

KINDS = {
    "diverged": "diverged",
    "saturated": "saturated by memories that piled up",
    "stuck": "stuck with outputs at 0 or 1",
    "forgets": "forgot too fast",
    "unwritten": "never wrote a memory",
    "one axis": "wrote one axis only",
    "no order": "kept everything, so that no order was left",
    "cut off": "trained over too few steps back in time",
    "in use": "misled by the decay in use",
    "untrained": "not trained long enough",
    "guessing": "no better than guessing",
    "no use": "no better than without memory",
    "in part": "learned in part only",
}


class Finding(NamedTuple):
    """What went wrong: a key of KINDS, and the reason and a remedy in words."""

    kind: str
    sentence: str


_found: "WeakKeyDictionary[Run, tuple[int, Finding | None]]" = WeakKeyDictionary()


def find(run: Run, test: Callable[[], float] | None = None) -> Finding | None:
    """What went wrong in a run; None where nothing did, or where its training has not ended.

    Args:
        run: the run.
        test: gives its test error, where that is known or takes a while; asked only where something hangs on it.
    """
    if not run.finished:
        return None
    known = _found.get(run)
    if known is None or known[0] != run.length:
        known = _found[run] = (run.length, _find(run, test or run.test_error))
    return known[1]


class Case(NamedTuple):
    """A run that errs too much.

    Attributes:
        run: the run.
        middle, end: see `course`.
        guess: error of guessing.
        alone: error without memory, None where it is not known.
    """

    run: Run
    middle: float
    end: float
    guess: float
    alone: float | None

    @property
    def remembers(self) -> bool:
        """Whether the network has a memory of any kind."""
        return self.run.engine.memory not in ("banks", "none") or any(self.run.parameters.banks)

    @property
    def limit(self) -> float:
        """The error from which on it errs too much."""
        if self.alone is None:
            return (NO_BETTER if self.run.task.ports.unit else PART) * self.guess
        return PART * self.alone if self.remembers else WORSE * self.alone + MORE

    @property
    def wrong(self) -> str:
        """How it errs, in words."""
        if self.run.task.ports.unit:
            unit = TASKS[self.run.parameters.task].unit
            return f"the answers are {_percent(self.end)} of the {unit} away on average"
        return f"{_percent(self.end)} of the answers are wrong"

    @property
    def errs(self) -> str:
        """How it errs, and what that is held to, in words."""
        if self.end >= NO_BETTER * self.guess:
            return f"{self.wrong}, as by guessing"
        return (
            self.wrong
            if self.alone is None
            else f"{self.wrong} (best without memory: {_percent(self.alone)})"
        )


def _percent(error: float) -> str:
    return f"{100 * error:.2g} %" if error < 0.995 else f"{100 * error:.0f} %"


def _find(run: Run, test: Callable[[], float]) -> Finding | None:
    case = Case(run, *course(run), guessing(run.task), run.task.optimum)
    if run.trouble:
        return _broken(case, run.trouble)
    if case.end >= case.limit:
        if run.length < SHORT * run.block:
            return _untrained(case)
        seen = Seen.of(run)
        return (
            _of_sizes(case, seen) or _of_outputs(case, seen) or _of_writes(case, seen) or _of_training(case)
        )
    if run.parameters.decay_in_use != "same" and any(run.parameters.banks):
        return _in_use(case, test())
    return None


def _broken(case: Case, trouble: str) -> Finding:
    """A training that was broken off; `trouble` says why."""
    if NOT_FINITE in trouble:
        return Finding("diverged", f"{trouble} A smaller α keeps the steps small.")
    seen = Seen.of(case.run)
    if seen.size >= PILED:
        return Finding("saturated", f"{trouble} Memories had {_piled(case.run.parameters, seen)}.")
    return Finding("stuck", trouble)


def _piled(parameters: Parameters, seen: Seen) -> str:
    gamma = parameters.gamma + parameters.gamma_spread
    rate = "without decay" if parameters.decay == "none" else f"at γ = {parameters.gamma:g}"
    endless = gamma >= 1 or parameters.decay == "none"
    most = "grow without bound" if endless else f"can reach {1 / (1 - gamma):.3g} times"
    return f"piled up to {seen.size:,.0f} times what one firing writes ({rate} they {most})"


def _of_sizes(case: Case, seen: Seen) -> Finding | None:
    """A cause that lies in how large memories are: too small to be read, or too large."""
    p, back, rest = case.run.parameters, needed(case.run.parameters), left(case.run.parameters)
    if not any(p.banks):
        return None
    if rest is not None and rest < LOW:
        return Finding(
            "forgets",
            f"It forgets too fast: what is asked for came {back} inputs before, and {rest:.1g} is left by then of a "
            f"memory that fades at every second one; {case.errs}. Try a larger γ, or a learned write gate.",
        )
    if p.store == "add" and seen.size >= PILED:
        return Finding(
            "saturated",
            f"Saturated: {case.errs}. Memories have {_piled(p, seen)}, which pushes the outputs that read them to 0 or "
            "1, where little is learned. Try a smaller γ or α, or store = refresh.",
        )
    return None


def _of_outputs(case: Case, seen: Seen) -> Finding | None:
    """A cause that lies in outputs at the ends of their range."""
    if seen.slope < FLAT_OUTPUT:
        return Finding(
            "stuck",
            f"Stuck: {case.errs}; the outputs sit at 0 or 1, where the slope x (1 - x) is almost 0 and little is "
            "learned. Try a smaller α.",
        )
    for number, share in enumerate(seen.flat, 1):
        if share >= FLAT_LAYER:
            return Finding(
                "stuck",
                f"Stuck: {case.errs}; {_percent(share)} of what hidden layer {number} puts out is at an end of its "
                "range, where hardly an error goes back. Try a smaller learning rate.",
            )
    return None


def _of_writes(case: Case, seen: Seen) -> Finding | None:
    """A cause that lies in what the neurons write."""
    p = case.run.parameters
    if not any(p.banks):
        return None
    if seen.writes == 0:
        return Finding(
            "unwritten",
            f"Hardly a neuron fires, so that hardly a memory is written: {case.errs}. Try first weights of another "
            "size, or another seed.",
        )
    if p.gamma >= 1 or p.decay == "none":
        return Finding(
            "no order",
            f"Memories that never fade do not tell which is older: {case.errs}. Try a γ below 1.",
        )
    if (p.write, p.gate) == ("neighbour", "tied") and seen.axes <= 1:
        return Finding(
            "one axis",
            f"Most neurons write one axis only, which tells little of what came before: {case.errs}. Try a larger τ.",
        )
    return None


def _untrained(case: Case) -> Finding:
    return Finding(
        "untrained",
        f"Not trained long enough: after {case.run.length:,} inputs, {case.errs}. Try more training steps.",
    )


def _of_training(case: Case) -> Finding:
    """A cause that lies in the training, or none that shows."""
    p, back = case.run.parameters, needed(case.run.parameters)
    if p.matters(SPECS["bptt"]) and back is not None and 0 < p.bptt < back:
        return Finding(
            "cut off",
            f"Errors go back {p.bptt} steps, and what is asked for came {back} before: {case.errs}. Try more steps "
            "back in time; 0 is all of them.",
        )
    if case.end < FALLING * case.middle:
        return _untrained(case)
    more = "Try more training steps, another learning rate or several starts."
    if case.alone is None or not case.remembers:
        return Finding("guessing", f"No better than guessing: {case.wrong}. {more}")
    if case.end >= NO_BETTER * case.alone:
        return Finding("no use", f"Its memory is of no use so far: {case.errs}. {more}")
    return Finding("in part", f"Learned in part only: {case.errs}. {more}")


def _in_use(case: Case, tested: float) -> Finding | None:
    """A run that has learned, and errs when it is used, where its memories decay otherwise than in training."""
    if tested < case.limit:
        return None
    schedule = case.run.parameters.decay_in_use
    return Finding(
        "in use",
        f"It has learned, with {_percent(case.end)} wrong in training, but is misled when it is used "
        f"({_percent(tested)}): decay in use = {schedule} leaves other memories than it was trained "
        "with. Try decay in use = same, or a γ in use near γ.",
    )
