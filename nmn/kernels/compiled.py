"""How the loops are compiled, and where the result is kept."""

import hashlib
from pathlib import Path

from numba import config, njit

PACKAGE = Path(__file__).parent.parent

# Numba looks at a function's own file only to tell whether what it kept is out of date; a folder for each state of all
# the files keeps callers and what they call together. Where the folder cannot be written Numba takes the user's own.
if not config.CACHE_DIR:
    _sources = sorted((*PACKAGE.glob("kernels/*.py"), *PACKAGE.glob("baselines/*.py"), PACKAGE / "trace.py"))
    _digest = hashlib.sha256(b"".join(path.read_bytes() for path in _sources)).hexdigest()[:12]
    config.CACHE_DIR = str(PACKAGE / "__pycache__" / _digest)

# Sums may be reordered to vectorise; NaN and infinity must stay visible, so no "nnan" and no "ninf".
HOW = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "fastmath": {"reassoc", "contract", "nsz", "arcp"},
}
compiled = njit(**HOW)
# For the parts of a step that take whole networks and states: a call would count a reference for every array in them,
# which costs as much as the step.
woven = njit(inline="always", **HOW)
