"""A link as a QR code, drawn by the explorer's own server."""

from io import BytesIO

import segno
from segno.encoder import DataOverflowError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

ADDRESS = "/nmn/qr.svg"


def drawing(link: str) -> bytes | None:
    """A link as an SVG of black on white with its quiet zone; None where it is too long (2,953 bytes)."""
    try:
        code = segno.make(link, error="l", micro=False)
    except DataOverflowError:
        return None
    out = BytesIO()
    code.save(out, kind="svg", border=4, light="#fff", xmldecl=False, omitsize=True)
    return out.getvalue()


def route() -> Route:
    """What the server answers at the address of a link's code."""
    return Route(ADDRESS, _answer)


def _answer(request: Request) -> Response:
    """Give the code. Where there is none, nothing: the browser would write another status into its console."""
    found = drawing(request.query_params.get("link", ""))
    return Response(found, media_type="image/svg+xml") if found else Response(status_code=204)
