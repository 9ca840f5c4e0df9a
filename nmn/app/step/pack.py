"""The one packing of a window for the browser: of a run, of a fork's other future, of one's own sequence alike.

Whatever a picture or a sentence means is in the bytes: what each step was asked and answered, what it stored and what
had stayed before, the rates and decays that were in effect, whose weights are drawn. The browser reads it
(`assets/stage/model/decode.js`) and works out only what follows: who fires, which pattern that is, which phases come.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nmn.app.step import written_axes
from nmn.app.step.changes import bits, changes
from nmn.app.step.events import FAR, mistakes
from nmn.app.step.labels import labels
from nmn.app.step.replay import replay
from nmn.app.step.rules import Stretch, stretches
from nmn.app.step.scales import ceilings, scale
from nmn.app.step.storing import Stored, stored
from nmn.parameters import SPECS
from nmn.runs.tape import Tape
from nmn.tasks import TASKS
from nmn.trace import Floats, Trace

Contents = tuple[dict[str, Any], dict[str, ArrayLike]]  # a further part of the header, and arrays by name
SENT = ("inputs", "targets", "parts", "loss", "starts", "axis", "delta")


def header(tape: Tape) -> dict[str, Any]:
    """What the bytes say of a tape in words and single numbers, its length as it is now."""
    task, ports, parameters = tape.task, tape.task.ports, tape.parameters
    kinds = ["number" if ports.unit > 0 else "class" if size > 1 else "bit" for size in ports.groups]
    begins = np.cumsum((0, *ports.groups)).tolist()
    return {
        "model": parameters.model,
        "network": network(tape),
        "task": parameters.task,
        "total": tape.length,
        "layers": [layer._asdict() for layer in written_axes.layers(tape)],
        "labels": labels(tape),
        "groups": [
            {"first": first, "size": size, "kind": kind}
            for first, size, kind in zip(begins, ports.groups, kinds, strict=False)
        ],
        "unit": ports.unit,
        "measure": TASKS[parameters.task].unit,
        "errors": TASKS[parameters.task].errors,
        "far": FAR,
        "partNames": task.parts,
        "headline": task.headline,
        "ceilings": ceilings(tape)._asdict(),
        "parameters": {name: getattr(parameters, name) for name in SPECS},
    }


def network(tape: Tape) -> dict[str, Any]:
    """What kind of network it is, as far as pictures and sentences differ by that."""
    kind = tape.engine
    return {
        "title": kind.title, "banks": kind.banks, "state": kind.memory == "state",
        "recurrent": kind.memory == "state" and kind.signed,
        "caption": kind.caption,
    }  # fmt: skip


def tables(tape: Tape, trace: Trace) -> Contents:
    """What the bytes hold of a window recorded in full."""
    rules = stretches(tape, trace.first, trace.first + len(trace.inputs))
    wrote, stayed, fade = _stored(rules, trace)
    changed, values = changes(trace.before, trace.memory)
    found: dict[str, ArrayLike] = {name: getattr(trace, name) for name in SENT}
    found |= {name: sided(getattr(trace, name)) for name in ("hidden", "outputs", "gate")}
    found |= {"wrong": trace.share, "errors": trace.wrong, "mistake": mistakes(tape, trace)}
    found["said"], found["meant"] = answers(tape, trace.outputs), answers(tape, trace.targets)
    # What a step read is what the step before left, but for steps that found something else.
    found |= {"before": trace.before[trace.found_at], "changed": changed, "changes": values}
    found["scale"] = scale(tape, trace)
    found |= {"wrote": bits(wrote), "stayed": stayed[wrote], "fade": fade}
    found |= {"gammas": [each.rules.gammas for each in rules], "angles": rules[0].rules.angles}
    told = {
        "first": trace.first,
        "count": len(trace.inputs),
        "foundAt": trace.found_at,
        "rules": [each.told() for each in rules],
    }
    return told, found


def stepped(tape: Tape, trace: Trace, only: int | None = None) -> Contents:
    """What the bytes hold of the weights that its steps used, and of the sums that they made.

    Args:
        tape, trace: the window.
        only: the one step whose weights and sums are told, see `replay`; None: all of them.
    """
    again = replay(tape, trace, only)
    found = {name: getattr(again, name) for name in ("usual", "rates", "speaks", "weights", "reads")}
    if again.sums is not None:
        found |= again.sums._asdict()
    return {"frames": again.frames, "summed": 0 if only is None else only - trace.first}, found


def _stored(rules: list[Stretch], trace: Trace) -> Stored:
    """What the whole window stored, stretch after stretch."""
    before, parts = trace.before, []
    for each in rules:
        here = slice(each.first - trace.first, each.stop - trace.first)
        cut = {name: getattr(trace, name)[here] for name in ("inputs", "hidden", "outputs", "gate", "memory")}
        parts.append(stored(each, trace._replace(**cut), before[here]))
    return Stored(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def answers(tape: Tape, outputs: Floats) -> Floats:
    """[T, G] what outputs [T, n_out] answer: the number of a class, a bit, or a number."""
    ports, found = tape.task.ports, []
    for size, end in zip(ports.groups, np.cumsum(ports.groups), strict=True):
        part = outputs[:, end - size : end]
        found.append(part.argmax(axis=1) if size > 1 else part[:, 0] if ports.unit > 0 else part[:, 0] >= 0.5)
    return np.array(found, float).T


def sided(values: Floats) -> NDArray[np.float32]:
    """Numbers in single precision; what is below one half stays there: it decides who fires."""
    single = np.asarray(values, dtype="<f4")
    return np.where((values < 0.5) & (single >= 0.5), np.nextafter(np.float32(0.5), np.float32(0)), single)


def pack(about: Mapping[str, Any], arrays: Mapping[str, ArrayLike]) -> bytes:
    """Length of the header, header (JSON, with the place of each array), float32 arrays; all little-endian."""
    places: dict[str, list[int]] = {}
    parts: list[NDArray[np.float32]] = []
    offset = 0
    for name, table in arrays.items():
        part = np.asarray(table, dtype="<f4")
        places[name] = [offset, len(part), math.prod(part.shape[1:])]
        parts.append(part)
        offset += part.size
    text = words({**about, "arrays": places})
    text += b" " * (-len(text) % 4)
    return len(text).to_bytes(4, "little") + text + b"".join(part.tobytes() for part in parts)


def words(about: Mapping[str, Any]) -> bytes:
    """What is said in words and single numbers as JSON: NumPy's numbers as Python's, what is not finite as null."""
    return json.dumps(_plain(about), ensure_ascii=False, allow_nan=False).encode()


def _plain(value: Any) -> Any:
    """Give the value as JSON can hold it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
