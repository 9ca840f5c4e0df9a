"""Tapes of every kind that the stage shows: runs, forks, sequences of one's own, of every task, network and variant."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from nmn.engine import NETWORKS
from nmn.parameters import Parameters, recipe
from nmn.runs.custom_sequence import CustomSequence, SequenceStep
from nmn.runs.tape import Tape
from nmn.runs.training import Run

STEPS = 240
LATE = 170  # a step in the last third
FORK = 100
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "soft": {"code": "soft"},
    "soft refresh": {"code": "soft", "store": "refresh"},
    "refresh": {"store": "refresh"},
    "input write": {"write": "input"},
    "input refresh": {"write": "input", "store": "refresh"},
    "column": {"hidden": (8, 6), "neighbourhood": "column"},
    "column soft": {"hidden": (8, 6), "neighbourhood": "column", "code": "soft"},
    "learned gate": {"gate": "learned", "tolerance": 1e-4, "optimiser": "adagrad", "alpha": 0.1},
    "learned gate, input": {"gate": "learned", "write": "input", "tolerance": 0.02},
    "learned gate, soft column": {"gate": "learned", "code": "soft", "neighbourhood": "column", "hidden": (8, 6)},
    "addressed": {"read": "addressed", "focus": 2.0},
    "addressed soft input": {"read": "addressed", "code": "soft", "write": "input"},
    "addressed sparse": {"read": "addressed", "tau": 6, "write": "input", "store": "refresh"},
    "printed": {"backprop": "printed"},
    "turn": {"turn": 2.0},
    "turn input": {"turn": 3.0, "write": "input", "decay": "none"},
    "spread": {"gamma_spread": 0.3},
    "asymptotic": {"decay": "asymptotic", "floor": 0.2},
    "no decay": {"decay": "none"},
    "exponential in use": {"decay_in_use": "exponential", "gamma_in_use": 0.9},
    "asymptotic in use": {"decay_in_use": "asymptotic", "gamma_in_use": 0.6, "floor": 0.1},
    "none in use": {"decay_in_use": "none", "gamma_spread": 0.2},
    "no neighbours": {"tau": 0},
    "cross-entropy": {"loss": "cross-entropy"},
    "adagrad": {"optimiser": "adagrad", "alpha": 0.1},
    "line search": {"optimiser": "line-search"},
    "second layer only": {"hidden": (8, 6), "memory": (False, True)},
    "first layer only": {"hidden": (8, 6), "memory": (True, False)},
    "two layers, gamma 0": {"hidden": (8, 6), "gamma": 0.0},
    "sparse": {"hidden": (12, 11), "tau": 10},
    "sparse column, refresh": {"hidden": (8, 6), "tau": 10, "neighbourhood": "column", "store": "refresh"},
    "wide sparse": {"hidden": (9, 10), "tau": 8, "read": "addressed"},
}  # fmt: skip


def settings() -> Iterator[tuple[str, Parameters]]:
    """Every task with every network, and the memory network's variants on tasks of classes and of bits, by name."""
    for task in (
        "sorted",
        "classify-recall",
        "memory-recall",
        "extended-recall",
        "signal",
        "digits",
        "sunspots",
    ):
        for model in NETWORKS:
            yield f"{task} {model}", replace(recipe(task), model=model, steps=STEPS)
    for name, changes in VARIANTS.items():
        for task in ("sorted", "memory-recall"):
            base = replace(Parameters(task=task, steps=STEPS, cooldown=0.05), hidden=(9,))
            yield f"{task} {name}", replace(base, **changes)


def rows(tape: Tape, count: int) -> list[SequenceStep]:
    """The next inputs of a task, every second one with its answers."""
    stream, ports = tape.task.stream(FORK, FORK + count), tape.task.ports
    begins = np.cumsum((0, *ports.groups))
    found = []
    for t in range(count):
        targets = np.split(stream.targets[t], begins[1:-1])
        answers = tuple(float(y.argmax()) if len(y) > 1 else float(y[0]) for y in targets)
        found.append(SequenceStep(tuple(stream.inputs[t]), answers if t % 2 else (None,) * len(targets)))
    return found


def fork(run: Run) -> Run:
    """A fork that changes what this run can change in one."""
    parameters, model = run.parameters, run.parameters.model
    changes: dict[str, Any] = {"rnn_alpha": 0.02} if model in ("rnn", "lstm") else {"alpha": 0.2}
    wipes: tuple[int, ...] = ()
    if model == "nmn":
        changes["gamma"] = 0.5 if parameters.gamma_spread else 0.8
        wipes = (len(run.clamp) - 1,) if run.layers[-2].axes else (0,)
        if parameters.gate == "tied" and not parameters.turn and not parameters.sparse:
            changes |= {"store": "refresh" if parameters.store == "add" else "add"}
    return run.fork(FORK, clamp={1: 1.0, 2: 0.0}, wipes=wipes, **changes).train()


def tapes(parameters: Parameters) -> dict[str, tuple[Tape, int, int]]:
    """All kinds of tapes of one setting, each with a window: its first step, and the one after its last."""
    run = Run(parameters).train()
    other = fork(run)
    sequence = rows(run, 12)
    return {
        "run": (run, 1, 25),
        "late run": (run, LATE, LATE + 15),
        "fork": (other, FORK - 8, FORK + 14),
        "own": (CustomSequence(run, 130, sequence), 1, 13),
        "own, learning": (CustomSequence(run, 200, sequence, learn=True, keep=True), 1, 13),
        "own after a fork": (CustomSequence(other, FORK + 20, sequence, keep=True), 1, 13),
    }
