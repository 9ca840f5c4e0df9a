"""What every test has: claims are searched without a stop-watch, as a first call may compile."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("nmn", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("nmn")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the engine before several workers start: each of them would, at the same time."""
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        from nmn.runs.warm import warm

        warm(print)
