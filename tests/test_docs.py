"""The README tells the truth: what it lists exists, and its numbers come from files that commands wrote."""

import ast
import re
from pathlib import Path

import pandas as pd
import pytest

from nmn import docs, equations, experiments
from nmn.cli import _parser
from nmn.home import home

README = (home() / "README.md").read_text("utf-8")


def test_tables_are_those_that_the_code_makes() -> None:
    assert docs.written(README) == README, "run `make docs`"


def test_every_public_function_of_the_equations_is_in_the_table_or_serves_one_that_is() -> None:
    source = Path(equations.__file__).read_text("utf-8")
    functions = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    named = set(re.findall(r"`(\w+)`", README)) & functions
    called = {
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert len(named) >= 10
    assert functions - named - called <= {"step"}


def test_every_equation_of_the_paper_has_its_docstring() -> None:
    text = Path(equations.__file__).read_text("utf-8")
    for number in (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12):
        assert f"({number})" in text, number


@pytest.mark.parametrize("path", re.findall(r"\]\(([^)#]+)\)", README))
def test_every_link_leads_somewhere(path: str) -> None:
    assert (home() / path).exists()


def test_every_command_line_that_is_shown_is_understood() -> None:
    shown = re.findall(r"^nmn (.+?)(?:\s{2,}#.*)?$", README, re.MULTILINE)
    assert len(shown) >= 3
    for line in shown:
        _parser().parse_args(line.split())


def test_the_reported_seeds_are_those_that_no_choice_was_made_on() -> None:
    frame = pd.read_csv(home() / "assets" / "sorted.csv")
    assert tuple(frame.columns) == experiments.COLUMNS
    assert set(frame.seed) == set(range(100, 120))
    assert set(frame.variant) == {row.variant for row in experiments.EXPERIMENTS["sorted"] if not row.reading}


def test_the_reported_claims_hold() -> None:
    """FFNN at the optimum without memory; NMN at most the paper's 0.7 % on every seed, median at most 0.05 %."""
    frame = pd.read_csv(home() / "assets" / "sorted.csv")
    errors = frame[frame.metric == "test error"].groupby(["model", "variant"]).value
    assert errors.median()["ffnn"].between(0.043, 0.049).all()
    assert (errors.max()["nmn"] <= 0.007).all()
    assert (errors.median()["nmn"] <= 0.0005).all()
