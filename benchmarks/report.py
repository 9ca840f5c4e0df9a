"""A report in Markdown: sections with tables, and the targets that were measured."""

import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

LIBRARIES = ("numpy", "numba", "llvmlite", "torch", "jax", "jaxlib")


class Verdict(NamedTuple):
    """A target and what was measured.

    Attributes:
        measure: what is measured.
        target: the bound, in words.
        value: what came out.
        holds: whether the target is met; None where it could not be measured.
    """

    measure: str
    target: str
    value: str
    holds: bool | None


class Section(NamedTuple):
    """A part of the report: a title, paragraphs and tables, and the targets that it judges."""

    title: str
    blocks: list[str]
    verdicts: list[Verdict]

    def text(self) -> str:
        """As Markdown."""
        return "\n\n".join((f"## {self.title}", *self.blocks))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def at_most(measure: str, bound: float, value: float, unit: str = "", digits: int = 2) -> Verdict:
    """The verdict on a value that should not exceed a bound."""
    return Verdict(measure, f"≤ {bound:g}{unit}", f"{value:.{digits}f}{unit}", value <= bound)


def at_least(measure: str, bound: float, value: float, unit: str = " ×", digits: int = 2) -> Verdict:
    """The verdict on a value that should reach a bound."""
    return Verdict(measure, f"≥ {bound:g}{unit}", f"{value:.{digits}f}{unit}", value >= bound)


def targets(sections: Sequence[Section]) -> str:
    """The targets of all sections in one table."""
    words = {True: "yes", False: "**no**", None: "not measured"}
    rows = [(v.measure, v.target, v.value, words[v.holds]) for section in sections for v in section.verdicts]
    return table(("measure", "target", "here", "holds"), rows)


def processor() -> str:
    """The processor's name."""
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def machine(cores: Sequence[int]) -> str:
    """The machine and the versions, in a sentence or two."""
    versions = []
    for library in LIBRARIES:
        try:
            versions.append(f"{library} {version(library)}")
        except PackageNotFoundError:
            versions.append(f"{library} not installed")
    load = f" Load at the start: {os.getloadavg()[0]:.1f}." if hasattr(os, "getloadavg") else ""
    return (
        f"{processor()}, {len(cores)} cores; {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; {', '.join(versions)}.{load}"
    )
