"""The browser's imports point one way, too: host → panels → ui → model; the model can be tested without a page."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "assets"
MODULES = sorted(ASSETS.rglob("*.js"))
STAGE = ASSETS / "stage"
SHARED = ASSETS / "hand"  # what components import beside their own

# From the screen down: a module imports from its own room and from the rooms behind it.
ORDER = ("main.js", "host", "panels", "ui", "model")
OUTSIDE = re.compile(r"https?://(?!www\.w3\.org/(2000/svg|1998/Math/MathML))")
DOM = re.compile(
    r"\b(document|window\.|location|history|navigator|getComputedStyle|performance|matchMedia|setTimeout"
    r"|requestAnimationFrame|addEventListener|ResizeObserver)\b"
)
LINES = 200


def name_of(path: Path) -> str:
    """A module as it is named here: stage/model/decode.js."""
    return path.relative_to(ASSETS).as_posix()


def code(path: Path) -> str:
    """A module without its comments."""
    return re.sub(
        r"/\*[\s\S]*?\*/|^\s*//.*$|(?<=[;{,] )// .*$", "", path.read_text("utf-8"), flags=re.MULTILINE
    )


def imports(path: Path) -> list[Path]:
    """The modules that a module imports."""
    return [
        (path.parent / found).resolve()
        for found in re.findall(r'^import [^;]*?"([^"]+)";$', code(path), re.MULTILINE)
    ]


def staged(path: Path) -> list[Path]:
    """The modules of the stage that one of its modules imports."""
    return [m for m in imports(path) if m.is_relative_to(STAGE)]


def room(path: Path) -> str:
    """The room of a module of the stage."""
    return path.relative_to(STAGE).parts[0]


def panel_room(path: Path) -> str | None:
    """The sub-room of panels/ that a module is in; None where all panels share it."""
    parts = path.relative_to(STAGE).parts
    return parts[1] if parts[0] == "panels" and len(parts) > 2 else None


STAGED = [path for path in MODULES if path.is_relative_to(STAGE)]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_is_small_says_what_it_is_for_and_imports_what_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("// "), "a module says first what it is for"
    assert len(text.splitlines()) < LINES
    assert not OUTSIDE.search(text), "nothing comes from outside"
    assert len(imports(path)) == len(re.findall(r"\bimport\b", code(path))), "an import is a line of its own"
    for imported in imports(path):
        assert imported.is_file(), imported
        own = imported.relative_to(ASSETS).parts[0] == path.relative_to(ASSETS).parts[0]
        assert own or imported.is_relative_to(SHARED), "components share nothing else"


@pytest.mark.parametrize("path", STAGED, ids=name_of)
def test_imports_of_the_stage_point_down(path: Path) -> None:
    upwards = [name_of(m) for m in staged(path) if ORDER.index(room(m)) < ORDER.index(room(path))]
    assert not upwards, f"{name_of(path)} imports {upwards} from above it"


@pytest.mark.parametrize("path", STAGED, ids=name_of)
def test_no_panel_reaches_into_the_room_of_another(path: Path) -> None:
    """What two panels need stands beside their rooms; panels.js alone, which lists them, imports from all."""
    if room(path) == "panels" and path.name != "panels.js":
        others = [name_of(m) for m in staged(path) if panel_room(m) not in {None, panel_room(path)}]
        assert not others, f"{name_of(path)} imports {others}: move what it needs beside the rooms of panels/"


def test_no_module_imports_itself_in_a_circle() -> None:
    TopologicalSorter({path: imports(path) for path in MODULES}).prepare()  # CycleError names the circle


def test_every_module_is_used() -> None:
    imported = {m for path in MODULES for m in imports(path)}
    entries = {path for path in MODULES if path.name == "main.js" or path.parent.name == "page"}
    assert set(MODULES) - imported - entries == set()


@pytest.mark.parametrize("path", [path for path in STAGED if room(path) == "model"], ids=name_of)
def test_the_model_knows_no_page(path: Path) -> None:
    assert not DOM.search(code(path))
