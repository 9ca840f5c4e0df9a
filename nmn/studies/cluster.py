"""Running a sweep on a Dask cluster."""

import asyncio
import logging
import time
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor

from nmn.parameters import Parameters
from nmn.studies.outcome import Cancelled, Outcome, measure

PATIENCE = 3  # seconds that a cluster may take to answer
PAUSE = 0.02  # seconds between two looks at what is done


class ClusterError(RuntimeError):
    """There is no such cluster, or it cannot do this; the text says why, and what to do."""


def cluster(
    address: str,
) -> Callable[[Sequence[Parameters], Callable[[], bool]], Generator[Outcome, None, None]]:
    """The workers of a Dask cluster, each with as many runs at a time as it has threads.

    What a worker that ends was at is run again by another. Outcomes are the same to the last bit as on this machine
    where the workers have the same processor, the same version of this package and of Numba.

    Args:
        address: the scheduler's, such as 192.168.1.5:8786.
    """

    def outcomes(jobs: Sequence[Parameters], cancelled: Callable[[], bool]) -> Generator[Outcome, None, None]:
        _look_for(address)
        from distributed import Client, KilledWorker, as_completed

        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what matters is a ClusterError
        with Client(address, timeout=PATIENCE, set_as_default=False) as client:
            futures = client.map(measure, jobs, pure=False)
            results = as_completed(futures, with_results=True, loop=client.loop)
            del futures  # what has been handed on is let go
            while not results.is_empty():
                if cancelled():
                    raise Cancelled
                if not results.has_ready():
                    time.sleep(PAUSE)
                    continue
                try:
                    outcome = next(results)[1]
                except KilledWorker as error:
                    raise ClusterError(
                        f"A run ended several workers at {address}, one after the other: {error}"
                    ) from None
                if not isinstance(outcome, Outcome):
                    raise ClusterError(
                        f"The cluster at {address} has gone away. What was done until then is kept."
                    )
                yield outcome

    return outcomes


def _look_for(address: str) -> None:
    """Tell whether a scheduler answers, before a client is made that would go on trying."""
    try:
        from distributed.core import rpc
    except ImportError:
        raise ClusterError("A cluster needs Dask: pip install 'nmn[cluster]'.") from None

    async def ask() -> str:
        async with asyncio.timeout(PATIENCE), rpc(address) as scheduler:
            kind: str = (await scheduler.identity())["type"]
            return kind

    try:
        with ThreadPoolExecutor(1) as apart:  # where this one runs an event loop already, as in a notebook
            kind = apart.submit(lambda: asyncio.run(ask())).result()
    except TimeoutError:
        raise ClusterError(f"No Dask scheduler answers at {address} within {PATIENCE} seconds.") from None
    except (OSError, ValueError) as error:
        raise ClusterError(f"No Dask scheduler answers at {address or '(nothing)'}: {error}.") from None
    except Exception:  # noqa: BLE001 (whatever listens there may answer anything)
        raise ClusterError(f"What answers at {address} is no Dask scheduler of this version.") from None
    if kind != "Scheduler":
        raise ClusterError(f"At {address} is a Dask {kind.lower()}: give the address of the scheduler.")
