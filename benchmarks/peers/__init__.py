"""The same online steps in other libraries, as somebody who knows the library would write them.

A module `<library>_<kind>` has `prepare(case)`, which gives a function without arguments: it moves the case's network
over its stream, learning, from the case's state, and returns the outputs, [T, n_out]. A peer is timed only after its
outputs were found equal to the engine's (`agreement`).
"""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np

from benchmarks.cases import Case
from nmn.trace import Floats

MISSING = "not installed: pip install '.[bench]'"
LIBRARIES = {
    "numpy": "NumPy",
    "torch": "PyTorch eager",
    "autograd": "PyTorch eager, autograd",
    "jax": "JAX jitted scan",
}
WRITTEN = {
    "step": tuple(LIBRARIES),
    "gate": ("torch", "jax"),
    "address": ("torch", "jax"),
    "recurrent": ("torch", "jax"),
}
CHECKED = 1000  # inputs
TOLERANCE = 1e-9  # of outputs; sums are taken in another order, and training lets the differences grow


class Agreement(NamedTuple):
    """How far a peer's outputs are from the engine's over the first inputs, and whether that is near enough."""

    difference: float
    equal: bool


def installed(library: str) -> bool:
    """Whether a library can be imported."""
    return find_spec("torch" if library == "autograd" else library) is not None


def prepare(library: str, case: Case, **how: object) -> Callable[[], Floats]:
    """A peer's function for a case."""
    return import_module(f"benchmarks.peers.{library}_{case.kind}").prepare(case, **how)


def agreement(library: str, case: Case) -> Agreement:
    """Compare a peer with the engine over the case's first inputs."""
    start = case.cut(CHECKED)
    difference = float(np.max(np.abs(np.asarray(prepare(library, start)()) - start.outputs())))
    return Agreement(difference, difference <= TOLERANCE)
