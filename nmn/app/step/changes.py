"""Memories for the browser: only what a step changed in them, which is a small part."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Words = NDArray[np.float32]


def changes(before: ArrayLike, memory: ArrayLike) -> tuple[Words, Words]:
    """What each of T steps changed in M components; nothing is rounded beyond float32.

    Args:
        before: [T, M], as each step found them.
        memory: [T, M], after each step.

    Returns:
        [T, ceil(M / 32)] from `bits`, and one after the other the new values of those whose bit is set.
        `assets/stage/model/changes.js` reads them.
    """
    old, new = np.asarray(before, dtype="<f4"), np.asarray(memory, dtype="<f4")
    changed = new != old
    return bits(changed), new[changed]


def bits(flags: ArrayLike) -> Words:
    """[T, ceil(M / 32)] a bit for each of T x M flags, the lowest first, 32 in a word that is no number."""
    marked = np.asarray(flags, dtype=bool)
    whole = np.pad(marked, ((0, 0), (0, -marked.shape[1] % 32)))
    return np.packbits(whole, axis=1, bitorder="little").view("<f4")
