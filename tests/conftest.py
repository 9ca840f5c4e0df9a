"""What every test has: claims are searched without a stop-watch, as a first call may compile."""

import sys
from collections.abc import Iterator

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


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As much patience as an answer to a moved hand may need in a test, a session, and no run of another test."""
    from nmn.app.shared import boards, patience
    from nmn.app.shared.run_cache import RUNS

    monkeypatch.setattr(patience, "PATIENCE", 600.0)
    monkeypatch.setattr(boards.st, "session_state", {})
    RUNS.clear()
    yield
    RUNS.clear()
