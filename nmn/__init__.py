"""NMN Explorer: neural memory networks that can be stepped, trained and looked at.

    import nmn

    run = nmn.train("sorted", tau=2, gamma=0.5, seed=3)

What stands in `__all__` is the public interface, see `nmn.api` and docs/api.md; it is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from nmn import engine as engine
from nmn import tasks as tasks  # with the package come the networks and the tasks that there are

if TYPE_CHECKING:
    from nmn.api import compare, settings, sweep, train
    from nmn.parameters import Parameters
    from nmn.runs.training import Run
    from nmn.spec import ParameterError

__all__ = ["ParameterError", "Parameters", "Run", "compare", "settings", "sweep", "train"]
_HOMES = {"Parameters": "nmn.parameters", "Run": "nmn.runs.training", "ParameterError": "nmn.spec"}


def __getattr__(name: str) -> Any:
    """Load a part of the public interface: `nmn --help` and the readable equations need no compiler."""
    if name not in __all__:
        raise AttributeError(f"module 'nmn' has no attribute '{name}'")
    return getattr(import_module(_HOMES.get(name, "nmn.api")), name)


def __dir__() -> list[str]:
    """The public interface."""
    return sorted(__all__)
