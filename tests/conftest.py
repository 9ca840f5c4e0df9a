"""What every test has: claims are searched without a stop-watch, as a first call may compile."""

import sys

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("nmn", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nmn")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the engine before several workers start: each of them would, at the same time."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        from nmn.runs.warm import warm

        warm(print)


def pytest_collection_finish() -> None:
    """See that no file of tests trains when it is read: every process reads all of them."""
    kernels = sys.modules.get("nmn.engine.kernels.advance")
    if kernels and kernels.loop.cache_info().currsize:
        raise pytest.UsageError("A file of tests trains a network when it is read, not in a test.")
