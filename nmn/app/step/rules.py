"""The rules in effect at each step of a window: a fork's past has those of the run that it left."""

from typing import Any, NamedTuple

from nmn.engine.protocol import Rules, rates
from nmn.runs.custom_sequence import CustomSequence
from nmn.runs.tape import Tape
from nmn.trace import Floats


class Stretch(NamedTuple):
    """Steps that one tape has recorded under one set of rules.

    Attributes:
        tape: the tape.
        first, stop: its first step, and the one after its last.
        learn: whether the network learns meanwhile.
    """

    tape: Tape
    first: int
    stop: int
    learn: bool

    @property
    def rules(self) -> Rules:
        """What is in effect."""
        return self.tape.engine.rules(self.tape.parameters, len(self.tape.clamp), self.learn)

    @property
    def alpha(self) -> float:
        """The learning rate before any cooldown."""
        return self.tape.engine.alpha(self.tape.parameters)

    @property
    def rates(self) -> Floats:
        """[T] learning rate of each step, whether it learns or not: it goes by the network's own steps."""
        begun = self.tape.at(self.first - 1).step
        return rates(self.tape.parameters, self.alpha, begun, self.stop - self.first)

    def told(self) -> dict[str, Any]:
        """The rules as the browser needs them."""
        p, rules = self.tape.parameters, self.rules
        forced = {n: x for n, x in enumerate(self.tape.clamp.tolist()) if x == x}
        return {
            "first": self.first, "learn": self.learn, "decay": rules.decay, "floor": p.floor, "store": p.store,
            "code": p.code, "alpha": self.alpha, "cooldown": p.cooldown, "tolerance": rules.tolerance,
            "optimiser": rules.optimiser, "forced": forced,
        }  # fmt: skip


def stretches(tape: Tape, first: int, stop: int) -> list[Stretch]:
    """The steps from first up to, not including, stop, by the rules that they were recorded under."""
    if tape.parent is not None and tape.owner(first - 1) is not tape:
        before, last = tape.parent
        past = stretches(before, first, min(stop, last + 1))
        return past if stop <= last + 1 else past + stretches(tape, last + 1, stop)
    return [Stretch(tape, first, stop, tape.learn if isinstance(tape, CustomSequence) else True)]
