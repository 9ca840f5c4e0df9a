"""The contract of the stage: what the browser tells of a window is what the engine did, whatever tape and network."""

import json
import re
from base64 import b64encode
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from arithmetic import equations
from playwright.sync_api import Page
from tapes import settings, tapes
from test_modules import serve

from nmn.app.step import written_axes
from nmn.app.step.events import Event, happens
from nmn.app.step.window import filled
from nmn.engine import decay
from nmn.paper import equations as paper
from nmn.paper import future, reference
from nmn.paper.reference import Forward, Rules
from nmn.parameters import SPECS, Parameters
from nmn.runs.custom_sequence import CustomSequence
from nmn.runs.tape import Tape
from nmn.trace import Floats, Trace

SETTINGS = dict(settings())
GROUPS = 4
MEMORIES = ("before", "after", "stayed", "gained")
CALL = """([text, picked]) => import("/modules/contract.js").then(({ told }) => JSON.stringify(told(text, picked)))"""


def told(page: Page, data: bytes, picked: list[int]) -> list[dict[str, Any]]:
    """What a page makes of the bytes of a window, and of another future behind it."""
    found: list[dict[str, Any]] = json.loads(page.evaluate(CALL, [b64encode(data).decode(), picked]))
    return found


@pytest.mark.parametrize("part", range(GROUPS))
def test_what_the_browser_tells_is_what_the_engine_did(page: Page, part: int) -> None:
    serve(page)
    wrong: list[str] = []
    for number, (name, parameters) in enumerate(SETTINGS.items()):
        if number % GROUPS != part:
            continue
        for kind, (tape, first, stop) in tapes(parameters).items():
            picked = sorted({0, 1, 5, 8, 9, 11, stop - first - 1} & set(range(stop - first)))
            (seen,) = told(page, filled(tape, first, stop), picked)
            trace = tape.trace(first, stop)
            for step in seen["steps"]:
                step |= {each: everywhere(tape, step[each]) for each in MEMORIES if each in step}
            claims = Claims(tape, trace, seen)
            wrong += [f"{name}, {kind}: {sentence}" for sentence in claims.broken()]
    assert not wrong, "\n".join(wrong[:40])


def everywhere(tape: Tape, values: list[float]) -> list[float]:
    """Numbers of the axes that are drawn, with those of all others: they are 0."""
    drawn = written_axes.shown(tape)
    if drawn is None:
        return values
    whole = np.zeros((sum(layer.size for layer in tape.layers if layer.axes), drawn.every))
    whole[:, drawn.axes] = np.reshape(values, (len(whole), -1))
    found: list[float] = whole.ravel().tolist()
    return found


class Claims:
    """What must hold of a window, each a method that yields what does not."""

    def __init__(self, tape: Tape, trace: Trace, seen: dict[str, Any]) -> None:
        self.tape, self.trace, self.seen = tape, trace, seen
        self.learn = tape.learn if isinstance(tape, CustomSequence) else True
        weights = [self.weights(at) for at in range(trace.first - 1, trace.first + len(trace.inputs))]
        self.moves = [not np.array_equal(was, now) for was, now in pairwise(weights)]

    def broken(self) -> list[str]:
        """Sentences for what does not hold."""
        found = [*self.answers(), *self.learned(), *self.events()]
        for step in self.seen["steps"]:
            found += [f"step {self.trace.first + step['t']}: {each}" for each in self.step(step)]
        return found

    def answers(self) -> list[str]:
        """Groups, mistakes, and every answer."""
        ports, trace = self.tape.task.ports, self.trace
        far = trace.wrong > (0.25 if ports.unit else 0)
        found = [] if [g["size"] for g in self.seen["groups"]] == list(ports.groups) else ["groups differ"]
        if not np.array_equal(self.seen["mistakes"], far.any(axis=1)):
            found.append("mistakes differ")
        for step in self.seen["steps"]:
            for g, answer in enumerate(step["answers"]):
                asked, error = trace.parts[step["t"], g] >= 0, trace.wrong[step["t"], g]
                same = abs(answer["is"] - answer["wanted"]) <= 1e-6
                off = error > 1e-5 if ports.unit else error > 0
                if answer["asked"] != asked or (asked and same == off):
                    found.append(f"answer {g} at {step['t']}: {answer}, an error of {error}")
        return found

    def learned(self) -> list[str]:
        """A rate is told exactly where weights have moved: the usual one, or what a line search has halved it to."""
        found, halved = [], self.tape.parameters.optimiser == "line-search"
        told = zip(self.seen["rates"], self.seen["usual"], self.moves, strict=True)
        for t, (rate, usual, moved) in enumerate(told):
            if moved != (rate > 0):
                found.append(f"a rate of {rate} at {t}, where weights {'moved' if moved else 'stayed'}")
            if moved and (np.log2(usual / rate) % 1 if halved else rate != usual):
                found.append(f"a rate of {rate} at {t}, where the usual one is {usual}")
        return found

    def events(self) -> list[str]:
        """What can be jumped to in the window is what Python finds beyond it."""
        drawn, found = written_axes.shown(self.tape), []
        for kind, neuron, axis, steps in self.seen["events"]:
            event = Event(kind, neuron, axis if drawn is None or axis is None else int(drawn.axes[axis]))
            wanted = np.flatnonzero(happens(self.tape, event, self.trace)).tolist()
            if steps != wanted:
                apart = sorted(set(steps) ^ set(wanted))
                found.append(f"{kind} of neuron {neuron}, axis {axis} differs at {apart[:5]}")
        return found

    def weights(self, at: int) -> Floats:
        """All weights after a step."""
        state = self.tape.at(at)
        inner = state.network if self.tape.parameters.model == "delayed" else state
        if self.tape.parameters.model in ("rnn", "lstm"):
            return np.asarray(inner.weights)
        if (
            self.tape.parameters.widens
        ):  # weights from memories come with their patterns, which is no learning
            return np.concatenate((*map(np.ravel, self.tape.connections(at)), inner.biases))
        return np.concatenate((inner.weights, inner.biases, inner.gate_weights))

    def step(self, step: dict[str, Any]) -> list[str]:
        """Memories, words and equations of a step."""
        t, found = step["t"], []
        for name, values in (("before", self.trace.before[t]), ("after", self.trace.memory[t])):
            if not np.array_equal(np.asarray(step[name], "f4"), values.astype("f4")):
                found.append(f"memories {name} it differ")
        if self.tape.parameters.model == "nmn" and self.trace.memory.size:
            found += self.stored(step)
        for text in [words for _, words in step["lines"]] + [
            w for each in step["xray"] for w in each["words"]
        ]:
            found += [f"{equation} does not hold: {text}" for equation, agree in equations(text) if not agree]
        every = [
            *step["said"],
            *(w for _, w in step["lines"]),
            *(w for each in step["xray"] for w in each["words"]),
        ]
        found += [f"odd words: {text}" for text in every if re.search(r"undefined|NaN|\[object|null", text)]
        moved = self.moves[t]
        for name, text in step["lines"]:
            if name == "back" and ("no weight moves" in text) == moved:
                found.append(f"weights {'moved' if moved else 'stayed'}: {text}")
        for each in step["xray"]:
            if abs(each["total"] - each["value"]) > 2e-3 * max(1, abs(each["value"])):
                found.append(f"writes add up to {each['total']}, not {each['value']}")
        return found

    def stored(self, step: dict[str, Any]) -> list[str]:
        """What stayed and what was written, against the readable equations; together, against the engine."""
        t, at = step["t"], self.trace.first + step["t"]
        stayed, written = np.array(step["stayed"]), np.array(step["gained"])
        tape = self.tape if isinstance(self.tape, CustomSequence) else self.tape.owner(at - 1)
        want, new, replaced = reckoned(tape, self.learn, self.trace, t)
        found = []
        scale = np.maximum(1, np.abs(self.trace.memory[t]))
        if (np.abs(stayed - want) > 1e-5 * scale).any():
            found.append(f"what stayed differs by {np.abs(stayed - want).max()}")
        if (np.abs(written - new) > 1e-5 * scale).any():
            found.append(f"what was written differs by {np.abs(written - new).max()}")
        kept = np.where(replaced, 0, stayed)
        if (np.abs(kept + written - self.trace.memory[t]) > 1e-5 * scale).any():
            found.append("what stayed and what was written are not the memory")
        return found


def reckoned(tape: Tape, learn: bool, trace: Trace, t: int) -> tuple[Floats, Floats, Floats]:
    """What stays of all components in step t, what is written to them, and where that takes the place of what stays."""
    p, sizes = tape.parameters, [layer.size for layer in tape.layers[1:-1]]
    ends = np.cumsum(sizes)
    kind = p.decay if learn or p.decay_in_use == "same" else p.decay_in_use
    gammas = np.split(decay.decays(p, int(ends[-1]), learn), ends[:-1])
    angles = np.split(decay.angles(p, int(ends[-1])), ends[:-1]) if p.turn else []
    rules = rules_of(p, kind, gammas, angles)
    x = [*np.split(trace.hidden[t], ends[:-1]), trace.outputs[t]]
    gates = np.split(trace.gate[t], ends[:-1])
    seen, at, parts = Forward(x, [trace.inputs[t]], []), 0, []
    for level, layer in enumerate(tape.layers[1:-1]):
        M = trace.before[t, at : at + layer.size * layer.axes].reshape(layer.size, layer.axes)
        at += M.size
        if not M.size:
            continue
        g, nothing = reference.write_vectors(level, seen, rules), np.zeros_like(M)
        angle = angles[level] if angles else None
        if p.gate == "learned":
            stay = future.gated_store(M, gates[level], nothing, gammas[level])
            new, taken = gates[level][:, None] * g, np.zeros(M.shape, bool)
        else:
            fires = gates[level][:, None] > 0
            assert np.array_equal(fires[:, 0], paper.fires(x[level]))
            alone = rules._replace(store="add")
            stay = reference.store(M, x[level], nothing, gammas[level], alone, angle)
            taken = fires & (np.abs(g) >= np.abs(stay)) & (g != 0) & (p.store == "refresh")
            new = np.where(fires & (taken | (p.store == "add")), g, 0.0)
        parts.append((stay, new, taken))
    stay, new, taken = (np.concatenate([part.ravel() for part in each]) for each in zip(*parts, strict=True))
    return stay, new, taken


def rules_of(p: Parameters, decay: str, gammas: list[Floats], angles: list[Floats]) -> Rules:
    """The rules of a memory network."""
    same = {name: getattr(p, name) for name in Rules._fields if name in SPECS}
    return Rules(**(same | {"gammas": gammas, "angles": angles, "decay": decay}))
