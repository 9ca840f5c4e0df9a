"""How the loops are compiled, and where the result is kept."""

import hashlib
from pathlib import Path
from typing import Any

from numba import config, njit
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.untyped_passes import RewriteSemanticConstants

from nmn.engine.kernels.held import Settle

ENGINE = Path(__file__).parent.parent

# Numba looks at a function's own file only to tell whether what it kept is out of date; a folder for each state of all
# the files keeps callers, what they call and what they are handed together. Where the folder cannot be written Numba
# takes the user's own.
if not config.CACHE_DIR:
    _sources = sorted(
        (
            *(path for folder in ("kernels", "baselines") for path in ENGINE.glob(f"{folder}/*.py")),
            *(ENGINE / "layout.py", ENGINE / "network.py", ENGINE / "variant.py", ENGINE.parent / "trace.py"),
        )
    )
    _digest = hashlib.sha256(b"".join(path.read_bytes() for path in _sources)).hexdigest()[:12]
    config.CACHE_DIR = str(ENGINE / "__pycache__" / _digest)

HOW = {"nogil": True, "error_model": "numpy"}
# Sums may be reordered to vectorise; NaN and infinity must stay visible, so no "nnan" and no "ninf".
SUMS = {"reassoc", "contract", "nsz", "arcp"}


class _Part(JITCodeLibrary):  # type: ignore[misc]
    """Code that is only linked into other code: there, and not before as well, it becomes instructions."""

    def _optimize_final_module(self) -> None:
        """Inline what it calls; the rest is for the code that it becomes a part of."""
        passes, builder = self._codegen._module_pass_manager(
            cost="cheap", opt=0, loop_vectorize=False, slp_vectorize=False
        )
        passes.run(self._final_module, builder)

    def _finalize_final_module(self) -> None:
        self._finalized = True

    @property
    def codegen(self) -> "_Part":
        """What `set_env` is asked of."""
        return self

    def set_env(self, name: str, environment: object) -> None:
        """Only what Python calls has an environment."""


class _Inside(Compiler):  # type: ignore[misc]
    """The compiler of functions that only compiled functions call; see `_Part`."""

    def __init__(self, typing: Any, target: Any, library: None, *rest: Any) -> None:
        del library  # Numba's own
        super().__init__(typing, target, _Part(target.codegen(), "part"), *rest)

    def define_pipelines(self) -> Any:
        """Numba's own, with `Settle` before branches on constants are dropped."""
        pipelines = super().define_pipelines()
        for each in pipelines:
            each.add_pass_after(Settle, RewriteSemanticConstants)
            each.finalize()
        return pipelines


# What Python calls.
entry = njit(fastmath=SUMS, cache=True, no_cfunc_wrapper=True, **HOW)
# Everything else, which Python must therefore not call: a wrapper for it would take longer to compile than much of it.
INSIDE = HOW | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "pipeline_class": _Inside}
# Where nothing is allocated, Numba need not count references (`_nrt`): every slice in a step would be counted with an
# atomic instruction, and hundreds of them take longer than the step itself.
# (Numba would inline whatever inlined code calls, if it were not told otherwise.)
compiled = njit(fastmath=SUMS, _nrt=False, forceinline=False, **INSIDE)
# As written: for what reordering would spoil.
exact = njit(fastmath={"contract"}, _nrt=False, **INSIDE)
# Parts of a step that take whole networks or works: their address must not leave the loop (`held`), as only what nobody
# else can reach is kept in registers.
inlined = njit(fastmath=SUMS, _nrt=False, forceinline=True, **INSIDE)
