"""The picture of the house in docs/architecture.md: rooms and their imports, read from the code itself."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path

GROUND = "parameters, trace"  # modules that lie in no room, below all of them
ABOVE = {"nmn.cli": "cli", "nmn.api": "api", "nmn.serve": "serve"}
WORDS = {
    "pages": "app.py and pages/: one story each",
    "cli": "the nmn command",
    "api": "import nmn: scripts and notebooks",
    "serve": "nmn run: the server",
    "app/lessons": "predict, see, understand",
    "app/step": "windows of a run, packed for the stage",
    "app/race": "which network learns this?",
    "app/map": "what do the knobs do?",
    "app/paper": "the paper's figures, and ours",
    "app/shared": "frame, sidebar, figures, kept runs",
    "lessons": "their texts, and what is right",
    "address": "all that a link can hold",
    "studies": "many runs: race, sweep, experiments",
    "runs": "one run: trained, sought, forked",
    "engine": "what moves a network: advance",
    "tasks": "a task a file: its stream",
    "paper": "the equations, readable: the definition",
    GROUND: "declared once; what a step records",
    "stage/host": "Streamlit's side, windows, address",
    "stage/panels": "network, memory, neuron, curves, ...",
    "stage/ui": "drawing, keys, help, playing",
    "stage/model": "bytes, cursor, phases, events: no DOM",
    "hand": "what is moved is asked for at once",
}  # a room that is not here has no words yet: give it some
BROWSER = ("stage/", "hand")  # rooms of the browser; the figures of chart/ move by the hand, too
WIDTH, HEIGHT, GAP, ROW = 232, 46, 16, 84  # px of a box, between boxes, and from row to row
STYLE = """text { font: 12px sans-serif; fill: #1A1C1F } .name { font-weight: bold; font-size: 14px }
rect { fill: #EEF3FA; stroke: #4A6FA5 } .browser rect { fill: #FFF4E3; stroke: #B0792B }
path { fill: none; stroke: #8A9099 }
@media (prefers-color-scheme: dark) { text { fill: #E6E8EB } rect { fill: #1B2533 } .browser rect { fill: #33281A } }"""


def rooms(root: Path) -> dict[str, set[str]]:
    """Each room and those that it imports from: of the package, of the pages, and of the stage in the browser."""
    found: dict[str, set[str]] = {}
    for path in (root / "app.py", *(root / "pages").glob("*.py"), *(root / "nmn").rglob("*.py")):
        module = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        if (here := _room(module)) is not None:
            there = {room for name in _imports(path) if (room := _room(name)) is not None}
            found.setdefault(here, set()).update(there - {here})
    assets = (root / "assets").resolve()
    for path in (assets / "stage").rglob("*.js"):
        if path.name == "main.js":
            continue  # where the browser begins
        mine = "/".join(path.parent.relative_to(assets).parts[:2])
        for name in re.findall(r'from "(\.[^"]+)"', path.read_text("utf-8")):
            other = "/".join((path.parent / name).resolve().parent.relative_to(assets).parts[:2])
            found.setdefault(mine, set()).update({other} - {mine})
            found.setdefault(other, set())
    return {room: found[room] for room in sorted(found)}


def _room(module: str) -> str | None:
    parts = module.split(".")
    if parts[0] in ("app", "pages"):
        return "pages"
    if parts[0] != "nmn" or module in ("nmn", "nmn.__main__"):
        return None
    if parts[1] == "app":
        return f"app/{parts[2]}" if len(parts) > 2 else None
    if ".".join(parts[:2]) in ABOVE:
        return ABOVE[".".join(parts[:2])]
    return (
        parts[1]
        if parts[1] in ("paper", "engine", "tasks", "runs", "studies", "address", "lessons")
        else GROUND
    )


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module if node.module not in ("nmn", "nmn.app") else ""
            yield from (
                f"{node.module}.{alias.name}" for alias in node.names if node.module in ("nmn", "nmn.app")
            )


def picture(root: Path) -> str:
    """The rooms as an SVG: each row imports from those below it, never the other way."""
    graph = rooms(root)
    depth: dict[str, int] = {}
    for room in TopologicalSorter(graph).static_order():  # CycleError names a circle
        depth[room] = 1 + max((depth[other] for other in graph[room]), default=-1)
    house = [room for room in depth if not room.startswith(BROWSER)]
    top = max(depth[room] for room in house)
    rows = [sorted(room for room in house if depth[room] == level) for level in range(top, -1, -1)]
    widest = max(map(len, rows)) * (WIDTH + GAP)
    place = {
        room: (GAP + widest / 2 + (at - len(row) / 2) * (WIDTH + GAP), GAP + level * ROW)
        for level, row in enumerate(rows)
        for at, row_room in enumerate(row)
        for room in (row_room,)
    }
    browser = sorted((room for room in depth if room.startswith(BROWSER)), key=lambda room: -depth[room])
    place |= {room: (2 * GAP + widest + GAP, GAP + level * ROW) for level, room in enumerate(browser)}
    lines = [_line(place[a], place[b]) for a in graph for b in sorted(_nearest(a, graph))]
    boxes = [_box(room, *place[room], WORDS[room]) for room in sorted(place)]
    size = f"{4 * GAP + widest + WIDTH:.0f} {GAP + (top + 1) * ROW:.0f}"
    drawn = "\n".join((*lines, *boxes))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" role="img">\n<title>Rooms of the house: each '
        f"imports from the rows below it</title>\n<style>{STYLE}</style>\n{drawn}\n</svg>\n"
    )


def _nearest(room: str, graph: dict[str, set[str]]) -> set[str]:
    """What a room imports but for what it also reaches by way of another room: fewer lines say the same."""
    return {
        other for other in graph[room] if not any(other in _reached(b, graph) for b in graph[room] - {other})
    }


def _reached(room: str, graph: dict[str, set[str]]) -> set[str]:
    return graph[room].union(*(_reached(other, graph) for other in graph[room]))


def _line(above: tuple[float, float], below: tuple[float, float]) -> str:
    x, y, u, v = above[0] + WIDTH / 2, above[1] + HEIGHT, below[0] + WIDTH / 2, below[1]
    return f'<path d="M{x:.0f} {y:.0f} C{x:.0f} {y + 24:.0f} {u:.0f} {v - 24:.0f} {u:.0f} {v:.0f}"/>'


def _box(room: str, x: float, y: float, words: str) -> str:
    kind = ' class="browser"' if room.startswith(BROWSER) else ""
    return (
        f'<g{kind}><rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="{HEIGHT}" rx="4"/>'
        f'<text class="name" x="{x + 8:.0f}" y="{y + 19:.0f}">{escape(room)}</text>'
        f'<text x="{x + 8:.0f}" y="{y + 37:.0f}">{escape(words)}</text></g>'
    )
