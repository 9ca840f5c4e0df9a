"""What the stage gets to draw: the window of a run around a step, packed for the browser.

`packed` takes the window around a step and the curves beside it; `filled` the window itself, its numbers from
`pack.tables` with a header of words, which `pack.pack` turns into bytes.
"""

import zlib
from collections.abc import Callable, Mapping
from typing import Any
from weakref import ref

from nmn.app.shared.run_cache import CONTENTS
from nmn.app.step import written_axes
from nmn.app.step.pack import Contents, header, pack, stepped, tables
from nmn.runs.tape import Tape
from nmn.runs.training import Run
from nmn.trace import Trace

LONGEST = 240  # steps in a window
NUMBERS = 800_000  # and at most this many numbers in all
COMPONENTS = 200_000  # of memory at most, so that a window stays below 64 MB


def bounds(tape: Tape, at: int) -> tuple[int, int]:
    """First step of the window around a step, and the one after its last.

    Windows overlap by half and depend on little but the step: a step's neighbours share its window.
    """
    per_step = sum(layer.size * (2 + layer.axes) for layer in written_axes.settled(tape))
    half = max(20, min(LONGEST, NUMBERS // per_step) // 4 * 2)
    first = 1 + max(0, (at - 1 - half // 2) // half) * half
    return first, min(first + 2 * half, tape.length + 1)


def undrawn(tape: Tape) -> str | None:
    """Why the stage cannot show a network; None where it can."""
    components = sum(layer.size * layer.axes for layer in written_axes.layers(tape))
    if components <= COMPONENTS:
        return None
    return (
        f"This network has written {components:,} memory components, too many to draw one by one: to see them, take a "
        "smaller τ or smaller layers. It trains all the same: Race and Map show how it learns."
    )


def most_varied(tape: Tape, at: int) -> int:
    """The hidden neuron that wrote the most different axes around a step: the one worth looking at first."""
    axis = written_axes.trace(tape, *bounds(tape, at)).axis
    return max(range(axis.shape[1]), key=lambda neuron: len(set(axis[:, neuron].tolist())))


def packed(tape: Tape, compared: Mapping[str, Run], at: int, offered: int, **more: Any) -> bytes:
    """The window around a step, with the curves of the runs beside it.

    Args:
        tape: the run that is stepped, or one's own sequence.
        compared: runs to compare with, by model, the stepped one among them; none beside a sequence of one's own.
        at: the step.
        offered: where the cursor goes if this is a new place; for the same window it must stay the same.
        **more: further header fields, see `filled`.
    """
    more |= {**curves(compared), "optimum": tape.task.optimum}
    first, stop = bounds(tape, at)
    return filled(tape, first, stop, at=offered, **more)


def curves(runs: Mapping[str, Run]) -> dict[str, Any]:
    """The curves of runs by model, as the header has them: see `filled`."""
    told = [
        {
            "model": model,
            "label": each.engine.label,
            "steps": each.history.steps,
            "error": each.history.of(each.task.headline),
        }
        for model, each in runs.items()
    ]
    return {"curves": told, "curvesKey": zlib.crc32(repr(told).encode())}


def filled(tape: Tape, first: int, stop: int, only: int | None = None, **more: Any) -> bytes:
    """A window of a run, of a fork's other future or of one's own sequence, packed for the browser.

    Args:
        tape: any of these.
        first, stop: the window's first step, and the one after its last.
        only: the one step whose weights and sums are told, see `nmn.app.step.replay`; None: all of them.
        **more: what the page adds to the header. `at` (step where the cursor should be when this is a new place),
            `curves` (for each model "model", "label", "steps" and "error", the fraction wrong in the block that ends
            there; `curvesKey` changes whenever they do), `optimum` (error of the best answer without memory), `note` (a
            sentence shown over the stage), `sought` (answer to a search: its "id", the "step" that was found, or
            "until" where it was given up), `look` (the views that are open at first), `compact` (the start page's
            variant, which plays by itself), `screen` (another number for each sequence that has steps of its own),
            `fork`, `own`, `forkable` and `pad` (see `fork_view`, `sequence_view`, `fork_check`), `live`, `more`
            and `seconds` (see `live`), `beside` (see `beside`), `rest` (see `rest`).
    """
    with written_axes.steady(tape):
        trace = written_axes.trace(tape, first, stop)  # from here on it is known what is drawn
        told, arrays = _kept(tape, trace, tables)
        more_told, more_arrays = _kept(tape, trace, stepped) if only is None else stepped(tape, trace, only)
        return pack({"at": first, **header(tape), **told, **more_told, **more}, {**arrays, **more_arrays})


def again(tape: Tape, first: int, stop: int) -> bytes:
    """The weights and sums of all steps of a window, of which `filled` has sent those of one alone."""
    with written_axes.steady(tape):
        return pack(*_kept(tape, written_axes.trace(tape, first, stop), stepped))


def _kept(tape: Tape, trace: Trace, make: Callable[[Tape, Trace], Contents]) -> Contents:
    """What a window holds; the last few are kept, as a moved cursor or a chosen neuron asks for the same one again."""
    key = (ref(tape), trace.first, len(trace.inputs), make.__name__, written_axes.layers(tape))
    told, arrays = CONTENTS.get(key, lambda: make(tape, trace))
    return told, arrays
