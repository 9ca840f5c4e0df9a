"""Addresses beside Streamlit's where a page asks for what must not wait for a run of its script.

Whoever asks has a name of its own: what it asked before is given up, as nobody waits for it any more.
"""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from nmn import versions
from nmn.parameters import Parameters

ASKER = "NMN-Asker"  # the header that names who asks: a page of another site cannot send it

# What makes an answer of the names and texts of a query, and of what tells that nobody waits: bytes; a sentence; or
# nothing, where nobody does.
Work = Callable[[Mapping[str, str], Callable[[], bool]], bytes | str | None]

_threads = ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="answers")
_asking: dict[str, Event] = {}  # who waits for an answer, and what tells that nobody does any more
_served: set[str] = set()


def route(address: str, work: Work) -> Route:
    """What a server answers at an address, relative to a page's; from then on pages ask there."""
    _served.add(address)

    async def answer(request: Request) -> Response:
        return await _answer(request, work)

    return Route(f"/{address}", answer, methods=["POST"])


def served(address: str) -> bool:
    """Whether a server answers at an address."""
    return address in _served


def asked(address: str, parameters: Parameters) -> dict[str, object]:
    """What a page needs to ask about a run: the address and the query."""
    return {"address": address, "query": {"v": str(versions.VERSION), **parameters.to_query()}}


def never() -> bool:
    """Somebody waits."""
    return False


async def _answer(request: Request, work: Work) -> Response:
    """Answer with bytes, or with a sentence that says why there are none.

    The sentence comes with success, too: the browser would write any other status into its console as an error.
    """
    asker = request.headers.get(ASKER, "")
    if not re.fullmatch(r"[\w.-]{1,40}", asker):
        return PlainTextResponse(f"{ASKER} is missing.", 403)
    gone = Event()
    if older := _asking.pop(asker, None):
        older.set()
    _asking[asker] = gone
    leaving = asyncio.create_task(_leaving(request, gone))
    query, loop = dict(request.query_params), asyncio.get_running_loop()
    try:
        made: Awaitable[bytes | str | None] = loop.run_in_executor(_threads, work, query, gone.is_set)
        answer = await made
    finally:
        leaving.cancel()
        if _asking.get(asker) is gone:
            del _asking[asker]
    if answer is None:
        return Response(status_code=204)
    if isinstance(answer, str):
        return PlainTextResponse(answer)
    # Compressed anew for every place of a control, a window would be late.
    return Response(answer, headers={"Cache-Control": "no-store", "Content-Encoding": "identity"})


async def _leaving(request: Request, gone: Event) -> None:
    """Tell when the asker has gone."""
    with suppress(ClientDisconnect):
        await request.body()
        while (await request.receive())["type"] != "http.disconnect":
            pass
    gone.set()
