"""README and docs/ tell the truth: what they list exists, and their numbers come from files that commands wrote."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from nmn.cli import docs, rooms
from nmn.cli.main import _parser
from nmn.paper import equations, future, reference
from nmn.site_path import site_path
from nmn.studies import experiments

HOUSE = site_path() / "nmn"
README = (site_path() / "README.md").read_text("utf-8")
EQUATIONS = (site_path() / "docs" / "equations.md").read_text("utf-8")
LINKS = [
    (page, link) for page in docs.pages() for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))
]


@pytest.mark.parametrize("page", docs.pages(), ids=lambda page: page.name)
def test_tables_are_those_that_the_code_makes(page: Path) -> None:
    text = page.read_text("utf-8")
    assert docs.written(text) == text, "run `make docs`"


def test_every_generated_table_is_shown_somewhere() -> None:
    whole = "".join(page.read_text("utf-8") for page in docs.pages())
    assert [name for name in docs.BLOCKS if f"<!-- {name} -->" not in whole] == []


def test_the_picture_of_the_house_is_that_of_its_imports() -> None:
    drawn = (site_path() / "docs" / "architecture.svg").read_text("utf-8")
    assert rooms.picture(site_path()) == drawn, "run `make docs`"


def test_the_readme_is_read_on_one_screen() -> None:
    assert len(README.splitlines()) <= 80


NAMED = [found for found in re.findall(r"`([a-z]\w*)\.(\w+)`", EQUATIONS) if found[1] != "py"]
KERNELS = ("advance", "layers", "memory", "answers", "address", "gate", "sparse", "sparse_addressed")
HOMES = {
    **{name: f"nmn.paper.{name}" for name in ("equations", "future", "reference")},
    **{name: f"nmn.engine.kernels.{name}" for name in KERNELS},
    "storing": "nmn.app.step.storing",
    "memory_network": "nmn.engine.memory_network",
    "words": "nmn.app.shared.words",
    "pack": "nmn.app.step.pack",
}


@pytest.mark.parametrize(("module", "function"), NAMED)
def test_every_function_in_the_table_is_where_the_table_says(module: str, function: str) -> None:
    found = getattr(import_module(HOMES[module]), function)
    assert getattr(found, "py_func", found).__module__ == HOMES[module]


BROWSER = re.findall(r"^\| (`[\w/-]+\.js`.*?) \|.*\| (.+) \|$", EQUATIONS, re.MULTILINE)
STAGE = site_path() / "assets" / "stage"


def test_every_function_of_the_browser_in_the_table_is_where_the_table_says() -> None:
    for modules, names in BROWSER:
        text = "".join((STAGE / name).read_text("utf-8") for name in quoted(modules))
        assert set(quoted(names)) <= set(re.findall(r"^export (?:function|const) (\w+)", text, re.MULTILINE))


def test_every_module_of_the_browser_that_speaks_of_equation_11_is_in_its_table() -> None:
    speaks = re.compile(r"Eq\. \(11\)|equation: 11")
    found = {path for path in STAGE.rglob("*.js") if speaks.search(path.read_text("utf-8"))}
    assert len(found) >= 5
    assert found <= {STAGE / name for modules, _ in BROWSER for name in quoted(modules)}


def quoted(cell: str) -> list[str]:
    """What stands in a cell of a table as code."""
    return re.findall("`([^`]+)`", cell)


def functions(module: ModuleType) -> set[str]:
    """The functions that a module defines."""
    source = Path(str(module.__file__)).read_text("utf-8")
    return {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


def used(module: ModuleType) -> set[str]:
    """All names that a module speaks of, of its own and of others."""
    source = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    names = {node.id for node in ast.walk(source) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(source) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("module", [equations, future], ids=lambda module: module.__name__)
def test_every_equation_is_in_the_table_or_serves_one_that_is(module: ModuleType) -> None:
    named = {function for home, function in NAMED if HOMES[home] == module.__name__}
    assert len(named) >= 10
    assert functions(module) <= named | used(module)


@pytest.mark.parametrize("module", [equations, future], ids=lambda module: module.__name__)
def test_the_reference_is_put_together_from_every_equation(module: ModuleType) -> None:
    """So that what holds a kernel to the reference holds it to the equation."""
    assert functions(module) <= used(reference) | used(module)


def test_every_equation_of_the_paper_has_its_docstring() -> None:
    text = Path(equations.__file__).read_text("utf-8")
    for number in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12):
        assert f"({number})" in text, number


@pytest.mark.parametrize(("page", "path"), LINKS, ids=lambda part: getattr(part, "name", part))
def test_every_link_leads_somewhere(page: Path, path: str) -> None:
    assert (page.parent / path).exists()


FILES = [site_path() / "app.py"] + [
    path
    for folder in ("nmn", "pages", "assets", "tests", "benchmarks")
    for path in (site_path() / folder).rglob("*.*")
    if path.suffix in (".py", ".js", ".ts")
]


@pytest.mark.parametrize("page", [*docs.pages(), site_path() / "CONTRIBUTING.md"], ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    named = re.findall(r"`([\w./-]+\.(?:py|js|ts))`", page.read_text("utf-8"))
    assert [name for name in named if not any(path.match(name) for path in FILES)] == []


@pytest.mark.parametrize("page", docs.pages(), ids=lambda page: page.name)
def test_every_function_that_is_named_is_in_its_module(page: Path) -> None:
    named = set(re.findall(r"`(?:\w+/)*(\w+)\.(\w+)`", page.read_text("utf-8")))
    homes = {module: [path for path in FILES if path.name == f"{module}.py"] for module, _ in named}
    missing = [
        f"{module}.{name}"
        for module, name in named
        if homes[module] and name not in ("py", "js")
        if not any(re.search(rf"\b(def|class) {name}\b", path.read_text("utf-8")) for path in homes[module])
    ]
    assert missing == []


def declared(tree: ast.Module) -> Iterator[str]:
    """What a module declares: functions with their arguments, classes, constants and fields."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.arg):
            yield node.arg
        if isinstance(node, ast.Module | ast.ClassDef):
            targets = [line for line in node.body if isinstance(line, ast.Assign | ast.AnnAssign)]
            yield from (n.id for line in targets for n in ast.walk(line) if isinstance(n, ast.Name))


def test_every_name_that_the_engine_speaks_of_in_a_docstring_is_declared() -> None:
    """Names of its own, of the rooms below it, or of files."""
    below = [*(HOUSE / "paper").glob("*.py"), *HOUSE.glob("*.py")]
    engine = [ast.parse(path.read_text("utf-8")) for path in (HOUSE / "engine").rglob("*.py")]
    known = {name for tree in engine for name in declared(tree)}
    known |= {name for path in below for name in declared(ast.parse(path.read_text("utf-8")))}
    known |= {part for path in FILES for part in path.relative_to(site_path()).with_suffix("").parts}
    spoken = {
        name
        for tree in engine
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for name in re.findall(r"`([A-Za-z_][\w.]*)`", ast.get_docstring(node) or "")
    }
    assert len(spoken) > 50
    assert [name for name in spoken if not known.issuperset(name.split("."))] == []


def test_every_rule_of_the_house_names_its_test_and_no_test_is_left_out() -> None:
    table = (site_path() / "docs" / "architecture.md").read_text("utf-8")
    files = [site_path() / "tests" / f"test_{name}.py" for name in ("layers", "modules_layers")]
    held = {
        name
        for path in files
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert set(re.findall(r"`(test_\w+)`", table)) == held


def test_every_command_line_that_is_shown_is_understood() -> None:
    shown = re.findall(r"^nmn (.+?)(?:\s{2,}#.*)?$", README, re.MULTILINE)
    assert len(shown) >= 3
    for line in shown:
        _parser().parse_args(line.split())


def test_the_reported_seeds_are_those_that_no_choice_was_made_on() -> None:
    frame = docs.measured()
    assert tuple(frame.columns) == experiments.COLUMNS
    seeds = frame.groupby("experiment").seed.unique()
    assert set(seeds.index) == set(experiments.EXPERIMENTS)
    for name, found in seeds.items():
        assert set(found) == set(range(700, 705 if name in experiments.ON_REQUEST else 720)), name
    rows = {(name, row.variant) for name, rows in experiments.EXPERIMENTS.items() for row in rows}
    assert set(zip(frame.experiment, frame.variant, strict=True)) == rows


def test_the_reported_runs_are_those_of_the_settings_in_the_code() -> None:
    """Every row of every table was measured with the parameters that it now has."""
    frame = docs.measured()
    found = frame[frame.metric == "settings"].set_index(["experiment", "model", "variant", "seed"]).value
    for name in experiments.EXPERIMENTS:
        for job in experiments.jobs([name], range(700, 720)):
            key = (job.experiment, job.row.parameters.model, job.row.variant, job.seed)
            if key in found.index:
                assert str(int(found[key])) == job.settings, key
            else:
                assert name in experiments.ON_REQUEST, key


def errors(experiment: str, model: str, variant: str) -> "pd.Series[float]":
    frame = docs.measured()
    mine = frame[["experiment", "model", "variant", "metric"]] == [experiment, model, variant, "test error"]
    return frame[mine.all(axis=1)].value


def test_the_reported_claims_hold() -> None:
    assert 0.043 <= errors("sorted", "ffnn", "memory off").median() <= 0.049
    soft = errors("sorted", "nmn", "soft code, refresh")
    assert soft.median() <= 0.0005 and soft.max() <= 0.002
    assert (errors("sorted", "nmn", "soft code, refresh, 10,000 inputs only") <= 0.007).sum() >= 19
    mean = errors("classify-recall", "nmn", "soft code, refresh")
    assert mean.median() <= 0.001 + 0.0005 and mean.max() <= 0.001 + 0.0015
    for variant in ("S = 2, input write", "S = 2, neighbour write"):
        assert (errors("memory-recall", "nmn", variant) <= 0.001).all(), variant
    assert (errors("memory-recall", "nmn", "S = 3, input write") <= 0.001).sum() >= 19
    for length in (3, 4, 5, 10):
        variant = f"S = {length}, input write, turning"
        assert (errors("memory-recall", "nmn", variant) <= 0.001).all(), variant
    assert errors("memory-recall", "nmn", "S = 5, neighbour write, turning").median() <= 0.001
    turning = errors("memory-recall", "nmn", "S = 10, input write, turning")
    assert turning.max() < errors("memory-recall", "lstm", "S = 10, 68 wide").min()
    assert (errors("extended-recall", "nmn", "lag 25, tied gate, best of 4 starts") == 0).all()
    for lag in (25, 100, 400, 1000):
        assert (errors("extended-recall", "nmn", f"lag {lag}, learned gate") == 0).all()
    assert (errors("extended-recall", "nmn", "lag 100, noise 0.2, learned gate") <= 0.01).sum() >= 18
    assert errors("signal", "delayed", "last 10 values").median() <= 0.15
