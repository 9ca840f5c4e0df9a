"""The equations as they are written: all twelve, each with what it is, in TeX that the browser can read."""

import re

from nmn.app.shared.words import help_of
from nmn.paper.notation import ABOUT, MARKED, cited, plain
from nmn.parameters import SPECS

PLACES = {"in", "W", "x", "M", "out", "gate"}
KNOWN = {
    "at", "sigma", "frac", "sum", "varepsilon", "partial", "delta", "mathsf", "leftarrow", "alpha", "gamma", "tau",
    "geq", "dots", "quad", "text",
}  # fmt: skip


def test_all_twelve_equations_are_there_with_what_they_are() -> None:
    assert list(MARKED) == list(ABOUT) == list(range(1, 13))


def test_an_equation_is_tex_that_the_browser_reads() -> None:
    for number, tex in MARKED.items():
        assert set(re.findall(r"\\([a-z]+)", tex)) <= KNOWN, number
        assert set(re.findall(r"\\at\{(\w+)\}", tex)) <= PLACES, number
        assert tex.count("{") == tex.count("}"), number
        assert "\\at" not in plain(tex)


def test_where_the_help_cites_an_equation_the_equation_is_there() -> None:
    assert list(cited("Eq. (9)-(10), VI")) == [9, 10]
    assert list(cited("Eq. (2), Eq. (12)")) == [2, 12]
    assert not cited("III-C")
    citing = [spec for spec in SPECS.values() if "Eq. (" in spec.source]
    assert len(citing) > 5
    for spec in citing:
        for number in map(int, re.findall(r"\((\d+)\)", spec.source)):
            assert f"({number}) $\\displaystyle {plain(MARKED[number])}$" in help_of(spec), spec.name


def test_the_help_lists_every_choice_in_a_sentence() -> None:
    for spec in SPECS.values():
        if spec.kind == "choice":
            assert help_of(spec).count("- **") == len(spec.choices), spec.name
