"""The rules in effect at each step of a window: a fork's past has those of the run that it left."""

from typing import Any, NamedTuple

import numpy as np

from nmn.engine import network
from nmn.runs.custom_sequence import CustomSequence
from nmn.runs.tape import Tape
from nmn.spec import RECURRENT
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
    def decay(self) -> str:
        """The decay schedule in effect."""
        return network.schedule(self.tape.parameters, self.learn)

    @property
    def gammas(self) -> Floats:
        """[H] decay in effect of each hidden neuron; empty for a network without memories of that kind."""
        if self.tape.parameters.model != "nmn":
            return np.zeros(0)
        return network.decays(self.tape.parameters, len(self.tape.clamp), self.learn)

    @property
    def angles(self) -> Floats:
        """[H] angle by which each hidden neuron turns its memories when it fires; empty where they do not turn."""
        if self.tape.parameters.model != "nmn" or not self.tape.parameters.turn:
            return np.zeros(0)
        return network.angles(self.tape.parameters, len(self.tape.clamp))

    @property
    def alpha(self) -> float:
        """The learning rate before any cooldown."""
        parameters = self.tape.parameters
        return parameters.rnn_alpha if parameters.model in RECURRENT else parameters.alpha

    @property
    def rates(self) -> Floats:
        """[T] learning rate of each step, whether it learns or not: it goes by the network's own steps."""
        begun = self.tape.at(self.first - 1).step
        return network.rates(self.tape.parameters, self.alpha, begun, self.stop - self.first)

    def told(self) -> dict[str, Any]:
        """The rules as the browser needs them."""
        p = self.tape.parameters
        forced = {n: x for n, x in enumerate(self.tape.clamp.tolist()) if x == x}
        adam = p.model in RECURRENT
        return {
            "first": self.first, "learn": self.learn, "decay": self.decay, "floor": p.floor, "store": p.store,
            "code": p.code, "alpha": self.alpha, "cooldown": p.cooldown, "tolerance": 0.0 if adam else p.tolerance,
            "optimiser": "adam" if adam else p.optimiser, "forced": forced,
        }  # fmt: skip


def stretches(tape: Tape, first: int, stop: int) -> list[Stretch]:
    """The steps from first up to, not including, stop, by the rules that they were recorded under."""
    if tape.parent is not None and tape.owner(first - 1) is not tape:
        before, last = tape.parent
        past = stretches(before, first, min(stop, last + 1))
        return past if stop <= last + 1 else past + stretches(tape, last + 1, stop)
    return [Stretch(tape, first, stop, tape.learn if isinstance(tape, CustomSequence) else True)]
