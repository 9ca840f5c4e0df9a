"""Imports point one way, so that the engine can be read, run and tested without a screen."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
PACKAGE = sorted((ROOT / "nmn").rglob("*.py"))

# The rooms of the house, from the screen down: a module imports from its own room and from those below it.
ORDER = (
    ("nmn.__main__",),
    ("nmn.cli", "nmn.api"),
    ("nmn.serve",),
    ("nmn.app.lessons",),
    ("nmn.app.step", "nmn.app.race", "nmn.app.map", "nmn.app.paper"),
    ("nmn.app.shared", "nmn.app"),
    ("nmn.lessons",),
    ("nmn.address",),
    ("nmn.studies",),
    ("nmn.runs",),
    ("nmn.engine", "nmn.tasks"),
    ("nmn.paper",),
    ("nmn.parameters",),
    ("nmn.spec", "nmn.versions", "nmn.trace", "nmn.shelf", "nmn.site_path"),
    ("nmn.registry",),
)
DRAWING = {"streamlit", "plotly"}
ASKED = ("nmn.app", "streamlit")  # by a page: it takes parameters, tells one story and shows figures


def name_of(path: Path) -> str:
    """The module of a file: nmn/app/step/stage.py is nmn.app.step.stage."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path) for path in PACKAGE}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where they point"
            whole = node.module or ""
            for alias in node.names:
                inner = f"{whole}.{alias.name}"
                yield inner if inner in MODULES else whole


def covers(prefix: str, module: str) -> bool:
    """Tell whether a module is the named one or inside it."""
    return module == prefix or module.startswith(prefix + ".")


def line(module: str) -> int:
    """The module's line in ORDER."""
    for number, prefixes in enumerate(ORDER):
        if any(covers(prefix, module) for prefix in prefixes):
            return number
    raise AssertionError(f"{module} has no place in the order of tests/test_layers.py: give it one.")


def room(module: str) -> str:
    """The prefix in ORDER that covers the module."""
    return next(prefix for prefixes in ORDER for prefix in prefixes if covers(prefix, module))


@pytest.mark.parametrize("path", [path for path in PACKAGE if name_of(path) != "nmn"], ids=name_of)
def test_imports_point_down(path: Path) -> None:
    here = name_of(path)
    upwards = [m for m in imports(path) if covers("nmn", m) and m != "nmn" and line(m) < line(here)]
    assert not upwards, f"{here} imports {upwards} from above it"
    beside = [
        m for m in imports(path) if covers("nmn", m) and line(m) == line(here) and room(m) != room(here)
    ]
    assert not beside, f"{here} imports {beside} from another room beside its own"


def test_no_circle() -> None:
    graph = {name_of(path): {m for m in imports(path) if m in MODULES} - {"nmn"} for path in PACKAGE}
    TopologicalSorter(graph).prepare()  # CycleError names the circle


@pytest.mark.parametrize("path", PACKAGE, ids=name_of)
def test_only_the_app_draws(path: Path) -> None:
    here = name_of(path)
    if not (covers("nmn.app", here) or here == "nmn.serve"):
        assert not [m for m in imports(path) if m.split(".")[0] in DRAWING]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_asks_the_app_alone(path: Path) -> None:
    others = [m for m in imports(path) if not any(covers(prefix, m) for prefix in ASKED)]
    assert not others, f"{path.name} imports {others}: what it does with them belongs into nmn/app/"
