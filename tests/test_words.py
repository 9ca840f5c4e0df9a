"""Whoever changes or translates the words of the explorer finds all of them by CONTRIBUTING's table."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_modules_layers import code

ROOT = Path(__file__).parent.parent
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
MODULES = sorted(
    [*(ROOT / "nmn").rglob("*.py"), *(ROOT / "pages").glob("*.py"), *(ROOT / "assets").rglob("*.js")]
)
# Three words in a row: what stands in a string for machines has less.
SENTENCE = re.compile(r"[a-zγτ]{2,}[,;:]? [a-z]+[,;:]? [a-z]{2,}")
LITERAL = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')


def rows() -> Iterator[tuple[str, str]]:
    """Of each row of the table its folders, and its files in them."""
    for line in CONTRIBUTING.partition("| words | in | files |")[2].partition("\n\n")[0].splitlines()[2:]:
        _, folders, files = line.strip("| ").split(" | ")
        yield from ((folder, files) for folder in re.findall("`([^`]+)`", folders))


def named(folder: str, files: str) -> set[Path]:
    """The modules that a row names: by their names, by a folder in its own, or all."""
    if files.startswith("every one"):
        return set((ROOT / folder).rglob("*.*"))
    folders, names = re.findall("`([^`]+/)`", files), re.findall(r"`([^`]+\.\w+)`", files)
    found = [[*(ROOT / folder / inner).rglob("*.*")] for inner in folders]
    found += [[*(ROOT / folder).rglob(name)] for name in names]
    assert all(found), (folder, files)
    return {path for paths in found for path in paths}


def texts(path: Path) -> list[str]:
    """The strings of a module, but for its docstrings and comments."""
    if path.suffix == ".js":
        return LITERAL.findall(code(path))
    tree = ast.parse(path.read_text("utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in told]
    return [node.value for node in strings if isinstance(node.value, str)]


NAMED = set[Path]().union(*(named(*row) for row in rows()))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_with_a_sentence_is_in_the_table_of_words(path: Path) -> None:
    sentences = [text for text in texts(path) if SENTENCE.search(text)]
    assert path in NAMED or not sentences
