"""Memories for the browser: only what a step changed in them, which is a small part."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Words = NDArray[np.float32]


def changes(before: ArrayLike, memory: ArrayLike, starts: ArrayLike) -> tuple[Words, Words]:
    """What each of T steps changed in M components; nothing is rounded beyond float32.

    Args:
        before: [1, M], as the first step read them.
        memory: [T, M], after each step.
        starts: [T], whether they were wiped before the step.

    Returns:
        [T, ceil(M / 32)] a bit for each component, the lowest first, 32 in a word that is no number; and one after the
        other the new values of those whose bit is set. `assets/stage/changes.js` reads them.
    """
    new = np.asarray(memory, dtype="<f4")
    old = np.concatenate([np.asarray(before, dtype="<f4"), new[:-1]])
    old[1:][np.asarray(starts, dtype=bool)[1:]] = 0.0
    changed = new != old
    bits = np.packbits(np.pad(changed, ((0, 0), (0, -new.shape[1] % 32))), axis=1, bitorder="little")
    return bits.view("<f4"), new[changed]
