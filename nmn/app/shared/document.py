"""The contents, and the document that a browser loads first on each page: Streamlit's, with a script of ours."""

from functools import cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from nmn.site_path import site_path

PAGES = {
    "start.py": ("Start", ""),
    "lessons.py": ("Lessons", "lessons"),
    "step_through.py": ("Step through", "step_through"),
    "race.py": ("Race", "race"),
    "map.py": ("Map", "map"),
    "paper.py": ("The paper", "paper"),
}  # a title and an address of each file in pages/, in the order of the menu


def base() -> str:
    """What stands before every address of this server."""
    found = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{found}" if found else ""


def routes() -> list[Route]:
    """What the server answers at the address of each page."""
    return [Route(f"/{path}", _answer) for _, path in PAGES.values()]


def _answer(_: Request) -> Response:
    """Give the document; a browser asks for it anew each time, as for Streamlit's own."""
    return HTMLResponse(_document(), headers={"Cache-Control": "no-cache"})


@cache
def _document() -> str:
    """Streamlit's document, which runs our script before its own ones."""
    text = (Path(st.__file__).parent / "static" / "index.html").read_text("utf-8")
    script = (site_path() / "assets" / "page" / "history.js").read_text("utf-8")
    return text.replace("<head>", f"<head>\n<script>\n{script}</script>", 1)
