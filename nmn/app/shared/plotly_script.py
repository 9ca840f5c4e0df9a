"""Plotly's script for the browser: the installed one, given by the explorer's own server."""

import gzip
from functools import cache
from pathlib import Path

import plotly
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FILE = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
ADDRESS = f"/nmn/plotly-{plotly.__version__}.min.js"  # another version has another address


def route() -> Route:
    """What the server answers at the script's address."""
    return Route(ADDRESS, _answer)


@cache
def _packed() -> bytes:
    """The script, compressed once: the server would do it for every visitor."""
    return gzip.compress(FILE.read_bytes(), 6)


def _answer(request: Request) -> Response:
    """Give the script to a browser, which then keeps it."""
    content = _packed()
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        content = gzip.decompress(content)
    return Response(content, media_type="text/javascript", headers=headers)
