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

# LLVM's second level of three takes a sixth less time, and the steps that come of it take no more.
config.OPT = type(config.OPT)(2)
HOW = {"cache": True, "nogil": True, "error_model": "numpy"}
# Sums may be reordered to vectorise; NaN and infinity must stay visible, so no "nnan" and no "ninf".
SUMS = {"reassoc", "contract", "nsz", "arcp"}
# What Python calls.
entry = njit(fastmath=SUMS, **HOW)
# Everything else, which Python must therefore not call: a wrapper for it would take longer to compile than much of it.
INSIDE = HOW | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
allocating = njit(fastmath=SUMS, **INSIDE)
# Where nothing is allocated, Numba need not count references (`_nrt`): every slice in a step would be counted with an
# atomic instruction, and hundreds of them take longer than the step itself.
compiled = njit(fastmath=SUMS, _nrt=False, **INSIDE)
# As written: for what reordering would spoil.
exact = njit(fastmath={"contract"}, _nrt=False, **INSIDE)
# Parts of a step that take whole networks: a call would hand over every array, so they are woven into the loop.
woven = njit(fastmath=SUMS, _nrt=False, forceinline=True, **INSIDE)
